"""A document as PDF: paragraphs, tables whose heads repeat, page numbers, headings as bookmarks.

The blocks are those of the file for word processors; what is a footnote there stands in its place
here. Every letter is in the file with its outline and what it means, so that words can be found and
copied. Letters that join, or run from right to left, are drawn as they come.

Source: ISO 32000-1, sections 7.5 (file structure), 9.7 (composite fonts), 9.10 (extraction of
text), 12.3.3 (outline), 14.3.3 (what the file says of itself).
"""

import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC

import msgspec

from kipu.exports.layout import BOLD, HEIGHT, PLAIN, WIDTH, Page, lay_out
from kipu.exports.typeface import Typeface, load_typeface
from kipu.exports.word import About, Block

_FACES = {PLAIN: "DejaVuSerifCondensed", BOLD: "DejaVuSerifCondensed-Bold"}


class Written(msgspec.Struct, frozen=True):
    """A file of PDF; ``unshown`` are the letters that stand in it but cannot be read as they are.

    Those that the font has not are drawn as boxes; those of scripts that run from right to left
    stand in the wrong order.
    """

    data: bytes
    pages: int
    unshown: frozenset[str]


def write_pdf(blocks: Iterable[Block], about: About) -> Written:
    """Write a document as PDF; the same blocks give the same bytes."""
    faces = {key: load_typeface(name) for key, name in _FACES.items()}
    pages = lay_out(blocks, faces)
    writer = _Writer(faces)
    data = writer.write(pages, about)
    return Written(data, len(pages), writer.unshown())


