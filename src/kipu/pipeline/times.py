"""The times of a text and the date of a document alone, without names and events."""

from datetime import date
from functools import cache

import msgspec

from kipu.documents import from_text
from kipu.lang.resources import parsed_languages, timed_languages
from kipu.lang.times import TimeRules, load_time_rules
from kipu.model import edtf
from kipu.model.documents import CreationTime, Document
from kipu.model.errors import DocumentError
from kipu.model.expressions import TimeExpression
from kipu.model.times import Interval, Timex
from kipu.reading import times
from kipu.reading.dating import date_document
from kipu.syntax import Parser, load_parser


class TimeReading(msgspec.Struct, frozen=True):
    """The times of a document: its own date, the expressions, and one timex for each of them."""

    doc: Document
    created: CreationTime
    expressions: tuple[TimeExpression, ...]
    timexes: tuple[Timex, ...]


class TimeResources(msgspec.Struct, frozen=True):
    """What reading the times of a language takes."""

    rules: TimeRules
    parser: Parser | None = None


@cache
def load_time_resources(language: str) -> TimeResources:
    """Load what reading times takes from a language; a process loads each once.

    Raises:
        ResourceError: A resource of the language is missing or damaged.
    """
    parser = load_parser(language) if language in parsed_languages() else None
    return TimeResources(load_time_rules(language), parser)


def read_times(
    text: str, anchor: date | None = None, *, language: str | None = None
) -> tuple[Timex, ...]:
    """Find the time expressions of a text and resolve them.

    Args:
        text: Plain text. The spans of the times count its characters, from 0.
        anchor: The day on which the text was written. Without it, what counts from that day stays
            open: it has X for what is not known in its value, and no interval.
        language: ISO 639-1 code of the language of the text; found out if left out, and taken for
            English where the text is too short to tell.

    Returns:
        One timex for each expression, in the order of the text; none overlaps another.

    Raises:
        DocumentError: kipu reads no times in that language, or the text is too long.

    >>> import kipu
    >>> from datetime import date
    >>> [time.value for time in kipu.read_times("He fled last May.", date(2001, 3, 4))]
    ['2000-05']
    >>> [time.value for time in kipu.read_times("He fled last May.")]
    ['XXXX-05']
    """
    doc = text_document(text, language=known_language(language) if language else None)
    if doc is None:
        return ()
    known = known_language(doc.language or "en")
    created = on_day(date(anchor.year, anchor.month, anchor.day)) if anchor else CreationTime()
    return _read(doc, load_time_resources(known), created).timexes


def read_document_times(doc: Document, *, stated: Interval | None = None) -> TimeReading:
    """Read the times of a document, with its own date as stated, or else as it tells itself.

    Raises:
        DocumentError: The document is in a language in which kipu reads no times.
        ResourceError: A resource of its language is missing or damaged.
    """
    resources = load_time_resources(_language_of(doc))
    return _read(doc, resources, as_stated(stated) if stated else None)


def text_document(text: str, *, uri: str = "text", language: str | None = None) -> Document | None:
    """Make a document of a text whose characters stay where they are; ``None`` if it has no word.

    Args:
        language: The language of the text, whatever it looks like; found out if left out.

    Raises:
        DocumentError: The text is too long.
    """
    if not any(map(str.isalnum, text)):
        return None
    doc = from_text(text, uri=uri, language=language)
    return msgspec.structs.replace(doc, language=language) if language else doc


def known_language(language: str) -> str:
    """Give the code of a language in which kipu reads times, of "en-GB" that of English.

    Raises:
        DocumentError: kipu reads no times in that language.
    """
    code = language.split("-")[0].lower()
    if code not in timed_languages():
        raise DocumentError(f"kipu reads times in {_known()} so far, and not in {language!r}")
    return code


def parse_stated(text: str) -> Interval:
    """Read the date that somebody states for a document: a day, a month or a year.

    >>> parse_stated("2001-03").latest
    datetime.date(2001, 3, 31)

    Raises:
        DocumentError: It is none of these, or no such day exists.
    """
    try:
        interval = edtf.parse(text)
    except ValueError:
        interval = None
    lengths = {"day": 10, "month": 7, "year": 4}
    if interval is None or len(text.encode()) != lengths.get(str(interval.grain)):
        raise DocumentError(
            f"there is no date {text!r}, or it is not written as 2001, 2001-03 or 2001-03-15"
        )
    return interval


def as_stated(interval: Interval) -> CreationTime:
    """Make the creation time of a date that somebody states beside the document."""
    return CreationTime(interval, "metadata", metadata="date")


def on_day(day: date) -> CreationTime:
    """Make the creation time of a day that somebody states beside the document."""
    return as_stated(edtf.of_day(day))


def _read(doc: Document, resources: TimeResources, created: CreationTime | None) -> TimeReading:
    syntax = resources.parser.parse(doc) if resources.parser else None
    expressions = times.read_times(doc, syntax, resources.rules)
    if syntax is None:  # no verb tells on which side of the document a date lies
        expressions = tuple(msgspec.structs.replace(e, tense="prospective") for e in expressions)
    created = created or date_document(doc, expressions, resources.rules)
    return TimeReading(doc, created, expressions, times.resolve_times(expressions, created))


def _language_of(doc: Document) -> str:
    if doc.language is None:
        raise DocumentError(
            f"{doc.uri} is in a language that was not recognised: name it with --language, or as"
            f' "lang" of its line; kipu reads times in {_known()} so far'
        )
    return known_language(doc.language)


def _known() -> str:
    *others, last = timed_languages()
    return f"{', '.join(others)} and {last}"
