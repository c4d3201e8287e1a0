"""Reading, writing and counting with intervals in EDTF.

An interval is a set of days: every operation here works on its first and last day, and writes
the EDTF again, so that the string and the days never disagree. Nothing here asks what day it is.

Source: ISO 8601-2 (EDTF) level 1; of level 2 the sets ``[a..b]``, quarters and halves.
"""

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

import msgspec

from kipu.model.times import Grain, Interval

SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
"""EDTF's numbers of seasons; their months are those of the northern half of the world."""

_MONTH_RUNS = {
    SPRING: (3, 3), SUMMER: (6, 3), AUTUMN: (9, 3), WINTER: (12, 3),
    25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3), 29: (9, 3), 30: (12, 3), 31: (3, 3),
    32: (6, 3), 33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3), 37: (1, 4), 38: (5, 4), 39: (9, 4),
    40: (1, 6), 41: (7, 6),
}  # fmt: skip
"""First month and number of months of what EDTF writes in the place of a month."""

_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?:T(?P<clock>\d\d:\d\d(?::\d\d)?)(?:Z|[+-]\d\d:\d\d)?)?"
)
_QUALIFIERS = "~?%"
_MONTHS_OF: dict[Grain, int] = {
    "month": 1, "season": 3, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200,
}  # fmt: skip
_DAYS_OF: dict[Grain, int] = {"day": 1, "week": 7}


def parse(text: str) -> Interval:
    """Read an EDTF string.

    >>> parse("2000-02").latest
    datetime.date(2000, 2, 29)

    Raises:
        ValueError: The text is no EDTF that kipu knows, or names a day that does not exist.
    """
    if text.startswith("[") and text.endswith("]"):
        return _parse_set(text)
    if "/" not in text:
        return _parse_date(text)
    first, last = text.split("/", 1)
    begin, end = _parse_end(first), _parse_end(last)
    if begin is None and end is None:
        raise ValueError(f"{text!r} has no date at either end")
    grain = begin.grain if begin and end and begin.grain == end.grain else None
    return Interval(text, begin.earliest if begin else None, end.latest if end else None, grain)


def _parse_end(text: str) -> Interval | None:
    return None if text in ("", "..") else _parse_date(text)


def _parse_set(text: str) -> Interval:
    """Read ``[a..b]`` or ``[a,b]``, one of the days between."""
    parts = [_parse_end(part) for part in re.split(r"\.\.|,", text[1:-1])]
    first, last = parts[0], parts[-1]
    if first is None and last is None:
        raise ValueError(f"{text!r} has no date at either end")
    return Interval(text, first.earliest if first else None, last.latest if last else None)


def _parse_date(text: str) -> Interval:
    match = _DATE.fullmatch(text.rstrip(_QUALIFIERS))
    if not match:
        raise ValueError(f"{text!r} is no EDTF date")
    year, month, day, clock = match.group("year", "month", "day", "clock")
    if "X" in year:
        plain = of_century(int(year[:2])) if year.endswith("XX") else of_decade(int(year[:3]) * 10)
    elif month is None or month == "XX":
        plain = of_year(int(year))
    elif day is None or day == "XX":
        plain = of_month(int(year), int(month))
    else:
        plain = of_day(date(int(year), int(month), int(day)))
    grain: Grain | None = "minute" if clock else plain.grain
    return msgspec.structs.replace(plain, edtf=text, grain=grain)


def of_day(day: date) -> Interval:
    """Give one day."""
    return Interval(day.isoformat(), day, day, "day")


def of_week(day: date) -> Interval:
    """Give the week, Monday to Sunday, that holds a day."""
    first = step(day, -day.weekday())
    return of_days(first, step(first, 6), "week")


def of_month(year: int, month: int) -> Interval:
    """Give a month, a season (21 to 32), a quarter (33 to 36) or a half of a year (40, 41).

    Winter begins in December of the year that names it: ``2000-24`` ends in February 2001.
    """
    edtf = f"{year:04}-{month:02}"
    if 1 <= month <= 12:
        return Interval(edtf, date(year, month, 1), _month_end(year, month), "month")
    if month not in _MONTH_RUNS:
        raise ValueError(f"{edtf!r} has no such month")
    start, length = _MONTH_RUNS[month]
    grain: Grain = "season" if month < 33 else "quarter" if month < 40 else "half"
    last = shift_months(date(year, start, 1), length - 1)
    return Interval(edtf, date(year, start, 1), _month_end(last.year, last.month), grain)


