"""Texts of LibreOffice and its kin (ODT).

Source: OASIS OpenDocument 1.3 part 3.
"""

import zipfile
from collections.abc import Iterator

from lxml import etree

from kipu.documents.assembly import Stated
from kipu.documents.pieces import Extract, Piece, flat, row
from kipu.documents.trees import attribute, local, parse_xml, texts
from kipu.documents.zips import read_entry
from kipu.model.documents import BlockKind

_SILENT = frozenset(("tracked-changes", "annotation", "sequence-decls", "forms"))
_BREAKS = frozenset(("line-break", "tab", "s"))


def read_opendocument(archive: zipfile.ZipFile, uri: str) -> Extract:
    """Read a text document; its notes come after its text.

    Raises:
        DocumentError: A part is missing, damaged or encrypted.
    """
    root = parse_xml(read_entry(archive, "content.xml", uri), uri)
    notes = [Piece(text, "footnote") for text in _notes(root)]
    return Extract((*_pieces(root), *notes), _stated(archive, uri), (), "kipu-odt")


def _pieces(root: etree._Element) -> Iterator[Piece]:
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        name = local(element)
        if name in _SILENT or name == "note":
            walk.skip_subtree()
        elif name == "table-row":
            yield row(_text(cell) for cell in element if local(cell) == "table-cell")
            walk.skip_subtree()
        elif name in ("p", "h"):
            yield Piece(flat(_text(element)), _kind(element, name))
            walk.skip_subtree()


def _kind(paragraph: etree._Element, name: str) -> BlockKind | None:
    style = (attribute(paragraph, "style-name") or "").casefold()
    if style.startswith("title"):
        return "headline"
    if style.startswith(("caption", "illustration", "figure")):
        return "caption"
    return "heading" if name == "h" or style.startswith("subtitle") else None


def _text(element: etree._Element) -> str:
    """Give the words of a paragraph or cell, without its notes and comments."""
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        name = local(inner)
        if event == "end":
            parts.append(inner.tail or "" if inner is not element else "")
        elif name in _SILENT or name == "note":
            walk.skip_subtree()
        else:
            parts.append(" " if name in _BREAKS or name == "p" else "")
            parts.append(inner.text or "")
    return "".join(parts)


def _notes(root: etree._Element) -> Iterator[str]:
    for element in root.iter(etree.Element):
        if local(element) == "note-body":
            yield flat(" ".join(_text(inner) for inner in element))


def _stated(archive: zipfile.ZipFile, uri: str) -> Stated:
    if "meta.xml" not in archive.namelist():
        return Stated()
    named = texts(parse_xml(read_entry(archive, "meta.xml", uri), uri, recover=True))
    author = named.get("initial-creator") or named.get("creator")
    return Stated(title=named.get("title"), author=author)
