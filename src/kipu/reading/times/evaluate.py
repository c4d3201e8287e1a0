"""The days that an expression means, given the days of its anchors: a pure function.

Anchors are single days. Where an anchor is known less well, the caller evaluates with its first
and its last day; every step here keeps the order of days, so the truth lies between the results.
"""

from collections.abc import Callable
from datetime import date

import msgspec

from kipu.model import edtf
from kipu.model.expressions import (
    Amount,
    Between,
    Calendar,
    Clock,
    Duration,
    Expression,
    Modified,
    Nth,
    Recurring,
    Reference,
    Seek,
    Shift,
    Snap,
    Vague,
    Way,
    Within,
)  # fmt: skip
from kipu.model.times import Grain, Interval
from kipu.reading.times.values import (
    UNRESOLVED_DAY,
    calendar_value,
    duration_value,
    interval_value,
    recurring_value,
)  # fmt: skip

WEEKS_COUNTED_EXACTLY = 2
"""Up to this many weeks are meant to the day ("a week later"); more, to half a week."""
_HALF_WEEK = 3
_MONTHS_TO_WEEKDAY = 6
"""Months on either side in which "Sunday the 31st" is looked for."""
SATURDAY = 6


class Anchors(msgspec.Struct, frozen=True):
    """The days that an expression is counted from; ``None`` where not known.

    ``free`` is the day from which a date without a year is looked for, and ``way`` the side on
    which; ``near`` is the side for "this Friday". ``text`` is the earlier expression, or the
    event, that the expression counts from.
    """

    document: date | None = None
    text: date | None = None
    day: date | None = None
    free: date | None = None
    way: Way = "on_or_before"
    near: Way = "nearest"


class Resolved(msgspec.Struct, frozen=True):
    """What an expression comes to: its value, and its interval if the anchors sufficed."""

    value: str
    interval: Interval | None = None


def evaluate(expression: Expression, anchors: Anchors) -> Resolved:
    """Resolve an expression with its anchors."""
    if isinstance(expression, Duration):
        return Resolved(duration_value(expression.amounts))
    if isinstance(expression, Recurring):
        return Resolved(recurring_value(expression))
    if isinstance(expression, Vague):
        return _vague(expression, anchors)
    if isinstance(expression, Modified):
        return _modified(expression, anchors)
    if isinstance(expression, Clock):
        return _clock(expression, anchors)
    if isinstance(expression, Between):
        return _between(expression, anchors)
    interval = days_of(expression, anchors)
    if interval is None:
        return Resolved(_open_value(expression))
    return Resolved(interval_value(interval), interval)


def days_of(expression: Expression, anchors: Anchors) -> Interval | None:
    """Give the interval of a time expression; ``None`` if an anchor is missing or it has none."""
    finder = _FINDERS.get(type(expression))
    try:
        return finder(expression, anchors) if finder else None
    except (ValueError, OverflowError):  # beyond the calendar's first or last year
        return None


def _open_value(expression: Expression) -> str:
    if isinstance(expression, Calendar):
        return calendar_value(expression)
    if isinstance(expression, Within | Seek):
        return calendar_value(expression.date)
    if isinstance(expression, Snap | Shift):
        return _open_unit(
            expression.unit if isinstance(expression, Snap) else expression.amount.unit
        )
    return UNRESOLVED_DAY


def _open_unit(unit: Grain) -> str:
    values: dict[Grain, str] = {
        "year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX", "quarter": "XXXX-QX",
        "decade": "XXX", "century": "XX",
    }  # fmt: skip
    return values.get(unit, UNRESOLVED_DAY)


def _vague(vague: Vague, anchors: Anchors) -> Resolved:
    if vague.value == "PRESENT_REF" and anchors.document:
        return Resolved(vague.value, edtf.of_day(anchors.document))
    return Resolved(vague.value)


def _reference(reference: Reference, anchors: Anchors) -> Interval | None:
    days = {"document": anchors.document, "day": anchors.day}
    day = days.get(reference.to, anchors.text)
    return edtf.of_day(day) if day else None


