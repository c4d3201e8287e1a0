"""EDTF: what a string means in days, and the laws of counting with intervals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipu.model import edtf
from kipu.model.times import Grain, Interval

GRAINS: tuple[Grain, ...] = (
    "day", "week", "month", "season", "quarter", "half", "year", "decade", "century",
)  # fmt: skip
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
COUNTS = st.integers(-500, 500)

MEANINGS = [
    ("2000", "2000-01-01", "2000-12-31", "year"),
    ("2000-11", "2000-11-01", "2000-11-30", "month"),
    ("2000-11-22", "2000-11-22", "2000-11-22", "day"),
    ("2000-11-22T23:50", "2000-11-22", "2000-11-22", "minute"),
    ("1900-02", "1900-02-01", "1900-02-28", "month"),
    ("2000-02", "2000-02-01", "2000-02-29", "month"),
    ("199X", "1990-01-01", "1999-12-31", "decade"),
    ("19XX", "1900-01-01", "1999-12-31", "century"),
    ("2001-03-XX", "2001-03-01", "2001-03-31", "month"),
    ("1990~", "1990-01-01", "1990-12-31", "year"),
    ("2024?", "2024-01-01", "2024-12-31", "year"),
    ("2024-05%", "2024-05-01", "2024-05-31", "month"),
    ("2000-21", "2000-03-01", "2000-05-31", "season"),
    ("2000-24", "2000-12-01", "2001-02-28", "season"),
    ("2000-35", "2000-07-01", "2000-09-30", "quarter"),
    ("2000-41", "2000-07-01", "2000-12-31", "half"),
    ("1990/2000", "1990-01-01", "2000-12-31", "year"),
    ("2000-11-05/2000-11-19", "2000-11-05", "2000-11-19", "day"),
    ("../1985-04", None, "1985-04-30", None),
    ("1985-04/..", "1985-04-01", None, None),
    ("1985-04/", "1985-04-01", None, None),
    ("[2000-05..2000-07]", "2000-05-01", "2000-07-31", None),
    ("[2000,2003]", "2000-01-01", "2003-12-31", None),
]
NOT_EDTF = ["", "200", "2000-13", "2000-02-30", "2001-02-29", "../..", "last week", "2000-W47", "X"]


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Any interval: one unit, a range of days, or a range that is open on one side."""
    one, other = sorted((draw(DAYS), draw(DAYS)))
    return draw(
        st.sampled_from(
            [
                edtf.unit(one, draw(st.sampled_from(GRAINS))),
                edtf.of_days(one, other),
                edtf.of_days(one, None),
                edtf.of_days(None, other),
            ]
        )
    )


@pytest.mark.parametrize(("text", "earliest", "latest", "grain"), MEANINGS)
def test_a_string_means_its_days(
    text: str, earliest: str | None, latest: str | None, grain: Grain | None
) -> None:
    """Each form of EDTF that kipu writes gives its first and last day and its grain."""
    found = edtf.parse(text)
    assert found == Interval(
        text,
        date.fromisoformat(earliest) if earliest else None,
        date.fromisoformat(latest) if latest else None,
        grain,
    )


@pytest.mark.parametrize("text", NOT_EDTF)
def test_anything_else_is_refused(text: str) -> None:
    """What is no EDTF raises ValueError."""
    with pytest.raises(ValueError, match=r"no|month|day"):
        edtf.parse(text)


@given(intervals())
def test_writing_and_reading_gives_the_same_days(interval: Interval) -> None:
    """The string says exactly the days of its interval."""
    again = edtf.parse(interval.edtf)
    assert (again.earliest, again.latest) == (interval.earliest, interval.latest)


@given(DAYS, st.sampled_from(GRAINS))
def test_a_unit_holds_its_day(day: date, grain: Grain) -> None:
    """The unit of a grain around a day holds it, and is the unit of each of its own days."""
    whole = edtf.unit(day, grain)
    assert edtf.contains(whole, edtf.of_day(day))
    assert whole.earliest is not None
    assert edtf.unit(whole.earliest, grain) == whole


