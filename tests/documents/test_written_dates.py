"""Dates in the cells of a table mean what the person who wrote them meant."""

import tomllib
from pathlib import Path

import msgspec
import pytest

from kipu.documents.readers.written_dates import is_month_first, read_written_date
from kipu.lang.documents import load_date_words
from tests.pace import assert_quick


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ways to write one date; ``none`` is what cannot be understood."""

    means: str
    says: tuple[str, ...]


PATH = Path(__file__).parent / "written_dates.toml"
CASES = msgspec.convert(tomllib.loads(PATH.read_text("utf-8"))["case"], tuple[Case, ...])


@pytest.mark.parametrize(
    ("written", "means"), [(w, case.means) for case in CASES for w in case.says]
)
def test_written_date(written: str, means: str) -> None:
    """A date gives the interval that it means, and what is not understood gives none."""
    interval = read_written_date(written, load_date_words())
    assert (interval.edtf if interval else "none") == means


def test_order_of_day_and_month() -> None:
    """A column with a day above twelve in second place is written month first."""
    assert is_month_first(["3/4/2001", "3/25/2001"])
    assert not is_month_first(["3/4/2001", "25/3/2001"])
    interval = read_written_date("3/4/2001", load_date_words(), month_first=True)
    assert interval
    assert interval.edtf == "2001-03-04"


@pytest.mark.parametrize("cell", ["1" * 60, "c." * 30, "-" * 60, "?" * 60, "5 de " * 12, "/" * 60])
def test_no_cell_takes_long(cell: str) -> None:
    """Whatever stands in a cell is decided in a tenth of a second."""
    words = load_date_words()
    assert read_written_date(cell, words) is None
    assert_quick(lambda: read_written_date(cell, words), 0.1)
