"""The day that a time of day by itself belongs to ("at noon"), where the text makes it clear."""

from datetime import date

from kipu.model import edtf
from kipu.model.expressions import Clock, Expression, Reference, Snap, TimeExpression
from kipu.model.times import Interval
from kipu.reading.times.ends import DAY_GRAINS, NOT_YET, Base, Told
from kipu.reading.times.read import counts_from

_EVENING = 18
"""The hour from which a time of day may be that of the evening before a morning paper."""
_BEGINS = {"MO": 0, "MI": 12, "AF": 12, "EV": 18, "NI": 18}
_ENDS = {"MO": 11, "MI": 12, "AF": 17, "EV": 23, "NI": 23}
"""First and last hours of the parts of a day, as TIMEX3 has them."""


def choose_day(expression: TimeExpression, told: list[Told], document: Interval | None) -> Base:
    """Choose the day that a time of day belongs to: that of the event told, if there is but one.

    The day on which somebody said so is not the day of what he told; the document's own day is
    meant only for what is still to come. Where the day is not clear, it is left open.
    """
    moving = [one for one in told if can_anchor(one, expression) and moves_story(one)]
    dated = [one for one in moving if not _is_date_line(one, document)]
    if expression.tense not in ("past", "pluperfect"):
        return _today(expression, dated, document)
    events = [one for one in dated if _is_event(one, expression)]
    same = [one for one in events if one.expression.block == expression.block]
    chosen = _last_day(expression, same) if same else _only_day(expression, events, document)
    if chosen and _is_earlier(expression.expression, chosen):
        return _morning_after(expression, chosen, document)
    if chosen:
        return Base(chosen.timex.interval, "text", chosen.expression.span)
    if dated or document is None or edtf.days(document) != 1 or not _is_late(expression.expression):
        return Base()
    first = edtf.shift_day(document.earliest or date.max, -1, "day")
    return Base(edtf.of_days(first, document.latest), "document")


def _is_date_line(one: Told, document: Interval | None) -> bool:
    """Whether a time only states the document's own date: no clause tells of it."""
    interval = one.timex.interval
    if one.expression.tense is not None or document is None or interval is None:
        return False
    return (interval.earliest, interval.latest) == (document.earliest, document.latest)


def _today(expression: TimeExpression, dated: list[Told], document: Interval | None) -> Base:
    """Choose the last day of the paragraph, or else the document's, for what is no past."""
    same = [one for one in dated if one.expression.block == expression.block]
    if same and _is_day(same[-1]):
        return Base(same[-1].timex.interval, "text", same[-1].expression.span)
    if same or document is None or edtf.days(document) != 1:
        return Base()
    return Base(document, "document")


def _is_event(one: Told, expression: TimeExpression) -> bool:
    """Whether an earlier time is that of an event told, which a time of day can go on from."""
    earlier = one.expression
    if earlier.sentence == expression.sentence and earlier.clause == expression.clause:
        return True
    today = earlier.clause == "perfect" and _is_day_of_document(earlier.expression)
    return (earlier.clause == "main" or today) and earlier.tense not in ("present", *NOT_YET)


def _is_day_of_document(expression: Expression) -> bool:
    """Whether an expression is a day counted from the document's: "have fallen today"."""
    if not isinstance(expression, Snap) or expression.unit != "day":
        return False
    return expression.base == Reference("document")


def _last_day(expression: TimeExpression, same: list[Told]) -> Told | None:
    """Give the last day of a paragraph; of several, only a clause that goes on has the last."""
    last = same[-1]
    if not _is_day(last) or expression.clause in ("speech", "relative", "perfect"):
        return last if _is_day(last) and last.expression.sentence == expression.sentence else None
    several = len(_days(same)) > 1 and last.expression.sentence != expression.sentence
    return last if not several or expression.continues else None


def _only_day(
    expression: TimeExpression, events: list[Told], document: Interval | None
) -> Told | None:
    """Give the one day of the text so far that is left, ``None`` if several are or none is.

    A day whose evening has been told is not that of a noon after it. Beside months and years, the
    one day left has to be the document's own.
    """
    days = [one for one in events if _is_day(one)]
    left = [one for one in days if not _is_earlier(expression.expression, one)]
    dates = _days(left or days)
    if len(dates) != 1:
        return None
    own = document is not None and dates == {document.earliest} and edtf.days(document) == 1
    return (left or days)[0] if len(days) == len(events) or own or not left else None


def _days(events: list[Told]) -> set[date | None]:
    return {one.timex.interval.earliest for one in events if one.timex.interval}


def _is_day(one: Told) -> bool:
    interval = one.timex.interval
    return interval is not None and interval.grain in DAY_GRAINS and edtf.days(interval) == 1


def _morning_after(expression: TimeExpression, one: Told, document: Interval | None) -> Base:
    """Give the document's day, if it is the one after that of an event told: no other is left.

    "The mayor was shot on Tuesday evening. At noon shops closed", in a paper of Wednesday.
    """
    interval, plain = one.timex.interval, expression.tense == "past" and expression.clause == "main"
    if not plain or interval is None or interval.latest is None or document is None:
        return Base()
    following = edtf.of_day(edtf.step(interval.latest, 1))
    is_next = (document.earliest, document.latest) == (following.earliest, following.latest)
    return Base(document, "document") if is_next else Base()


def _is_earlier(expression: Expression, one: Told) -> bool:
    """Whether a time of day comes before that of the day it would go on from: the next morning."""
    _, mark, clock = one.timex.value.partition("T")
    if not mark or not isinstance(expression, Clock):
        return False
    begins = int(clock[:2]) if clock[:2].isdigit() else _BEGINS.get(clock, 0)
    if expression.hour is not None:
        return expression.hour < begins
    return _ENDS.get(expression.daypart or "", 23) < begins


def _is_late(expression: Expression) -> bool:
    """Whether a time of day is in the evening: a morning paper tells of the evening before."""
    if not isinstance(expression, Clock):
        return False
    return expression.daypart in ("EV", "NI") or (expression.hour or 0) >= _EVENING


def can_anchor(one: Told, expression: TimeExpression) -> bool:
    """Whether an earlier expression moves the story on to its time."""
    earlier = one.expression
    if one.timex.interval is None or earlier.type not in ("DATE", "TIME"):
        return False
    if earlier.quoted and not (expression.quoted and earlier.block == expression.block):
        return False
    return earlier.narrative or earlier.sentence == expression.sentence


def moves_story(one: Told) -> bool:
    """Whether a time takes the story along.

    "Ten years later, a plaque bears ..." does not, nor does "the day before they had burnt it".
    """
    earlier = one.expression
    stays = earlier.tense in ("present", "pluperfect") or earlier.clause == "perfect"
    return not (stays and counts_from(earlier.expression, "text"))
