"""What people decide shows everywhere, survives, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kipu.imports.json import import_judgements
from kipu.model.errors import RecordError, Superseded
from kipu.pipeline.chronology import Entry
from kipu.pipeline.judging import Decision, Verb
from kipu.pipeline.records import Record, open_record
from kipu.pipeline.standing import Value
from kipu.record.connections import Place
from tests.pipeline.judged import by, make_record, readings, state


@pytest.fixture
def record(place: Place) -> Iterator[Record]:
    """Make a record of the four documents."""
    with make_record(place) as record:
        yield record


def entry(record: Record, words: str) -> Entry:
    """Give the line that has these words."""
    return next(e for e in record.chronology() if words in e.text)


def values(record: Record, words: str, attribute: str) -> dict[str, Value]:
    """Give the values of an attribute of an event, as they are shown."""
    page = record.show(entry(record, words).event.id)
    return {value.value: value for value in page.values if value.attribute == attribute}


def decide(record: Record, verb: Verb, of: str, *other: str, **more: str) -> None:
    """Judge one thing."""
    record.judge([Decision(verb, of, other, more.get("attribute"), more.get("value"))], by())


def test_an_accepted_event_says_by_whom(record: Record) -> None:
    """Only where each account was taken for right is the event accepted."""
    event = entry(record, "Quispe").event
    decide(record, "right", event.mentions[0])
    assert entry(record, "Quispe").standing.accepted_by == ()
    decide(record, "right", event.id)
    assert entry(record, "Quispe").standing.accepted_by == ("ada",)


def test_a_rejected_account_leaves_the_chronology(record: Record) -> None:
    """It is listed as left out, with the judgement, and nothing else changes."""
    before = record.chronology()
    arrest = entry(record, "Huanca").event
    record.judge([Decision("wrong", arrest.id)], by(reason="another man"))
    assert record.chronology() == tuple(e for e in before if e.event.id != arrest.id)
    (left,) = record.left_out()
    assert (left.mention.id, left.judgement.reason) == (arrest.mentions[0], "another man")
    record.undo(by(minute=1))
    assert record.chronology() == before
    assert record.left_out() == ()


def test_what_is_unsure_is_pending(record: Record) -> None:
    """The event stays where it is, as pending, with the reason."""
    record.judge([Decision("unsure", entry(record, "Huanca").event.id)], by(reason="ask her"))
    standing = entry(record, "Huanca").standing
    assert (standing.status, standing.reason) == ("pending", "ask her")


@pytest.mark.parametrize("number", ["14", "18"])
def test_a_preferred_value_is_what_the_line_shows(record: Record, number: str) -> None:
    """The other stays on the page and among the conflicts, which name the preferred one."""
    event = entry(record, "Quispe").event
    decide(record, "prefer", event.id, attribute="killed", value=number)
    line = entry(record, "Quispe")
    assert number in line.text
    assert {"14": "18", "18": "14"}[number] not in line.text
    assert [found.preferred for found in line.contradictions] == [number]
    shown = values(record, "Quispe", "killed")
    assert {value for value in shown if shown[value].shown} == {number}
    assert line.standing.status == "disputed"
    assert len(line.standing.disputed_by) == 1


def test_a_second_preference_takes_the_place_of_the_first(record: Record) -> None:
    """One value is preferred at a time, whichever account gives it."""
    event = entry(record, "Quispe").event.id
    for number in ("14", "18"):
        decide(record, "prefer", event, attribute="killed", value=number)
    assert entry(record, "Quispe").contradictions[0].preferred == "18"
    record.undo(by(minute=1))
    assert entry(record, "Quispe").contradictions[0].preferred == "14"


def test_an_edited_value_keeps_the_machine_value_beside(record: Record) -> None:
    """The line shows what the person says; the page shows what kipu had read too."""
    account = entry(record, "Huanca").event.mentions[0]
    decide(record, "edit", account, attribute="when", value="2018-06-08")
    assert entry(record, "Huanca").when.edtf == "2018-06-08"
    value = values(record, "Huanca", "when")["2018-06-08"]
    assert (value.machine, value.shown) == ("2018-06-09", True)


def account_event(record: Record, account: str) -> str:
    """Give the event that an account tells of now."""
    event = record.store.desk.event_of(account)
    assert event is not None
    return event


@pytest.mark.parametrize(
    ("attribute", "value", "shown"),
    [
        ("type", "acquittal", "acquitt"),
        ("factuality", "planned", None),
        ("place", "Tarma", None),
        ("patient", "Rosa Quispe", "Rosa Quispe"),
    ],
)
def test_every_kind_of_value_can_be_edited(
    record: Record, attribute: str, value: str, shown: str | None
) -> None:
    """The event has the new value, and loses it when that is undone."""
    account = entry(record, "Huanca").event.mentions[0]
    before = state(record)
    decide(record, "edit", account, attribute=attribute, value=value)
    page = record.show(account_event(record, account))
    assert [v.value for v in page.values if v.attribute == attribute and v.shown] == [value]
    if shown:
        assert shown in page.entry.text.casefold() or shown in page.entry.text
    assert state(record) != before
    record.undo(by(minute=1))
    assert state(record) == before


def test_a_rejected_value_stays_rejected_when_it_is_proposed_again(record: Record) -> None:
    """A new reading that says the same again does not bring it back."""
    event = entry(record, "Quispe").event
    decide(record, "reject", event.id, attribute="killed", value="18")
    assert entry(record, "Quispe").contradictions == ()
    assert "18" not in entry(record, "Quispe").text
    first = readings()[0]
    anew = msgspec.structs.replace(first, versions=(("test", "2"),))
    record.store.replace_reading(anew)
    assert "18" not in entry(record, "Quispe").text
    assert values(record, "Quispe", "killed")["18"].status == "rejected"
    assert record.to_check() == ()


def test_a_reading_that_says_something_else_is_to_be_checked(record: Record) -> None:
    """What a person took for right and kipu reads otherwise now is on the list, not applied."""
    event = entry(record, "Huanca").event
    decide(record, "right", event.id)
    arrest = readings()[2]
    told = arrest.events[0]
    other = msgspec.structs.replace(told, factuality="possible")
    record.store.replace_reading(msgspec.structs.replace(arrest, events=(other,)))
    (loose,) = record.to_check()
    assert loose.standing == "changed"
    assert loose.was is not None
    assert loose.now == loose.was.replace("certain", "possible")
    assert entry(record, "Huanca").standing.accepted_by == ()
    record.store.replace_reading(msgspec.structs.replace(arrest, events=()))
    assert [one.standing for one in record.to_check()] == ["missing"]
    record.store.replace_reading(arrest)
    assert record.to_check() == ()
    assert entry(record, "Huanca").standing.accepted_by == ("ada",)


def test_events_are_merged_and_split(record: Record) -> None:
    """What a person says is one is one, and what they split is two, until that is undone."""
    arrest, release = entry(record, "Huanca").event, entry(record, "baker").event
    before = state(record)
    decide(record, "same", arrest.id, release.id)
    assert len(record.chronology()) == 2
    record.undo(by(minute=1))
    killing = entry(record, "Quispe").event
    decide(record, "split", killing.id, killing.mentions[1])
    assert len(record.chronology()) == 4
    split = state(record)
    decide(record, "same", *(str(record.event_of(account)) for account in killing.mentions))
    assert len(record.chronology()) == 3
    assert record.link_conflicts() == ()
    record.undo(by(minute=2))
    assert state(record) == split
    record.undo(by(minute=2))
    assert state(record) == before


def test_people_are_merged_and_split(record: Record) -> None:
    """Whoever is merged is one in all events; whoever is split is two."""
    quispe, huanca = (record.store.entities(name)[0].id for name in ("Quispe", "Huanca"))
    decide(record, "same", quispe, huanca)
    (both,) = record.store.entities("Quispe")
    assert "Mario Huanca" in (both.name, *both.aliases)
    assert len(record.who("Huanca")[0].entries) == 2
    record.undo(by(minute=1))
    rosa = readings()[1].mentions[0].id
    decide(record, "split", record.store.entities("Quispe")[0].id, rosa)
    apart = [entity.id for entity in record.store.entities("Quispe")]
    assert len(apart) == 2
    decide(record, "same", *apart)
    assert len(record.store.entities("Quispe")) == 1


def test_links_that_contradict_each_other_are_told_and_not_applied(record: Record) -> None:
    """A is B, B is C, A is not C: nobody is merged until a person takes one of them back."""
    ids = [record.store.entities(name)[0].id for name in ("Quispe", "Huanca", "baker")]
    decide(record, "same", ids[0], ids[1])
    record.resolve()
    merged = record.store.entities("Quispe")[0].id
    decide(record, "different", merged, ids[2])
    huanca = readings()[2].mentions[0].id
    baker = readings()[3].mentions[0].id
    decide(record, "same", huanca, baker)
    (conflict,) = record.link_conflicts()
    assert conflict.different.verdict == "negative"
    assert len(conflict.same) == 2
    assert len({record.store.entities(n)[0].id for n in ("Quispe", "Huanca", "baker")}) == 3
    record.undo(by(minute=1))
    assert record.link_conflicts() == ()
    assert len({record.store.entities(n)[0].id for n in ("Quispe", "Huanca", "baker")}) == 2


def test_what_is_said_beside_is_shown(record: Record) -> None:
    """Key facts, parties that dispute, notes, tags and assignments stand with the event."""
    event = entry(record, "Huanca").event.id
    record.judge(
        [
            Decision("key", event),
            Decision("disputed", event, value="the defence"),
            Decision("note", event, value="ask the court"),
            Decision("tag", event, value="fraud"),
            Decision("tag", event, value="2018"),
            Decision("assign", event, value="ben"),
        ],
        by(),
    )
    standing = entry(record, "Huanca").standing
    assert (standing.status, standing.disputed_by) == ("disputed", ("the defence",))
    assert standing.key
    assert standing.tags == ("2018", "fraud")
    assert standing.notes == ("ask the court",)
    assert standing.assigned == ("ben",)


def test_copies_are_what_people_say(record: Record) -> None:
    """A copy is no second witness; what is said to be none is one again."""
    one, other = readings()[0].doc.id, readings()[1].doc.id
    assert entry(record, "Quispe").event.independent_sources == 2
    decide(record, "copy", other, one)
    assert entry(record, "Quispe").event.independent_sources == 1
    decide(record, "original", one, other)
    assert entry(record, "Quispe").event.independent_sources == 2
    assert record.store.fetch_resolution().copies == ()


def test_a_mention_that_is_none_is_nobody(record: Record) -> None:
    """A rejected mention names nobody any more; its chain is gone with it."""
    baker = readings()[3].mentions[0].id
    decide(record, "wrong", baker)
    assert record.store.entities("baker") == ()
    assert entry(record, "elease").event.participants == ()
    assert record.check() == ()


def test_many_at_once_are_one_action(record: Record) -> None:
    """What is judged together is undone together, and done again together."""
    events = [e.event.id for e in record.chronology()]
    before = state(record)
    record.judge([Decision("wrong", event) for event in events], by())
    assert record.chronology() == ()
    after = state(record)
    record.undo(by(minute=1))
    assert state(record) == before
    record.redo(by(minute=2))
    assert state(record) == after


def test_a_second_writer_is_told_of_the_first(record: Record) -> None:
    """Who decides on what another has judged meanwhile is refused, and sees what the other said."""
    event = entry(record, "Huanca").event.id
    seen = record.show(event).seen
    record.judge([Decision("wrong", event)], by("ben", reason="no"), seen=seen)
    with pytest.raises(Superseded, match="ben judged the same") as refused:
        record.judge([Decision("right", event)], by("ada"), seen=seen)
    assert [j.judge for j in refused.value.judgements] == ["ben"]
    assert [deed.action.judge for deed in record.history()] == ["ben"]
    record.judge([Decision("key", entry(record, "baker").event.id)], by("ada"), seen=seen)


def test_what_waits_is_known_before_the_record_is_worked_out(record: Record, place: Place) -> None:
    """The queue passes over what was judged a moment ago, and has it back after an undo."""
    whole = record.waiting()
    assert whole == tuple(id_ for e in record.chronology() for id_ in e.event.mentions)
    assert record.waiting(about="Huanca") == entry(record, "Huanca").event.mentions
    decide(record, "right", whole[0])
    decide(record, "wrong", whole[-1])
    assert not record.is_resolved()
    with open_record(place, read_only=True, as_resolved=True) as stale:
        assert stale.waiting() == whole[1:-1]
        record.undo(by(minute=1))
        assert stale.waiting() == whole[1:]
    assert record.waiting() == whole[1:]


def test_a_page_that_is_not_up_to_date_says_so(record: Record) -> None:
    """Who decides on a page that does not show yet what another judged is told of it."""
    number = entry(record, "Quispe").event.mentions[0]
    event = record.show(entry(record, "Quispe").event.id).entry.event.id
    record.judge([Decision("prefer", event, (), "killed", "14")], by("ben"))
    stale = record.claim(number, fresh=False)
    assert stale is not None
    assert not stale.page.judgements
    decision = Decision("prefer", event, (), "killed", "14")
    with pytest.raises(Superseded, match="ben judged the same"):
        record.judge([decision], by("ada"), seen=stale.page.seen)
    fresh = record.claim(number)
    assert fresh is not None
    record.judge([decision], by("ada"), seen=fresh.page.seen)


def test_judgements_are_taken_over_as_one_action(record: Record, tmp_path: Path) -> None:
    """The judgements of an export count in another record of the same documents, and are undone."""
    decide(record, "prefer", entry(record, "Quispe").event.id, attribute="killed", value="14")
    decide(record, "key", entry(record, "baker").event.id)
    given = import_judgements(record.export_json())
    with make_record(tmp_path / "other.kipu") as other:
        before = state(other)
        other.take_over(given, by("ben"))
        assert state(other) == state(record)
        other.undo(by("ben", minute=1))
        assert state(other) == before


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (Decision("right", "v0"), "nothing whose id begins"),
        (Decision("right", "x"), "nothing whose id begins"),
        (Decision("prefer", "KILLING", attribute="killed", value="99"), "they give"),
        (Decision("prefer", "KILLING", value="99"), "name which value"),
        (Decision("reject", "KILLING", attribute="type", value="killing"), "edit it"),
        (Decision("edit", "KILLING", attribute="when", value="soon"), "no time"),
        (Decision("edit", "KILLING", attribute="type", value="magic"), "no type of event"),
        (Decision("edit", "KILLING", attribute="place", value="Atlantis"), "called"),
        (Decision("edit", "KILLING", attribute="when"), "say what"),
        (Decision("same", "KILLING", ("KILLING",)), "named twice"),
        (Decision("same", "KILLING"), "one more id"),
        (Decision("split", "KILLING", ("d",)), "begins with 'd'|more than one id"),
        (Decision("date", "KILLING", value="2001"), "only documents"),
        (Decision("note", "KILLING"), "needs a word"),
        (Decision("withdraw", "j0"), "nothing whose id begins"),
    ],
)
def test_what_makes_no_sense_is_refused(record: Record, decision: Decision, message: str) -> None:
    """The message says what is not there or cannot be judged so; nothing is written."""
    killing = entry(record, "Quispe").event.id
    put = msgspec.structs.replace(
        decision,
        of=decision.of.replace("KILLING", killing),
        other=tuple(other.replace("KILLING", killing) for other in decision.other),
    )
    with pytest.raises(RecordError, match=message):
        record.judge([put], by())
    assert record.history() == ()
