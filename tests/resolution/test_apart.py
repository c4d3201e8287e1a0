"""What is held apart: other victims, other convicts, other years; and what a bare word joins."""

import msgspec

from kipu.lang.resolution import load_resolution
from kipu.model import edtf
from kipu.model.readings import Argument, Reading
from kipu.model.resolved import Resolution
from kipu.model.times import Timex
from kipu.resolution import resolve
from tests.resolution.builders import Told, body, person, place, reading

_RULES = load_resolution("en")


def _resolve(*readings: Reading) -> Resolution:
    return resolve(readings, (), _RULES)


def _befalls(told: Reading, *victims: str, role: str = "victim") -> Reading:
    """Give each event of a reading an undergoer that is no entity, in order."""
    events = []
    for event, words in zip(told.events, victims, strict=True):
        start = told.doc.text.index(words)
        argument = Argument(role, told.doc.span(start, start + len(words)), None, "test")
        events.append(msgspec.structs.replace(event, arguments=(*event.arguments, argument)))
    return msgspec.structs.replace(told, events=tuple(events))


def _with_time(told: Reading, words: str, value: str) -> Reading:
    start = told.doc.text.index(words)
    span = told.doc.span(start, start + len(words))
    timex = Timex("t1", span, "DATE", value, "test", interval=edtf.parse(value))
    return msgspec.structs.replace(told, timexes=(timex,))


def _two(first: str, second: str) -> Reading:
    text = f"X\nGunmen killed {first} at the dam.\nRebels have slain {second} in the hills."
    events = [Told("killing", "killed"), Told("killing", "slain")]
    return _befalls(reading("a", text, created="2005-02-15", events=events), first, second)


def test_other_victims_are_other_killings() -> None:
    """Undated accounts of different people are two, though nobody has a name."""
    assert len(_resolve(_two("a driver", "six soldiers")).events) == 2
    assert len(_resolve(_two("a driver", "the driver")).events) == 1


def test_other_victims_in_another_document() -> None:
    """No date is no agreement; the same day is."""

    def told(key: str, victims: str, when: str | None) -> Reading:
        text = f"X\nGunmen killed {victims} in the hills."
        events = [Told("killing", "killed", {}, when)]
        return _befalls(reading(key, text, created="2005-06-01", events=events), victims)

    assert len(_resolve(told("a", "miners", None), told("b", "a nun", None)).events) == 2
    day = "2005-05-03"
    assert len(_resolve(told("a", "miners", day), told("b", "villagers", day)).events) == 1


def test_the_last_one_in_another_year() -> None:
    """An account beside another year's date is of that year."""
    text = (
        "X\nA flood killed farmers in Orsk.\nThe valley was last hit in 1964, when a flood came.\n"
    )
    told = reading(
        "a",
        text,
        created="2005-06-01",
        chains=[place("Orsk")],
        events=[Told("disaster", "flood killed", {}, "2005-05-31"), Told("disaster", "flood came")],
    )
    assert len(_resolve(_with_time(told, "1964", "1964")).events) == 2
    assert len(_resolve(told).events) == 1


def test_two_convicts_have_two_sentences() -> None:
    """Terms that one document gives to different people are no contradiction."""
    text = "X\nAna Ruiz was sentenced to five years. John Hale was given three."
    told = reading(
        "a",
        text,
        chains=[person("Ana Ruiz"), person("John Hale")],
        events=[
            Told("sentence", "sentenced", {"patient": "Ana Ruiz"}, counts={"sentence_term": "5"}),
            Told("sentence", "given", {"authority": "John Hale"}, counts={"sentence_term": "3"}),
        ],
    )
    found = _resolve(told)
    assert len(found.events) == 2
    assert found.contradictions == ()


def test_who_says_two_things() -> None:
    """Two statements of one body on different matters are two."""
    text = "X\nThe ministry denied the rumour.\nThe ministry announced holidays."
    told = reading(
        "a",
        text,
        chains=[body("ministry")],
        events=[
            Told("denial", "denied", {"agent": "ministry"}),
            Told("statement", "announced", {"agent": "ministry"}),
        ],
    )
    assert len(_resolve(told).events) == 2


