"""What accounts of events are compared by."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice, takewhile
from math import log2
from typing import NamedTuple

import msgspec

from kipu.lang.resolution import ResolutionRules, plain
from kipu.model.readings import EventMention, Factuality
from kipu.model.spans import Span
from kipu.model.times import Interval, Timex
from kipu.resolution.neighbourhood import Neighbourhood
from kipu.resolution.quantities import bounds
from kipu.resolution.sources import Sources
from kipu.resolution.subjects import OF_ONE_KIND, Subject, argument_nouns, read_subject
from kipu.resolution.tellings import Comparison, Telling
from kipu.resolution.times import Extent, extent, told

_WORD = re.compile(r"[^\W\d_]{3,}")
UNREAL: frozenset[Factuality] = frozenset(("planned", "hypothetical", "denied"))


class People(NamedTuple):
    """The named people whom it befalls and who do it."""

    undergoers: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()


class Tally(msgspec.Struct, frozen=True):
    """How many a document says that something befell, between two bounds; whose word it is."""

    document: str
    role: str
    low: float
    high: float
    source: Span | None


class Account(msgspec.Struct, frozen=True):
    """One or more event mentions taken for one event, as what they are compared by.

    ``roles`` are pairs of a role's class and an entity, ``amounts`` of a quantity's role and its
    number; ``topics`` are the words of arguments that are no entity; ``subjects`` tell whom it is
    about, ``beside`` are the times in the clauses of those mentions that have none; ``another`` are
    documents that tell it as an earlier one of its kind; ``headline`` is whether only headlines
    tell it; ``written`` the last days on which the documents can have been written. ``apart`` and
    ``copied`` are event mentions that it is not, and that stand at the same place of a copied
    sentence. ``tallies`` are the numbers of people in it; ``crowded`` is whether its document tells
    of several events of its kind; ``tellings`` are what its words tell, where some events of the
    record have no known type. ``extents``, ``entities`` and ``people`` are what follows from
    its times and roles. ``manners`` are the types of deed or mishap by which somebody came to harm,
    ``doers`` the nouns by which those who act are described.
    """

    mentions: frozenset[str]
    documents: frozenset[str]
    types: frozenset[str]
    times: frozenset[Interval]
    roles: frozenset[tuple[str, str]]
    places: frozenset[str]
    amounts: frozenset[tuple[str, float]]
    lemmas: frozenset[str]
    words: frozenset[str]
    topics: frozenset[str]
    real: bool
    subjects: frozenset[Subject] = frozenset()
    beside: frozenset[Interval] = frozenset()
    another: frozenset[str] = frozenset()
    headline: bool = False
    written: frozenset[date] = frozenset()
    apart: frozenset[str] = frozenset()
    copied: frozenset[str] = frozenset()
    tallies: frozenset[Tally] = frozenset()
    crowded: bool = False
    extents: tuple[Extent, ...] = ()
    entities: frozenset[str] = frozenset()
    people: People = People()
    tellings: tuple[Telling, ...] = ()
    manners: frozenset[str] = frozenset()
    doers: frozenset[str] = frozenset()

    @property
    def bare(self) -> bool:
        """Whether it tells no time, place, participant, number or topic."""
        told = (self.times, self.beside, self.another, self.places, self.roles, self.amounts)
        return not any(told) and not self.subjects and not self.topics


def merge_accounts(one: Account, other: Account) -> Account:
    """Take two accounts for one event's."""
    times = one.times | other.times
    return Account(
        mentions=one.mentions | other.mentions,
        documents=one.documents | other.documents,
        types=one.types | other.types,
        times=times,
        roles=one.roles | other.roles,
        places=one.places | other.places,
        amounts=one.amounts | other.amounts,
        lemmas=one.lemmas | other.lemmas,
        words=one.words | other.words,
        topics=one.topics | other.topics,
        real=one.real or other.real,
        subjects=one.subjects | other.subjects,
        beside=one.beside | other.beside,
        another=one.another | other.another,
        headline=one.headline and other.headline,
        written=one.written | other.written,
        apart=one.apart | other.apart,
        copied=one.copied | other.copied,
        tallies=one.tallies | other.tallies,
        crowded=one.crowded or other.crowded,
        extents=tuple(sorted(map(extent, times))),
        entities=one.entities | other.entities,
        people=People(*(a | b for a, b in zip(one.people, other.people, strict=True))),
        manners=one.manners | other.manners,
        doers=one.doers | other.doers,
        tellings=tuple(sorted(one.tellings + other.tellings, key=lambda told: told.mention)),
    )


