"""The document's own date: stated, or inferred from what the text says of times."""

from collections.abc import Sequence

from kipu.lang.dating import load_trust
from kipu.lang.times import TimeRules
from kipu.model.documents import CreationTime, Document
from kipu.model.expressions import TimeExpression
from kipu.reading.dating.clues import dated_by_text, find_clues
from kipu.reading.dating.stated import read_stated
from kipu.reading.dating.trust import by_lag, with_confidence
from kipu.reading.dating.weigh import infer_day
from kipu.reading.times.resolve import resolve_times

__all__ = ["date_document"]


def date_document(
    doc: Document, expressions: Sequence[TimeExpression], rules: TimeRules
) -> CreationTime:
    """Find the day on which a document was written.

    The file's metadata goes before what stands above the text, that before the address, and all
    before the content.

    Returns:
        An interval with its evidence, or an unknown time: never a guess wider than a year. What
        is known of an unknown time is within which days it lies in most cases.
    """
    trust = load_trust()
    if doc.published.interval is not None:
        return with_confidence(doc.published, trust)
    stated = read_stated(doc, expressions, rules)
    if stated is not None:
        return with_confidence(stated, trust)
    timexes = resolve_times(expressions, CreationTime())
    dated = dated_by_text(expressions, timexes)
    clues = find_clues(doc, expressions, dated)
    inferred = infer_day(doc, dated, clues)
    if inferred is None:
        return by_lag(doc, dated, trust)
    return with_confidence(inferred, trust)
