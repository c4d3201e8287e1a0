"""The application: which address answers what, to whom, and how it is described."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Annotated, Any, get_type_hints

import msgspec
from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp

from kipu.api import deciding, looking, shapes
from kipu.api.asking import Nothing
from kipu.api.description import describe
from kipu.api.desk import Desk
from kipu.api.guard import Guard, Rule, Rules
from kipu.api.limits import DEFAULT, Limits
from kipu.api.problems import Problem, Refusal, render_refusal
from kipu.api.tokens import Doorkeeper, Role
from kipu.model.errors import KipuError
from kipu.pipeline.loading import LARGEST
from kipu.pipeline.time_lines import TextLine, TimesAnswer
from kipu.record import Counts
from kipu.record.connections import Place

log = logging.getLogger(__name__)

JSON = "application/json"


class Endpoint(msgspec.Struct, frozen=True):
    """An address: what answers it, in which shape, to whom; and what is sent to it, if anything.

    ``takes`` is the shape of the body, ``bytes`` for a document in any format.
    """

    method: str
    path: str
    view: Callable[..., Response]
    role: Role
    gives: Any
    takes: Any = None


ENDPOINTS = (
    Endpoint("GET", "/v1/record", looking.counts, "reader", Counts),
    Endpoint("GET", "/v1/documents", looking.documents, "reader", shapes.Documents),
    Endpoint("GET", "/v1/documents/{id}", looking.document, "reader", shapes.DocumentPiece),
    Endpoint("POST", "/v1/documents", deciding.add, "owner", shapes.Additions, bytes),
    Endpoint("GET", "/v1/entities", looking.entities, "reader", shapes.Entities),
    Endpoint("GET", "/v1/entities/{id}", looking.entity, "reader", shapes.EntityPiece),
    Endpoint("GET", "/v1/events", looking.events, "reader", shapes.Events),
    Endpoint("GET", "/v1/events/{id}", looking.event, "reader", shapes.EventPiece),
    Endpoint("GET", "/v1/conflicts", looking.conflicts, "reader", shapes.Contradictions),
    Endpoint("GET", "/v1/judgements", looking.judgements, "reader", shapes.Judgements),
    Endpoint("GET", "/v1/judgements/{id}", looking.judgement, "reader", shapes.JudgementPiece),
    Endpoint(
        "POST",
        "/v1/judgements",
        deciding.judge,
        "reviewer",
        shapes.ActionPiece,
        deciding.Decisions,
    ),
    Endpoint("DELETE", "/v1/judgements/{id}", deciding.withdraw, "reviewer", shapes.ActionPiece),
    Endpoint("GET", "/v1/actions", looking.actions, "reader", shapes.Actions),
    Endpoint("GET", "/v1/actions/{id}", looking.action, "reader", shapes.ActionPiece),
    Endpoint("POST", "/v1/actions/{id}/undo", deciding.undo, "reviewer", shapes.ActionPiece),
    Endpoint("POST", "/v1/actions/{id}/redo", deciding.redo, "reviewer", shapes.ActionPiece),
    Endpoint("GET", "/v1/search", looking.search, "reader", shapes.Hits),
    Endpoint("POST", "/v1/times", looking.times, "reader", TimesAnswer, TextLine),
    Endpoint("GET", "/v1/problems/{code}", looking.problem, "reader", Problem),
)
DESCRIPTION = "/v1/openapi.json"


def make_api(
    path: Place, *, limits: Limits = DEFAULT, clock: Callable[[], float] = time.monotonic
) -> ASGIApp:
    """Make the application that answers for one record, which has to be there.

    Args:
        limits: How much may be asked at once.
        clock: Gives seconds, by which the limits are counted.

    Raises:
        RuntimeError: An address has no rule that says who may use it.
    """
    app = _routed()
    app.state.desk = Desk(path)
    rules = rules_of(limits)
    refuse_unruled(app, rules)
    return Guard(app, app.routes, rules, Doorkeeper(path), limits=limits, clock=clock)


def _routed() -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers=_HANDLERS,
    )
    for one in ENDPOINTS:
        app.add_api_route(one.path, one.view, methods=[one.method], response_class=Response)
    described = msgspec.json.encode(describe(app.routes, ENDPOINTS))

    def description(asked: Annotated[Nothing, Query()]) -> Response:
        del asked
        return Response(described, media_type=JSON)

    app.add_api_route(DESCRIPTION, description, methods=["GET"], include_in_schema=False)
    return app


def rules_of(limits: Limits) -> Rules:
    """Give who may use each address by which method."""
    rules = {(one.method, one.path): _rule(one, limits) for one in ENDPOINTS}
    return rules | {("GET", DESCRIPTION): Rule("reader", 0)}


def _rule(endpoint: Endpoint, limits: Limits) -> Rule:
    if endpoint.takes is None:
        return Rule(endpoint.role, 0)
    if endpoint.takes is bytes:
        return Rule(endpoint.role, LARGEST)
    return Rule(endpoint.role, limits.body, JSON)


def refuse_unruled(app: FastAPI, rules: Rules) -> None:
    """Refuse to serve an address of which no rule says who may use it.

    Raises:
        RuntimeError: There is one.
    """
    for route in app.routes:
        path = getattr(route, "path", "")
        for method in getattr(route, "methods", None) or {"any method"}:
            if (method, path) not in rules:
                raise RuntimeError(f"no rule says who may use {method} {path or route}")


# What goes wrong.


async def _refused(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, Refusal)
    return render_refusal(error)


async def _unsuitable(request: Request, error: Exception) -> Response:
    """Name the parameters that do not fit, and why, without repeating what was sent."""
    assert isinstance(error, RequestValidationError)
    asked: type[Nothing] = get_type_hints(request.scope["endpoint"])["asked"]
    names = [field.alias or name for name, field in asked.model_fields.items()]
    reasons = dict.fromkeys(_reason(one, names) for one in error.errors())
    return render_refusal(Refusal("unsuitable", "; ".join(reasons)))


def _reason(error: dict[str, Any], names: Sequence[str]) -> str:
    if error["type"] == "extra_forbidden":
        return (
            f"the parameters taken here are {', '.join(names)}"
            if names
            else "no parameter is taken here"
        )
    return f"{'.'.join(map(str, error['loc'][1:]))}: {error['msg']}"


async def _missing(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, HTTPException)
    code = {404: "not-found", 405: "method"}.get(error.status_code, "fault")
    return render_refusal(Refusal(code, headers=error.headers))


async def _unreadable(request: Request, error: Exception) -> Response:
    log.warning("%r: %s", request.url.path, error)
    return render_refusal(Refusal("record"))


async def _failed(request: Request, error: Exception) -> Response:
    log.error("%r failed", request.url.path, exc_info=error)
    return render_refusal(Refusal("fault"))


_HANDLERS: dict[int | type[Exception], Any] = {
    Refusal: _refused,
    RequestValidationError: _unsuitable,
    HTTPException: _missing,
    KipuError: _unreadable,
    Exception: _failed,
}
