"""Lines of printed pages to paragraphs: running heads, hyphens, what goes on over the page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from statistics import median

import msgspec

from kipu.documents.front import read_front_line
from kipu.documents.pieces import Piece, row
from kipu.documents.readers.columns import Line, Word, read_order, split_lines
from kipu.lang.documents import load_page_rules
from kipu.model.documents import BlockKind, PageStart

MARGIN = 0.12
"""Share of a page's height at its head and foot where running heads and page numbers stand."""
FEW_PAGES = 5
WIDE = 1.35
"""Distance of lines, in usual distances of the page, from which on a paragraph ends."""
INDENT = 0.8
"""Heights of a line by which a first line is set in."""
LARGER, SMALLER, HEADLINE = 1.12, 0.9, 1.3
"""Heights of headings, of notes and of a headline, in heights of the text."""
SHORT_LINE = 0.85
"""Share of the width that a last line stays below, if a sentence ends there."""
CELL_GAP = 1.5
FEWEST_ROWS = 3
LONGEST_HEADING = 30
LONGEST_WORD = 50

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p[aá]g(?:ina)?|p)\W*)?(?:#+|[ivxl]{1,6})(?:\s*(?:of|de|/)\s*#+)?\W*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*\d{0,3}$")
_MARKED = re.compile(r"(?:[-–—•*·‣▪●○]|\(?(?:\d{1,3}|[a-z])[.)])\s")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡])[\s.)]?\s*\S")
_BROKEN = re.compile(r"(\w+)[-\u00ad\u2010\x02\ufffe]$")
_FIRST = re.compile(r"\w+")
_WORD = re.compile(r"\w+(?:-\w+)*")


class Sheet(msgspec.Struct, frozen=True):
    """The words of one page, and its height in points."""

    number: int
    height: float
    words: tuple[Word, ...]


class _Paragraph(msgspec.Struct):
    """Lines that belong together, with the page of each; the last to be changed is the open one."""

    lines: list[str]
    pages: list[int]
    height: float
    kind: BlockKind | None = None


def sheet_pieces(sheets: Sequence[Sheet]) -> tuple[Piece, ...]:
    """Give the paragraphs of printed pages; notes and running heads come after the text."""
    heads = _running_heads(sheets)
    body = _body_height(sheets)
    told = list(_front_lines(sheets, heads))
    notes: list[_Paragraph] = []
    residue: list[_Paragraph] = []
    for sheet in sheets:
        head_words = {id(word) for line in heads[sheet.number] for word in line.words}
        left = [word for word in sheet.words if id(word) not in head_words]
        for paragraph in _sheet_paragraphs(left, sheet.number, body):
            _place(paragraph, told, notes)
        for line in heads[sheet.number]:
            residue.append(_Paragraph([line.text], [sheet.number], line.height, "residue"))
    _mark_headline(told, body)
    spelling = Spelling(line for paragraph in told for line in paragraph.lines)
    return tuple(_piece(paragraph, spelling) for paragraph in (*told, *notes, *residue))


def _body_height(sheets: Sequence[Sheet]) -> float:
    heights = Counter[float]()
    for sheet in sheets:
        for word in sheet.words:
            heights[round(word.height, 1)] += len(word.text)
    return max(heights, key=lambda height: heights[height], default=10.0)


def _running_heads(sheets: Sequence[Sheet]) -> dict[int, list[Line]]:
    """Find the lines at head and foot that are page numbers, or repeat on other pages."""
    margins = {sheet.number: list(_margin_lines(sheet)) for sheet in sheets}
    counts = Counter(
        key for lines in margins.values() for key in {(at, _folded(line)) for at, line in lines}
    )
    enough = 2 if len(sheets) < FEW_PAGES else 3
    return {
        number: [
            line
            for at, line in lines
            if counts[at, _folded(line)] >= enough or _PAGE_NUMBER.fullmatch(_folded(line))
        ]
        for number, lines in margins.items()
    }


def _front_lines(
    sheets: Sequence[Sheet], heads: Mapping[int, Sequence[Line]]
) -> Iterator[_Paragraph]:
    """Give the running heads of the first page that name outlet, author or date, to be read too."""
    rules = load_page_rules()
    for line in heads[sheets[0].number] if sheets else ():
        front = read_front_line(line.text, rules)
        if front:
            yield _Paragraph([line.text], [sheets[0].number], line.height, front.kind)


def _margin_lines(sheet: Sheet) -> Iterator[tuple[str, Line]]:
    words = [w for w in sheet.words if not MARGIN < w.middle / sheet.height < 1 - MARGIN]
    for line in split_lines(words):
        yield ("head" if line.middle > sheet.height / 2 else "foot"), line