def _snap(snap: Snap, anchors: Anchors) -> Interval | None:
    base = days_of(snap.base, anchors)
    if base is None or base.earliest is None:
        return None
    return edtf.unit(
        edtf.shift_day(_first_of(base.earliest, snap.unit), snap.offset, snap.unit), snap.unit
    )


def _first_of(day: date, unit: Grain) -> date:
    return edtf.unit(day, unit).earliest or day


def _shift(shift: Shift, anchors: Anchors) -> Interval | None:
    base = days_of(shift.base, anchors)
    if base is None or base.earliest is None or shift.amount.count is None:
        return None
    count, unit = _whole_units(shift.amount)
    moved = edtf.shift_day(base.earliest, shift.sign * count, unit)
    if shift.exact:
        return edtf.of_day(moved)
    if unit != "week":
        return edtf.unit(moved, shift.amount.unit if unit == shift.amount.unit else unit)
    if count <= WEEKS_COUNTED_EXACTLY and shift.base != Reference("document"):
        return edtf.of_day(moved)
    around = edtf.of_days(edtf.step(moved, -_HALF_WEEK), edtf.step(moved, _HALF_WEEK), "week")
    return around


def _whole_units(amount: Amount) -> tuple[int, Grain]:
    count = amount.count or 0
    if count == int(count):
        return int(count), amount.unit
    months: dict[Grain, float] = {"year": 12, "decade": 120, "century": 1200}
    if amount.unit in months:
        return int(count * months[amount.unit]), "month"
    return int(count * {"month": 30, "week": 7}.get(amount.unit, 1)), "day"


def _calendar(calendar: Calendar, anchors: Anchors) -> Interval | None:
    if calendar.decade is not None:
        return edtf.of_decade(calendar.decade)
    if calendar.century is not None:
        return edtf.of_century(calendar.century)
    if calendar.year is not None:
        return in_year(calendar, calendar.year)
    if anchors.free is None:
        return None
    return seek(calendar, anchors.free, anchors.way)


def in_year(calendar: Calendar, year: int) -> Interval | None:
    """Give a date of a year; ``None`` for 29 February of a year without one."""
    if calendar.easter is not None:
        return edtf.of_day(edtf.step(easter_sunday(year), calendar.easter))
    if calendar.month is None:
        return edtf.of_year(year)
    if calendar.day is None:
        return edtf.of_month(year, calendar.month)
    try:
        return edtf.of_day(date(year, calendar.month, calendar.day))
    except ValueError:
        return None


