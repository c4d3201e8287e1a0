"""Undated documents of a record, dated by the events that its other documents date."""

from collections.abc import Sequence

import msgspec

from kipu.lang.ontology import load_ontology
from kipu.lang.resources import languages
from kipu.model.documents import CreationTime
from kipu.model.expressions import TimeExpression
from kipu.model.readings import Reading
from kipu.reading.dating.known import complete_years, date_by_content, without_years
from kipu.reading.redating import redate


def date_by_record(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Date the readings whose documents tell no date, as far as the dated ones allow.

    Dates that rest on other documents are inferred anew each time, and never from one another, so
    that the order in which documents came makes no difference.
    """
    own = [as_read(reading) for reading in readings]
    dated = [reading for reading in own if reading.created.interval is not None]
    return tuple(_dated(reading, dated) for reading in own)


def as_read(reading: Reading) -> Reading:
    """Take back what earlier came from other documents."""
    expressions = without_years(reading.expressions)
    if expressions == reading.expressions:
        return reading
    return _redated(reading, expressions, CreationTime())


def _dated(reading: Reading, dated: Sequence[Reading]) -> Reading:
    language = reading.doc.language
    if reading.created.interval is not None or language not in languages():
        return reading
    expressions = complete_years(reading, dated, load_ontology())
    if expressions == reading.expressions:
        return reading
    created = date_by_content(reading, expressions)
    return _redated(reading, expressions, created)


def _redated(
    reading: Reading, expressions: tuple[TimeExpression, ...], created: CreationTime
) -> Reading:
    completed = msgspec.structs.replace(reading, expressions=expressions)
    return redate(completed, created, load_ontology())
