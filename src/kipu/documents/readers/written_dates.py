"""Dates as people write them into a table: ``??/03/2001``, ``c. 1990``, ``before 1992``.

What was written is kept beside what was read; a date that is not understood is a problem, no guess.
"""

import re
from datetime import date

from kipu.lang.documents import DateWords
from kipu.model import edtf
from kipu.model.times import Interval

LONGEST = 60
"""Characters of a date; longer cells tell a story."""
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
_UNKNOWN = r"\?{1,2}|x{1,2}|00|-{1,2}|_{1,2}"
_NUMERIC = re.compile(
    rf"(?P<first>\d{{1,2}}|{_UNKNOWN})\s*[-/.]\s*(?P<second>\d{{1,2}}|{_UNKNOWN})\s*[-/.]\s*{_YEAR}"
)
_ISO = re.compile(
    rf"{_YEAR}[-/.](?P<month>\d{{1,2}}|{_UNKNOWN})(?:[-/.](?P<day>\d{{1,2}}|{_UNKNOWN}))?"
    r"(?:[t ][\d:.z+-]+)?"
)
_MONTH_YEAR = re.compile(rf"(?P<month>\d{{1,2}}|{_UNKNOWN})\s*[-/.]\s*{_YEAR}")
_WORDED = re.compile(
    rf"(?:(?P<day>\d{{1,2}}|{_UNKNOWN})(?:st|nd|rd|th|º|°)?\.?\s*(?:de |of )?\s*)?"
    rf"(?P<month>[^\W\d_]{{3,10}})\.?,?\s*(?:de |del |of )?\s*{_YEAR}"
)
_AMERICAN = re.compile(
    rf"(?P<month>[^\W\d_]{{3,10}})\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s*{_YEAR}"
)
_DAYS = re.compile(
    r"(?P<before>[^\W\d_]{3,10}\.? )?(?P<first>\d{1,2})\s*(?P<joint>[-–—]|[^\W\d_]{1,5})\s*"
    r"(?P<last>\d{1,2})(?P<after>(?!\s*[-/.\d]).+)"
)
_YEAR_ALONE = re.compile(rf"{_YEAR}")
_DECADE = re.compile(r"(?P<decade>1\d\d|20\d)(?:0s|0's|0’s|\?|x|_)")
_WEEKDAY = re.compile(r"^[^\W\d_]+,?\s+(?=\d)")
_DASH = re.compile(r"\s+[-–—]\s+|\s*[–—]\s*|(?<=\d{4})\s*-\s*(?=\d{4}(?:\D|$))")
_HAS_YEAR = re.compile(r"^(?!.*[Tt]\d).*\d{3}")
_DOUBT = re.compile(r"\s*(?:\(\?\)|\[\?\]|\?)$")


def is_month_first(cells: list[str]) -> bool:
    """Whether the dates of a column are written month first, which one day above 12 shows."""
    pairs = [m for cell in cells if (m := _NUMERIC.fullmatch(cell.strip().casefold()))]
    second = [int(m["second"]) for m in pairs if m["second"].isdigit()]
    first = [int(m["first"]) for m in pairs if m["first"].isdigit()]
    return any(number > 12 for number in second) and not any(number > 12 for number in first)


def read_written_date(cell: str, words: DateWords, *, month_first: bool = False) -> Interval | None:
    """Read a date as a person wrote it; ``None`` if it is not understood.

    >>> from kipu.lang.documents import load_date_words
    >>> read_written_date("c. 1990", load_date_words()).edtf
    '1990~'
    """
    text = cell.strip().casefold().strip(".")
    if not text or len(text) > LONGEST or text in words.hedges["unknown"]:
        return None
    try:
        return _standard(cell.strip()) or _hedged(text, words, month_first=month_first)
    except ValueError:
        return None


