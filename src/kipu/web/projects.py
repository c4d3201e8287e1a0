"""Projects: the records of a folder, each looked at under an address of its own."""

import re
import secrets
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from kipu.model.errors import KipuError
from kipu.pipeline.records import open_record
from kipu.record import Counts
from kipu.web.screens import FOLDER, Screen, render
from kipu.web.security import Guard

LONGEST_NAME = 60
_NAME = re.compile(r"\w[\w .-]*")

MakeApp = Callable[[Path, int], ASGIApp]
"""Makes the application of one record, given the port at which the list of all is."""


class Project(msgspec.Struct, frozen=True):
    """A record of the folder; ``counts`` are missing where it cannot be read.

    ``address`` is missing where no port is left for it.
    """

    name: str
    address: str | None
    counts: Counts | None
    changed: datetime


class Shelf:
    """The records of a folder, and the port at which each is; one that is new gets the next."""

    def __init__(self, folder: Path, ports: Sequence[int], make: MakeApp) -> None:
        self.folder = folder
        self.home, self._free = ports[0], list(ports[1:])
        self._make = make
        self._lock = threading.Lock()
        self._ports: dict[str, int] = {}
        self._apps: dict[int, ASGIApp] = {}

    def at(self, port: int) -> ASGIApp | None:
        """Give the application of the record at a port, if there is one."""
        return self._apps.get(port)

    def port_of(self, path: Path) -> int | None:
        """Give the port at which a record is; ``None`` if all are taken."""
        with self._lock:
            if path.name not in self._ports and self._free:
                port = self._free.pop(0)
                self._apps[port] = self._make(path, self.home)
                self._ports[path.name] = port
            return self._ports.get(path.name)

    def projects(self, host: str) -> Iterator[Project]:
        """Tell of each record, by name, under the name by which this computer was asked."""
        for path in sorted(self.folder.glob("*.kipu"), key=lambda path: path.name.casefold()):
            port = self.port_of(path)
            address = None if port is None else f"http://{host}:{port}/"
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            yield Project(path.stem, address, _counts(path), changed)

    def begin(self, name: str) -> Path | None:
        """Make a new record of that name; ``None`` if there is one, or no file can be called so."""
        path = self.folder / f"{name}.kipu"
        if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or path.exists():
            return None
        open_record(path).close()
        return path


class Projects:
    """Answers at one port with the list of all records, at each of the others with one record."""

    def __init__(self, shelf: Shelf, home: ASGIApp) -> None:
        self._shelf = shelf
        self._home = home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request at the port at which it came."""
        server = scope.get("server") if scope["type"] == "http" else None
        record = self._shelf.at(server[1]) if server else None
        await (record or self._home)(scope, receive, send)


def make_projects(
    folder: Path, ports: Sequence[int], make: MakeApp, *, hosts: Collection[str]
) -> ASGIApp:
    """Make the application that shows the records of a folder.

    Args:
        ports: Where it listens: the list is at the first, a record at each of the others.
    """
    shelf = Shelf(folder, ports, make)
    token = secrets.token_urlsafe(24)

    def page(request: Request, *, wrong: str | None = None) -> Response:
        values = {
            "folder": folder.resolve().name,
            "projects": list(shelf.projects(request.url.hostname or hosts_first)),
            "token": token,
            "wrong": wrong,
        }
        return render(Screen("projects.html", values, 400 if wrong else 200), request)

    def listed(request: Request) -> Response:
        return page(request)

    async def begin(request: Request) -> Response:
        async with request.form() as form:
            if not guard.accepts(form.get("token")):
                return await run_in_threadpool(page, request, wrong="stale")
            name = " ".join(str(form.get("name", "")).split())
        made = await run_in_threadpool(shelf.begin, name)
        if made is None:
            return await run_in_threadpool(page, request, wrong="name")
        port = shelf.port_of(made)
        led = "/" if port is None else f"http://{request.url.hostname}:{port}/add"
        return RedirectResponse(led, status_code=303)

    hosts_first = next(iter(hosts))
    app = Starlette(
        routes=[
            Route("/", listed, methods=["GET"]),
            Route("/", begin, methods=["POST"]),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ]
    )
    guard = Guard(app, hosts=hosts, token=token)
    return Projects(shelf, guard)


def _counts(path: Path) -> Counts | None:
    try:
        with open_record(path, read_only=True, as_resolved=True) as record:
            return record.counts()
    except KipuError:
        return None
