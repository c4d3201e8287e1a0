"""All visible lines of a piece of HTML, where nothing of it is furniture: mails, feeds, books."""

from collections.abc import Iterator

from kipu.documents.markup import DEEPEST, parse_page, stripped_lines
from kipu.documents.page_lines import PageLine, read_page_lines
from kipu.documents.pieces import Piece
from kipu.model.documents import BlockKind


def page_pieces(html: str) -> Iterator[Piece]:
    """Give the visible lines of a piece of HTML with what its markup says they are."""
    root = parse_page(html) if html.strip() else None
    page = read_page_lines(root, frozenset()) if root is not None else None
    if page is None or page.depth >= DEEPEST:
        yield from map(Piece, stripped_lines(html))
        return
    for line in page.lines:
        yield Piece(line.text, _kind(line))


def _kind(line: PageLine) -> BlockKind | None:
    if line.caption:
        return "caption"
    if line.tag == "tr":
        return "table"
    return "heading" if line.level else None