class _Writer:
    """Writes the objects of a file, and notes which letters of each face it shows."""

    def __init__(self, faces: dict[str, Typeface]) -> None:
        self._faces = faces
        self._shown: dict[str, dict[int, str]] = {key: {} for key in faces}
        self._lost: set[str] = set()
        self._objects: list[bytes] = []

    def unshown(self) -> frozenset[str]:
        """Give the letters that cannot be read as they are."""
        shown = {letter for face in self._shown.values() for letter in face.values()}
        turned = {one for one in shown if unicodedata.bidirectional(one) in ("R", "AL")}
        return frozenset(self._lost | turned)

    def write(self, pages: Sequence[Page], about: About) -> bytes:
        catalogue, tree, info = self._room(), self._room(), self._room()
        contents = [self._add(_stream(self._drawn(page))) for page in pages]
        fonts = " ".join(f"/{key} {self._font(key)} 0 R" for key in self._faces)
        resources = self._add(f"<< /Font << {fonts} >> >>".encode())
        kids = [
            self._add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
                f"/Resources {resources} 0 R /Contents {content} 0 R >>".encode()
            )
            for content in contents
        ]
        refs = " ".join(f"{kid} 0 R" for kid in kids)
        self._set(tree, f"<< /Type /Pages /Count {len(kids)} /Kids [{refs}] >>".encode())
        outline = self._outline(pages, kids)
        self._set(
            catalogue,
            f"<< /Type /Catalog /Pages {tree} 0 R /Outlines {outline} 0 R "
            f"/ViewerPreferences << /DisplayDocTitle true >> ".encode()
            + b"/Lang " + _words(about.language) + b" >>",
        )  # fmt: skip
        made = about.made.astimezone(UTC)
        self._set(
            info,
            b"<< /Title " + _words(about.title) + b" /Author " + _words(about.author)
            + b" /Producer (kipu) /CreationDate (D:" + f"{made:%Y%m%d%H%M%S}Z".encode() + b") >>",
        )  # fmt: skip
        return self._file(catalogue, info)

    def _room(self) -> int:
        self._objects.append(b"")
        return len(self._objects)

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def _set(self, number: int, body: bytes) -> None:
        self._objects[number - 1] = body

    def _drawn(self, page: Page) -> bytes:
        """Write what stands on a page as operators."""
        lines = [
            f"{rule.weight} w {rule.grey} G {rule.x} {rule.y} m {rule.end} {rule.y} l S"
            for rule in page.rules
        ]
        for text in page.texts:
            shown = self._glyphs(text.face, text.words)
            lines.append(
                f"BT /{text.face} {text.size} Tf {text.grey} g {text.x:.2f} {text.y:.2f} Td "
                f"<{shown}> Tj ET"
            )
        return "\n".join(lines).encode()

    def _glyphs(self, key: str, words: str) -> str:
        face, shown = self._faces[key], self._shown[key]
        found = []
        for letter in words:
            glyph = face.glyph(letter)
            if glyph:
                shown[glyph] = letter
            else:
                self._lost.add(letter)
            found.append(f"{glyph:04X}")
        return "".join(found)

    def _font(self, key: str) -> int:
        face, shown = self._faces[key], self._shown[key]
        name = f"KIPUAA+{_FACES[key]}"
        cut = face.cut(shown)
        program = self._add(_stream(cut, f"/Length1 {len(cut)} "))
        box = " ".join(map(str, face.box))
        described = self._add(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] "
            f"/ItalicAngle 0 /Ascent {face.ascent} /Descent {face.descent} "
            f"/CapHeight {face.ascent} /StemV 80 /FontFile2 {program} 0 R >>".encode()
        )
        widths = " ".join(f"{glyph} [{face.advance(glyph):.0f}]" for glyph in sorted(shown))
        below = self._add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo "
            "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity "
            f"/FontDescriptor {described} 0 R /DW 600 /W [{widths}] >>".encode()
        )
        meaning = self._add(_stream(_meanings(shown)))
        return self._add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            f"/DescendantFonts [{below} 0 R] /ToUnicode {meaning} 0 R >>".encode()
        )

    def _outline(self, pages: Sequence[Page], kids: Sequence[int]) -> int:
        """Write the headings as bookmarks."""
        headings = [
            (heading, kids[number])
            for number, page in enumerate(pages)
            for heading in page.headings
        ]
        root = self._room()
        first = len(self._objects) + 1
        for number, ((words, y), kid) in enumerate(headings):
            before = f" /Prev {first + number - 1} 0 R" if number else ""
            after = f" /Next {first + number + 1} 0 R" if number + 1 < len(headings) else ""
            self._add(
                b"<< /Title " + _words(words) + f" /Parent {root} 0 R{before}{after} "
                f"/Dest [{kid} 0 R /XYZ 0 {y:.0f} 0] >>".encode()
            )  # fmt: skip
        ends = f" /First {first} 0 R /Last {len(self._objects)} 0 R" if headings else ""
        self._set(root, f"<< /Type /Outlines /Count {len(headings)}{ends} >>".encode())
        return root

    def _file(self, catalogue: int, info: int) -> bytes:
        """Put the objects together, with the table that says where each begins."""
        data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        starts = []
        for number, body in enumerate(self._objects, start=1):
            starts.append(len(data))
            data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        table = len(data)
        data += f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n".encode()
        data += b"".join(f"{start:010} 00000 n \n".encode() for start in starts)
        data += (
            f"trailer\n<< /Size {len(starts) + 1} /Root {catalogue} 0 R /Info {info} 0 R >>\n"
            f"startxref\n{table}\n%%EOF\n"
        ).encode()
        return bytes(data)


def _stream(data: bytes, more: str = "") -> bytes:
    packed = zlib.compress(data, 9)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {more}>>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def _words(text: str) -> bytes:
    """Write a text that viewers show of the file, in UTF-16."""
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().upper().encode() + b">"


def _meanings(shown: dict[int, str]) -> bytes:
    """Write which character each glyph stands for."""
    return "\n".join(_map_lines(shown)).encode()


def _map_lines(shown: dict[int, str]) -> Iterator[str]:
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CMapName /kipu def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    glyphs = sorted(shown)
    for start in range(0, len(glyphs), 100):
        some = glyphs[start : start + 100]
        yield f"{len(some)} beginbfchar"
        for glyph in some:
            yield f"<{glyph:04X}> <{shown[glyph].encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
