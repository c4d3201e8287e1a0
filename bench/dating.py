"""Score the dating of documents: ``python -m bench.dating CORPUS.jsonl SCORER.py [--by source]``.

The corpus has one text a line without its date line, with ``gold``; those in languages that kipu
reads times in are read, as ``kipu date --jsonl`` reads them. Either file missing: skipped by name.
"""

import sys
from typing import Any

from bench.lines import score
from kipu.lang.resources import timed_languages
from kipu.pipeline.time_lines import DateAnswer, TextLine, date_of_line


def main() -> int:
    """Date the corpus, write the system's dates, run the scorer."""
    return score("dating", dated, wanted=lambda record: record["lang"] in timed_languages())


def dated(record: dict[str, Any]) -> DateAnswer:
    """Date one document."""
    return date_of_line(TextLine(record["id"], record["text"], None, record["lang"]))


if __name__ == "__main__":
    sys.exit(main())
