"""Dates hung on what they date."""

import msgspec

from kipu.lang.events import EventResources
from kipu.model.syntax import Syntax
from kipu.reading.events.clauses import tells_event
from kipu.reading.trees import Tree, relation

_OF_CLAUSES = frozenset(
    ("nsubj", "aux", "obl", "advmod", "advcl", "mark", "punct", "conj", "cc", "parataxis", "ccomp")
)
"""What hangs on a clause rather than on the noun that heads it."""


def mend_dates(tree: Tree, dates: frozenset[int]) -> Syntax:
    """Give the syntax with no date as an object: "condenó este miércoles al general".

    Nor is it what a passive was done to ("fue asesinada el martes"), or a second subject ("la
    víspera, el presidente había dicho").
    """
    deprel = list(tree.syntax.deprel)
    for token in dates:
        subjects = tree.children(tree.head[token], "nsubj")
        second = deprel[token] == "nsubj" and any(s not in dates for s in subjects)
        if not tree.is_root(token) and (second or deprel[token] in ("obj", "nsubj:pass")):
            deprel[token] = "obl"
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def mend_dated_events(tree: Tree, dates: frozenset[int], resources: EventResources) -> Syntax:
    """Give the syntax with a date hung on the event that it stands behind.

    "Ignored warnings before the collapse of the quarry on 11 March, in which nine died": the
    warnings were earlier, and nobody died in a date. So it is behind "after" and the like where the
    verb has another date; "was arrested after a march on 3 May" may mean both.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    later, earlier = resources.factuality.settled_cases, resources.lexicon.earlier_cases
    for date in dates:
        verb = tree.governor(date)
        if verb is None or verb > date or relation(tree.deprel[date]) not in ("obl", "nmod"):
            continue
        start = tree.extent(date)[0]
        for noun in tree.children(verb, "obl", "nmod"):
            beside = verb < noun < start and tree.extent(noun)[1] == start - 1
            others = any(c in dates and c != date for c in tree.children(verb))
            apart = tree.case(noun) in (later | earlier if others else earlier)
            if beside and apart and tells_event(tree, noun, resources):
                heads[date], deprel[date] = noun, "nmod"
                for clause in tree.children(date, "acl:relcl"):
                    heads[clause] = noun
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_appointments(tree: Tree, dates: frozenset[int], resources: EventResources) -> Syntax:
    """Give the syntax with the copula as the verb of an event that is at a date.

    "The funeral will be on Friday", "la audiencia fue ayer": trees make the day what is said of it.
    """
    columns = {name: list(getattr(tree.syntax, name)) for name in ("head", "deprel", "upos")}
    heads, deprel = columns["head"], columns["deprel"]
    for date in sorted(dates):
        top = tree.governor(date)
        top = date if top is None or tree.upos[top] != "ADP" else top  # "on" may be the head
        copula, told = tree.child(top, "cop"), tree.children(top, "nsubj")
        denied = any(
            tree.lower[c] in resources.factuality.negations for c in tree.children(top, "advmod")
        )  # "was not on Friday, but on Saturday"
        if copula is None or copula in dates or denied:
            continue
        if not any(tells_event(tree, noun, resources) for noun in told):
            continue
        columns["upos"][copula], deprel[copula] = "VERB", tree.deprel[top]
        heads[copula] = copula if tree.is_root(top) else heads[top]
        for child in tree.children(top):
            if child != copula and relation(tree.deprel[child]) in _OF_CLAUSES:
                heads[child] = copula
            elif tree.deprel[child] == "nmod" and child > date and tree.case(child):
                heads[child], deprel[child] = copula, "obl"
        if top != date:
            heads[top], deprel[top] = date, "case"
        heads[date], deprel[date] = copula, "obl"
    return msgspec.structs.replace(tree.syntax, **{n: tuple(c) for n, c in columns.items()})


def mend_bounds(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with a clause that opens with "since" or "until" hung on the verb above.

    "Nine died in the worst clash since the protests began in May": the clash is of no time in May,
    and the protests are none of its parts.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    marks = resources.factuality.settled_cases | resources.lexicon.earlier_cases
    for verb, function in enumerate(tree.deprel):
        if relation(function) != "acl":
            continue
        if not any(tree.lower[c] in marks for c in tree.children(verb, "mark", "case")):
            continue
        above = next((t for t in tree.ancestors(verb) if tree.upos[t] == "VERB"), None)
        if above is not None:
            heads[verb], deprel[verb] = above, "advcl"
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))
