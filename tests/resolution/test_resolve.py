"""What several readings say together."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipu.lang.resolution import load_resolution
from kipu.model.judgements import Judgement, JudgementKind, Target, Verdict
from kipu.model.readings import Reading
from kipu.model.resolved import Resolution
from kipu.resolution import resolve
from tests.resolution.builders import Told, body, person, place, reading

_RULES = load_resolution("en")


def _names(resolution: Resolution) -> set[str]:
    return {entity.name for entity in resolution.entities}


def _types(resolution: Resolution) -> list[str]:
    return sorted(event.type for event in resolution.events)


def _disputed(resolution: Resolution) -> dict[str, list[str]]:
    return {c.attribute: [value.value for value in c.values] for c in resolution.contradictions}


def _killing(key: str, when: str, killed: str, created: str, **more: str) -> Reading:
    text = f"Shots in Orsk\nSoldiers killed farmers at Orsk, said the {key}."
    told = Told(
        "killing", "killed", {"agent": "Soldiers"}, when, "Orsk", {"killed": killed},
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    chains = [body("Soldiers"), place("Orsk")]
    return reading(key, text, created=created, chains=chains, events=[told])


def _resolve(*readings: Reading) -> Resolution:
    return resolve(readings, (), _RULES)


def test_full_names_join_and_other_given_names_stay_apart() -> None:
    """The same full name is one person in two documents; another given name is another."""
    one = reading("a", "X\nAna Ruiz spoke.", chains=[person("Ana Ruiz")])
    two = reading("b", "X\nJudge Ana Ruiz left.", chains=[person("Judge Ana Ruiz")])
    three = reading("c", "X\nBerta Ruiz came.", chains=[person("Berta Ruiz")])
    assert _names(_resolve(one, two, three)) == {"Ana Ruiz", "Berta Ruiz"}


def test_a_surname_joins_the_only_one_who_bears_it() -> None:
    """A bare surname joins a full name, unless there are two that it can mean."""
    one = reading("a", "X\nAna Ruiz spoke.", chains=[person("Ana Ruiz")])
    bare = reading("b", "X\nMrs Ruiz left.", chains=[person("Mrs Ruiz")])
    other = reading("c", "X\nBerta Ruiz came.", chains=[person("Berta Ruiz")])
    assert len(_resolve(one, bare).entities) == 1
    assert len(_resolve(one, bare, other).entities) == 3


def test_kin_are_never_one() -> None:
    """A statement of kinship holds apart what the names would join."""
    text = "X\nAna Ruiz and her daughter, Ana María Ruiz, spoke."
    chains = [person("Ana Ruiz"), person("Ana María Ruiz")]
    kin = [("Ana Ruiz", "Ana María Ruiz")]
    one = reading("a", text, chains=chains, kin=kin)
    assert len(_resolve(one).entities) == 2
    assert len(_resolve(msgspec.structs.replace(one, statements=())).entities) == 1


def test_courts_of_two_countries_stay_apart() -> None:
    """The same kind of body is two where both countries are told."""
    one = reading(
        "a",
        "X\nThe Chilean Supreme Court ruled.",
        chains=[body("Chilean Supreme Court")],
    )
    two = reading(
        "b",
        "X\nThe Supreme Court of Peru ruled.",
        chains=[body("Supreme Court of Peru")],
    )
    assert len(_resolve(one, two).entities) == 2


def test_a_day_off_is_one_event_with_a_contradiction() -> None:
    """Two days for the same deed are one event whose time is disputed; the majority's is shown."""
    found = _resolve(
        _killing("a", "2015-11-17", "2", "2015-11-18"),
        _killing("b", "2015-11-17", "2", "2015-11-19"),
        _killing("c", "2015-11-18", "2", "2016-01-10"),
    )
    assert _types(found) == ["killing"]
    assert _disputed(found) == {"when": ["2015-11-17", "2015-11-18"]}
    event = found.events[0]
    assert (event.time.edtf, event.status, event.sources) == ("2015-11-17", "disputed", 3)


def test_the_same_deed_in_another_year_is_another_event() -> None:
    """Repeated events are told apart by their time."""
    found = _resolve(
        _killing("a", "1991-11-03", "2", "1991-11-04"),
        _killing("b", "1994-05-12", "5", "1994-05-13"),
    )
    assert _types(found) == ["killing", "killing"]


def test_a_month_and_a_day_agree() -> None:
    """A coarser time is no contradiction; the finer one is the event's."""
    found = _resolve(
        _killing("a", "2015-11", "2", "2016-01-01"), _killing("b", "2015-11-17", "2", "2016-01-02")
    )
    assert _disputed(found) == {}
    assert (found.events[0].time.edtf, found.events[0].status) == ("2015-11-17", "agreed")


