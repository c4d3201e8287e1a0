"""The sources of a record, written to a file in a form that others read."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kipu.exports.wacz import Kept, write_wacz
from kipu.model.errors import RecordError
from kipu.record import Store


class WaczReport(msgspec.Struct, frozen=True):
    """How many documents were written, and how many left out since their bytes were never kept."""

    documents: int
    without_bytes: int


def export_sources(store: Store, path: Path) -> WaczReport:
    """Write the sources of a record as a web archive (WACZ) to a file that is not there yet.

    It is written under another name first, so that a file that has its name is whole.

    Raises:
        RecordError: The file is there, or cannot be written.
    """
    if path.exists():
        raise RecordError(f"{path} is there already: give another name")
    docs, log = store.documents(), store.custody.links()
    created = max((link.entry.at for link in log), default="1980-01-01T00:00:00Z")
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as stream:
            written = write_wacz(
                stream, _kept(store), log, title=f"Sources of {store.place.name}", created=created
            )
        part.rename(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise RecordError(f"{path} cannot be written ({error.strerror or error})") from error
    return WaczReport(written, len(docs) - written)


def _kept(store: Store) -> Iterator[Kept]:
    for doc in store.documents():
        data = store.raw(doc.id)
        if data is not None:
            yield Kept(doc, data, store.custody.of(doc.id))
