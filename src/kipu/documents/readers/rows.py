"""Lists of texts and hand-made chronologies: each row of a table is a document.

A row of a chronology is no event yet: it becomes a document with its own words, dated as the row
says, in which events are then found like in any other text. Of a table without texts, but with an
address of the web in each row, the rows name pages.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from statistics import mean

import msgspec

from kipu.documents.assembly import Stated
from kipu.documents.pieces import Extract, Piece
from kipu.documents.readers.written_dates import is_month_first, read_written_date
from kipu.lang.documents import load_columns, load_date_words
from kipu.model.documents import CreationTime
from kipu.model.errors import DocumentError
from kipu.model.spans import Problem

LONG = 25
"""Mean characters of a column that is taken for the text where no head says which it is."""
FEWEST_LINKED = 0.5
"""Share of the rows with an address from which a table without texts is a list of pages."""
DEEPEST_HEAD = 10
"""Rows among which the heads stand; titles and notes come before them."""

_PLAIN = {"happened": "date", "event": "text"}
"""What heads that speak of events call a date and a text."""
_PAGE = re.compile(r"https?://[^\s\"<>^`{|}\\]+")


class Row(msgspec.Struct, frozen=True):
    """One row: its number in the file from 1, its bytes with the heads, what is read in it."""

    number: int
    data: bytes
    extract: Extract


class Link(msgspec.Struct, frozen=True):
    """One row of a list of pages: its number in the file from 1, the address, the date if any."""

    number: int
    url: str
    published: CreationTime | None = None


class _Table(msgspec.Struct, frozen=True):
    """A table with its heads, what its columns hold, and whether its dates are those of events."""

    heads: tuple[str, ...]
    columns: dict[str, int]
    month_first: bool
    dates_events: bool


def read_rows(rows: Sequence[list[str]], uri: str) -> Iterator[Row | Link]:
    """Give a document for each row that has a text, or the pages that a list of them names.

    Raises:
        DocumentError: No column is known to hold a text; the message names the heads.
    """
    start = _head_place(rows)
    body = rows[start + 1 :]
    table = _table(rows[start] if rows else [], body, uri)
    linked = _is_list(table, body)
    if linked and start == 0 and any(is_page(cell) for cell in table.heads):
        start, body = -1, rows  # it has no heads
    for number, cells in enumerate(body, start + 2):
        if linked and (url := _cell(cells, table, "url")):
            yield Link(number, url, _published(table, cells)[0])
        elif _cell(cells, table, "text") or _cell(cells, table, "title"):
            yield Row(number, _written(table.heads, cells), _extract(table, cells))


def guess_columns(rows: Sequence[list[str]]) -> tuple[int | None, dict[int, str]]:
    """Guess in which row the heads of a table stand, and what each column holds.

    The heads are ``None`` if none of them is known. What no column is known to hold is left out.

    >>> guess_columns([["Day", "What happened", "Desk"], ["03/2001", "The mine was shut.", "a"]])
    (0, {0: 'happened', 1: 'text'})
    """
    known = load_columns()
    start = _head_place(rows)
    heads = rows[start] if rows else []
    has_heads = any(_folded(cell) in known for cell in heads)
    heads = heads if has_heads else [""] * len(heads)
    columns = _columns(heads, rows[start + has_heads :])
    when = "happened" if _dates_events(heads, columns) else "date"
    roles = {place: when if role == "date" else role for role, place in columns.items()}
    return (start if has_heads else None), roles


def is_page(cell: str) -> bool:
    """Whether a cell is one address of the web and nothing beside it.

    >>> is_page("https://a.example/1"), is_page("see https://a.example/1")
    (True, False)
    """
    return _PAGE.fullmatch(cell.strip()) is not None


def _is_list(table: _Table, body: Sequence[Sequence[str]]) -> bool:
    """Whether a table names pages: it has no texts, but an address in most of its rows."""
    named = sum(is_page(_cell(cells, table, "url")) for cells in body)
    filled = sum(any(cells) for cells in body)
    return "text" not in table.columns and named > 0 and named >= FEWEST_LINKED * filled


def _head_place(rows: Sequence[list[str]]) -> int:
    """Find the row of heads: among the first, the one of which most are known."""
    known = load_columns()
    counts = [sum(_folded(cell) in known for cell in cells) for cells in rows[:DEEPEST_HEAD]]
    best = max(counts, default=0)
    return counts.index(best) if best else 0


def _folded(head: str) -> str:
    return " ".join(head.casefold().replace("_", " ").strip(" :*#.¿?").split())


def _table(heads: list[str], body: Sequence[list[str]], uri: str) -> _Table:
    columns = _columns(heads, body)
    if not columns.keys() & {"text", "title", "url"}:
        named = ", ".join(head for head in heads if head)[:200] or "none"
        raise DocumentError(
            f"{uri} has no column of texts (its heads: {named}): call it Text or Description, that"
            " of dates Date, and add it again"
        )
    dates = [cells[columns["date"]] for cells in body if len(cells) > columns.get("date", 1 << 30)]
    return _Table(tuple(heads), columns, is_month_first(dates), _dates_events(heads, columns))


def _dates_events(heads: Sequence[str], columns: dict[str, int]) -> bool:
    """Whether the dates of a table are those of what it tells, by the heads of dates and texts."""
    known = load_columns()
    roles = {known.get(_folded(heads[columns[one]])) for one in ("date", "text") if one in columns}
    return "date" in columns and bool(roles & _PLAIN.keys())


def _columns(heads: Sequence[str], body: Sequence[list[str]]) -> dict[str, int]:
    """Give what columns hold, by their heads or else by what stands in them."""
    known = load_columns()
    columns: dict[str, int] = {}
    for place, head in enumerate(heads):
        role = known.get(_folded(head))
        if role:
            columns.setdefault(_PLAIN.get(role, role), place)
    if "url" not in columns:
        linked = next((place for place in range(len(heads)) if _holds_pages(body, place)), None)
        columns |= {} if linked is None else {"url": linked}
    if "text" not in columns:
        longest = _longest_column(body, len(heads), set(columns.values()))
        if longest is not None:
            columns["text"] = longest
    return columns


def _holds_pages(body: Sequence[list[str]], place: int) -> bool:
    """Whether a column holds nothing but addresses of the web."""
    given = [cells[place] for cells in body if place < len(cells) and cells[place].strip()]
    return bool(given) and all(is_page(cell) for cell in given)


def _longest_column(body: Sequence[list[str]], width: int, taken: set[int]) -> int | None:
    lengths = {
        place: mean(len(cells[place]) if place < len(cells) else 0 for cells in body)
        for place in range(width)
        if place not in taken and body
    }
    best = max(lengths, key=lambda place: lengths[place], default=None)
    return best if best is not None and lengths[best] >= LONG else None


def _cell(cells: Sequence[str], table: _Table, role: str) -> str:
    place = table.columns.get(role, len(cells))
    return cells[place].strip() if place < len(cells) else ""


def _written(heads: Sequence[str], cells: Sequence[str]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows([heads, cells])
    return written.getvalue().encode("utf-8", "replace")


def _extract(table: _Table, cells: Sequence[str]) -> Extract:
    title, place = _cell(cells, table, "title"), _cell(cells, table, "place")
    pieces = [
        *([Piece(title, "headline")] if title else []),
        *([Piece(place, "dateline")] if place else []),
        *([Piece(text, "paragraph")] if (text := _cell(cells, table, "text")) else []),
        *_others(table, cells),
    ]
    published, problems = _published(table, cells)
    stated = Stated(
        title=title or None,
        author=_cell(cells, table, "author") or None,
        outlet=_cell(cells, table, "outlet") or None,
        language=_cell(cells, table, "language")[:2].lower() or None,
        published=published,
        url=_cell(cells, table, "url") or None,
    )
    return Extract(tuple(pieces), stated, problems, "kipu-rows")


def _others(table: _Table, cells: Sequence[str]) -> Iterator[Piece]:
    """Give the cells that nothing else is made of, to be seen but not read."""
    taken = set(table.columns.values())
    if table.dates_events and "date" in table.columns:  # events are dated by these characters
        taken.discard(table.columns["date"])
    for place, cell in enumerate(cells):
        if place not in taken and cell.strip():
            head = table.heads[place] if place < len(table.heads) else ""
            yield Piece(f"{head}: {cell}" if head else cell, "residue")


def _published(
    table: _Table, cells: Sequence[str]
) -> tuple[CreationTime | None, tuple[Problem, ...]]:
    """Read the date of a row; it counts as the date of the document, as nothing else dates it."""
    written = _cell(cells, table, "date")
    if not written:
        return None, ()
    interval = read_written_date(written, load_date_words(), month_first=table.month_first)
    if interval is None:
        message = (
            f"its date, {written[:60]!r}, was not understood: write 2001, 03/2001 or 15/03/2001"
        )
        return None, (Problem("date-not-read", message),)
    head = table.heads[table.columns["date"]]
    return CreationTime(interval, "metadata", metadata=f"column {head}"), ()
