"""Measure the pages on a large record: how long the server takes for each.

    python -m bench.pages [--documents 10000] [--folder /tmp]

The documents are made up, each with one event of its own.
"""

import argparse
import re
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from starlette.testclient import TestClient
from tests.record.samples import sample_reading, sample_resolution
from tests.web.site import client_of

from kipu.record import open_store

PAGES = (
    "/", "/?page=7", "/?from=2001&to=2002", "/timeline", "/network", "/names", "/documents",
    "/gaps", "/review", "/history", "/print",
)  # fmt: skip
TIMES = 5


def main() -> None:
    """Make a record and print how long each page takes."""
    parser = argparse.ArgumentParser(description="Measure the pages on a large record.")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with TemporaryDirectory(dir=asked.folder) as folder:
        record = Path(folder) / "many.kipu"
        make(record, asked.documents)
        client = client_of(record)
        client.cookies.set("kipu-judge", "Ada")
        for path in (*PAGES, *found(client)):
            tell(path, [ask(client, path) for _ in range(TIMES)])
        words = [f"ruler{number}" for number in range(0, asked.documents, asked.documents // 40)]
        tell("/search, a rare word", [ask(client, f"/search?q={word}") for word in words])
        tell("/search, a word of all", [ask(client, "/search?q=pardoned") for _ in range(TIMES)])


def make(path: Path, documents: int) -> None:
    """Make a record of so many documents, each with its event."""
    readings = [sample_reading(number) for number in range(documents)]
    with open_store(path, create=True) as store:
        for reading in readings:
            store.add_document(reading.doc, reading.doc.text.encode(), reading)
        store.store_resolution(sample_resolution(readings))


def found(client: TestClient) -> tuple[str, ...]:
    """Give an event, its document, and the card after the first one of a review."""
    card = client.get("/review").text
    places = (r"/events/\w+", r"/documents/\w+", r"/review\?after=\w+")
    return tuple(one[0] for one in (re.search(place, card) for place in places) if one)


def ask(client: TestClient, path: str) -> float:
    """Ask for a page; gives milliseconds."""
    began = time.perf_counter()
    assert client.get(path).status_code == 200, path
    return (time.perf_counter() - began) * 1000


def tell(name: str, times: list[float]) -> None:
    """Print the median, and what one of twenty takes at least."""
    slow = sorted(times)[max(round(len(times) * 0.95) - 1, 0)]
    print(f"{name:44} {statistics.median(times):8.0f} ms {slow:8.0f} ms p95")


if __name__ == "__main__":
    main()
