"""In a real browser: nothing runs but ours, nothing is fetched elsewhere, everybody can use it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bench.made import make_large
from playwright.sync_api import Browser, Page

import kipu
from tests.pace import assert_quick
from tests.web.browsing import NEEDS_BROWSER, Watch, serve, serve_folder
from tests.web.hostile import PAYLOADS, make_record

AXE = Path(__file__).parents[2] / "islands" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ("/", "/?about=Belor", "/print", "/timeline", "/network", "/map", "/names", "/documents",
    "/gaps", "/help", "/add", "/review", "/history", "/searches", "/search?q=pardoned",
    "/nowhere")  # fmt: skip
PHONE, MAGNIFIED = 390, 320
"""Widths of a phone, and of a screen of 1280 at 400 %."""

MOST_WORK = 2.0
"""Seconds of work of the server for a page of 20,000 words with 1,250 events."""

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def address(marena_made: Path) -> Iterator[str]:
    yield from serve(marena_made)


def screens(page: Page, address: str) -> list[str]:
    """Give the addresses of all screens, with one event, document and name."""
    page.goto(f"{address}/?status=disputed")
    found = [page.locator(".what a[href^='/events/']").first.get_attribute("href")]
    for index in ("/documents", "/names"):
        page.goto(address + index)
        found.append(page.locator("td.what > a").first.get_attribute("href"))
    return [*SCREENS, *(path for path in found if path)]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make web")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screens_are_accessible(browser: Browser, address: str, theme: str) -> None:
    """axe finds nothing on any screen in either theme, every fold open, and none complains."""
    page = browser.new_page(color_scheme="dark" if theme == "dark" else "light", bypass_csp=True)
    page.context.add_cookies([{"name": "kipu-judge", "value": "Ada", "url": address}])
    watch = Watch(page, address)
    for path in screens(page, address):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run().then(r => r.violations.map(v =>"
            " [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 150))]))")  # fmt: skip
        assert not found, f"{path}: {found}"
    page.goto(f"{address}/add")
    page.get_by_label("A chronology that you have").fill("Date\tEvent\n1990\tA mine was shut.")
    page.get_by_role("button", name="Look at its columns").click()
    page.wait_for_url("**/add/rows")
    page.add_script_tag(path=AXE)
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []
    assert not watch.notes
    page.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make web")
def test_the_list_of_projects_is_accessible(browser: Browser, marena: Path) -> None:
    """In either theme and on a phone; a record that is begun there is led to, and back from."""
    for address in serve_folder(marena.parent):
        for theme in ("light", "dark"):
            page = browser.new_page(
                color_scheme="dark" if theme == "dark" else "light",
                bypass_csp=True,
                viewport={"width": PHONE, "height": 800},
            )
            watch = Watch(page, "http://127.0.0.1:")
            page.goto(address)
            page.add_script_tag(path=AXE)
            assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
            page.get_by_label("A new record called").fill(f"begun {theme}")
            page.get_by_role("button", name="Begin").click()
            page.wait_for_url("**/add")
            page.get_by_role("link", name="Projects").click()
            page.wait_for_url(f"{address}/")
            assert f"begun {theme}" in page.locator("table").inner_text()
            assert not watch.notes
            page.close()


@pytest.mark.parametrize("width", [PHONE, MAGNIFIED])
def test_narrow_screens_do_not_scroll_sideways(
    browser: Browser, peru_made: Path, width: int
) -> None:
    """On a phone and at 400 % no page is wider than the screen, nor can it be moved sideways."""
    for address in serve(peru_made):
        page = browser.new_page(viewport={"width": width, "height": 640})
        page.context.add_cookies([{"name": "kipu-judge", "value": "Ada", "url": address}])
        for path in screens(page, address):
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
            page.evaluate("scrollTo(9999, 0)")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.evaluate("Math.max(scrollX, visualViewport.pageLeft)") == 0, path
        page.close()


def test_one_click_leads_from_a_value_to_its_sentence(browser: Browser, address: str) -> None:
    """From the event page a click on the word shows it in its document, its sentence lit."""
    page = browser.new_page()
    watch = Watch(page, address)
    page.goto(address)
    page.locator(".what a[href^='/events/']").last.click()
    link = page.locator(".facts a[href*='#c']").first
    word = link.inner_text().strip("“”")
    link.click()
    target = page.locator(":target")
    assert target.inner_text() in word
    assert target.is_visible()
    lit = page.evaluate("getComputedStyle(document.querySelector('.sentence:has(:target)'))"
        ".backgroundColor")  # fmt: skip
    assert lit != "rgba(0, 0, 0, 0)"
    assert not watch.notes
    page.close()


def test_keys_lead_through_the_record(browser: Browser, address: str) -> None:
    """j goes to an event, o opens it, g t shows the timeline, ? what the keys are."""
    page = browser.new_page()
    page.goto(address)
    for key in ("j", "j", "o"):
        page.keyboard.press(key)
    page.wait_for_url("**/events/*")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/timeline")
    page.keyboard.press("?")
    page.wait_for_url("**/help")
    page.close()


def test_the_timeline_comes_closer(browser: Browser, address: str) -> None:
    """Closer shows fewer events, and the arrows go from one to the next."""
    page = browser.new_page()
    watch = Watch(page, address)
    page.goto(f"{address}/timeline")
    every = page.locator("#timeline a:visible").count()
    for _ in range(4):
        page.locator("[data-zoom=in]").click()
    assert 0 < page.locator("#timeline a:visible").count() < every
    page.locator("[data-zoom=all]").click()
    page.locator("#timeline a").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement === document.querySelectorAll('#timeline a')[1]")
    assert not watch.notes
    page.close()


def test_a_period_is_brushed_and_holds_on_all_views(browser: Browser, address: str) -> None:
    """Dragging over a period asks for it; the address has it, and the other views keep to it."""
    page = browser.new_page()
    watch = Watch(page, address)
    page.goto(f"{address}/timeline")
    box = page.locator("#timeline").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.30, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.60, box["y"] + 5, steps=4)
    assert page.locator("#timeline .band").count() == 1
    page.mouse.up()
    page.wait_for_url("**/timeline?*from=201*&to=201*")
    first, last = (page.locator(f"#f-{end}").input_value() for end in ("from", "to"))
    assert "2011" < first < last < "2018"
    page.get_by_role("link", name="chronology", exact=True).click()
    page.wait_for_url("**/?*from=*")
    assert page.locator("#f-from").input_value() == first
    years = page.locator(".year h2").all_inner_texts()
    assert years
    assert all(first[:4] <= year <= last[:4] for year in years)
    assert not watch.notes
    page.close()


def test_the_map_comes_closer(browser: Browser, tmp_path: Path) -> None:
    """Closer moves places apart and shows more labels; a drag moves the map, an arrow the focus."""
    record = tmp_path / "made.kipu"
    make_large(record, 12)
    for address in serve(record):
        page = browser.new_page(viewport={"width": 1180, "height": 1000})
        watch = Watch(page, address)
        page.goto(f"{address}/map")
        place = page.locator("#map a.place").nth(3)
        before = place.get_attribute("transform")
        labels = page.locator("#map text:visible").count()
        page.locator("[data-zoom=in]").click()
        closer = place.get_attribute("transform")
        assert closer != before
        box = page.locator("#map").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 600, box["y"] + 8)
        page.mouse.down()
        page.mouse.move(box["x"] + 500, box["y"] + 8, steps=3)
        page.mouse.up()
        assert place.get_attribute("transform") != closer
        page.locator("[data-zoom=all]").click()
        assert place.get_attribute("transform") == before
        assert page.locator("#map text:visible").count() == labels
        page.locator("#map a.place").first.focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement === document.querySelectorAll('.place')[1]")
        assert not watch.notes
        page.close()


def open_at(page: Page, address: str) -> None:
    """Open a document at a value, and wait until its sentence is lit."""
    page.goto("about:blank")
    page.goto(address)
    page.locator(".sentence:has(:target)").wait_for()


def test_a_long_document_is_read(browser: Browser, tmp_path: Path) -> None:
    """A document of 20,000 words opens at a value without long work, its sentence lit."""
    record = tmp_path / "long.kipu"
    make_large(record, 1, each=1250)
    for address in serve(record):
        page = browser.new_page()
        watch = Watch(page, address)
        page.goto(f"{address}/?words=case+1200")
        page.locator(".what a[href^='/events/']").first.click()
        link = page.locator(".facts a[href*='#c']").first.get_attribute("href")

        assert_quick(partial(open_at, page, f"{address}{link}"), MOST_WORK)
        assert len(page.locator(".reader").inner_text().split()) > 20_000
        assert page.locator(":target").is_visible()
        assert not watch.notes
        page.close()


def test_no_payload_runs(browser: Browser, tmp_path: Path) -> None:
    """Of all payloads in titles, texts, names and addresses none runs, and none is reported."""
    record = tmp_path / "hostile.kipu"
    make_record(record, PAYLOADS)
    with kipu.open_record(record) as opened:
        for words in PAYLOADS:
            opened.searches.keep(words, urlencode({"words": words}), words)
    for address in serve(record):
        page = browser.new_page()
        watch = Watch(page, address)
        for path in ("/", "/print", "/names", "/documents", "/network", "/map", "/searches",
                "/search?q=alert"):  # fmt: skip
            page.goto(address + path)
            assert page.evaluate("document.scripts.length") <= 3
        page.goto(f"{address}/print")
        for path in page.locator(".refs a").evaluate_all("all => all.map(a => a.href)")[::30]:
            page.goto(path)
        assert not watch.notes
        page.close()
