"""Trees in which numbers hang on what they count, where parsers take them for something else."""

from collections.abc import Iterator, Sequence

import msgspec

from kipu.lang.events import EventResources
from kipu.model.syntax import Syntax
from kipu.reading.quantities import NumberPhrase
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_TAGS = frozenset(("NUM", "VERB", "NOUN", "PROPN", "ADJ", "PRON", "DET"))
"""What parsers call number words."""
_BEFORE = ("advmod", "nsubj", "obl")
"""What parsers call a number alone before its verb."""
_NEAR = 2
"""Words that may stand between the two: an auxiliary, a pronoun."""


def mend_numbers(tree: Tree, numbers: Sequence[NumberPhrase]) -> Syntax:
    """Give the syntax with the words of a number below the noun that it counts.

    "Cuatro muertos y diecinueve heridos", "sesenta y dos mineros": parsers call number words verbs,
    and the noun their object, or coordinate the noun with a part of its number.
    """
    heads, deprel, upos = list(tree.head), list(tree.syntax.deprel), list(tree.syntax.upos)
    before: NumberPhrase | None = None
    for phrase in numbers:
        if tree.upos[phrase.number] == "PROPN":  # "Nineteen of them" with a sentence's capital
            upos[phrase.number] = "NUM"
        head = phrase.head
        if tree.head[phrase.number] == head and tree.deprel[phrase.number] == "advmod":
            deprel[phrase.number], upos[phrase.number] = "nummod", "NUM"  # "y once heridos"
        above = [t for t in range(phrase.first, head) if t in tree.ancestors(head)]
        marker = tree.child(head, "case")
        apart = marker is not None and marker > phrase.first  # "una docena de presos"
        if above and not apart and all(tree.upos[t] in _TAGS for t in above):
            top = next(t for t in above if heads[t] == t or heads[t] not in above)
            heads[head], deprel[head] = heads[top], deprel[top]
            if before is not None and _goes_on(tree, before, phrase):
                heads[head], deprel[head] = before.head, "conj"
            if heads[head] == top:  # the number was the root
                heads[head] = head
            for token in above:
                heads[token], deprel[token], upos[token] = head, "nummod", "NUM"
        before = phrase
    changed = {"head": tuple(heads), "deprel": tuple(deprel), "upos": tuple(upos)}
    return msgspec.structs.replace(tree.syntax, **changed)


def _goes_on(tree: Tree, before: NumberPhrase, phrase: NumberPhrase) -> bool:
    """Whether a number follows another one, with no more than a conjunction between them."""
    between = range(max(before.last, before.head) + 1, phrase.first)
    return len(between) == 1 and tree.upos[between[0]] == "CCONJ"