@pytest.mark.parametrize(
    ("first", "second", "disputed"),
    [("14", "15", True), (">=12", "14", False), ("~50", "48", False), ("14", "14", False)],
)
def test_counts(first: str, second: str, disputed: bool) -> None:  # noqa: FBT001
    """Two counts contradict each other if no number fits both."""
    found = _resolve(
        _killing("a", "2015-11-17", first, "2016-01-01"),
        _killing("b", "2015-11-17", second, "2016-01-02"),
    )
    assert ("killed" in _disputed(found)) is disputed
    assert len(found.events[0].quantities) == (1 if first == second else 2)


def test_a_growing_toll_is_no_contradiction() -> None:
    """A later account may raise a first count, but not lower it."""
    early, late = ("2015-11-18", "2015-11-30")
    grown = _resolve(
        _killing("a", "2015-11-17", "11", early), _killing("b", "2015-11-17", "27", late)
    )
    shrunk = _resolve(
        _killing("a", "2015-11-17", "27", early), _killing("b", "2015-11-17", "11", late)
    )
    assert "killed" not in _disputed(grown)
    assert "killed" in _disputed(shrunk)


def test_an_event_without_a_date_borrows_none() -> None:
    """No text dates it, so the event has no time."""
    told = Told("resignation", "resigned", {"agent": "Ana Ruiz"})
    one = reading(
        "a",
        "X\nAna Ruiz resigned.",
        created="2001-05-05",
        chains=[person("Ana Ruiz")],
        events=[told],
    )
    assert _resolve(one).events[0].time.interval is None


def test_two_people_arrested_are_two_events() -> None:
    """Events that differ in whom they befell are two, also in one document."""
    text = "X\nAna Ruiz was arrested in May. John Hale was later detained."
    events = [
        Told("arrest", "arrested", {"patient": "Ana Ruiz"}, "2003-05"),
        Told("detention", "detained", {"patient": "John Hale"}, "2003-05"),
    ]
    one = reading("a", text, chains=[person("Ana Ruiz"), person("John Hale")], events=events)
    assert len(_resolve(one).events) == 2


def test_denied_by_one_and_told_by_another() -> None:
    """What one document tells and another denies is disputed; planned and then done is not."""
    asserted = _killing("a", "2015-11-17", "2", "2015-11-18")
    denied = _killing("b", "2015-11-17", "2", "2015-11-20", factuality="denied")
    planned = _killing("c", "2015-11-17", "2", "2015-11-16", factuality="planned")
    assert "factuality" in _disputed(_resolve(asserted, denied))
    assert _disputed(_resolve(asserted, planned)) == {}
    assert _resolve(asserted, planned).events[0].factuality == "certain"


def test_an_expectation_is_no_second_witness() -> None:
    """Who only expects an event does not bear out that it happened."""
    told = _killing("a", "2015-11-17", "2", "2015-11-18")
    expected = _killing("b", "2015-11-17", "2", "2015-11-16", factuality="planned")
    event = _resolve(told, expected).events[0]
    assert (event.sources, event.independent_sources, event.status) == (2, 1, "single-source")


_WIRE = (
    "Floods cut off three valleys in the north after a week of rain, the regional government said. "
    "Army engineers were building a bridge of boats near the mill of Orsk on Monday evening. "
    "Farmers who had moved their cattle to the hills waited for news of the harvest and the road. "
    "A spokeswoman for the railway said that no train would run before the end of the month."
)


def test_copies_are_found_and_count_once() -> None:
    """A reprint is the earlier document's copy, whatever its headline, and no second source."""
    events = [Told("disaster", "Floods", {}, "2003-05")]
    one = reading("wire", f"Rain\n{_WIRE}", created="2003-05-05", events=events)
    two = reading("paper", f"Valleys cut off\n{_WIRE}", created="2003-05-06", events=events)
    found = _resolve(two, one)
    copy = found.copies[0]
    assert (copy.document, copy.of, copy.kind) == (two.doc.id, one.doc.id, "verbatim")
    assert (found.events[0].sources, found.events[0].independent_sources) == (2, 1)
    assert found.events[0].status == "single-source"


def test_a_cut_and_changed_text_is_an_edited_copy() -> None:
    """Rearranged and partly reworded, it is still the same text."""
    parts = _WIRE.split(". ")
    text = ". ".join((parts[2], parts[0].replace("three", "four"))) + ". Nobody was hurt."
    one = reading("wire", f"Rain\n{_WIRE}", created="2003-05-05")
    two = reading("paper", f"Harvest\n{text}", created="2003-05-06")
    found = _resolve(one, two)
    assert [(copy.document, copy.kind) for copy in found.copies] == [(two.doc.id, "edited")]


