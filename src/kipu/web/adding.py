"""Adding sources from the browser: files are received, then read one by one in a thread."""

import logging
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kipu.model.errors import KipuError
from kipu.model.readings import Reading
from kipu.pipeline.addresses import is_url
from kipu.pipeline.batches import Addition, Outcome
from kipu.pipeline.fetching import Fetcher
from kipu.pipeline.loading import Source
from kipu.pipeline.records import Record, open_record
from kipu.record.connections import Place
from kipu.web.pasting import LARGEST, ROLES, read_pasted, write_chosen
from kipu.web.screens import Refusal, Screen, render

log = logging.getLogger(__name__)

RESOLVE_AFTER = 10.0
"""Seconds after which what was added so far is worked out, for a look at it."""
FIRST_LOOK = 2.0
"""The same for a record that was empty: to work out a few documents takes no time, and somebody
waits for the first row."""
MOST_FILES = 2000
"""Files that one form may send."""


class Line(msgspec.Struct, frozen=True):
    """A document of a batch and what came of it; ``outcome`` is ``None`` until it was its turn."""

    name: str
    outcome: Outcome | None = None
    reason: str | None = None
    document: str | None = None
    events: int = 0
    problems: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True):
    """How far a batch is; of a file that holds several documents, each has a line.

    ``done`` counts the files that are read to their end, ``failure`` says why it ended early.
    """

    lines: tuple[Line, ...] = ()
    files: int = 0
    done: int = 0
    is_busy: bool = False
    failure: str | None = None


class Intake:
    """The files that are being added to one record, one batch after another."""

    def __init__(self, path: Place) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._sources: Sequence[Source] = ()
        self._lines: dict[Path, list[Line]] = {}
        self._done = 0
        self._busy = False
        self._failure: str | None = None

    def is_busy(self) -> bool:
        """Tell whether files are being read."""
        with self._lock:
            return self._busy

    def state(self) -> State:
        """Tell how far the last batch is, its files in their order."""
        with self._lock:
            lines = tuple(
                line
                for source in self._sources
                for line in self._lines.get(source.path, [Line(source.uri)])
            )
            return State(lines, len(self._sources), self._done, self._busy, self._failure)

    def begin(self, folder: Path, sources: Sequence[Source]) -> bool:
        """Read files in a thread and delete their folder; ``False`` if others are being read."""
        with self._lock:
            if self._busy:
                return False
            self._busy, self._failure = True, None
            self._sources, self._lines, self._done = sources, {}, 0
        threading.Thread(target=self._run, args=(folder, sources), daemon=True).start()
        return True

    def _run(self, folder: Path, sources: Sequence[Source]) -> None:
        failure = None
        try:
            with open_record(self._path) as record:
                self._add(record, sources)
        except KipuError as error:
            failure = str(error)
        except Exception as error:
            log.exception("adding to %s failed", self._path)
            failure = f"kipu failed, which is a fault of kipu: {type(error).__name__}"
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            with self._lock:
                self._busy, self._failure = False, failure

    def _add(self, record: Record, sources: Sequence[Source]) -> None:
        resolved, wait = time.monotonic(), RESOLVE_AFTER if record.files() else FIRST_LOOK
        fetcher = Fetcher()  # one for all, which waits between two requests to one host
        for number, source in enumerate(sources, start=1):
            for addition in record.add_all([source], fetcher=fetcher):
                with self._lock:
                    self._lines.setdefault(source.path, []).append(_line_of(addition))
                if time.monotonic() - resolved > wait:
                    record.resolve()
                    resolved, wait = time.monotonic(), RESOLVE_AFTER
            with self._lock:
                self._done = number
        record.resolve()


def _line_of(addition: Addition) -> Line:
    reading: Reading | None = addition.reading
    if reading is None:
        # Reasons name the file as it lies here; its reader knows it by the name it came with.
        path, name = addition.source.path, addition.source.uri
        reason = addition.reason and addition.reason.replace(str(path), name)
        return Line(addition.uri, addition.outcome, reason)
    problems = tuple(problem.message for problem in reading.problems)
    return Line(addition.uri, "added", None, reading.doc.id, len(reading.events), problems)


