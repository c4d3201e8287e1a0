"""Adds the documents of a folder to records and is killed while it does, again and again.

    python killing.py FOLDER RECORDS ROUNDS SEED

Everything is loaded once; each round is a fork, which the parent kills. For every round one line
of JSON tells what the child had announced and what the record held afterwards.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import kipu
from kipu.pipeline.loading import Source, find_sources


def add_all(path: Path, sources: tuple[Source, ...], announce: int) -> None:
    """Add sources, announcing each that is in the record for good."""
    with kipu.open_record(path) as record:
        for addition in record.add_all(sources):
            if addition.outcome in ("added", "known"):
                os.write(announce, f"{addition.uri}\n".encode())
        record.resolve()
    os.write(announce, b"done\n")


def killed_round(path: Path, sources: tuple[Source, ...], seconds: float) -> list[str]:
    """Let a child add for so long, kill it, and give what it had announced."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        add_all(path, sources, writer)
        os._exit(0)
    os.close(writer)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reader) as announced:
        return announced.read().split("\n")[:-1]


def state_of(path: Path) -> dict[str, object]:
    """Tell what a record holds and whether it is whole."""
    if not path.exists():
        return {"documents": [], "problems": []}
    with kipu.open_record(path) as record:
        return {
            "documents": sorted(doc.uri for doc in record.documents()),
            "problems": [problem.message for problem in record.check()],
        }


def main() -> None:
    """Run the rounds, then finish the last record in peace."""
    folder, records, rounds, seed = sys.argv[1:]
    chance = random.Random(int(seed))
    sources = find_sources([Path(folder)]).found
    start = time.monotonic()
    with kipu.open_record(Path(records) / "peace.kipu") as record:
        kipu.read(kipu.load(sources[0].path))
        start = time.monotonic()
        list(record.add_all(sources))
        record.resolve()
    whole = time.monotonic() - start
    number = 0
    for _ in range(int(rounds)):
        path = Path(records) / f"killed{number}.kipu"
        announced = killed_round(path, sources, chance.uniform(0, whole * 0.6))
        state = state_of(path)
        sys.stdout.write(json.dumps({"announced": announced, **state}) + "\n")
        number += "done" in announced
    add_all(Path(records) / f"killed{number}.kipu", sources, os.open(os.devnull, os.O_WRONLY))
    for name in ("peace.kipu", f"killed{number}.kipu"):
        with kipu.open_record(Path(records) / name) as record:
            Path(records, name).with_suffix(".json").write_bytes(record.export_json(with_text=True))
    Path(records, f"killed{number}.json").rename(Path(records, "killed.json"))


if __name__ == "__main__":
    main()
