"""The moments for which people use kipu, each as one story in a real browser, with its bar."""

import hashlib
import re
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

import kipu
from kipu.model.times import EventTime
from kipu.pipeline.judging import By, Decision
from kipu.pipeline.records import Record
from tests.conftest import EXAMPLES, Run
from tests.web.articles import ARTICLES, UNDATED, write_article
from tests.web.browsing import NEEDS_BROWSER, Watch, serve

pytestmark = NEEDS_BROWSER

MOST_TO_A_ROW, MOST_TO_ALL = 20.0, 300.0
"""Seconds from dropping articles to the first dated row, and to the whole chronology."""
MOST_TO_A_SENTENCE = 1.0
"""Seconds from a click on a value to its sentence."""
DECISIONS = 200
PATIENCE = 120_000


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """A new record, as `kipu serve new.kipu` makes it."""
    path = tmp_path / "new.kipu"
    kipu.open_record(path).close()
    yield from serve(path)


def drop(page: Page, files: list[tuple[str, str]]) -> None:
    """Let files go over the page, as a hand does that drags them from a folder."""
    carried = page.evaluate_handle(
        "(files) => { const carried = new DataTransfer();"
        " for (const [name, text] of files) carried.items.add(new File([text], name));"
        " return carried; }",
        files,
    )
    page.wait_for_load_state()  # until then nothing listens
    page.dispatch_event("main", "drop", {"dataTransfer": carried})
    held = page.get_by_label("Articles as files").evaluate("field => field.files.length")
    assert held == len(files)


def judging(page: Page, address: str, name: str = "Ada") -> Watch:
    """Open a page of somebody who has said who judges."""
    page.context.add_cookies([{"name": "kipu-judge", "value": name, "url": address}])
    return Watch(page, address)


def follow(page: Page, event: str, number: int) -> float:
    """Click on one value of an event's accounts; gives the seconds until its sentence is lit."""
    page.goto(event)
    page.wait_for_load_state()
    value = page.locator(".account .facts a").nth(number)
    began = time.perf_counter()
    value.click()
    page.locator(".sentence:has(:target)").wait_for()
    return time.perf_counter() - began


# 1. Articles are dropped, and a chronology is there.


def drop_and_wait(browser: Browser, address: str, files: list[tuple[str, str]]) -> list[float]:
    """Drop files and read them; gives the seconds to the first dated row and to the end."""
    page, other = browser.new_page(), browser.new_page()
    watch = Watch(page, address)
    page.goto(address)
    page.locator(".empty").get_by_role("link", name="Add sources").click()
    drop(page, files)
    began = time.perf_counter()
    page.get_by_role("button", name="Read them").press("Enter")
    waits: list[float] = []
    while not other.locator(".year .events tbody tr").count():
        assert time.perf_counter() - began < MOST_TO_ALL
        other.wait_for_timeout(500)
        other.goto(address)
    waits.append(time.perf_counter() - began)
    expect(page.get_by_role("status")).to_contain_text(f"{len(files)} added", timeout=300_000)
    waits.append(time.perf_counter() - began)
    page.get_by_role("link", name="To the chronology").click()
    assert not watch.notes
    other.close()
    page.close()
    return waits


def test_articles_become_a_dated_and_cited_chronology(browser: Browser, empty: str) -> None:
    """Eight articles are in order of time; the one without a date has one, with its reasons."""
    folder = EXAMPLES / "peru"
    files = [(file.name, file.read_text("utf-8")) for file in sorted(folder.iterdir())]
    first, _ = drop_and_wait(browser, empty, [one for one in files if one[0] != "README.md"])
    assert first < MOST_TO_A_ROW
    page = browser.new_page()
    page.goto(empty)
    years = [int(year) for year in page.locator(".year > h2").all_inner_texts()]
    assert years == sorted(years)
    assert {1992, 2000, 2024} <= set(years)
    page.goto(f"{empty}/documents")
    row = page.locator("tr", has_text="The engineer who ruled Peru")
    expect(row.locator(".date")).to_contain_text("11–17 Sep 2024")
    expect(row.locator(".chip.inferred")).to_be_visible()
    row.get_by_role("link").click()
    page.get_by_text("why", exact=True).click()
    reasons = page.locator(".docket details li").all_inner_texts()
    assert "“Wednesday, September 11”" in reasons
    assert len(reasons) > 1
    page.close()


@pytest.mark.exhaustive
def test_thirty_articles_become_a_chronology(browser: Browser, empty: str) -> None:
    """Thirty articles of a thousand words: a dated row within 20 s, all within five minutes."""
    files = [(f"{number:02}.txt", write_article(number)) for number in range(ARTICLES)]
    assert min(len(text.split()) for _, text in files) > 900
    first, last = drop_and_wait(browser, empty, files)
    print(f"first dated row {first:.1f} s, all {last:.1f} s")  # noqa: T201
    assert first < MOST_TO_A_ROW
    assert last < MOST_TO_ALL
    page = browser.new_page()
    page.goto(f"{empty}/documents")
    undated = page.locator("tr", has_text=f"{UNDATED:02}.txt")
    expect(undated.locator(".chip.inferred")).to_be_visible()
    page.close()


