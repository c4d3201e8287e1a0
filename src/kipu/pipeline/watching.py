"""Feeds and folders that are followed: what is new in them is added, and nothing twice.

What came of each item is kept in the record. A page is looked up there by its address before it is
fetched, so that a run that was killed between the two writes goes on where it was.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

import msgspec

from kipu.documents.readers.outlines import read_outline
from kipu.model.custody import Intake
from kipu.model.errors import DocumentError
from kipu.model.following import FeedState, Followed, ItemOutcome
from kipu.model.spans import Problem
from kipu.pipeline.addresses import is_url
from kipu.pipeline.batches import Addition, add_loaded, add_received, add_source
from kipu.pipeline.fetching import Fetched, Fetcher
from kipu.pipeline.frames import Loaded, Refusal
from kipu.pipeline.loading import (
    Source,
    files_below,
    is_document,
    load_all,
    load_bytes,
    receive,
    received,
)
from kipu.record import Store

MOST_TRIES = 3
"""Rounds in which a page that cannot be fetched is tried again."""
SETTLED = 2.0
"""Seconds that a file must lie still: one that is still being copied is left for the next round."""
_LONGEST_MARK = 300
_WORDS = "#words-"
"""Begins the fragment by which an entry that leads to no page is known."""

_FEED_WORDS = Problem("page-not-had", "the page could not be had: these are the words of the feed")


class Watched(msgspec.Struct, frozen=True):
    """What is followed: a feed by its ``url``, or a ``folder``."""

    name: str
    url: str | None = None
    folder: Path | None = None


class Glance(msgspec.Struct, frozen=True):
    """One look at a feed or folder.

    ``unchanged``: the feed said that it is as it was. ``seen`` counts the items that were there,
    ``later`` those that will be tried again: pages that could not be fetched, files that are still
    being written.
    """

    watched: Watched
    outcome: Literal["looked", "unchanged", "failed"]
    seen: int = 0
    later: int = 0
    reason: str | None = None


class Means(msgspec.Struct, frozen=True):
    """What additions are made with: as for ``add_sources``; ``clock`` tells the time of files."""

    fetcher: Fetcher
    parser: str | None = None
    by: str | None = None
    clock: Callable[[], float] = time.time


def find_watched(names: Iterable[str]) -> tuple[Watched, ...]:
    """Find the feeds and folders that are meant: by address, by path, or by lists of feeds.

    Raises:
        DocumentError: A path does not exist, or a file is no list of feeds.
    """
    found: dict[str, Watched] = {}
    for name in names:
        path = Path(name)
        if is_url(name):
            found[name] = Watched(name, url=name)
        elif path.is_dir():
            found[name] = Watched(name, folder=path)
        elif path.exists():
            for feed in read_outline(load_bytes(path), name):
                found[feed.url] = Watched(feed.title or feed.url, url=feed.url)
        else:
            raise DocumentError(f"{name} does not exist: check the spelling and the folder")
    return tuple(found.values())


def watch_once(
    store: Store, watched: Iterable[Watched], means: Means
) -> Iterator[Addition | Glance]:
    """Look at each feed and folder once; tell of each document, and at the end of each look.

    Raises:
        RecordError, ResourceError, SettingsError: As for ``add_sources``.
    """
    for one in watched:
        try:
            yield from (
                _look_at_folder(store, one, means)
                if one.folder
                else _look_at_feed(store, one, means)
            )
        except DocumentError as error:
            yield Glance(one, "failed", reason=str(error))


def _look_at_feed(store: Store, watched: Watched, means: Means) -> Iterator[Addition | Glance]:
    assert watched.url is not None
    answer = means.fetcher.fetch_new(watched.url, store.followed.state(watched.url))
    if answer is None:
        yield Glance(watched, "unchanged")
        return
    seen = later = 0
    for entry in list(_entries(watched.url, answer)):  # one file is read at a time
        seen += 1
        item = _item(entry, answer)
        if not _is_settled(store, item):
            yield from _add_entry(store, item, entry, answer, means)
            later += not _is_settled(store, item)
    if not later:
        store.followed.keep_state(watched.url, _state(answer))
    yield Glance(watched, "looked", seen, later)


def _item(entry: Loaded, answer: Fetched) -> str:
    """Give the address of the page that an entry leads to; else a name made of its own words."""
    doc = entry.document
    page = urljoin(answer.url, doc.url) if doc.url else ""
    return page if is_url(page) else f"{answer.url}{_WORDS}{doc.id}"


def _entries(url: str, answer: Fetched) -> Iterator[Loaded]:
    """Give the entries of a feed that have a text or at least a title.

    Raises:
        DocumentError: It is no feed.
    """
    for part in load_all(received(Source(Path(url), url, url), answer)):
        if isinstance(part, Loaded):
            if part.document.part_of is None:
                raise DocumentError(f"{url} is no feed but a single document: kipu add adds it")
            yield part
        elif isinstance(part, Refusal) and part.uri == url:
            raise DocumentError(part.reason)


def _state(answer: Fetched) -> FeedState:
    return FeedState(_mark(answer.header("ETag")), _mark(answer.header("Last-Modified")))


def _mark(header: str | None) -> str | None:
    """Give a header that may be sent back as it is."""
    plain = header is not None and header.isascii() and header.isprintable()
    return header if plain and header and len(header) <= _LONGEST_MARK else None


def _is_settled(store: Store, item: str, stamp: str | None = None) -> bool:
    """Whether nothing is to be done about an item any more."""
    known = store.followed.find(item)
    if known is None or known.stamp != stamp:
        return False
    return stamp is not None or known.outcome != "refused" or known.tries >= MOST_TRIES


def _add_entry(
    store: Store, item: str, entry: Loaded, answer: Fetched, means: Means
) -> Iterator[Addition]:
    """Add the page that an entry leads to, or the entry's own words where no page can be had."""
    before = store.followed.find(item)
    tries = before.tries + 1 if before else 1
    source = Source(Path(item), item, item)
    if store.followed.has_document(item):
        store.followed.keep(Followed(item, "known", tries=tries))
        return
    if _WORDS not in item:
        outcomes: list[ItemOutcome] = []
        for addition in _added_page(store, source, entry, means):
            outcomes.append(addition.outcome)
            yield addition
        if tries < MOST_TRIES or _sum(outcomes) != "refused":
            store.followed.keep(Followed(item, _sum(outcomes), tries=tries))
            return
    own = add_loaded(
        store, source, _own_words(item, entry), _intake(answer, means), parser=means.parser
    )
    store.followed.keep(Followed(item, own.outcome, tries=tries))
    yield own


