"""The pages show what people judged, as the command line does."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import kipu
from kipu.pipeline.judging import By, Decision
from kipu.pipeline.records import Record


@pytest.fixture
def record(marena: Path) -> Record:
    return kipu.open_record(marena)


def judge(record: Record, *decisions: Decision, reason: str | None = None) -> None:
    record.judge(decisions, By("ada", datetime(2026, 11, 30, 9, tzinfo=UTC), reason))
    record.resolve()


def pages(client: TestClient, event: str) -> tuple[str, ...]:
    return tuple(client.get(path).text for path in ("/", "/print", f"/events/{event}"))


def test_what_is_unsure_is_pending_on_every_page(client: TestClient, record: Record) -> None:
    """An event that somebody is unsure of is shown as pending, with the reason on its own page."""
    event = record.chronology()[0].event.id
    assert 'class="chip pending"' not in client.get("/").text
    judge(record, Decision("unsure", event), reason="who else was there?")
    shown = pages(client, event)
    assert all('class="chip pending">pending<' in page for page in shown)
    assert "who else was there?" in shown[-1]
    spanish = client.get("/", headers={"accept-language": "es"}).text
    assert 'class="chip pending">pendiente<' in spanish


def test_what_is_accepted_or_said_beside_is_shown(client: TestClient, record: Record) -> None:
    """Acceptance and key facts have a chip; notes, tags and parties stand on the event's page."""
    event = record.chronology()[0].event.id
    said = (("key", None), ("note", "ask the ministry"), ("tag", "mine"), ("disputed", "the union"))
    judge(record, Decision("right", event), *(Decision(v, event, value=w) for v, w in said))  # type: ignore[arg-type]
    shown = pages(client, event)
    for page in shown:
        assert 'class="chip accepted"' in page
        assert 'class="chip key"' in page
        assert 'class="chip disputed"' in page
    for words in ("accepted by ada", "ask the ministry", "#mine", "disputed by the union"):
        assert words in shown[-1]


def test_a_preferred_value_is_marked_with_who_prefers_it(
    client: TestClient, record: Record
) -> None:
    """The value that a person prefers is marked wherever the disagreement is shown."""
    entry = record.conflicts()[0]
    found = entry.contradictions[0]
    preferred = Decision(
        "prefer", entry.event.id, attribute=found.attribute, value=found.values[0].value
    )
    unasked = client.get(f"/events/{entry.event.id}").text
    assert "nothing preferred until a person decides" in unasked
    judge(record, preferred, reason="the final report")
    for page in (*pages(client, entry.event.id), client.get("/gaps").text):
        assert page.count('class="chip preferred"') >= 1
    shown = client.get(f"/events/{entry.event.id}").text
    assert "the final report" in shown
    assert "preferred · ada" in " ".join(shown.split())


def test_rejected_accounts_are_named_in_print(client: TestClient, record: Record) -> None:
    """The printed chronology names each account that people left out, with who did so and why."""
    event = record.chronology()[0].event
    account = record.show(event.id).accounts[0]
    judge(record, *(Decision("wrong", id_) for id_ in event.mentions), reason="another mine")
    page = " ".join(client.get("/print").text.split())
    assert "rejected by people and" in page
    assert "another mine" in page
    assert " ".join(account.doc.quote(account.mention.sentence).split())[:40] in page
    reader = client.get(f"/documents/{account.doc.id}").text
    assert "another mine" in reader


def test_a_date_that_a_person_gave_is_no_metadata(client: TestClient, record: Record) -> None:
    """The reader says who dated a document, and what kipu had read."""
    doc = record.documents()[0]
    judge(record, Decision("date", doc.id, value="2013-05"), reason="the printer's note")
    page = client.get(f"/documents/{doc.id}").text
    assert "given by a person" in page
    assert "by its metadata" not in page
    for words in ("May 2013", "ada", "the printer&#39;s note", "kipu had read"):
        assert words in page
