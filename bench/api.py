"""Measure the API on a large record: how long answers take, as its users wait for them.

    python -m bench.api [--documents 10000] [--folder /tmp]

The documents are made up, each with one event of its own; their resolution is stored, not worked
out. Requests are made within the process: what the network takes is not in it.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.api.service import Service
from tests.record.samples import sample_reading, sample_resolution

from kipu.record import open_store


def make_large(path: Path, documents: int) -> None:
    """Make a record of so many documents, each with one event."""
    readings = [sample_reading(number) for number in range(documents)]
    with open_store(path, create=True) as store:
        for reading in readings:
            store.add_document(reading.doc, reading.doc.text.encode(), reading)
        store.store_resolution(sample_resolution(readings))


def timed(name: str, ask: Callable[[], Any], *, times: int = 40) -> None:
    """Ask some times and print how long the middle one and the slowest of twenty took."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"{name:40} median {statistics.median(taken):8.1f} ms, p95 {p95:8.1f} ms")


def walk(service: Service, path: str) -> Callable[[], None]:
    """Give what asks for one page of a list after the other."""
    asked: dict[str, Any] = {"limit": 50}

    def ask() -> None:
        answer = service.get(path, params=asked)
        assert answer.status_code == 200, answer.text
        asked.pop("cursor", None)
        if answer.json()["next"] is not None:  # else from the begin again
            asked["cursor"] = answer.json()["next"]

    return ask


def measure(service: Service) -> None:
    """Print how long each kind of request takes."""
    for name in ("events", "entities", "documents"):
        timed(f"50 {name}, page after page", walk(service, f"/v1/{name}"))
    event = service.get("/v1/events", params={"limit": 1}).json()["items"][0]["id"]
    timed("one event", lambda: service.get(f"/v1/events/{event}"))
    timed("events of a month", lambda: service.get("/v1/events?from=2000-01&to=2000-01"))
    for words in ("ruler77", "pardoned"):
        timed(f"search for {words}", partial(service.get, f"/v1/search?q={words}"))
    tag = service.get("/v1/record").headers["etag"]
    events = service.get("/v1/events", params={"limit": 200}).json()["items"]
    decisions = ({"verb": "key", "of": one["id"]} for one in events)

    def judge() -> None:
        assert service.judge(next(decisions), tag=tag).status_code == 201

    timed("one judgement", judge)


def main() -> None:
    """Make the record and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory(dir=options.folder) as folder:
        path = Path(folder) / "large.kipu"
        make_large(path, options.documents)
        measure(Service(path))


if __name__ == "__main__":
    main()
