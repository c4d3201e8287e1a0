"""The application: which address shows what."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kipu.model.errors import RecordError
from kipu.pipeline.records import Record
from kipu.record.connections import Place, is_there
from kipu.web.adding import adding, paste, progress, receive
from kipu.web.chronology import bundle, chronology, pdf_file, printed, word_file
from kipu.web.deciding import judge, name, take, undo
from kipu.web.desk import Desk
from kipu.web.documents import document, documents
from kipu.web.entities import entities, entity
from kipu.web.events import event
from kipu.web.finding import search
from kipu.web.gaps import gaps
from kipu.web.graphics import network, timeline
from kipu.web.history import history
from kipu.web.maps import places
from kipu.web.projects import make_projects
from kipu.web.reviewing import may_lag, review
from kipu.web.screens import FOLDER, Refusal, Screen, render
from kipu.web.searches import forget, keep, searches
from kipu.web.security import Guard

log = logging.getLogger(__name__)

HOSTS = ("127.0.0.1", "localhost", "[::1]")

View = Callable[[Record, Request], Screen | Response]


def make_app(
    path: Place,
    *,
    hosts: Collection[str] = HOSTS,
    live: bool = True,
    withheld: Mapping[str, str] | None = None,
    projects: int | None = None,
) -> ASGIApp:
    """Make the application that shows one record, which has to be there.

    Args:
        hosts: Names of this computer under which it may be asked.
        live: Whether somebody will answer forms; false for pages that are written down.
        withheld: Documents whose texts are not shown, and why.
        projects: The port of this computer at which the list of all records is, if there is one.
    """
    desk = Desk(path, live=live, withheld=withheld, projects=projects)
    app = Starlette(routes=_routes(), exception_handlers=_HANDLERS)
    app.state.desk = desk
    app.state.guard = Guard(app, hosts=hosts, token=desk.token)
    guard: Guard = app.state.guard
    return guard


def make_shelf(folder: Path, ports: Sequence[int]) -> ASGIApp:
    """Make the application that shows the records of a folder, each at a port of its own.

    Args:
        ports: The list is at the first, a record at each of the others.
    """
    return make_projects(
        folder, ports, lambda path, home: make_app(path, projects=home), hosts=HOSTS
    )


def _routes() -> list[Route | Mount]:
    forms = {
        "/add": receive,
        "/add/rows": paste,
        "/judge": take(judge),
        "/judge/name": take(name),
        "/judge/undo": take(undo),
        "/searches": take(keep),
        "/searches/forget": take(forget),
    }
    views: dict[str, View] = {
        "/": chronology,
        "/print": printed,
        "/print.docx": word_file,
        "/print.pdf": pdf_file,
        "/print.zip": bundle,
        "/timeline": timeline,
        "/network": network,
        "/map": places,
        "/events/{id}": event,
        "/documents": documents,
        "/documents/{id}": document,
        "/names": entities,
        "/names/{id}": entity,
        "/gaps": gaps,
        "/history": history,
        "/search": search,
        "/searches": searches,
        "/help": help_page,
        "/add": adding,
        "/add/progress": progress,
    }
    return [
        *(Route(path, form, methods=["POST"]) for path, form in forms.items()),
        Route("/review", _answer(review, may_lag=may_lag), methods=["GET"]),
        *(Route(path, _answer(view), methods=["GET"]) for path, view in views.items()),
        Mount("/static", StaticFiles(directory=FOLDER / "static")),
    ]


def _answer(
    view: View, *, may_lag: Callable[[Request], bool] = lambda request: False
) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        with request.app.state.desk.record(as_resolved=may_lag(request)) as record:
            answered = view(record, request)
        return answered if isinstance(answered, Response) else render(answered, request)

    return answer


def help_page(record: Record, request: Request) -> Screen:
    """Show what the signs mean, and the keys."""
    del record, request
    return Screen("help.html", {})


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return await _render_refusal(request, error.status, error.code)


async def _missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "not-found", 405: "method"}.get(error.status_code, "fault")
    return await _render_refusal(request, error.status_code, code)


async def _unreadable(request: Request, error: Exception) -> Response:
    # What the file refuses has the database's error as its cause; else the page has a wrong id.
    if error.__cause__ is None and is_there(request.app.state.desk.path):
        return await _render_refusal(request, 404, "not-there")
    log.warning("%s: %s", request.url.path, error)
    return await _render_refusal(request, 503, "record")


async def _failed(request: Request, error: Exception) -> Response:
    log.error("%s failed", request.url.path, exc_info=error)
    return await _render_refusal(request, 500, "fault")


async def _render_refusal(request: Request, status: int, code: str) -> Response:
    screen = Screen("refusal.html", {"code": code, "message": None, "back": None}, status)
    return await run_in_threadpool(render, screen, request)


_HANDLERS = {
    Refusal: _refused,
    HTTPException: _missing,
    RecordError: _unreadable,
    Exception: _failed,
}
