"""Headlines that open with a verb or a number, where a parser takes the capital for a name's."""

from collections.abc import Mapping, Sequence

import msgspec

from kipu.lang.events import EventResources
from kipu.model.readings import EntityType
from kipu.model.syntax import Syntax
from kipu.reading.events.clauses import is_somebody
from kipu.reading.events.mending_forms import PRESENT, present_of
from kipu.reading.quantities import NumberPhrase
from kipu.reading.trees import Tree, relation

_MENDED = ("upos", "lemma", "feats", "head", "deprel")
_TAKEN_FOR = frozenset(("PROPN", "ADJ", "NOUN", "AUX", "VERB", "X"))


def mend_opening_verbs(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with the verb that opens a sentence as one: "Allanan la casa del ministro".

    Nobody is named who does it, so that it stands in the plural, with what it is done to right
    behind: bare ("Queman comisaría"), behind an article or the mark of personal objects.
    """
    columns = {name: list(getattr(tree.syntax, name)) for name in _MENDED}
    marks = resources.lexicon.personal_cases
    for token in (sentence.start for sentence in tree.sentences if len(sentence) > 1):
        verb = _opening_verb(tree, token, resources)
        if verb is None:
            continue
        columns["upos"][token], columns["lemma"][token] = "VERB", verb
        columns["feats"][token] = f"{PRESENT}|Number=Plur"
        below = tree.head[token]
        if not tree.is_root(token):
            _turn(tree, columns, token, below)
        objects = [c for c in tree.children(token) if c > token and tree.case(c) in marks]
        for child in objects[:1]:
            columns["deprel"][child] = "obj"
    return msgspec.structs.replace(tree.syntax, **{n: tuple(c) for n, c in columns.items()})


def _opening_verb(tree: Tree, token: int, resources: EventResources) -> str | None:
    """Give the verb of which a sentence's first word is the present, if no parser saw it."""
    form = tree.lower[token]
    if not resources.lexicon.presents or tree.upos[token] not in _TAKEN_FOR:
        return None
    below = tree.head[token] == token + 1 and tree.lower_lemma[token + 1] not in resources.verbs
    beside = below and relation(tree.deprel[token]) in ("aux", "nsubj", "compound")
    alone = tree.is_root(token) or beside
    seen = tree.upos[token] == "VERB" and tree.lower_lemma[token] in resources.verbs
    named = tree.children(token, "flat", "det", "case", "cop")
    if not alone or seen or named or not form.endswith(resources.lexicon.plural_presents):
        return None
    return present_of(form, resources)


def _turn(tree: Tree, columns: Mapping[str, list[object]], verb: int, noun: int) -> None:
    """Put a verb, taken for an auxiliary or a name, above the noun taken for its verb."""
    head, deprel = columns["head"], columns["deprel"]
    head[verb] = verb if tree.is_root(noun) else tree.head[noun]
    deprel[verb] = tree.deprel[noun]
    for child in tree.children(noun):
        if child != verb and tree.deprel[child] in ("obl", "conj", "punct", "advcl", "parataxis"):
            head[child] = verb
    head[noun], deprel[noun] = verb, "obj"
    if tree.upos[noun] == "VERB":
        columns["upos"][noun], columns["lemma"][noun] = "NOUN", tree.lower[noun]


def mend_openers(tree: Tree, resources: EventResources, types: Mapping[int, EntityType]) -> Syntax:
    """Give the syntax with no verb that opens a headline as a subject: "Hallan muerto a un juez".

    A capital makes a name of it to parsers; beside a bare participle the person marked as its
    object is who it is said of.
    """
    deprel, marks = list(tree.syntax.deprel), resources.lexicon.personal_cases
    for token in (sentence.start for sentence in tree.sentences):
        verb = tree.head[token]
        bare = tree.has_feature(verb, "VerbForm=Part") and not tree.children(verb, "aux", "cop")
        opens = relation(tree.deprel[token]) == "nsubj" and tree.upos[token] == "PROPN"
        marked = any(tree.case(o) in marks for o in tree.children(verb, "obj"))
        if opens and bare and marked and not is_somebody(tree, token, resources, types):
            deprel[token] = "dep"
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def mend_plural_presents(tree: Tree, resources: EventResources) -> Syntax:
    """Give the syntax with the verb of a headline as one: "Police fire on strike camp".

    People and a form that may be a noun or a verb make a compound to parsers; where no verb is
    told beside them, and it is aimed at something, they do it: not in "Police murder of editor".
    """
    columns = {name: list(getattr(tree.syntax, name)) for name in _MENDED}
    headlines = tree.headline_tokens if resources.lexicon.bare_presents else ()
    for verb in sorted(headlines):
        subject = next((c for c in tree.children(verb, "compound") if c == verb - 1), None)
        if not _is_bare_present(tree, verb, resources) or subject is None:
            continue
        columns["upos"][verb], columns["feats"][verb] = "VERB", f"{PRESENT}|Number=Plur"
        columns["deprel"][subject] = "nsubj"
        for child in tree.children(verb, "nmod"):
            columns["deprel"][child] = "obl"
    return msgspec.structs.replace(tree.syntax, **{n: tuple(c) for n, c in columns.items()})


def _is_bare_present(tree: Tree, verb: int, resources: EventResources) -> bool:
    """Whether the root of a headline may be a verb whose subject is the plural noun before it."""
    bare = tree.upos[verb] == "NOUN" and not tree.children(verb, "det", "case", "nummod", "cop")
    if not bare or not tree.is_root(verb) or tree.lower_lemma[verb] not in resources.verbs:
        return False
    plural = tree.lower[verb] == tree.lower_lemma[verb] and verb > tree.sentence_of[verb].start
    subject = verb - 1
    people = tree.lower_lemma[subject] in resources.persons
    several = people and tree.has_feature(subject, "Number=Plur")
    several = several or tree.lower[subject] in resources.lexicon.bare_presents
    verbs = (t for t in tree.sentence_of[verb] if tree.upos[t] == "VERB")
    told = any(tree.has_feature(t, "VerbForm=Fin") for t in verbs)
    behind = (c for c in tree.children(verb, "nmod") if c > verb)
    aimed = any(tree.case(c) in resources.lexicon.aiming_cases for c in behind)
    return plural and several and not told and aimed


def mend_opening_numbers(
    tree: Tree, numbers: Sequence[NumberPhrase], resources: EventResources
) -> Syntax:
    """Give the syntax with a participle as what a number before it counts: "Siete detenidos en".

    Parsers see a number with an adjective, or two objects ("hay siete detenidos"), and nobody who
    was held; or a verb of a number that opens a headline: "Scores dead in market fire".
    """
    columns = {name: list(getattr(tree.syntax, name)) for name in _MENDED}
    for phrase in numbers:
        number = phrase.number
        counted = number + 1
        if phrase.head not in (number, counted) or counted >= len(tree):
            continue
        if tree.upos[number] == "VERB" and tree.upos[counted] == "ADJ" and tree.is_root(number):
            columns["upos"][number], columns["deprel"][counted] = "NOUN", "amod"
        elif _is_counted_participle(tree, number, counted, resources):
            _count(tree, columns, number, counted)
    return msgspec.structs.replace(tree.syntax, **{n: tuple(c) for n, c in columns.items()})


def _is_counted_participle(
    tree: Tree, number: int, counted: int, resources: EventResources
) -> bool:
    """Whether a participle is those whom the number before it counts."""
    below = tree.head[counted] == number and relation(tree.deprel[counted]) == "amod"
    same = tree.head[counted] == tree.head[number] and tree.deprel[counted] == tree.deprel[number]
    beside = same and not tree.is_root(number)
    patterns = resources.patterns.get(tree.lower_lemma[counted], ())
    participle = any(p.part == "noun" and len(p.words) == 1 for p in patterns)
    adjective = tree.upos[counted] in ("ADJ", "VERB") and not tree.children(counted, "aux", "cop")
    return (below or beside) and participle and adjective


def _count(tree: Tree, columns: Mapping[str, list[object]], number: int, counted: int) -> None:
    """Make a participle the noun that the number before it counts."""
    head, deprel = columns["head"], columns["deprel"]
    for child in tree.children(number):
        head[child] = counted
    head[counted] = counted if tree.is_root(number) else tree.head[number]
    deprel[counted] = tree.deprel[number]
    head[number], deprel[number] = counted, "nummod"
    columns["upos"][number], columns["upos"][counted] = "NUM", "NOUN"
