"""Bytes or a text to a Document; what is refused and why."""

import hashlib
import io
import re
from collections.abc import Callable
from datetime import date

import msgspec

from kipu.documents import formats
from kipu.documents.assembly import MIXED, Origin, Stated, assemble, stated_on
from kipu.documents.decoding import clean, decode
from kipu.documents.formats import HTML, PLAIN, SAMPLE
from kipu.documents.parts import File, Listed, Part, Refused, split_parts
from kipu.documents.passages import split_passages
from kipu.documents.pieces import Extract, compose
from kipu.documents.refusals import refuse_binary, refuse_bytes, refuse_text
from kipu.documents.zips import open_zip
from kipu.model.documents import Document
from kipu.model.errors import DocumentError
from kipu.model.spans import Problem

Recogniser = Callable[[bytes], str]
"""Finds the text in a picture."""

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w.:-]+)", re.IGNORECASE)


def read_document(
    data: bytes,
    *,
    uri: str,
    media_type: str | None = None,
    retrieved: str | None = None,
    recognise: Recogniser | None = None,
) -> Document:
    """Make a document of the bytes of a file that holds one.

    Args:
        uri: Where the bytes came from; its suffix tells the media type where nothing else does.
        media_type: What a sender says they are, with or without parameters such as the charset.
        retrieved: ISO 8601 date-time.
        recognise: Finds the text in pictures and scanned pages, if there is something to do it.

    Raises:
        DocumentError: The bytes are empty, too many, of a kind that cannot be read, or hold
            several documents.
    """
    refuse_bytes(data, uri)
    parts = split_parts(File(io.BytesIO(data), uri, media_type, retrieved))
    first = next(parts, None)
    if first is None:
        raise DocumentError(f"{uri} holds no document: nothing to read")
    if isinstance(first, Refused):
        raise DocumentError(first.reason)
    if isinstance(first, Listed):
        raise DocumentError(f"{uri} is a list of pages: add it to a record to have them fetched")
    if first.part_of == uri:
        raise DocumentError(f"{uri} holds several documents: add it to a record to read them all")
    doc = read_part(first, recognise)
    if next(parts, None) is None:
        return doc
    message = "files hang on it that were not read: add it to a record to read them too"
    problems = (*doc.problems, Problem("attachments-not-read", message))
    return msgspec.structs.replace(doc, problems=problems)


def read_part(part: Part, recognise: Recogniser | None = None) -> Document:
    """Make a document of the bytes of one part of a file.

    Raises:
        DocumentError: No text can be got out of them.
    """
    refuse_bytes(part.data, part.uri)
    kind = part.kind.partition(";")[0]
    origin = Origin(sha256_of(part.data), part.uri, kind, part.retrieved, part_of=part.part_of)
    if part.extract:
        doc = compose(part.extract, origin)
    elif kind in (PLAIN, HTML, formats.MARKDOWN):
        doc = _read_text(part, kind, origin)
    else:
        doc = compose(_extract(part, kind, recognise), origin)
    return doc if doc.url or not part.url else msgspec.structs.replace(doc, url=part.url)


def _read_text(part: Part, kind: str, origin: Origin) -> Document:
    """Read plain text, a page or Markdown: bytes that are characters in some encoding."""
    refuse_binary(part.data, part.uri)
    charset = _CHARSET.search(part.kind)
    declared = charset[1] if charset else _declared_inside(part.data, kind)
    decoded = decode(part.data, declared=declared)
    origin = msgspec.structs.replace(origin, problems=decoded.problems)
    if kind == HTML:
        # trafilatura and lxml take 0.3 s to import, which reading plain texts does not need.
        from kipu.documents.pages import read_page

        return read_page(decoded.text, origin)
    if kind == formats.MARKDOWN:
        from kipu.documents.readers.markdown import read_markdown

        return compose(read_markdown(decoded.text), origin)
    refuse_text(decoded.text, part.uri)
    return assemble(decoded.text, split_passages(decoded.text), origin, Stated())


def _extract(part: Part, kind: str, recognise: Recogniser | None) -> Extract:
    """Read a document in a format of its own; each reader is imported when it is needed."""
    if kind == formats.PDF:
        from kipu.documents.readers.pdf import read_pdf

        return read_pdf(part.data, part.uri, recognise)
    if kind == formats.MAIL:
        from kipu.documents.readers.mail import parse_mail, read_mail

        return read_mail(parse_mail(part.data, part.uri), part.uri)
    if kind == formats.RTF:
        from kipu.documents.readers.rtf import read_rtf

        return read_rtf(part.data, part.uri)
    if kind == formats.IMAGE:
        from kipu.documents.readers.pictures import read_picture

        return read_picture(part.data, part.uri, recognise)
    if kind in (formats.DOCX, formats.ODT, formats.EPUB):
        return _zipped_extract(part, kind)
    raise DocumentError(f"{part.uri} is of type {kind}, not supported yet: export its text")


def _zipped_extract(part: Part, kind: str) -> Extract:
    with open_zip(io.BytesIO(part.data), part.uri) as archive:
        if kind == formats.DOCX:
            from kipu.documents.readers.word import read_word

            return read_word(archive, part.uri)
        if kind == formats.ODT:
            from kipu.documents.readers.opendocument import read_opendocument

            return read_opendocument(archive, part.uri)
        from kipu.documents.readers.epub import read_epub

        return read_epub(archive, part.uri)


def from_text(
    text: str,
    *,
    uri: str,
    title: str | None = None,
    published: date | None = None,
    language: str | None = None,
) -> Document:
    """Make a document of a text that is already characters, such as a line of JSON.

    Every character stays where it is, so that positions in the text stay true: a newline written
    as ``\\r\\n`` becomes a blank and ``\\n``, what is no text becomes U+FFFD. A title that the text
    does not begin with is kept beside it. A language that is given is not doubted.

    Raises:
        DocumentError: The text is empty or too long.
    """
    text, problems = clean(text.replace("\r\n", " \n"))
    refuse_text(text, uri)
    origin = Origin(sha256_of(text.encode()), uri, PLAIN, None, problems)
    created = stated_on(published, "date") if published else None
    stated = Stated(title=title, language=language, published=created)
    doc = assemble(text, split_passages(text), origin, stated)
    if language is None:
        return doc
    problems = tuple(problem for problem in doc.problems if problem.code != MIXED)
    return msgspec.structs.replace(doc, language=language, problems=problems)


def sha256_of(data: bytes) -> str:
    """Give the hash of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _declared_inside(data: bytes, kind: str) -> str | None:
    """The encoding that a page names in its own head."""
    found = _META_CHARSET.search(data[:SAMPLE]) if kind == HTML else None
    return found[1].decode("ascii") if found else None
