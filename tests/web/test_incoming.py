"""What comes in from strangers runs nothing: sheets, feeds, mails, pages, names, addresses."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

import kipu
from kipu.pipeline.judging import By, Decision, Verb
from tests.web import incoming
from tests.web.browsing import NEEDS_BROWSER, Watch, serve
from tests.web.hostile import PAYLOADS

pytestmark = NEEDS_BROWSER

LISTS = ("/", "/print", "/names", "/documents", "/gaps", "/timeline", "/network", "/map", "/review",
    "/history", "/searches", "/search?q=alert", "/search?q=arrested", "/add")  # fmt: skip
REMARKS: tuple[Verb, ...] = ("note", "tag", "disputed", "assign")
PATIENCE = 900_000
"""Milliseconds in which a thousand short documents are read, on a slow machine."""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "incoming.kipu"
    kipu.open_record(path).close()
    return path


@pytest.mark.parametrize(
    "step", [pytest.param(4, marks=pytest.mark.exhaustive, id="all"), pytest.param(40, id="some")]
)
def test_nothing_runs_that_comes_in(
    browser: Browser, record: Path, tmp_path: Path, step: int
) -> None:
    """Payloads in every place of every way in: none runs, none is reported, none asks out.

    With a step of 4, each of the 220 comes in by each of the ways in one place or another.
    """
    for address in serve(record):
        page = browser.new_page()
        page.context.add_cookies([{"name": "kipu-judge", "value": "Ada", "url": address}])
        watch = Watch(page, address)
        _send_files(page, address, tmp_path, step)
        _paste(page, address, step)
        _send_addresses(page, address)
        _say_everything(record, PAYLOADS[::step])
        for path in [*LISTS, *_further(page, address, max(step, 8))]:
            page.goto(address + path)
            page.wait_for_load_state()
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.evaluate("document.scripts.length") <= 3, path
            assert page.evaluate("document.querySelectorAll('iframe, object, base').length") == 0
        assert not watch.notes
        page.close()


def _send_files(page: Page, address: str, folder: Path, step: int) -> None:
    files = {
        "sheet.csv": incoming.sheet(step).encode("utf-8", "replace"),
        "feed.xml": incoming.feed(step).encode("utf-8", "replace"),
        "letters.mbox": incoming.mails(step),
        "pages.zip": incoming.pages(step),
    }
    named = [one.replace("/", "_").replace("\0", "") for one in PAYLOADS[::step]]
    texts = {f"{number}{one[:70]}.txt": f"News\n\n{incoming.sentence(one)} {number}".encode()
        for number, one in enumerate(named)}  # fmt: skip
    page.goto(f"{address}/add")
    page.get_by_label("Articles as files").set_input_files(
        [
            FilePayload(name=name, mimeType="application/octet-stream", buffer=data)
            for name, data in (files | texts).items()
        ]
    )
    page.get_by_role("button", name="Read them").click()
    _wait(page)


def _paste(page: Page, address: str, step: int) -> None:
    page.goto(f"{address}/add")
    page.get_by_label("A chronology that you have").fill(incoming.sheet(step, "\t"))
    page.get_by_role("button", name="Look at its columns").click()
    expect(page.locator(".pasted")).to_be_visible()
    page.get_by_role("button", name="Read").last.click()
    _wait(page)


def _send_addresses(page: Page, address: str) -> None:
    page.goto(f"{address}/add")
    page.get_by_label("Pages, PDF files or feeds").fill(incoming.addresses())
    page.get_by_role("button", name="Read them").click()
    _wait(page)
    told = page.locator("tr.refused").count()
    assert told > len(PAYLOADS) * 0.9


def _wait(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text("already there", timeout=PATIENCE)


def _say_everything(record: Path, payloads: tuple[str, ...]) -> None:
    """Let somebody of each name judge, with each payload as reason, note, tag and value."""
    with kipu.open_record(record) as opened:
        opened.resolve()
        events = [entry.event for entry in opened.chronology()[:20]]
        for number, words in enumerate(payloads):
            event = events[number % len(events)]
            at = datetime(2026, 11, 30, 9, tzinfo=UTC) + timedelta(minutes=number)
            remarks = [Decision(verb, event.id, value=words) for verb in REMARKS]
            edit = Decision("edit", event.mentions[0], attribute="source", value=words)
            opened.judge([*remarks, edit, Decision("unsure", event.id)], By(words, at, words))
            opened.searches.keep(f"{number} {words}"[:60], f"words={number}", words)


def _further(page: Page, address: str, step: int) -> Iterator[str]:
    """Give the pages of some documents, names and events, and the further pages of lists."""
    found: list[str] = []
    for path, links in (
        ("/documents", "td.what > a[href^='/documents/'], nav.pages a"),
        ("/names", "td.what > a[href^='/names/'], nav.pages a"),
        ("/", ".what > a[href^='/events/']"),
    ):
        page.goto(address + path)
        some = page.locator(links).evaluate_all("all => all.map(one => one.getAttribute('href'))")
        found += some[::step]
    yield from dict.fromkeys(found)
