"""Score the reading of web pages: body, title, author, date, language.

    python -m bench.extraction CORPUS [--pages] [--limit N]

CORPUS is a folder with ``ground-truth.json`` and ``html/ID.html.gz`` (the form of the public
article extraction benchmark), and under ``news-meta/`` the same with metadata. Without it nothing
is measured and the exit status is 0. ``--pages`` also lists the pages that score least.

Body: shared runs of four words, precision and recall averaged over pages as that benchmark does.
Headline, bylines, datelines and captions of kipu's documents are left out, since the truth has
none of them.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import trafilatura

from kipu.documents import from_text, read_document
from kipu.documents.markup import parse_page
from kipu.documents.page_lines import read_page_lines
from kipu.model.documents import Document
from kipu.model.errors import DocumentError

BODY = ("paragraph", "heading")
RUN = 4
WORD = re.compile(r"\w+")
PAGES_SHOWN = 10
Truth = dict[str, Any]
Page = tuple[str, bytes, Truth]


def load_pages(folder: Path) -> Iterator[Page]:
    """Give name, bytes and truth of each page of a folder."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for name in sorted(truth):
        path = folder / "html" / (name if name.endswith(".gz") else f"{name}.html.gz")
        yield name, gzip.decompress(path.read_bytes()), truth[name]


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of words of a text."""
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1)))


def precision_recall(gold: str, system: str) -> tuple[float, float]:
    """Compare two texts by their runs of words."""
    wanted, given = runs(gold), runs(system)
    shared = sum((wanted & given).values())
    return shared / max(1, sum(given.values())), shared / max(1, sum(wanted.values()))


def gold_body(truth: Truth) -> str:
    """The body of a page as the truth has it."""
    if "articleBody" in truth:
        return str(truth["articleBody"])
    parts = list(truth.get("summary") or [])
    for section in truth["sections"]:
        parts += section["headline"] + section["paragraphs"]
    return "\n".join(parts)


def read_page(name: str, page: bytes) -> Document | None:
    """Read a page; ``None`` where kipu refuses it."""
    try:
        return read_document(page, uri=f"{name.removesuffix('.gz')}")
    except DocumentError:
        return None


def body(doc: Document | None) -> str:
    """The blocks of a document that the truth counts as body."""
    blocks = doc.blocks if doc else ()
    return "\n".join(doc.quote(b.span) for b in blocks if doc and b.kind in BODY)


def trafilatura_body(page: bytes) -> str:
    """What trafilatura alone gives, for comparison."""
    found = trafilatura.extract(page.decode("utf-8", "replace"), fast=True, include_comments=False)
    return found or ""


def printed_body(name: str, page: bytes) -> str:
    """What kipu reads of a whole page copied as plain text, menus and all."""
    root = parse_page(page.decode("utf-8", "replace"))
    lines = read_page_lines(root, frozenset()).lines if root is not None else ()
    try:
        return body(from_text("\n".join(line.text for line in lines), uri=name))
    except DocumentError:
        return ""


def print_body(title: str, pages: list[Page], reader: Callable[[str, bytes], str]) -> list[float]:
    """Print one row of the table of bodies; give the F1 of each page."""
    started = time.process_time()
    texts = [reader(name, page) for name, page, _ in pages]
    speed = len(pages) / (time.process_time() - started)
    pairs = [
        precision_recall(gold_body(truth), text)
        for (_, _, truth), text in zip(pages, texts, strict=True)
    ]
    precision = sum(pair[0] for pair in pairs) / len(pairs)
    recall = sum(pair[1] for pair in pairs) / len(pairs)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{title:<34}{f1:8.3f}{precision:8.3f}{recall:8.3f}{speed:8.0f}")
    return [2 * p * r / (p + r) if p + r else 0.0 for p, r in pairs]


def letters(text: str) -> str:
    """Letters and digits alone, to compare titles by."""
    return "".join(WORD.findall(text.casefold()))


def print_metadata(pages: list[Page]) -> None:
    """Print how often title, author, day and language are right, wrong or not given."""
    docs = [(read_page(name, page), name, truth) for name, page, truth in pages]
    rows = {
        "title": [_title(doc, truth) for doc, _, truth in docs],
        "author": [_author(doc, truth) for doc, _, truth in docs],
        "date": [_date(doc, truth) for doc, _, truth in docs],
    }
    print(f"\n{'metadata':<34}{'right':>8}{'wrong':>8}{'none':>8}")
    for name, row in rows.items():
        judged = [verdict for verdict in row if verdict]
        shares = [judged.count(verdict) / len(judged) for verdict in ("right", "wrong", "none")]
        print(f"{name:<34}" + "".join(f"{share:8.3f}" for share in shares))
    languages = Counter((name[:2], doc.language if doc else None) for doc, name, _ in docs)
    print(
        "language by country: "
        + ", ".join(f"{c}={k}:{n}" for (c, k), n in sorted(languages.items(), key=str))
    )


def _verdict(given: str | None, *, right: bool) -> str:
    return "none" if not given else "right" if right else "wrong"


def _title(doc: Document | None, truth: Truth) -> str | None:
    gold = truth.get("title")
    given = doc.title if doc else None
    return _verdict(given, right=letters(given or "") == letters(gold)) if gold else None


def _author(doc: Document | None, truth: Truth) -> str | None:
    """Right where all of the names are given, and none of them is missing."""
    gold = truth.get("authors")
    given = doc.byline if doc else None
    right = all(letters(name) in letters(given or "") for name in gold or ())
    return _verdict(given, right=right) if gold else None


def _date(doc: Document | None, truth: Truth) -> str | None:
    gold = truth.get("publishing_date")
    interval = doc.published.interval if doc else None
    given = interval.edtf if interval else None
    return _verdict(given, right=given == (gold or "")[:10]) if gold else None


def main() -> int:
    """Print the tables for one corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", action="store_true")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    if not (options.corpus / "ground-truth.json").exists():
        print(f"skipped: no extraction corpus at {options.corpus}", file=sys.stderr)
        return 0
    print(f"{'body':<34}{'F1':>8}{'P':>8}{'R':>8}{'pages/s':>8}")
    for folder in (options.corpus, options.corpus / "news-meta"):
        pages = [page for page in load_pages(folder) if gold_body(page[2]).strip()]
        pages = pages[: options.limit]
        label = f"{folder.name} ({len(pages)})"
        print_body(f"{label} trafilatura fast", pages, lambda _, page: trafilatura_body(page))
        scores = print_body(f"{label} kipu", pages, lambda name, page: body(read_page(name, page)))
        print_body(f"{label} kipu, as plain text", pages, printed_body)
        if options.pages:
            named = sorted(zip(scores, (name for name, _, _ in pages), strict=True))
            for score, name in named[:PAGES_SHOWN]:
                print(f"    {score:.3f} {name}")
    print_metadata(pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
