"""Printed pages (PDF), by pypdfium2, in an order of reading of our own."""

import ctypes
from collections.abc import Callable, Iterator
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
SPACE = 0.3
"""Width of a gap that parts two words, in heights of a letter, where no blank is drawn."""
_BLANKS = frozenset((0, 9, 10, 13, 32, 0xA0))
_HYPHENS = frozenset((0x02, 0xAD, 0xFFFE))


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
        return Extract(pieces, _stated(pdf), tuple(problems), f"pypdfium2 {version('pypdfium2')}")
    finally:
        pdf.close()


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
        except pdfium.PdfiumError:
            damaged.append(str(number))
            continue
        if sum(len(word.text) for word in sheet.words) >= FEWEST_CHARACTERS:
            sheets.append(sheet)
        else:
            scanned += [number] if _has_picture(pdf, number) else []
            sheets += [sheet] if sheet.words else []
    message = f"pages that are damaged and were not read: {', '.join(damaged[:20])}"
    return sheets, scanned, [Problem("pages-damaged", message)] if damaged else []


def _sheet(pdf: pdfium.PdfDocument, number: int) -> Sheet:
    page = pdf[number - 1]
    try:
        text = page.get_textpage()
        try:
            words = tuple(_words(text, page.get_rotation(), page.get_size()))
        finally:
            text.close()
        return Sheet(number, page.get_height(), words)
    finally:
        page.close()


class _Letter:
    """Where the letters of a page stand; one box is used for all, as making one is slow."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self.text = text
        self.box = raw.FS_RECTF()
        self.pointer = ctypes.byref(self.box)

    def place(self, index: int) -> tuple[float, float, float, float]:
        """Give left, right, bottom and top of a letter."""
        raw.FPDFText_GetLooseCharBox(self.text, index, self.pointer)
        box = self.box
        return box.left, box.right, box.bottom, box.top


def _words(text: pdfium.PdfTextPage, rotation: int, size: tuple[float, float]) -> Iterator[Word]:
    """Give the words of a page in the order in which they were drawn."""
    letters = _Letter(text)
    word: list[str] = []
    left = right = bottom = top = 0.0
    for index in range(min(text.count_chars(), MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _BLANKS:
            if word:
                yield _turned("".join(word), (left, right, bottom, top), rotation, size)
            word = []
            continue
        box = letters.place(index)
        if word and _is_apart((left, right, bottom, top), box):
            yield _turned("".join(word), (left, right, bottom, top), rotation, size)
            word = []
        if word:
            left, right = min(left, box[0]), max(right, box[1])
            bottom, top = min(bottom, box[2]), max(top, box[3])
        else:
            left, right, bottom, top = box
        word.append("-" if code in _HYPHENS else chr(code))
    if word:
        yield _turned("".join(word), (left, right, bottom, top), rotation, size)


def _is_apart(
    word: tuple[float, float, float, float], box: tuple[float, float, float, float]
) -> bool:
    """Whether a letter stands apart from the word before it."""
    _, right, bottom, top = word
    height = max(top - bottom, 1.0)
    return box[0] - right > SPACE * height or abs(box[2] - bottom) > height or box[1] < word[0]


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
    return Word(_paired(text), left, right, bottom, top)


def _paired(text: str) -> str:
    """Put the halves of characters beyond the first plane together, as pdfium gives them."""
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
    """Read author and nothing else: titles are mostly names of files, dates those of the file."""
    named = pdf.get_metadata_dict(skip_empty=True)
    return Stated(author=flat(named.get("Author", "")) or None)
