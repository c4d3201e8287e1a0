"""Bytes or a text to a Document; what is refused and why."""

import hashlib
import re
from datetime import date
from pathlib import PurePosixPath

import msgspec

from kipu.documents.assembly import Origin, Stated, assemble, stated_on
from kipu.documents.decoding import clean, decode
from kipu.documents.passages import split_passages
from kipu.documents.refusals import SAMPLE, refuse_bytes, refuse_text
from kipu.model.documents import Document
from kipu.model.errors import DocumentError

PLAIN = "text/plain"
HTML = "text/html"
_MEDIA_TYPES = {
    ".txt": PLAIN,
    ".text": PLAIN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".shtml": HTML,
}
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--.*?-->\s*+){0,9}+"
    rb"<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w.:-]+)", re.IGNORECASE)


def media_type_of(path_name: str) -> str | None:
    """Give the media type that a file name stands for, ``None`` if kipu does not read such files.

    >>> media_type_of("a/b.HTM")
    'text/html'
    """
    return _MEDIA_TYPES.get(PurePosixPath(path_name.replace("\\", "/")).suffix.lower())


def read_document(
    data: bytes, *, uri: str, media_type: str | None = None, retrieved: str | None = None
) -> Document:
    """Make a document of the bytes of a file.

    Args:
        uri: Where the bytes came from; its suffix tells the media type where none is given.
        media_type: "text/plain" or "text/html", with or without parameters such as the charset.
        retrieved: ISO 8601 date-time.

    Raises:
        DocumentError: The bytes are empty, too many, no text, or of a kind that cannot be read.
    """
    refuse_bytes(data, uri)
    kind = _kind(data, uri, media_type)
    charset = _CHARSET.search(media_type or "")
    decoded = decode(data, declared=charset[1] if charset else _declared_inside(data, kind))
    origin = Origin(sha256_of(data), uri, kind, retrieved, decoded.problems)
    if kind == HTML:
        # trafilatura and lxml take 0.3 s to import, which reading plain texts does not need.
        from kipu.documents.pages import read_page

        return read_page(decoded.text, origin)
    refuse_text(decoded.text, uri)
    return assemble(decoded.text, split_passages(decoded.text), origin, Stated())


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
    return msgspec.structs.replace(doc, language=language) if language else doc


def sha256_of(data: bytes) -> str:
    """Give the hash of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _kind(data: bytes, uri: str, media_type: str | None) -> str:
    """The media type as given, else as the bytes begin, else by the suffix, else plain text."""
    given = (media_type or "").partition(";")[0].strip().lower()
    if given in (HTML, "application/xhtml+xml"):
        return HTML
    if given and not given.startswith("text/"):
        raise DocumentError(f"{uri} is of type {given}, not supported yet: export its text")
    if not given and _HTML_START.match(data[:SAMPLE]):
        return HTML
    return given or media_type_of(uri) or PLAIN


def _declared_inside(data: bytes, kind: str) -> str | None:
    """The encoding that a page names in its own head."""
    found = _META_CHARSET.search(data[:SAMPLE]) if kind == HTML else None
    return found[1].decode("ascii") if found else None
