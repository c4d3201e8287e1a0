"""Many documents, one after another; what goes wrong with one is no matter of the others."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from kipu.model.errors import DocumentError, RecordError, ResourceError, SettingsError
from kipu.model.readings import Reading
from kipu.pipeline.loading import Source, load_bytes, make_document
from kipu.record import Store

log = logging.getLogger(__name__)


Outcome = Literal["added", "known", "refused"]
"""``known``: a document with the same bytes is in the record already. ``refused``: it could not
be read."""


class Addition(msgspec.Struct, frozen=True):
    """What came of one source; ``reason`` says why it was refused."""

    source: Source
    outcome: Outcome
    reading: Reading | None = None
    reason: str | None = None


def add_sources(
    store: Store, sources: Iterable[Source], *, parser: str | None = None
) -> Iterator[Addition]:
    """Read sources into a record, each in a transaction of its own, and tell of each.

    A source that was added is in the record for good when its addition is given. Sources are
    loaded one at a time, so that memory does not grow with their number.

    Raises:
        RecordError: The record cannot be written; no further source would fare better.
        ResourceError: A resource of a language is damaged, which is so for the next source too.
        SettingsError: There is no parser of that name.
    """
    for source in sources:
        try:
            yield add_source(store, source, parser=parser)
        except RecordError as error:
            # What the file refuses has the database's error as its cause, and would happen to the
            # next source too; what has none is about this document.
            if error.__cause__ is not None:
                raise
            yield Addition(source, "refused", reason=str(error))
        except (ResourceError, SettingsError):
            raise
        except DocumentError as error:
            yield Addition(source, "refused", reason=str(error))
        except Exception as error:
            log.debug("reading %s failed", source.path, exc_info=True)
            reason = f"{source.uri} made kipu fail, which is a fault of kipu: {error!r}"
            yield Addition(source, "refused", reason=reason)


def add_source(store: Store, source: Source, *, parser: str | None = None) -> Addition:
    """Read one source into a record, unless it is there.

    Raises:
        DocumentError: The source cannot be read.
        RecordError: The record cannot be written.
    """
    from kipu.pipeline.reading import read

    data = load_bytes(source.path)
    if store.has_document(hashlib.sha256(data).hexdigest()):
        return Addition(source, "known")
    doc = make_document(source, data)
    reading = read(doc, parser=parser)
    store.add_document(doc, data, reading)
    return Addition(source, "added", reading)
