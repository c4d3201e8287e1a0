"""Documents and their bytes, as rows."""

import hashlib
import zlib
from collections.abc import Iterator

import msgspec

from kipu.model.documents import Block, CreationTime, Document, PageStart
from kipu.model.errors import RecordError
from kipu.model.spans import Problem
from kipu.model.times import Interval
from kipu.record.connections import Connection

_INSERT = """
INSERT INTO document (
  id, sha256, raw, uri, media_type, title, byline, outlet, language, published_edtf,
  published_earliest, published_latest, published_basis, published, retrieved, extractor, text,
  text_sha256, blocks, problems, url, part_of, pages
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SELECT = """
SELECT id, sha256, uri, media_type, text, blocks, title, byline, outlet, language, published,
  retrieved, problems, extractor, url, part_of, pages FROM document
"""


def insert_document(connection: Connection, doc: Document, raw: bytes | None) -> None:
    """Write a document, and its bytes unless they are there already or cannot be had."""
    if raw is not None:
        _insert_raw(connection, doc.sha256, raw)
    interval = doc.published.interval
    row = (
        *(doc.id, doc.sha256, None if raw is None else doc.sha256, doc.uri, doc.media_type),
        *(doc.title, doc.byline, doc.outlet, doc.language),
        *(*interval_columns(interval), doc.published.basis),
        *(encode(doc.published), doc.retrieved, doc.extractor, doc.text, hash_text(doc.text)),
        *(encode(doc.blocks), encode(doc.problems), doc.url, doc.part_of, encode(doc.pages)),
    )
    connection.execute(_INSERT, row)


def interval_columns(interval: Interval | None) -> tuple[str | None, str | None, str | None]:
    """Give the EDTF, the first and the last day of an interval, as the columns hold them."""
    if interval is None:
        return None, None, None
    earliest, latest = interval.earliest, interval.latest
    return (
        interval.edtf,
        earliest.isoformat() if earliest else None,
        latest.isoformat() if latest else None,
    )


def encode(value: object) -> str:
    """Write a value of the model as JSON."""
    return msgspec.json.encode(value).decode()


def hash_text(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def has_sha256(connection: Connection, sha256: str) -> bool:
    """Tell whether a document with this hash of its bytes is there."""
    row = connection.execute("SELECT 1 FROM document WHERE sha256 = ?", (sha256,)).fetchone()
    return row is not None


def fetch_documents(connection: Connection, document_id: str | None = None) -> Iterator[Document]:
    """Give one document or all, in order of id."""
    if document_id is None:
        rows = connection.execute(_SELECT + "ORDER BY id")
    else:
        rows = connection.execute(_SELECT + "WHERE id = ?", (document_id,))
    return map(_document, rows)


def _document(row: tuple[str, ...]) -> Document:
    id_, sha256, uri, media_type, text, blocks, title, byline, outlet, language, *rest = row
    published, retrieved, problems, extractor, url, part_of, pages = rest
    try:
        return Document(
            id=id_,
            sha256=sha256,
            uri=uri,
            media_type=media_type,
            text=text,
            blocks=msgspec.json.decode(blocks, type=tuple[Block, ...]),
            title=title,
            byline=byline,
            outlet=outlet,
            language=language,
            published=msgspec.json.decode(published, type=CreationTime),
            retrieved=retrieved,
            problems=msgspec.json.decode(problems, type=tuple[Problem, ...]),
            extractor=extractor,
            url=url,
            part_of=part_of,
            pages=msgspec.json.decode(pages, type=tuple[PageStart, ...]),
        )
    except msgspec.MsgspecError as error:
        raise RecordError(
            f"document {id_} of the record is damaged ({error}): run `kipu check`, "
            "or go back to a copy of the record"
        ) from error


def fetch_document(connection: Connection, document_id: str) -> Document:
    """Give one document.

    Raises:
        RecordError: There is none with this id.
    """
    for doc in fetch_documents(connection, document_id):
        return doc
    raise RecordError(f"the record has no document {document_id}")


def _insert_raw(connection: Connection, sha256: str, raw: bytes) -> None:
    packed = zlib.compress(raw)
    compression, kept = ("zlib", packed) if len(packed) < len(raw) else ("none", raw)
    connection.execute(
        "INSERT INTO raw (sha256, size, compression, bytes) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (sha256, len(raw), compression, kept),
    )


def fetch_raw(connection: Connection, sha256: str) -> bytes | None:
    """Give the bytes with this hash, ``None`` if they were never at hand.

    Raises:
        RecordError: They cannot be unpacked.
    """
    row = connection.execute(
        "SELECT size, compression, bytes FROM raw WHERE sha256 = ?", (sha256,)
    ).fetchone()
    if row is None:
        return None
    size, compression, kept = row
    return unpack(kept, size, "the bytes of a document") if compression == "zlib" else kept


def unpack(packed: bytes, most: int, what: str) -> bytes:
    """Undo zlib, giving little more than ``most`` bytes: a bomb goes no further than that.

    Raises:
        RecordError: It is not packed by zlib; ``what`` it should have been is named.
    """
    try:
        return zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error as error:
        raise RecordError(
            f"{what} in the record cannot be unpacked ({error}): go back to a copy of the record"
        ) from error
