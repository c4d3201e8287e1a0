"""On the timeline nothing covers anything, and everything stands at its time."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kipu.model import edtf
from kipu.model.resolved import Event
from kipu.model.times import EventTime
from kipu.web.lanes import LETTER, WIDTH, Drawn, lay_out

days = st.dates(date(1900, 1, 1), date(2030, 12, 31))


def event(number: int, first: date, last: date, words: str) -> Event:
    time = EventTime(edtf.of_days(min(first, last), max(first, last)))
    return Event(f"v{number}", "killing", words, time, None, "certain", (), (), "agreed", 2, 2, ())


def covers(mark: Drawn) -> tuple[float, float]:
    room = 5 + len(mark.label) * LETTER
    if mark.turned:
        return mark.x - room, mark.x + mark.width
    return mark.x, mark.x + mark.width + room


@settings(deadline=None)  # laying out is quick, a loaded machine is not
@given(st.lists(st.tuples(days, days, st.text(min_size=1, max_size=60)), min_size=1, max_size=60))
def test_marks_do_not_cover_each_other(times: list[tuple[date, date, str]]) -> None:
    """In one lane no mark with its label reaches into another, and all lie on the paper."""
    drawn = lay_out([event(n, *time) for n, time in enumerate(times)])
    assert drawn is not None
    assert len(drawn.marks) == len(times)
    lanes: dict[float, float] = {}
    for mark in drawn.marks:
        begin, end = covers(mark)
        assert begin >= lanes.get(mark.y, -1)
        lanes[mark.y] = end
        assert 0 <= mark.x <= WIDTH


def test_what_is_known_to_the_day_does_not_fade() -> None:
    """A day has firm ends, a month fades at both, an open end at its own."""
    texts = {"2001-03-03": "", "2001-03": "both", "../2001-03-03": "left", "2001-03-03/..": "right"}
    for text, fades in texts.items():
        told = Event(
            "v", "killing", "x", EventTime(edtf.parse(text)), None, "certain", (), (), "agreed",
            2, 2, (),
        )  # fmt: skip
        drawn = lay_out([told])
        assert drawn is not None
        assert drawn.marks[0].fades == fades


def test_nothing_dated_is_nothing_drawn() -> None:
    """Without a dated event there is no timeline."""
    assert lay_out([]) is None