# 2. A click on a value shows its sentence.


def test_every_value_leads_to_its_sentence_within_a_second(
    browser: Browser, peru_made: Path
) -> None:
    """Each value of an account is a link, one click lights its sentence, a button copies both."""
    for address in serve(peru_made):
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        watch = Watch(page, address)
        page.goto(f"{address}/?status=disputed")
        page.locator(".events .what > a").last.click()
        page.locator(".account .facts").first.wait_for()  # counting does not wait
        event = page.url
        # How certain it is follows from the words around the trigger, which is a link.
        rows = page.locator(
            ".account .facts > div", has_not_text=re.compile("how certain|not said")
        )
        assert rows.count() == rows.filter(has=page.locator("dd a")).count() > 10
        values = page.locator(".account .facts a")
        for number in range(0, values.count(), 4):
            page.goto(event)
            words = values.nth(number).inner_text().partition("“")[2].partition("”")[0]
            waits = [follow(page, event, number) for _ in range(3)]
            assert min(waits) < MOST_TO_A_SENTENCE, waits
            assert page.locator(":target").inner_text() in words
            sentence = page.locator(".sentence:has(:target)")
            assert words in sentence.inner_text()
        page.goto(event)
        page.locator(".account .cite > summary").first.click()
        page.get_by_role("button", name="Copy quote and citation").first.click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(r"“.+” — .+, \d+–\d+; SHA-256 [0-9a-f]+…", copied)
        assert not watch.notes
        context.close()


# 3. What the sources disagree on is decided by a person, or stays open.


def test_a_disagreement_is_decided_by_nobody_but_a_person(browser: Browser, marena: Path) -> None:
    """All planted disagreements are listed, none is decided; then each way to decide is taken."""
    for address in serve(marena):
        page = browser.new_page()
        watch = judging(page, address)
        page.goto(f"{address}/gaps")
        told = " ".join(page.locator(".dispute").all_inner_texts())
        for planted in ("15", "16", "13 Mar 2014", "14 Mar 2014", "Third Brigade", "Police",
                "1 Apr 2014", "2 Apr 2014"):  # fmt: skip
            assert planted in told
        expect(page.locator(".dispute .chip.preferred")).to_have_count(0)
        page.locator(".dispute h3 a").first.click()
        box = page.locator(".dispute", has_text="killed")
        box.get_by_label("Why").fill("both were counted")
        box.get_by_role("button", name="Keep the range").click()
        expect(box).to_contain_text("accepted · Ada")
        expect(box).to_contain_text("both were counted")
        box.get_by_role("button", name="Leave it pending").click()
        expect(page.locator("h1 ~ .standfirst .chip.pending")).to_be_visible()
        box.get_by_label("Ask", exact=True).select_option("Eastmark Post")
        box.get_by_role("button", name="Ask this source").click()
        expect(box).to_contain_text("to be asked: Eastmark Post")
        box.get_by_role("button", name="Prefer").first.click()
        expect(box.locator(".chip.preferred")).to_have_count(1)
        box.get_by_role("button", name="Keep the range").click()
        expect(box.locator(".chip.preferred")).to_have_count(0)
        expect(box).to_contain_text("all values kept")
        box.get_by_role("button", name="Take back").click()
        expect(box).not_to_contain_text("all values kept")
        page.goto(f"{address}/gaps")
        expect(page.locator(".dispute").first).to_contain_text("16")
        assert not watch.notes
        page.close()


# 4. The documents are read again, and the decisions are still there.


def read_worse(record: Record) -> None:
    """Leave a record as an older kipu might have read it: some events missed, some undated."""
    for doc in record.documents():
        reading = record.store.reading(doc.id)
        events = tuple(
            msgspec.structs.replace(event, time=EventTime()) if number % 17 == 3 else event
            for number, event in enumerate(reading.events)
            if number % 10 != 9
        )
        worse = msgspec.structs.replace(reading, events=events, versions=(("kipu", "0"),))
        record.store.replace_reading(worse)
    record.resolve()


def decide(page: Page, address: str, record: Path) -> list[str]:
    """Judge 200 accounts, the first by keys in the browser; gives the accounts."""
    page.goto(f"{address}/review")
    for _ in range(5):
        page.wait_for_load_state()
        with page.expect_navigation():
            page.keyboard.press("a")
    with kipu.open_record(record) as opened:
        judged = [j.target for deed in opened.history() for j in deed.made]
        waiting = opened.waiting_among(opened.store.desk.accounts(None))
        chosen = waiting[: DECISIONS - len(judged)]
        opened.judge([Decision("right", one) for one in chosen], By("Ada", datetime.now(UTC)))
        opened.resolve()
        return [one.id for deed in opened.history() for one in deed.made]


