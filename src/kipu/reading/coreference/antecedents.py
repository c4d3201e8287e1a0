"""What speaks for a person as the antecedent of a pronoun: named values, multiplied by weights."""

from collections import Counter
from collections.abc import Mapping
from math import log2

import msgspec

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.phrases import Phrase
from kipu.reading.names.quotations import Quotations
from kipu.reading.trees import Tree

SUBJECT = frozenset(("nsubj", "nsubj:pass", "nsubj:outer"))
OBJECT = frozenset(("obj", "iobj"))
_CLAUSES = frozenset(("ccomp", "advcl", "acl", "acl:relcl", "xcomp", "csubj", "parataxis"))
_MOST_CLAUSES = 3


class Setting(msgspec.Struct, frozen=True):
    """What the choice of an antecedent looks at.

    ``speakers`` has for the first token of each quotation the phrase that names its speaker,
    ``opened`` for each such phrase the first tokens.
    """

    tree: Tree
    lexicon: NameLexicon
    quotations: Quotations
    speakers: dict[int, int]
    opened: dict[int, list[int]]
    heads: dict[int, int]


Candidate = tuple[int, Mapping[str, float]]
"""A phrase with the evidence for it."""


def choose(candidates: list[Candidate], weights: Mapping[str, float]) -> int | None:
    """Give the phrase whose evidence weighs most, if it weighs enough; the first of equals."""
    best, best_score = None, weights["least"]
    for other, evidence in candidates:
        score = sum(weights.get(name, 0.0) * value for name, value in evidence.items())
        if score > best_score:
            best, best_score = other, score
    return best


def gather_evidence(
    setting: Setting, partition: Partition, number: int, other: int, counts: Counter[int]
) -> dict[str, float]:
    """Say what speaks for an antecedent: nearness, grammar, prominence."""
    tree = setting.tree
    phrase, one = partition.phrases[number], partition.phrases[other]
    back = tree.sentence[phrase.head] - tree.sentence[one.head]
    place, own = position(tree, one), position(tree, phrase)
    found: dict[str, float] = {
        "sentence_back": back,
        one.kind: 1.0,
        place: 1.0,
        "frequency": log2(1 + counts[partition.root(other)]),
    }
    told = {
        "same_sentence": back == 0,
        "parallel": place == own,
        "unnamed": not partition.is_named(other),
        "ahead": other > number,
        "gender_known": partition.gender(other) == phrase.gender,
        "topic": opens_block(tree, one),
        "speaks": _spoke_before(setting, number, one),
        "quoted": setting.quotations.holds(one.head) and not setting.quotations.holds(phrase.head),
    }
    found |= {name: 1.0 for name, holds in told.items() if holds}
    return found | _of_clauses(tree, phrase, one, back)


def _of_clauses(tree: Tree, phrase: Phrase, one: Phrase, back: int) -> dict[str, float]:
    """Say how the clauses of a pronoun and of an antecedent lie to each other."""
    relation = tree.deprel[one.head]
    owned = tree.deprel[phrase.head] == "nmod:poss"
    deep = _depth(tree, one.head) - (_depth(tree, phrase.head) if back == 0 else 0)
    found = {"depth": float(min(_MOST_CLAUSES, max(0, deep)))}
    told = {
        "conjoined": relation == "conj",
        "apposed": relation == "appos",
        "of_noun": relation == "nmod",
        "subject_again": not owned and relation in SUBJECT and back == 1,
        "possessor_again": owned and relation == "nmod:poss",
    }
    if back == 0:
        above = list(tree.ancestors(phrase.head))
        verb = next((t for t in above if tree.upos[t] in ("VERB", "AUX")), None)
        governs = relation in SUBJECT and tree.head[one.head] in above
        told |= {
            "own_subject": governs and tree.head[one.head] == verb,
            "upper_subject": governs and tree.head[one.head] != verb,
            "own_verb": relation not in SUBJECT and tree.head[one.head] == verb,
            "upper": relation not in SUBJECT and tree.head[one.head] in above,
            "owner_of_subject": owned and governs and tree.head[one.head] == verb,
        }
    return found | {name: 1.0 for name, holds in told.items() if holds}


def _depth(tree: Tree, token: int) -> int:
    """Count the clauses that a token is below."""
    return sum(tree.deprel[t] in _CLAUSES for t in (token, *tree.ancestors(token)))


def position(tree: Tree, phrase: Phrase) -> str:
    """Say what a phrase is to its verb or noun."""
    relation = tree.deprel[phrase.head]
    if relation in SUBJECT:
        return "subject"
    if relation in OBJECT:
        return "object"
    return "possessor" if relation == "nmod:poss" else "oblique"


def _spoke_before(setting: Setting, number: int, one: Phrase) -> bool:
    """Whether a pronoun names who speaks, and a phrase is the subject of the sentence before.

    'Rey accused Prado. "He lied," she said': who spoke is who did the last thing told.
    """
    opened = setting.opened.get(number)
    if not opened or not opens_block(setting.tree, one):
        return False
    tree = setting.tree
    return any(tree.sentence[first] - tree.sentence[one.head] == 1 for first in opened)


def opens_block(tree: Tree, phrase: Phrase) -> bool:
    """Whether a phrase is the subject of its sentence's main verb."""
    relation, governor = tree.deprel[phrase.head], tree.head[phrase.head]
    return relation in SUBJECT and tree.deprel[governor] == "root"
