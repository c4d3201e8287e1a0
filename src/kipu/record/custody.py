"""The log of custody: a chain of hashes over how each document came in."""

import hashlib
import platform
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from kipu import __version__
from kipu.model.custody import (
    CustodyEntry,
    CustodyLink,
    CustodyReport,
    EntryKind,
    Intake,
)
from kipu.model.errors import RecordError
from kipu.model.spans import Problem
from kipu.record.connections import Connection, Place
from kipu.record.documents import fetch_raw, hash_text
from kipu.record.refusals import refusing, snapshot

FIRST = "0" * 64
"""What stands for the hash before the first entry."""

_DOCUMENTS = """
SELECT id, sha256, text_sha256, uri, url, part_of, media_type, retrieved, extractor,
  (SELECT size FROM raw WHERE raw.sha256 = document.raw)
FROM document
"""
_LINKS = "SELECT number, document, entry, previous, hash FROM custody ORDER BY number"
_Row = tuple[int, str | None, str, str, str]


class Custody:
    """The log of an open record."""

    def __init__(self, place: Place, connection: Connection) -> None:
        self._place = place
        self._connection = connection

    def of(self, document_id: str) -> CustodyLink | None:
        """Give the entry of a document."""
        with refusing(self._place, "it could not be read"):
            row = self._connection.execute(
                "SELECT number, document, entry, previous, hash FROM custody WHERE document = ?",
                (document_id,),
            ).fetchone()
        return None if row is None else CustodyLink(_decode(row), row[2], row[3], row[4])

    def links(self) -> tuple[CustodyLink, ...]:
        """Give the whole log."""
        with refusing(self._place, "it could not be read"):
            rows = self._connection.execute(_LINKS).fetchall()
        return tuple(CustodyLink(_decode(row), row[2], row[3], row[4]) for row in rows)

    def check(self, head: str | None = None) -> tuple[Problem, ...]:
        """Verify the chain, and that every document is what it was when it came in.

        Args:
            head: A hash that was noted earlier, or its beginning; it must still be in the log.
        """
        with refusing(self._place, "it could not be read"), snapshot(self._connection):
            problems = [*check_custody(self._connection)]
            if head is not None:
                problems += _check_head(self._connection, head)
        return tuple(problems)

    def report(self) -> CustodyReport:
        """Sum the log up; it has to be sound."""
        links = self.links()
        entries = [link.entry for link in links]
        return CustodyReport(
            documents=sum(entry.document is not None for entry in entries),
            entries=len(entries),
            head=links[-1].hash if links else None,
            began=next((entry.at for entry in entries if entry.kind == "began"), None),
            found=sum(entry.kind == "found" for entry in entries),
        )


def link_hash(previous: str, entry: str) -> str:
    """Give the hash of an entry after another."""
    return hash_text(f"{previous}\n{entry}")


def append_entry(connection: Connection, document_id: str, intake: Intake) -> None:
    """Write how a document, which is in the record by now, came in."""
    (row,) = connection.execute(_DOCUMENTS + "WHERE id = ?", (document_id,))
    _append(connection, _told(connection, row, "added", intake))


def begin_custody(connection: Connection) -> None:
    """Begin the log of a record that has documents already, saying so of each."""
    rows = connection.execute(_DOCUMENTS + "ORDER BY number").fetchall()
    if not rows:
        return
    _append(
        connection,
        CustodyEntry(
            number=_next_number(connection),
            kind="began",
            at=_now(),
            documents=len(rows),
            tools=_tools(),
        ),
    )
    for row in rows:
        _append(connection, _told(connection, row, "found", Intake()))


def _told(
    connection: Connection, row: tuple[str, ...], kind: EntryKind, intake: Intake
) -> CustodyEntry:
    id_, sha256, text_sha256, uri, url, part_of, media_type, retrieved, extractor, size = row
    return CustodyEntry(
        number=_next_number(connection),
        kind=kind,
        at=_now(),
        document=id_,
        sha256=sha256,
        size=None if size is None else int(size),
        text_sha256=text_sha256,
        uri=uri,
        url=url,
        part_of=part_of,
        media_type=media_type,
        retrieved=retrieved,
        extractor=extractor,
        tools=_tools(),
        **msgspec.structs.asdict(intake),
    )


def _append(connection: Connection, entry: CustodyEntry) -> None:
    written = msgspec.json.encode(entry).decode()
    last = connection.execute("SELECT hash FROM custody ORDER BY number DESC LIMIT 1").fetchone()
    previous = last[0] if last else FIRST
    connection.execute(
        "INSERT INTO custody (number, document, entry, previous, hash) VALUES (?, ?, ?, ?, ?)",
        (entry.number, entry.document, written, previous, link_hash(previous, written)),
    )


