"""The functions that rules may call to make typed results of their items."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, get_args

import msgspec

from kipu.lang.times import Bound, Constant, Template
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
    Within,
)  # fmt: skip
from kipu.model.times import Grain
from kipu.reading.times.tokens import FIRST_SHORT_YEAR, FIRST_YEAR, LAST_YEAR, full_year

_HOURS = 24
_TWO_DIGITS = 99
_UNITS = get_args(Grain)
"""From the smallest to the largest."""
_FIRST_OF_ERA = 10
"""Below, letters behind a number are no era ("5 CE marks")."""
_FIRST_IN_WORDS = 1700
"""Below, two numbers in words are no year ("eleven twelve")."""
_WEEKS = 53
_LATE_WEEK = 20
"""From here on, the number of a week is one of the year's: no season or campaign is so long."""
_OLDEST = 9999
"""Years before our era that four digits can write."""


class Unbuildable(Exception):
    """The items are there, but their values do not make a time ("November 41")."""


def build(make: Template, values: dict[str, object]) -> object:
    """Make the value of a rule; a name that no item bore is ``None``.

    Raises:
        Unbuildable: The values do not fit.
    """
    if isinstance(make, Bound):
        return values.get(make.name)
    if isinstance(make, Constant):
        return make.value
    arguments = [build(argument, values) for argument in make.arguments]
    if not make.options:
        return FUNCTIONS[make.function](*arguments)
    options = {name: build(option, values) for name, option in make.options}
    return FUNCTIONS[make.function](*arguments, **options)


def _date(**parts: Any) -> Calendar:
    holiday = parts.pop("holiday", None)
    if holiday is not None:
        parts["month"], parts["day"] = (int(part) for part in holiday.split("-"))
    if not 1 <= (parts.get("day") or 1) <= _longest(parts.get("month")):
        raise Unbuildable
    return Calendar(**parts)


def _no_such_day(day: float, month: int) -> None:
    """Accept what is written as a day and is none: "31 June", not "1990 May"."""
    if day <= _longest(month) or day > _TWO_DIGITS:
        raise Unbuildable


def _longest(month: int | None) -> int:
    return 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def _complete(calendar: Calendar, **parts: int) -> Calendar:
    return msgspec.structs.replace(calendar, **parts)


def _era(year: float, sign: int = 1) -> Calendar:
    """Give a year that letters put into our era or, with the sign -1, before: "347 AD"."""
    if year != int(year) or not _FIRST_OF_ERA <= year <= (LAST_YEAR if sign > 0 else _OLDEST):
        raise Unbuildable
    return Calendar(year=sign * int(year))


def _word_year(century: int, tens: int, ones: int | None = None) -> int:
    """Give the year that two numbers in words mean: "nineteen ninety-six", "twenty twelve"."""
    year = century * 100 + tens + (ones or 0)
    if not _FIRST_IN_WORDS <= year <= LAST_YEAR:
        raise Unbuildable
    return year


def _month_of(number: int) -> int:
    if not 1 <= number <= 12:
        raise Unbuildable
    return number


def _amount(count: float | None, unit: str) -> Amount:
    if unit in ("fortnight", "weekend"):
        factor: int = 2 if unit == "fortnight" else 1
        return Amount("week", None if count is None else count * factor)
    return Amount(unit, count)  # type: ignore[arg-type]  # units are checked when loaded


def _few(count: float) -> float:
    """Let a number stand before a unit in the singular ("a 20 year low"), but not a year."""
    if count >= FIRST_YEAR:
        raise Unbuildable
    return count


def _rough(amount: Amount, degree: str) -> Expression:
    return Modified(Duration((amount,)), degree)  # type: ignore[arg-type]


def _shift(base: Expression, amount: Amount, sign: int, exact: bool = False) -> Shift:  # noqa: FBT001, FBT002
    if amount.unit in ("second", "minute", "hour") and amount.count is None:
        raise Unbuildable
    if amount.unit == "hour" and amount.count and amount.count % _HOURS == 0:
        amount = Amount("day", amount.count / _HOURS)  # "24 hours later" is the next day
    return Shift(base, amount, sign, exact)


def _snap(base: Expression, unit: str, offset: int) -> Snap:
    if unit in ("second", "minute", "hour", "weekend"):
        raise Unbuildable
    if unit == "fortnight":
        return Snap(base, "week", offset * 2)
    return Snap(base, unit, offset)  # type: ignore[arg-type]


def _weekend(offset: int) -> Expression:
    week = Snap(Reference("document"), "week", offset)
    return Between(Within(Calendar(weekday=6), week), Within(Calendar(weekday=7), week))


def _weekend_near() -> Expression:
    """Give the weekend that lies on the side that the tense tells."""
    saturday = Seek(Reference("document"), Calendar(weekday=6), "nearest")
    return Between(saturday, Shift(saturday, Amount("day", 1), 1, exact=True))


