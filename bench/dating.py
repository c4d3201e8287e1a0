"""Score the dating of documents: ``bench/dating.py CORPUS.jsonl SCORER.py [--by source]``.

The corpus has one English or other text a line without its date line, with ``gold``; only the
English ones are read. Either file missing: skipped by name.
"""

import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from kipu.lang.times import load_time_rules
from kipu.model.documents import CreationTime
from kipu.reading.dating import date_document
from kipu.reading.times import read_times
from kipu.syntax import load_parser


def main() -> int:
    """Date the corpus, write the system's dates, run the scorer."""
    if len(sys.argv) < 3 or not all(Path(name).exists() for name in sys.argv[1:3]):
        print(f"dating: skipped, missing {' or '.join(sys.argv[1:3]) or 'CORPUS and SCORER'}")
        return 0
    corpus, scorer, *options = sys.argv[1:]
    records = [json.loads(line) for line in Path(corpus).read_text("utf-8").splitlines()]
    english = [record for record in records if record["lang"] == "en"]
    with tempfile.TemporaryDirectory() as folder:
        gold, system = Path(folder, "gold.jsonl"), Path(folder, "system.jsonl")
        gold.write_text("".join(json.dumps(r) + "\n" for r in english), "utf-8")
        system.write_text("".join(json.dumps(dated(r)) + "\n" for r in english), "utf-8")
        print(f"dating: {Path(corpus).name}, {len(english)} English documents")
        sys.stdout.flush()
        command = [sys.executable, scorer, str(gold), str(system), *options]
        return subprocess.run(command, check=False).returncode


def dated(record: dict[str, str]) -> dict[str, str | None]:
    """Date one document."""
    line_document = importlib.import_module("times").line_document  # beside this file
    doc = line_document(record["id"], record["text"])
    rules = load_time_rules("en")
    syntax = load_parser("en").parse(doc)
    created = date_document(doc, read_times(doc, syntax, rules), rules)
    return {"id": record["id"], **bounds(created)}


def bounds(created: CreationTime) -> dict[str, str | None]:
    """Give the first day, and both ends, as the scorer reads them."""
    interval = created.interval
    if interval is None or interval.earliest is None or interval.latest is None:
        return {"date": None}
    first, last = interval.earliest.isoformat(), interval.latest.isoformat()
    one_month, one_year = first[:7] == last[:7], first[:4] == last[:4]
    digits = 10 if first == last else 7 if one_month else 4
    named = first[:digits] if one_month or one_year else last[:4]
    return {"date": named, "earliest": first, "latest": last}


if __name__ == "__main__":
    sys.exit(main())
