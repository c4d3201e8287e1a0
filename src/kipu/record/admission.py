"""What is let into a record: only what ``kipu check`` would pass, and what can be fetched again."""

import hashlib

from kipu.model.documents import Document
from kipu.model.errors import RecordError
from kipu.model.readings import Reading
from kipu.record.readings import decode_reading, encode_reading
from kipu.record.soundness import reading_problems


def refuse_other_bytes(doc: Document, raw: bytes | None, loss: str) -> None:
    """Refuse bytes that are not those of the document."""
    if raw is not None and hashlib.sha256(raw).hexdigest() != doc.sha256:
        raise RecordError(f"{loss}: the bytes given with it are not those that it was read from")


def refuse_unsound(doc: Document, reading: Reading, loss: str) -> None:
    """Refuse a reading of another document, and one that does not hold together."""
    if reading.doc != doc:
        raise RecordError(f"{loss}: the reading is of another document or another text of it")
    problem = next(reading_problems(reading), None)
    if problem:
        raise RecordError(f"{loss}: its reading does not hold together ({problem.message})")
    if not _survives(doc, reading):
        raise RecordError(
            f"{loss}: it holds something that cannot be kept, such as half a character"
        )


def _survives(doc: Document, reading: Reading) -> bool:
    """Tell whether a reading comes out of its packing as it went in."""
    try:
        return decode_reading(doc, encode_reading(reading)) == reading
    except (RecordError, UnicodeEncodeError):
        return False
