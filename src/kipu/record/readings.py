"""Readings: each whole as JSON, and what it says as rows."""

import zlib
from collections.abc import Iterator, Sequence

import msgspec

from kipu.model.documents import Document
from kipu.model.errors import RecordError
from kipu.model.readings import Argument, EventMention, Mention, Reading, in_words
from kipu.record.connections import Connection
from kipu.record.documents import encode, fetch_documents, interval_columns, unpack

Row = tuple[str | int | float | bytes | None, ...]

_MOST_JSON = 2**30
"""Bytes of JSON that a packed reading may hold; that of a novel has some tens of millions."""

INSERTS = {
    "reading": "INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?)",
    "reading_version": "INSERT INTO reading_version VALUES (?, ?, ?, ?)",
    "chain": "INSERT INTO chain VALUES (?, ?, ?, ?)",
    "mention": "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "event_mention": """
        INSERT INTO event_mention (
          id, document, type, trigger_start, trigger_end, trigger_quote, sentence_start,
          sentence_end, sentence, edtf, earliest, latest, factuality, source, source_mention, cue,
          score, rule
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
    "event_mention_argument": "INSERT INTO event_mention_argument VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "event_mention_quantity": (
        "INSERT INTO event_mention_quantity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "other_mention": """
        INSERT INTO other_mention (
          id, document, lemma, summary, trigger_start, trigger_end, sentence, edtf, earliest,
          latest, factuality
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
}
"""How a row is written into each of the tables of a reading, in an order that references allow."""


def insert_reading(connection: Connection, reading: Reading) -> None:
    """Write a reading whose document is there."""
    for table, rows in rows_of(reading).items():
        connection.executemany(INSERTS[table], rows)


def delete_reading(connection: Connection, document_id: str) -> None:
    """Take out a reading, and what was resolved of it."""
    connection.execute("DELETE FROM reading WHERE document = ?", (document_id,))


def rows_of(reading: Reading) -> dict[str, list[Row]]:
    """Give the rows that say the same as a reading, by table."""
    doc = reading.doc
    return {
        "reading": [_reading_row(reading)],
        "reading_version": [
            (doc.id, position, maker, version)
            for position, (maker, version) in enumerate(reading.versions)
        ],
        "chain": [(chain.id, doc.id, chain.type, chain.name) for chain in reading.chains],
        "mention": [_mention_row(doc, mention) for mention in reading.mentions],
        "event_mention": [_event_mention_row(doc, event) for event in reading.events],
        "event_mention_argument": [
            _argument_row(doc, event, position, argument)
            for event in reading.events
            for position, argument in enumerate(_arguments(event))
        ],
        "event_mention_quantity": [
            row for event in reading.events for row in _quantity_rows(doc, event)
        ],
        "other_mention": [_other_mention_row(doc, event) for event in reading.others],
    }


def _reading_row(reading: Reading) -> Row:
    created = reading.created
    columns = interval_columns(created.interval)
    return (reading.doc.id, *columns, created.basis, encode_reading(reading))


def _mention_row(doc: Document, mention: Mention) -> Row:
    span = mention.span
    return (
        *(mention.id, doc.id, mention.chain, mention.kind, mention.type),
        *(span.start, span.end, doc.quote(span)),
    )


def _event_mention_row(doc: Document, event: EventMention) -> Row:
    trigger, sentence, said = event.trigger, event.sentence, event.attribution
    return (
        *(event.id, doc.id, event.type, trigger.start, trigger.end, doc.quote(trigger)),
        *(sentence.start, sentence.end, doc.quote(sentence)),
        *(*interval_columns(event.time.interval), event.factuality),
        doc.quote(said.source) if said and said.source else None,
        said.mention if said else None,
        doc.quote(said.cue) if said else None,
        *(event.score, event.rule),
    )


def _other_mention_row(doc: Document, event: EventMention) -> Row:
    trigger = event.trigger
    return (
        *(event.id, doc.id, event.lemma, in_words(event, doc), trigger.start, trigger.end),
        *(doc.quote(event.sentence), *interval_columns(event.time.interval), event.factuality),
    )


def _arguments(event: EventMention) -> tuple[Argument, ...]:
    return event.arguments if event.place is None else (*event.arguments, event.place)


def _argument_row(doc: Document, event: EventMention, position: int, argument: Argument) -> Row:
    role = "place" if argument is event.place else argument.role
    span = argument.span
    return (
        *(event.id, position, role, argument.mention),
        *(span.start, span.end, doc.quote(span), argument.rule),
    )


def _quantity_rows(doc: Document, event: EventMention) -> Iterator[Row]:
    for position, part in enumerate(event.quantities):
        quantity = part.quantity
        span = quantity.span
        yield (
            *(event.id, position, part.role, quantity.value, quantity.low, quantity.high),
            *(quantity.unit, quantity.approximate, span.start, span.end, doc.quote(span)),
        )


def encode_reading(reading: Reading) -> bytes:
    """Pack a reading as JSON, without its document, which has a row of its own."""
    names = (name for name in reading.__struct_fields__ if name != "doc")
    return zlib.compress(msgspec.json.encode({name: getattr(reading, name) for name in names}))


def decode_reading(doc: Document, packed: bytes) -> Reading:
    """Put a reading and its document together again.

    Raises:
        RecordError: It is damaged or of another version of kipu.
    """
    json = unpack(packed, _MOST_JSON, f"the reading of document {doc.id}")
    try:
        parts = msgspec.json.decode(json, type=dict[str, msgspec.Raw])
        parts["doc"] = msgspec.Raw(msgspec.json.encode(doc))
        return msgspec.json.decode(msgspec.json.encode(parts), type=Reading)
    except msgspec.MsgspecError as error:
        raise _damaged(doc.id, error) from error


def fetch_readings(connection: Connection, document_id: str | None = None) -> Iterator[Reading]:
    """Give the reading of one document or of all, in order of document id."""
    for doc in fetch_documents(connection, document_id):
        row = connection.execute(
            "SELECT packed FROM reading WHERE document = ?", (doc.id,)
        ).fetchone()
        if row is None:
            raise RecordError(f"document {doc.id} has no reading in the record: read it again")
        yield decode_reading(doc, row[0])


class _Accounts(msgspec.Struct, frozen=True):
    """The part of a packed reading that tells of events; the rest is passed over."""

    events: tuple[EventMention, ...]


def fetch_accounts(
    connection: Connection, documents: Sequence[str]
) -> Iterator[tuple[EventMention, ...]]:
    """Give the event mentions of each of these documents, without all else that was read."""
    query = (
        "SELECT document, packed FROM reading WHERE document IN (SELECT value FROM json_each(?))"
    )
    for document, packed in connection.execute(query, (encode(tuple(documents)),)):
        json = unpack(packed, _MOST_JSON, f"the reading of document {document}")
        try:
            yield msgspec.json.decode(json, type=_Accounts).events
        except msgspec.MsgspecError as error:
            raise _damaged(document, error) from error


def _damaged(document: str, error: msgspec.MsgspecError) -> RecordError:
    return RecordError(
        f"the reading of document {document} in the record is damaged or was made by another "
        f"version of kipu ({error}): read the document again"
    )


def fetch_reading(connection: Connection, document_id: str) -> Reading:
    """Give the reading of one document.

    Raises:
        RecordError: There is no document with this id.
    """
    for reading in fetch_readings(connection, document_id):
        return reading
    raise RecordError(f"the record has no document {document_id}")


def keep_machine_reading(connection: Connection, document_id: str, machine: Reading | None) -> None:
    """Keep a reading as kipu made it beside the present one, or forget it if it is that one."""
    connection.execute("DELETE FROM machine_reading WHERE document = ?", (document_id,))
    if machine is not None:
        connection.execute(
            "INSERT INTO machine_reading VALUES (?, ?)", (document_id, encode_reading(machine))
        )


def fetch_machine_readings(connection: Connection) -> dict[str, Reading]:
    """Give the readings as kipu made them where people dated the document, by document."""
    rows = connection.execute("SELECT document, packed FROM machine_reading ORDER BY document")
    return {
        document: decode_reading(doc, packed)
        for document, packed in rows.fetchall()
        for doc in fetch_documents(connection, document)
    }
