"""The geometry of the timeline: where each event stands on it, and in which lane."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from kipu.model.resolved import Event
from kipu.pipeline.questions import Year

MOST_MARKS = 400
"""Events that are drawn one by one."""
WIDTH, LEFT, RIGHT = 1180, 16, 60
LANE, TOP = 22, 34
LETTER = 7.2
"""Width of a letter of a label, at the size that the style gives it."""
LABEL = 40
"""Letters of a label that are shown."""
EXACT, SHORTEST = 10.0, 16.0
"""Widths of a day, and of the shortest stretch whose ends are seen to fade."""
BAR_HEIGHT = 220


class Drawn(msgspec.Struct, frozen=True):
    """An event on the timeline; ``begin`` and ``end`` are days since the first day drawn.

    ``fades`` tells at which ends its time is not known to the day: "", "left", "right", "both".
    """

    event: Event
    label: str
    x: float
    width: float
    y: float
    turned: bool
    begin: int
    end: int
    fades: str


class Tick(msgspec.Struct, frozen=True):
    """A year on the axis."""

    year: int
    x: float
    day: int


class Timeline(msgspec.Struct, frozen=True):
    """All of it; ``days`` is the length of the time drawn."""

    marks: tuple[Drawn, ...]
    ticks: tuple[Tick, ...]
    height: float
    days: int
    first: date


class Bar(msgspec.Struct, frozen=True):
    """The events of one year, as a bar."""

    year: str
    count: int
    x: float
    width: float
    height: float


def lay_out(events: Sequence[Event]) -> Timeline | None:
    """Set events on lanes so that no label covers another; ``None`` if none has a date."""
    times = [(event, *_ends(event)) for event in events if event.time.interval]
    if not times:
        return None
    first, last = min(begin for _, begin, _ in times), max(end for _, _, end in times)
    days = max((last - first).days + 1, 1)
    scale = (WIDTH - LEFT - RIGHT) / days
    lanes: list[float] = []
    marks = []
    for event, begin, end in sorted(times, key=lambda time: (time[1], time[2])):
        x = LEFT + (begin - first).days * scale
        fades = _fades(event)
        width = max(((end - begin).days + 1) * scale, SHORTEST if fades else EXACT)
        label = _label(event.summary)
        room = 8 + len(label) * LETTER
        turned = x + width + room > WIDTH and x > room
        lane = _free_lane(lanes, x - room if turned else x, x + width + (0 if turned else room))
        y = TOP + lane * LANE
        span = ((begin - first).days, (end - first).days)
        marks.append(Drawn(event, label, round(x, 1), round(width, 1), y, turned, *span, fades))
    return Timeline(
        tuple(marks), tuple(_ticks(first, last, scale)), TOP + len(lanes) * LANE, days, first
    )


def _label(text: str) -> str:
    return text if len(text) <= LABEL else text[: LABEL - 1].rstrip() + "…"


def _free_lane(lanes: list[float], begin: float, end: float) -> int:
    """Take the first lane that is free where a mark, or its label, begins."""
    number = next((n for n, taken in enumerate(lanes) if taken < begin), len(lanes))
    if number == len(lanes):
        lanes.append(0)
    lanes[number] = end
    return number


def _ends(event: Event) -> tuple[date, date]:
    """Give the first and the last day; an open end is drawn as a day."""
    interval = event.time.interval
    assert interval is not None
    begin = interval.earliest or interval.latest
    end = interval.latest or interval.earliest
    return begin or date.min, end or date.min


def _fades(event: Event) -> str:
    interval = event.time.interval
    if interval is None or interval.earliest == interval.latest:
        return ""
    if interval.earliest is None:
        return "left"
    return "right" if interval.latest is None else "both"


def _ticks(first: date, last: date, scale: float) -> Iterable[Tick]:
    years = last.year - first.year + 1
    step = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if years / n <= 18), 1000)
    for year in range(first.year, last.year + 1):
        day = (date(year, 1, 1) - first).days
        if year % step == 0 and day >= 0:
            yield Tick(year, round(LEFT + day * scale, 1), day)


def bars_of(years: Sequence[Year]) -> tuple[Bar, ...]:
    """Draw the number of events of each year."""
    dated = [year for year in years if year.name]
    most = max((year.count for year in dated), default=1)
    width = (WIDTH - LEFT - RIGHT) / max(len(dated), 1)
    return tuple(
        Bar(
            year.name or "",
            year.count,
            round(LEFT + number * width, 1),
            round(max(width - 2, 1), 1),
            round(year.count / most * (BAR_HEIGHT - TOP), 1),
        )
        for number, year in enumerate(dated)
    )
