"""The description of the API, as OpenAPI 3.1: addresses by FastAPI, shapes by msgspec."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import msgspec
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from kipu import __version__
from kipu.api.problems import KINDS, MEDIA_TYPE, Problem

Json = dict[str, Any]

ABOUT = """\
What a record holds, and what people decide on it. Every request needs the header `Authorization:
Bearer TOKEN`. Answers have the shapes of an export (docs/record-json.md); refusals are problem
details (RFC 9457).
"""
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "the ETag of the answer that the decision rests on",
    "schema": {"type": "string"},
}
TAGGED = {"ETag": {"description": "the state of the record", "schema": {"type": "string"}}}
UNTAGGED = frozenset(("/v1/problems/{code}",))
CREATED = frozenset(("/v1/judgements", "/v1/actions/{id}/undo", "/v1/actions/{id}/redo"))


class Described(Protocol):
    """What is told of an address."""

    @property
    def method(self) -> str: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def view(self) -> Any: ...  # noqa: D102
    @property
    def gives(self) -> Any: ...  # noqa: D102
    @property
    def takes(self) -> Any: ...  # noqa: D102


def describe(routes: Sequence[BaseRoute], endpoints: Iterable[Described]) -> Json:
    """Describe all addresses."""
    endpoints = tuple(endpoints)
    described: Json = get_openapi(
        title="kipu", version=__version__, description=ABOUT, routes=routes
    )
    bodied = [one for one in endpoints if one.takes not in (None, bytes)]
    kinds = [*(one.gives for one in endpoints), *(one.takes for one in bodied), Problem]
    schemas, components = msgspec.json.schema_components(
        kinds, ref_template="#/components/schemas/{name}"
    )
    *shapes, problem = schemas
    gives = {one.view: shape for one, shape in zip(endpoints, shapes, strict=False)}
    takes = {one.view: s for one, s in zip(bodied, shapes[len(endpoints) :], strict=True)}
    for one in endpoints:
        about = described["paths"][one.path][one.method.lower()]
        about["summary"] = about.pop("description").partition("\n")[0]
        about["description"] = f"For the role {one.role} and those above it."
        about["responses"] = _responses(one, gives[one.view], problem)
        if one.takes is not None:
            about["requestBody"] = _body(takes.get(one.view))
        if _needs_a_state(one):
            about.setdefault("parameters", []).append(IF_MATCH)
    described["components"] = {
        "schemas": components,
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    described["security"] = [{"token": []}]
    return described


def _needs_a_state(one: Described) -> bool:
    return one.method == "DELETE" or (one.method, one.path) == ("POST", "/v1/judgements")


def _body(schema: Json | None) -> Json:
    if schema is None:
        content: Json = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    else:
        content = {"application/json": {"schema": schema}}
    return {"required": True, "content": content}


def _responses(one: Described, gives: Json, problem: Json) -> Json:
    """Give what an address answers, and the refusals that all or some addresses have."""
    content = {"application/json": {"schema": gives}}
    done = {"description": "done", "content": content}
    if one.method == "GET" and one.path not in UNTAGGED:
        answers: Json = {"200": done | {"headers": TAGGED}, "304": {"description": "as you know"}}
    elif one.path == "/v1/documents":
        answers = {"200": done | {"description": "known or refused"}, "201": done}
    else:
        answers = {"201" if one.path in CREATED else "200": done}
    refused = {str(kind.status): _refusal(kind.status, problem) for kind in KINDS.values()}
    return answers | refused


def _refusal(status: int, problem: Json) -> Json:
    titles = [kind.title for kind in KINDS.values() if kind.status == status]
    return {"description": "; ".join(titles), "content": {MEDIA_TYPE: {"schema": problem}}}
