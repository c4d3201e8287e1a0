"""What a row of a chronology tells is of the date in its cell, with its characters as evidence."""

import io

import pytest

from kipu.documents import File, Part, read_part, split_parts
from kipu.model import edtf
from kipu.model.readings import Reading
from kipu.pipeline.reading import read, redate
from kipu.pipeline.times import as_stated

HEADS = "Date;Event\n"


def read_rows(text: str) -> list[Reading]:
    """Read the rows of a table of a chronology."""
    parts = split_parts(File(io.BytesIO(text.encode()), "rows.csv"))
    return [read(read_part(part)) for part in parts if isinstance(part, Part)]


def dates(reading: Reading) -> dict[str, str | None]:
    return {reading.doc.quote(event.trigger): event.time.edtf for event in reading.events}


@pytest.mark.parametrize(
    ("written", "day"),
    [("03/2001", "2001-03"), ("c. 1990", "1990~"), ("??/03/2001", "2001-03"),
     ("before 1992", "../1991-12-31"), ("15/3/2001", "2001-03-15"), ("1990-1992", "1990/1992")],
)  # fmt: skip
def test_the_cell_dates_what_the_row_tells(written: str, day: str) -> None:
    """What the first sentence asserts has the date of the cell; its characters are the evidence."""
    (reading,) = read_rows(f"{HEADS}{written};Two ministers of the country were arrested in Belor.")
    (event,) = reading.events
    assert event.time.edtf == day
    assert [one.quote for one in event.time.evidence] == [written]
    assert reading.doc.quote(event.time.evidence[0].span) == written


@pytest.mark.parametrize(
    "row",
    [
        "Ada Corvin, whom soldiers had arrested, resigned as minister of the mines.",
        "Ada Corvin resigned as minister. She had been arrested in Belor by soldiers.",
        "Ada Corvin said that the soldiers of the country arrested two ministers.",
        "Ada Corvin resigned as minister. Soldiers were arrested in 1987 in the country.",
    ],
)
def test_what_need_not_be_of_that_day_stays_undated(row: str) -> None:
    """What is told as earlier, in a side clause or in a further sentence keeps its own date."""
    (reading,) = read_rows(f"{HEADS}15/3/2001;{row}")
    assert dates(reading)["arrested"] in (None, "1987")


def test_a_row_keeps_its_own_words_dates() -> None:
    """Words of the row that tell a date go before its cell."""
    (reading,) = read_rows(f"{HEADS}2001;Two ministers were arrested on 15 March 2001.")
    assert dates(reading) == {"arrested": "2001-03-15"}


def test_a_list_of_articles_dates_no_event() -> None:
    """The day on which a text was published is none on which something happened."""
    (reading,) = read_rows("Published;Text\n15/3/2001;Two ministers were arrested in the country.")
    assert dates(reading) == {"arrested": None}
    assert "Published" not in reading.doc.text


def test_another_date_of_the_document_moves_no_row() -> None:
    """Who dates the document of a row leaves the event where the table has it."""
    (reading,) = read_rows(f"{HEADS}15/3/2001;Two ministers of the country were arrested in Belor.")
    assert dates(redate(reading, as_stated(edtf.parse("1995")))) == {"arrested": "2001-03-15"}
