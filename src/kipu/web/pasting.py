"""A table that is pasted from a spreadsheet: what its columns hold, as guessed and as chosen."""

import csv
import io
from collections.abc import Mapping, Sequence

import msgspec

from kipu.documents.language import detect_language
from kipu.documents.readers.rows import guess_columns
from kipu.documents.readers.sheets import csv_rows
from kipu.model.errors import DocumentError
from kipu.web.screens import Refusal

ROLES = {
    "happened": "Date of event",
    "date": "Published",
    "text": "Text",
    "title": "Title",
    "place": "Place",
    "outlet": "Source",
    "author": "Author",
    "url": "URL",
}
"""What a column may hold, and the heads by which the reader of tables knows it."""
LARGEST = 16 << 20
"""Bytes of a table that may be pasted; what is larger is saved as a file."""
SAMPLE = 3
"""Rows that are shown before a table is read."""


class Column(msgspec.Struct, frozen=True):
    """A column, the head that it has if any, what it seems to hold, its first cells."""

    head: str
    role: str | None
    cells: tuple[str, ...]


class Pasted(msgspec.Struct, frozen=True):
    """A table before it is read; ``begin`` is the row after its heads, from 0."""

    text: str
    begin: int
    rows: int
    columns: tuple[Column, ...]


def read_pasted(text: str) -> Pasted:
    """Read a table as a spreadsheet copies it, and guess what its columns hold.

    Raises:
        Refusal: It has no rows, or is damaged.
    """
    rows = _rows(text)
    heads, roles = guess_columns(rows)
    begin = 0 if heads is None else heads + 1
    body = rows[begin:]
    columns = tuple(
        Column(
            _cell(rows[begin - 1], place) if begin else "",
            role if (role := roles.get(place)) in ROLES else None,
            tuple(_cell(row, place) for row in body[:SAMPLE]),
        )
        for place in range(max(map(len, rows)))
    )
    return Pasted(text, begin, len(body), columns)


def write_chosen(text: str, begin: int, roles: Mapping[int, str]) -> bytes:
    """Write a table as a file whose heads say what people chose, the cells as they were.

    A column for which nothing was chosen keeps its head in brackets, by which no reader takes it
    for anything. Rows are often too short to tell their language: that of all is beside each.

    Raises:
        Refusal: It has no rows, or no column was chosen for the text.
    """
    rows = _rows(text)
    if not {"text", "title", "url"} & set(roles.values()):
        raise Refusal(400, "no-text-column")
    old = rows[begin - 1] if 0 < begin <= len(rows) else []
    width = max(map(len, rows))
    heads = [
        ROLES.get(roles.get(place, "")) or f"({_cell(old, place) or place + 1})"
        for place in range(width)
    ]
    body = [[_cell(row, place) for place in range(width)] for row in rows[begin:]]
    told = [place for place, role in roles.items() if role in ("text", "title") and place < width]
    language = detect_language("\n".join(row[place] for row in body for place in told))
    if language:
        heads, body = [*heads, "Language"], [[*row, language] for row in body]
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows([heads, *body])
    return written.getvalue().encode("utf-8", "replace")


def _rows(text: str) -> list[list[str]]:
    try:
        rows = [row for row in csv_rows(text.strip("\r\n"), "the table") if any(row)]
    except DocumentError as error:
        raise Refusal(400, "no-table") from error
    if not rows:
        raise Refusal(400, "no-table")
    return rows


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""
