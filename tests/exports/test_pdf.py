"""A PDF holds what it was given: read back by another program, nothing of it is missing."""

import re
from datetime import UTC, datetime

import pypdfium2
import pytest

from kipu.exports.pdf import write_pdf
from kipu.exports.word import About, Block, Cell, Paragraph, Row, Run, Table

ABOUT = About("Crónica", "Ada Ünal", datetime(2026, 11, 30, 12, tzinfo=UTC), "es")


def one_cell(words: str) -> Cell:
    return Cell((Paragraph((Run(words),), "Small"),))


def table(rows: int, words: str = "told by many") -> Table:
    made = [Row((one_cell(f"row{n}"), one_cell(f"{words} {n}"))) for n in range(rows)]
    return Table(("Date", "Event"), (1, 3), (Row((one_cell("2001"),)), *made))


def texts(blocks: list[Block]) -> list[str]:
    """Write blocks, and read each page with the program that browsers read them with."""
    document = pypdfium2.PdfDocument(write_pdf(blocks, ABOUT).data)
    return [page.get_textpage().get_text_range() for page in document]


def test_every_row_is_there_once_and_heads_repeat() -> None:
    """All rows come in order, each on one page, and each page begins with the head."""
    pages = texts([Paragraph((Run("Crónica"),), "Title"), table(300)])
    assert len(pages) > 5
    found = [number for page in pages for number in re.findall(r"row(\d+)", page)]
    assert found == [str(number) for number in range(300)]
    for number, page in enumerate(pages, start=1):
        assert "Date" in page[:40]
        assert page.rstrip().endswith(f"{number} / {len(pages)}")


def test_a_cell_longer_than_a_page_goes_on() -> None:
    """Of a cell of many pages no word is lost and none comes twice."""
    words = [f"w{number}" for number in range(4000)]
    pages = texts([Table(("A", "B"), (1, 2), (Row((one_cell("x"), one_cell(" ".join(words)))),))])
    assert len(pages) > 2
    assert re.findall(r"w\d+", " ".join(pages)) == words


def test_long_words_are_cut_not_lost() -> None:
    """A hash that is wider than its column is there with all its digits."""
    digits = "0123456789abcdef" * 12
    row = Row((one_cell("x"), one_cell(digits)))
    page = " ".join(texts([Table(("A", "B"), (5, 1), (row,))]))
    assert digits in re.sub(r"\s", "", page)


def test_notes_stand_in_their_places() -> None:
    """What is a footnote in the file for Word stands where it hangs, once."""
    page = texts([Paragraph((Run("a.txt, 7", note="a.txt, 7: “she said”"),))])[0]
    assert page.count("a.txt, 7") == 1
    assert "“she said”" in page


def test_the_file_tells_of_itself() -> None:
    """Title, author and headings are what viewers show of the file."""
    blocks = [
        Paragraph((Run("Crónica"),), "Title"),
        Paragraph((Run("Fuentes"),), "Heading1"),
    ]
    document = pypdfium2.PdfDocument(write_pdf(blocks, ABOUT).data)
    told = document.get_metadata_dict()
    assert (told["Title"], told["Author"]) == ("Crónica", "Ada Ünal")
    assert [one.get_title() for one in document.get_toc()] == ["Crónica", "Fuentes"]
    assert write_pdf(blocks, ABOUT) == write_pdf(blocks, ABOUT)


@pytest.mark.parametrize("text", ["Łódź, Σίσυφος, Москва, Þór", "fi “” – — … ½ № €", "a\x00b\x1b"])
def test_letters_are_read_back(text: str) -> None:
    """Letters of other alphabets are found and copied as they are."""
    written = write_pdf([Paragraph((Run(text),))], ABOUT)
    page = pypdfium2.PdfDocument(written.data)[0].get_textpage().get_text_range()
    for word in re.findall(r"[^\W\d_]+", text):
        assert word in page
    assert written.unshown == frozenset(one for one in text if one < " ")


def test_what_cannot_be_shown_is_told() -> None:
    """Letters without a shape, or that run from right to left, are named."""
    written = write_pdf([Paragraph((Run("Ada 漢 سلام"),))], ABOUT)
    assert written.unshown == frozenset("漢سلام")


def test_a_cut_font_draws_the_same() -> None:
    """A page drawn with the letters it needs looks as one that has all letters besides."""
    words = "Los Barrios Altos, ½ Ł é"
    every = "".join(map(chr, range(0x21, 0x17F)))
    pictures = [
        pypdfium2.PdfDocument(write_pdf(blocks, ABOUT).data)[0].render(scale=2).to_numpy()[90:122]
        for blocks in (
            [Paragraph((Run(words),))],
            [Paragraph((Run(words),)), *[Paragraph((Run(" "),))] * 9, Paragraph((Run(every),))],
        )
    ]
    assert (pictures[0] < 128).sum() > 300
    size = len(write_pdf([Paragraph((Run(words),))], ABOUT).data)
    assert size < len(write_pdf([Paragraph((Run(every),))], ABOUT).data)
    assert size < 60_000
    top = [picture[:, :600] for picture in pictures]
    assert (top[0] == top[1]).all()