def _tallies(event: EventMention, rules: ResolutionRules) -> Iterator[Tally]:
    if event.type not in rules.types.counts.told_apart:
        return
    source = event.attribution.source if event.attribution else None
    for told_there in event.quantities:
        if told_there.quantity.unit == "person":
            low, high = bounds(told_there.quantity)
            yield Tally(event.trigger.doc_id, told_there.role, low, high, source)


def read_account(
    event: EventMention,
    entity_of: Mapping[str, str],
    people: frozenset[str],
    sources: Sources,
    rules: ResolutionRules,
) -> Account:
    """Make the account of one event mention.

    ``entity_of`` leads from chains to entities, ``people`` are the persons whom somebody names.
    """
    interval = told(event.time)
    place = event.place and entity_at(event.place.mention, entity_of, sources)
    roles = {
        (rules.types.roles.group(argument.role), entity)
        for argument in event.arguments
        if (entity := entity_at(argument.mention, entity_of, sources)) is not None
    }
    timexes = times_beside(event, sources, rules)
    beside = frozenset(timex.interval for timex in timexes if timex.interval)
    subject = read_subject(event, entity_of, sources, rules)
    return Account(
        mentions=frozenset((event.id,)),
        documents=frozenset((event.trigger.doc_id,)),
        types=frozenset((event.type,)),
        times=frozenset((interval,) if interval else ()),
        roles=frozenset(roles),
        places=frozenset((place,) if place else ()),
        amounts=frozenset(
            (rules.types.counts.kinds.get(q.role, q.role), q.quantity.value)
            for q in event.quantities
        ),
        tallies=frozenset(_tallies(event, rules)),
        lemmas=frozenset((event.lemma,)),
        words=_words(event, sources, rules),
        topics=_topics(event, sources, rules),
        real=event.factuality not in UNREAL,
        subjects=frozenset((subject,) if subject else ()),
        beside=beside if interval is None else frozenset(),
        another=_another(event, beside | ({interval} if interval else frozenset()), sources, rules),
        headline=_in_headline(event, sources),
        written=_written(event, sources),
        extents=(extent(interval),) if interval else (),
        entities=frozenset(entity for _, entity in roles),
        people=_people(roles, people),
        manners=_manners(event, sources, rules),
        doers=frozenset(
            noun
            for argument in event.arguments
            if rules.types.roles.group(argument.role) == "actor"
            for noun in argument_nouns(argument, sources, rules)
        ),
    )


def _manners(event: EventMention, sources: Sources, rules: ResolutionRules) -> frozenset[str]:
    """The kinds of deed or mishap by which it came about, as far as its sentence tells."""
    deeds = rules.types.manner.deeds
    if event.type in deeds:
        return frozenset((event.type,))
    if event.type not in rules.types.manner.outcomes:
        return frozenset()
    events = sources.readings[event.trigger.doc_id].events
    first = bisect_left(events, event.sentence.start, key=lambda other: other.trigger.start)
    beside = takewhile(lambda o: o.trigger.start < event.sentence.end, islice(events, first, None))
    return frozenset(
        other.type
        for other in beside
        if other.type in deeds
        and other.factuality not in UNREAL
        and (other.time.interval is None or other.time.interval == event.time.interval)
    )


def _people(roles: Iterable[tuple[str, str]], people: frozenset[str]) -> People:
    named = [(role, entity) for role, entity in roles if entity in people]
    return People(
        frozenset(entity for role, entity in named if role == "undergoer"),
        frozenset(entity for role, entity in named if role == "actor"),
    )


def times_beside(
    event: EventMention, sources: Sources, rules: ResolutionRules
) -> tuple[Timex, ...]:
    """The times in the clause of an event mention that date nothing else there.

    A time that dates another kind of event, or stands beyond one, is not beside it: a verdict of
    2007 may be on a murder of 2005.
    """
    reading = sources.readings[event.trigger.doc_id]
    others = []
    nearer = []
    for other in reading.events:
        if other.sentence == event.sentence and other.id != event.id:
            weight = rules.types.weight(other.type, event.type)
            others += [other] if weight is None else []
            # Of "the worst disaster since the wreck of 2004" the wreck is dated.
            nearer += [other] if weight is None or weight >= OF_ONE_KIND else []
    taken = [piece.span for other in others for piece in other.time.evidence]
    return tuple(
        timex
        for timex in reading.timexes
        if timex.interval is not None
        and event.sentence.holds(timex.span)
        and not any(span.overlaps(timex.span) for span in taken)
        and not _stands_between(nearer, timex.span, event.trigger)
    )


