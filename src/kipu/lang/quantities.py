"""Numbers, bounds, units and the roles of quantities: their shape and their loader."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from kipu.lang.resources import load_table, load_toml


class Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What words before a number do to it.

    ``low`` or ``high`` says that the number is a bound: ``included`` holds with it ("at least"),
    ``missed`` does not ("more than"). ``says`` are rows of text, bounds ("14..", "..49") and
    "about" or nothing.
    """

    phrase: str
    says: tuple[tuple[str, str, str], ...]
    low: Literal["included", "missed"] | None = None
    high: Literal["included", "missed"] | None = None
    approximate: bool = False


class NumberLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number words of a language (``quantities/numbers.toml``).

    ``floors`` are words for an unknown many, with their least value. ``one`` are determiners that
    count one. ``units`` and ``currencies`` map a noun's lemma, or a sign, to a unit.
    """

    values: Mapping[str, int]
    multipliers: Mapping[str, int]
    floors: Mapping[str, int]
    bound: tuple[Bound, ...]
    currencies: Mapping[str, str]
    units: Mapping[str, str]
    joiners: frozenset[str]
    range_words: frozenset[str]
    range_openers: frozenset[str]
    one: frozenset[str]
    percent: frozenset[str]
    percent_pairs: tuple[tuple[str, str], ...]
    decimal: str
    grouping: str


class StateRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say what a count of people or things is, beside the event they belong to.

    ``words`` are lemmas near the number; ``role`` the quantity's role; ``families`` the families
    of event types that can have it, the nearest of which it is given to: in the number's sentence,
    with ``across`` else the last before it. ``units`` limits it.
    """

    role: str
    words: frozenset[str]
    families: frozenset[str]
    says: tuple[str, ...]
    never: tuple[str, ...]
    units: frozenset[str] = frozenset()
    across: bool = False


class StateFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The state rules of a language (``quantities/states.toml``)."""

    state: tuple[StateRule, ...]


class RoleRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The role of a quantity by the type of its event, for all languages.

    A number that counts a filler of one of ``fillers`` has ``role``, unless what it counts is one
    of ``never`` (lemmas of any language); with ``units`` instead, a
    quantity of one of these units anywhere among the trigger's complements has it.
    """

    role: str
    types: frozenset[str]
    fillers: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    money: bool = False


class RoleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``quantities.toml``."""

    rule: tuple[RoleRule, ...]


class QuantityLexicon(msgspec.Struct, frozen=True):
    """Everything that reading numbers needs for a language."""

    numbers: NumberLexicon
    persons: frozenset[str]


@cache
def load_quantity_lexicon(language: str) -> QuantityLexicon:
    """Load the number words of a language."""
    folder = language, "quantities"
    return QuantityLexicon(
        numbers=load_toml(NumberLexicon, *folder, "numbers.toml"),
        persons=load_persons(language),
    )


def load_persons(language: str) -> frozenset[str]:
    """Load the nouns that count people, as lemmas: those for one person, and a table of others."""
    tables = (language, "quantities", "persons.tsv"), (language, "names", "persons.tsv")
    return frozenset(row[0] for table in tables for row in load_table(*table))


def load_roles() -> tuple[RoleRule, ...]:
    """Load the roles of quantities by the type of their event."""
    return load_toml(RoleFile, "quantities.toml").rule


def load_states(language: str) -> tuple[StateRule, ...]:
    """Load the words of a language that say what a count is."""
    return load_toml(StateFile, language, "quantities", "states.toml").state
