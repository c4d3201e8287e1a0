"""The frames that find events, and what else a language has for them: shape and loader."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal

import msgspec

from kipu.lang.factuality import FactualityLexicon
from kipu.lang.ontology import Ontology, load_ontology
from kipu.lang.quantities import (
    NumberLexicon,
    RoleRule,
    StateRule,
    load_persons,
    load_quantity_lexicon,
    load_roles,
    load_states,
)
from kipu.lang.resources import load_carriers, load_courts, load_toml, resource_names
from kipu.model.readings import EntityType


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language tells of one type of event.

    ``verbs``, ``nouns`` and ``adjectives`` are triggers as lemmas. A verb of several words
    ("open fire") needs its other words among its dependents, down to the second level; a noun of
    several words stands in that order.

    Roles: ``subject``, ``object`` and ``indirect`` are the roles of the deep (active) subject and
    objects (an indirect one without a role of its own is an object); ``of`` and ``possessor`` those
    of a noun's complements (by default the object's role, or the subject's where there is none);
    ``whose`` that of whom an event befell which is the object ("annulled his pardon");
    ``prepositions`` those of other complements. An empty role drops the complement.

    Conditions, all on lemmas or entity types: ``contexts`` (one must stand near the trigger),
    ``subject_lemmas`` or ``subject_types``, ``object_lemmas`` or ``object_types`` (one of both must
    fit; ``object_money`` lets a sum of money fit), ``needs_object``, ``requires_role`` (a role that
    must be filled by an entity), ``passive`` (verbs only as passives), ``bare`` (a verb's other
    words stand without article or possessor: "left office"), ``numbered`` (a counted noun must
    govern the trigger), ``uncounted`` (a noun with a number of its own is none as an adjunct: "by
    62 votes"), ``among`` (a noun only where it says who is one of many: "among the dead was"),
    ``exact`` (only exact quantities are its), ``finished`` (not while it goes on: "was dying"),
    ``negated`` (a negation makes a verb tell of the event: "has not been seen since"), ``tried``
    (the words say that it was only tried: "coup attempt"), ``by_trying`` (who tries does it: a
    search is one whatever it finds), and what must not be there: ``never_subjects``,
    ``never_objects``, ``never_modified`` (modifiers of the trigger, also a bare noun's
    preposition), ``never_with`` (anything near).

    ``light`` are verbs beside the general ones that carry the trigger noun as their object and
    give it a subject. ``says`` are examples, each followed by "role=words" that must be found;
    ``never`` are texts in which the frame must find nothing, ``fails`` examples that are not read
    yet, mostly because the parser reads them otherwise.
    """

    id: str
    type: str
    says: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]
    fails: tuple[tuple[str, ...], ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    subject: str = "agent"
    object: str = "patient"
    indirect: str = ""
    of: str | None = None
    possessor: str | None = None
    whose: str = ""
    prepositions: Mapping[str, str] = {}
    light: tuple[str, ...] = ()
    contexts: frozenset[str] = frozenset()
    subject_lemmas: frozenset[str] = frozenset()
    subject_types: frozenset[EntityType] = frozenset()
    object_lemmas: frozenset[str] = frozenset()
    object_types: frozenset[EntityType] = frozenset()
    object_money: bool = False
    needs_object: bool = False
    requires_role: str | None = None
    passive: bool = False
    bare: bool = False
    numbered: bool = False
    uncounted: bool = False
    among: bool = False
    exact: bool = False
    finished: bool = False
    negated: bool = False
    tried: bool = False
    by_trying: bool = False
    never_subjects: frozenset[str] = frozenset()
    never_objects: frozenset[str] = frozenset()
    never_modified: frozenset[str] = frozenset()
    never_with: frozenset[str] = frozenset()


class FrameFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of frames."""

    frame: tuple[Frame, ...]


class EventLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a language that event reading needs beside frames (``events/lexicon.toml``).

    ``light_verbs`` give a trigger noun that is their object an agent, unless one of
    ``parting_particles`` makes them another verb ("set aside the verdict"), ``receiving_verbs`` the
    role of its object; who does one of ``accepting_verbs`` is whom it is given to, as one of
    ``giving_cases`` marks ("accepted the resignation"); ``occurring_verbs`` only say that their
    subject took place, ``ending_verbs`` that it came to an end, in what they name ("ended in an
    agreement"), ``closing_verbs`` that it was over by then. ``agent_cases`` mark the agent of a
    passive; ``of_cases`` a noun's plain complement; ``place_cases`` a place, ``premises_cases`` a
    body whose premises are meant, ``source_cases`` where somebody is from, ``earlier_cases`` what
    came later than the clause ("before the collapse"), ``occasion_cases`` what an act is done by or
    in ("by its order of 3 May"). ``calling_verbs`` with one of ``calling_cases`` name who is to act
    ("called on him to resign"), the object of ``charging_verbs`` did what a clause with one of
    ``charging_marks`` says ("arrested him for stealing it"); one of ``ascribing_verbs`` says whose
    work its object was, in a complement with one of ``ascribing_cases``; ``partitives`` count what
    their complement names, ``subset_cases`` mark a part ("among them"), one of ``being_verbs`` with
    one of ``among_cases`` says who was one of many ("among the dead was"), ``score_cases`` the
    votes of the other side ("by 62 to 9") where one of ``voting_words`` stands near and none of
    ``range_openers`` before ("from 30 to 40"),
    ``margin_cases`` by how many votes one of ``margin_verbs`` says that it was decided. Of one of
    ``toll_nouns`` one of ``toll_verbs`` says how many it counts, in a complement with one of
    ``toll_cases`` ("rose to 15", "" for none), and one of ``exceeding_verbs`` that there are more.
    With one of ``estimating_verbs`` somebody says how many there were, in a complement with one of
    ``estimating_cases`` ("spoke of 20,000"). ``intransitives`` have no object: what stands behind
    one without a case is its subject ("llegó una compañía"). ``company_cases`` mark an event noun,
    with no article or one of ``indefinite_determiners``, that is of its verb's time ("opened fire
    on a march"), ``scene_cases`` one in which people died, ``raging_verbs`` tell what a disaster
    did ("buried a street"), ``means_cases`` one that its verb's subject does, ``cause_cases`` one
    of which something came ("nine died in the fighting"), ``together_cases`` who is in it with
    somebody else. ``standing_in`` are pronouns for a noun said before. ``office_nouns`` are posts
    and proceedings, not places ("removed from office"), ``papers`` what does by being sent what its
    clause says ("a letter giving up the presidency"), ``acts`` open the heading of a text that does
    what it says ("Decree No. 1"), ``numbering_words`` the number of a paper, ``deeds`` what an
    event is of those who did it ("was the work of two brothers"). ``person_pronouns`` stand for
    people, ``relative_pronouns`` for the noun that their clause is about; ``time_relatives`` open a
    clause that says what happened at the time before it. A clause with one of ``simultaneous`` has
    the time of the clause above, one with one of ``sequels`` ("later") has not. A clause with one
    of ``place_relatives`` is where the noun before it is, one of ``place_adverbs`` stands for the
    place named last, and a clause that one of ``meanwhile`` opens is where the clause above it is.
    A time with one of ``same_words`` is the one told before ("the same night"), an event with one
    of ``pointing_words`` the one told last. ``another_words`` tell an event apart from those
    before. ``negations`` turn a word of a pattern round ("found not guilty"). What is counted in
    ``distances`` is no place, nor is one of ``placeless`` ("on behalf of"); ``small_numbers`` are
    how many of those named before are meant ("the three were shot"); with one of
    ``scheduling_words`` a time is that of the event it puts there ("programado para el lunes").

    What only some languages have: ``thing_relatives`` are no word for a person ("Lindt of the
    union, which resigned": the union did); ``stative_participles`` say how somebody is ("has been
    missing"); ``finite_participles`` is true where a finite past may look like a participle ("Chief
    held") and behind one of ``finding_verbs`` does ("found him shot"); a plural or one of
    ``bare_presents`` before a form that may be a noun makes it a verb in headlines, if it is aimed
    at something with one of ``aiming_cases`` ("Police fire on camp"); no form with one of the
    endings ``no_participles`` is one, a present with one of ``plural_presents`` is a plural;
    counted people behind one of ``testifying_verbs`` speak ("declararon sesenta testigos");
    ``participles`` lead from endings of participles that the parser calls adjectives to those of
    their verbs' lemmas ("los estudiantes asesinados"), ``presents`` from endings of the present to
    infinitives ("un juez ordena"), with the vowels that ``stem_vowels`` leads from ("confiesa"),
    the object of ``labelling_verbs`` is called something ("calificó su relevo de venganza"), one of
    ``presuming_verbs`` with one of ``presuming_marks`` says what somebody is taken for ("lo dieron
    por muerto"), unless both are an idiom with one of ``presuming_idioms``, ``personal_cases`` mark
    objects that are persons or bodies ("detuvieron a Rojas"), the subject of ``commanding_verbs``
    is not that of the infinitive below ("ordenó detenerlo"), ``contractions`` are words that
    patterns may hold and the parser reads as two ("del"), and with ``dropped_subjects`` a finite
    verb need not have a subject ("Anunció que apelará"). ``corpses`` are who was found ("the bodies
    of two were found"), ``measure_nouns`` and ``moments`` take part in nothing ("tried in camera",
    "on the last day"); with ``indirect_passives`` a passive may be about its indirect object ("he
    was given a medal"). ``former_prefixes`` stand before nouns of persons ("exministro"),
    ``audiences`` are whom or where one tells it ("declaró a la prensa que renunciará"),
    ``spokesmen`` tell of others ("su abogado anunció que pedirá asilo"). ``uneventful_verbs`` tell
    of a state, a phase, an attempt or a thought: no event of their own.
    """

    light_verbs: frozenset[str]
    receiving_verbs: frozenset[str]
    accepting_verbs: frozenset[str]
    giving_cases: tuple[str, ...]
    occurring_verbs: frozenset[str]
    ending_verbs: frozenset[str]
    closing_verbs: frozenset[str]
    agent_cases: frozenset[str]
    of_cases: frozenset[str]
    place_cases: frozenset[str]
    premises_cases: frozenset[str]
    source_cases: frozenset[str]
    earlier_cases: frozenset[str]
    calling_verbs: frozenset[str]
    calling_cases: frozenset[str]
    charging_verbs: frozenset[str]
    charging_marks: frozenset[str]
    ascribing_verbs: frozenset[str]
    ascribing_cases: frozenset[str]
    negations: frozenset[str]
    partitives: frozenset[str]
    subset_cases: frozenset[str]
    among_cases: frozenset[str]
    being_verbs: frozenset[str]
    score_cases: frozenset[str]
    voting_words: frozenset[str]
    range_openers: frozenset[str]
    margin_cases: frozenset[str]
    margin_verbs: frozenset[str]
    intransitives: frozenset[str]
    estimating_verbs: frozenset[str]
    estimating_cases: frozenset[str]
    toll_nouns: frozenset[str]
    toll_verbs: frozenset[str]
    toll_cases: frozenset[str]
    exceeding_verbs: frozenset[str]
    person_pronouns: frozenset[str]
    relative_pronouns: frozenset[str]
    time_relatives: frozenset[str]
    simultaneous: frozenset[str]
    occasion_cases: frozenset[str]
    company_cases: frozenset[str]
    scene_cases: frozenset[str]
    raging_verbs: frozenset[str]
    means_cases: frozenset[str]
    together_cases: frozenset[str]
    standing_in: frozenset[str]
    cause_cases: frozenset[str]
    office_nouns: frozenset[str]
    papers: frozenset[str]
    acts: tuple[str, ...]
    numbering_words: frozenset[str]
    deeds: frozenset[str]
    indefinite_determiners: frozenset[str]
    sequels: frozenset[str]
    same_words: frozenset[str]
    pointing_words: frozenset[str]
    another_words: frozenset[str]
    uneventful_verbs: frozenset[str]
    place_relatives: frozenset[str]
    place_adverbs: frozenset[str]
    meanwhile: frozenset[str]
    stative_participles: frozenset[str] = frozenset()
    finite_participles: bool = False
    finding_verbs: frozenset[str] = frozenset()
    bare_presents: frozenset[str] = frozenset()
    aiming_cases: frozenset[str] = frozenset()
    plural_presents: tuple[str, ...] = ()
    no_participles: tuple[str, ...] = ()
    testifying_verbs: frozenset[str] = frozenset()
    participles: tuple[tuple[str, str], ...] = ()
    labelling_verbs: frozenset[str] = frozenset()
    presuming_verbs: frozenset[str] = frozenset()
    presuming_marks: frozenset[str] = frozenset()
    presuming_idioms: frozenset[str] = frozenset()
    presents: tuple[tuple[str, str], ...] = ()
    stem_vowels: tuple[tuple[str, str], ...] = ()
    parting_particles: frozenset[str] = frozenset()
    thing_relatives: frozenset[str] = frozenset()
    personal_cases: frozenset[str] = frozenset()
    commanding_verbs: frozenset[str] = frozenset()
    contractions: Mapping[str, tuple[str, str]] = {}
    dropped_subjects: bool = False
    corpses: frozenset[str] = frozenset()
    measure_nouns: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    distances: frozenset[str] = frozenset()
    placeless: frozenset[str] = frozenset()
    scheduling_words: frozenset[str] = frozenset()
    small_numbers: Mapping[str, int] = {}
    indirect_passives: bool = False
    former_prefixes: tuple[str, ...] = ()
    audiences: frozenset[str] = frozenset()
    spokesmen: frozenset[str] = frozenset()


class AttributionLexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language names its sources (``events/attribution.toml``).

    ``speech_verbs`` take what is said as their complement, with a person, body or document as
    subject; ``source_cases`` ("according to", "a juicio de") mark a source that stands beside what
    it says; ``source_nouns`` ("report") are sources themselves when they govern a clause;
    ``claim_verbs`` claim what their object names ("put the toll at nine"); how somebody was found
    by ``finding_verbs`` nobody says ("was found strangled").

    Who does one of ``accusing_verbs`` to somebody with one of ``accusing_cases`` ("accused him of
    killing"), or one of ``judging_verbs`` with one of ``guilty_words`` ("found him guilty of"), and
    in the passive one of
    ``agent_cases``, is the source of what is charged. ``reckonings`` are whose word it is, by the
    case before them ("by ... count", "in the words of"); one of ``issuing_verbs`` makes a paper its
    subject's. Where somebody speaks of one of ``figures`` ("confirmed the toll"), that of the
    sentence before is meant. With ``hearsay_verbs`` a rumour is told by nobody ("it is rumoured");
    ``addressing_verbs`` have whom one tells it as their object.

    ``clause_marks`` open a clause with a verb of speech that stands beside what is said ("según
    informó la policía"). Where they are, the subject may stand behind such a verb, so that parsers
    take it for its object.
    """

    speech_verbs: frozenset[str]
    source_cases: frozenset[str]
    source_nouns: frozenset[str]
    claim_verbs: frozenset[str]
    finding_verbs: frozenset[str]
    accusing_verbs: frozenset[str]
    judging_verbs: frozenset[str]
    accusing_cases: frozenset[str]
    guilty_words: frozenset[str]
    agent_cases: frozenset[str]
    reckonings: frozenset[str]
    issuing_verbs: frozenset[str]
    figures: frozenset[str]
    hearsay_verbs: frozenset[str]
    addressing_verbs: frozenset[str] = frozenset()
    clause_marks: frozenset[str] = frozenset()


PartOfSpeech = Literal["verb", "noun", "adjective"]


class Pattern(msgspec.Struct, frozen=True):
    """One way in which a frame is triggered: its words, the first of which is looked up."""

    words: tuple[str, ...]
    part: PartOfSpeech
    frame: Frame


class EventResources(msgspec.Struct, frozen=True):
    """Everything that reading events needs for a language.

    ``patterns`` are the ways in which frames are triggered, by the word at which each is looked up:
    a verb's first, a noun's last.

    ``undergone`` are the verbs, as lemmas, that somebody does to somebody, whatever the frame;
    ``verbs`` those that trigger any, ``reflexive`` those that do with "se" alone. ``causes`` are
    the types of events of which people die or are hurt. ``carriers`` are nouns of ships, vehicles
    and pipelines, ``courts`` of courts, ``number_words`` words for numbers, ``bounds`` those before
    them ("at least").
    """

    ontology: Ontology
    frames: tuple[Frame, ...]
    patterns: Mapping[str, tuple[Pattern, ...]]
    lexicon: EventLexicon
    factuality: FactualityLexicon
    attribution: AttributionLexicon
    roles: tuple[RoleRule, ...]
    causes: frozenset[str]
    states: tuple[StateRule, ...]
    persons: frozenset[str]
    undergone: frozenset[str]
    verbs: frozenset[str]
    reflexive: frozenset[str]
    carriers: frozenset[str]
    courts: frozenset[str]
    number_words: frozenset[str]
    bounds: tuple[str, ...]


@cache
def load_frames(language: str) -> tuple[Frame, ...]:
    """Load the frames of a language, in the order of files and of the frames in them."""
    rest = ("lexicon.toml", "factuality.toml", "attribution.toml")
    names = resource_names(language, "events", suffix=".toml")
    files = [load_toml(FrameFile, language, "events", name) for name in names if name not in rest]
    return tuple(frame for file in files for frame in file.frame)


@cache
def load_event_resources(language: str) -> EventResources:
    """Load the event resources of a language."""
    folder = language, "events"
    frames = load_frames(language)
    roles = load_roles()
    lexicon = load_toml(EventLexicon, *folder, "lexicon.toml")
    numbers = load_quantity_lexicon(language).numbers
    return EventResources(
        ontology=load_ontology(),
        frames=frames,
        patterns=_patterns(frames, lexicon.contractions),
        lexicon=lexicon,
        factuality=load_toml(FactualityLexicon, *folder, "factuality.toml"),
        attribution=load_toml(AttributionLexicon, *folder, "attribution.toml"),
        roles=roles.rule,
        causes=roles.causes,
        states=load_states(language),
        persons=load_persons(language),
        undergone=_undergone(frames),
        verbs=frozenset(text.split()[0] for frame in frames for text in frame.verbs),
        reflexive=frozenset(
            text.split()[0] for frame in frames for text in frame.verbs if text.endswith(" se")
        ),
        carriers=load_carriers(language),
        courts=load_courts(language),
        number_words=frozenset(numbers.values),
        bounds=_bounds(numbers),
    )


def _bounds(numbers: NumberLexicon) -> tuple[str, ...]:
    """Give the words that bound a number behind them, the longest first."""
    return tuple(sorted({bound.phrase for bound in numbers.bound}, key=lambda b: (-len(b), b)))


def _patterns(
    frames: Iterable[Frame], contractions: Mapping[str, tuple[str, str]]
) -> Mapping[str, tuple[Pattern, ...]]:
    found: dict[str, list[Pattern]] = defaultdict(list)
    for frame in frames:
        for part, texts in _texts(frame):
            for text in texts:
                # as the parser reads them: "toma de el poder"
                words = tuple(w for word in text.split() for w in contractions.get(word, (word,)))
                found[words[-1] if part == "noun" else words[0]].append(Pattern(words, part, frame))
    return {word: tuple(patterns) for word, patterns in found.items()}


def _texts(frame: Frame) -> Iterator[tuple[PartOfSpeech, tuple[str, ...]]]:
    yield "verb", frame.verbs
    yield "noun", frame.nouns
    yield "adjective", frame.adjectives


def _undergone(frames: Iterable[Frame]) -> frozenset[str]:
    done, other = set[str](), set[str]()
    for frame in frames:
        if frame.subject in ("agent", "authority") and frame.object in ("patient", "victim"):
            done.update(frame.verbs)
        elif frame.object in ("", "origin", "destination"):
            other.update(frame.verbs)
    return frozenset(done - other)
