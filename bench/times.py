"""Score time expressions: ``python -m bench.times CORPUS.jsonl SCORER.py [--errors]``.

The corpus has one document a line with ``text``, ``dct`` and ``timexes``; the scorer is a
TempEval-3 style program that takes the corpus and a system file, which is what ``kipu times
--jsonl`` answers. Either missing: skipped by name.
"""

import sys
from typing import Any

from bench.lines import score
from kipu.pipeline.time_lines import TextLine, TimesAnswer, times_of_line


def main() -> int:
    """Read the corpus, write the system's times, run the scorer."""
    return score("times", read_record)


def read_record(record: dict[str, Any]) -> TimesAnswer:
    """Read one document of the corpus; its offsets are kept."""
    lang = record.get("lang", "en")
    return times_of_line(TextLine(record["id"], record["text"], record["dct"], lang))


if __name__ == "__main__":
    sys.exit(main())