def test_one_quotation_makes_no_copy() -> None:
    """Two texts that share a sentence are two texts."""
    shared = _WIRE.split(". ")[3]
    own = "The mill stood under water to its roof while the miller counted his sacks in the loft. "
    more = "He had bought them in spring, when flour was cheap, from a cousin of his wife. "
    other = "Trains are the pride of this country, and children learn their names before letters. "
    further = (
        "A minister once lost his post over a timetable that had the night express come at noon. "
    )
    one = reading("a", f"X\n{own}{more}{shared}")
    two = reading("b", f"Y\n{other}{further}{shared}")
    assert _resolve(one, two).copies == ()


_FLOOD = [Told("disaster", "Floods", {}, "2003-05")]
_ARREST = [Told("arrest", "arrested", {"patient": "Ana Ruiz"}, "2003")]
_DETENTION = [Told("detention", "detained", {"patient": "Mrs Ruiz"})]
_MANY = [
    _killing("a", "2015-11-17", "2", "2015-11-18"),
    _killing("b", "2015-11", "3", "2015-11-30"),
    _killing("c", "2015-11-18", ">=2", "2016-03-01", factuality="probable"),
    _killing("d", "1999-01-02", "9", "1999-01-03"),
    reading("e", f"Rain\n{_WIRE}", created="2003-05-05", events=_FLOOD),
    reading("f", f"Flood\n{_WIRE}", created="2003-05-06", events=_FLOOD),
    reading("g", "X\nAna Ruiz was arrested.", chains=[person("Ana Ruiz")], events=_ARREST),
    reading("h", "X\nMrs Ruiz was detained.", chains=[person("Mrs Ruiz")], events=_DETENTION),
    reading("i", "X\nAna María Ruiz was freed.", chains=[person("Ana María Ruiz")]),
]
_EXPECTED = resolve(_MANY, (), _RULES)


@settings(max_examples=40, deadline=None)
@given(st.permutations(_MANY))
def test_the_order_of_readings_makes_no_difference(readings: list[Reading]) -> None:
    """Documents added in any order give the same record."""
    assert resolve(readings, (), _RULES) == _EXPECTED


def test_reading_a_document_twice_changes_nothing() -> None:
    """A document counts once."""
    assert resolve([*_MANY, *_MANY], (), _RULES) == _EXPECTED


@pytest.mark.parametrize("readings", [(), (_MANY[0],)])
def test_small_records(readings: tuple[Reading, ...]) -> None:
    """An empty record resolves to nothing, one document to itself."""
    found = resolve(readings, (), _RULES)
    assert len(found.events) == len(readings)
    assert found.contradictions == ()


def _shooting(key: str, *, agent: str = "Soldiers", town: str = "Orsk") -> Reading:
    told = Told("killing", "shot", {"agent": agent, "victim": "Ana Ruiz"}, "2015-11-17", town)
    chains = [body(agent), person("Ana Ruiz"), place(town)]
    text = f"Shots\n{agent} shot Ana Ruiz in {town}."
    return reading(key, text, created="2015-11-20", chains=chains, events=[told])


def test_places_that_cannot_both_be() -> None:
    """Two towns are a contradiction, a town and what a text names beside it are not."""
    assert "place" in _disputed(_resolve(_shooting("a"), _shooting("b", town="Ulm")))
    beside = reading("c", "X\nIn Ulm, Orsk, it rained.", chains=[place("Ulm"), place("Orsk")])
    assert "place" not in _disputed(_resolve(_shooting("a"), _shooting("b", town="Ulm"), beside))


def test_who_did_it() -> None:
    """Two named doers of one deed contradict each other."""
    found = _resolve(_shooting("a"), _shooting("b", agent="Rebels"))
    assert _disputed(found) == {"agent": ["Rebels", "Soldiers"]}


def test_two_sources_in_one_document() -> None:
    """What the police and the organisers count are two sides."""
    text = "X\nThe police say that 6,000 marched. The organisers speak of 20,000 who protested."
    events = [
        Told(
            "protest", "marched", {}, "2010-10-15",
            counts={"participants": "6000"}, source="police",
        ),
        Told(
            "protest", "protested", {}, "2010-10-15",
            counts={"participants": "20000"}, source="organisers",
        ),
    ]  # fmt: skip
    assert _disputed(_resolve(reading("a", text, events=events))) == {
        "participants": ["20000", "6000"]
    }


