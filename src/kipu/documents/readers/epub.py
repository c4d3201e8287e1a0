"""Books (EPUB): the chapters in the order of the spine.

Source: W3C EPUB 3.3, package document and open container format.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from kipu.documents.assembly import Stated, stated_on
from kipu.documents.decoding import decode
from kipu.documents.metadata import read_day
from kipu.documents.pieces import Extract, Piece
from kipu.documents.readers.markup_lines import page_pieces
from kipu.documents.trees import attribute, parse_xml, texts
from kipu.documents.zips import read_entry
from kipu.model.errors import DocumentError

CONTAINER = "META-INF/container.xml"
MOST_CHAPTERS = 2_000


def read_epub(archive: zipfile.ZipFile, uri: str) -> Extract:
    """Read a book as one document.

    Raises:
        DocumentError: A part is missing or damaged, or no chapter is named.
    """
    container = parse_xml(read_entry(archive, CONTAINER, uri), uri)
    paths = [attribute(e, "full-path") for e in container.iter("{*}rootfile")]
    package = next((path for path in paths if path), None)
    if package is None:
        raise DocumentError(f"{uri} names no package, so no book can be found in it")
    root = parse_xml(read_entry(archive, package, uri), uri)
    items = {attribute(e, "id"): attribute(e, "href") or "" for e in root.iter("{*}item")}
    spine = [items.get(attribute(e, "idref"), "") for e in root.iter("{*}itemref")]
    chapters = [unquote(href.partition("#")[0]) for href in spine if href]
    folder = posixpath.dirname(package)
    named = texts(root)
    pieces = tuple(_chapters(archive, [posixpath.join(folder, c) for c in chapters], uri))
    first = [Piece(named["title"], "headline")] if "title" in named else []
    return Extract((*first, *pieces), _stated(named), (), "kipu-epub")


def _chapters(archive: zipfile.ZipFile, paths: list[str], uri: str) -> Iterator[Piece]:
    for path in paths[:MOST_CHAPTERS]:
        page = decode(read_entry(archive, posixpath.normpath(path), uri)).text
        yield from page_pieces(page)


def _stated(named: dict[str, str]) -> Stated:
    day = read_day(named.get("date", ""))
    return Stated(
        title=named.get("title"),
        author=named.get("creator"),
        outlet=named.get("publisher"),
        language=named.get("language", "").partition("-")[0].lower() or None,
        published=stated_on(day, "dc:date") if day else None,
    )
