"""Numbers, bounds, units and the roles of quantities: their shape and their loader."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from kipu.lang.resources import load_table, load_toml


class Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What words before a number do to it.

    ``phrase`` is as it is written ("al menos"). ``low`` or ``high`` says that the number is a
    bound: ``included`` holds with it ("at least"), ``missed`` does not ("more than"). ``says`` are
    rows of text, bounds ("14..", "..49") and "about" or nothing.
    """

    phrase: str
    says: tuple[tuple[str, str, str], ...]
    low: Literal["included", "missed"] | None = None
    high: Literal["included", "missed"] | None = None
    approximate: bool = False


class NumberLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number words of a language (``quantities/numbers.toml``).

    ``floors`` are words for an unknown many, with their least value. ``one`` are determiners that
    count one: before a multiplier, in a sum of people, and before a noun of ``counted_by_one``
    ("un muerto"). ``units`` and ``currencies`` map a noun's lemma, or a sign, to a unit.

    Of the ``multipliers``, those ``alone`` stand for one of it ("mil"), ``rounds`` only roughly
    ("un centenar"), and figures can go on after ``before_figures`` ("20 mil 500"). ``halves`` halve
    the multiplier after them ("half a million"), ``and_a_half`` add a half of the one before.
    ``joiners`` stand between the words of a number, ``tens_joiners`` between its tens and ones
    alone ("treinta y dos"), ``articles`` between bound words and it ("cerca del 40 %"), ``of``
    before what it counts ("millones de euros"); without ``of`` the tree alone joins a number to
    the noun beside it. ``bound_after`` are bound words behind it ("30 or more"). ``fates`` are
    nouns for people by what befell them, whose counts make no sum. ``numbering`` phrases give the
    number of the noun before them ("los vecinos, en número de cuarenta"). People who are counted
    with one of ``settings`` each ("nine in Lima and two in Ica") are no sum; ``for_each`` phrases
    behind a sum say that every one got it ("a head").

    Signs of ``decimal`` stand before a fraction, those of ``grouping`` between three figures each;
    one of both groups where three figures follow. ``spaced`` says that spaces group too.
    """

    values: Mapping[str, int]
    multipliers: Mapping[str, int]
    floors: Mapping[str, int]
    bound: tuple[Bound, ...]
    bound_after: tuple[Bound, ...]
    alone: frozenset[str]
    rounds: frozenset[str]
    before_figures: frozenset[str]
    halves: frozenset[str]
    and_a_half: tuple[str, ...]
    tens_joiners: frozenset[str]
    of: frozenset[str]
    articles: frozenset[str]
    counted_by_one: frozenset[str]
    fates: frozenset[str]
    numbering: tuple[str, ...]
    settings: frozenset[str]
    for_each: frozenset[str]
    spaced: bool
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

    ``words`` are lemmas near the number, ``cases`` prepositions, with an article, of what it counts
    ("a los 90 años"); ``role`` the quantity's role; ``families`` the families of event types, or
    types, that can have it, the nearest of which it is given to: in the number's sentence, with
    ``across`` else the last before it. ``units`` limits it; with ``counted`` the word must be what
    is counted.
    ``shares`` are nouns of the whole of which it is a part ("54 percent of the vote"). One of
    ``decisive`` words near the number outdoes all others, one of ``beside`` has to be near too
    ("never found") and none of ``without`` may be. By one of the verbs ``leading`` it comes first
    in a score ("rejected by 61 to 48").
    """

    role: str
    words: frozenset[str]
    families: frozenset[str]
    says: tuple[str, ...]
    never: tuple[str, ...]
    cases: frozenset[str] = frozenset()
    shares: frozenset[str] = frozenset()
    decisive: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    across: bool = False
    counted: bool = False


class StateFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The state rules of a language (``quantities/states.toml``)."""

    state: tuple[StateRule, ...]


class RoleRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The role of a quantity by the type of its event, for all languages.

    A number that counts a filler of one of ``fillers`` has ``role``, unless what it counts is one
    of ``never`` (lemmas of any language); with ``triggers`` the trigger's words must hold one of
    these lemmas ("condenar a muerte"), with ``nouns`` one of these must be what is counted. With
    ``units`` or ``money`` instead, a quantity of one of these units anywhere among the trigger's
    complements has it; with ``fillers`` too, it must be one of those. ``inside`` takes what stands
    below a filler ("exigen la libertad de cinco presos"). Of the rules that fit, the first holds.
    """

    role: str
    types: frozenset[str]
    fillers: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    triggers: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    money: bool = False
    inside: bool = False


class RoleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``quantities.toml``; ``causes`` are the types of events of which people die or are hurt."""

    causes: frozenset[str]
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


def load_roles() -> RoleFile:
    """Load the roles of quantities by the type of their event."""
    return load_toml(RoleFile, "quantities.toml")


def load_states(language: str) -> tuple[StateRule, ...]:
    """Load the words of a language that say what a count is."""
    return load_toml(StateFile, language, "quantities", "states.toml").state
