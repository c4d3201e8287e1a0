"""Score the reading of web pages: body, title, author, date, language.

    python -m bench.extraction CORPUS [--pages] [--limit N] [--floors | --write-floors]

CORPUS is a folder with ``ground-truth.json`` and ``html/ID.html.gz`` (the form of the public
article extraction benchmark), and under ``news-meta/`` the same with metadata. Without it nothing
is measured and the exit status is 0. ``--pages`` also lists the pages that score least.

Body: shared runs of four words, precision and recall averaged over pages as that benchmark does.
Headline, bylines, datelines and captions of kipu's documents are left out, since the truth has
none of them. Pages in doubt are those of which kipu says that a person should look at them. How a
whole page that was copied as text is cleaned, and what clean articles lose, is judged by lines
(``bench/cleaning.py``). An author is right by name.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path
from statistics import mean
from typing import Any

import trafilatura

from bench.cleaning import BODY, Words, judge_lines, lost_share, printed, read_text
from bench.floors import corpus_hash, judge
from kipu.documents import read_document
from kipu.model.documents import Document
from kipu.model.errors import DocumentError

RUN = 4
WORD = re.compile(r"\w+")
PAGES_SHOWN = 10
BAD = 0.85
"""F1 of a page that a person should look at."""
DOUBTS = ("article-doubtful", "article-unsure")
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


def trafilatura_body(page: bytes, *, fast: bool, precise: bool = False) -> str:
    """What trafilatura alone gives, for comparison."""
    found = trafilatura.extract(
        page.decode("utf-8", "replace"), fast=fast, include_comments=False, favor_precision=precise
    )
    return found or ""


def print_body(
    title: str, pages: list[Page], reader: Callable[[str, bytes], str]
) -> tuple[float, list[float]]:
    """Print one row of the table of bodies; give its F1 and that of each page."""
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
    return f1, [2 * p * r / (p + r) if p + r else 0.0 for p, r in pairs]


def print_doubts(label: str, scores: Mapping[str, float], doubtful: Set[str]) -> None:
    """Print how many pages kipu doubts, the mean F1 of them and of the others, and of bad ones."""
    told = [scores[name] for name in doubtful]
    rest = [score for name, score in scores.items() if name not in doubtful]
    caught, bad = (sum(score < BAD for score in some) for some in (told, scores.values()))
    print(
        f"{f'{label} in doubt':<34}{len(told):8d}: mean F1 {mean(told or [0.0]):.3f}, of the others"
        f" {mean(rest or [0.0]):.3f}; {caught} of {bad} below {BAD}"
    )


def print_cleaning(label: str, pages: list[Page]) -> dict[str, float]:
    """Print how whole pages copied as text are cleaned, and what clean articles lose."""
    total = Words()
    for name, page, truth in pages:
        doc = read_text(name, printed(page))
        total += judge_lines(doc, gold_body(truth)) if doc else Words()
    lost = lost_share((name, gold_body(truth)) for name, _, truth in pages)
    scores = "".join(f"{score:8.3f}" for score in total.scores)
    print(f"{f'{label} lines of copied pages':<34}{scores}")
    print(f"{f'{label} words lost of clean text':<34}{lost:8.4f}")
    return {"copied": total.scores[0], "clean": 1 - lost}


def letters(text: str) -> str:
    """Letters and digits alone, to compare titles by."""
    return "".join(WORD.findall(text.casefold()))


def print_metadata(pages: list[Page]) -> dict[str, float]:
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
    authors, days = _author_names(docs), _declared_days(docs)
    print(
        f"{'authors by name, F1, P, R':<34}" + "".join(f"{score:8.3f}" for score in authors.scores)
    )
    print(f"{'days declared right, wrong':<34}{days[0]:8d}{days[1]:8d}")
    languages = Counter((name[:2], doc.language if doc else None) for doc, name, _ in docs)
    print(
        "language by country: "
        + ", ".join(f"{c}={k}:{n}" for (c, k), n in sorted(languages.items(), key=str))
    )
    dated = [verdict for verdict in rows["date"] if verdict]
    return {
        "authors": authors.scores[0],
        "dates": dated.count("right") / len(dated),
        "dates not wrong": 1 - dated.count("wrong") / len(dated),
    }


def _author_names(docs: list[tuple[Document | None, str, Truth]]) -> Words:
    """Count the authors that are named right, named wrong and missed."""
    total = Words()
    for doc, _, truth in docs:
        gold = {letters(name) for name in truth.get("authors") or ()}
        given = {letters(name) for name in _NAMES.split((doc.byline if doc else None) or "")} - {""}
        if gold:
            total += Words(len(gold & given), len(given - gold), len(gold - given))
    return total


_NAMES = re.compile(r"\s*[,;]\s*|\s+(?:and|und|y|et|e|og|&)\s+")


def _declared_days(docs: list[tuple[Document | None, str, Truth]]) -> tuple[int, int]:
    """Count the days that a page itself declares in its metadata, right and wrong ones."""
    declared = [
        _date(doc, truth) for doc, _, truth in docs if doc and doc.published.basis == "metadata"
    ]
    return declared.count("right"), declared.count("wrong")


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
    parser.add_argument("--floors", action="store_true")
    parser.add_argument("--write-floors", action="store_true")
    options = parser.parse_args()
    if not (options.corpus / "ground-truth.json").exists():
        print(f"skipped: no extraction corpus at {options.corpus}", file=sys.stderr)
        return 0
    print(f"{'body':<34}{'F1':>8}{'P':>8}{'R':>8}{'pages/s':>8}")
    reached: dict[str, float] = {}
    for folder in (options.corpus, options.corpus / "news-meta"):
        pages = [page for page in load_pages(folder) if gold_body(page[2]).strip()]
        pages = pages[: options.limit]
        reached |= {
            f"{folder.name} {name}": f1 for name, f1 in _bodies(folder.name, pages, options.pages)
        }
    reached |= print_metadata(pages)
    if not (options.floors or options.write_floors):
        return 0
    files = [options.corpus / "ground-truth.json", options.corpus / "news-meta/ground-truth.json"]
    return judge(
        "extraction", reached, corpus_hash(files), margin=0.002, write=options.write_floors
    )


def _bodies(label: str, pages: list[Page], show: bool) -> Iterator[tuple[str, float]]:  # noqa: FBT001
    label = f"{label} ({len(pages)})"
    print_body(
        f"{label} trafilatura fast", pages, lambda _, page: trafilatura_body(page, fast=True)
    )
    print_body(f"{label} trafilatura", pages, lambda _, page: trafilatura_body(page, fast=False))
    print_body(
        f"{label} trafilatura precision",
        pages,
        lambda _, page: trafilatura_body(page, fast=False, precise=True),
    )
    doubtful = set[str]()

    def read(name: str, page: bytes) -> str:
        doc = read_page(name, page)
        if doc and any(problem.code in DOUBTS for problem in doc.problems):
            doubtful.add(name)
        return body(doc)

    f1, scores = print_body(f"{label} kipu", pages, read)
    yield "body", f1
    print_doubts(label, {page[0]: s for page, s in zip(pages, scores, strict=True)}, doubtful)
    yield from print_cleaning(label, pages).items()
    if show:
        named = sorted(zip(scores, (name for name, _, _ in pages), strict=True))
        for score, name in named[:PAGES_SHOWN]:
            print(f"    {score:.3f} {name}")


if __name__ == "__main__":
    sys.exit(main())
