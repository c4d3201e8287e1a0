"""The kinds of bodies and places that their names tell, and the words that they go by."""

from collections.abc import Mapping, Sequence

from kipu.lang.names import KindNoun, NameLexicon
from kipu.model.readings import EntityType

_BY_FIRST_WORD = frozenset(("", "company", "agency", "international", "group"))
"""Kinds of body that go by the first word of a longer name."""
_BY_OWN_WORD = frozenset(("party", "armed", "alliance", "team", "foundation"))
"""Kinds of body that go by the word before their noun."""
_LONGEST_NOUN = 3


def heads_first(lexicon: NameLexicon) -> bool:
    """Whether a name begins with its noun ("Corte Suprema"), as where no mark tells an owner."""
    return not lexicon.words.possessive_mark


def first_noun(
    lexicon: NameLexicon, name: Sequence[str], nouns: Mapping[str, KindNoun]
) -> KindNoun | None:
    """Give the noun that a name begins with, or has behind its first word ("Alta Corte").

    ``name`` are lower-case words; of several nouns the longest one ("guardia civil").
    """
    given = name[0].title() in lexicon.given
    for start in (0,) if given or len(name) < _LONGEST_NOUN else (0, 1):
        for length in range(_LONGEST_NOUN, 0, -1):
            noun = nouns.get(" ".join(name[start : start + length]))
            if noun is not None:
                return noun
    return None


def family_of(lexicon: NameLexicon, name: Sequence[str], kind: EntityType) -> str:
    """Give the kind of body or place that the head noun of a name tells, or ``""``."""
    nouns = lexicon.organizations if kind == "organization" else lexicon.places
    words = [word.lower() for word in name]
    if kind == "person":
        return ""
    if words[0].rstrip(".") in lexicon.words.ship_prefixes and len(words) > 1:
        return "ship"
    if heads_first(lexicon):
        noun = first_noun(lexicon, words, nouns)
        return noun.kind if noun else "country" if " ".join(name) in lexicon.countries else ""
    head = next((i for i, word in enumerate(words) if word in lexicon.words.firm_links), len(words))
    for word in (words[head - 1] if head else "", words[-1]):
        if word in nouns:
            return nouns[word].kind
    return "country" if " ".join(name) in lexicon.countries else ""


def goes_by_first_word(words: Sequence[str], family: str) -> bool:
    """Whether the first word of a body's name can be its short form.

    A company goes by its first word ("Acme Steel Works": "Acme"), and so does what is called by a
    word of its own and its noun ("the Dawn Party": "Dawn"). The first word of others is mostly
    where they are ("the Lima Medical Association").
    """
    return family in _BY_FIRST_WORD or (len(words) == 2 and family in _BY_OWN_WORD)