@given(intervals(), st.sampled_from(GRAINS))
def test_snapping_widens_once(interval: Interval, grain: Grain) -> None:
    """Snapping never loses a day, and snapping again changes nothing."""
    whole = edtf.snap(interval, grain)
    assert edtf.contains(whole, interval)
    assert edtf.snap(whole, grain) == whole


@given(DAYS, COUNTS, COUNTS, st.sampled_from(["day", "week"]))
def test_days_and_weeks_add_up(day: date, one: int, other: int, grain: Grain) -> None:
    """Two shifts by days or weeks are one shift by their sum."""
    twice = edtf.shift_day(edtf.shift_day(day, one, grain), other, grain)
    assert twice == edtf.shift_day(day, one + other, grain)


@given(DAYS, COUNTS)
def test_a_shift_by_months_lands_in_that_month(day: date, months: int) -> None:
    """A shift by months lands in the month counted, never on an earlier day than the month has."""
    landed = edtf.shift_months(day, months)
    assert (landed.year * 12 + landed.month) - (day.year * 12 + day.month) == months
    assert landed.day <= day.day
    assert landed.day == day.day or edtf.step(landed, 1).day == 1


@given(DAYS, st.integers(-60, 60), st.sampled_from(["month", "year"]))
def test_whole_units_move_to_whole_units(day: date, count: int, grain: Grain) -> None:
    """A month moved by months is a month, a year moved by years a year, and it comes back."""
    whole = edtf.unit(day, grain)
    moved = edtf.shift(whole, count, grain)
    assert moved.grain == grain
    assert edtf.shift(moved, -count, grain) == whole


@given(intervals(), intervals())
def test_before_overlapping_or_after(one: Interval, other: Interval) -> None:
    """Of two intervals exactly one holds: before, sharing a day, after."""
    states = [edtf.is_before(one, other), edtf.overlaps(one, other), edtf.is_after(one, other)]
    assert sum(states) == 1


@given(intervals(), intervals())
def test_what_is_shared_is_in_both(one: Interval, other: Interval) -> None:
    """The intersection is in both, there is one exactly if they overlap, and order is all one."""
    shared = edtf.intersect(one, other)
    assert (shared is not None) == edtf.overlaps(one, other)
    if shared is not None:
        assert edtf.contains(one, shared)
        assert edtf.contains(other, shared)
        turned = edtf.intersect(other, one)
        assert turned is not None
        assert (turned.earliest, turned.latest) == (shared.earliest, shared.latest)


@given(intervals(), intervals())
def test_the_hull_holds_both(one: Interval, other: Interval) -> None:
    """The hull holds both, unless together they are open on both sides."""
    earliest = one.earliest and other.earliest
    latest = one.latest and other.latest
    if earliest is None and latest is None:
        with pytest.raises(ValueError, match="both ends"):
            edtf.hull(one, other)
        return
    whole = edtf.hull(one, other)
    assert edtf.contains(whole, one)
    assert edtf.contains(whole, other)


@given(intervals(), st.sampled_from(["~", "?", "%"]))
def test_a_qualifier_changes_no_day(interval: Interval, qualifier: str) -> None:
    """About and uncertain are marks on the string; the days stay."""
    marked = edtf.parse(edtf.qualify(interval, qualifier).edtf)
    assert (marked.earliest, marked.latest) == (interval.earliest, interval.latest)


@given(intervals())
def test_relations_meet_at_the_edges(interval: Interval) -> None:
    """Before and since together, and until and after together, leave no day out."""
    if interval.earliest:
        before, since = edtf.bound(interval, "before"), edtf.bound(interval, "since")
        assert before.latest is not None
        assert since.earliest == edtf.step(before.latest, 1)
    if interval.latest:
        until, after = edtf.bound(interval, "until"), edtf.bound(interval, "after")
        assert until.latest is not None
        assert after.earliest == edtf.step(until.latest, 1)
