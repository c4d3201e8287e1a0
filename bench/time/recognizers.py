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
- meal times, fiscal and school years of unknown begin.
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
    r"\b(?:ago|from now|later|hence|hace|atr[áa]s|dentro|despu[ée]s|en)\b", re.IGNORECASE
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
    r"\b(?:days|weeks|months|years|decades|d[ií]as|semanas|meses|años|d[ée]cadas)\b", re.IGNORECASE
)
_VAGUE = ("FY", "SY", "TME", "_REF")


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
    return tuple(one for one in gold if one is not None)


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

    Their ends are the day after, also of what is told with its last day ("5 to 7 April"), month or
    year ("2014 to 2018" ends with 2017).
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
        return value
    years, quarters, months, weeks, days, hours, minutes, seconds = (
        float(part or 0) for part in match.groups()
    )
    rest = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    return f"{years * 12 + quarters * 3 + months:g} months {rest:g} s"
