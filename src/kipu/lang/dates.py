"""Dates as people read and type them: ``2001``, ``Mar 2001``, ``c. 1990``, ``before 1992``."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import msgspec

from kipu.lang.resources import languages_with, load_toml
from kipu.model import edtf
from kipu.model.times import Interval


class DateWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a language in dates; the fields are explained in ``en/dates.toml``."""

    months: tuple[str, ...]
    decade: str
    about: str
    before: str
    since: str
    undated: str
    typed_about: tuple[str, ...]
    typed_before: tuple[str, ...]
    seasons: Mapping[str, str]


@cache
def load_date_words(language: str) -> DateWords:
    """Give the words of a language.

    Raises:
        ResourceError: There are none, or they are damaged.
    """
    return load_toml(DateWords, language, "dates.toml")


_PART = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?"
    r"(?:T(?P<clock>\d\d:\d\d)(?::\d\d)?(?P<utc>Z)?.*)?[~?%]?"
)
_MONTH_FIRST = re.compile(r"(?:\?\?/)?(?P<month>\d{1,2})/(?P<year>\d{4})")


def render_interval(interval: Interval | None, language: str = "en") -> str:
    """Write an interval at the precision that it has.

    >>> render_interval(edtf.parse("2001-03"))
    'Mar 2001'
    >>> render_interval(edtf.parse("2024-09-11/2024-09-17"), "es")
    '11–17 sep 2024'
    """
    words = load_date_words(language)
    if interval is None:
        return words.undated
    text = interval.edtf.strip("[]")
    begin, end = _ends(text)
    if begin is None:
        return f"{words.before} {_day_after(interval.latest, words)}" if interval.latest else text
    if end is None:
        return f"{words.since} {_render_part(begin, words)}"
    about = f"{words.about} " if text.rstrip("?")[-1:] in ("~", "%") else ""
    return about + (_render_part(begin, words) if begin == end else _range(begin, end, words))


def _ends(text: str) -> tuple[str | None, str | None]:
    """Split a range into its two ends, ``None`` for an open one."""
    for mark in ("/", ".."):
        if mark in text and text not in ("..", "/"):
            first, last = text.split(mark, 1)
            return first.strip(".") or None, last.strip(".") or None
    parts = text.split(",")
    return parts[0], parts[-1]


def _render_part(text: str, words: DateWords) -> str:
    match = _PART.fullmatch(text)
    if match is None:
        return text
    year, month, day, clock = match.group("year", "month", "day", "clock")
    shown = _render_year(year, words)
    if month and month != "XX":
        shown = f"{_render_month(int(month), words)} {shown}"
    if day and day != "XX":
        shown = f"{int(day)} {shown}"
    if clock:
        shown = f"{shown}, {clock}" + (" UTC" if match["utc"] else "")
    return shown


def _render_year(year: str, words: DateWords) -> str:
    if year.endswith("XX"):
        return f"{year[:2]}00–{year[:2]}99"
    return words.decade.format(year.replace("X", "0")) if year.endswith("X") else year


def _render_month(number: int, words: DateWords) -> str:
    if 1 <= number <= 12:
        return words.months[number - 1]
    return words.seasons.get(str(number), str(number))


def _range(begin: str, end: str, words: DateWords) -> str:
    """Write a range without saying the same month or year twice."""
    first, last = _render_part(begin, words).split(" "), _render_part(end, words).split(" ")
    if len(first) == len(last) == 3 and first[1:] == last[1:]:
        return f"{first[0]}–{' '.join(last)}"
    if len(first) == len(last) and len(first) > 1 and first[-1] == last[-1]:
        return f"{' '.join(first[:-1])} – {' '.join(last)}"
    return f"{' '.join(first)} – {' '.join(last)}"


def _day_after(latest: date, words: DateWords) -> str:
    """Write the first moment after a day, as coarsely as is true: 31 Dec 1991 gives 1992."""
    if latest == date.max:
        return str(latest.year)
    after = latest + timedelta(days=1)
    if (after.month, after.day) == (1, 1):
        return str(after.year)
    month = f"{_render_month(after.month, words)} {after.year}"
    return month if after.day == 1 else f"{after.day} {month}"


def parse_day(text: str) -> Interval | None:
    """Read a date as people type it; ``None`` if it is none.

    >>> parse_day("03/2001").edtf
    '2001-03'
    """
    text = text.strip()
    about, before = (opening.match(text) for opening in _typed_openings())
    plain = text[about.end() :] if about else text[before.end() :] if before else text
    month = _MONTH_FIRST.fullmatch(plain)
    if month:
        plain = f"{month['year']}-{int(month['month']):02}"
    try:
        interval = edtf.parse(plain + "~" if about else plain)
        return _all_before(interval) if before else interval
    except ValueError:
        return None


@cache
def _typed_openings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what people may type before a date, about and before, in any language."""
    known = [load_date_words(language) for language in languages_with("dates.toml")]
    about = [re.escape(word) for words in known for word in words.typed_about]
    before = [re.escape(word) for words in known for word in words.typed_before]
    return (
        re.compile(rf"(?:{'|'.join(about)})\s*", re.IGNORECASE),
        re.compile(rf"(?:{'|'.join(before)})\s+", re.IGNORECASE),
    )


def _all_before(interval: Interval) -> Interval | None:
    """Give all the time before an interval, which has to begin somewhere."""
    if interval.earliest in (None, date.min):
        return None
    last = (interval.earliest or date.max) - timedelta(days=1)
    return edtf.parse(f"../{last.isoformat()}")
