"""The year of a date that does not say it: the document's, or that of the story told."""

import msgspec

from kipu.model import edtf
from kipu.model.expressions import (
    Between,
    Calendar,
    Clock,
    Expression,
    TimeExpression,
    Way,
)  # fmt: skip
from kipu.model.times import Interval
from kipu.reading.times.days import moves_story
from kipu.reading.times.ends import DAY_GRAINS, Base, Told, end_of, evaluate_ends
from kipu.reading.times.evaluate import seek
from kipu.reading.times.read import is_free

_WEEKDAYS_REACH = 14
"""Days: a weekday by itself is one of the last week, unless the story is further back."""
_LONG_AGO, _SOON = 300, 45
"""Days back and ahead at which a past tense does not make a day of the year last year's."""
_ONE_YEAR = 366
_BEFORE = 3
"""Times back in which one can say when somebody told of another."""
_HISTORY = 3
"""Dates, all with their years, that make a text a history rather than news."""
_VAGUE = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")


def choose_year(expression: TimeExpression, told: list[Told], document: Interval | None) -> Base:
    """Choose the day from which a date without its year is looked for, and the side."""
    if not is_free(expression.expression):
        return Base(document, "document" if document else "none", way=_way(expression))
    if any(_says(one, expression) for one in told[-_BEFORE:]):
        return Base()
    story = _story_base(expression, told, document)
    if story is not None:
        return story
    if document is None:
        return Base()
    way = _way(expression)
    if expression.tense == "prospective" and way != "on_or_after":
        return Base()
    put_off = expression.relation in ("from", "for", "until", "by")
    called = expression.relation == "for" and expression.narrative  # not "for Friday's dead"
    if called and _is_weekday(expression):  # "a strike called for Friday"
        return Base(document, "document", way="after")
    if way == "on_or_before" and put_off and _is_near_ahead(expression.expression, document):
        way = "on_or_after"
    return Base(document, "document", way=way)


def _is_near_ahead(expression: Expression, document: Interval) -> bool:
    """Whether a day of the year comes soon and was long ago: "was put off until 21 October"."""
    base = expression.first if isinstance(expression, Between) else expression
    day = end_of(document, last=True)
    if not isinstance(base, Calendar) or not (base.day and base.month) or day is None:
        return False
    back, ahead = seek(base, day, "on_or_before"), seek(base, day, "after")
    if not (back and back.earliest and ahead and ahead.earliest):
        return False
    return (day - back.earliest).days > _LONG_AGO and (ahead.earliest - day).days <= _SOON


def _way(expression: TimeExpression) -> Way:
    """Give the side of the document's day on which a date lies, by preposition and tense.

    A present speaks of what comes ("the court sits on Friday"), of a month or day of the year as
    well of what was ("since February it leads").
    """
    tense, relation = expression.tense, expression.relation
    if relation == "since":
        return "on_or_before"
    ahead = relation in ("until", "by") and not expression.definite
    if ahead and expression.clause == "perfect":  # "has been closed until Friday"
        return "on_or_after"
    if tense == "future" or (ahead and tense in ("present", "prospective", None)):
        return "on_or_after"
    if tense == "present" and expression.narrative:
        return "on_or_after" if _is_weekday(expression) else "nearest"
    return "on_or_before"


def _story_base(
    expression: TimeExpression, told: list[Told], document: Interval | None
) -> Base | None:
    """Give the date of the story that a date without a year goes on from, if there is one.

    It is the last date of the same paragraph, if that one's year stands in the text itself, lies
    before the document's date, and the next such date after it does, too.
    """
    heading = _heading(told, expression)
    ahead = expression.tense == "future" or (expression.tense == "present" and not heading)
    if ahead or _is_named_by(expression, document):
        return None
    same = [one for one in told if one.expression.block == expression.block]
    dated = [one for one in same if one.timex.interval and one.expression.narrative]
    # "he has led it since 2011" leaves the story where it is
    dated = [one for one in dated if moves_story(one) and one.expression.relation != "since"]
    if dated and _is_aside(dated[-1], expression):
        return None
    dated = dated or heading or _life_so_far(told, document)
    by_days = _is_weekday(expression) and _is_vague_week(expression, document)
    if not dated or not (dated[-1].own_year or by_days):
        return None
    before = dated[-1].timex.interval
    if _is_weekday(expression) and not _goes_on_by_days(expression, before, document):
        return None
    if _is_weekday(expression) and _is_said_now(dated[-1], expression):
        return None
    if before is None or (document and edtf.contains(before, document)):
        return None
    if (edtf.days(before) or 0) > _ONE_YEAR:  # "between 2003 and 2004": a month of which of them?
        return None
    if document and edtf.is_after(before, document):
        return None
    start = Base(before, "text", dated[-1].expression.span, way=_story_way(expression, before))
    found = evaluate_ends(expression.expression, Base(), document, _one_day(start))
    if found.interval is None or (document and edtf.is_after(found.interval, document)):
        return None
    return _one_day(start)