def of_year(year: int) -> Interval:
    """Give a year from 1 to 9999."""
    return Interval(f"{year:04}", date(year, 1, 1), date(year, 12, 31), "year")


def of_decade(year: int) -> Interval:
    """Give the ten years that begin with a year that ends in 0."""
    first = year // 10 * 10
    return Interval(
        f"{first // 10:03}X", date(max(first, 1), 1, 1), date(first + 9, 12, 31), "decade"
    )


def of_century(hundreds: int) -> Interval:
    """Give the years that begin with two digits: 19 gives 1900 to 1999."""
    first = max(hundreds * 100, 1)
    return Interval(
        f"{hundreds:02}XX", date(first, 1, 1), date(hundreds * 100 + 99, 12, 31), "century"
    )


def of_days(earliest: date | None, latest: date | None, grain: Grain | None = None) -> Interval:
    """Give the days from one to another, both included, written as short as is exact.

    >>> of_days(date(1991, 11, 1), date(1991, 11, 30)).edtf
    '1991-11'
    """
    if earliest is None and latest is None:
        raise ValueError("an interval has at least one end")
    if earliest and latest:
        return _closed(earliest, latest, grain)
    first = earliest.isoformat() if earliest else ".."
    last = latest.isoformat() if latest else ".."
    return Interval(f"{first}/{last}", earliest, latest, grain)


def _closed(earliest: date, latest: date, grain: Grain | None) -> Interval:
    for unit in _units_at(earliest):
        if unit.latest == latest:
            return unit if grain is None else msgspec.structs.replace(unit, grain=grain)
    whole_years = (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31)
    whole_months = earliest.day == 1 and latest == _month_end(latest.year, latest.month)
    digits = 4 if whole_years else 7 if whole_months else 10
    edtf = f"{earliest.isoformat()[:digits]}/{latest.isoformat()[:digits]}"
    return Interval(edtf, earliest, latest, grain)


