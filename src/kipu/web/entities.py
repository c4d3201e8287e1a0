"""People, bodies and places: the list, and everything about one."""

from collections import defaultdict
from typing import get_args

from starlette.requests import Request

from kipu.model.readings import EntityType, Property, Statement
from kipu.pipeline.questions import ask_entity, ask_names
from kipu.pipeline.records import Record
from kipu.web.chronology import page_of
from kipu.web.screens import Screen

ROWS = 300


def entities(record: Record, request: Request) -> Screen:
    """List the names, the most mentioned first."""
    words = request.query_params.get("q", "").strip()
    kind = request.query_params.get("type", "")
    kinds = get_args(EntityType)
    listed = ask_names(record, words or None, kind if kind in kinds else None)
    rows = ROWS if request.app.state.desk.live else max(len(listed), 1)
    number, pages = page_of(request), max(1, -(-len(listed) // rows))
    number = min(max(1, number), pages)
    return Screen(
        "names.html",
        {
            "listed": listed[(number - 1) * rows : number * rows],
            "total": len(listed),
            "number": number,
            "pages": pages,
            "kinds": kinds,
            "filters": {"q": words, "type": kind},
        },
    )


def entity(record: Record, request: Request) -> Screen:
    """Show one of them: names, what is told of it over time, its chronology."""
    page = ask_entity(record, request.path_params["id"])
    return Screen(
        "name.html",
        {"page": page, "told": [(p, _by_value(page.entity.statements, p)) for p in _SHOWN]},
    )


_SHOWN: tuple[Property, ...] = get_args(Property)


def _by_value(
    statements: tuple[Statement, ...], kind: Property
) -> list[tuple[str, list[Statement]]]:
    """Group the statements of a property by what they say, the most often told first."""
    groups: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.property == kind:
            groups[statement.value].append(statement)
    return sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