def _weekend_of(n: int, period: Expression) -> Between:
    """Give the weekend of the first, second or, for -1, last Saturday of a month."""
    saturday = _nth(n, period, Calendar(weekday=6))
    return Between(saturday, Shift(saturday, Amount("day", 1), 1, exact=True))


def _quarter(number: int, year: int | None = None) -> Calendar:
    if number == -1:
        number = 4
    if not 1 <= number <= 4:
        raise Unbuildable
    return Calendar(year=year, month=32 + number)


def _half_year(number: int, year: int | None = None) -> Calendar:
    if number == -1:
        number = 2
    if not 1 <= number <= 2:
        raise Unbuildable
    return Calendar(year=year, month=39 + number)


def _century(number: int) -> Calendar:
    if not 2 <= number <= 21:
        raise Unbuildable
    return Calendar(century=number - 1)


def _same_century(year: int, two_digits: int) -> int:
    """Give the year that two digits mean after a full year: 1990-92 is to 1992."""
    full = year // 100 * 100 + two_digits
    if full <= year:
        raise Unbuildable
    return full


def _between(first: Expression, last: Expression) -> Between:
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        if first.year and last.year and first.year > last.year:
            raise Unbuildable
        same_month = first.month == last.month and first.year == last.year
        if same_month and first.day and last.day and first.day >= last.day:
            raise Unbuildable
    return Between(first, last)


def _up_to(first: Calendar, last: Calendar) -> Between:
    """Give a range whose year its last day tells: "from 1 January to 30 June 1989"."""
    if last.year is None or first.month is None or last.month is None:
        raise Unbuildable
    before = (first.month, first.day or 0) > (last.month, last.day or 0)
    return Between(_complete(first, year=last.year - before), last)


def _up_to_now(first: Expression | None, year: int | None) -> Between:
    """Give a range to the day of the document: "from 1998 to date"."""
    today = Snap(Reference("document"), "day", 0)
    return Between(first or Calendar(year=year), today)


def _minutes(clock: int, half: str | None = None) -> int:
    if half is None:
        return clock
    if clock // 60 > 12 or clock // 60 == 0:
        raise Unbuildable
    return clock % 720 + (720 if half == "pm" else 0)


def _time(clock: int | str, half: str | None = None) -> int:
    if isinstance(clock, str):
        hour, minute = clock.split(":")
        return int(hour) * 60 + int(minute)
    return _minutes(clock, half)


def _four_figures(figures: int, half: str | None = None) -> int:
    """Give the time that four figures without a point are: 0830."""
    if figures // 100 > 23 or figures % 100 > 59:
        raise Unbuildable
    return figures // 100 * 60 + figures % 100


def _hour(number: float, half: str | None = None) -> int:
    if number not in range(1, 25):
        raise Unbuildable
    return _minutes(int(number) * 60, half)


def _hour_in(number: float | None, clock: int | None, part: str) -> int:
    minutes = clock if clock is not None else _hour(number or 0)
    if part in ("NI", "MO") and 720 <= minutes < 780:  # twelve at night is midnight
        return 1440 if part == "NI" and minutes == 720 else minutes - 720
    afternoon = part in ("AF", "EV") or (part == "NI" and minutes >= 300)
    return minutes % 720 + 720 if afternoon and minutes <= 720 else minutes


