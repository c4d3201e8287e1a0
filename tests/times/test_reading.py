"""`kipu.read_times`: the times of a text alone."""

from datetime import UTC, date, datetime

import pytest

import kipu

TEXT = "Ferry sinks\n\nIt sank on Friday.\r\nOn 3 May 1990 𝔞nother had sunk, 𝔞s it did last year."


def test_times_are_counted_from_the_anchor() -> None:
    """With an anchor each time has its days, and its span the characters of the text."""
    times = kipu.read_times(TEXT, date(2001, 3, 4))
    assert [time.value for time in times] == ["2001-03-02", "1990-05-03", "2000"]
    quotes = [TEXT[time.span.start : time.span.end] for time in times]
    assert quotes == ["Friday", "3 May 1990", "last year"]


def test_without_an_anchor_what_counts_from_it_stays_open() -> None:
    """Nothing is taken for the day of the text: not today, and no date that it names."""
    friday, may, year = kipu.read_times(TEXT)
    assert (friday.value, friday.interval) == ("XXXX-WXX-5", None)
    assert (may.value, year.interval) == ("1990-05-03", None)


def test_an_anchor_may_have_a_time_of_day() -> None:
    """Of a date and time the day counts."""
    noon = datetime(2001, 3, 4, 12, tzinfo=UTC)
    assert kipu.read_times(TEXT, noon) == kipu.read_times(TEXT, date(2001, 3, 4))


@pytest.mark.parametrize("text", ["", " \n", "…"])
def test_a_text_without_words_has_no_times(text: str) -> None:
    """Nothing to read is no error."""
    assert kipu.read_times(text) == ()


def test_other_languages_are_refused() -> None:
    """A language that kipu reads no times in is named."""
    with pytest.raises(kipu.KipuError, match="not in 'tlh'"):
        kipu.read_times("In May.", language="tlh")
