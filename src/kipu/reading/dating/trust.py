"""How sure a document's date is, and within which days it lies in half and nine of ten cases."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from kipu.lang.dating import PARTS, Trust
from kipu.model import edtf
from kipu.model.documents import CreationTime, Document
from kipu.model.times import Interval
from kipu.reading.dating.clues import Dated, latest_past

HALF, NINE_TENTHS = 0.5, 0.9
GIVEN = "date"
"""The field of a date that somebody gives for a document: not for kipu to judge."""
_LONGEST = {"months": 124, "year": 366}
"""Days of a latest date up to which it counts as one of days or months, or of a year."""


def with_confidence(created: CreationTime, trust: Trust) -> CreationTime:
    """Give a date that was told or inferred the share of such dates that proved right."""
    count = trust.right.get(created.basis)
    if created.interval is None or created.metadata == GIVEN or count is None:
        return created
    return msgspec.structs.replace(
        created,
        confidence=round(count.share, 3),
        likely=created.likely or created.interval,
        within=created.within or created.interval,
    )


def spread(created: CreationTime, shares: Mapping[date, float]) -> CreationTime:
    """Give an inferred date the shortest stretches that hold half and nine tenths of the weight.

    The longer one holds the interval itself, too.
    """
    assert created.interval is not None
    return msgspec.structs.replace(
        created,
        likely=shortest(shares, HALF),
        within=edtf.hull(shortest(shares, NINE_TENTHS), created.interval),
    )


def shortest(shares: Mapping[date, float], part: float) -> Interval:
    """Give the shortest stretch of days that holds a part of the whole weight.

    >>> days = {date(2001, 3, n): weight for n, weight in ((1, 1), (2, 6), (3, 2), (9, 1))}
    >>> shortest(days, 0.8).edtf
    '2001-03-02/2001-03-03'
    """
    days = sorted(shares)
    needed = part * sum(shares.values()) * (1 - 1e-9)
    best, held, first = (days[0], days[-1]), 0.0, 0
    for last in days:
        held += shares[last]
        while held - shares[days[first]] >= needed:
            held -= shares[days[first]]
            first += 1
        if held >= needed and last - days[first] < best[1] - best[0]:
            best = days[first], last
    return edtf.of_days(*best)


def by_lag(doc: Document, dated: Sequence[Dated], trust: Trust) -> CreationTime:
    """Tell within which days a document lies of which no more is known than its latest date.

    Its date stays unknown: the stretch is no answer, but where to look for one.
    """
    latest = latest_come(dated)
    kind = lag_kind(latest.interval) if latest else None
    if latest is None or kind is None or kind not in trust.lag:
        return CreationTime()
    last, days = latest.interval.latest or date.max, trust.lag[kind].days
    try:
        ends = [edtf.step(last, days[PARTS.index(part)]) for part in (0.05, 0.25, 0.75, 0.95)]
    except OverflowError:
        return CreationTime()
    return CreationTime(
        likely=edtf.of_days(ends[1], ends[2]),
        within=edtf.of_days(ends[0], ends[3]),
        evidence=(doc.evidence(latest.expression.span, "dating/lag"),),
    )


def latest_come(dated: Sequence[Dated]) -> Dated | None:
    """Give the latest date of a text that none of its clauses tells as still to come."""
    ahead = {one.interval for one in dated if one.expression.tense == "future"}
    return latest_past([one for one in dated if one.interval not in ahead])


def lag_kind(interval: Interval) -> str | None:
    """Give the kind of date that lags are measured from; ``None`` for decades and longer."""
    days = edtf.days(interval)
    return next((kind for kind, most in _LONGEST.items() if days and days <= most), None)
