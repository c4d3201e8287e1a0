"""The review queue: one card after another, each key a button, nothing shown twice."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import kipu
from kipu.pipeline.records import Record
from tests.web.site import press
from tests.web.test_deciding import named


@pytest.fixture
def ada(client: TestClient) -> TestClient:
    return named(client)


@pytest.fixture
def record(marena: Path) -> Record:
    return kipu.open_record(marena)


def account(page: str) -> str:
    """Give the account that a card is about."""
    found = re.search(r'name="of" value="(m\w+)"', page)
    assert found is not None
    return found[1]


def test_a_card_shows_the_sentence_and_its_values(ada: TestClient, record: Record) -> None:
    """A card has the sentence with its word marked, the source, the values, and a button a key."""
    first = record.claim(record.waiting()[0])
    assert first is not None
    page = ada.get("/review").text
    doc, mention = first.account.doc, first.account.mention
    assert account(page) == mention.id
    assert f"<mark>{doc.quote(mention.trigger)}</mark>" in page
    assert f"1 of {len(record.waiting())} accounts that wait" in page
    assert f'href="/documents/{doc.id}#c{mention.trigger.start}" data-key="o"' in page
    for key in "axuefdjkoz":
        assert f'data-key="{key}"' in page


def test_each_decision_leads_to_the_next_card(ada: TestClient, record: Record) -> None:
    """Accepting, rejecting and being unsure each show the next account; none comes twice."""
    seen, path = [], "/review"
    whole = record.waiting()
    for button in ("Accept a", "Reject x", "Unsure u"):
        page = ada.get(path).text
        seen.append(account(page))
        path = press(ada, path, button, reason="so").headers["location"]
    assert tuple(seen) == whole[:3]
    page = ada.get(path).text
    assert account(page) == whole[3]
    assert f"1 of {len(whole) - 3} accounts that wait" in page
    assert account(ada.get(f"/review?after={whole[3]}").text) == whole[4]
    with kipu.open_record(record.store.place) as now:
        assert [deed.made[0].verdict for deed in now.history()] == [
            "unsure",
            "negative",
            "positive",
        ]
        assert now.waiting()[0] == whole[3]


def test_undo_brings_the_card_back(ada: TestClient, record: Record) -> None:
    """After an undo the card of what was undone is shown, a rejected account too."""
    first = account(ada.get("/review").text)
    path = press(ada, "/review", "Reject x", reason="no").headers["location"]
    assert account(ada.get(path).text) != first
    path = press(ada, path, "Undo z").headers["location"]
    assert account(ada.get(path).text) == first
    assert ada.get("/review").text.count("1 of ") == 1
    path = press(ada, path, "Redo Z").headers["location"]
    assert first not in ada.get("/review").text


def test_back_shows_what_was_judged(ada: TestClient, record: Record) -> None:
    """The card before is shown with its judgement."""
    first = account(ada.get("/review").text)
    path = press(ada, "/review", "Accept a").headers["location"]
    before = re.search(r'rel="prev" href="([^"]+)"', ada.get(path).text)
    assert before is not None
    page = ada.get(before[1].replace("&amp;", "&")).text
    assert account(page) == first
    assert "accepted · ada" in " ".join(page.split())


def test_alternatives_have_numbers(ada: TestClient, record: Record) -> None:
    """On the card of a disputed event a number prefers a value, and the card stays."""
    entry = record.conflicts()[0]
    mention = entry.contradictions[0].values[0].mentions[0]
    path = f"/review?at={mention}"
    values = entry.contradictions[0].values
    page = ada.get(path).text
    assert 'data-key="1"' in page
    assert 'data-key="2"' in page
    words = re.search(r'data-key="2">([^<]+)<kbd>', page)
    assert words is not None
    answer = press(ada, path, f"{words[1].strip()} 2")
    assert answer.headers["location"] == path
    assert "✓" in ada.get(path).text
    with kipu.open_record(record.store.place) as now:
        assert now.conflicts()[0].contradictions[0].preferred == values[1].value


def test_a_review_is_about_a_name(ada: TestClient, record: Record) -> None:
    """Only accounts of one name are shown, also after each decision; a name nobody has is told."""
    about = record.waiting(about="Belor")
    page = ada.get("/review?about=Belor").text
    assert f"1 of {len(about)} account" in page
    path = press(ada, "/review?about=Belor", "Accept a").headers["location"]
    assert "about=Belor" in path
    assert account(ada.get(path).text) == about[1]
    assert "called so" in ada.get("/review?about=Nobody").text


def test_the_end_is_told(ada: TestClient, record: Record) -> None:
    """When every account is judged, the page says so."""
    from kipu.pipeline.judging import Decision
    from tests.pipeline.judged import by

    record.judge([Decision("right", entry.event.id) for entry in record.chronology()], by())
    assert "Nothing waits" in ada.get("/review").text
