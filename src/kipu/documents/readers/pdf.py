"""Printed pages (PDF), by pypdfium2, in an order of reading of our own."""

import ctypes
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from kipu.documents.assembly import Stated
from kipu.documents.passages import split_passages
from kipu.documents.pieces import Extract, Piece, flat
from kipu.documents.readers.columns import Word
from kipu.documents.readers.paragraphs import Sheet, sheet_pieces
from kipu.model.documents import PageStart
from kipu.model.errors import DocumentError
from kipu.model.spans import Problem

Recogniser = Callable[[bytes], str]
"""Finds the text in a picture, given as PNM."""

MOST_PAGES = 5_000
MOST_CHARACTERS = 200_000
"""Characters of one page; a newspaper page has 30,000."""
FEWEST_CHARACTERS = 20
"""Characters of a page below which it may be a scan."""
RESOLUTION = 200 / 72
"""Pixels a point at which scans are looked at; of clean print 0.2 % of characters are lost."""
WIDEST_PICTURE = 5_000
"""Pixels of a picture of a page; posters are looked at more coarsely."""
_WORD = re.compile(r"[^\s\0]+")
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})
"""What pdfium puts for a hyphen at the end of a line."""


def read_pdf(data: bytes, uri: str, recognise: Recogniser | None = None) -> Extract:
    """Read the text of a PDF; scanned pages too, if there is something to recognise them by.

    Raises:
        DocumentError: It is damaged, encrypted, too long, or holds nothing but pictures.
    """
    pdf = _opened(data, uri)
    try:
        if len(pdf) > MOST_PAGES:
            raise DocumentError(f"{uri} has {len(pdf):,} pages, more than {MOST_PAGES:,}: split it")
        sheets, scanned, problems = _sheets(pdf)
        pieces = (*sheet_pieces(sheets), *_recognised(pdf, scanned, recognise))
        problems += _scan_problems(scanned, recognise, told=bool(pieces), uri=uri)
        return Extract(pieces, _stated(pdf), tuple(problems), _extractor())
    finally:
        pdf.close()


@cache
def _extractor() -> str:
    """Name the library; looking its version up takes as long as a short document."""
    return f"pypdfium2 {version('pypdfium2')}"


