"""How sure a date is, and the days within which a document lies."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipu.lang.dating import PARTS, load_trust
from kipu.model import edtf
from kipu.model.documents import CreationTime
from kipu.pipeline.times import read_document_times, text_document
from kipu.reading.dating.trust import shortest

WEIGHTS = st.dictionaries(
    st.integers(0, 400).map(lambda n: date(2001, 1, 1) + timedelta(n)),
    st.floats(0.001, 1.0),
    min_size=1,
)


def date_text(text: str, stated: str | None = None) -> CreationTime:
    """Date a text alone."""
    doc = text_document(text, language="en")
    assert doc is not None
    return read_document_times(doc, stated=edtf.parse(stated) if stated else None).created


@given(WEIGHTS, st.floats(0.01, 1.0))
def test_the_shortest_stretch_holds_its_part(shares: dict[date, float], part: float) -> None:
    """The stretch holds the part of the weight, and no shorter one does."""
    interval = shortest(shares, part)
    first, last = interval.earliest, interval.latest
    assert first is not None
    assert last is not None
    needed = part * sum(shares.values()) * (1 - 1e-6)
    assert sum(w for day, w in shares.items() if first <= day <= last) >= needed
    length = (last - first).days - 1
    for start in shares:
        end = start + timedelta(length)
        assert sum(w for day, w in shares.items() if start <= day <= end) <= needed * (1 + 1e-5)


def test_a_stated_date_is_as_sure_as_such_dates_were() -> None:
    """A date line has the share of date lines that were right, and is its own bounds."""
    created = date_text(
        "Ferry sinks\n\n19 June 2011\n\nA ferry sank on Saturday, as one had before."
    )
    assert created.basis == "stated"
    assert created.confidence == round(load_trust().right["stated"].share, 3)
    assert created.within == created.likely == created.interval


def test_a_date_that_somebody_gives_is_not_judged() -> None:
    """What is given beside the text has no confidence of kipu's."""
    assert date_text("It sank in May 1990.", "2001-03").confidence is None


def test_an_inferred_date_has_bounds_and_bits() -> None:
    """The bounds hold each other, and each piece of evidence has its weight."""
    created = date_text(
        "Ten years on\n\nTen years ago this Saturday, on 3 November 1991, men entered a yard."
    )
    assert created.basis == "inferred"
    assert created.interval is not None
    assert created.within is not None
    assert created.likely is not None
    assert edtf.contains(created.within, created.interval)
    assert edtf.contains(created.within, created.likely)
    assert len(created.weights) == len(created.evidence)
    assert created.confidence is not None
    assert 0 < created.confidence < 1


def test_where_no_date_is_known_bounds_may_be() -> None:
    """A text that names a past month lies after it; its date stays unknown."""
    created = date_text("Old case\n\nHe was sentenced in May 2001. Nobody else was ever tried.")
    assert (created.interval, created.basis, created.confidence) == (None, "unknown", None)
    assert created.within is not None
    assert created.likely is not None
    assert edtf.contains(created.within, created.likely)
    assert [evidence.quote for evidence in created.evidence] == ["May 2001"]


@pytest.mark.parametrize(
    "text", ["He was tried in May.", "It was so in the 1930s.", "Nobody came."]
)
def test_where_nothing_is_known_nothing_is_told(text: str) -> None:
    """Without a date that has its year there are no bounds."""
    assert date_text(text) == CreationTime()


def test_creation_times_go_through_json() -> None:
    """What is stored gives the same again, and what was stored before these fields is read."""
    created = date_text("Old case\n\nHe was sentenced in May 2001. Nobody else was ever tried.")
    assert msgspec.json.decode(msgspec.json.encode(created), type=CreationTime) == created
    assert msgspec.json.decode(b'{"basis": "unknown"}', type=CreationTime) == CreationTime()


def test_lags_are_in_order() -> None:
    """Of what was measured a larger share has more days."""
    for lag in load_trust().lag.values():
        assert len(lag.days) == len(PARTS)
        assert list(lag.days) == sorted(lag.days)
