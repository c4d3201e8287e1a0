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
    found = {doc.id: doc for doc in store.documents() if _is_called(doc, name)}
    exact = {id_: doc for id_, doc in found.items() if name in (id_, doc.uri)}
    found = exact or found
    if len(found) > 1:
        names = ", ".join(f"{id_} ({doc.uri})" for id_, doc in list(found.items())[:4])
        raise RecordError(f"{name} is the name of {len(found)} documents: {names}; name one by id")
    for doc in found.values():
        return Provenance(doc, store.reading(doc.id).created, store.custody.of(doc.id))
    return None


def _is_called(doc: Document, name: str) -> bool:
    by_id = len(name) >= SHORTEST and doc.id.startswith(name)
    return by_id or name == doc.uri or doc.uri.endswith(f"/{name}")
