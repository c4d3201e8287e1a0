"""Take the pictures of the documents: ``python docs/pictures.py``; needs Chromium.

They are of ``examples/peru``, with ``examples/marena`` beside it in the list of projects.
"""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

import kipu
from kipu.web import make_shelf

PICTURES = Path(__file__).with_name("pictures")
EXAMPLES = Path(__file__).parents[1] / "examples"
SCREENS = {
    "chronology": "/",
    "timeline": "/timeline?from=1990",
    "network": "/network",
    "map": "/map",
    "names": "/names",
    "gaps": "/gaps",
    "review": "/review?about=Fujimori",
    "adding": "/add",
}
"""Screens that an address shows; the others are reached by a click."""


def main() -> None:
    """Make records of two examples and take a picture of each screen."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made) / "investigations"
        folder.mkdir()
        for name in ("marena", "peru"):
            _make(folder / f"{name}.kipu", EXAMPLES / name)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with _served(folder) as address:
            _take(browser, address)
        browser.close()


def _make(path: Path, example: Path) -> None:
    with kipu.open_record(path) as record:
        for file in sorted(example.iterdir()):
            if file.name != "README.md":
                record.add(file)
        record.resolve()


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    listening = [socket.socket() for _ in range(3)]
    for one in listening:
        one.bind(("127.0.0.1", 0))
    app = make_shelf(folder, [one.getsockname()[1] for one in listening])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": listening}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def _take(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1180, "height": 760})
    page.goto(address)
    page.context.add_cookies([{"name": "kipu-judge", "value": "Ada", "url": address}])
    _keep(page, "projects")
    page.get_by_role("link", name="peru").click()
    home = page.url.rstrip("/")
    for name, path in SCREENS.items():
        page.goto(home + path)
        _keep(page, name)
    page.goto(f"{home}/?status=disputed")
    page.locator(".events .what a").last.click()
    _keep(page, "event")
    page.locator(".facts a").first.click()
    _keep(page, "document")
    page.goto(f"{home}/names?q=Fujimori")
    page.locator("td.what > a").first.click()
    _keep(page, "name")
    for dark, width in ((True, 1180), (False, 390)):
        other = browser.new_page(
            viewport={"width": width, "height": 760}, color_scheme="dark" if dark else "light"
        )
        other.goto(f"{home}/?about=Fujimori")
        _keep(other, "dark" if dark else "phone")
        other.close()
    _decide(page, home)


def _decide(page: Page, home: str) -> None:
    """Judge a little, so that the history has something to show."""
    page.goto(f"{home}/review?about=Fujimori")
    for name, reason in (("Accept", ""), ("Unsure", "ask the court"), ("Accept", "")):
        page.locator("#card-verdict").get_by_label("Why").fill(reason)
        with page.expect_navigation():
            page.locator("#card-verdict").get_by_role("button", name=name).click()
    page.goto(f"{home}/history")
    _keep(page, "history")


def _keep(page: Page, name: str) -> None:
    page.wait_for_load_state()
    page.wait_for_timeout(200)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
