"""Who "his daughter", "my wife" is: kin that the text names elsewhere."""

from collections.abc import Iterator

import msgspec

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.links import heads_of
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.families import heads_first
from kipu.reading.names.phrases import Phrase
from kipu.reading.names.segments import fold
from kipu.reading.trees import Tree

_TWO_SURNAMES = 3
_NEAR = 40
"""Ties before and after one that are compared with it."""


class Tie(msgspec.Struct, frozen=True):
    """A description by kinship: its phrase, its noun, and the phrase of whom it is the kin."""

    phrase: int
    noun: str
    of: int


def join_kin(partition: Partition, tree: Tree, lexicon: NameLexicon) -> None:
    """Merge descriptions by kinship with the kin of the same person, told elsewhere.

    "My wife", said by the man of whom the text said "her husband", is that woman; "his daughter" is
    the only woman of his surname. Runs after the pronouns, which tell whose kin is meant.
    """
    ties = tuple(_ties(partition, tree, lexicon))
    for at, tie in enumerate(ties):
        if partition.is_named(tie.phrase):
            continue
        near = ties[max(0, at - _NEAR) : at + _NEAR]
        relative = _inverse(partition, lexicon, tie, near)
        if relative is None:
            relative = _namesake(partition, lexicon, tie)
        if relative is not None:
            partition.merge(relative, tie.phrase)


def _ties(partition: Partition, tree: Tree, lexicon: NameLexicon) -> Iterator[Tie]:
    heads = heads_of(partition)
    for number, phrase in enumerate(partition.phrases):
        if phrase.family == "kin" and not phrase.plural:
            for possessor in tree.children(phrase.head, "nmod:poss", "nmod"):
                case = tree.child(possessor, "case")
                owned = tree.deprel[possessor] == "nmod:poss" or (
                    case is not None and tree.lower[case] in lexicon.words.complement
                )
                if owned and possessor in heads:
                    yield Tie(number, phrase.noun, heads[possessor])


def _inverse(
    partition: Partition, lexicon: NameLexicon, tie: Tie, ties: tuple[Tie, ...]
) -> int | None:
    """The one whose kin the possessor is, in the way that answers ("her husband": "my wife")."""
    root = partition.root
    for other in ties:
        answers = _answers(lexicon, tie.noun, other.noun)
        answers = answers and root(other.phrase) == root(tie.of)
        if other != tie and answers and partition.may_merge(other.of, tie.phrase):
            return other.of
        same = tie.noun == other.noun and root(other.of) == root(tie.of)
        if other != tie and same and partition.is_named(other.phrase):
            return other.phrase
    return None


def _answers(lexicon: NameLexicon, noun: str, other: str) -> bool:
    """Whether one kinship is the other seen from the other side."""
    ways = lexicon.kin[noun], lexicon.kin[other]
    return _general(lexicon, noun) == ways[1].inverse and ways[0].inverse == _general(
        lexicon, other
    )


def _general(lexicon: NameLexicon, noun: str) -> str:
    """The kinship without its sex: what its inverse calls it ("husband": spouse)."""
    term = lexicon.kin[noun]
    inverse = lexicon.kin.get(term.inverse)
    return inverse.inverse if inverse is not None else term.inverse


def _namesake(partition: Partition, lexicon: NameLexicon, tie: Tie) -> int | None:
    """The only other person in the text who bears the possessor's surname."""
    surname = _surname(partition, lexicon, tie.of)
    if surname is None:
        return None
    bearers = {
        partition.root(number)
        for number, phrase in enumerate(partition.phrases)
        if phrase.kind == "name" and phrase.type == "person" and len(phrase.words) > 1
        and surname in _surnames(phrase, lexicon)
        and partition.root(number) != partition.root(tie.of)
    }  # fmt: skip
    fitting = [b for b in bearers if partition.may_merge(b, tie.phrase)]
    sex = lexicon.kin[tie.noun].gender
    certain = [b for b in fitting if sex == "-" or partition.gender(b) in (sex, "-")]
    return certain[0] if len(certain) == 1 else None


def _surname(partition: Partition, lexicon: NameLexicon, phrase: int) -> str | None:
    for member in partition.first_members(phrase):
        one = partition.phrases[member]
        if one.kind == "name" and len(one.words) > 1:
            return _surnames(one, lexicon)[0]
    return None


def _surnames(phrase: Phrase, lexicon: NameLexicon) -> list[str]:
    """Give the surname of a full name; of two the father's, which children bear, first."""
    words = [word for word in phrase.words if word.lower() not in lexicon.words.particles]
    if not heads_first(lexicon) or len(words) < _TWO_SURNAMES:
        return [fold(words[-1])]
    second = len(words) > _TWO_SURNAMES or words[1].title() not in lexicon.given
    return [fold(word) for word in (words[-2:] if second else words[-1:])]
