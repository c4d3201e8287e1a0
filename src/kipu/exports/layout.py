"""Pages of a document: which words stand where. Lengths are in points, from the lower left."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec

from kipu.exports.typeface import Typeface
from kipu.exports.word import Block, Cell, Paragraph, Row, Style, Table

WIDTH, HEIGHT = 841.9, 595.3
"""A sheet of A4 that lies."""
SIDE, TOP, FOOT = 50.0, 48.0, 52.0
PLAIN, BOLD = "F1", "F2"
BLACK, GREY, PALE = 0.0, 0.35, 0.75
GUTTER = 10.0
"""Room between two columns of a table."""
LEAST_ROWS = 34.0
"""Room that a heading needs below itself, so that it does not end a page."""


class _Look(msgspec.Struct, frozen=True):
    """How a style looks: size, whether bold, how dark, and the room before and after."""

    size: float
    face: str = PLAIN
    grey: float = BLACK
    before: float = 0.0
    after: float = 3.0

    @property
    def leading(self) -> float:
        return round(self.size * 1.32, 2)


_LOOKS: dict[Style, _Look] = {
    "Normal": _Look(9.0, after=4.0),
    "Title": _Look(20.0, BOLD, after=6.0),
    "Subtitle": _Look(9.5, grey=GREY, after=6.0),
    "Heading1": _Look(13.0, BOLD, before=16.0, after=6.0),
    "Legend": _Look(8.0, grey=GREY, after=10.0),
    "Small": _Look(8.0, after=2.0),
    "RowHead": _Look(10.5, BOLD, before=3.0, after=1.0),
}
_HEAD = _Look(8.0, BOLD, GREY)


class Text(msgspec.Struct, frozen=True):
    """Words on one line, beginning at a point."""

    x: float
    y: float
    words: str
    face: str
    size: float
    grey: float


class Rule(msgspec.Struct, frozen=True):
    """A line across the page."""

    x: float
    end: float
    y: float
    weight: float
    grey: float = BLACK


class Page(msgspec.Struct):
    """What stands on a page; ``headings`` are bookmarks with their heights."""

    texts: list[Text] = msgspec.field(default_factory=list)
    rules: list[Rule] = msgspec.field(default_factory=list)
    headings: list[tuple[str, float]] = msgspec.field(default_factory=list)


class _Line(msgspec.Struct, frozen=True):
    """A line of a cell, and the room that it takes."""

    words: str
    look: _Look
    height: float


def lay_out(blocks: Iterable[Block], faces: Mapping[str, Typeface]) -> list[Page]:
    """Set blocks on pages, and number these."""
    setter = _Setter(faces)
    for block in blocks:
        if isinstance(block, Table):
            setter.table(block)
        else:
            setter.paragraph(block)
    for number, page in enumerate(setter.pages, start=1):
        words = f"{number} / {len(setter.pages)}"
        x = WIDTH - SIDE - faces[PLAIN].width(words) * 8 / 1000
        page.texts.append(Text(x, FOOT - 24, words, PLAIN, 8.0, GREY))
    return setter.pages


class _Setter:
    """Sets lines on the last page, from its top, and begins another where there is no room."""

    def __init__(self, faces: Mapping[str, Typeface]) -> None:
        self._faces = faces
        self._width_of = cache(lambda face, word: faces[face].width(word))
        self.pages = [Page()]
        self._y = HEIGHT - TOP

    def paragraph(self, paragraph: Paragraph) -> None:
        look = _LOOKS[paragraph.style]
        lines = self._lines(_words_of(paragraph), look, WIDTH - 2 * SIDE)
        is_heading = paragraph.style in ("Title", "Heading1")
        self._need(look.before + look.leading + (LEAST_ROWS if is_heading else 0))
        self._y -= look.before
        if is_heading and lines:
            self.pages[-1].headings.append((_words_of(paragraph), self._y))
        for line in lines:
            self._need(line.height)
            self._draw(line, SIDE)
            self._y -= line.height
        self._y -= look.after

    def table(self, table: Table) -> None:
        columns = _columns(table.widths)
        self._need(LEAST_ROWS + 2 * _HEAD.leading)
        self._head(table, columns)
        for number, row in enumerate(table.rows):
            cells = [
                self._cell(cell, end - x)
                for cell, (x, end) in zip(row.cells, _over(row, columns), strict=False)
            ]
            height = max((_height(lines) for lines in cells), default=0.0)
            is_head = len(row.cells) == 1 and len(columns) > 1
            more = LEAST_ROWS if is_head and number + 1 < len(table.rows) else 0.0
            if self._y - height - more < FOOT and height < self._room():
                self._turn(table, columns)
            self._rows(table, columns, cells, heavy=is_head)
        self._rule(0.4, PALE)
        self._y -= 8.0

    def _rows(
        self,
        table: Table,
        columns: Sequence[tuple[float, float]],
        cells: list[list[_Line]],
        *,
        heavy: bool,
    ) -> None:
        """Draw a row; one that is taller than a page goes on over as many as it needs."""
        self._rule(0.8 if heavy else 0.4, BLACK if heavy else PALE)
        self._y -= 3.0
        while True:
            top, lowest = self._y, self._y
            rest: list[list[_Line]] = []
            for lines, (x, _) in zip(cells, columns, strict=False):
                self._y = top
                waiting = list(lines)
                while waiting and self._y - waiting[0].height >= FOOT:
                    line = waiting.pop(0)
                    self._draw(line, x)
                    self._y -= line.height
                rest.append(waiting)
                lowest = min(lowest, self._y)
            self._y = lowest - 3.0
            if not any(rest):
                return
            cells = rest
            self._turn(table, columns)

    def _cell(self, cell: Cell, width: float) -> list[_Line]:
        found: list[_Line] = []
        for paragraph in cell.paragraphs:
            look = _LOOKS[paragraph.style]
            lines = self._lines(_words_of(paragraph), look, width)
            if lines:
                last = lines[-1]
                after = msgspec.structs.replace(last, height=last.height + look.after)
                found += [*lines[:-1], after]
        return found

    def _head(self, table: Table, columns: Sequence[tuple[float, float]]) -> None:
        for words, (x, end) in zip(table.head, columns, strict=True):
            for line in self._lines(words, _HEAD, end - x)[:1]:
                self._draw(line, x)
        self._y -= _HEAD.leading + 2
        self._rule(1.2)

    def _turn(self, table: Table, columns: Sequence[tuple[float, float]]) -> None:
        self._begin()
        self._head(table, columns)

    def _room(self) -> float:
        return HEIGHT - TOP - FOOT - 2 * _HEAD.leading

    def _need(self, height: float) -> None:
        if self._y - height < FOOT:
            self._begin()

    def _begin(self) -> None:
        self.pages.append(Page())
        self._y = HEIGHT - TOP

    def _rule(self, weight: float, grey: float = BLACK) -> None:
        self.pages[-1].rules.append(Rule(SIDE, WIDTH - SIDE, round(self._y, 2), weight, grey))

    def _draw(self, line: _Line, x: float) -> None:
        look = line.look
        y = self._y - look.size
        self.pages[-1].texts.append(Text(x, y, line.words, look.face, look.size, look.grey))

    def _lines(self, words: str, look: _Look, width: float) -> list[_Line]:
        """Break a text into lines; a word that is wider than a line is cut."""
        room = width * 1000 / look.size
        blank = self._width_of(look.face, " ")
        lines: list[str] = []
        line, taken = "", 0.0
        for word in words.split():
            wide = self._width_of(look.face, word)
            if line and taken + blank + wide <= room:
                line, taken = f"{line} {word}", taken + blank + wide
                continue
            if line:
                lines.append(line)
            *cut, line = self._cut(word, look.face, room)
            lines += cut
            taken = self._width_of(look.face, line)
        if line:
            lines.append(line)
        return [_Line(one, look, look.leading) for one in lines]

    def _cut(self, word: str, face: str, room: float) -> list[str]:
        if self._width_of(face, word) <= room:
            return [word]
        pieces, piece, taken = [], "", 0.0
        for letter in word:
            wide = self._width_of(face, letter)
            if piece and taken + wide > room:
                pieces.append(piece)
                piece, taken = "", 0.0
            piece, taken = piece + letter, taken + wide
        return [*pieces, piece]


def _words_of(paragraph: Paragraph) -> str:
    """Give the words of a paragraph; a footnote says them again with what it adds."""
    return " ".join(run.note or run.text for run in paragraph.runs)


def _height(lines: Sequence[_Line]) -> float:
    return sum(line.height for line in lines) + 6.0


def _columns(widths: Sequence[int]) -> list[tuple[float, float]]:
    """Give where each column begins and ends."""
    room, total = WIDTH - 2 * SIDE, sum(widths)
    found, x = [], SIDE
    for width in widths:
        end = x + room * width / total
        found.append((round(x, 2), round(end - GUTTER, 2)))
        x = end
    return found


def _over(row: Row, columns: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Give the columns of a row; a single cell goes over all."""
    return [(SIDE, WIDTH - SIDE)] if len(row.cells) == 1 else list(columns)
