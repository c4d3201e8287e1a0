"""People, bodies and places: the list, and everything about one."""

from typing import get_args

from starlette.requests import Request

from kipu.model.readings import EntityType, Property
from kipu.pipeline.identity import ask_identity
from kipu.pipeline.questions import ask_entity, ask_names
from kipu.pipeline.records import Record
from kipu.pipeline.wording import group_statements
from kipu.web.chronology import page_of
from kipu.web.screens import Screen

ROWS = 300


def entities(record: Record, request: Request) -> Screen:
    """List the names, the most mentioned first."""
    words = request.query_params.get("q", "").strip()
    kind = request.query_params.get("type", "")
    kinds = get_args(EntityType)
    rows = ROWS if request.app.state.desk.live else None
    page = ask_names(
        record,
        words or None,
        kind if kind in kinds else None,
        number=page_of(request),
        rows=rows,
    )
    return Screen(
        "names.html", {"page": page, "kinds": kinds, "filters": {"q": words, "type": kind}}
    )


def entity(record: Record, request: Request) -> Screen:
    """Show one of them: names, what is told of it over time, its chronology."""
    page = ask_entity(record, request.path_params["id"])
    live, asked = request.app.state.desk.live, request.query_params.get("other", "").strip()
    statements, others = page.entity.statements, page.others
    told_by_kind = [(kind, group_statements(statements, kind, others)) for kind in _SHOWN]
    return Screen(
        "name.html",
        {
            "page": page,
            "told": [(kind, told) for kind, told in told_by_kind if told],
            "identity": ask_identity(record, page.entity, asked or None) if live else None,
            "asked_for": asked,
        },
    )


_SHOWN: tuple[Property, ...] = get_args(Property)
