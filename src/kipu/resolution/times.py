"""Compare what accounts say of the time of an event."""

from datetime import date

from kipu.lang.resolution import EventWeights
from kipu.model import edtf
from kipu.model.times import EventTime, Interval

_DAY, _MONTH, _YEAR, _ERA = 1, 31, 366, 3 * 366
_NEAR, _WEEKS = 3, 15
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


def weigh_times(one: Interval, other: Interval, weights: EventWeights) -> float:
    """Weigh two times for being those of one event."""
    if edtf.overlaps(one, other):
        return _weigh_overlap(one, other, weights)
    gap = days_between(one, other)
    if _other_year(one, other) or (gap <= _YEAR and max(length(one), length(other)) > 300):
        return weights.same_day_other_year
    if gap <= _NEAR:
        return weights.days_apart
    if gap <= _WEEKS:
        return weights.weeks_apart
    return weights.far_apart


def _weigh_overlap(one: Interval, other: Interval, weights: EventWeights) -> float:
    longer = max(length(one), length(other))
    if longer <= _DAY + 1:
        return weights.same_day
    if longer <= _MONTH:
        return weights.same_month
    if (
        longer > _ERA
        and min(length(one), length(other)) <= _MONTH
        and not (one.grain and other.grain)
    ):
        return weights.era
    return weights.same_year if longer <= _YEAR else weights.overlap


def _other_year(one: Interval, other: Interval) -> bool:
    """Whether two days or months differ in little but the year, as slips of the pen do."""
    if one.earliest is None or other.earliest is None or max(length(one), length(other)) > _MONTH:
        return False
    years = abs(one.earliest.year - other.earliest.year)
    apart = abs((other.earliest - one.earliest).days) - round(years * 365.25)
    return 0 < years <= _SLIP and abs(apart) <= _NEAR
