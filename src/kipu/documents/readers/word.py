"""Word documents (DOCX): paragraphs, tables, notes, running heads.

Source: ECMA-376 part 1, WordprocessingML.
"""

import zipfile
from collections.abc import Iterator

from lxml import etree

from kipu.documents.assembly import Stated
from kipu.documents.pieces import Extract, Piece, flat, row
from kipu.documents.trees import attribute, local, parse_xml, texts
from kipu.documents.zips import read_entry
from kipu.model.documents import BlockKind
from kipu.model.spans import Problem

MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_SILENT = frozenset(("del", "moveFrom", "Fallback", "instrText", "pPr", "rPr", "sectPr", "tblPr"))
"""Deleted text, the older twin of a drawing, codes of fields, properties."""
_BREAKS = frozenset(("br", "cr", "tab", "noBreakHyphen"))
_STYLES: dict[str, BlockKind] = {
    "title": "headline", "heading": "heading", "subtitle": "heading", "caption": "caption",
    "titulo": "heading", "título": "heading", "ttulo": "heading", "subttulo": "heading",
    "epgrafe": "caption", "descripcin": "caption", "footnotetext": "footnote",
}  # fmt: skip
"""What names of styles begin with; Word writes those of the user's language without accents."""
_CHANGES = frozenset(("ins", "del", "moveFrom", "moveTo"))


def read_word(archive: zipfile.ZipFile, uri: str) -> Extract:
    """Read a Word document: its text as it stands if all changes in it are accepted.

    Raises:
        DocumentError: A part is missing or damaged.
    """
    root = parse_xml(read_entry(archive, MAIN, uri), uri)
    names = set(archive.namelist())
    notes = [name for name in _NOTES if name in names]
    margins = sorted(n for n in names if n.startswith(("word/header", "word/footer")))
    pieces = [
        *_pieces(root),
        *(Piece(p.text, "footnote") for name in notes for p in _part(archive, name, uri)),
        *_once(Piece(p.text, "residue") for name in margins for p in _part(archive, name, uri)),
    ]
    return Extract(tuple(pieces), _stated(archive, uri), tuple(_problems(root, names)), "kipu-docx")


def _part(archive: zipfile.ZipFile, name: str, uri: str) -> Iterator[Piece]:
    return _pieces(parse_xml(read_entry(archive, name, uri), uri))


def _once(pieces: Iterator[Piece]) -> list[Piece]:
    """Running heads are kept for first, odd and even pages, mostly the same."""
    return list(dict.fromkeys(pieces))


def _pieces(root: etree._Element) -> Iterator[Piece]:
    """Give the paragraphs and rows of a part in order; a row of cells is one piece."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        name = local(element)
        if name in _SILENT:
            walk.skip_subtree()
        elif name == "tr":
            yield row(_cells(element))
            walk.skip_subtree()
        elif name == "p":
            yield Piece(flat(_text(element)), _kind(element))
            yield from _boxes(element)
            walk.skip_subtree()


def _cells(table_row: etree._Element) -> Iterator[str]:
    for cell in table_row:
        if local(cell) == "tc":
            yield " ".join(_text(p) for p in cell.iter(etree.Element) if local(p) == "p")


def _text(paragraph: etree._Element) -> str:
    """Give the words of a paragraph, without those of boxes that hang on it."""
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        name = local(element)
        if name in _SILENT or name == "txbxContent":
            walk.skip_subtree()
        elif name == "t":
            parts.append(element.text or "")
        elif name in _BREAKS:
            parts.append("\u2011" if name == "noBreakHyphen" else " ")
    return "".join(parts)


def _boxes(paragraph: etree._Element) -> Iterator[Piece]:
    """Give the paragraphs of the text boxes that hang on a paragraph."""
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if local(element) in _SILENT:
            walk.skip_subtree()
        elif local(element) == "txbxContent":
            yield from _pieces(element)
            walk.skip_subtree()


def _kind(paragraph: etree._Element) -> BlockKind | None:
    for properties in paragraph:
        if local(properties) != "pPr":
            continue
        for style in properties:
            if local(style) == "pStyle":
                name = (attribute(style, "val") or "").casefold().replace(" ", "")
                return next((kind for s, kind in _STYLES.items() if name.startswith(s)), None)
    return None


def _stated(archive: zipfile.ZipFile, uri: str) -> Stated:
    """Read title and author; the dates of the file are those of its making, not of publication."""
    if "docProps/core.xml" not in archive.namelist():
        return Stated()
    named = texts(parse_xml(read_entry(archive, "docProps/core.xml", uri), uri, recover=True))
    return Stated(title=named.get("title"), author=named.get("creator"))


def _problems(root: etree._Element, names: set[str]) -> Iterator[Problem]:
    if any(local(element) in _CHANGES for element in root.iter(etree.Element)):
        message = "it holds tracked changes: it was read as if all of them were accepted"
        yield Problem("changes-accepted", message)
    if "word/comments.xml" in names:
        yield Problem("comments-left-out", "the comments in its margin were not read")
