"""How far dates of documents can be trusted.

    python -m bench.reliability TIME STORIES [--write]

``TIME`` is the folder of ``dating.jsonl``, ``meantime/en.jsonl``, ``gum/gum_dates_train.jsonl``,
``STORIES`` that of the hand-made stories. Dates that the English texts state, and dates inferred
of texts without a date line, are compared with the gold; what is known of the others is the lag
from the latest date that they name. With ``--write`` the counts and lags go to
``src/kipu/lang/dating.toml``. The table of reliability is made by leaving out each text in turn.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil, floor
from pathlib import Path
from statistics import median
from typing import NamedTuple

from kipu.lang.dating import PARTS, Count, Lag, Trust
from kipu.model import edtf
from kipu.model.documents import CreationTime, Document
from kipu.model.times import Interval
from kipu.pipeline.loading import load
from kipu.pipeline.times import read_document_times, text_document
from kipu.reading.dating.clues import Dated, dated_by_text
from kipu.reading.dating.trust import by_lag, lag_kind, latest_come, with_confidence
from kipu.reading.times import resolve_times

OUT = Path("src/kipu/lang/dating.toml")
LONGEST = 15_000
"""Characters; longer texts of GUM are read for minutes and are no news."""


class Case(NamedTuple):
    """A document with its true days, the date found, and the dates that it names."""

    doc: Document
    gold: Interval
    created: CreationTime
    dated: tuple[Dated, ...]


def main() -> int:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description="How far dates can be trusted.")
    parser.add_argument("time", type=Path)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not (options.time.is_dir() and options.stories.is_dir()):
        print(f"reliability: skipped, missing {options.time} or {options.stories}")
        return 0
    cases = [*_corpora(options.time), *_stories(options.stories)]
    trust = measure(cases)
    _report(cases)
    if options.write:
        OUT.write_text(_render(trust), "utf-8")
    return 0


def measure(cases: Sequence[Case]) -> Trust:
    """Count dates that hold the true day, to within a day, and measure lags of the others."""
    right: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    lags: defaultdict[str, list[int]] = defaultdict(list)
    for case in cases:
        if case.created.interval is not None:
            all_[case.created.basis] += 1
            right[case.created.basis] += _holds(case.created.interval, case.gold, slack=1)
        elif lag := _lag_of(case):
            lags[lag[0]].append(lag[1])
    return Trust(
        {basis: Count(right[basis], count) for basis, count in sorted(all_.items())},
        {kind: _lag(found) for kind, found in sorted(lags.items())},
    )


def _lag_of(case: Case) -> tuple[str, int] | None:
    """Give the days from the latest date that a text names to its first true one."""
    latest, first = latest_come(case.dated), case.gold.earliest
    kind = lag_kind(latest.interval) if latest else None
    if latest is None or kind is None or first is None or latest.interval.latest is None:
        return None
    return kind, (first - latest.interval.latest).days


def _lag(found: list[int]) -> Lag:
    """Give the days at each share; of n cases the k-th stands for a share of k / (n + 1).

    The outer shares are rounded outwards, so that few cases give longer stretches.
    """
    ordered = sorted(found)
    first, last = ordered[0], ordered[-1]
    low, high = (part * (len(ordered) + 1) - 1 for part in (PARTS[0], PARTS[-1]))
    inner = [ordered[round(part * (len(ordered) - 1))] for part in PARTS[1:-1]]
    outer = (
        (ordered[floor(low)] if low > 0 else first),
        (ordered[ceil(high)] if high < len(ordered) - 1 else last),
    )
    return Lag(len(ordered), (outer[0], inner[0], inner[1], inner[2], outer[1]))


def _holds(interval: Interval, gold: Interval, *, slack: int = 0) -> bool:
    wider = edtf.of_days(
        edtf.step(interval.earliest or date.min, -slack),
        edtf.step(interval.latest or date.max, slack),
    )
    return edtf.overlaps(wider, gold)


def _corpora(folder: Path) -> Iterator[Case]:
    """Read texts without their date line, and whole ones that state a date."""
    for name, field in (("dating", "gold"), ("meantime/en", "dct"), ("gum/gum_dates_train", "dct")):
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            record = json.loads(line)
            doc = text_document(record["text"][: LONGEST + 1], language="en")
            if record["lang"] != "en" or doc is None or len(doc.text) > LONGEST:
                continue
            case = _case(doc, edtf.parse(record[field]))
            if field == "gold" or case.created.basis == "stated":
                yield case


def _stories(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("*/gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        for told in gold["documents"] if gold["language"] == "en" else ():
            first, last = map(edtf.parse, told["published"])
            yield _case(load(path.parent / told["file"]), edtf.hull(first, last))


def _case(doc: Document, gold: Interval) -> Case:
    reading = read_document_times(doc)
    timexes = resolve_times(reading.expressions, CreationTime())
    return Case(doc, gold, reading.created, dated_by_text(reading.expressions, timexes))


def _report(cases: Sequence[Case]) -> None:
    """Print how often dates of each confidence are right, each judged by the other texts."""
    judged = [_judge(number, cases) for number in range(len(cases))]
    print("confidence     dates   right   one day     right")
    for low, high in ((0.0, 0.5), (0.5, 0.8), (0.8, 0.9), (0.9, 1.01)):
        group = [(c, t) for c, t in judged if t.confidence and low <= t.confidence < high]
        whole = [(c, t) for c, t in group if t.interval and edtf.days(t.interval) == 1]
        shares = [_percent([_holds(t.interval, c.gold, slack=1) for c, t in g if t.interval])
                  for g in (group, whole)]  # fmt: skip
        print(f"{low:.1f} to {min(high, 1):.1f} {len(group):10} {shares[0]:>8}"
              f" {len(whole):8} {shares[1]:>10}")  # fmt: skip
    for name, known in (("dated", True), ("not dated", False)):
        alike = [(c.gold, t) for c, t in judged if (t.interval is not None) == known]
        nine = [(gold, t.within) for gold, t in alike if t.within]
        half = [(gold, t.likely) for gold, t in alike if t.likely]
        print(f"{name}: {len(nine)}, nine tenths {_stretch(nine)}, half {_stretch(half)}")
    print(f"nothing known: {sum(t.within is None for _, t in judged)} of {len(judged)}")


def _stretch(bounds: Sequence[tuple[Interval, Interval]]) -> str:
    if not bounds:
        return "-"
    width = median(edtf.days(interval) or 0 for _, interval in bounds)
    held = _percent([_holds(interval, gold) for gold, interval in bounds])
    return f"hold {held} in {width:,.0f} days (median)"


def _judge(number: int, cases: Sequence[Case]) -> tuple[Case, CreationTime]:
    case = cases[number]
    trust = measure([*cases[:number], *cases[number + 1 :]])
    if case.created.interval is None:
        return case, by_lag(case.doc, case.dated, trust)
    return case, with_confidence(case.created, trust)


def _percent(held: Sequence[bool]) -> str:
    return f"{100 * sum(held) / len(held):.1f} %" if held else "-"


def _render(trust: Trust) -> str:
    lines = [
        "# How far dates of documents can be trusted. Made by `python -m bench.reliability TIME",
        "# STORIES --write` of English texts; do not edit. Source and licence: own counts.",
        "#",
        "# [right] dates that held the true day, to within a day, by what they rest on.",
        "# [lag] days from the last day of the latest date that an undated text names to its own,",
        f"# for shares of {', '.join(f'{part:g}' for part in PARTS)}, by the grain of that date.",
        "",
        "[right]",
    ]
    lines += [f"{basis} = {{right = {c.right}, all = {c.all}}}" for basis, c in trust.right.items()]
    lines += ["", "[lag]"]
    lines += [
        f"{kind} = {{cases = {lag.cases}, days = {list(lag.days)}}}"
        for kind, lag in trust.lag.items()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
