"""Where a document came from: what a record knows of it beside its text."""

import msgspec

from kipu.model.custody import CustodyLink
from kipu.model.documents import CreationTime, Document
from kipu.model.errors import RecordError
from kipu.record import Store

SHORTEST = 4
"""Characters of an id by which a document may be named."""


class Provenance(msgspec.Struct, frozen=True):
    """A document, its own date, and its entry in the log of custody."""

    doc: Document
    created: CreationTime
    custody: CustodyLink | None


def find_provenance(store: Store, name: str) -> Provenance | None:
    """Find a document by its id or the beginning of it, its whole name, or the end of that.

    Raises:
        RecordError: Several documents are called so.
    """
    known = dict(store.desk.documents_by_bytes().values())
    found = {id_: uri for id_, uri in known.items() if _is_called(id_, uri, name)}
    found = {id_: uri for id_, uri in found.items() if name in (id_, uri)} or found
    if len(found) > 1:
        names = ", ".join(f"{id_} ({uri})" for id_, uri in list(found.items())[:4])
        raise RecordError(f"{name} is the name of {len(found)} documents: {names}; name one by id")
    for id_ in found:
        reading = store.reading(id_)
        return Provenance(reading.doc, reading.created, store.custody.of(id_))
    return None


def _is_called(id_: str, uri: str, name: str) -> bool:
    by_id = len(name) >= SHORTEST and id_.startswith(name)
    return by_id or name == uri or uri.endswith(f"/{name}")