def adding(record: Record, request: Request) -> Screen:
    """Show the form, and what came of the files that were sent last."""
    del record
    return Screen("adding.html", _state(request.app.state.desk.intake))


def progress(record: Record, request: Request) -> Screen:
    """Show how far the reading is, as a part of the page."""
    del record
    return Screen("_progress.html", _state(request.app.state.desk.intake))


def _state(intake: Intake) -> dict[str, object]:
    state = intake.state()
    return {"state": state, "outcomes": Counter(line.outcome for line in state.lines)}


async def paste(request: Request) -> Response:
    """Show what the columns of a pasted table seem to hold, to be chosen otherwise."""
    async with request.form(max_part_size=LARGEST) as form:
        if not request.app.state.guard.accepts(form.get("token")):
            raise Refusal(403, "stale-form")
        pasted = await run_in_threadpool(read_pasted, str(form.get("rows", "")))
    values = {"pasted": pasted, "roles": ROLES}
    return await run_in_threadpool(render, Screen("pasted.html", values), request)


async def receive(request: Request) -> Response:
    """Take the files, addresses and rows that a form sends, and begin to read them."""
    async with request.form(
        max_files=MOST_FILES, max_fields=MOST_FILES, max_part_size=LARGEST
    ) as form:
        if not request.app.state.guard.accepts(form.get("token")):
            raise Refusal(403, "stale-form")
        uploads = [
            one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename
        ]
        addresses = _addresses(form.get("addresses"))
        rows = _chosen(form)
        if not uploads and not addresses and rows is None:
            raise Refusal(400, "no-file")
        folder = Path(tempfile.mkdtemp(prefix="kipu-"))
        sources = [await _keep(upload, folder, n) for n, upload in enumerate(uploads)]
        sources += [Source(Path(address), address, address) for address in addresses]
        if rows is not None:
            (folder / "rows.csv").write_bytes(rows)
            sources.append(
                Source(
                    folder / "rows.csv", f"pasted-{datetime.now().astimezone():%Y-%m-%d-%H%M}.csv"
                )
            )
    if not request.app.state.desk.intake.begin(folder, sources):
        shutil.rmtree(folder, ignore_errors=True)
        raise Refusal(409, "busy")
    return RedirectResponse("/add", status_code=303)


def _chosen(form: FormData) -> bytes | None:
    """Give the table that is pasted, its columns as chosen; ``None`` if there is none."""
    text, begin = form.get("rows"), str(form.get("begin", ""))
    if not isinstance(text, str) or not text.strip():
        return None
    roles = {
        int(place): str(role)
        for name, role in form.items()
        if name.startswith("column-") and (place := name[7:]).isdecimal() and role in ROLES
    }
    return write_chosen(text, int(begin) if begin.isdecimal() and len(begin) < 6 else 0, roles)


def _addresses(typed: object) -> list[str]:
    """Read addresses of the web, one a line, each once."""
    lines = typed.split() if isinstance(typed, str) else []
    if not all(is_url(line) for line in lines):
        raise Refusal(400, "no-address")
    return list(dict.fromkeys(lines))[:MOST_FILES]


async def _keep(upload: UploadFile, folder: Path, number: int) -> Source:
    """Write a file down under a name of our own; its own name is kept as the source's only."""
    name = PurePosixPath((upload.filename or "").replace("\\", "/")).name or f"file-{number}"
    suffix = PurePosixPath(name).suffix
    safe = suffix if suffix.isascii() and suffix[1:].isalnum() and len(suffix) < 8 else ""
    path = folder / f"{number}{safe}"
    # Whole, whatever its size: a file that was cut off would be read as if it were all of it.
    with path.open("wb") as file:
        while piece := await upload.read(1 << 20):
            file.write(piece)
    return Source(path, name)
