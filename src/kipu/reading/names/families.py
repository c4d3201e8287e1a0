"""The kinds of bodies and places that their names tell, and the words that they go by."""

from collections.abc import Sequence

from kipu.lang.names import NameLexicon
from kipu.model.readings import EntityType

_BY_FIRST_WORD = frozenset(("", "company", "agency", "international", "group"))
"""Kinds of body that go by the first word of a longer name."""
_BY_OWN_WORD = frozenset(("party", "armed", "alliance", "team", "foundation"))
"""Kinds of body that go by the word before their noun."""


def family_of(lexicon: NameLexicon, name: Sequence[str], kind: EntityType) -> str:
    """Give the kind of body or place that the head noun of a name tells, or ``""``."""
    nouns = lexicon.organizations if kind == "organization" else lexicon.places
    words = [word.lower() for word in name]
    if kind == "person":
        return ""
    if words[0].rstrip(".") in lexicon.words.ship_prefixes and len(words) > 1:
        return "ship"
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
