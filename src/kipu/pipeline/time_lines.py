"""Texts as lines of JSON in, their times or dates as lines of JSON out."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeAlias

import msgspec

from kipu.model.documents import CreationTime, Document
from kipu.model.errors import DocumentError, ResourceError
from kipu.model.times import Interval, Timex, TimexType
from kipu.pipeline.times import (
    TimeReading,
    as_stated,
    known_language,
    parse_stated,
    read_document_times,
    text_document,
)

LONGEST_LINE = 25_000_000
"""Bytes of a line: two million characters, the longest text, as JSON may write them."""


class TextLine(msgspec.Struct, frozen=True):
    """A text as one line; what else a line holds is passed over."""

    id: str | int
    text: str
    date: str | None = None
    lang: str | None = None


class TimexLine(msgspec.Struct, frozen=True):
    """One time of a text; ``earliest`` and ``latest`` are the ends of its interval, if known."""

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    mod: str | None
    earliest: dt.date | None
    latest: dt.date | None


class TimesAnswer(msgspec.Struct, frozen=True):
    """The times of a line's text, in the order of the text."""

    id: str | int
    timexes: tuple[TimexLine, ...]


class DateAnswer(msgspec.Struct, frozen=True):
    """The date of a line's text, ``None`` where nothing tells it.

    Nine of ten such texts lie from ``earliest`` to ``latest``, which may be known where the date
    is not. ``confidence`` is the share of such dates that proved right.
    """

    id: str | int
    date: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    confidence: float | None = None


class Refusal(msgspec.Struct, frozen=True):
    """Why a line has no answer; ``id`` is ``None`` where the line has none that can be read."""

    id: str | int | None
    error: str


Answer: TypeAlias = TimesAnswer | DateAnswer | Refusal
Answerer: TypeAlias = Callable[[TextLine, str | None], Answer]
"""What answers a line, in a language unless the line names one."""


def answer_lines(
    stream: BinaryIO, answer: Answerer, *, language: str | None = None
) -> Iterator[Answer]:
    """Answer each line of a stream, in order; empty lines are passed over.

    One line is held at a time, and of a line longer than any text only its beginning.

    Args:
        answer: :func:`times_of_line` or :func:`date_of_line`.
        language: The language of the lines that name none; found out for each if left out.
    """
    for number, line in enumerate(_bounded_lines(stream), start=1):
        if line is None:
            yield Refusal(None, f"line {number} is longer than {LONGEST_LINE:,} bytes: split it")
        elif line.strip():
            yield _answer(number, line, answer, language)


def times_of_line(line: TextLine, language: str | None = None) -> TimesAnswer:
    """Find and resolve the times of a line's text."""
    reading = _read(line, language)
    if not isinstance(reading, TimeReading):
        return TimesAnswer(line.id, ())
    return TimesAnswer(line.id, tuple(_timex_line(t, reading.doc) for t in reading.timexes))


def date_of_line(line: TextLine, language: str | None = None) -> DateAnswer:
    """Find the date of a line's text."""
    reading = _read(line, language)
    created = reading.created if isinstance(reading, TimeReading) else reading
    return date_answer(line.id, created)


def date_answer(id: str | int, created: CreationTime) -> DateAnswer:
    """Write a creation time as a date of the grain that it is known to, with its bounds."""
    bounds = created.within or created.interval
    return DateAnswer(
        id,
        named_date(created.interval) if created.interval else None,
        bounds.earliest if bounds else None,
        bounds.latest if bounds else None,
        created.confidence,
    )


def named_date(interval: Interval) -> str | None:
    """Give the day, month or year that holds an interval; ``None`` if it is of more than a year.

    >>> from kipu.model.edtf import parse
    >>> named_date(parse("2024-09-11/2024-09-17"))
    '2024-09'
    """
    if interval.earliest is None or interval.latest is None:
        return None
    first, last = interval.earliest.isoformat(), interval.latest.isoformat()
    return next((first[:digits] for digits in (10, 7, 4) if first[:digits] == last[:digits]), None)


def _answer(number: int, line: bytes, answer: Answerer, language: str | None) -> Answer:
    try:
        entry = msgspec.json.decode(line, type=TextLine)
    except msgspec.ValidationError as error:
        return Refusal(_id_of(line), f"line {number} is no text with an id: {error}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Refusal(None, f"line {number} is no JSON object: {error}")
    try:
        return answer(entry, language)
    except ResourceError:
        raise
    except DocumentError as error:
        return Refusal(entry.id, f"line {number}: {error}")
    except Exception as error:  # noqa: BLE001 - the outermost loop of a batch: the others go on
        reason = f"line {number} made kipu fail, which is a fault of kipu: {error!r}"
        return Refusal(entry.id, reason)


def _read(line: TextLine, language: str | None) -> TimeReading | CreationTime:
    """Read a line's times; of a text without a word there is but the date that is stated."""
    known = line.lang or language
    code = known_language(known) if known else None
    stated = parse_stated(line.date) if line.date is not None else None
    doc = text_document(line.text, uri="the text", language=code)
    if doc is None:
        return as_stated(stated) if stated else CreationTime()
    return read_document_times(doc, stated=stated)


def _timex_line(timex: Timex, doc: Document) -> TimexLine:
    interval = timex.interval
    return TimexLine(
        timex.span.start,
        timex.span.end,
        doc.quote(timex.span),
        timex.type,
        timex.value,
        timex.mod,
        interval.earliest if interval else None,
        interval.latest if interval else None,
    )


def _bounded_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Give the lines of a stream, ``None`` for one that is too long."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE)
        yield None


def _id_of(line: bytes) -> str | int | None:
    """Find the id of a line that is no text, so that its error can be told apart."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    name = found.get("id") if isinstance(found, dict) else None
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None