def _opened(data: bytes, uri: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise DocumentError(
                f"{uri} is locked by a password: open it and save it without"
            ) from error
        raise DocumentError(f"{uri} is a damaged PDF: get it again") from error


def _sheets(pdf: pdfium.PdfDocument) -> tuple[list[Sheet], list[int], list[Problem]]:
    """Give the pages that have text, the numbers of those that may be scans, and what failed."""
    sheets: list[Sheet] = []
    scanned: list[int] = []
    damaged: list[str] = []
    for number in range(1, len(pdf) + 1):
        try:
            sheet = _sheet(pdf, number)
            written = sum(len(word.text) for word in sheet.words) >= FEWEST_CHARACTERS
            is_scan = not written and _has_picture(pdf, number)
        except pdfium.PdfiumError:  # a page that loads once may fail the next time
            damaged.append(str(number))
            continue
        sheets += [sheet] if sheet.words else []
        scanned += [number] if is_scan else []
    message = f"pages that are damaged and were not read: {', '.join(damaged[:20])}"
    return sheets, scanned, [Problem("pages-damaged", message)] if damaged else []


def _sheet(pdf: pdfium.PdfDocument, number: int) -> Sheet:
    page = pdf[number - 1]
    try:
        text = page.get_textpage()
        try:
            words = tuple(_words(_Letters(text), page.get_rotation(), page.get_size()))
        finally:
            text.close()
        return Sheet(number, page.get_height(), words)
    finally:
        page.close()


class _Letters:
    """The letters of a page and their boxes; one box is used for all, as making one is slow."""

    def __init__(self, page_text: pdfium.PdfTextPage) -> None:
        self.raw = page_text.raw
        self.box = raw.FS_RECTF()
        self.pointer = ctypes.byref(self.box)
        count = min(page_text.count_chars(), MOST_CHARACTERS)
        # The halves of characters beyond the first plane count as two, as the positions do.
        written = page_text.get_text_range(0, count) if count > 0 else ""
        self.text = written if written.isascii() else _halved(written)

    def place(self, index: int) -> tuple[float, float, float, float]:
        """Give left, right, bottom and top of a letter."""
        letter = raw.FPDFText_GetCharIndexFromTextIndex(self.raw, index)
        raw.FPDFText_GetLooseCharBox(self.raw, letter, self.pointer)
        box = self.box
        return box.left, box.right, box.bottom, box.top


def _halved(text: str) -> str:
    """Write each half of a surrogate pair as a character of its own."""
    code = text.encode("utf-16-le", "surrogatepass")
    return "".join(map(chr, memoryview(code).cast("H"))) if len(code) > 2 * len(text) else text


def _words(letters: _Letters, rotation: int, size: tuple[float, float]) -> Iterator[Word]:
    """Give the words of a page in the order in which they were drawn.

    Only the first and the last letter of a word are looked at, which is three times as fast; where
    they do not stand on one line, all.
    """
    for match in _WORD.finditer(letters.text):
        start, end = match.span()
        first, last = letters.place(start), letters.place(end - 1)
        if abs(first[2] - last[2]) > max(first[3] - first[2], 1.0) or last[0] < first[0]:
            yield from _runs(letters, start, end, rotation, size)
            continue
        box = (first[0], last[1], min(first[2], last[2]), max(first[3], last[3]))
        yield _turned(match[0], box, rotation, size)


def _runs(
    letters: _Letters, start: int, end: int, rotation: int, size: tuple[float, float]
) -> Iterator[Word]:
    """Give the parts of a word that is broken over lines, or drawn letter by letter."""
    begin, boxes = start, [letters.place(start)]
    for index in range(start + 1, end + 1):
        box = letters.place(index) if index < end else None
        last = boxes[-1]
        if box and abs(box[2] - last[2]) < max(last[3] - last[2], 1.0) and box[0] >= last[0]:
            boxes.append(box)
            continue
        reach = (
            boxes[0][0], last[1], min(part[2] for part in boxes), max(part[3] for part in boxes)
        )  # fmt: skip
        yield _turned(letters.text[begin:index], reach, rotation, size)
        begin, boxes = index, [box] if box else []


def _turned(
    text: str, box: tuple[float, float, float, float], rotation: int, size: tuple[float, float]
) -> Word:
    """Make a word, seen as on a page that is shown turned."""
    left, right, bottom, top = box
    width, height = size
    if rotation == 90:
        left, right, bottom, top = bottom, top, height - right, height - left
    elif rotation == 180:
        left, right, bottom, top = width - right, width - left, height - top, height - bottom
    elif rotation == 270:
        left, right, bottom, top = width - top, width - bottom, left, right
    return Word(_paired(text), left, right, bottom, top, (bottom + top) / 2, top - bottom)


def _paired(text: str) -> str:
    """Put the halves of characters beyond the first plane together, as pdfium gives them."""
    text = text.translate(_HYPHENS)
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _has_picture(pdf: pdfium.PdfDocument, number: int) -> bool:
    page = pdf[number - 1]
    try:
        return any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    finally:
        page.close()


def _recognised(
    pdf: pdfium.PdfDocument, scanned: list[int], recognise: Recogniser | None
) -> Iterator[Piece]:
    for number in scanned if recognise else ():
        assert recognise is not None
        yield from picture_pieces(recognise(_picture(pdf, number)), number)


def picture_pieces(text: str, number: int) -> Iterator[Piece]:
    """Give the paragraphs of a text that was recognised in a picture."""
    for passage in split_passages(text):
        yield Piece(flat(passage.words), None, (PageStart(0, number),))


def _picture(pdf: pdfium.PdfDocument, number: int) -> bytes:
    """Draw a page in greys, as PGM."""
    page = pdf[number - 1]
    try:
        scale = min(RESOLUTION, WIDEST_PICTURE / max(*page.get_size(), 1))
        bitmap = page.render(scale=scale, grayscale=True)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        rows = bytes(bitmap.buffer)
        kept = b"".join(rows[at * stride : at * stride + width] for at in range(height))
        return b"P5 %d %d 255\n" % (width, height) + kept
    finally:
        page.close()


def _scan_problems(
    scanned: list[int], recognise: Recogniser | None, *, told: bool, uri: str
) -> list[Problem]:
    pages = ", ".join(map(str, scanned[:20])) + (", ..." if len(scanned) > 20 else "")
    if not scanned:
        return []
    if recognise:
        message = f"recognised by Tesseract in scanned pages, with its mistakes: {pages}"
        return [Problem("text-recognised", message)]
    if not told:
        raise DocumentError(
            f"{uri} holds scanned pages and no text: install Tesseract (tesseract-ocr) to read it"
        )
    message = f"scanned pages that need Tesseract (tesseract-ocr) to be read: {pages}"
    return [Problem("scans-not-read", message)]


def _stated(pdf: pdfium.PdfDocument) -> Stated:
    """Read the author, unless it is the name of an account, and nothing else.

    Titles are mostly names of files, and the dates are those of the file.
    """
    named = pdf.get_metadata_dict(skip_empty=True)
    author = flat(named.get("Author", ""))
    return Stated(author=author if " " in author else None)