def _stands_between(others: Iterable[EventMention], one: Span, two: Span) -> bool:
    start, end = sorted((one.start, two.start))
    return any(start < other.trigger.start < end for other in others)


_REACH = 60
"""Characters before a trigger within which "the last" tells that it is another one."""


def _another(
    event: EventMention,
    times: frozenset[Interval],
    sources: Sources,
    rules: ResolutionRules,
) -> frozenset[str]:
    """The document that tells of an event as of an earlier one: "the last one, in 1979"."""
    created = sources.created(event.trigger.doc_id)
    old = created and times and all(t.latest and t.latest.year < created[0].year for t in times)
    start = max(event.sentence.start, event.trigger.start - _REACH)
    text = sources.readings[event.trigger.doc_id].doc.text[start : event.trigger.start]
    if not old or not re.search(rf"\b(?:{'|'.join(rules.another)})\b", text, re.IGNORECASE):
        return frozenset()
    return frozenset((event.trigger.doc_id,))


def _in_headline(event: EventMention, sources: Sources) -> bool:
    blocks = sources.readings[event.trigger.doc_id].doc.blocks
    return any(b.kind == "headline" and b.span.holds(event.trigger) for b in blocks)


def _written(event: EventMention, sources: Sources) -> frozenset[date]:
    created = sources.created(event.trigger.doc_id)
    return frozenset(created[1:]) if created else frozenset()


def entity_at(mention: str | None, entity_of: Mapping[str, str], sources: Sources) -> str | None:
    """Give the entity that a mention names."""
    found = sources.mentions.get(mention) if mention else None
    return entity_of.get(found.chain) if found else None


def _words(event: EventMention, sources: Sources, rules: ResolutionRules) -> frozenset[str]:
    """The lower-case words of the sentence: names are compared as participants."""
    found = _WORD.findall(sources.quote(event.sentence))
    words = {plain(word) for word in found if word.islower()}
    return frozenset(words - rules.stop_words - rules.names.anybody)


def _topics(event: EventMention, sources: Sources, rules: ResolutionRules) -> frozenset[str]:
    """The words of arguments that are no entity: what was annulled, but not "people" or a bomb."""
    spans = [
        argument.span
        for argument in event.arguments
        if argument.mention is None
        and rules.types.roles.group(argument.role) not in ("actor", "undergoer", "instrument")
    ]
    words = {plain(word) for span in spans for word in _WORD.findall(sources.quote(span)[:80])}
    return frozenset(words - rules.stop_words - rules.names.anybody)


class Information(msgspec.Struct, frozen=True):
    """How much it tells that two accounts share an entity or a word, in log2.

    ``generic`` are entities of whom many events are told, whose name tells little; ``types`` counts
    the mentions of events by their type.
    ``neighbourhood`` is which documents are on one story, ``prior`` what speaks against any two
    being one in a record of this size. ``known`` are the weights of groups of types that were
    compared, ``tellings`` weighs what the words of events of no known type tell.
    """

    entities: Mapping[str, float]
    words: Mapping[str, float]
    prior: float
    neighbourhood: Neighbourhood
    known: dict[tuple[frozenset[str], frozenset[str]], float | None]
    tellings: Comparison
    generic: frozenset[str]
    types: Mapping[str, int]


def measure_information(
    accounts: Iterable[Account],
    neighbourhood: Neighbourhood,
    rules: ResolutionRules,
    generic: frozenset[str],
) -> Information:
    """Count what takes part in few events and what stands in few sentences."""
    weights = rules.weights.events
    entities: Counter[str] = Counter()
    words: Counter[str] = Counter()
    total = 0
    types: Counter[str] = Counter()
    for account in accounts:
        total += 1
        types.update(account.types)
        entities.update(account.entities | account.places)
        words.update(account.words)

    def bits(counts: Counter[str]) -> dict[str, float]:
        return {key: log2((total + 1) / count) for key, count in counts.items()}

    documents = max(len(neighbourhood.words), 1)
    prior = weights.prior + weights.prior_documents * log2(documents)
    compared = Comparison(neighbourhood, rules.relatedness)
    return Information(
        bits(entities), bits(words), prior, neighbourhood, {}, compared, generic, types
    )
