"""What resolution knows as data: words in names, kinds of events that can be one, weights."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from kipu.lang.gazetteer import Gazetteer, load_gazetteer
from kipu.lang.ontology import load_ontology
from kipu.lang.relatedness import Relatedness, load_relatedness
from kipu.lang.resources import has_resource, load_carriers, load_table, load_toml


class CopyWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes and thresholds of the search for copied texts; see ``weights.toml``."""

    shingle: int
    window: int
    shared: int
    candidates: int
    containment: float
    sentence: float
    verbatim: float


class EntityWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence, in log2, that two names or descriptions mean one entity; see ``weights.toml``."""

    same_name: float
    part_of_name: float
    initials: float
    misspelt: float
    spelling: float
    acronym: float
    bare_name: float
    description: float
    description_word: float
    copied: float
    description_apart: float
    vague: float
    story: float
    story_even: float
    story_least: float
    story_most: float
    related: float
    related_most: float
    prior: float
    prior_documents: float


class EventWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence, in log2, that two accounts tell of one event; see ``weights.toml``."""

    prior: float
    prior_documents: float
    prior_type: float
    copied: float
    same_document: float
    lemma: float
    entity: float
    other_role: float
    entity_most: float
    other_patient: float
    other_subject: float
    other_subject_day: float
    other_manner: float
    other_speaker: float
    generic_most: float
    other_actor: float
    other_utterance: float
    other_era: float
    old_headline: float
    other_agent: float
    other_doer: float
    once: float
    same_day: float
    same_month: float
    same_year: float
    overlap: float
    days_apart: float
    weeks_apart: float
    same_day_other_year: float
    far_apart: float
    same_place: float
    other_place: float
    same_quantity: float
    other_quantity: float
    other_quantity_within: float
    ratio: float
    ratio_beyond: float
    ratio_most: float
    word: float
    words_most: float
    topic: float
    hypothetical: float
    unreal: float
    unsupported: float
    unsupported_apart: float
    unsupported_old: float
    story: float
    story_even: float
    story_least: float
    story_most: float
    story_most_untyped: float
    stem: float
    era: float
    lead: float
    lead_times: float
    rival: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All weights of resolution, the same for every language."""

    copies: CopyWeights
    entities: EntityWeights
    events: EventWeights


class NameWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a language that names hold beside what tells them apart; lower case.

    ``head`` says where the noun of a name or description stands: "Iron Bridge", "Puente Colorado".
    ``surnames`` is how many people have: the father's, or his and the mother's.
    ``polities`` are words for territories that add nothing to a name behind a word of ``of``:
    "Republic of Chile". Bodies with one of ``of_state`` in their name act in the country that the
    text is about ("Supreme Court"). A description that begins with one of ``one_person`` is of one,
    unless it has one of ``groups``.
    """

    head: Literal["first", "last"]
    surnames: Literal[1, 2]
    of: frozenset[str]
    polities: frozenset[str]
    titles: frozenset[str]
    masculine: frozenset[str]
    feminine: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    function_words: frozenset[str]
    legal_forms: frozenset[str]
    generic_bodies: frozenset[str]
    force_words: frozenset[str]
    names_like_posts: frozenset[str]
    place_words: frozenset[str]
    vague_nouns: frozenset[str]
    definite: frozenset[str]
    kin: frozenset[str]
    anybody: frozenset[str]
    facilities: frozenset[str]
    one_person: frozenset[str]
    groups: frozenset[str]
    of_state: frozenset[str]
    forces: Mapping[str, str]
    part_before: tuple[str, ...]
    part_after: tuple[str, ...]
    same_bodies: Mapping[str, str]


class _Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    types: tuple[str, ...]
    weight: float


class _Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    types: tuple[str, ...]
    same: float


