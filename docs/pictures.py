"""Take the pictures of the documents: ``python docs/pictures.py RECORD``; needs Chromium."""

import argparse
import shutil
import socket
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from kipu.web import make_app

PICTURES = Path(__file__).with_name("pictures")


def main() -> None:
    """Serve a record and take a picture of some of its pages."""
    parser = argparse.ArgumentParser(description="Take the pictures of the documents.")
    parser.add_argument("record", type=Path)
    record = parser.parse_args().record
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(record), log_level="error"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    _take(f"http://127.0.0.1:{listening.getsockname()[1]}")
    server.should_exit = True


def _take(address: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1180, "height": 760})
        page.goto(address)
        page.screenshot(path=PICTURES / "chronology.png")
        page.goto(f"{address}/?status=disputed")
        page.locator(".events .what a").first.click()
        page.screenshot(path=PICTURES / "event.png")
        page.locator(".facts a").first.click()
        page.wait_for_load_state()
        page.screenshot(path=PICTURES / "document.png")
        page.goto(f"{address}/timeline?from=1990")
        page.screenshot(path=PICTURES / "timeline.png")
        page.goto(f"{address}/map")
        page.screenshot(path=PICTURES / "map.png")
        page.context.add_cookies([{"name": "kipu-judge", "value": "Ada", "url": address}])
        page.goto(f"{address}/review?about=Fujimori")
        page.screenshot(path=PICTURES / "review.png")
        browser.close()


if __name__ == "__main__":
    main()
