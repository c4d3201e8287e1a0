"""Follows a feed into records and is killed while it does, again and again.

    python killing_watch.py RECORDS ROUNDS SEED

The feed leads to pages that differ at every request, over socket pairs. Each round is a fork, which
the parent kills; for every round one line of JSON tells what the record held afterwards.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import kipu
from kipu.pipeline.fetching import Fetcher
from kipu.pipeline.watching import Means, find_watched
from tests.pipeline.servers import Servers, answer, resolve

PAGES = 12
FEED = "http://a.example/news.xml"


class Web(Servers):
    """A feed of pages, each of which holds a word of its own at every request."""

    def answer(self, address: str, lines: list[str]) -> bytes:
        path = address.partition("/")[2]
        if path == "news.xml":
            items = (f"<item><title>Page {n}</title><link>/{n}</link></item>" for n in range(PAGES))
            return answer(f"<rss><channel>{''.join(items)}</channel></rss>".encode(), "ETag: x")
        if not path.isdigit():
            return super().answer(address, lines)
        told = f"<p>The minister of mines number {path} resigned on Monday.</p>"
        return answer(f"<html><body>{told}<p>{os.urandom(9).hex()}</p></body></html>".encode())


def follow(path: Path) -> None:
    """Look at the feed once."""
    with kipu.open_record(path) as record:
        fetcher = Fetcher(resolve=resolve, connect=Web({}).connect, sleep=lambda _: None)
        for _ in record.watch(find_watched([FEED]), Means(fetcher)):
            pass
        record.resolve()


def killed_round(path: Path, seconds: float) -> bool:
    """Let a child follow for so long and kill it; whether it had ended before."""
    child = os.fork()
    if child == 0:
        follow(path)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == 0


def state_of(path: Path) -> dict[str, object]:
    """Tell what a record holds and whether it is whole."""
    if not path.exists():
        return {"pages": [], "problems": []}
    with kipu.open_record(path) as record:
        return {
            "pages": sorted(doc.uri for doc in record.documents()),
            "problems": [problem.message for problem in record.check()],
        }


def main() -> None:
    """Kill until it has ended so many times that records are full, then finish the last one."""
    records, rounds, seed = sys.argv[1:]
    chance = random.Random(int(seed))
    kipu.read(kipu.load(Path(__file__)))
    start = time.monotonic()
    follow(Path(records) / "peace.kipu")
    whole = time.monotonic() - start
    number = 0
    for _ in range(int(rounds)):
        path = Path(records) / f"killed{number}.kipu"
        ended = killed_round(path, chance.uniform(0, whole * 0.4))
        sys.stdout.write(json.dumps({"ended": ended, **state_of(path)}) + "\n")
        number += ended
    last = Path(records) / f"killed{number}.kipu"
    follow(last)
    sys.stdout.write(json.dumps({"ended": True, **state_of(last)}) + "\n")


if __name__ == "__main__":
    main()
