"""Dates as people read and type them, case by case."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipu.lang.dates import parse_day, render_interval
from kipu.model import edtf

CASES = tomllib.loads(Path(__file__).with_name("dates.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "says"), [(text, case["says"]) for case in CASES["shown"] for text in case["edtf"]]
)
def test_intervals_are_shown_as_precise_as_they_are(text: str, says: str) -> None:
    """An interval is written at its own precision, no finer and no coarser."""
    assert render_interval(edtf.parse(text)) == says


@pytest.mark.parametrize(
    ("text", "says"), [(text, case["says"]) for case in CASES["spanish"] for text in case["edtf"]]
)
def test_spanish_screens_write_spanish_dates(text: str, says: str) -> None:
    """In Spanish the same interval has the same precision."""
    assert render_interval(edtf.parse(text), "es") == says


def test_no_interval_is_undated() -> None:
    """What has no time says so."""
    assert render_interval(None) == "undated"


@pytest.mark.parametrize(
    ("text", "means"), [(text, case["edtf"]) for case in CASES["typed"] for text in case["says"]]
)
def test_typed_dates_are_read(text: str, means: str) -> None:
    """A date that people type means the interval that its words say."""
    interval = parse_day(text)
    assert interval is not None
    assert interval.edtf == means


@pytest.mark.parametrize("text", CASES["refused"][0]["says"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """What is no date gives none."""
    assert parse_day(text) is None


@given(st.dates(date(1000, 1, 1)), st.dates(date(1000, 1, 1)))
def test_both_ends_of_a_range_are_told(one: date, other: date) -> None:
    """The year and the day of both ends of any range can be read off it."""
    first, last = sorted((one, other))
    shown = render_interval(edtf.parse(f"{first.isoformat()}/{last.isoformat()}"))
    assert str(last.year) in shown
    assert str(first.year) in shown
    assert shown.startswith(f"{first.day}")


@given(st.dates(date(1, 1, 1)))
def test_an_open_beginning_ends_the_day_before(latest: date) -> None:
    """What is "before" a day does not have that day in it, and does have the one before."""
    shown = render_interval(edtf.parse(f"../{latest.isoformat()}"))
    assert shown.startswith("before ")
