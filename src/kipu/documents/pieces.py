"""The pieces that a format sets apart (paragraphs, rows, notes), put together to a Document."""

from collections.abc import Iterable, Sequence

import msgspec

from kipu.documents.assembly import Origin, Stated, assemble
from kipu.documents.decoding import clean
from kipu.documents.passages import Passage
from kipu.documents.refusals import refuse_text
from kipu.model.documents import BlockKind, Document, PageStart
from kipu.model.spans import Problem

BREAK = "\n\n"
CELLS = "\t"
"""What stands between the cells of a row."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a document that its format sets apart, on one line.

    ``kind`` is what the format says it is, ``None`` where only its words tell. ``pages`` are the
    pages that begin in it, by positions within the piece.
    """

    text: str
    kind: BlockKind | None = None
    pages: tuple[PageStart, ...] = ()


class Extract(msgspec.Struct, frozen=True):
    """What a reader got out of a file: its pieces in order, and what it states beside its text."""

    pieces: tuple[Piece, ...]
    stated: Stated = Stated()
    problems: tuple[Problem, ...] = ()
    extractor: str | None = None


def flat(text: str) -> str:
    """Put a text on one line, every run of white space made one space."""
    return " ".join(text.split())


def row(cells: Iterable[str]) -> Piece:
    """Make a piece of the cells of one row of a table."""
    return Piece(CELLS.join(flat(cell) for cell in cells).strip(), "table")


def compose(extract: Extract, origin: Origin) -> Document:
    """Make a document of what a reader got out of a file, the headline first.

    Raises:
        DocumentError: There is no text, or more than any article or book has.
    """
    cleaned = [(clean(piece.text), piece) for piece in extract.pieces if piece.text.strip()]
    pieces = [msgspec.structs.replace(piece, text=text) for (text, _), piece in cleaned]
    replaced = {problem for (_, problems), _ in cleaned for problem in problems}
    text = BREAK.join(piece.text for piece in pieces)
    refuse_text(text, origin.uri)
    origin = msgspec.structs.replace(
        origin,
        problems=(*origin.problems, *extract.problems, *sorted(replaced)),
        extractor=extract.extractor or origin.extractor,
    )
    passages, pages = _placed(pieces)
    return assemble(text, passages, origin, extract.stated, pages)


def _placed(pieces: Sequence[Piece]) -> tuple[tuple[Passage, ...], tuple[PageStart, ...]]:
    """Give the passages of the text that the pieces make, and where its pages begin in it."""
    passages: list[Passage] = []
    pages: list[PageStart] = []
    position = 0
    for piece in pieces:
        end = position + len(piece.text)
        passages.append(Passage(position, end, flat(piece.text), piece.kind))
        for page in piece.pages:
            if not pages or pages[-1].number != page.number:
                pages.append(PageStart(position + page.start, page.number))
        position = end + len(BREAK)
    return tuple(passages), tuple(pages)
