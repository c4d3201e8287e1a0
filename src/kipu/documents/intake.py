"""Bytes or a text to a Document; what is refused and why."""

import hashlib
import re
from datetime import date
from pathlib import PurePosixPath

from kipu.documents.assembly import Origin, Stated, assemble, stated_on
from kipu.documents.decoding import clean, decode, wide_encoding
from kipu.documents.passages import split_passages
from kipu.model.documents import Document
from kipu.model.errors import DocumentError

PLAIN = "text/plain"
HTML = "text/html"
LARGEST = 50_000_000
"""Bytes of a file; news articles have 10,000, whole books a million."""
LONGEST = 2_000_000
"""Characters of a text; more is no article but a collection, and would be read for hours."""

_MEDIA_TYPES = {
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": PLAIN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".shtml": HTML,
}
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\0", "an image"),
    (b"MM\0*", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"WARC/1", "a web archive"),
)
SAMPLE = 8192
MOST_CONTROL = 0.02
"""Share of control characters up to which bytes count as text with some damage."""

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--.*?-->\s*+){0,9}+"
    rb"<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")


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

        doc = read_page(decoded.text, origin)
    else:
        doc = assemble(decoded.text, split_passages(decoded.text), origin, Stated())
    refuse_text(doc.text, uri)
    return doc


def from_text(
    text: str,
    *,
    uri: str,
    title: str | None = None,
    published: date | None = None,
    language: str | None = None,
) -> Document:
    """Make a document of a text that is already characters, such as a line of JSON.

    The text is kept as it is given, so that positions in it stay true (but for ``\\r\\n``, which
    becomes ``\\n``); a title that it does not begin with is kept beside it.

    Raises:
        DocumentError: The text is empty or too long.
    """
    text, problems = clean(text)
    refuse_text(text, uri)
    origin = Origin(sha256_of(text.encode()), uri, PLAIN, None, problems)
    created = stated_on(published, "date") if published else None
    stated = Stated(title=title, language=language, published=created)
    return assemble(text, split_passages(text), origin, stated)


def sha256_of(data: bytes) -> str:
    """Give the hash of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def refuse_bytes(data: bytes, uri: str) -> None:
    """Raise a DocumentError that says what to do, if bytes are no text that can be read."""
    if not data.strip():
        raise DocumentError(f"{uri} is empty: nothing to read")
    if len(data) > LARGEST:
        raise DocumentError(
            f"{uri} has {len(data):,} bytes, more than the {LARGEST:,} that are read: split it"
        )
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(f"{uri} is {kind}, not supported yet: export its text, add that")
    sample = data[:SAMPLE]
    wide = sample.startswith(_WIDE_MARKS) or wide_encoding(sample) is not None
    if not wide and len(_CONTROL.findall(sample)) > MOST_CONTROL * len(sample):
        raise DocumentError(f"{uri} is binary, not a text: export its text, add that")


def refuse_text(text: str, uri: str) -> None:
    """Raise a DocumentError if a text has no letter, or is longer than any article."""
    if not _LETTER.search(text):
        raise DocumentError(f"{uri} has no text: nothing to read")
    if len(text) > LONGEST:
        raise DocumentError(
            f"{uri} has {len(text):,} characters of text, more than the {LONGEST:,} that are"
            " read: split it into articles"
        )


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
