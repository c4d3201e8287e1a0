"""Reading all documents of a record again, with other rules or another model."""

from collections.abc import Iterator

import msgspec

from kipu.model.documents import Document
from kipu.record import Store


class Rereading(msgspec.Struct, frozen=True):
    """A document that was read again, and whether something else was read."""

    doc: Document
    changed: bool


def read_again(store: Store, *, parser: str | None = None) -> Iterator[Rereading]:
    """Read each document again, in a transaction of its own, and tell of each.

    Judgements stay. What they are about is found anew when the record is resolved.

    Raises:
        RecordError: The record cannot be written.
        SettingsError: There is no parser of that name.
    """
    from kipu.pipeline.reading import read

    machine = store.inputs().machine
    for doc in store.documents():
        before = machine.get(doc.id) or store.reading(doc.id)
        reading = read(doc, parser=parser)
        if reading != before:
            store.replace_reading(reading)
        yield Rereading(doc, reading != before)