def test_the_supreme_court_of_the_country_that_is_spoken_of() -> None:
    """A court without a country is not the one of another country than the document's."""
    chile = [body("Supreme Court of Chile"), place("Chile")]
    one = reading("a", "X\nThe Supreme Court of Chile in Chile ruled.", chains=chile)
    peru = [body("Supreme Court"), place("Peru")]
    two = reading("b", "X\nThe Supreme Court ruled in Peru.", chains=peru)
    assert len(_resolve(one, two).entities) == 4


def _judgement(one: Target, other: Target | None, verdict: Verdict) -> Judgement:
    made = datetime(2024, 1, 1, tzinfo=UTC)
    target = msgspec.structs.replace(one, other=other)
    kind: JudgementKind = "right" if other is None else "same"
    return Judgement("j1", target, verdict, "me", made, kind=kind)


def _target(of: Reading, words: str, role: str) -> Target:
    return Target(of.doc.sha256, words, "", "", role)


def test_people_decide_who_is_one() -> None:
    """A judgement joins what the names hold apart, and holds apart what they join."""
    one = reading("a", "X\nAna Ruiz spoke.", chains=[person("Ana Ruiz")])
    two = reading("b", "X\nAna Ruiz left.", chains=[person("Ana Ruiz")])
    three = reading("c", "X\nBerta Soto came.", chains=[person("Berta Soto")])
    ana, again, berta = (
        _target(one, "Ana Ruiz", "entity"),
        _target(two, "Ana Ruiz", "entity"),
        _target(three, "Berta Soto", "entity"),
    )
    apart = _judgement(ana, again, "negative")
    joined = _judgement(ana, berta, "positive")
    assert len(resolve([one, two, three], [], _RULES).entities) == 2
    assert len(resolve([one, two, three], [apart], _RULES).entities) == 3
    assert len(resolve([one, three], [joined], _RULES).entities) == 1
    withdrawn = msgspec.structs.replace(apart, withdrawn=apart.made)
    assert len(resolve([one, two, three], [withdrawn], _RULES).entities) == 2


def test_people_decide_which_event_it_is() -> None:
    """A judgement splits and joins events, and takes out a mention that is none."""
    one, two = _killing("a", "2015-11-17", "2", "2015-11-18"), _killing("b", "2015-11", "2", "2016")
    far = _killing("c", "1999-01-02", "9", "1999-01-03")
    first, second, third = (_target(r, "killed", "event") for r in (one, two, far))
    assert len(resolve([one, two], [_judgement(first, second, "negative")], _RULES).events) == 2
    assert len(resolve([one, far], [_judgement(first, third, "positive")], _RULES).events) == 1
    assert resolve([one], [_judgement(first, None, "negative")], _RULES).events == ()


def test_a_reprint_that_keeps_last_night() -> None:
    """A relative time that a copy did not correct is the original's, and no contradiction."""
    told = [Told("disaster", "Floods", {}, day) for day in ("2003-05-04", "2003-05-05")]
    one = reading("wire", f"Rain\n{_WIRE}", created="2003-05-05", events=told[:1])
    two = reading("paper", f"Flood\n{_WIRE}", created="2003-05-06", events=told[1:])
    found = _resolve(one, two)
    assert found.contradictions == ()
    assert found.events[0].time.edtf == "2003-05-04"


def test_a_changed_number_in_a_copy() -> None:
    """A copy is no second witness, but it can contradict its original."""
    events = [Told("disaster", "Floods", {}, "2003-05", counts={"valleys": n}) for n in ("3", "4")]
    one = reading("wire", f"Rain\n{_WIRE}", created="2003-05-05", events=events[:1])
    changed = _WIRE.replace("three", "four")
    two = reading("paper", f"Flood\n{changed}", created="2003-05-06", events=events[1:])
    found = _resolve(one, two)
    assert _disputed(found) == {"valleys": ["3", "4"]}
    assert found.events[0].independent_sources == 1


def _sworn_in(key: str, who: str, when: str | None) -> Reading:
    told = Told("inauguration", "sworn in", {"agent": who}, when)
    return reading(key, f"X\n{who} was sworn in.", chains=[person(who)], events=[told])


def test_another_person_is_another_oath() -> None:
    """An undated account of another person's act is another event."""
    found = _resolve(_sworn_in("a", "Ana Ruiz", "2000-11-22"), _sworn_in("b", "John Hale", None))
    assert len(found.events) == 2


def test_a_war_is_not_one_of_its_days() -> None:
    """The dead of twenty years and those of one night are two counts, and no contradiction."""
    day = _killing("a", "1991-11-03", "15", "2003-08-29")
    war = _killing("b", "1980/2000", "69280", "2003-08-30")
    found = _resolve(day, war)
    assert len(found.events) == 2
    assert found.contradictions == ()