def _units_at(first: date) -> list[Interval]:
    """Give the units that begin with a day, shortest first."""
    units = [of_day(first)]
    if first.day == 1:
        units.append(of_month(first.year, first.month))
    if (first.month, first.day) == (1, 1):
        units.append(of_year(first.year))
        units += [of_decade(first.year)] if first.year % 10 == 0 else []
        units += [of_century(first.year // 100)] if first.year % 100 == 0 else []
    return units


def unit(day: date, grain: Grain) -> Interval:
    """Give the unit of a grain that holds a day; grains below the day give the day itself.

    >>> unit(date(2000, 11, 22), "decade").edtf
    '200X'
    """
    if grain == "week":
        return of_week(day)
    if grain == "season":
        return _season(day)
    if grain == "quarter":
        return of_month(day.year, 33 + (day.month - 1) // 3)
    if grain == "half":
        return of_month(day.year, 40 + (day.month - 1) // 6)
    makers = {
        "month": lambda: of_month(day.year, day.month),
        "year": lambda: of_year(day.year),
        "decade": lambda: of_decade(day.year),
        "century": lambda: of_century(day.year // 100),
    }
    return makers.get(grain, lambda: of_day(day))()


def _season(day: date) -> Interval:
    year = day.year - 1 if day.month < 3 else day.year
    return of_month(year, SPRING + (day.month - 3) % 12 // 3)


def snap(interval: Interval, grain: Grain) -> Interval:
    """Widen an interval to whole units of a grain."""
    first = unit(interval.earliest, grain).earliest if interval.earliest else None
    last = unit(interval.latest, grain).latest if interval.latest else None
    whole = of_days(first, last)
    same = interval.earliest and interval.latest and unit(interval.earliest, grain).latest == last
    return unit(interval.earliest, grain) if same and interval.earliest else whole


def step(day: date, days: int) -> date:
    """Go some days from a day; the calendar's first and last day are its walls."""
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def shift_months(day: date, months: int) -> date:
    """Go some months from a day; a day that the month lacks becomes the month's last.

    >>> shift_months(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if year < MINYEAR:
        return date.min
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, _month_end(year, month + 1).day))


def shift_day(day: date, count: int, grain: Grain) -> date:
    """Go a number of units of a grain from a day; grains below the day stay where they are."""
    if grain in _MONTHS_OF:
        return shift_months(day, count * _MONTHS_OF[grain])
    return step(day, count * _DAYS_OF.get(grain, 0))


def shift(interval: Interval, count: int, grain: Grain) -> Interval:
    """Move an interval by units of a grain; whole months stay whole months.

    >>> shift(parse("2024-01"), 1, "month").edtf
    '2024-02'
    """
    first = shift_day(interval.earliest, count, grain) if interval.earliest else None
    last = _shift_last(interval.latest, count, grain) if interval.latest else None
    return of_days(first, last)


def _shift_last(day: date, count: int, grain: Grain) -> date:
    moved = shift_day(day, count, grain)
    if grain in _MONTHS_OF and day == _month_end(day.year, day.month):
        return _month_end(moved.year, moved.month)
    return moved


def intersect(one: Interval, other: Interval) -> Interval | None:
    """Give the days that two intervals share; ``None`` if there are none."""
    if not overlaps(one, other):
        return None
    if contains(other, one):
        return one
    if contains(one, other):
        return other
    first = max(_first(one), _first(other))
    last = min(_last(one), _last(other))
    return of_days(None if first == date.min else first, None if last == date.max else last)


def hull(one: Interval, other: Interval) -> Interval:
    """Give the shortest interval that holds both."""
    if contains(one, other):
        return one
    if contains(other, one):
        return other
    first = min(_first(one), _first(other))
    last = max(_last(one), _last(other))
    if first == date.min and last == date.max:
        raise ValueError("an interval open at both ends says nothing")
    return of_days(None if first == date.min else first, None if last == date.max else last)


def contains(outer: Interval, inner: Interval) -> bool:
    """Whether every day of the second is a day of the first."""
    return _first(outer) <= _first(inner) and _last(inner) <= _last(outer)


def overlaps(one: Interval, other: Interval) -> bool:
    """Whether two intervals share a day."""
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def is_before(one: Interval, other: Interval) -> bool:
    """Whether the first ends before the second begins."""
    return _last(one) < _first(other)


def is_after(one: Interval, other: Interval) -> bool:
    """Whether the first begins after the second ends."""
    return is_before(other, one)


def qualify(interval: Interval, qualifier: str) -> Interval:
    """Mark an interval as about (``~``), uncertain (``?``) or both (``%``)."""
    if qualifier not in _QUALIFIERS or len(qualifier) != 1:
        raise ValueError(f"{qualifier!r} is none of ~ ? %")
    parts = [
        part if part in ("", "..") else part.rstrip(_QUALIFIERS) + qualifier
        for part in interval.edtf.split("/")
    ]
    return msgspec.structs.replace(interval, edtf="/".join(parts))


def days(interval: Interval) -> int | None:
    """Count the days of an interval; ``None`` if an end is open."""
    if interval.earliest is None or interval.latest is None:
        return None
    return (interval.latest - interval.earliest).days + 1


def bound(interval: Interval, relation: str | None) -> Interval:
    """Give when something lies that stands in a relation to an interval.

    ``before`` and ``until`` leave the begin open, ``after`` and ``since`` the end; any other
    relation gives the interval itself.

    >>> bound(parse("2005-03"), "after").edtf
    '2005-04-01/..'
    """
    if relation == "before" and interval.earliest:
        return of_days(None, step(interval.earliest, -1))
    if relation in ("until", "by") and interval.latest:
        return of_days(None, interval.latest)
    if relation == "after" and interval.latest:
        return of_days(step(interval.latest, 1), None)
    if relation == "since" and interval.earliest:
        return of_days(interval.earliest, None)
    return interval


def _first(interval: Interval) -> date:
    return interval.earliest or date.min


def _last(interval: Interval) -> date:
    return interval.latest or date.max


def _month_end(year: int, month: int) -> date:
    if (year, month) == (MAXYEAR, 12):
        return date.max
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
