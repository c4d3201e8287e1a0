"""Measure what a person waits for in a real browser, on a record of 100,000 events.

    python -m bench.screens [--documents 10000] [--record FILE]

Prints the first paint of the chronology, the time of searches and the server's part in it, and the
frames of the timeline while it is zoomed. The record is made up (``bench.made``); --record names
one to be kept and used again.
"""

import argparse
import os
import shutil
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright
from tests.web.browsing import serve

from bench.made import WORDS, make_large, name_of

LOADS, SEARCHES, FRAMES = 9, 60, 120
# The frames of a drawing that is zoomed in each of them, closer and farther by turns.
ZOOM = """
(frames) => new Promise((done) => {
  const picture = document.querySelector("#timeline, .timeline"), times = [];
  const box = picture.getBoundingClientRect();
  const turn = (now) => {
    times.push(now);
    if (times.length > frames) return done(times.slice(1).map((one, n) => one - times[n]));
    picture.dispatchEvent(new WheelEvent("wheel", {
      deltaY: times.length % 40 < 20 ? -1 : 1, ctrlKey: true, bubbles: true, cancelable: true,
      clientX: box.left + box.width / 2, clientY: box.top + 20,
    }));
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
})
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def main() -> None:
    """Make a record, or take one, and print what its pages take in a browser."""
    parser = argparse.ArgumentParser(description="Measure the pages in a real browser.")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--record", type=Path)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        record = asked.record or Path(folder) / "large.kipu"
        if not record.exists():
            make_large(record, asked.documents)
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for address in serve(record):
            _measure(browser, address)
        browser.close()


def _measure(browser: Browser, address: str) -> None:
    print(f"{os.cpu_count()} cores, {os.getloadavg()[0]:.1f} processes at work before this")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for path in ("/", "/?page=90", "/timeline", "/map", "/network", "/names", "/gaps", "/review"):
        tell(f"{path}, first paint", [_paint(page, address + path) for _ in range(LOADS)], "ms")
    searches = [_search(page, address, number) for number in range(SEARCHES)]
    tell("search, from Enter to the page", [waited for waited, _ in searches], "ms")
    tell("search, the server's own work", [worked for _, worked in searches], "ms")
    for path in ("/timeline", "/timeline?from=2001-01-01&to=2001-01-29"):
        page.goto(address + path)
        marks = page.locator(".timeline a").count()
        tell(f"{path}, {marks} marks, a frame", page.evaluate(ZOOM, FRAMES), "ms")
    page.close()


def _paint(page: Page, address: str) -> float:
    page.goto(address)
    # Not wait_for_function: it would need what the pages forbid, to make a script of a string.
    while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        page.wait_for_timeout(20)
    return float(page.evaluate(PAINT))


def _search(page: Page, address: str, number: int) -> tuple[float, float]:
    """Search for one event, a name, a thing and a name, or a word that every tenth event has.

    Gives what a person waits and what this process works, where the server is: by the second a
    slow server is told from a browser that has to wait for a processor.
    """
    thing, name = WORDS[number % len(WORDS)], name_of(number)
    words = (f"case {number}", name, f"{thing} {name}", thing)[number % 4]
    page.goto(f"{address}/help")
    page.fill("#q", words)
    began, worked = time.perf_counter(), time.process_time()
    page.press("#q", "Enter")
    page.wait_for_url("**/search?*", wait_until="domcontentloaded")
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def tell(name: str, times: list[float], unit: str) -> None:
    """Print the median, and what one of twenty takes at least."""
    slow = sorted(times)[max(round(len(times) * 0.95) - 1, 0)]
    print(f"{name:58} {statistics.median(times):7.0f} {unit} {slow:7.0f} {unit} p95", flush=True)


if __name__ == "__main__":
    main()
