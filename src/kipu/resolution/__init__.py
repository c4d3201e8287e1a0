"""Resolve what several readings say to entities, events, contradictions and copies."""

from collections import defaultdict
from collections.abc import Sequence

from kipu.lang.resolution import ResolutionRules
from kipu.model.ids import content_id
from kipu.model.judgements import Judgement
from kipu.model.readings import Reading
from kipu.model.resolved import Contradiction, Event, Participant, Resolution
from kipu.resolution.articles import find_articles
from kipu.resolution.claims import EventClaims, World, gather_claims
from kipu.resolution.contradictions import find_contradictions, status_of
from kipu.resolution.copies import find_copies, independent_groups
from kipu.resolution.entities import resolve_entities
from kipu.resolution.events import cluster_events, copied_events, entity_of_chains, is_named
from kipu.resolution.inferred_places import infer_place
from kipu.resolution.judged import Preference, judge_readings
from kipu.resolution.links import read_links
from kipu.resolution.locations import locate
from kipu.resolution.neighbourhood import read_neighbourhood
from kipu.resolution.outcomes import (
    leading_participants,
    resolve_factuality,
    resolve_participants,
    resolve_place,
    resolve_quantities,
    resolve_time,
    resolve_type,
)
from kipu.resolution.places import (
    force_of,
    is_conveyance,
    is_facility,
    is_official,
    neighbouring_places,
    seats_of,
    shared_countries,
)
from kipu.resolution.placing import place_judgements
from kipu.resolution.sources import gather_sources
from kipu.resolution.summaries import summarise


def resolve(
    readings: Sequence[Reading], judgements: Sequence[Judgement], rules: ResolutionRules
) -> Resolution:
    """Resolve a record as people judged it; the order of the readings makes no difference."""
    placed = place_judgements(judgements, gather_sources(readings))
    readings, preferences = judge_readings(readings, placed)
    sources = gather_sources(readings)
    links = read_links(placed, sources)
    copies, overlaps = find_copies(sources, rules.weights.copies, links)
    neighbourhood = read_neighbourhood(sources.readings, rules)
    entities = resolve_entities(sources, overlaps, links, rules, neighbourhood)
    countries = shared_countries(sources, entities)
    entities = locate(entities, sources, countries, rules)
    world = World(
        entity_of=entity_of_chains(entities),
        names={entity.id: entity.name for entity in entities},
        named=frozenset(entity.id for entity in entities if is_named(entity, sources)),
        near=neighbouring_places(sources, entities, rules),
        documents={e.id: frozenset(sources.document_of[c] for c in e.chains) for e in entities},
        groups=independent_groups(sources.readings, copies),
        originals=dict(sorted(copied_events(sources, overlaps), reverse=True)),
        people=frozenset(e.id for e in entities if e.type == "person"),
        places=frozenset(e.id for e in entities if e.type == "place"),
        facilities=frozenset(e.id for e in entities if is_facility(e, rules)),
        forces={e.id: force for e in entities if (force := force_of(e, rules))},
        seats=seats_of(entities, rules),
        countries=countries,
        conveyances=frozenset(e.id for e in entities if is_conveyance(e, rules)),
        officials=frozenset(e.id for e in entities if is_official(e, rules)),
        articles=find_articles(entities, sources, rules),
    )
    preferred: dict[str, list[Preference]] = defaultdict(list)
    for preference in preferences:
        preferred[preference.account].append(preference)
    events: list[Event] = []
    contradictions: list[Contradiction] = []
    for keys in cluster_events(sources, entities, overlaps, links, rules, neighbourhood):
        claims = gather_claims(keys, sources, world, rules, preferred)
        event, disputes = _resolve_event(keys, claims)
        events.append(event)
        contradictions += disputes
    return Resolution(
        entities,
        tuple(sorted(events, key=lambda event: event.id)),
        tuple(sorted(contradictions, key=lambda found: (found.event, found.attribute))),
        copies,
        tuple(sorted(one.at for one in placed)),
        links.conflicts,
    )


def _resolve_event(
    keys: Sequence[str], claims: EventClaims
) -> tuple[Event, tuple[Contradiction, ...]]:
    event_id = content_id("v", min(keys))
    kind = resolve_type(claims)
    participants = resolve_participants(claims)
    leading = leading_participants(claims, participants)
    place = resolve_place(kind, claims)
    inferred = infer_place(kind, claims) if place is None else None
    disputes = find_contradictions(event_id, claims)
    independent = len({claims.group(mention) for mention in claims.asserted()})
    event = Event(
        id=event_id,
        type=kind,
        summary=summarise(kind, _undisputed(leading, disputes, claims), place, claims),
        time=resolve_time(claims),
        place=inferred if place is None else place,
        place_inferred=inferred is not None,
        factuality=resolve_factuality(claims),
        participants=participants,
        quantities=resolve_quantities(claims),
        status=status_of(disputes, independent),
        sources=len({mention.trigger.doc_id for mention in claims.mentions}),
        independent_sources=independent,
        mentions=tuple(sorted(keys)),
    )
    return event, disputes


def _undisputed(
    participants: Sequence[Participant], disputes: Sequence[Contradiction], claims: EventClaims
) -> tuple[Participant, ...]:
    """Those of whom no account says that it was another, or whom people prefer.

    A summary takes no side but theirs.
    """
    disputed = {found.attribute for found in disputes} - claims.preferred.keys()
    return tuple(p for p in participants if p.role not in disputed)
