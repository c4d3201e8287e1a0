"""Compare what accounts say of the time of an event."""

from datetime import date
from typing import NamedTuple

from kipu.lang.resolution import EventWeights
from kipu.model import edtf
from kipu.model.times import EventTime, Interval

_DAY, _MONTH, _YEAR, _ERA = 1, 31, 366, 3 * 366
_NEAR, _WEEKS = 3, 15
_LONG = 300
"""Days beyond which a time is one of years: "1991" and "May 1992" may be one, misremembered."""
_SLIP = 10
"""Years by which a date may be off by a slip: further apart it is another time."""


def told(time: EventTime) -> Interval | None:
    """The interval that a text states; none where it is only the document's own date."""
    inherited = time.anchor == "document" and not time.evidence
    return None if inherited else time.interval


def length(interval: Interval) -> int:
    """Days of an interval; an open one is as long as a life."""
    return edtf.days(interval) or 100 * _YEAR


def is_vague(interval: Interval) -> bool:
    """Whether the text itself takes its time for approximate or uncertain."""
    return any(mark in interval.edtf for mark in "~?%")


def days_between(one: Interval, other: Interval) -> int:
    """Days from the end of the earlier interval to the beginning of the later; 0 if they meet."""
    if edtf.overlaps(one, other):
        return 0
    first, second = (one, other) if edtf.is_before(one, other) else (other, one)
    return ((second.earliest or date.min) - (first.latest or date.max)).days


class Extent(NamedTuple):
    """A time as numbers, so that many can be compared: its first and last day, its days.

    Days are ordinals; of an open end the least or the greatest. ``year`` is that of the first day,
    ``None`` where the begin is open; ``precise`` is whether the time has a grain.
    """

    first: int
    last: int
    length: int
    year: int | None
    precise: bool


def extent(interval: Interval) -> Extent:
    """Give the numbers by which a time is compared."""
    first, last = interval.earliest, interval.latest
    return Extent(
        (first or date.min).toordinal(),
        (last or date.max).toordinal(),
        length(interval),
        first.year if first else None,
        bool(interval.grain),
    )


def weigh_extents(one: Extent, other: Extent, weights: EventWeights) -> float:
    """Weigh two times for being those of one event."""
    if one.first <= other.last and other.first <= one.last:
        return _weigh_overlap(one, other, weights)
    longer = max(one.length, other.length)
    gap = max(one.first, other.first) - min(one.last, other.last)
    if (gap <= _YEAR and longer > _LONG) or (longer <= _MONTH and _other_year(one, other)):
        return weights.same_day_other_year
    if gap <= _NEAR:
        return weights.days_apart
    return weights.weeks_apart if gap <= _WEEKS else weights.far_apart


def _weigh_overlap(one: Extent, other: Extent, weights: EventWeights) -> float:
    longer = max(one.length, other.length)
    if longer <= _DAY + 1:
        return weights.same_day
    if longer <= _MONTH:
        return weights.same_month
    shorter = min(one.length, other.length)
    if longer > _ERA and shorter <= _MONTH and not (one.precise and other.precise):
        return weights.era
    return weights.same_year if longer <= _YEAR else weights.overlap


def _other_year(one: Extent, other: Extent) -> bool:
    """Whether two days or months differ in little but the year, as slips of the pen do."""
    if one.year is None or other.year is None:
        return False
    years = abs(one.year - other.year)
    apart = abs(other.first - one.first) - round(years * 365.25)
    return 0 < years <= _SLIP and abs(apart) <= _NEAR
