"""What the cases of Recognizers-Text expect, in days and TIMEX3 values.

Their dialect is not TimeML: a range is a triple whose end is the day after, what the text leaves
open has a past and a future reading, and either is right here. They count "two months ago" to the
day, where TimeML gives the month that holds it: the month is right. "Early next year" has the value
of next year in both, and its days, of which they take half and kipu a third, are not compared;
"within nine months" is a length in TimeML, and is right as that. Left out are

- cases without a reference day or without a value (they test extents, or a port of theirs);
- the modes for calendars and tasks, and time zones: commands to an assistant ("move my 3 o'clock");
- ranges of clock times and alternatives ("from 2 to 3pm", "9 or 10"), which make appointments;
- minutes and hours from now, and seconds, which no report of an event tells;
- meal times, fiscal and school years of unknown begin;
- what is no time in prose, or another one (:data:`_NOT_IN_PROSE` has the reason of each), and days
  that kipu reads otherwise for a reason (:func:`_differs`).

Sets have "T16" where TIMEX3 as kipu writes it has "XXXX-XX-XXT16:00"; the end of a day is the
minute before midnight for them, and only the day is compared.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from bench.time.corpora import Found

KINDS = ("date", "daterange", "datetime", "time", "duration", "set")
MODES = ("DateTimeModelComplexCalendar", "DateTimeModelCalendarMode", "DateTimeModelTasksMode",
         "DateTimeModelExtendedTypes", "TimeZoneParser")  # fmt: skip
_COUNTED = re.compile(
    r"\b(?:ago|from now|later|hence|hace|atr[áa]s|dentro|despu[ée]s|en)\b"
    r"|^in (?:\d+|an?|one|two|three|four|five|six|ten) [a-z]+",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:minutes?|mins?|seconds?|secs?|hours?|hrs?|minutos?|segundos?|horas?)\b.*"
    r"\b(?:ago|from now|later|hence|before|after)\b|\bin \S+ (?:minutes?|mins?|hours?|hrs?)\b"
    r"|\b(?:en|hace|dentro de) \S+ (?:minutos?|horas?|segundos?)\b|\d:\d\d:\d\d",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"P(?:([\d.]+)Y)?(?:([\d.]+)Q)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?"
                     r"(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?")  # fmt: skip
_LENGTH_TOLD = re.compile(
    r"\b(?:days|weeks|fortnight|months|quarters|years|decades|d[ií]as|semanas|meses|trimestres|años"
    r"|d[ée]cadas)\b",
    re.IGNORECASE,
)
_VAGUE = ("FY", "SY", "TME", "_REF", "BD", "WD", "P1WE", "P3WE")
"""Marks of years of unknown begin, of meals, and of lengths that ISO 8601 does not have."""
_UNIT = r"(?:hour|day|week|month|year|weekend|d[ií]a|semana|mes|año|fin de semana)"
_WEEKDAY = (r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|mi[ée]rcoles|jueves|viernes"
            r"|s[áa]bado|domingo")  # fmt: skip
_NOT_IN_PROSE = tuple(
    re.compile(pattern)
    for pattern in (
        # the "partner of the year", "my week", "a special day": no time, or a time that is not told
        rf"(?i)(?:(?:the|my|any|last|del?|el|la|mi|un|[úu]ltimo) )*{_UNIT}",
        r"(?i)(?:at )?e\.?o\.?[dmy]\.?|.*\bEOY\b.*",
        # a vague number, which they count as two or three
        r"(?i)(?:(?:the )?(?:next|last|past) )?(?:a )?(?:few|some|couple)(?: of)? \S+(?: ago)?",
        r"(?i)un[ao]s \w+",
        # a number, or an ordinal without a month: "the 22nd" may count anything
        r"(?i)(?:(?:the|el) )?\d{1,2}(?:st|nd|rd|th|\.?º)?|the (?:thirty|twenty second)",
        r"(?i)\d{1,2}(?:th)?(?: a las| at|,) \d.*|.*\d.* on \d\d?|.* del \d\d?",
        r"(?i)(?:la )?semana del? \d+(?:\.?º)?",
        # letters for units and halves of the day, shorthand and misspelling of messages
        r"(?i)\d+(?:h|y|p)|½ \w+|.*(?:tmrw|tongiht|thanks giving|mid night|\banos\b|\bfinde\b).*",
        r"(?i)cy ?\d+|yuandan.*|t[1-4]|last 3year|ultimos 3años|all-(?:week|year)",
        # national days, whose date depends on the country that a paper is printed in
        r"(?i).*(?:independen|freedom|jubilee|libertad|jubileo|d[ií]a del padre|gracias).*",
        # "cuatrimestre" is four months, and not theirs of three
        r"(?i).*(?:cuatrimestre|º cuarto).*",
    )
)
"""Expressions that a reader of news must not read so, since they would mean something else there:
as a rule they are typed to a calendar that knows that a date is meant."""
_SMALL_LETTERS = re.compile(
    r"(?:^|[ -])(?:may|march|mar|jan|feb|aug|sept?|oct|nov|dec|mon|tue|wed|thu|sat|sun)\b(?!\.)"
)
"""English months and weekdays without their capital that are other words ("may", "march", "sun"),
or abbreviated without their point."""
_FIGURES_ALONE = re.compile(r"[\d/.,\- ]+")
_AFTER_PREPOSITION = re.compile(r"\b(?:on|in|since|el|en|desde)\s$", re.IGNORECASE)
_ADDRESS = re.compile(r"www\.|\.xlsx|-\d{4}-\d\d-\d\d-")
_OTHER_WEEK = re.compile(
    rf"(?i)\b(?:next|previous|following|this|pr[óo]ximo|pasado|anterior|este)\b.*(?:{_WEEKDAY})"
    rf"|(?:{_WEEKDAY}) (?:pasado|anterior|siguiente|pr[óo]ximo)"
)
_WEEK_OF = re.compile(r"(?i)\b(?:week of|semana del?|semanas de|semana de este)\b")
_PHASE = re.compile(r"(?i)\b(?:end|middle|beginning|start) of\b.*\b(?:end|middle) of\b")
_WEEKDAY_DATE = re.compile(rf"(?i)\b(?P<name>{_WEEKDAY}|wed),? (?:el )?(?:\d|[a-z]+ \d)")
_DAY_NAMES = (("mon", "lun"), ("tue", "mar"), ("wed", "mié", "mie"), ("thu", "jue"),
              ("fri", "vie"), ("sat", "sáb", "sab"), ("sun", "dom"))  # fmt: skip


class Expected(msgspec.Struct, frozen=True):
    """One expected time: any of ``days`` (first and last), of ``clocks`` or of ``values``.

    ``open_value`` is a TIMEX3 value with an X for what the text leaves open; it is met in any of
    the years of ``days``.
    """

    start: int
    end: int
    days: frozenset[tuple[str, str]] = frozenset()
    open_value: str | None = None
    clock: str | None = None
    values: frozenset[str] = frozenset()
    counted: bool = False

    def meets(self, found: "Found") -> bool:
        """Whether a found time is one of the readings."""
        if _plain_length(found.value) in self.values or self._has_value(found):
            return True
        if self.days and not self._is_day(found):
            return False
        if self.clock is not None:
            return _clock(found.value) == self.clock
        return bool(self.days)

    def _has_value(self, found: "Found") -> bool:
        if self.open_value is None or len(self.open_value) != len(found.value):
            return False
        alike = all(
            there in (here, "X") for here, there in zip(found.value, self.open_value, strict=True)
        )
        return alike and any(first[:4] == found.value[:4] for first, _ in self.days)

    def _is_day(self, found: "Found") -> bool:
        first, last = found.earliest, found.latest
        if first is None or last is None:
            return False
        if self.counted and found.value[:4].isdecimal():
            return any(first <= one and other <= last for one, other in self.days)
        return (first, last) in self.days


def expected_of(record: dict[str, Any]) -> tuple[Expected, ...] | None:
    """Give what a case expects; ``None`` where it is left out."""
    if record["kind"] == "extractor" or not record["reference"] or record["file"] in MODES:
        return None
    if _SHORT.search(record["input"]):
        return None
    gold = [_expected(entry) for entry in record["expected"]]
    if not gold or any(one is None for one in gold):
        return None
    if any(_is_no_prose(entry, record) for entry in record["expected"]):
        return None
    told = tuple(one for one in gold if one is not None)
    day = date.fromisoformat(record["reference"][:10])
    pairs = zip(record["expected"], told, strict=True)
    return None if any(_differs(entry["text"], one.days, day) for entry, one in pairs) else told


def _is_no_prose(entry: dict[str, Any], record: dict[str, Any]) -> bool:
    """Whether only a calendar takes an expression for a time.

    Figures alone ("11/22", "11-2016") are shares, scores or laws unless a preposition tells.
    """
    whole, start = record["input"], entry["start"]
    text = whole[start : entry["end"]].strip()  # theirs has no capitals
    if record["lang"] == "en" and _SMALL_LETTERS.search(text):
        return True
    if any(pattern.fullmatch(text) for pattern in _NOT_IN_PROSE) or _ADDRESS.search(whole):
        return True
    short = _FIGURES_ALONE.fullmatch(text) and len(re.findall(r"\d+", text)) == 2
    return bool(short) and not _AFTER_PREPOSITION.search(whole[:start])


def _differs(text: str, days: frozenset[tuple[str, str]], day: date) -> bool:
    """Whether kipu means other days on purpose.

    - In a paper of Wednesday "next Friday" is in two days and not in nine, "last Monday" was two
      days ago; only theirs that lie within a week can be right.
    - "The first week of 2015" is its first seven days and no week of the year before.
    - The end of a month is its last third, in a range, too.
    - A weekday that does not go with the date tells the year, so that theirs, which overlooks it,
      is no year for it.
    - "Dentro de 5 días" is a day, and not the time up to it.
    - There is no 30 February.
    """
    firsts = [date.fromisoformat(first) for first, _ in days if not first.startswith("0001")]
    if days and not firsts:
        return True
    if _OTHER_WEEK.search(text) and firsts and min(abs((f - day).days) for f in firsts) > 7:
        return True
    ranged = any(first != last for first, last in days)
    if ranged and (_WEEK_OF.search(text) or _PHASE.search(text) or "dentro de" in text):
        return True
    match = _WEEKDAY_DATE.search(text)
    if match is None or not firsts:
        return False
    number = next(n for n, names in enumerate(_DAY_NAMES) if match["name"].lower()[:3] in names)
    return all(first.weekday() != number for first in firsts)


def _expected(entry: dict[str, Any]) -> Expected | None:
    kind = str(entry.get("type")).removeprefix("datetimeV2.")
    timex = entry.get("timex")
    if kind not in KINDS or not timex or any(mark in timex for mark in _VAGUE):
        return None
    start, end = entry["start"], entry["end"]
    if kind in ("duration", "set"):
        return Expected(start, end, values=frozenset({_plain_length(timex)}))
    if kind == "time":
        return Expected(start, end, clock=_clock("T" + timex.removeprefix("T")))
    days = frozenset(days for reading in _readings(entry) for days in _days(reading))
    clock = _clock(timex) if kind == "datetime" else None
    clock = None if clock == "23:59" else clock
    if not days:
        return None
    open_value, length = _written(timex)
    return Expected(
        start,
        end,
        days=days,
        open_value=open_value if clock is None else None,
        clock=clock,
        values=frozenset({length})
        if length and _LENGTH_TOLD.search(entry["text"])
        else frozenset(),
        counted=bool(_COUNTED.search(entry["text"])),
    )


def _written(timex: str) -> tuple[str | None, str | None]:
    """Give the value of a date or period, and the length that a triple ends with."""
    if not timex.startswith("("):
        return timex, None
    return None, _plain_length(timex.rstrip(")").rpartition(",")[2])


def _readings(entry: dict[str, Any]) -> list[dict[str, str]]:
    resolved = [entry.get("FutureResolution"), entry.get("PastResolution")]
    return [*entry.get("values", ()), *(one for one in resolved if one)]


def _days(reading: dict[str, str]) -> list[tuple[str, str]]:
    """Give the first and last day of a reading; of a range, every last day that its end may mean.

    Their ends are the day after, also of what is told with its last day ("5 to 7 April"), week,
    month or year ("2014 to 2018" ends with 2017).
    """
    day = next((reading[key] for key in ("value", "date", "dateTime") if reading.get(key)), None)
    if day is not None:
        return [(day[:10], day[:10])] if day[:1].isdigit() else []
    first = reading.get("start") or reading.get("startDate")
    after = reading.get("end") or reading.get("endDate")
    if not first or not after:
        return []
    end = date.fromisoformat(after[:10])
    lasts = {max((end - timedelta(days=1)).isoformat(), first[:10]), end.isoformat()}
    if end.day == 1:
        lasts.add(end.replace(day=monthrange(end.year, end.month)[1]).isoformat())
    if (end.month, end.day) == (1, 1):
        lasts.add(f"{end.year}-12-31")
    if date.fromisoformat(first[:10]).weekday() == end.weekday() == 0:
        lasts.add((end + timedelta(days=6)).isoformat())
    return [(first[:10], last) for last in sorted(lasts)]


def _clock(value: str) -> str:
    """Give the hour and minute of a value, or its part of the day.

    >>> _clock("2016-11-07T16"), _clock("T16:00"), _clock("2016-11-07TMO")
    ('16:00', '16:00', 'MO')
    """
    clock = value.partition("T")[2]
    if clock[:1].isdigit():
        hour, _, minute = clock.rstrip("Z").partition(":")
        return f"{hour}:{minute[:2] or '00'}"
    return clock


def _plain_length(value: str) -> str:
    """Write a length in months and seconds, so that halves and whole units below are the same.

    >>> _plain_length("P1.5Y") == _plain_length("P18M"), _plain_length("PXD")
    (True, 'PXD')
    """
    match = _LENGTH.fullmatch(value)
    if match is None:
        return _plain_set(value)
    years, quarters, months, weeks, days, hours, minutes, seconds = (
        float(part or 0) for part in match.groups()
    )
    rest = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    return f"{years * 12 + quarters * 3 + months:g} months {rest:g} s"


def _plain_set(value: str) -> str:
    """Write a set at a time of day as they do.

    >>> _plain_set("XXXX-XX-XXT15:00"), _plain_set("XXXX-WXX-1T16:30"), _plain_set("XXXX-XX-19")
    ('T15', 'XXXX-WXX-1T16:30', 'XXXX-XX-19')
    """
    day, mark, clock = value.partition("T")
    return f"{'' if day == 'XXXX-XX-XX' else day}{mark}{clock.removesuffix(':00')}"
