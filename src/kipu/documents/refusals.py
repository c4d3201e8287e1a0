"""What is not read as a document, and what a user should do about it."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from kipu.documents.decoding import wide_encoding
from kipu.model.errors import DocumentError

LARGEST = 50_000_000
"""Bytes of a file; news articles have 10,000, whole books a million."""
LONGEST = 2_000_000
"""Characters of a text; more is no article but a collection, and would be read for hours."""
MOST_PASSAGES = 50_000
"""Separate lines and paragraphs; a book of two million characters has 10,000 to 40,000."""
SAMPLE = 8192
"""Bytes at the beginning that tell what a file is."""
MOST_CONTROL = 0.02
"""Share of control characters up to which bytes count as text with some damage."""


_OLE = b"\xd0\xcf\x11\xe0"
"""Begins old office documents, and new ones that are locked: these lie within such a file."""
_NEW_OFFICE = (".docx", ".xlsx", ".pptx")
_PACKED = frozenset((".pdf", ".docx", ".odt", ".epub", ".xlsx", ".zip", ".wacz", ".gz", ".rtf"))
"""Suffixes of files that begin with a mark of their own."""
_SIGNATURES = (
    (_OLE, "an old office document (.doc, .xls, .msg)"),
    (b"%!PS", "a PostScript document"),
    (b"RIFF", "an image, sound or film"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
    (b"BZh", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LETTER = re.compile(r"[^\W_]")


def refuse_bytes(data: bytes, uri: str) -> None:
    """Raise a DocumentError that says what to do, if bytes are no text that can be read."""
    if not data.strip():
        raise DocumentError(f"{uri} is empty: nothing to read")
    if len(data) > LARGEST:
        raise DocumentError(
            f"{uri} has {len(data):,} bytes, more than the {LARGEST:,} that are read: split it"
        )
    if data.startswith(_OLE) and uri.lower().endswith(_NEW_OFFICE):
        raise DocumentError(f"{uri} is locked by a password: open it and save it without")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(f"{uri} is {kind}, not supported yet: export its text, add that")


def refuse_binary(data: bytes, uri: str) -> None:
    """Raise a DocumentError if bytes that are said to be a text are none."""
    sample = data[:SAMPLE]
    wide = sample.startswith(_WIDE_MARKS) or wide_encoding(sample) is not None
    if not wide and len(_CONTROL.findall(sample)) > MOST_CONTROL * len(sample):
        suffix = PurePosixPath(uri).suffix.lower()
        if suffix in _PACKED:
            raise DocumentError(f"{uri} is no {suffix} file, though called one: get it again")
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


def refuse_passages(passages: Sequence[object], uri: str) -> None:
    """Raise a DocumentError if a text or page has more passages or lines than any book."""
    if len(passages) > MOST_PASSAGES:
        raise DocumentError(
            f"{uri} has {len(passages):,} separate lines, more than the {MOST_PASSAGES:,} that"
            " are read: split it into articles"
        )