def _heading(told: list[Told], expression: TimeExpression) -> list[Told]:
    """Give the last month or year that stands alone above what follows, as in a chronology, or the
    date of the entry that an expression stands in.

    Chronologies tell in the present, too.
    """
    dated = [one for one in told if one.timex.interval]
    entry = [e for e in dated if e.expression.entry and e.expression.block == expression.block]
    return entry[-1:] or [one for one in dated if one.expression.heads][-1:]


def _is_aside(one: Told, expression: TimeExpression) -> bool:
    """Whether an earlier date was looked back to, and the story has come back from it.

    "The bishop was killed in 2003. The rebels disarmed in August": the next sentence is of the
    year looked back to only if it goes on with the same persons.
    """
    earlier = one.expression
    if earlier.clause == "relative":
        return expression.clause != "relative"
    if earlier.sentence == expression.sentence or expression.tense == "pluperfect":
        return False
    grain = one.timex.interval.grain if one.timex.interval else None
    looks_back = earlier.tense == "pluperfect" or grain == "year"
    return looks_back and not expression.continues


def _says(one: Told, expression: TimeExpression) -> bool:
    """Whether a year is that in which somebody told what its own sentence dates: "admitted in 2015
    that the spill, from May 3 to June 9, was large" was told of that year, or one before."""
    is_year = one.own_year and one.timex.interval is not None and one.timex.interval.grain == "year"
    same = one.expression.sentence == expression.sentence and is_year
    return same and one.expression.clause == "speech" and expression.clause != "speech"


def _is_said_now(one: Told, expression: TimeExpression) -> bool:
    """Whether a weekday says when somebody told what its own sentence dates.

    "The doctor, who vanished on 3 May 1978, has been found, police said on Monday."
    """
    same = one.expression.sentence == expression.sentence
    return same and expression.clause == "speech" and not expression.definite


def _is_named_by(expression: TimeExpression, document: Interval | None) -> bool:
    """Whether a weekday with its day is right for the latest such day before the document."""
    kind = expression.expression
    last = end_of(document, last=True)
    if not isinstance(kind, Calendar) or not (kind.weekday and kind.day) or last is None:
        return False
    usual = seek(msgspec.structs.replace(kind, weekday=None), last, "on_or_before")
    return bool(usual and usual.earliest and usual.earliest.isoweekday() == kind.weekday)


def _life_so_far(told: list[Told], document: Interval | None) -> list[Told]:
    """Give the dates of a text that so far has told of nothing but years past: a life, a history.

    In such a text a date without its year belongs to the story across paragraphs, too.
    """
    dated = [one for one in told if one.timex.interval and one.timex.interval != document]
    dated = [one for one in dated if one.timex.value not in _VAGUE]
    own = (one.own_year and (one.timex.anchor != "text" or one.timex.anchor_span) for one in dated)
    history = len(dated) >= _HISTORY and all(own)
    return [one for one in dated if one.expression.narrative] if history else []


def _goes_on_by_days(
    expression: TimeExpression, before: Interval | None, document: Interval | None
) -> bool:
    """Whether a weekday is one of the story: "the Monday", or news of a day long past."""
    if before is None or before.grain not in DAY_GRAINS:
        return False
    if _is_vague_week(expression, document):
        return True
    if document is None or before.latest is None or document.earliest is None:
        return False
    return (document.earliest - before.latest).days > _WEEKDAYS_REACH


def _is_vague_week(expression: TimeExpression, document: Interval | None) -> bool:
    """Whether a weekday is the story's: "the Monday", or the document's own week is not known."""
    return expression.definite or (document is not None and edtf.days(document) != 1)


def _story_way(expression: TimeExpression, before: Interval) -> Way:
    if expression.tense == "pluperfect" and before.grain in (*DAY_GRAINS, "month"):
        return "on_or_before"
    return "after" if expression.definite and _is_weekday(expression) else "on_or_after"


def _is_weekday(expression: TimeExpression) -> bool:
    kind = expression.expression
    base = kind.day if isinstance(kind, Clock) else kind
    return isinstance(base, Calendar) and base.weekday is not None and base.day is None


def _one_day(base: Base) -> Base:
    """Look from the first day of the story's date: "in 1990 ... in June" is June of 1990."""
    if base.interval is None or base.interval.earliest is None:
        return base
    day = edtf.of_day(base.interval.earliest)
    return Base(day, base.kind, base.span, base.way)
