"""The desk: the one record that is asked and judged, by many at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kipu.api.problems import Refusal
from kipu.pipeline.records import Record, open_record
from kipu.record import Store
from kipu.record.connections import Place
from kipu.record.listing import Listing, Moment

LATER = {"Retry-After": "1"}
MOST_TEXTS = 2
"""Texts whose times are read at once; the reading takes a processor each, for seconds."""

MOST_WAITING = 25
"""Requests that wait until the record is worked out; of the server's 40 threads the others are
left to those who write, or ask for what is worked out already."""


class Desk:
    """A record that several people work on. Every request opens it for itself.

    ``texts`` is to be held by whoever reads a text.
    """

    def __init__(self, path: Place) -> None:
        self.path = path
        self._resolving = threading.Lock()
        self._writing = threading.Lock()
        self._adding = threading.Lock()
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self.texts = threading.BoundedSemaphore(MOST_TEXTS)

    @contextmanager
    def looking(self) -> Iterator[tuple[Store, Moment]]:
        """See the record at one moment, with all worked out that was written before the request.

        What is written while that is worked out may not be in it, so that nobody waits for more
        than one such work to begin and end, however much others write.

        Raises:
            RecordError: The record cannot be opened.
            Refusal: Too many wait for it to be worked out.
        """
        with open_record(self.path, read_only=True, as_resolved=True) as record:
            lists = record.store.lists
            with lists.at_one_moment() as asked:
                pass
            if asked.resolved < asked.generation:
                self._resolve(lists, asked.generation)
            with lists.at_one_moment() as moment:
                yield record.store, moment

    def _resolve(self, lists: Listing, generation: int) -> None:
        """Work out what follows from the record as it was at a generation, if nobody did yet.

        Raises:
            Refusal: Too many are waiting for it.
        """
        if not self._waiting.acquire(blocking=False):
            raise Refusal("too-many", "the record is being worked out", headers=LATER)
        try:
            with self._resolving:
                with lists.at_one_moment() as moment:
                    is_done = moment.resolved >= generation
                if not is_done:
                    with open_record(self.path, create=False) as record:
                        record.resolve()
        finally:
            self._waiting.release()

    @contextmanager
    def writing(self) -> Iterator[Record]:
        """Open the record to be written, by one request after another.

        SQLite lets one write at a time too, but those who wait for it come in no order, and are
        turned away when they have waited for long.

        Raises:
            RecordError: The record cannot be opened.
        """
        with self._writing, open_record(self.path, create=False) as record:
            yield record

    @contextmanager
    def adding(self) -> Iterator[Record]:
        """Open the record to add to it, one document after another; others may judge meanwhile.

        Raises:
            RecordError: The record cannot be opened.
        """
        with self._adding, open_record(self.path, create=False) as record:
            yield record