def _next_number(connection: Connection) -> int:
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM custody").fetchone()
    return int(last) + 1


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tools() -> tuple[tuple[str, str], ...]:
    return (("kipu", __version__), ("python", platform.python_version()))


def _decode(row: _Row) -> CustodyEntry:
    try:
        return msgspec.json.decode(row[2], type=CustodyEntry)
    except msgspec.MsgspecError as error:
        raise RecordError(
            f"entry {row[0]} of the log of custody is damaged ({error}): "
            "run `kipu check --custody`, or go back to a copy of the record"
        ) from error


def check_custody(connection: Connection, *, contents: bool = True) -> Iterator[Problem]:
    """Give each broken link of the chain, and each document that is not as its entry says.

    Args:
        contents: Also hash the bytes and the text of every document.
    """
    told: dict[str, CustodyEntry] = {}
    previous = FIRST
    for number, row in enumerate(connection.execute(_LINKS), 1):
        yield from _check_link(row, number, previous)
        previous = row[4]
        try:
            said = _decode(row)
        except RecordError:
            yield _broken(row, "cannot be read")
            continue
        if (said.number, said.document) != (row[0], row[1]):
            yield _broken(row, "stands where another entry was")
        if said.document is not None:
            told[said.document] = said
    for row in connection.execute(_DOCUMENTS + "ORDER BY number"):
        entry = told.pop(row[0], None)
        if entry is None:
            yield Problem(
                "custody", f"{_named(row)} is not in the log of custody: its entry was taken out"
            )
            continue
        yield from _check_columns(row, entry)
        if contents:
            yield from _check_content(connection, _named(row), entry)
    for lost in told.values():
        yield Problem(
            "custody",
            f"document {lost.document} ({lost.uri}) is in the log of custody and not in the"
            " record: it was taken out",
        )


def _check_link(row: _Row, number: int, previous: str) -> Iterator[Problem]:
    if row[0] != number:
        yield _broken(row, "does not follow the one before: an entry was taken out")
    elif row[3] != previous:
        yield _broken(row, "does not go on from the entry before, which was changed or taken out")
    if link_hash(row[3], row[2]) != row[4]:
        yield _broken(row, "was changed after it was written")


def _broken(row: _Row, what: str) -> Problem:
    of = f" (document {row[1]})" if row[1] else ""
    return Problem("custody", f"entry {row[0]} of the log of custody{of} {what}")


def _named(row: tuple[str, ...]) -> str:
    return f"document {row[0]} ({row[3]})"


def _check_columns(row: tuple[str, ...], entry: CustodyEntry) -> Iterator[Problem]:
    noted = (
        entry.document, entry.sha256, entry.text_sha256, entry.uri, entry.url, entry.part_of,
        entry.media_type, entry.retrieved, entry.extractor, entry.size,
    )  # fmt: skip
    columns = (
        "id", "hash", "hash of the text", "name", "address", "archive", "type", "time of retrieval",
        "extractor", "size",
    )  # fmt: skip
    for what, now, then in zip(columns, row, noted, strict=True):
        if now != then:
            yield Problem("custody", f"{_named(row)} has another {what} than when it came in")


def _check_content(connection: Connection, named: str, entry: CustodyEntry) -> Iterator[Problem]:
    (text,) = connection.execute(
        "SELECT text FROM document WHERE id = ?", (entry.document,)
    ).fetchone()
    if hash_text(text) != entry.text_sha256:
        yield Problem("custody", f"{named} has another text than when it came in")
    if entry.size is None or entry.sha256 is None:
        return
    try:
        raw = fetch_raw(connection, entry.sha256)
    except RecordError:
        raw = None
    if raw is None:
        yield Problem("custody", f"{named}: its bytes are lost or damaged")
    elif (hashlib.sha256(raw).hexdigest(), len(raw)) != (entry.sha256, entry.size):
        yield Problem("custody", f"{named}: its bytes are not those that came in")


def _check_head(connection: Connection, head: str) -> Iterator[Problem]:
    hashes = [row[4] for row in connection.execute(_LINKS)]
    if not any(hash_.startswith(head.lower()) for hash_ in hashes):
        yield Problem(
            "custody",
            f"the log of custody has no entry {head}: it was written anew since that was noted, or"
            " is the log of another record",
        )
