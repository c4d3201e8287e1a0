"""What holds of any record, whatever its readings say."""

from collections import Counter
from itertools import combinations
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from kipu.lang.resolution import load_resolution
from kipu.model.readings import Reading
from kipu.resolution import resolve
from kipu.resolution.clustering import NEVER
from kipu.resolution.comparison import compare_accounts, weigh_accounts
from kipu.resolution.entities import resolve_entities
from kipu.resolution.events import read_accounts
from kipu.resolution.links import Links
from kipu.resolution.neighbourhood import read_neighbourhood
from kipu.resolution.profiles import measure_information
from kipu.resolution.sources import gather_sources
from tests.resolution.builders import Told, body, person, place, reading

_RULES = load_resolution("en")
_PEOPLE = ("Ana Ruiz", "Mrs Ruiz", "Berta Ruiz", "John Hale", "Hale", "Judge Ana María Ruiz")
_BODIES = ("Supreme Court", "Supreme Court of Peru", "Orion Lines Ltd", "Orion Lines")
_PLACES = ("Orsk", "Ulm", "Peru")
_TYPES = ("killing", "death", "arrest", "trial", "sentence", "statement")
_DAYS = (None, "2003", "2003-05", "2003-05-04", "2003-05-05", "2004-05-04", "2010-01/2010-03")


@st.composite
def _told(draw: st.DrawFn, number: int, people: list[str], where: str) -> Told:
    roles = {draw(st.sampled_from(("agent", "patient", "victim"))): draw(st.sampled_from(people))}
    return Told(
        type=draw(st.sampled_from(_TYPES)),
        trigger=f"deed{number}",
        roles=roles if draw(st.booleans()) else {},
        when=draw(st.sampled_from(_DAYS)),
        place=where if draw(st.booleans()) else None,
        counts={"killed": draw(st.sampled_from(("2", "3", ">=2", "~50")))},
        factuality=draw(st.sampled_from(("certain", "probable", "denied", "planned"))),
    )


@st.composite
def _reading(draw: st.DrawFn, key: str) -> Reading:
    people = draw(st.lists(st.sampled_from(_PEOPLE), min_size=1, max_size=3, unique=True))
    where, who = draw(st.sampled_from(_PLACES)), draw(st.sampled_from(_BODIES))
    numbers = range(draw(st.integers(0, 3)))
    deeds = " ".join(f"Then deed{number} followed there." for number in numbers)
    text = f"News\n{', '.join(people)} and {who} in {where}. {deeds}"
    return reading(
        key,
        text,
        created=draw(st.sampled_from(_DAYS)),
        chains=[*(person(name) for name in people), body(who), place(where)],
        events=[draw(_told(number, people, where)) for number in numbers],
    )


_READINGS = st.integers(0, 5).flatmap(lambda n: st.tuples(*(_reading(f"d{i}") for i in range(n))))


@settings(max_examples=60, deadline=None)
@given(_READINGS, st.randoms(use_true_random=False))
def test_any_order_gives_the_same(readings: tuple[Reading, ...], random: Random) -> None:
    """The record does not depend on the order in which its documents came."""
    shuffled = list(readings)
    random.shuffle(shuffled)
    assert resolve(shuffled, (), _RULES) == resolve(readings, (), _RULES)


@settings(max_examples=60, deadline=None)
@given(_READINGS, st.floats(-1, 4), st.floats(-2, 3))
def test_what_is_not_worked_out_is_not_above_zero(
    readings: tuple[Reading, ...], story: float, prior: float
) -> None:
    """Whatever the weights are, no pair is left out of which the whole evidence is for one."""
    events = msgspec.structs.replace(_RULES.weights.events, story_most=story, prior=prior)
    weights = msgspec.structs.replace(_RULES.weights, events=events)
    rules = msgspec.structs.replace(_RULES, weights=weights)
    sources = gather_sources(readings)
    near = read_neighbourhood(sources.readings, rules)
    entities = resolve_entities(sources, (), Links(), rules, near)
    accounts = read_accounts(sources, entities, (), Links(), rules)
    generic = frozenset(entity.id for entity in entities[::2])
    information = measure_information(accounts.values(), near, rules, generic)
    for one, other in combinations(accounts.values(), 2):
        evidence = compare_accounts(one, other, information, rules)
        whole = sum(evidence.values()) if evidence is not None else NEVER
        found = weigh_accounts(one, other, information, rules)
        assert found == whole or (found == NEVER and whole <= 0)


@settings(max_examples=60, deadline=None)
@given(_READINGS)
def test_everything_has_its_place(readings: tuple[Reading, ...]) -> None:
    """Each chain is of one entity and each event mention of one event; all ids lead somewhere."""
    found = resolve(readings, (), _RULES)
    chains = Counter(chain for entity in found.entities for chain in entity.chains)
    mentions = Counter(key for event in found.events for key in event.mentions)
    assert chains == Counter(chain.id for r in readings for chain in r.chains)
    assert mentions == Counter(event.id for r in readings for event in r.events)
    entities = {entity.id for entity in found.entities}
    for event in found.events:
        assert 1 <= event.independent_sources <= event.sources
        assert {p.entity for p in event.participants} <= entities
        assert event.place is None or event.place in entities
        assert event.summary


@settings(max_examples=60, deadline=None)
@given(_READINGS)
def test_contradictions_have_sides(readings: tuple[Reading, ...]) -> None:
    """A contradiction is of a known event that counts as disputed, with two values at least."""
    found = resolve(readings, (), _RULES)
    events = {event.id: event for event in found.events}
    for contradiction in found.contradictions:
        event = events[contradiction.event]
        assert event.status == "disputed"
        assert len({value.value for value in contradiction.values}) > 1
        assert all(set(value.mentions) <= set(event.mentions) for value in contradiction.values)
    disputed = {contradiction.event for contradiction in found.contradictions}
    assert disputed == {event.id for event in found.events if event.status == "disputed"}


@settings(max_examples=30, deadline=None)
@given(_READINGS)
def test_a_resolution_survives_its_json(readings: tuple[Reading, ...]) -> None:
    """Written and read again it is the same."""
    found = resolve(readings, (), _RULES)
    assert msgspec.json.decode(msgspec.json.encode(found), type=type(found)) == found
