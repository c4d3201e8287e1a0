"""How values are written on every screen, whatever its language: numbers, years, sources."""

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

import msgspec

from kipu.model.documents import Document
from kipu.model.readings import Property, Statement
from kipu.model.times import Interval

_LONG_NUMBER = re.compile(r"\b\d{5,15}\b")
Other = TypeVar("Other")


def number_words(value: float) -> str:
    """Write a number with its thousands apart.

    >>> number_words(69280.0)
    '69,280'
    """
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def long_numbers_apart(text: str) -> str:
    """Write the long numbers of a text with their thousands apart.

    >>> long_numbers_apart("61007 to 77552 in 2003")
    '61,007 to 77,552 in 2003'
    """
    return _LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", text)


def source_of(doc: Document) -> str:
    """Name a document by its outlet if it has one, else by its file."""
    return source_name(doc.outlet, doc.uri)


def source_name(outlet: str | None, uri: str) -> str:
    """Name a source by its outlet, else by its file."""
    return outlet or uri.rsplit("/", 1)[-1]


def year_of(interval: Interval | None) -> str | None:
    """Give the year in which a time begins, ``None`` if it has no day to begin or end with."""
    first = interval and (interval.earliest or interval.latest)
    return f"{first.year:04}" if first else None


class Told(msgspec.Struct, Generic[Other], frozen=True):
    """What statements of an entity say alike; ``other`` is the entity that they speak of."""

    value: str
    other: Other | None
    statements: tuple[Statement, ...]


def group_statements(
    statements: Iterable[Statement], kind: Property, others: Mapping[str, Other]
) -> tuple[Told[Other], ...]:
    """Group the statements of one property by what they say, the most often told first.

    Args:
        others: What the chains are that statements speak of.
    """
    groups: dict[tuple[str, Other | None], list[Statement]] = {}
    for statement in statements:
        if statement.property == kind:
            other = others.get(statement.object or "")
            groups.setdefault((statement.value, other), []).append(statement)
    found = [Told(value, other, tuple(ones)) for (value, other), ones in groups.items()]
    return tuple(sorted(found, key=lambda told: (-len(told.statements), told.value)))