def _folded(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def _sheet_paragraphs(words: Sequence[Word], number: int, body: float) -> Iterator[_Paragraph]:
    for block in read_order(words):
        for tabular, lines in groupby(_with_rows(block), key=lambda pair: pair[1]):
            if tabular:
                yield from (_row(line, number) for line, _ in lines)
            else:
                yield from _block_paragraphs([line for line, _ in lines], number, body)


def _with_rows(block: Sequence[Line]) -> list[tuple[Line, bool]]:
    """Mark the lines of tables: three or more one below the other with gaps between cells."""
    marks: list[tuple[Line, bool]] = []
    for gapped, lines in groupby(block, key=lambda line: len(_cells(line)) > 1):
        run = list(lines)
        marks += [(line, gapped and len(run) >= FEWEST_ROWS) for line in run]
    return marks


def _cells(line: Line) -> list[str]:
    cells = [[line.words[0]]]
    for word in line.words[1:]:
        if word.left - cells[-1][-1].right > CELL_GAP * line.height:
            cells.append([])
        cells[-1].append(word)
    return [" ".join(word.text for word in cell) for cell in cells]


def _row(line: Line, number: int) -> _Paragraph:
    return _Paragraph([row(_cells(line)).text], [number], line.height, "table")


def _block_paragraphs(lines: Sequence[Line], number: int, body: float) -> Iterator[_Paragraph]:
    if not lines:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    steps = [a.middle - b.middle for a, b in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    current = _Paragraph([lines[0].text], [number], lines[0].height)
    for before, line in pairwise(lines):
        if _begins(before, line, usual, (left, right)):
            yield _with_kind(current, body)
            current = _Paragraph([], [], line.height)
        current.lines.append(line.text)
        current.pages.append(number)
    yield _with_kind(current, body)


def _begins(before: Line, line: Line, usual: float, reach: tuple[float, float]) -> bool:
    """Whether a line begins a paragraph."""
    left, right = reach
    if before.middle - line.middle > WIDE * max(usual, before.height):
        return True
    if not 1 / LARGER < line.height / max(before.height, 0.1) < LARGER:
        return True
    ended = bool(_ENDED.search(before.text))
    if ended and _MARKED.match(line.text):
        return True
    set_in = line.left > left + INDENT * line.height and before.left < line.left - 1
    if set_in and (ended or before.right < left + SHORT_LINE * (right - left)):
        return True
    return ended and before.right < left + SHORT_LINE * (right - left)


def _with_kind(paragraph: _Paragraph, body: float) -> _Paragraph:
    words = sum(line.count(" ") + 1 for line in paragraph.lines)
    if paragraph.height > LARGER * body and words <= LONGEST_HEADING:
        paragraph.kind = "heading"
    elif paragraph.height < SMALLER * body and _NOTE.match(paragraph.lines[0]):
        paragraph.kind = "footnote"
    return paragraph


def _place(paragraph: _Paragraph, told: list[_Paragraph], notes: list[_Paragraph]) -> None:
    """Put a paragraph where it belongs; one that goes on in the next column or page is one."""
    if paragraph.kind == "footnote":
        notes.append(paragraph)
        return
    before = told[-1] if told else None
    if before and _goes_on(before, paragraph):
        before.lines += paragraph.lines
        before.pages += paragraph.pages
    else:
        told.append(paragraph)


def _goes_on(before: _Paragraph, after: _Paragraph) -> bool:
    if before.kind or after.kind or _ENDED.search(before.lines[-1]):
        return False
    alike = 1 / LARGER < before.height / max(after.height, 0.1) < LARGER
    return alike and (after.lines[0][:1].islower() or bool(_BROKEN.search(before.lines[-1])))


def _mark_headline(told: Sequence[_Paragraph], body: float) -> None:
    """Set the largest heading of the first page to be the headline."""
    first = [p for p in told if p.kind == "heading" and p.pages[0] == told[0].pages[0]]
    largest = max(first, key=lambda paragraph: paragraph.height, default=None)
    if largest and largest.height > HEADLINE * body:
        largest.kind = "headline"


def _piece(paragraph: _Paragraph, spelling: "Spelling") -> Piece:
    text = ""
    pages: list[PageStart] = []
    for line, page in zip(paragraph.lines, paragraph.pages, strict=True):
        text = spelling.joined(text, line)
        if not pages or pages[-1].number != page:
            pages.append(PageStart(len(text) - len(line), page))
    return Piece(text, paragraph.kind, tuple(pages))


class Spelling:
    """Words broken over two lines, joined as the same text writes them where it does not.

    Where it writes them nowhere else, a dictionary decides, and in doubt the hyphen goes: nine of
    ten at the ends of lines are the typesetter's.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.words: set[str] = set()
        for line in lines:
            found = _WORD.findall(line.casefold())
            self.words.update(found[:-1] if _BROKEN.search(line) else found)

    def joined(self, text: str, line: str) -> str:
        """Put a line after a text.

        >>> Spelling(["the government fell"]).joined("the govern-", "ment")
        'the government'
        >>> Spelling(["a well-known man"]).joined("a well-", "known man")
        'a well-known man'
        """
        broken = _BROKEN.search(text, max(0, len(text) - LONGEST_WORD)) if text else None
        first = _FIRST.match(line)
        if not broken or not first:
            return f"{text} {line}" if text else line
        stem = text[: broken.end(1)]
        keeps = not line[0].islower() or self._keeps(broken[1].casefold(), first[0].casefold())
        return f"{stem}-{line}" if keeps else stem + line

    def _keeps(self, start: str, end: str) -> bool:
        if start + end in self.words or f"{start}-{end}" in self.words:
            return start + end not in self.words
        from simplemma import is_known

        languages = ("en", "es")
        if is_known(start + end, languages):
            return False
        return is_known(start, languages) and is_known(end, languages)
