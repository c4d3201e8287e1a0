"""The values that an account gives, in words: what people judge, and compare with what is read."""

import msgspec

from kipu.model.documents import Document
from kipu.model.readings import EventMention, Statement
from kipu.model.spans import Span
from kipu.resolution.quantities import show_quantity


class Told(msgspec.Struct, frozen=True):
    """One value of an account: of which attribute, in words, and the characters that give it."""

    attribute: str
    value: str
    span: Span | None = None


def values_of(account: EventMention, doc: Document) -> tuple[Told, ...]:
    """Give the values of an account of a document.

    A time is given in EDTF, a number as contradictions show it, who and where in the words of the
    text. Who takes part and how many have their role for an attribute.
    """
    said = account.attribution
    told = [Told("type", account.type)]
    if account.time.interval is not None:
        spans = [e.span for e in account.time.evidence if e.span.doc_id == doc.id]
        told.append(Told("when", account.time.interval.edtf, spans[0] if spans else None))
    if account.place is not None:
        told.append(Told("place", quote_words(doc, account.place.span), account.place.span))
    told += [Told(a.role, quote_words(doc, a.span), a.span) for a in account.arguments]
    told += [Told(q.role, show_quantity(q.quantity), q.quantity.span) for q in account.quantities]
    told.append(Told("factuality", account.factuality))
    if said is not None and said.source is not None:
        told.append(Told("source", quote_words(doc, said.source), said.source))
    return tuple(told)


def quote_words(doc: Document, span: Span) -> str:
    """Give the characters of a span on one line."""
    return " ".join(doc.quote(span).split())


def describe_account(account: EventMention, doc: Document) -> str:
    """Say all that an account says, so that two readings of it can be compared."""
    told = sorted({(value.attribute, value.value) for value in values_of(account, doc)})
    return "; ".join(f"{attribute}: {value}" for attribute, value in told)


def describe_statement(statement: Statement) -> str:
    """Say what a statement says."""
    when = f" ({statement.time.edtf})" if statement.time.edtf else ""
    return f"{statement.property}: {statement.value}{when}"
