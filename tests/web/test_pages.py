"""The pages show what the record holds, and every value leads to its words."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

import kipu
from kipu.pipeline.judging import By, Decision
from kipu.web.desk import Desk
from tests.web.site import another, client_of, host_of, ids, links

SCREENS = ("/", "/print", "/timeline", "/network", "/map", "/names", "/documents", "/gaps", "/help",
    "/add", "/review", "/history", "/searches")  # fmt: skip


@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_is_there(reading_client: TestClient, path: str) -> None:
    """Every screen answers, in English and in Spanish."""
    for language, word in (("en", "Chronology"), ("es", "Cronología")):
        answer = reading_client.get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert word in answer.text


def test_the_chronology_is_that_of_the_record(
    reading_client: TestClient, marena_made: Path
) -> None:
    """Every event of the record is on the page once, with a link to its own page."""
    with kipu.open_record(marena_made) as record:
        wanted = Counter(f"/events/{entry.event.id}" for entry in record.chronology())
    page = reading_client.get("/").text
    assert Counter(re.findall(r'class="what"><a href="(/events/\w+)"', page)) == wanted


def test_filters_leave_what_is_asked_for(reading_client: TestClient, marena_made: Path) -> None:
    """What the form asks for is what the record gives for the same question."""
    asked = {"about": "Belor", "from": "2014", "to": "03/2014"}
    page = reading_client.get("/", params=asked).text
    with kipu.open_record(marena_made) as record:
        entries = record.chronology(
            about="Belor", earliest=date(2014, 1, 1), latest=date(2014, 3, 31)
        )
    assert {entry.event.id for entry in entries} == set(re.findall(r'id="e-(\w+)"', page))
    assert 'value="03/2014"' in page


def test_words_are_found_in_accounts(reading_client: TestClient) -> None:
    """Words filter by what the accounts say; words that nobody says leave nothing."""
    every = reading_client.get("/").text.count('id="e-')
    some = reading_client.get("/?words=pardoned").text.count('id="e-')
    assert 0 < some < every
    assert reading_client.get("/?words=zeppelin").text.count('id="e-') == 0


def test_what_is_no_date_is_told(reading_client: TestClient) -> None:
    """A period that is no date is named and left aside."""
    page = reading_client.get("/?from=yesterday-ish").text
    assert "“yesterday-ish” is no date" in page
    assert page.count('id="e-') == reading_client.get("/").text.count('id="e-')


def test_every_link_leads_somewhere(pages: dict[str, httpx2.Response]) -> None:
    """All links of all pages stay on the site and lead to a page, and to a place on it."""
    assert len(pages) > 60
    assert not [path for path, answer in pages.items() if answer.status_code != 200]
    known = {path: set(ids(answer.text)) for path, answer in pages.items()}
    for path, answer in pages.items():
        for link in links(answer.text, path):
            target, _, place = link.partition("#")
            assert not host_of(link), link
            assert not place or place in known[target], f"{link} on {path}"


def test_ids_are_not_given_twice(pages: dict[str, httpx2.Response]) -> None:
    """No page has one id on two elements, so a link leads to one place."""
    for path, answer in pages.items():
        assert not [id_ for id_, count in Counter(ids(answer.text)).items() if count > 1], path


def test_values_lead_to_their_sentences(reading_client: TestClient, marena_made: Path) -> None:
    """On an event's page, every account's word leads to that word in its document."""
    with kipu.open_record(marena_made) as record:
        page = record.show(record.chronology()[0].event.id)
    text = reading_client.get(f"/events/{page.entry.event.id}").text
    for account in page.accounts:
        assert f"/documents/{account.doc.id}#c{account.mention.trigger.start}" in text


def test_names_are_listed_with_the_events_of_their_pages(reading_client: TestClient) -> None:
    """The number beside a name, a place's too, is that of the events on its own page."""
    page = reading_client.get("/names").text
    rows = re.findall(r'href="(/names/\w+)".*?class="figure">(\d+)<', page, re.S)
    assert sum(int(count) > 0 for _, count in rows) > 5
    for path, count in rows[:25]:
        assert reading_client.get(path).text.count('<tr class="') == int(count), path


def test_finds_tell_when_it_was(reading_client: TestClient) -> None:
    """A find of an event has its date, as precisely as the chronology has it."""
    page = reading_client.get("/search", params={"q": "Hask sentenced"}).text
    found = re.search(
        r'<span class="when">([^<]+)</span></p>\s*<p class="what">.*?Hask is sent', page
    )
    assert found is not None
    assert found[1] in reading_client.get("/?about=Hask&type=sentence").text


def test_every_find_leads_to_its_place(reading_client: TestClient) -> None:
    """Finds of each kind lead to a page, those of events without a type to their word."""
    kinds = set()
    for words in ("defeat Calder", "pardoned", "mine"):
        page = reading_client.get("/search", params={"q": words}).text
        for kind, link in re.findall(
            r'<li class="(\w+)">.*?class="what"><a href="([^"]+)"', page, re.S
        ):
            kinds.add(kind)
            path, _, place = link.partition("#")
            found = reading_client.get(path)
            assert found.status_code == 200, link
            assert not place or place in ids(found.text), link
    assert kinds == {"event", "other", "document"}


def test_wrong_addresses_are_told_plainly(reading_client: TestClient) -> None:
    """What is not there is a page that says so, with a way back."""
    for path in ("/events/vnone", "/names/enone", "/documents/none", "/nowhere"):
        answer = reading_client.get(path)
        assert answer.status_code == 404
        assert 'href="/"' in answer.text
        assert "Traceback" not in answer.text


def test_an_empty_record_says_how_to_begin(tmp_path: Path) -> None:
    """An empty record leads to where sources are added."""
    path = tmp_path / "empty.kipu"
    kipu.open_record(path).close()
    client = client_of(path)
    for screen in SCREENS:
        assert client.get(screen).status_code == 200
    assert "The record is empty." in client.get("/").text


def test_a_page_is_of_one_moment(marena: Path) -> None:
    """What others judge and work out while a page is made is not on it, in no part of it."""
    desk = Desk(marena)
    with desk.record() as record:
        before = record.store.events()
        with kipu.open_record(marena) as other:
            who = By("Ada", datetime(2026, 11, 30, tzinfo=UTC))
            other.judge([Decision("wrong", event.id) for event in before[:20]], who)
            other.resolve()
            assert other.store.events() != before
        assert record.store.events() == before
        assert [entry.event for entry in record.entries(before)] == list(before)
    with desk.record() as record:
        assert record.store.events() != before


def test_units_are_named_as_their_numbers_want(reading_client: TestClient) -> None:
    """A sentence is of 18 years, in either language, and not of 18 year."""
    path = re.search(
        r'href="(/events/[^"]+)">Bruno Hask is sentenced', reading_client.get("/").text
    )
    assert path is not None
    for language, words in (("en", "18 years"), ("es", "18 años")):
        fresh = another(reading_client)  # the other keeps the language that it was asked for
        page = fresh.get(path[1], headers={"accept-language": language}).text
        assert f"<dd>{words}</dd>" in page