class _Once(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    types: frozenset[str]
    roles: frozenset[str]


class Manner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Types of harm, and types of the deeds and mishaps that somebody comes to harm by."""

    outcomes: frozenset[str]
    deeds: frozenset[str]


class _Blamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    types: frozenset[str]


class _Subjects(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    undergoer: frozenset[str]
    actor: frozenset[str]


class _General(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    order: tuple[str, ...]


class Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Roles of those who act and of those whom it is done to; any other role is its own class."""

    actor: frozenset[str]
    undergoer: frozenset[str]

    def group(self, role: str) -> str:
        """Give the class in which a role is compared."""
        if role in self.actor:
            return "actor"
        return "undergoer" if role in self.undergoer else role


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Roles of quantities that later accounts may raise or lower without contradiction.

    ``terms`` are what one person is sentenced to, ``kinds`` leads from a role to the more general
    one under which its numbers are compared and shown, ``steady`` ones are known at once, ``wider``
    to one under which other texts may give the same number. ``preliminary`` are the days after an
    event within which a count is taken for a first one. Two numbers of people for ``told_apart`` in
    one text are of two events.
    """

    growing: frozenset[str]
    shrinking: frozenset[str]
    steady: frozenset[str]
    terms: frozenset[str]
    told_apart: frozenset[str]
    kinds: Mapping[str, str]
    wider: Mapping[str, str]
    preliminary: int


class _TypeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    same: float
    common: tuple[_Common, ...]
    once: tuple[_Once, ...]
    general: _General
    family: tuple[_Family, ...]
    roles: Roles
    counts: Counts
    manner: Manner
    blamed: _Blamed
    subjects: _Subjects
    utterances: _Blamed
    seated: _Blamed
    governing: _Blamed
    nationwide: _Blamed
    sitting: _Blamed


class TypeRules(msgspec.Struct, frozen=True):
    """Which types of event can be one.

    ``related`` holds the weight of two different types, under their sorted pair; ``same`` that of
    types that differ from the ``same_default`` of equal types. ``general`` lists types that a more
    specific one replaces, weakest first. ``blamed`` are deeds: who did them is a claim of its own.
    ``subjects`` leads from a type to the class of roles of those whom it is about; ``utterances``
    are told apart by what is said, ``seated`` types are acts of a state's bodies, done in its
    country, ``governing`` such as are if one of its bodies or officials acts. ``nationwide`` ones
    hold for all of it, ``sitting`` ones are done in its capital.
    """

    same_default: float
    same: Mapping[str, float]
    related: Mapping[tuple[str, str], float]
    once: Mapping[str, frozenset[str]]
    general: tuple[str, ...]
    roles: Roles
    counts: Counts
    manner: Manner
    blamed: frozenset[str]
    subjects: Mapping[str, str]
    utterances: frozenset[str]
    seated: frozenset[str]
    governing: frozenset[str]
    nationwide: frozenset[str]
    sitting: frozenset[str]

    def subject_group(self, kind: str) -> str | None:
        """Give the class of roles that tells whom an event of a type is about."""
        return self.subjects.get(kind)

    def weight(self, one: str, other: str) -> float | None:
        """Give the evidence of two types for being one event, ``None`` if they cannot be."""
        if one == other:
            return self.same.get(one, self.same_default)
        return self.related.get((one, other) if one < other else (other, one))

    def pairs_with(self, kind: str) -> list[tuple[str, str]]:
        """Give the sorted pairs of a type with itself and with those that it can be one with."""
        return [(kind, kind), *(pair for pair in self.related if kind in pair)]


class Sentences(msgspec.Struct, frozen=True):
    """The sentences by which events are told.

    ``summaries`` leads from an event type to its sentences, with roles in braces and the two forms
    of a verb in brackets. A word before the role ("{a victim}") is left out before a place.

    A description is plural if it has the ``plural_form``, a pattern, or its last word is one of
    ``plurals``; a name if it has ``plural_names``, a pattern. A description is not told if its
    first word, or its first two, are in ``unclear``. ``articles`` leads from the words before a
    name that make it be told with an article to that article ("del": "el"); ``merged`` are patterns
    of words that become one, in order, with what they become ("a el": "al").

    ``where`` are a town and a place within one; ``people`` one, several, and a range; ``thousands``
    is the sign between the figures of a number; ``counted`` leads from an event type to the counts
    of those whom it befalls, and of the roles in ``single`` one entity alone is told.
    """

    summaries: Mapping[str, tuple[str, ...]]
    plural_form: str
    plurals: frozenset[str]
    plural_names: str
    unclear: frozenset[str]
    articles: Mapping[str, str]
    merged: tuple[tuple[str, str], ...]
    where: tuple[str, str]
    people: tuple[str, str, str]
    thousands: str
    among: str
    joined: tuple[str, str]
    single: frozenset[str]
    counted: Mapping[str, tuple[str, ...]]


class ResolutionRules(msgspec.Struct, frozen=True):
    """Everything that resolution takes from ``lang/``.

    ``demonyms`` leads from a word of nationality to the country, ``capitals`` from a capital to its
    country, ``given_names`` from a known given name to its usual sex ("m", "f", "-"), all lower
    case without accents; ``countries`` are all of them; ``personal_relatives`` are pronouns of
    people ("whose"), ``posts`` nouns of posts and trades, ``bodies`` names of well-known bodies,
    most of them of several countries, ``belonging`` words for what is not of one; ``stop_words``
    say nothing of what a sentence is on, ``another`` are patterns of words before an earlier event
    of a kind, ``carriers`` nouns of ships, vehicles and pipelines. ``country_codes`` leads from the
    name of a country to its code of three letters, ``labels`` from an event type to its name.
    ``relatedness`` is what has been learnt of events of no known type, if it has been; ``shares``
    leads from a common word to the share of texts that hold it, if that was counted.
    """

    names: NameWords
    demonyms: Mapping[str, str]
    capitals: Mapping[str, str]
    countries: frozenset[str]
    given_names: Mapping[str, str]
    personal_relatives: frozenset[str]
    posts: frozenset[str]
    bodies: frozenset[str]
    belonging: frozenset[str]
    types: TypeRules
    weights: Weights
    sentences: Sentences
    labels: Mapping[str, str]
    stop_words: frozenset[str]
    another: tuple[str, ...]
    carriers: frozenset[str]
    country_codes: Mapping[str, str]
    gazetteer: Gazetteer
    relatedness: Relatedness | None = None
    shares: Mapping[str, float] = msgspec.field(default_factory=dict)


class _SummaryFile(Sentences, frozen=True, forbid_unknown_fields=True):
    stop_words: frozenset[str]
    another: tuple[str, ...]


@cache
def load_resolution(language: str) -> ResolutionRules:
    """Load the resolution rules for records whose documents are mainly in one language.

    Raises:
        ResourceError: A file is missing or is not shaped as it must be.
    """
    folder = (language, "resolution")
    demonyms, capitals = _countries(load_table(language, "names", "countries.tsv"))
    sentences = load_toml(_SummaryFile, *folder, "summaries.toml")
    names = load_toml(NameWords, *folder, "names.toml")
    return ResolutionRules(
        names=names,
        demonyms=demonyms,
        capitals=capitals,
        countries=frozenset((*demonyms.values(), *capitals.values())),
        given_names={
            plain(name): sex for name, sex in load_table(language, "names", "given_names.tsv")
        },
        personal_relatives=_personal_relatives(language),
        posts=_posts(language, names),
        bodies=_plain_names(load_table(language, "names", "bodies.tsv")),
        belonging=_plain_names(load_table(language, "names", "belonging.tsv")),
        types=_type_rules(load_toml(_TypeFile, "resolution", "types.toml")),
        weights=load_toml(Weights, "resolution", "weights.toml"),
        sentences=sentences,
        labels={
            key: getattr(kind, language, kind.en) for key, kind in load_ontology().types.items()
        },
        stop_words=sentences.stop_words,
        another=sentences.another,
        carriers=frozenset(map(plain, load_carriers(language))),
        country_codes=_country_codes(load_table(language, "names", "countries.tsv")),
        gazetteer=load_gazetteer(),
        relatedness=load_relatedness(language),
        shares=_shares(language),
    )


def _shares(language: str) -> dict[str, float]:
    place = language, "resolution", "shares.tsv"
    if not has_resource(*place):
        return {}
    return {word: float(share) for word, share in load_table(*place)}


def _posts(language: str, names: NameWords) -> frozenset[str]:
    """Give the nouns of posts that may stand before a name, lower case without accents.

    Trades are left out, after which many are called ("Baker", "Herrera"), and those posts too;
    and forms of address, which tell a person's gender.
    """
    rows = load_table(language, "names", "persons.tsv")
    nouns = (plain(noun) for noun, kind, _ in rows if kind == "office" and " " not in noun)
    titles = load_table(language, "names", "titles.tsv")
    ranks = (plain(title) for title, _, kind in titles if kind != "courtesy")
    given = {plain(name) for name, _ in load_table(language, "names", "given_names.tsv")}
    return frozenset((*nouns, *ranks)) - names.names_like_posts - given


def _personal_relatives(language: str) -> frozenset[str]:
    """Give the relative pronouns that stand for people, lower case without accents."""
    rows = load_table(language, "names", "pronouns.tsv")
    return frozenset(plain(form) for form, person, _, sex, _ in rows if (person, sex) == ("0", "h"))


def _plain_names(rows: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(plain(cell) for row in rows for cell in row if cell != "-")


def _countries(rows: tuple[tuple[str, ...], ...]) -> tuple[dict[str, str], dict[str, str]]:
    demonyms: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for _, names, seats, nationality in rows:
        country = plain(names.split(";")[0])
        demonyms |= {plain(word): country for word in nationality.split(";") if word != "-"}
        capitals |= {plain(seat): country for seat in seats.split(";") if seat != "-"}
    return demonyms, capitals


def plain(text: str) -> str:
    """Lower case without accents, the form in which words are compared.

    >>> plain("Valentín")
    'valentin'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _country_codes(rows: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    return {plain(name): code for code, names, *_ in rows for name in names.split(";")}


def _type_rules(file: _TypeFile) -> TypeRules:
    related: dict[tuple[str, str], float] = {}
    for family in file.family:
        for one in family.types:
            for other in family.types:
                if one < other:
                    related[one, other] = max(related.get((one, other), 0.0), family.weight)
    return TypeRules(
        same_default=file.same,
        same={kind: common.same for common in file.common for kind in common.types},
        related=related,
        once={kind: once.roles for once in file.once for kind in once.types},
        general=file.general.order,
        roles=file.roles,
        counts=file.counts,
        manner=file.manner,
        blamed=file.blamed.types,
        subjects=dict.fromkeys(file.subjects.undergoer, "undergoer")
        | dict.fromkeys(file.subjects.actor, "actor"),
        utterances=file.utterances.types,
        seated=file.seated.types,
        governing=file.governing.types,
        nationwide=file.nationwide.types,
        sitting=file.sitting.types,
    )
