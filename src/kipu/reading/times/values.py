"""TIMEX3 values of intervals, lengths and dates that lack something."""

from datetime import date

from kipu.model.expressions import Amount, Calendar, Recurring
from kipu.model.times import Grain, Interval

UNRESOLVED_DAY = "XXXX-XX-XX"
_SEASONS = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}
_LETTERS: dict[Grain, str] = {
    "century": "CE", "decade": "DE", "year": "Y", "quarter": "Q", "month": "M", "week": "W",
    "day": "D", "hour": "H", "minute": "M", "second": "S",
}  # fmt: skip
_CLOCK_UNITS = ("hour", "minute", "second")


def interval_value(interval: Interval) -> str:
    """Give the TIMEX3 value of an interval that is one unit, or of a range its two ends'.

    >>> from kipu.model.edtf import of_week
    >>> interval_value(of_week(date(2000, 11, 22)))
    '2000-W47'
    """
    first = interval.earliest
    if first is None or interval.latest is None:
        return interval.edtf
    if interval.grain == "week":
        return week_value(first + (interval.latest - first) / 2)
    if interval.grain == "decade":
        return f"{first.year // 10:03}"
    if interval.grain == "century":
        return f"{first.year // 100:02}"
    if interval.grain in ("season", "quarter", "half"):
        return month_value(interval.edtf.rstrip("~?%"))
    return interval.edtf.rstrip("~?%")


def week_value(day: date) -> str:
    """Give the ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_value(edtf: str) -> str:
    """Write a season, quarter or half, which EDTF writes as a month, as TIMEX3 does."""
    year, number = edtf[:4], int(edtf[5:7])
    if number in _SEASONS:
        return f"{year}-{_SEASONS[number]}"
    if 33 <= number <= 36:
        return f"{year}-Q{number - 32}"
    return f"{year}-H{number - 39}" if number in (40, 41) else edtf


def duration_value(amounts: tuple[Amount, ...]) -> str:
    """Give the ISO duration of amounts; halves become whole units below.

    ISO 8601 has no decades and centuries: those that are counted are years.

    >>> duration_value((Amount("year", 1.5),)), duration_value((Amount("decade", 2),))
    ('P18M', 'P20Y')
    >>> duration_value((Amount("hour", 1), Amount("minute", 30)))
    'PT1H30M'
    """
    days, _, clock = "".join(_amount_value(amount) for amount in amounts).partition("T")
    return f"P{days}T{clock.replace('T', '')}" if clock else f"P{days}"


def _amount_value(amount: Amount) -> str:
    if amount.count is None:
        return f"{_prefix(amount.unit)}X{_LETTERS[amount.unit]}"
    count, unit = _whole(amount.count, amount.unit)
    return f"{_prefix(unit)}{count:g}{_LETTERS[unit]}"


def _prefix(unit: Grain) -> str:
    return "T" if unit in _CLOCK_UNITS else ""


def _whole(count: float, unit: Grain) -> tuple[float, Grain]:
    smaller: dict[Grain, tuple[int, Grain]] = {
        "century": (100, "year"), "decade": (10, "year"), "year": (12, "month"),
        "day": (24, "hour"), "hour": (60, "minute"), "minute": (60, "second"),
    }  # fmt: skip
    if unit not in smaller or (count == int(count) and unit not in ("decade", "century")):
        return count, unit
    factor, below = smaller[unit]
    return count * factor, below


def recurring_value(recurring: Recurring) -> str:
    """Give the value of a set: the length of its unit, or its date with the rest open."""
    if recurring.unit:
        return duration_value((recurring.unit,))
    day = calendar_value(recurring.date) if recurring.date else UNRESOLVED_DAY
    time = recurring.clock or recurring.daypart
    return f"{day}T{time}" if time else day


def calendar_value(calendar: Calendar) -> str:
    """Give the value of a date whose missing parts are not known."""
    year = f"{calendar.year:04}" if calendar.year else "XXXX"
    if calendar.year and calendar.year < 0:
        return f"BC{-calendar.year:04}"
    if calendar.weekday and not calendar.day:
        return f"{year}-WXX-{calendar.weekday}"
    if calendar.month and calendar.month > 12:
        return month_value(f"{year}-{calendar.month}")
    if calendar.month is None and calendar.day is None:
        return year if calendar.easter is None else UNRESOLVED_DAY
    month = f"{calendar.month:02}" if calendar.month else "XX"
    return f"{year}-{month}" + (f"-{calendar.day:02}" if calendar.day else "")


def common_value(one: str, other: str) -> str:
    """Give what two values of one expression, as of two days, share.

    >>> common_value("2000-11-12", "2000-11-19")
    '2000-11-XX'
    """
    if one == other:
        return one
    day, mark, clock = one.partition("T")
    if mark and other.endswith(mark + clock):
        return common_value(day, other.removesuffix(mark + clock)) + mark + clock
    parts, others = one.split("-"), other.split("-")
    if len(parts) != len(others) or "/" in one + other:
        return UNRESOLVED_DAY
    known, shared = True, []
    for part, second in zip(parts, others, strict=True):
        known = known and part == second
        shared.append(part if known else "X" * len(part))
    return "-".join(shared)