def _added_page(store: Store, source: Source, entry: Loaded, means: Means) -> Iterator[Addition]:
    """Add a page; where it does not say when it was published, its feed does."""
    said = entry.document.published
    published = msgspec.structs.replace(said, metadata=f"{said.metadata} of its feed")
    try:
        file = receive(source, means.fetcher)
        file = msgspec.structs.replace(file, published=published)
        yield from add_received(store, source, file, parser=means.parser, by=means.by)
    except DocumentError as error:
        yield Addition(source, source.uri, "refused", reason=str(error))


def _own_words(item: str, entry: Loaded) -> Loaded:
    doc = entry.document
    problems = doc.problems if _WORDS in item else (*doc.problems, _FEED_WORDS)
    return Loaded(msgspec.structs.replace(doc, uri=item, problems=problems), entry.data)


def _intake(answer: Fetched, means: Means) -> Intake:
    """Tell how the words of a feed came in: with the whole of it."""
    whole = hashlib.sha256(answer.data).hexdigest()
    return Intake(means.by, answer.url, answer.headers, whole)


def _added(store: Store, source: Source, means: Means) -> Iterator[Addition]:
    try:
        yield from add_source(
            store, source, parser=means.parser, fetcher=means.fetcher, by=means.by
        )
    except DocumentError as error:
        yield Addition(source, source.uri, "refused", reason=str(error))


def _sum(outcomes: list[ItemOutcome]) -> ItemOutcome:
    """Say in one word what came of an item that may hold many documents."""
    order: tuple[ItemOutcome, ...] = ("added", "known", "refused")
    return next((one for one in order if one in outcomes), "left out")


def _look_at_folder(store: Store, watched: Watched, means: Means) -> Iterator[Addition | Glance]:
    assert watched.folder is not None
    seen = later = 0
    for source in files_below(watched.folder):
        if not is_document(source.path.name):
            continue
        try:
            about = source.path.stat()
        except OSError:  # taken away since the folder was looked through
            continue
        seen += 1
        stamp = f"{about.st_size}-{about.st_mtime_ns}"
        if _is_settled(store, source.uri, stamp):
            continue
        if means.clock() - about.st_mtime < SETTLED:
            later += 1
            continue
        outcomes: list[ItemOutcome] = []
        for addition in _added(store, source, means):
            outcomes.append(addition.outcome)
            yield addition
        store.followed.keep(Followed(source.uri, _sum(outcomes), stamp))
    yield Glance(watched, "looked", seen, later)
