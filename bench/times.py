"""Score time expressions: ``bench/times.py CORPUS.jsonl SCORER.py [--errors]``.

The corpus has one document a line with ``text``, ``dct`` and ``timexes``; the scorer is a
TempEval-3 style program that takes the corpus and a system file. Either missing: skipped by name.
"""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from kipu.lang.times import load_time_rules
from kipu.model import edtf
from kipu.model.documents import Block, BlockKind, CreationTime, Document
from kipu.model.spans import Span
from kipu.reading.times import read_times, resolve_times
from kipu.syntax import load_parser


def main() -> int:
    """Read the corpus, write the system's times, run the scorer."""
    if len(sys.argv) < 3 or not all(Path(name).exists() for name in sys.argv[1:3]):
        print(f"times: skipped, missing {' or '.join(sys.argv[1:3]) or 'CORPUS and SCORER'}")
        return 0
    corpus, scorer, *options = sys.argv[1:]
    lines = Path(corpus).read_text("utf-8").splitlines()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as system:
        for line in lines:
            system.write(json.dumps(read_record(json.loads(line))) + "\n")
        system.flush()
        print(f"times: {Path(corpus).parent.name}/{Path(corpus).name}, {len(lines)} documents")
        sys.stdout.flush()
        command = [sys.executable, scorer, corpus, system.name, *options]
        return subprocess.run(command, check=False).returncode


def read_record(record: dict[str, str]) -> dict[str, object]:
    """Read one document of the corpus; its offsets are kept."""
    doc = line_document(record["id"], record["text"])
    rules = load_time_rules("en")
    syntax = load_parser("en").parse(doc)
    created = CreationTime(edtf.of_day(date.fromisoformat(record["dct"])), "metadata")
    timexes = resolve_times(read_times(doc, syntax, rules), created)
    return {
        "id": record["id"],
        "timexes": [
            {"start": t.span.start, "end": t.span.end, "type": t.type, "value": t.value}
            for t in timexes
        ],
    }


def line_document(doc_id: str, text: str) -> Document:
    """Make a document whose blocks are the lines of a text, the first being its headline."""
    blocks: list[Block] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            kind: BlockKind = "paragraph" if blocks else "headline"
            blocks.append(Block(kind, Span(doc_id, start, start + len(line.rstrip()))))
        start += len(line)
    return Document(doc_id, "0", doc_id, "text/plain", text, tuple(blocks))


if __name__ == "__main__":
    sys.exit(main())
