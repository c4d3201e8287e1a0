"""What the grammar itself says to be one, or not one: appositions, copulas, kin, nesting."""

from collections.abc import Iterator

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.phrases import NOWHERE, Phrase
from kipu.reading.names.pronouns import relative_clause
from kipu.reading.names.trees import Tree

Pair = tuple[int, int]
_BESIDE = frozenset(("flat", "appos", "compound", "nmod:desc", "nmod:unmarked", "dep", "list"))
_NAMED_BY_OF = frozenset(("city", "village", "island", "region", "quarter", "land", "country"))
_ARGUMENTS = frozenset(("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"))


def heads_of(partition: Partition) -> dict[int, int]:
    """Give the phrase that each token heads; the longer one where two share a head."""
    heads: dict[int, int] = {}
    for number, phrase in enumerate(partition.phrases):
        if phrase.head != NOWHERE and phrase.head not in heads:
            heads[phrase.head] = number
    return heads


def join_linked(partition: Partition, tree: Tree, lexicon: NameLexicon) -> None:
    """Keep apart what the grammar keeps apart, then merge what it equates."""
    heads = heads_of(partition)
    equal = [
        pair
        for number, phrase in enumerate(partition.phrases)
        if phrase.head != NOWHERE
        for pair in _equal(partition, tree, lexicon, heads, number)
        if _compatible(partition, *pair)
    ]
    named = {frozenset(pair) for pair in equal}
    for pair in _apart(partition, tree, heads):
        if frozenset(pair) not in named:
            partition.keep_apart(*pair)
    for one, other in equal:
        partition.merge(one, other)


def _compatible(partition: Partition, one: int, other: int) -> bool:
    a, b = partition.phrases[one], partition.phrases[other]
    relative = "relative" in (a.family, b.family)
    return relative or (a.type == b.type and (a.plural == b.plural or a.kind == "pronoun"))


def _equal(
    partition: Partition, tree: Tree, lexicon: NameLexicon, heads: dict[int, int], number: int
) -> Iterator[Pair]:
    phrase = partition.phrases[number]
    above = heads.get(tree.head[phrase.head])
    if phrase.kind == "pronoun":
        yield from _pronoun_link(tree, heads, number, phrase)
    elif above is not None and above != number and phrase.kind in ("name", "nominal"):
        if _apposed(tree, phrase) or _beside(partition.phrases[above], phrase) or _names_its_noun(tree, lexicon, partition.phrases[above], phrase):
            yield above, number
    if phrase.kind == "nominal":
        yield from _copula(tree, lexicon, heads, number, phrase)


def _apposed(tree: Tree, phrase: Phrase) -> bool:
    return tree.deprel[phrase.head] == "appos"


def _beside(above: Phrase, phrase: Phrase) -> bool:
    """Whether a description and a name stand side by side ("the novelist Mario Vargas")."""
    if {above.kind, phrase.kind} != {"name", "nominal"}:
        return False
    nominal, name = (above, phrase) if above.kind == "nominal" else (phrase, above)
    return nominal.end == name.start


def _names_its_noun(tree: Tree, lexicon: NameLexicon, above: Phrase, phrase: Phrase) -> bool:
    """Whether "of" leads to the thing's own name ("the town of X")."""
    if above.type != "place" or phrase.kind != "name" or phrase.type != "place":
        return False
    if above.noun in lexicon.words.capital_city_words or above.family not in _NAMED_BY_OF:
        return False
    case = tree.child(phrase.head, "case")
    direct = case is not None and tree.lower[case] in lexicon.words.complement
    return direct and tree.deprel[phrase.head] == "nmod" and above.determination != "indefinite"


def _pronoun_link(tree: Tree, heads: dict[int, int], number: int, phrase: Phrase) -> Iterator[Pair]:
    if phrase.family == "relative":
        clause = relative_clause(tree, phrase.head)
        if clause is not None and tree.head[clause] in heads:
            yield heads[tree.head[clause]], number
    elif phrase.family == "reflexive":
        for above in tree.above(phrase.head):
            subject = tree.child(above, "nsubj", "nsubj:pass")
            if subject is not None and subject in heads:
                yield heads[subject], number
                return


def _copula(
    tree: Tree, lexicon: NameLexicon, heads: dict[int, int], number: int, phrase: Phrase
) -> Iterator[Pair]:
    """A predicate that is affirmed ("He was the president")."""
    if tree.child(phrase.head, "cop") is None:
        return
    subject = tree.child(phrase.head, "nsubj")
    denied = any(tree.lower[c] in lexicon.words.negations for c in tree.children[phrase.head])
    if subject is not None and subject in heads and not denied:
        yield heads[subject], number


def _apart(partition: Partition, tree: Tree, heads: dict[int, int]) -> Iterator[Pair]:
    """Nested phrases, coordinated ones, and two arguments of one verb are different things."""
    open_phrases: list[int] = []
    for number, phrase in enumerate(partition.phrases):
        if phrase.head == NOWHERE:
            continue
        open_phrases = [o for o in open_phrases if partition.phrases[o].end > phrase.start]
        yield from ((outer, number) for outer in open_phrases)
        open_phrases.append(number)
        governor = tree.head[phrase.head]
        if tree.deprel[phrase.head] == "conj" and governor in heads:
            yield heads[governor], number
        if tree.deprel[phrase.head] in _ARGUMENTS and phrase.family != "reflexive":
            for sibling in tree.children[governor]:
                if sibling < phrase.head and tree.deprel[sibling] in _ARGUMENTS and (
                    sibling in heads
                ):  # fmt: skip
                    yield heads[sibling], number