def test_two_hundred_decisions_outlive_a_better_reading(
    browser: Browser, both: Path, run: Run
) -> None:
    """After a better reading 200 decisions stand or wait to be checked; what is new is told."""
    with kipu.open_record(both) as record:
        read_worse(record)
    for address in serve(both):
        page = browser.new_page()
        judging(page, address)
        made = decide(page, address, both)
        assert len(made) == DECISIONS
        done = run("reread", "--record", both)
        assert done.returncode == 0, done.stderr
        new = int(re.findall(r"(\d+) events? new", done.stdout)[0])
        assert new > 0
        assert done.stdout.count("\n+ ") + done.stdout.startswith("+ ") == new
        with kipu.open_record(both) as record:
            placed = {one.id: at.standing for one, at in record.store.desk.placed()}
            queued = [loose.judgement.id for loose in record.to_check()]
        kept = [one for one in made if placed.get(one) == "found"]
        assert len(kept) + len(queued) == DECISIONS
        assert set(kept) | set(queued) == set(made)
        assert queued
        page.goto(f"{address}/history#check")
        expect(page.locator("#check h2 .count")).to_have_text(str(len(queued)))
        expect(page.locator("#check")).to_contain_text("None of them was moved")
        page.goto(f"{address}/review")
        expect(page.locator(".headline .count")).to_contain_text("accounts that wait")
        page.close()


# 5. One click, and an editor or a judge has it on paper.


def test_one_click_gives_paper_with_sources_and_hashes(
    browser: Browser, peru_made: Path, tmp_path: Path
) -> None:
    """Files for Word and PDF, and a bundle in which every source has the hash that they name."""
    for address in serve(peru_made):
        page = browser.new_page()
        watch = judging(page, address)
        page.goto(address)
        page.get_by_role("link", name="For printing, Word and PDF").click()
        named = {
            "Download it for Word": "docx",
            "Download it as PDF": "pdf",
            "Download both with all sources and their hashes": "zip",
        }
        for words, suffix in named.items():
            with page.expect_download() as waiting:
                page.get_by_role("link", name=words).click()
            waiting.value.save_as(tmp_path / f"peru.{suffix}")
        assert not watch.notes
        page.close()
    for suffix in ("docx", "pdf"):
        text = kipu.load(tmp_path / f"peru.{suffix}").text
        assert "Compiled by Ada" in text
        assert "Alberto Fujimori dies" in text
    with zipfile.ZipFile(tmp_path / "peru.zip") as bundle:
        listed = dict(
            line.split("  ")[::-1] for line in bundle.read("SHA256SUMS").decode().splitlines()
        )
        assert {name for name in bundle.namelist() if name != "SHA256SUMS"} == set(listed)
        for name, digest in listed.items():
            assert hashlib.sha256(bundle.read(name)).hexdigest() == digest
    with kipu.open_record(peru_made, read_only=True) as record:
        assert {doc.sha256 for doc in record.documents()} <= set(listed.values())


# Day one: the chronology that people have already.

SHEET = """Date\tEvent\tWhere\tSource
11/1991\tThe Colina Group killed fifteen people in Barrios Altos.\tLima\tmy notes
c. 1995\tAlberto Fujimori was elected president of Peru again.\t\tmy notes
before 1992\tSoldiers killed ten students of the university.\t\tmy notes
7/4/2009\tA court in Lima sentenced Alberto Fujimori to 25 years in prison.\tLima\tmy notes
"""


def test_a_sheet_is_pasted_and_articles_are_set_beside_its_rows(
    browser: Browser, peru: Path
) -> None:
    """The rows of a spreadsheet are dated as they say, and become one event with articles."""
    for address in serve(peru):
        page = browser.new_page()
        watch = judging(page, address)
        page.goto(f"{address}/add")
        page.get_by_label("A chronology that you have as a spreadsheet").fill(SHEET)
        page.get_by_role("button", name="Look at its columns").click()
        expect(page.get_by_label("Date", exact=True)).to_have_value("happened")
        expect(page.get_by_label("Event", exact=True)).to_have_value("text")
        expect(page.get_by_label("Source", exact=True)).to_have_value("outlet")
        page.get_by_role("button", name="Read 4 rows").click()
        expect(page.get_by_role("status")).to_contain_text("4 added", timeout=PATIENCE)
        page.goto(address)
        rows = {"1991": "Colina Group kills 15 people", "1995": "Alberto Fujimori is elected"}
        for year, told in rows.items():
            row = page.locator(f"#y{year} .events tbody tr", has_text=told)
            expect(row).to_contain_text("sources")
        page.goto(f"{address}/?from=7+Apr+2009&to=2009-04-07&about=Fujimori&type=sentence")
        row = page.locator(".events tr", has_text="sentenced")
        expect(row).to_have_count(1)
        expect(row).to_contain_text("4 sources")
        row.get_by_role("link").click()
        mine = page.locator(".account", has_text="my notes")
        mine.get_by_role("link", name="“7/4/2009”").click()
        expect(page.locator(":target")).to_have_text("7/4/2009")
        assert not watch.notes
        page.close()