def easter_sunday(year: int) -> date:
    """Give the day of Easter. Source: the anonymous Gregorian computus (Meeus, 1991, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def seek(calendar: Calendar, day: date, way: Way) -> Interval | None:
    """Find the date of a kind that lies next to a day on the side asked for."""
    if calendar.weekday and calendar.month is None and calendar.day is None:
        return edtf.of_day(_seek_weekday(calendar.weekday, day, way))
    if calendar.month is None and calendar.easter is None:
        return _seek_day_of_month(calendar, day, way)
    # a leap day or a weekday may come round in eight years or eleven only, others each year
    rare = calendar.weekday is not None or (calendar.month, calendar.day) == (2, 29)
    reach = 9 if rare else 2
    years = range(max(day.year - reach, 1), day.year + reach + 1)
    found = [i for i in (in_year(calendar, year) for year in years) if i is not None]
    return _choose([i for i in found if _agrees(calendar, i)] or found, day, way)


def _agrees(calendar: Calendar, interval: Interval) -> bool:
    """Whether the weekday that the text gives is that of the day; a wrong one is overlooked."""
    return calendar.weekday is None or (
        interval.earliest is not None and interval.earliest.isoweekday() == calendar.weekday
    )


def _seek_day_of_month(calendar: Calendar, day: date, way: Way) -> Interval | None:
    if calendar.day is None:
        return None
    reach = _MONTHS_TO_WEEKDAY if calendar.weekday else 2
    months = (edtf.shift_months(day.replace(day=1), n) for n in range(-reach, reach + 1))
    found = [in_year(msgspec.structs.replace(calendar, month=m.month), m.year) for m in months]
    return _choose([i for i in found if i is not None and _agrees(calendar, i)], day, way)


def _choose(found: list[Interval], day: date, way: Way) -> Interval | None:
    here = edtf.of_day(day)
    chosen: Callable[[Interval], bool] = {
        "before": lambda i: edtf.is_before(i, here),
        "on_or_before": lambda i: (i.earliest or day) <= day,
        "after": lambda i: edtf.is_after(i, here),
        "on_or_after": lambda i: (i.latest or day) >= day,
        "nearest": lambda i: True,
    }[way]
    rest = [i for i in found if chosen(i)]
    if not rest:
        return None
    if way == "nearest":
        return min(rest, key=lambda i: abs(((i.earliest or day) - day).days))
    return rest[-1] if way in ("before", "on_or_before") else rest[0]


def _seek_weekday(weekday: int, day: date, way: Way) -> date:
    behind = (day.isoweekday() - weekday) % 7
    ahead = (weekday - day.isoweekday()) % 7
    moves: dict[Way, int] = {
        "before": -(behind or 7), "on_or_before": -behind,
        "after": ahead or 7, "on_or_after": ahead,
        "nearest": -behind if behind <= 3 else ahead,
    }  # fmt: skip
    return edtf.step(day, moves[way])


def _seek_expression(expression: Seek, anchors: Anchors) -> Interval | None:
    base = days_of(expression.base, anchors)
    if base is None or base.earliest is None:
        return None
    way = anchors.near if expression.way == "nearest" else expression.way
    return seek(expression.date, base.earliest, way)


def _within(within: Within, anchors: Anchors) -> Interval | None:
    if within.date.year is not None:  # known from elsewhere
        return in_year(within.date, within.date.year)
    period = days_of(within.period, anchors)
    if period is None or period.earliest is None or period.latest is None:
        return None
    calendar = within.date
    if calendar.weekday and calendar.month is None:
        return edtf.of_day(_seek_weekday(calendar.weekday, period.earliest, "on_or_after"))
    if calendar.month is None:
        return in_year(
            msgspec.structs.replace(calendar, month=period.earliest.month), period.earliest.year
        )
    return in_year(calendar, period.earliest.year)


def _nth(nth: Nth, anchors: Anchors) -> Interval | None:
    period = days_of(nth.period, anchors)
    if period is None or period.earliest is None or period.latest is None:
        return None
    if nth.unit == "day":
        return _nth_day(nth.n, period.earliest, period.latest)
    if nth.date is None:
        return _nth_week(nth.n, period.earliest, period.latest)
    weekday = nth.date.weekday or 1
    if nth.n < 0:
        day = _seek_weekday(weekday, period.latest, "on_or_before")
    else:
        first = _seek_weekday(weekday, period.earliest, "on_or_after")
        day = edtf.step(first, 7 * (nth.n - 1))
    return edtf.of_day(day) if period.earliest <= day <= period.latest else None


def _nth_day(n: int, earliest: date, latest: date) -> Interval | None:
    """Give one day of a period: its first, second, ... or, for -1, its last."""
    day = edtf.step(latest, n + 1) if n < 0 else edtf.step(earliest, n - 1)
    return edtf.of_day(day) if earliest <= day <= latest else None


def _nth_week(n: int, earliest: date, latest: date) -> Interval | None:
    """Give seven days of a period: its first, second, ... or, for -1, its last."""
    first = edtf.step(latest, -6) if n < 0 else edtf.step(earliest, 7 * (n - 1))
    if not earliest <= first <= latest:
        return None
    return edtf.of_days(first, min(edtf.step(first, 6), latest))


def _between(between: Between, anchors: Anchors) -> Resolved:
    first, last = evaluate(between.first, anchors), evaluate(between.last, anchors)
    open_value = f"{first.value}/{last.value}"
    if first.interval is None or last.interval is None:
        return Resolved(open_value)
    if _is_weekend(between):
        week = edtf.of_week(first.interval.earliest or date.min)
        return Resolved(f"{interval_value(week)}-WE", edtf.hull(first.interval, last.interval))
    ends = (first.interval, last.interval)
    if edtf.is_after(*ends):
        ends = _turned(between, ends, anchors)
    if edtf.is_after(*ends):
        return Resolved(open_value)
    interval = edtf.of_days(ends[0].earliest, ends[1].latest)
    return Resolved(f"{interval_value(ends[0])}/{interval_value(ends[1])}", interval)


def _turned(
    between: Between, ends: tuple[Interval, Interval], anchors: Anchors
) -> tuple[Interval, Interval]:
    """Look for the begin again, before the end: "from December to March" in one winter."""
    anchored = msgspec.structs.replace(anchors, free=ends[1].earliest, way="on_or_before")
    return days_of(between.first, anchored) or ends[0], ends[1]


def _is_weekend(between: Between) -> bool:
    first, last = between.first, between.last
    if isinstance(first, Seek) and isinstance(last, Shift):
        return first.date.weekday == SATURDAY and last.base == first
    ends = first, last
    return all(isinstance(e, Within) and e.date.month is None and e.date.weekday for e in ends)


def _clock(clock: Clock, anchors: Anchors) -> Resolved:
    day = days_of(clock.day, anchors)
    one_day = day if day is not None and edtf.days(day) == 1 else None
    date_value = one_day.edtf if one_day else UNRESOLVED_DAY
    if clock.hour is None:
        value = f"{date_value}T{clock.daypart}"
    else:
        value = f"{date_value}T{clock.hour:02}:{clock.minute or 0:02}{clock.zone or ''}"
    if one_day is None:
        return Resolved(value)
    grain: Grain = "daypart" if clock.hour is None else "minute"
    written = one_day.edtf
    if clock.hour is not None and clock.hour < 24:
        written = f"{date_value}T{clock.hour:02}:{clock.minute or 0:02}:00{clock.zone or ''}"
    return Resolved(value, msgspec.structs.replace(one_day, edtf=written, grain=grain))


def _modified(modified: Modified, anchors: Anchors) -> Resolved:
    plain = evaluate(modified.base, anchors)
    if plain.interval is None:
        return plain
    return Resolved(plain.value, modify(plain.interval, modified, anchors))


def modify(interval: Interval, modified: Modified, anchors: Anchors) -> Interval:
    """Narrow an interval to its begin, middle or end, open an end, or mark it as approximate."""
    if modified.mod in ("START", "MID", "END"):
        return _third(interval, modified.mod)
    if modified.mod == "APPROX":
        return edtf.qualify(interval, "~")
    if modified.mod in ("LESS_THAN", "EQUAL_OR_LESS") and isinstance(modified.base, Shift):
        return _up_to(modified.base, anchors) or interval
    if modified.mod in ("MORE_THAN", "EQUAL_OR_MORE") and isinstance(modified.base, Shift):
        return edtf.bound(interval, "until" if modified.base.sign < 0 else "since")
    return interval


def _third(interval: Interval, mod: str) -> Interval:
    """Give the first, middle or last third of an interval, in whole months if it is of months."""
    first, last = interval.earliest, interval.latest
    if first is None or last is None or first == last:  # a day has no thirds
        return interval
    number = {"START": 0, "MID": 1, "END": 2}[mod]
    if first.day == 1 and edtf.step(last, 1).day == 1 and (last - first).days > 80:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        ends = [edtf.shift_months(first, round(months * n / 3)) for n in (number, number + 1)]
    else:
        length = (last - first).days + 1
        ends = [edtf.step(first, round(length * n / 3)) for n in (number, number + 1)]
    return edtf.of_days(ends[0], max(edtf.step(ends[1], -1), ends[0]))


def _up_to(shift: Shift, anchors: Anchors) -> Interval | None:
    """Give the days between the anchor and a shift of which the text says that it was less."""
    base = days_of(shift.base, anchors)
    exact = days_of(msgspec.structs.replace(shift, exact=True), anchors)
    return edtf.hull(base, exact) if base and exact else None


_FINDERS: dict[type, Callable[..., Interval | None]] = {
    Reference: _reference,
    Calendar: _calendar,
    Within: _within,
    Shift: _shift,
    Snap: _snap,
    Seek: _seek_expression,
    Nth: _nth,
    Between: lambda expression, anchors: _between(expression, anchors).interval,
    Clock: lambda expression, anchors: _clock(expression, anchors).interval,
    Modified: lambda expression, anchors: _modified(expression, anchors).interval,
}
"""What finds the days of each kind of expression; the other kinds have none."""