def _standard(text: str) -> Interval | None:
    """Read what is EDTF already; of a time of day only the day counts."""
    if (not text[:1].isdigit() and text[:1] not in "[.") or not _HAS_YEAR.search(text):
        return None
    try:
        return edtf.parse(text.replace("x", "X"))
    except ValueError:
        return None


def _hedged(text: str, words: DateWords, *, month_first: bool) -> Interval | None:
    """Read a date with the words before it that say how it is meant."""
    for meaning in ("between", "about", "before", "after", "until", "since", "unsure"):
        for word in words.hedges[meaning]:
            rest = text.removeprefix(word).strip()
            whole = not (word[-1].isalpha() and text[len(word) :][:1].isalpha())
            if rest and rest != text and whole:
                inner = _hedged(rest, words, month_first=month_first)
                return _meant(inner, meaning) if inner else None
    span = _range(text, words, month_first=month_first)
    if span:
        return span
    exact = _exact(text, words, month_first=month_first)
    if exact or not _DOUBT.search(text):
        return exact
    doubted = _exact(_DOUBT.sub("", text), words, month_first=month_first)
    return edtf.qualify(doubted, "?") if doubted else None


def _meant(interval: Interval, meaning: str) -> Interval:
    if meaning in ("about", "unsure"):
        return edtf.qualify(interval, "~" if meaning == "about" else "?")
    return interval if meaning == "between" else edtf.bound(interval, meaning)


def _range(text: str, words: DateWords, *, month_first: bool) -> Interval | None:
    """Read two dates and what lies between, or some days of one month ("15-17 March 2014")."""
    days = _DAYS.fullmatch(text)
    if days and (not days["joint"].isalpha() or days["joint"] in words.hedges["to"]):
        before, after = days["before"] or "", days["after"]
        ends = [
            _exact(f"{before}{day}{after}", words, month_first=month_first)
            for day in (days["first"], days["last"])
        ]
        if ends[0] and ends[1]:
            return edtf.hull(ends[0], ends[1])
    joints = [match.span() for match in _DASH.finditer(text)]
    for word in words.hedges["to"]:
        joints += [match.span() for match in re.finditer(rf"\s{re.escape(word)}\s", text)]
    for start, end in joints:
        first = _exact(text[:start], words, month_first=month_first)
        last = _exact(text[end:], words, month_first=month_first)
        if first and last:
            return edtf.hull(first, last)
    return None


def _exact(text: str, words: DateWords, *, month_first: bool) -> Interval | None:
    """Read a date alone."""
    text = text.strip(" ,.")
    if match := _NUMERIC.fullmatch(text):
        day, month = match["first"], match["second"]
        second_is_day = month.isdigit() and int(month) > 12
        if (month_first or second_is_day) and not (day.isdigit() and int(day) > 12):
            day, month = month, day
        return _made(match["year"], month, day)
    for pattern in (_ISO, _MONTH_YEAR):
        if match := pattern.fullmatch(text):
            return _made(match["year"], match["month"], match.groupdict().get("day"))
    for pattern in (_WORDED, _AMERICAN):
        for candidate in (text, _WEEKDAY.sub("", text)):
            match = pattern.fullmatch(candidate)
            if match and match["month"] in words.months:
                return _made(match["year"], str(words.months[match["month"]]), match["day"])
    if match := _YEAR_ALONE.fullmatch(text):
        return edtf.of_year(int(match["year"]))
    match = _DECADE.fullmatch(text)
    return edtf.of_decade(10 * int(match["decade"])) if match else None


def _made(year: str, month: str | None, day: str | None) -> Interval:
    """Make an interval of numbers, of which month and day may be unknown.

    Raises:
        ValueError: There is no such day.
    """
    if not month or not month.isdigit() or int(month) == 0:
        return edtf.of_year(int(year))
    if int(month) > 12:
        raise ValueError(f"there is no month {month}")
    if not day or not day.isdigit() or int(day) == 0:
        return edtf.of_month(int(year), int(month))
    return edtf.of_day(date(int(year), int(month), int(day)))
