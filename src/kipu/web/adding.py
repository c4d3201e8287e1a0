"""Adding sources from the browser: files are received, then read one by one in a thread."""

import logging
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kipu.model.errors import KipuError
from kipu.model.readings import Reading
from kipu.pipeline.batches import Addition, Outcome
from kipu.pipeline.loading import LARGEST, Source
from kipu.pipeline.records import Record, open_record
from kipu.web.screens import Refusal, Screen

log = logging.getLogger(__name__)

RESOLVE_AFTER = 10.0
"""Seconds after which what was added so far is worked out, for a first look."""
MOST_FILES = 2000
"""Files that one form may send."""


class Line(msgspec.Struct, frozen=True):
    """A file of a batch and what came of it; ``outcome`` is ``None`` until it was its turn."""

    name: str
    outcome: Outcome | None = None
    reason: str | None = None
    document: str | None = None
    events: int = 0
    problems: tuple[str, ...] = ()


class Intake:
    """The files that are being added to one record, one batch after another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._lines: list[Line] = []
        self._busy = False
        self._failure: str | None = None

    def is_busy(self) -> bool:
        """Tell whether files are being read."""
        with self._lock:
            return self._busy

    def lines(self) -> tuple[Line, ...]:
        """Give the files of the last batch in their order."""
        with self._lock:
            return tuple(self._lines)

    def failure(self) -> str | None:
        """Give why the last batch ended early, if it did."""
        with self._lock:
            return self._failure

    def begin(self, folder: Path, sources: Sequence[Source]) -> bool:
        """Read files in a thread and delete their folder; ``False`` if others are being read."""
        with self._lock:
            if self._busy:
                return False
            self._busy, self._failure = True, None
            self._lines = [Line(source.uri) for source in sources]
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
        resolved = time.monotonic()
        for number, addition in enumerate(record.add_all(sources)):
            with self._lock:
                self._lines[number] = _line_of(addition)
            if time.monotonic() - resolved > RESOLVE_AFTER:
                record.resolve()
                resolved = time.monotonic()
        record.resolve()


def _line_of(addition: Addition) -> Line:
    reading: Reading | None = addition.reading
    if reading is None:
        reason = addition.reason and addition.reason.replace(str(addition.source.path.parent), "…")
        return Line(addition.source.uri, addition.outcome, reason)
    problems = tuple(problem.message for problem in reading.problems)
    return Line(addition.source.uri, "added", None, reading.doc.id, len(reading.events), problems)


def adding(record: Record, request: Request) -> Screen:
    """Show the form, and what came of the files that were sent last."""
    del record
    return Screen("adding.html", _state(request.app.state.desk.intake))


def progress(record: Record, request: Request) -> Screen:
    """Show how far the reading is, as a part of the page."""
    del record
    return Screen("_progress.html", _state(request.app.state.desk.intake))


def _state(intake: Intake) -> dict[str, object]:
    lines = intake.lines()
    outcomes = Counter(line.outcome for line in lines)
    return {
        "lines": lines,
        "busy": intake.is_busy(),
        "done": len(lines) - outcomes[None],
        "outcomes": outcomes,
        "failure": intake.failure(),
    }


async def receive(request: Request) -> Response:
    """Take the files that a form sends, and begin to read them."""
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FILES) as form:
        if not request.app.state.guard.accepts(form.get("token")):
            raise Refusal(403, "stale-form")
        uploads = [
            one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename
        ]
        if not uploads:
            raise Refusal(400, "no-file")
        folder = Path(tempfile.mkdtemp(prefix="kipu-"))
        sources = [await _keep(upload, folder, n) for n, upload in enumerate(uploads)]
    if not request.app.state.desk.intake.begin(folder, sources):
        shutil.rmtree(folder, ignore_errors=True)
        raise Refusal(409, "busy")
    return RedirectResponse("/add", status_code=303)


async def _keep(upload: UploadFile, folder: Path, number: int) -> Source:
    """Write a file down under a name of our own; its own name is kept as the source's only."""
    name = PurePosixPath((upload.filename or "").replace("\\", "/")).name or f"file-{number}"
    suffix = PurePosixPath(name).suffix
    safe = suffix if suffix.isascii() and suffix[1:].isalnum() and len(suffix) < 8 else ""
    path = folder / f"{number}{safe}"
    with path.open("wb") as file:
        # One byte more than is read is enough to be refused for its size.
        left = LARGEST + 1
        while left > 0 and (piece := await upload.read(min(left, 1 << 20))):
            left -= file.write(piece)
    return Source(path, name)
