"""In a real browser: nothing runs but ours, nothing is fetched elsewhere, everybody can use it."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from kipu.web import make_app
from tests.web.hostile import PAYLOADS, make_record

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[2] / "islands" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ("/", "/print", "/timeline", "/network", "/names", "/documents", "/gaps", "/help", "/add", "/review",
    "/history",
    "/search?q=pardoned", "/nowhere")  # fmt: skip
PHONE, MAGNIFIED = 390, 320
"""Widths of a phone, and of a screen of 1280 at 400 %."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def serve(record: Path) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(record), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def address(marena_made: Path) -> Iterator[str]:
    yield from serve(marena_made)


class Watch:
    """Notes what a page complains of, and what it asks others for."""

    def __init__(self, page: Page, address: str) -> None:
        self.notes: list[str] = []
        self._address = address
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.notes.append(str(error)))
        page.on("dialog", lambda dialog: self.notes.append(f"dialog {dialog.message}"))
        page.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        # That a page is not there is told by its status; the browser notes it as an error too.
        if message.type == "error" and "status of 404" not in message.text:
            self.notes.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith(self._address):
            self.notes.append(f"asks {request.url}")


def screens(page: Page, address: str) -> list[str]:
    """Give the addresses of all screens, with one event, document and name."""
    page.goto(address)
    found = [page.locator(".what a[href^='/events/']").last.get_attribute("href")]
    for index in ("/documents", "/names"):
        page.goto(address + index)
        found.append(page.locator("td.what > a").first.get_attribute("href"))
    return [*SCREENS, *(path for path in found if path)]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make web")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screens_are_accessible(browser: Browser, address: str, theme: str) -> None:
    """axe finds nothing on any screen in either theme, and no screen complains."""
    page = browser.new_page(color_scheme="dark" if theme == "dark" else "light", bypass_csp=True)
    watch = Watch(page, address)
    for path in screens(page, address):
        page.goto(address + path)
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run().then(r => r.violations.map(v =>"
            " [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 150))]))")  # fmt: skip
        assert not found, f"{path}: {found}"
    assert not watch.notes
    page.close()


@pytest.mark.parametrize("width", [PHONE, MAGNIFIED])
def test_narrow_screens_do_not_scroll_sideways(browser: Browser, address: str, width: int) -> None:
    """On a phone and at 400 % no page is wider than the screen."""
    page = browser.new_page(viewport={"width": width, "height": 640})
    for path in screens(page, address):
        page.goto(address + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
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


def test_no_payload_runs(browser: Browser, tmp_path: Path) -> None:
    """Of all payloads in titles, texts, names and addresses none runs, and none is reported."""
    record = tmp_path / "hostile.kipu"
    make_record(record, PAYLOADS)
    for address in serve(record):
        page = browser.new_page()
        watch = Watch(page, address)
        for path in ("/", "/print", "/names", "/documents", "/network", "/search?q=alert"):
            page.goto(address + path)
            assert page.evaluate("document.scripts.length") <= 3
        page.goto(f"{address}/print")
        for path in page.locator(".refs a").evaluate_all("all => all.map(a => a.href)")[::30]:
            page.goto(path)
        assert not watch.notes
        page.close()
