"""The desk: the one record that an application shows, and what is being added to it."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kipu.pipeline.answering import open_answering
from kipu.pipeline.records import Record, open_record
from kipu.record.connections import Place
from kipu.web.adding import Intake


class Desk:
    """A record that is being looked at.

    ``token`` is a secret of this run: forms that change something have to send it. ``live`` is
    false where pages are written down as files, which nobody answers. ``projects`` is the port at
    which the list of all records is, if there is one. ``withheld`` leads from
    documents whose texts are not shown to the reasons.
    """

    def __init__(
        self,
        path: Place,
        *,
        live: bool = True,
        withheld: Mapping[str, str] | None = None,
        projects: int | None = None,
    ) -> None:
        self.path = path
        self.withheld = withheld or {}
        self.live = live
        self.projects = projects
        self.token = secrets.token_urlsafe(24)
        self.intake = Intake(path)

    @contextmanager
    def record(self, *, as_resolved: bool = False) -> Iterator[Record]:
        """Open the record to be asked as it is at this moment, with what follows worked out.

        While documents are being added, it answers by what was worked out last.

        Args:
            as_resolved: Answer by that in any case.

        Raises:
            RecordError: It cannot be opened.
        """
        lags = as_resolved or self.intake.is_busy()
        opened = (
            open_record(self.path, read_only=True, as_resolved=True)
            if lags
            else open_answering(self.path)
        )
        with opened as record:
            record.resolve()
            # Others may add and judge between two questions of one page.
            with record.lists.at_one_moment():
                yield record

    @contextmanager
    def writing(self) -> Iterator[Record]:
        """Open the record to be judged.

        Raises:
            RecordError: It cannot be opened.
        """
        with open_record(self.path, create=False) as record:
            yield record
