"""What a person does with a record, from the first screen to the last, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import kipu
from tests.web.browsing import NEEDS_BROWSER, Watch, serve

pytestmark = NEEDS_BROWSER
PATIENCE = 90_000
"""Milliseconds in which a few short articles are read, on a slow machine."""


@pytest.fixture
def address(marena: Path) -> Iterator[str]:
    yield from serve(marena)


def card(page: Page) -> str:
    """Give the account of the card that is shown."""
    return str(page.locator("#card-verdict input[name=of]").get_attribute("value"))


def test_a_review_by_keys_alone(browser: Browser, address: str, marena: Path) -> None:
    """From the first card to undo without a mouse: accept, reject with a reason, unsure, back."""
    page = browser.new_page()
    watch = Watch(page, address)
    page.goto(address)
    for key in ("g", "r"):
        page.keyboard.press(key)
    page.wait_for_url("**/review")
    page.get_by_label("To judge, write your name").focus()
    page.keyboard.type("Ada")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card-verdict")
    page.wait_for_load_state()  # until then the keys do nothing
    seen = [card(page)]
    for keys in (["a"], ["x", *"no witness", "Enter"], ["u"]):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(f"**/review?after={seen[-1]}")
        seen.append(card(page))
    assert len(set(seen)) == 4
    page.keyboard.press("z")
    page.wait_for_url(f"**/review?at={seen[2]}")
    assert card(page) == seen[2]
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "attribute"
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.wait_for_url("**/review?before=*")
    page.keyboard.press("?")
    page.wait_for_url("**/help")
    assert not watch.notes
    page.close()
    with kipu.open_record(marena) as record:
        said = [(j.judge, j.verdict, j.reason) for d in record.history() for j in d.made]
    assert said == [
        ("Ada", "unsure", None), ("Ada", "negative", "no witness"), ("Ada", "positive", None),
    ]  # fmt: skip


def test_a_contradiction_is_decided_and_taken_back(browser: Browser, address: str) -> None:
    """Who prefers a value sees it marked with the reason, and Ctrl-Z takes it back."""
    page = browser.new_page()
    watch = Watch(page, address)
    page.context.add_cookies([{"name": "kipu-judge", "value": "Ada", "url": address}])
    page.goto(f"{address}/gaps")
    page.locator(".dispute h3 a").first.click()
    page.wait_for_url("**/events/*")
    page.wait_for_load_state()
    box = page.locator(".dispute").first
    page.keyboard.press("]")
    assert page.evaluate("document.activeElement.closest('.account').id").startswith("d-")
    box.get_by_label("Why").fill("the final report")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("2")
    expect(box.locator(".chip.preferred")).to_be_visible()
    expect(box).to_contain_text("the final report")
    page.wait_for_load_state()
    page.keyboard.press("Control+z")
    expect(box.locator(".chip.preferred")).to_have_count(0)
    expect(box).to_contain_text("nothing preferred until a person decides")
    page.goto(f"{address}/history")
    expect(page.locator(".deeds .undone")).to_have_count(1)
    assert not watch.notes
    page.close()


def test_two_browsers_at_once(browser: Browser, address: str) -> None:
    """Who decides on what another decided a moment ago is told of it, and nothing is lost."""
    pages = []
    for name in ("Ada", "Ben"):
        page = browser.new_context().new_page()
        page.context.add_cookies([{"name": "kipu-judge", "value": name, "url": address}])
        page.goto(f"{address}/review")
        pages.append(page)
    ada, ben = pages
    ada.locator("#card-verdict").get_by_label("Why").fill("the court said so")
    ada.get_by_role("button", name="Accept").click()
    ada.wait_for_url("**/review?after=*")
    ben.wait_for_load_state()
    ben.keyboard.press("u")
    expect(ben.get_by_role("heading", name="Somebody judged this meanwhile")).to_be_visible()
    expect(ben.locator(".stands")).to_contain_text("the court said so")
    ben.get_by_role("link", name="Look at it again").click()
    assert card(ben) == card(ada)
    for page in pages:
        page.context.close()


def test_files_are_dropped_and_become_a_chronology(browser: Browser, tmp_path: Path) -> None:
    """Dropped files are told of one by one while they are read, and then are in the chronology."""
    record = tmp_path / "new.kipu"
    kipu.open_record(record).close()
    files = []
    for number, day in enumerate(("3 May 2009", "4 May 2009", "5 May 2009")):
        file = tmp_path / f"{number}.txt"
        told = f"An arrest in Lorne\n\nPresident Ada Corvin was arrested in Lorne on {day}.\n"
        file.write_text(told, "utf-8")
        files.append(file)
    for address in serve(record):
        page = browser.new_page()
        watch = Watch(page, address)
        page.goto(address)
        page.locator(".empty").get_by_role("link", name="Add sources").click()
        page.get_by_label("Articles as files").set_input_files(files)
        page.get_by_role("button", name="Read them").click()
        expect(page.locator("tr.added")).to_have_count(3, timeout=PATIENCE)
        expect(page.get_by_role("status")).to_contain_text("3 added", timeout=PATIENCE)
        page.get_by_role("link", name="To the chronology").click()
        expect(page.locator(".year h2")).to_have_text("2009")
        assert re.search(
            r"4 May 2009.*Corvin is arrested", page.locator(".events").inner_text(), re.S
        )
        assert not watch.notes
        page.close()
