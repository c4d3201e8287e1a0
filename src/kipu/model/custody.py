"""How documents came into a record: the log of custody."""

from typing import Literal

import msgspec

Headers = tuple[tuple[str, str], ...]


class Intake(msgspec.Struct, frozen=True):
    """How the bytes of a document were got, as far as the document itself does not say.

    ``by`` is who added it. ``asked`` is the address that was asked for, which may have led on to
    ``Document.url``; ``headers`` are those of the answer. ``whole`` is the SHA-256 of the file that
    the document is a part of, ``None`` where it is the file.
    """

    by: str | None = None
    asked: str | None = None
    headers: Headers = ()
    whole: str | None = None


UNTOLD = Intake()

EntryKind = Literal["began", "found", "added"]
"""``began``: the log was begun in a record that held documents already. ``found``: such a document,
of which no more is known than the record held then. ``added``: a document that came in."""


class CustodyEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of the log, as it is written and hashed.

    ``at`` is when it was written, ISO 8601 in UTC. ``documents`` is how many were there when the
    log began. ``sha256`` is that of the bytes as received, ``size`` their number, missing where
    they were never at hand; ``text_sha256`` that of the text of record, which ``extractor`` made.
    ``tools`` are names and versions of the programs at work.
    """

    number: int
    kind: EntryKind
    at: str
    documents: int | None = None
    document: str | None = None
    sha256: str | None = None
    size: int | None = None
    text_sha256: str | None = None
    uri: str | None = None
    url: str | None = None
    part_of: str | None = None
    media_type: str | None = None
    retrieved: str | None = None
    extractor: str | None = None
    tools: tuple[tuple[str, str], ...] = ()
    by: str | None = None
    asked: str | None = None
    headers: Headers = ()
    whole: str | None = None


class CustodyLink(msgspec.Struct, frozen=True):
    """An entry in the chain: as it is ``written``, with the hash of the one before and its own."""

    entry: CustodyEntry
    written: str
    previous: str
    hash: str


class CustodyReport(msgspec.Struct, frozen=True):
    """What a look through the log found.

    ``head`` is the hash of the last entry, which stands for all before it: who has noted it
    elsewhere can tell later whether any was changed. ``found`` counts the documents that were there
    before the log ``began``.
    """

    documents: int
    entries: int
    head: str | None
    began: str | None
    found: int
