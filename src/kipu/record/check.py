"""Verifies that a record is whole."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator

from kipu.model.documents import Document
from kipu.model.errors import RecordError
from kipu.model.ids import content_id
from kipu.model.spans import Problem
from kipu.record.connections import Connection
from kipu.record.custody import check_custody
from kipu.record.documents import fetch_document, fetch_raw, hash_text
from kipu.record.judgements import fetch_judgements
from kipu.record.readings import Row, fetch_reading, rows_of
from kipu.record.resolutions import fetch_resolution
from kipu.record.soundness import reading_problems, span_problems

UNUSABLE = ("file", "form")
"""Kinds of problems with which nothing more can be asked."""


def check_record(connection: Connection) -> Iterator[Problem]:
    """Give everything that is not as it should be, from the storage upwards.

    Where the file itself is damaged, or a table is missing, nothing above it is looked at.
    """
    below = [*connection.check_storage()]
    yield from below
    if any(problem.code in UNUSABLE for problem in below):
        return
    yield from _check_generation(connection)
    yield from check_custody(connection, contents=False)  # hashes are looked at below
    ids = [id_ for (id_,) in connection.execute("SELECT id FROM document ORDER BY id")]
    for document_id in ids:
        yield from _reported(connection, document_id, _check_document)
    yield from _reported(connection, "resolution", _check_resolution)
    yield from _reported(connection, "judgements", _check_judgements)


def _reported(
    connection: Connection,
    what: str,
    check: Callable[[Connection, str], Iterator[Problem]],
) -> Iterator[Problem]:
    """Run a check, and give what cannot even be fetched as a problem too."""
    try:
        yield from check(connection, what)
    except RecordError as error:
        yield Problem("unreadable", str(error))


def _check_generation(connection: Connection) -> Iterator[Problem]:
    known = dict(connection.execute("SELECT key, value FROM meta"))
    if not 0 <= known.get("resolved_generation", -1) <= known.get("generation", -1):
        yield Problem("generation", "the resolution is of readings that the record never held")


def _check_document(connection: Connection, document_id: str) -> Iterator[Problem]:
    doc = fetch_document(connection, document_id)
    yield from _check_hashes(connection, doc)
    reading = fetch_reading(connection, document_id)
    problems = [*reading_problems(reading)]
    yield from problems
    if problems:  # its rows cannot even be written
        return
    for table, wanted in rows_of(reading).items():
        there = _rows(connection, table, doc)
        if _without_packed(table, wanted) != _without_packed(table, there):
            yield Problem("rows", f"{table} does not say what the reading of {doc.id} says")


def _check_hashes(connection: Connection, doc: Document) -> Iterator[Problem]:
    raw = fetch_raw(connection, doc.sha256)
    if raw is not None and hashlib.sha256(raw).hexdigest() != doc.sha256:
        yield Problem("bytes", f"the bytes of document {doc.id} are not those that were received")
    (kept,) = connection.execute(
        "SELECT text_sha256 FROM document WHERE id = ?", (doc.id,)
    ).fetchone()
    if hash_text(doc.text) != kept:
        yield Problem("text", f"the text of document {doc.id} is not the one that was stored")


def _rows(connection: Connection, table: str, doc: Document) -> list[Row]:
    """Give the rows of one document in a table of readings, as :func:`rows_of` writes them."""
    of_document = "document = ?"
    if table.startswith("event_mention_"):
        of_document = "event_mention IN (SELECT id FROM event_mention WHERE document = ?)"
    rows = connection.execute(f"SELECT * FROM {table} WHERE {of_document}", (doc.id,)).fetchall()
    # The number of an event mention is the table's own.
    return [row[1:] for row in rows] if table in ("event_mention", "other_mention") else rows


def _without_packed(table: str, rows: list[Row]) -> Counter[Row]:
    """Leave out the packed reading itself, which a later model may write with more keys."""
    return Counter(row[:-1] if table == "reading" else row for row in rows)


def _check_resolution(connection: Connection, _: str) -> Iterator[Problem]:
    resolution = fetch_resolution(connection)
    texts = dict(connection.execute("SELECT id, text FROM document"))
    yield from span_problems((resolution.entities, resolution.events), texts)
    for entity in resolution.entities:
        if entity.chains and entity.id != content_id("e", min(entity.chains)):
            yield Problem("entity-id", f"entity {entity.id} has an id that its chains do not give")
    for event, mention in connection.execute(_FOREIGN_ACCOUNTS):
        yield Problem("account", f"event {event} rests on {mention}, which is no account of it")
    (other,) = connection.execute(_TOLD_OTHERWISE).fetchone()
    if other:
        yield Problem("search", "event_told does not agree with the accounts it was made of")


_FOREIGN_ACCOUNTS = """
SELECT event, event_mention FROM (
  SELECT event, event_mention FROM event_quantity_account
  UNION SELECT contradiction.event, contradiction_account.event_mention
  FROM contradiction
  JOIN contradiction_account ON contradiction_account.contradiction = contradiction.number
) AS rested_on
EXCEPT SELECT event, event_mention FROM event_account
"""

_TOLD = """
SELECT event_mention.number, event.number FROM event_account
JOIN event ON event.id = event_account.event
JOIN event_mention ON event_mention.id = event_account.event_mention
"""
_KEPT = "SELECT account, event FROM event_told"
_TOLD_OTHERWISE = f"""
SELECT (SELECT count(*) FROM ({_TOLD} EXCEPT {_KEPT}) AS missing)
  + (SELECT count(*) FROM ({_KEPT} EXCEPT {_TOLD}) AS foreign_ones)
"""


def _check_judgements(connection: Connection, _: str) -> Iterator[Problem]:
    for judgement in fetch_judgements(connection):
        if judgement.withdrawn is None:
            continue
        if judgement.withdrawn.timestamp() < judgement.made.timestamp():
            yield Problem("judgement", f"judgement {judgement.id} was withdrawn before it was made")
