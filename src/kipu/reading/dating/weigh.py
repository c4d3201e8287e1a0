"""Weighing days by clues, and the interval in which the document's day lies."""

from collections.abc import Sequence
from datetime import date

from kipu.model import edtf
from kipu.model.documents import CreationTime, Document
from kipu.model.times import Interval
from kipu.reading.dating.clues import Clue, Dated, latest_past
from kipu.reading.dating.trust import spread

YEARS_AHEAD = 30
"""How far after the latest date that it names a text may have been written."""
LIKELY = 0.6
"""Share of the weight that a stretch of like days needs, to be given without its margins."""
SURE = 0.85
"""Share of the weight that has to lie in the interval given otherwise."""
LONGEST_DAYS = 366
"""An interval wider than a year says nothing that the text does not say itself."""
_BITS_BEHIND = 14.0
_LEVEL_BITS = 1.5


def infer_day(doc: Document, dated: Sequence[Dated], clues: Sequence[Clue]) -> CreationTime | None:
    """Give the interval that holds nearly all of the weight; ``None`` where it is too wide."""
    latest = latest_past(dated)
    if latest is None or latest.interval.earliest is None:
        return None
    if not any(clue.decides for clue in clues):
        return None
    days = _days_from(latest.interval.earliest)
    far = {day for clue in clues for day in clue.far if day > days[-1]}
    weights = _weigh([*days, *sorted(far)], clues)
    shares = _shares(weights)
    interval = _likely(weights, shares)
    if interval is None:
        return None
    gains = ((clue, _gain(clue, interval)) for clue in clues)
    telling = {e.span: (c.rule, gain) for c, gain in gains if gain > 0 for e in c.expressions}
    created = CreationTime(
        interval,
        "inferred",
        tuple(doc.evidence(span, telling[span][0]) for span in sorted(telling)),
        weights=tuple(telling[span][1] for span in sorted(telling)),
    )
    return spread(created, shares)


def _days_from(first: date) -> list[date]:
    return [edtf.step(first, n) for n in range(YEARS_AHEAD * 366)]


def _weigh(days: list[date], clues: Sequence[Clue]) -> dict[date, float]:
    """Add up the weights; days that fall far behind the best are not weighed further.

    A clue that can still lift a day lifts it by less than what it may be behind.
    """
    weights = dict.fromkeys(days, 0.0)
    for clue in clues:
        weights = {day: sum_ + clue.weight(day) for day, sum_ in weights.items()}
        best = max(weights.values())
        weights = {day: sum_ for day, sum_ in weights.items() if sum_ > best - _BITS_BEHIND}
    return weights


def _shares(weights: dict[date, float]) -> dict[date, float]:
    """Turn bits into shares, the best day's being 1."""
    best = max(weights.values())
    return {day: 2.0 ** (weight - best) for day, weight in weights.items()}


def _likely(weights: dict[date, float], shares: dict[date, float]) -> Interval | None:
    """Give the stretch of like days around the best, or the one that is sure, if short enough."""
    best, whole = max(weights.values()), sum(shares.values())
    level = _level_stretch(weights, best)
    if sum(shares[day] for day in level) < LIKELY * whole:
        level = _sure_days(shares, whole)
    first, last = min(level), max(level)
    return None if (last - first).days >= LONGEST_DAYS else edtf.of_days(first, last)


def _level_stretch(weights: dict[date, float], best: float) -> list[date]:
    """Give the unbroken days around the first best one that weigh about as much."""
    start = min(day for day, weight in weights.items() if weight == best)
    stretch = [start]
    for step in (-1, 1):
        day = edtf.step(start, step)
        while day in weights and weights[day] > best - _LEVEL_BITS and day not in stretch:
            stretch.append(day)
            day = edtf.step(day, step)
    return stretch


def _sure_days(shares: dict[date, float], whole: float) -> list[date]:
    held, chosen = 0.0, []
    for day in sorted(shares, key=lambda d: (-shares[d], d)):
        if held >= SURE * whole:
            break
        chosen.append(day)
        held += shares[day]
    return chosen


def _gain(clue: Clue, interval: Interval) -> float:
    """Give the bits by which a clue speaks for the interval: gains there, or losses outside."""
    middle = interval.earliest or date.min
    inside = clue.weight(middle)
    far = clue.weight(edtf.step(middle, 400)), clue.weight(edtf.step(middle, -400))
    return round(inside - min(far), 1)