def test_a_bare_word_stands_for_the_only_event_of_its_kind() -> None:
    """A word that says nothing of itself joins the one event it can mean, and no other kind."""
    text = "X\nAna Ruiz met John Hale in May 2003.\nThe talks were short."
    chains = [person("Ana Ruiz"), person("John Hale")]
    met = Told("meeting", "met", {"participant": "Ana Ruiz"}, "2003-05-01")
    same, other = Told("negotiation", "talks"), Told("appeal", "talks")
    counts = [
        len(_resolve(reading("a", text, chains=chains, events=[met, bare])).events)
        for bare in (same, other)
    ]
    assert counts == [1, 2]


def _hurt(key: str, who: str, count: str) -> Reading:
    text = f"X\nIn Orsk {who} were injured on Monday, said the {key}."
    events = [Told("injury", "injured", {}, "2010-10-15", "Orsk", {"injured": count})]
    told = reading(key, text, created="2010-10-16", chains=[place("Orsk")], events=events)
    befallen = _befalls(told, who)
    event = befallen.events[0]
    number = msgspec.structs.replace(event.quantities[0].quantity, span=event.arguments[0].span)
    counts = (msgspec.structs.replace(event.quantities[0], quantity=number),)
    event = msgspec.structs.replace(event, quantities=counts)
    return msgspec.structs.replace(befallen, events=(event,))


def test_other_groups_are_counted_apart() -> None:
    """Policemen and strikers hurt are no contradiction; two counts of one group are."""
    assert (
        _resolve(_hurt("a", "two officers", "2"), _hurt("b", "nine strikers", "9")).contradictions
        == ()
    )
    assert _resolve(
        _hurt("a", "two officers", "2"), _hurt("b", "nine officers", "9")
    ).contradictions


def test_a_part_is_no_other_count() -> None:
    """Four of eleven contradicts no count of the eleven."""
    whole = _hurt("a", "eleven people", "11")
    assert _resolve(whole, _hurt("b", "four of them", "4")).contradictions == ()
    assert _resolve(whole, _hurt("b", "four people", "4")).contradictions


def _shot(key: str, doer: str, where: str) -> Reading:
    text = f"X\nIn Salt {where} {doer} shot the students dead, said the {key}."
    told = Told("killing", "shot", {"agent": doer}, "2010-10-15", f"Salt {where}")
    chains = [body(doer), place(f"Salt {where}")]
    return reading(key, text, created="2010-10-16", chains=chains, events=[told])


def test_police_and_army_are_two_and_officers_are_police() -> None:
    """Doers contradict each other only where they are of two forces."""

    def disputed(one: str, other: str) -> set[str]:
        found = _resolve(_shot("a", one, "Square"), _shot("b", other, "Square"))
        return {contradiction.attribute for contradiction in found.contradictions}

    assert disputed("police", "army") == {"agent"}
    assert disputed("police", "officers") == set()


def test_a_square_may_lie_in_a_town() -> None:
    """A place within a town contradicts no town."""
    found = _resolve(_shot("a", "police", "Square"), _shot("b", "police", "Lake"))
    assert "place" not in {contradiction.attribute for contradiction in found.contradictions}


def test_who_is_accused_need_not_be_charged() -> None:
    """That somebody was never charged does not deny an accusation, nor that it was planned."""
    text = "X\nAna Ruiz was charged with theft, said the {}."
    chains = [person("Ana Ruiz")]

    def told(key: str, kind: str, factuality: str) -> Reading:
        event = Told(kind, "charged", {"patient": "Ana Ruiz"}, "2003-05", factuality=factuality)  # type: ignore[arg-type]
        made = "2003-06-01" if key == "a" else "2009-01-01"
        return reading(key, text.format(key), created=made, chains=chains, events=[event])

    denied = told("b", "charge", "denied")
    assert _resolve(told("a", "accusation", "certain"), denied).contradictions == ()
    assert _resolve(told("a", "charge", "planned"), denied).contradictions == ()
    assert _resolve(told("a", "charge", "certain"), denied).contradictions


def test_events_named_by_two_places_are_two() -> None:
    """The massacre of one town is not that of another, though nothing else tells them apart."""
    text = "X\nA year ago came the massacre of Orsk.\nHe spoke of massacres of Marena."
    events = [
        Told("massacre", "massacre", place="Orsk"),
        Told("massacre", "massacres", place="Marena"),
    ]
    chains = [place("Orsk"), place("Marena")]
    told = reading("a", text, created="2005-06-01", chains=chains, events=events)
    same = tuple(msgspec.structs.replace(event, lemma="massacre") for event in told.events)
    assert len(_resolve(msgspec.structs.replace(told, events=same)).events) == 2
