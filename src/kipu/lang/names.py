"""What a language tells about names: gazetteers, nouns of persons, bodies and places, pronouns."""

from functools import cache
from typing import Literal

import msgspec

from kipu.lang.resources import load_table, load_toml

Gender = Literal["m", "f", "n", "h", "-"]
"""Masculine, feminine, a thing, a human being of either sex, not told."""
PersonClass = Literal["office", "profession", "role", "human", "kin"]
NounUse = Literal["n", "d", "b"]
"""A noun heads names only, descriptions only, or both."""


class PersonNoun(msgspec.Struct, frozen=True, gc=False):
    """A noun that describes one person ("minister", "uncle")."""

    noun: str
    kind: PersonClass
    gender: Gender


class KinTerm(msgspec.Struct, frozen=True, gc=False):
    """A noun of kinship; ``inverse`` is what the other person is to this one."""

    noun: str
    gender: Gender
    inverse: str
    plural: bool


class Title(msgspec.Struct, frozen=True, gc=False):
    """A form of address or a rank before a name."""

    form: str
    gender: Gender
    kind: str


class KindNoun(msgspec.Struct, frozen=True, gc=False):
    """A noun of a body or a place; two things of different kind are never one."""

    noun: str
    kind: str
    use: NounUse


class Pronoun(msgspec.Struct, frozen=True, gc=False):
    """A pronoun; ``person`` 0 is a relative one, ``number`` is s, p or -."""

    form: str
    person: int
    number: str
    gender: Gender
    case: str


class NameWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The closed word lists of ``words.toml``, whose comments say what each is for."""

    definite: frozenset[str]
    demonstrative: frozenset[str]
    articles: frozenset[str]
    possessive_mark: frozenset[str]
    plural_mark: frozenset[str]
    same: frozenset[str]
    former: frozenset[str]
    former_prefix: tuple[str, ...]
    acting: frozenset[str]
    later: frozenset[str]
    portfolio_nouns: frozenset[str]
    of_two: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    links: frozenset[str]
    firm_links: frozenset[str]
    owners: frozenset[str]
    saints: frozenset[str]
    legal_forms: frozenset[str]
    ship_prefixes: frozenset[str]
    place_openers: frozenset[str]
    bylines: frozenset[str]
    papers: frozenset[str]
    calendar: frozenset[str]
    capital_words: frozenset[str]
    event_nouns: frozenset[str]
    place_prepositions: frozenset[str]
    origin_prepositions: frozenset[str]
    motion_verbs: frozenset[str]
    speech_verbs: frozenset[str]
    person_verbs: frozenset[str]
    complement: frozenset[str]
    day_cases: frozenset[str]
    no_bodies: frozenset[str]
    quantity_nouns: frozenset[str]
    never_bare: frozenset[str]
    part_words: frozenset[str]
    title_parts: frozenset[str]
    born_verbs: frozenset[str]
    born_links: frozenset[str]
    age_nouns: frozenset[str]
    aged: frozenset[str]
    year_old: frozenset[str]
    years: frozenset[str]
    old: frozenset[str]
    death_verbs: frozenset[str]
    person_objects: frozenset[str]
    member_verbs: frozenset[str]
    work_verbs: frozenset[str]
    name_verbs: frozenset[str]
    name_noun: str
    become_verbs: frozenset[str]
    role_links: frozenset[str]
    body_links: frozenset[str]
    work_links: frozenset[str]
    complement_word: str
    member_nouns: frozenset[str]
    membership_only: frozenset[str]
    agent_links: frozenset[str]
    under_links: frozenset[str]
    parent_words: frozenset[str]
    employer_nouns: frozenset[str]
    negations: frozenset[str]
    modals: frozenset[str]
    now: frozenset[str]
    quote_open: frozenset[str]
    quote_close: frozenset[str]
    country_words: frozenset[str]
    capital_city_words: frozenset[str]
    city_words: frozenset[str]
    elsewhere: frozenset[str]
    land_nouns: frozenset[str]
    state_nouns: frozenset[str]
    portfolio_posts: frozenset[str]
    portfolios: frozenset[str]
    hiring_verbs: frozenset[str]
    own_trades: frozenset[str]
    insurgents: frozenset[str]
    insurgent_words: frozenset[str]
    armed_verbs: frozenset[str]
    lead_nouns: dict[str, str]


class NameLexicon(msgspec.Struct, frozen=True):
    """All that a language tells about names.

    Keys are lower case except those of the gazetteers of names (``given``, ``countries``,
    ``capitals``, ``regions``, ``bodies``, ``acronyms``), which are as written. ``countries`` gives
    for a name its ISO 3166-1 alpha-3 code, ``nationalities`` the codes for a word of nationality,
    ``belonging`` the words of nationality, people, faith and movement together. ``groups`` gives
    the kind of body that a plural of its members stands for, ``synonyms`` for a noun of
    persons those that may stand for it.
    """

    language: str
    words: NameWords
    weights: dict[str, dict[str, float]]
    persons: dict[str, PersonNoun]
    synonyms: dict[str, frozenset[str]]
    kin: dict[str, KinTerm]
    titles: dict[str, Title]
    organizations: dict[str, KindNoun]
    places: dict[str, KindNoun]
    groups: dict[str, str]
    pronouns: dict[str, Pronoun]
    given: dict[str, Gender]
    countries: dict[str, str]
    capitals: dict[str, str]
    regions: frozenset[str]
    bodies: frozenset[str]
    acronyms: dict[str, str]
    nationalities: dict[str, str]
    belonging: frozenset[str]

    @property
    def common(self) -> frozenset[str]:
        """Legal forms that are ordinary nouns too ("company", "group")."""
        forms = self.words.legal_forms & self.organizations.keys()
        return frozenset(form for form in forms if self.organizations[form].use == "b")

    def person(self, word: str) -> PersonNoun | None:
        """Give the noun of persons that a lower-case word is, "ex-" before it taken off."""
        known = self.persons.get(word)
        if known is None and self.is_former(word):
            known = self.persons[self._unprefixed(word)]
        return known

    def is_former(self, word: str) -> bool:
        """Whether a lower-case word is a noun of persons with "ex-" before it ("exalcalde")."""
        return word not in self.persons and self._unprefixed(word) in self.persons

    def _unprefixed(self, word: str) -> str:
        for prefix in self.words.former_prefix:
            word = word.removeprefix(prefix)
        return word


@cache
def load_name_lexicon(language: str) -> NameLexicon:
    """Load the lexicon of names of a language.

    Raises:
        ResourceError: The language has none, or a file is damaged.
    """
    countries = load_table(language, "names", "countries.tsv")
    bodies = load_table(language, "names", "bodies.tsv")
    nationalities = {w: code for code, *_, words in countries for w in _listed(words)}
    belonging = {row[0] for row in load_table(language, "names", "belonging.tsv")}
    return NameLexicon(
        language=language,
        words=load_toml(NameWords, language, "names", "words.toml"),
        weights=load_toml(dict[str, dict[str, float]], language, "names", "weights.toml"),
        persons=_persons(load_table(language, "names", "persons.tsv")),
        synonyms=_synonyms(load_table(language, "names", "synonyms.tsv")),
        kin=_kin(load_table(language, "names", "kin.tsv")),
        titles=_titles(load_table(language, "names", "titles.tsv")),
        organizations=_kinds(load_table(language, "names", "organizations.tsv")),
        places=_kinds(load_table(language, "names", "places.tsv")),
        groups={plural: kind for plural, kind in load_table(language, "names", "groups.tsv")},
        pronouns=_pronouns(load_table(language, "names", "pronouns.tsv")),
        given=_given(load_table(language, "names", "given_names.tsv")),
        countries={name: code for code, names, *_ in countries for name in _listed(names)},
        capitals={name: code for code, _, names, _ in countries for name in _listed(names)},
        regions=frozenset(row[0] for row in load_table(language, "names", "regions.tsv")),
        bodies=frozenset(name for name, _ in bodies),
        acronyms={acronym: name for name, acronym in bodies if acronym != "-"},
        nationalities=nationalities,
        belonging=frozenset(nationalities) | belonging,
    )


Table = tuple[tuple[str, ...], ...]


def _listed(cell: str) -> list[str]:
    """Give the parts of a cell; ``-`` stands for none."""
    return [] if cell == "-" else cell.split(";")


def _persons(rows: Table) -> dict[str, PersonNoun]:
    return {
        noun: PersonNoun(noun, msgspec.convert(kind, PersonClass), msgspec.convert(gender, Gender))
        for noun, kind, gender in rows
    }


def _synonyms(rows: Table) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        nouns = frozenset(row[0].split(";"))
        for noun in nouns:
            found[noun] = found.get(noun, frozenset()) | nouns
    return found


def _kinds(rows: Table) -> dict[str, KindNoun]:
    return {noun: KindNoun(noun, kind, msgspec.convert(use, NounUse)) for noun, kind, use in rows}


def _titles(rows: Table) -> dict[str, Title]:
    return {
        form.lower(): Title(form, msgspec.convert(gender, Gender), kind)
        for form, gender, kind in rows
    }


def _given(rows: Table) -> dict[str, Gender]:
    return {name: msgspec.convert(gender, Gender) for name, gender in rows}


def _kin(rows: Table) -> dict[str, KinTerm]:
    terms: dict[str, KinTerm] = {}
    for noun, plural, letter, inverse in rows:
        gender = msgspec.convert(letter, Gender)
        terms[noun] = KinTerm(noun, gender, inverse, plural=False)
        terms[plural] = KinTerm(noun, gender, inverse, plural=True)
    return terms


def _pronouns(rows: Table) -> dict[str, Pronoun]:
    return {
        form: Pronoun(form, int(person), number, msgspec.convert(gender, Gender), case)
        for form, person, number, gender, case in rows
    }
