"""Documents as lines of JSON in, readings as lines of JSON out."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from kipu.model.documents import Document
from kipu.model.errors import DocumentError, ResourceError, SettingsError
from kipu.model.readings import Reading
from kipu.pipeline.reading import read


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document as one line: its text, and what is known of it."""

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    lang: str | None = None


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of one line: a reading, or the reason why there is none.

    ``id`` is that of the line, ``None`` where the line has none that can be read; ``line`` counts
    from 1.
    """

    line: int
    id: str | None = None
    reading: Reading | None = None
    error: str | None = None


def read_lines(lines: Iterable[bytes], *, parser: str | None = None) -> Iterator[bytes]:
    """Answer each line with a line, in order; empty lines are passed over.

    Nothing is kept from one line to the next, so that memory does not grow with their number.

    Args:
        parser: As for ``kipu.read``.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield msgspec.json.encode(_answer(number, line, parser)) + b"\n"


def _answer(number: int, line: bytes, parser: str | None) -> Answer:
    try:
        entry = msgspec.json.decode(line, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Answer(number, _id_of(line), error=f"line {number} is no document: {error}")
    try:
        return Answer(number, entry.id, read(_document(entry), parser=parser))
    except (ResourceError, SettingsError):
        raise
    except DocumentError as error:
        return Answer(number, entry.id, error=str(error))
    except Exception as error:  # noqa: BLE001 - the outermost loop of a batch: the others go on
        reason = f"line {number} made kipu fail, which is a fault of kipu: {error!r}"
        return Answer(number, entry.id, error=reason)


def _document(entry: Line) -> Document:
    from kipu.documents import from_text

    return from_text(
        entry.text,
        uri=entry.id,
        title=entry.title,
        published=_day(entry.date) if entry.date else None,
        language=entry.lang,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise DocumentError(f"the date {text!r} is no day: write it as 2001-03-03") from error


def _id_of(line: bytes) -> str | None:
    """Find the id of a line that is no document, so that its error can be told apart."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    name = found.get("id") if isinstance(found, dict) else None
    return name if isinstance(name, str) else None
