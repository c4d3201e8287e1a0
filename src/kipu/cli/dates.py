"""Dates as people read and type them: ``2001``, ``Mar 2001``, ``c. 1990``, ``before 1992``."""

import re
from datetime import date, timedelta

from kipu.model import edtf
from kipu.model.times import Interval

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SEASONS = {
    21: "spring", 22: "summer", 23: "autumn", 24: "winter",
    25: "spring", 26: "summer", 27: "autumn", 28: "winter",
    29: "spring", 30: "summer", 31: "autumn", 32: "winter",
    33: "1st quarter of", 34: "2nd quarter of", 35: "3rd quarter of", 36: "4th quarter of",
    37: "1st third of", 38: "2nd third of", 39: "3rd third of",
    40: "1st half of", 41: "2nd half of",
}  # fmt: skip
"""EDTF's numbers in the place of a month."""

_PART = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?"
    r"(?:T(?P<clock>\d\d:\d\d)(?::\d\d)?(?P<utc>Z)?.*)?[~?%]?"
)
_MONTH_FIRST = re.compile(r"(?:\?\?/)?(?P<month>\d{1,2})/(?P<year>\d{4})")
_ABOUT = re.compile(r"(?:c\.|ca\.|circa|about)\s*", re.IGNORECASE)
_BEFORE = re.compile(r"before\s+", re.IGNORECASE)


def render_interval(interval: Interval | None) -> str:
    """Write an interval at the precision that it has.

    >>> render_interval(edtf.parse("2001-03"))
    'Mar 2001'
    >>> render_interval(edtf.parse("2024-09-11/2024-09-17"))
    '11–17 Sep 2024'
    """
    if interval is None:
        return "undated"
    text = interval.edtf.strip("[]")
    begin, end = _ends(text)
    if begin is None:
        return f"before {_day_after(interval.latest)}" if interval.latest else text
    if end is None:
        return f"from {_render_part(begin)}"
    about = "c. " if text.rstrip("?")[-1:] in ("~", "%") else ""
    return about + (_render_part(begin) if begin == end else _render_range(begin, end))


def _ends(text: str) -> tuple[str | None, str | None]:
    """Split a range into its two ends, ``None`` for an open one."""
    for mark in ("/", ".."):
        if mark in text and text not in ("..", "/"):
            first, last = text.split(mark, 1)
            return first.strip(".") or None, last.strip(".") or None
    parts = text.split(",")
    return parts[0], parts[-1]


def _render_part(text: str) -> str:
    match = _PART.fullmatch(text)
    if match is None:
        return text
    year, month, day, clock = match.group("year", "month", "day", "clock")
    century = year.removesuffix("XX")
    shown = f"{century}00–{century}99" if century != year else year.replace("X", "0s")
    if month and month != "XX":
        shown = f"{_render_month(int(month))} {shown}"
    if day and day != "XX":
        shown = f"{int(day)} {shown}"
    if clock:
        shown = f"{shown}, {clock}" + (" UTC" if match["utc"] else "")
    return shown


def _render_month(number: int) -> str:
    return MONTHS[number - 1] if 1 <= number <= 12 else SEASONS.get(number, str(number))


def _render_range(begin: str, end: str) -> str:
    """Write a range without saying the same month or year twice."""
    first, last = _render_part(begin).split(" "), _render_part(end).split(" ")
    if len(first) == len(last) == 3 and first[1:] == last[1:]:
        return f"{first[0]}–{' '.join(last)}"
    if len(first) == len(last) and len(first) > 1 and first[-1] == last[-1]:
        return f"{' '.join(first[:-1])} – {' '.join(last)}"
    return f"{' '.join(first)} – {' '.join(last)}"


def _day_after(latest: date) -> str:
    """Write the first moment after a day, as coarsely as is true: 31 Dec 1991 gives 1992."""
    if latest == date.max:
        return str(latest.year)
    after = latest + timedelta(days=1)
    if (after.month, after.day) == (1, 1):
        return str(after.year)
    if after.day == 1:
        return f"{MONTHS[after.month - 1]} {after.year}"
    return f"{after.day} {MONTHS[after.month - 1]} {after.year}"


def parse_day(text: str) -> Interval | None:
    """Read a date as people type it; ``None`` if it is none.

    >>> parse_day("03/2001").edtf
    '2001-03'
    """
    text = text.strip()
    about, before = _ABOUT.match(text), _BEFORE.match(text)
    plain = text[about.end() :] if about else text[before.end() :] if before else text
    month = _MONTH_FIRST.fullmatch(plain)
    if month:
        plain = f"{month['year']}-{int(month['month']):02}"
    try:
        interval = edtf.parse(plain + "~" if about else plain)
        return _all_before(interval) if before else interval
    except ValueError:
        return None


def _all_before(interval: Interval) -> Interval | None:
    """Give all the time before an interval, which has to begin somewhere."""
    if interval.earliest in (None, date.min):
        return None
    last = (interval.earliest or date.max) - timedelta(days=1)
    return edtf.parse(f"../{last.isoformat()}")
