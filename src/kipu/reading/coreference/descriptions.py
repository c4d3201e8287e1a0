"""What descriptions refer to: "the ex-president", "the company", "the capital"."""

from collections.abc import Iterator

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.phrases import NOWHERE, Phrase
from kipu.reading.names.segments import fold
from kipu.reading.names.trees import Tree

_FAR = 60
"""Phrases back to which an antecedent is looked for."""
_LEAD = 4
"""Sentences at the beginning in which a description may come before the name."""
_ONE_OF_ITS_KIND = frozenset(
    ("company", "court", "parliament", "commission", "ministry", "party", "police", "foundation",
     "association", "university", "press", "agency", "ship", "prison", "armed", "union", "hospital",
     "bank", "alliance", "church")
)  # fmt: skip
"""Kinds of which "the company", "the ship" is the one named last."""


def join_descriptions(partition: Partition, tree: Tree, lexicon: NameLexicon) -> None:
    """Merge each description with what it refers to, in the order of the text."""
    for number, phrase in enumerate(partition.phrases):
        if phrase.kind != "nominal" or partition.is_named(number):
            continue
        antecedent = _antecedent(partition, tree, lexicon, number)
        if antecedent is not None:
            partition.merge(antecedent, number)


def _antecedent(partition: Partition, tree: Tree, lexicon: NameLexicon, number: int) -> int | None:
    phrase = partition.phrases[number]
    ahead = _looks_ahead(tree, phrase)
    finders = [_of_same_noun, _of_same_kind, _country_or_capital]
    if phrase.determination == "indefinite" or (phrase.determination == "bare" and not ahead):
        if not _uses_article_freely(phrase):
            finders = []
    for find in finders:
        found = find(partition, lexicon, number)
        if found is not None:
            return found
    return _later_bearer(partition, lexicon, number) if ahead else None


def _uses_article_freely(phrase: Phrase) -> bool:
    """Whether a bare noun is as good as a definite one ("police said", "President")."""
    if phrase.determination != "bare":
        return False
    return phrase.plural or phrase.family in ("police", "parliament", "government", "army")


def _looks_ahead(tree: Tree, phrase: Phrase) -> bool:
    """Whether the name may come after the description: headlines, first sentences."""
    return tree.sentence[phrase.head] in tree.headline or (
        tree.sentence[phrase.head] < _LEAD and phrase.determination != "possessive"
    )


def _candidates(partition: Partition, number: int) -> Iterator[int]:
    """Give the phrases before one, nearest first, one a set, of the same type."""
    phrase = partition.phrases[number]
    seen: set[int] = set()
    for other in range(number - 1, max(-1, number - _FAR), -1):
        root = partition.root(other)
        one = partition.phrases[other]
        if root in seen or one.kind == "pronoun" or one.type != phrase.type:
            continue
        seen.add(root)
        if partition.may_merge(other, number):
            yield other


def _of_same_noun(partition: Partition, lexicon: NameLexicon, number: int) -> int | None:
    """The last one before that bears the noun, as a description, a title or in its name."""
    phrase = partition.phrases[number]
    for other in _candidates(partition, number):
        if phrase.noun in _nouns(partition, other) and _agree(partition, lexicon, other, number):
            return other
    return None


def _nouns(partition: Partition, number: int) -> set[str]:
    nouns: set[str] = set()
    for member in partition.members(number):
        one = partition.phrases[member]
        if one.noun:
            nouns.add(one.noun)
        if one.titles:
            nouns.add(" ".join(one.titles))
            nouns.update(one.titles)
        if one.kind == "name" and one.family:
            nouns.update(fold(word) for word in one.words)
    return nouns


def _agree(partition: Partition, lexicon: NameLexicon, other: int, number: int) -> bool:
    """Whether what qualifies a description does not speak against a set."""
    phrase = partition.phrases[number]
    if phrase.plural != any(partition.phrases[m].plural for m in partition.members(other)):
        return phrase.type == "organization" and phrase.family == "police"
    own = _qualifiers(lexicon, phrase)
    theirs: set[str] = set()
    bare = False
    for member in partition.members(other):
        one = partition.phrases[member]
        words = _qualifiers(lexicon, one)
        theirs |= words
        bare = bare or (one.noun == phrase.noun and not words)
    if phrase.family == "kin":
        return own == theirs
    return own <= theirs or (bare and phrase.determination != "possessive")


def _qualifiers(lexicon: NameLexicon, phrase: Phrase) -> set[str]:
    """Give the words that tell a description from others of its noun."""
    words = lexicon.words
    noun = set(phrase.noun.replace("-", " ").split())
    vague = words.former | words.acting | words.same | words.complement | words.definite
    plain = {w for w in map(fold, phrase.words) if w[0].isalnum()}
    return plain - noun - vague - words.articles - words.possessive_mark


def _of_same_kind(partition: Partition, lexicon: NameLexicon, number: int) -> int | None:
    """The body or ship named last whose kind the noun gives ("the company")."""
    phrase = partition.phrases[number]
    if phrase.family not in _ONE_OF_ITS_KIND or phrase.type == "person":
        return None
    if _qualifiers(lexicon, phrase) or phrase.determination != "definite" or phrase.plural:
        return None
    for other in _candidates(partition, number):
        named = [partition.phrases[m] for m in partition.members(other)]
        if any(m.family == phrase.family and m.kind == "name" for m in named):
            return other
    return None


def _country_or_capital(partition: Partition, lexicon: NameLexicon, number: int) -> int | None:
    """The country that the text names most, or its capital."""
    phrase = partition.phrases[number]
    country = phrase.noun in lexicon.words.country_words
    capital = phrase.noun in lexicon.words.capital_city_words
    if not (country or capital) or _qualifiers(lexicon, phrase):
        return None
    gazetteer = lexicon.countries if country else lexicon.capitals
    best: tuple[int, int] | None = None
    for other, one in enumerate(partition.phrases):
        if one.kind == "name" and one.type == "place" and " ".join(one.words) in gazetteer:
            size = len(partition.members(other))
            if best is None or size > best[0]:
                best = (size, other)
    return best[1] if best else None


def _later_bearer(partition: Partition, lexicon: NameLexicon, number: int) -> int | None:
    """The first one after that bears the noun, for headlines and leads."""
    phrase = partition.phrases[number]
    if phrase.type == "organization":
        return None
    for other in range(number + 1, min(len(partition.phrases), number + _FAR)):
        one = partition.phrases[other]
        if one.kind == "pronoun" or one.type != phrase.type or one.head == NOWHERE:
            continue
        if phrase.noun in _nouns(partition, other) and partition.may_merge(other, number):
            return other if _agree(partition, lexicon, other, number) or not _qualifiers(
                lexicon, phrase
            ) else None  # fmt: skip
    return None
