"""A corpus of lines of JSON, read as ``kipu times`` and ``kipu date`` read lines, and scored."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

Json = dict[str, Any]


def score(
    name: str, read: Callable[[Json], msgspec.Struct], *, wanted: Callable[[Json], bool] = bool
) -> int:
    """Read the corpus that the command line names and run the scorer that it names.

    Args:
        wanted: Which records of the corpus are read and scored.
    """
    if len(sys.argv) < 3 or not all(Path(path).exists() for path in sys.argv[1:3]):
        print(f"{name}: skipped, missing {' or '.join(sys.argv[1:3]) or 'CORPUS and SCORER'}")
        return 0
    corpus, scorer, *options = sys.argv[1:]
    lines = Path(corpus).read_text("utf-8").splitlines()
    records = [record for record in map(json.loads, lines) if wanted(record)]
    with tempfile.TemporaryDirectory() as folder:
        gold, system = Path(folder, "gold.jsonl"), Path(folder, "system.jsonl")
        gold.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        system.write_bytes(b"".join(msgspec.json.encode(read(r)) + b"\n" for r in records))
        print(f"{name}: {Path(corpus).parent.name}/{Path(corpus).name}, {len(records)} documents")
        sys.stdout.flush()
        command = [sys.executable, scorer, str(gold), str(system), *options]
        return subprocess.run(command, check=False).returncode