def mend_counted(tree: Tree, numbers: Sequence[NumberPhrase], resources: EventResources) -> Syntax:
    """Give the syntax with no bound of a number as a preposition: "al menos 312 médicos murieron".

    What is counted is then the subject that its verb lacks, or the object behind it. So are people
    counted behind a verb without preposition ("sentenced seven sailors to death").
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for phrase in numbers:
        if _is_bare_object(tree, phrase):
            deprel[phrase.head] = "obj"
        lacking = next(_lacking(tree, phrase, resources), None)
        if lacking is not None:
            heads[phrase.head], deprel[phrase.head] = lacking, "nsubj"
        bounds = [c for c in tree.children(phrase.head, "case") if c >= phrase.first]
        verb = tree.governor(phrase.head)
        if not bounds or verb is None or tree.upos[verb] != "VERB" or bounds[-1] > phrase.number:
            continue
        if (
            relation(tree.deprel[phrase.head]) != "obl"
            or len(tree.children(phrase.head, "case")) > 1
        ):
            continue
        for bound in bounds:
            deprel[bound] = "advmod"
        if phrase.head < verb and not tree.children(verb, *NOMINAL_SUBJECTS):
            deprel[phrase.head] = "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj"
        elif phrase.head > verb and not tree.children(verb, "obj"):
            deprel[phrase.head] = "obj"
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def _lacking(tree: Tree, phrase: NumberPhrase, resources: EventResources) -> Iterator[int]:
    """Give the verbs whose subject is counted people whom the parser took for an apposition.

    "Fallecieron, según el censo, 49 vecinos": of the source; "in Lorne some 600 people came out":
    of the place, with no comma between.
    """
    upper = tree.governor(phrase.head)
    if upper is None or tree.deprel[phrase.head] != "appos" or phrase.unit != "person":
        return
    verb = tree.governor(upper)
    comma = tree.form[phrase.first - 1] == ","
    source = tree.case(upper) in resources.attribution.source_cases
    if verb is None or tree.upos[verb] != "VERB" or source != comma or upper > phrase.first:
        return
    if tree.children(phrase.head, "conj"):
        return  # "49 vecinos en choques y otros once en accidentes": too much for one event
    for clause in (verb, *tree.children(verb, "ccomp")):
        if tree.upos[clause] == "VERB" and not tree.children(clause, *NOMINAL_SUBJECTS, "mark"):
            yield clause


def mend_bare_numbers(tree: Tree, numbers: Sequence[NumberPhrase]) -> Syntax:
    """Give the syntax with a number that stands alone before a verb as the subject it lacks.

    "Y más de sesenta resultaron heridas", "y once quedaron heridas": parsers take the number for an
    adverb, and those counted in the clause before would be the wounded.
    """
    heads, deprel, upos = list(tree.head), list(tree.syntax.deprel), list(tree.syntax.upos)
    for phrase in numbers:
        tokens = range(phrase.first, phrase.last + 1)
        top = next((t for t in tokens if tree.head[t] not in tokens), None)
        verb = None if top is None else tree.governor(top)
        if top is None or verb is None or not _is_bare_subject(tree, phrase, top, verb):
            continue
        for token in tokens:
            heads[token], deprel[token] = phrase.number, "advmod"
        heads[phrase.number], upos[phrase.number] = verb, "NUM"
        deprel[phrase.number] = "nsubj:pass" if tree.children(verb, "aux:pass") else "nsubj"
    changed = {"head": tuple(heads), "deprel": tuple(deprel), "upos": tuple(upos)}
    return msgspec.structs.replace(tree.syntax, **changed)


def _is_bare_subject(tree: Tree, phrase: NumberPhrase, top: int, verb: int) -> bool:
    """Whether a number alone, and not a date or an hour, stands right before its verb."""
    alone = phrase.head == phrase.number and phrase.unit in ("item", "person")
    if not alone or phrase.is_money or relation(tree.deprel[top]) not in _BEFORE:
        return False
    between = range(phrase.last + 1, verb)
    near = len(between) <= _NEAR and all(tree.upos[t] in ("AUX", "PRON", "ADV") for t in between)
    outside = [c for t in (top, phrase.number) for c in tree.children(t, "case", "det")]
    marked = any(c not in range(phrase.first, phrase.last + 1) for c in outside)
    others = [s for s in tree.children(verb, *NOMINAL_SUBJECTS) if s != top]
    above = any(tree.dominates(t, verb) for t in range(phrase.first, phrase.last + 1))
    verbal = tree.upos[verb] == "VERB" and top < verb and not above
    return verbal and near and not marked and not others


def mend_partitives(tree: Tree, of_cases: frozenset[str]) -> Syntax:
    """Give the syntax with what a number is a part of below it: "a tres de los cinco presos".

    Parsers hang both on the verb.
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for token, tag in enumerate(tree.upos):
        marker = tree.child(token, "case") if tag == "NOUN" else None
        if not marker:  # there is none, or it opens the text and no number stands before
            continue
        number = marker - 1
        beside = tree.upos[number] == "NUM" and tree.head[number] == tree.head[token]
        if beside and tree.case(token) in of_cases and not tree.is_root(number):
            heads[token], deprel[token] = number, "nmod"
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def mend_listed(tree: Tree) -> Syntax:
    """Give the syntax with counted people beside those counted before, and beside no place.

    "Killed nine miners in Corran and three women in Lorne": parsers coordinate the women with
    Corran.
    """
    heads = list(tree.head)
    for token, function in enumerate(tree.deprel):
        beside = tree.head[token]
        above = tree.governor(beside)
        listed = function == "conj" and tree.upos[token] == "NOUN" and tree.upos[beside] == "PROPN"
        if not listed or above is None or tree.deprel[beside] != "nmod":
            continue
        if tree.children(token, "nummod") and tree.children(above, "nummod"):
            heads[token] = above
    return msgspec.structs.replace(tree.syntax, head=tuple(heads))


def _is_bare_object(tree: Tree, phrase: NumberPhrase) -> bool:
    verb = tree.governor(phrase.head)
    bare = phrase.unit == "person" and tree.deprel[phrase.head] == "obl:unmarked"
    behind = verb is not None and verb < phrase.head and tree.upos[verb] == "VERB"
    return bare and behind and verb is not None and not tree.children(verb, "obj", "aux:pass")