def _clock(day: Expression, minutes: int, zone: str | None = None) -> Clock:
    return Clock(day, minutes // 60, minutes % 60, zone=zone)


def _clock_in(day: Expression, number: float | None, clock: int | None, part: str) -> Clock:
    return _clock(day, _hour_in(number, clock, part))


def _daypart(day: Expression, part: str) -> Clock:
    return Clock(day, daypart=part)


def _duration(*amounts: Amount | None) -> Duration:
    """Give a length of units that fall: "20 years, 15 years" are two lengths."""
    found = tuple(amount for amount in amounts if amount is not None)
    sizes = [_UNITS.index(amount.unit) for amount in found]
    if any(one <= other for one, other in pairwise(sizes)):
        raise Unbuildable
    return Duration(found)


def _every(unit: str | None, amount: Amount | None = None) -> Recurring:
    whole = amount or _amount(1, unit or "day")
    return Recurring(unit=whole, quant="EVERY")


def _length_of(amount: Amount | None, unit: str | None) -> Duration:
    if amount is None and unit in ("day", None):
        raise Unbuildable
    return Duration((amount or _amount(1, str(unit)),))


def _often(times: float, unit: str) -> Recurring:
    return Recurring(unit=_amount(1, unit), freq=f"{int(times)}X")


def _every_day(weekday: int, minutes: int | None = None) -> Recurring:
    """Give every day of a name, or its hour: "every Friday at 4 p.m."."""
    clock = None if minutes is None else _written(minutes)
    return Recurring(date=Calendar(weekday=weekday), clock=clock, quant="EVERY")


def _written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _every_day_part(weekday: int, part: str) -> Recurring:
    return Recurring(date=Calendar(weekday=weekday), daypart=part, quant="EVERY")


def _day_number(tens: int, ones: int) -> int:
    """Give the day that two numbers in words are: "twenty second"."""
    if tens not in (20, 30) or not 1 <= ones <= 9:
        raise Unbuildable
    return tens + ones


def _word_hour(hour: int, minutes: int, more: int | None = None) -> int:
    """Give the time of day that numbers in words are: "seven twenty-seven"."""
    if minutes % 10 and more:
        raise Unbuildable
    total = minutes + (more or 0)
    if not 1 <= hour <= 24 or total > 59:
        raise Unbuildable
    return hour * 60 + total


def _week_of(number: float, year: int | None = None, period: Expression | None = None) -> Snap:
    """Give a week by its number in ISO 8601, of a year or of the document's: 4 January is in 1."""
    if number not in range(1, _WEEKS + 1):
        raise Unbuildable
    first: Expression = Calendar(year=year, month=1, day=4)
    if year is None:
        period = period or Snap(Reference("document"), "year", 0)
        first = Within(Calendar(month=1, day=4), period)
    return Snap(Shift(first, Amount("week", int(number) - 1), 1, exact=True), "week", 0)


def _movable(holiday: str, year: int | None = None) -> Nth:
    """Give a holiday that is, say, the fourth Thursday of November: "11/4/4"."""
    month, n, weekday = (int(part) for part in holiday.split("/"))
    return Nth(n, Calendar(year=year, month=month), Calendar(weekday=weekday))


def _nth(
    n: int, period: Expression, date: Calendar | None = None, unit: Grain | None = None
) -> Nth:
    if n == 0 or n > 366:
        raise Unbuildable
    return Nth(n, period, date, unit)


FUNCTIONS: dict[str, Callable[..., object]] = {
    "none": lambda: None,
    "wordyear": _word_year,
    "wholeyear": lambda n: n if FIRST_YEAR <= n <= LAST_YEAR else _fail(),
    "monthof": _month_of,
    "nosuchday": _no_such_day,
    "exact": bool,
    "add": lambda one, other: one + other,
    "multiply": lambda one, other: one * other,
    "amount": _amount,
    "few": _few,
    "rough": _rough,
    "date": _date,
    "complete": _complete,
    "decade": lambda year: _date(decade=year) if year % 10 == 0 else _fail(),
    "century": _century,
    "era": _era,
    "quarter": _quarter,
    "halfyear": _half_year,
    "samecentury": _same_century,
    "lastcentury": lambda two: full_year(str(two)) if two >= FIRST_SHORT_YEAR else _fail(),
    "recent": lambda two_digits: full_year(f"{two_digits:02}"),
    "document": lambda: Reference("document"),
    "text": lambda: Reference("text"),
    "event": lambda: Reference("event"),
    "textday": lambda: Reference("day"),
    "story": lambda: Reference("story"),
    "within": Within,
    "shift": _shift,
    "snap": _snap,
    "weekend": _weekend,
    "weekendnear": _weekend_near,
    "weekendof": _weekend_of,
    "seek": Seek,
    "nth": _nth,
    "between": _between,
    "modified": Modified,
    "vague": Vague,
    "duration": _duration,
    "orday": lambda unit: unit or "day",
    "movable": _movable,
    "upper": lambda low, high: high if low < high else _fail(),
    "upto": _up_to,
    "upnow": _up_to_now,
    "minutes": lambda n: n if n in range(60) else _fail(),
    "lengthof": _length_of,
    "every": _every,
    "everyday": _every_day,
    "everydaypart": _every_day_part,
    "everyhour": lambda minutes: Recurring(clock=_written(minutes), quant="EVERY"),
    "everydom": lambda day: Recurring(date=_date(day=day), quant="EVERY"),
    "daynumber": _day_number,
    "wordhour": _word_hour,
    "weekof": _week_of,
    "lateweek": lambda n: n if n >= _LATE_WEEK else _fail(),
    "everydate": lambda m, d: Recurring(date=_date(month=m, day=d), quant="EVERY"),
    "everypart": lambda part: Recurring(daypart=part, quant="EVERY"),
    "often": _often,
    "time": _time,
    "hour": _hour,
    "fourfigures": _four_figures,
    "hourin": _hour_in,
    "earlier": lambda minutes, fewer: minutes - fewer,
    "laterby": lambda minutes, more: minutes + more,
    "clock": _clock,
    "clockin": _clock_in,
    "daypart": _daypart,
}
"""The vocabulary of ``make`` in the rule files."""


def _fail() -> object:
    raise Unbuildable
