"""Markdown, by markdown-it-py.

Source: CommonMark 0.31.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kipu.documents.assembly import Stated, stated_on
from kipu.documents.metadata import read_day
from kipu.documents.pieces import Extract, Piece, flat, row
from kipu.documents.readers.markup_lines import page_pieces
from kipu.model.documents import BlockKind

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,5000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^(\w+)[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_QUOTES = "\"' "


def read_markdown(text: str) -> Extract:
    """Read a text in Markdown without its marks; a heading of the first level is the headline."""
    front = _FRONT.match(text)
    fields = {key.lower(): value.strip(_QUOTES) for key, value in _fields(front)}
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    pieces = tuple(_pieces(tokens))
    day = read_day(fields.get("date", ""))
    stated = Stated(
        title=fields.get("title"),
        author=fields.get("author"),
        published=stated_on(day, "date") if day else None,
    )
    return Extract(pieces, stated, (), "markdown-it-py")


def _fields(front: re.Match[str] | None) -> list[tuple[str, str]]:
    return _ENTRY.findall(front[1]) if front else []


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """Give headings, paragraphs, rows; code is text as well, since some indent whole paragraphs."""
    opened = Token("", "", 0)
    cells: list[str] = []
    headline = False
    for token in tokens:
        if token.type.endswith("_open"):
            opened = token
        elif token.type == "tr_close":
            yield row(cells)
            cells = []
        elif token.type in ("fence", "code_block"):
            yield Piece(flat(token.content))
        elif token.type == "html_block":
            yield from page_pieces(token.content)
        elif token.type == "inline" and opened.type in ("th_open", "td_open"):
            cells.append(_text(token))
        elif token.type == "inline":
            kind = _kind(opened, headline=headline)
            headline = headline or kind == "headline"
            yield from _lines(token, kind)


def _kind(opened: Token, *, headline: bool) -> BlockKind | None:
    if opened.type != "heading_open":
        return None
    return "headline" if opened.tag == "h1" and not headline else "heading"


def _lines(inline: Token, kind: BlockKind | None) -> Iterator[Piece]:
    yield Piece(flat(_text(inline)), kind)
    for child in inline.children or ():
        if child.type == "image" and child.content:
            yield Piece(flat(child.content), "caption")


def _text(inline: Token) -> str:
    parts = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)
