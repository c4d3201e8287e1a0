"""Rich text (RTF), by striprtf."""

import re

from kipu.documents.assembly import Stated
from kipu.documents.passages import split_passages
from kipu.documents.pieces import Extract, Piece
from kipu.model.errors import DocumentError

_INFO = re.compile(r"\\info\b.{0,4000}", re.DOTALL)
_PART = re.compile(r"\{\\(title|author) ([^{}\\]{1,300})\}")
_PICTURE = re.compile(r"[0-9a-fA-F\s]{2000,}")
"""Pictures and fonts, as digits; megabytes of them cost striprtf minutes."""
_BINARY = re.compile(r"\\bin\d+")
_NO_LETTER = re.compile(r"\\u-?\d{6,}")
"""Numbers of letters that there are not; the format has 16 bits for them."""
_FAULTS = (ValueError, TypeError, LookupError, OverflowError, RecursionError)
"""What striprtf raises on damaged files."""


def read_rtf(data: bytes, uri: str) -> Extract:
    """Read a rich text; only its paragraphs are left of its form.

    Raises:
        DocumentError: It is damaged.
    """
    from striprtf.striprtf import rtf_to_text

    code = _PICTURE.sub("", _BINARY.sub("", data.decode("latin-1")))
    code = _NO_LETTER.sub(r"\\u65533", code)
    try:
        text = rtf_to_text(code, encoding="cp1252", errors="replace")
    except _FAULTS as error:
        raise DocumentError(f"{uri} is a damaged rich text ({error}): export its text") from error
    lines = [passage.words for passage in split_passages(text)]
    info = _INFO.search(code)
    named = dict(_PART.findall(info[0])) if info else {}
    stated = Stated(title=named.get("title"), author=named.get("author"))
    return Extract(tuple(map(Piece, lines)), stated, (), "striprtf")
