"""Many documents, one after another; what goes wrong with one is no matter of the others."""

import logging
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import msgspec

from kipu.model.custody import Intake
from kipu.model.documents import CreationTime, Document
from kipu.model.errors import DocumentError, RecordError, ResourceError, SettingsError
from kipu.model.following import ItemOutcome
from kipu.model.readings import Reading
from kipu.pipeline.addresses import listed_addresses
from kipu.pipeline.fetching import Fetcher
from kipu.pipeline.frames import Loaded, Named, Refusal
from kipu.pipeline.loading import Received, Source, load_all, receive
from kipu.record import Store

log = logging.getLogger(__name__)


Outcome = ItemOutcome
"""``known``: a document with the same bytes is in the record already. ``refused``: it could not
be read. ``left out``: a part of an archive that is no document by its kind."""


class Addition(msgspec.Struct, frozen=True):
    """What came of one source, or of one document of those that it holds.

    ``uri`` names it within its source; ``reason`` says why it was refused or left out.
    """

    source: Source
    uri: str
    outcome: Outcome
    reading: Reading | None = None
    reason: str | None = None


def add_sources(
    store: Store,
    sources: Iterable[Source],
    *,
    parser: str | None = None,
    fetcher: Fetcher | None = None,
    by: str | None = None,
) -> Iterator[Addition]:
    """Read sources into a record, each document in a transaction of its own, and tell of each.

    A document that was added is in the record for good when its addition is given. Documents are
    loaded one at a time, so that memory does not grow with their number.

    Args:
        by: Who adds them, for the log of custody.

    Raises:
        RecordError: The record cannot be written; no further source would fare better.
        ResourceError: A resource of a language is damaged, which is so for the next source too.
        SettingsError: There is no parser of that name.
    """
    fetcher = fetcher or Fetcher()
    for source in sources:
        try:
            yield from add_source(store, source, parser=parser, fetcher=fetcher, by=by)
        except DocumentError as error:
            yield Addition(source, source.uri, "refused", reason=str(error))


def add_source(
    store: Store,
    source: Source,
    *,
    parser: str | None = None,
    fetcher: Fetcher | None = None,
    by: str | None = None,
) -> Iterator[Addition]:
    """Read the documents that a source holds into a record, but those that are there.

    Of a file that is a list of addresses, the pages are fetched, but those that the record has.

    Raises:
        DocumentError: The source cannot be opened or fetched.
        RecordError, ResourceError, SettingsError: As for ``add_sources``.
    """
    fetcher = fetcher or Fetcher()
    file = receive(source, fetcher)
    listed = listed_addresses(file.data or b"") if source.url is None else ()
    named = [Named(url, url) for url in listed]
    if not named:
        named = yield from add_received(store, source, file, parser=parser, by=by)
    for page in {page.url: page for page in named}.values():
        for addition in _add_page(store, page, fetcher, parser=parser, by=by):
            yield msgspec.structs.replace(addition, source=source)


def _add_page(
    store: Store, page: Named, fetcher: Fetcher, *, parser: str | None, by: str | None
) -> Iterator[Addition]:
    """Fetch a page that a list names; where it says nothing of its date, the list does."""
    source = Source(Path(page.url), page.url, page.url)
    if store.followed.has_document(page.url):
        yield Addition(source, page.url, "known")
        return
    try:
        file = receive(source, fetcher)
        file = file if page.published is None else _published(file, page.published)
        yield from add_received(store, source, file, parser=parser, by=by)
    except DocumentError as error:
        yield Addition(source, page.url, "refused", reason=str(error))


def _published(file: Received, said: CreationTime) -> Received:
    published = msgspec.structs.replace(said, metadata=f"{said.metadata} of its list")
    return msgspec.structs.replace(file, published=published)


def add_received(
    store: Store,
    source: Source,
    file: Received,
    *,
    parser: str | None = None,
    by: str | None = None,
) -> Generator[Addition, None, list[Named]]:
    """Read the documents that were received into a record, but those that are there.

    Returns:
        The pages that a list of them names, which are not fetched here.

    Raises:
        RecordError, ResourceError, SettingsError: As for ``add_sources``.
    """
    data = file.data
    if data is not None and store.has_document(file.sha256):
        yield Addition(source, source.uri, "known")
        return []
    named = []
    for answer in load_all(file):
        if isinstance(answer, Named):
            named.append(answer)
        elif isinstance(answer, Refusal):
            outcome: Outcome = "left out" if answer.left_out else "refused"
            yield Addition(source, answer.uri, outcome, reason=answer.reason)
        else:
            whole = None if answer.data is None else file.sha256
            intake = Intake(by, file.asked, file.headers, whole)
            doc = answer.document if whole else _dated(answer.document, file.published)
            loaded = Loaded(doc, answer.data or data)
            yield add_loaded(store, source, loaded, intake, parser=parser)
    return named


def _dated(doc: Document, published: CreationTime) -> Document:
    """Date a document that says nothing of its date by what is said of it elsewhere."""
    unsaid = doc.published.interval is None and published.interval is not None
    return msgspec.structs.replace(doc, published=published) if unsaid else doc


def add_loaded(
    store: Store, source: Source, loaded: Loaded, intake: Intake, *, parser: str | None = None
) -> Addition:
    """Read one document into a record; what goes wrong with it is no matter of the next."""
    from kipu.pipeline.reading import read

    doc = loaded.document
    if store.has_document(doc.sha256):
        return Addition(source, doc.uri, "known")
    try:
        reading = read(doc, parser=parser)
        store.add_document(doc, loaded.data, reading, intake)
    except RecordError as error:
        # What the file refuses has the database's error as its cause, and would happen to the
        # next document too; what has none is about this one.
        if error.__cause__ is not None:
            raise
        return Addition(source, doc.uri, "refused", reason=str(error))
    except (ResourceError, SettingsError):
        raise
    except DocumentError as error:
        return Addition(source, doc.uri, "refused", reason=str(error))
    except Exception as error:
        log.debug("reading %s failed", doc.uri, exc_info=True)
        reason = f"{doc.uri} made kipu fail, which is a fault of kipu: {error!r}"
        return Addition(source, doc.uri, "refused", reason=reason)
    return Addition(source, doc.uri, "added", reading)
