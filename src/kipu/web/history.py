"""What people did, what of it is to be checked, and who judges in this browser."""

from collections.abc import Iterable

from starlette.requests import Request

from kipu.model.judgements import Judgement
from kipu.pipeline.records import Record
from kipu.web.screens import Screen

ACTIONS = 100
"""Actions of a page."""
JUDGEMENTS = 5
"""Judgements of one action that are shown."""


def history(record: Record, request: Request) -> Screen:
    """Show the actions, the last first, and the judgements that lost their place."""
    whole = "all" in request.query_params
    deeds = record.history(None if whole else ACTIONS + 1)
    shown = [
        judgement
        for deed in deeds
        for judgement in (*deed.made[:JUDGEMENTS], *deed.withdrawn[:JUDGEMENTS])
    ]
    loose, conflicts = record.to_check(), record.link_conflicts()
    shown += [one.judgement for one in loose]
    shown += [one for conflict in conflicts for one in (conflict.different, *conflict.same)]
    return Screen(
        "history.html",
        {
            "deeds": deeds if whole else deeds[:ACTIONS],
            "more": not whole and len(deeds) > ACTIONS,
            "most": JUDGEMENTS,
            "places": _places(record, shown),
            "files": record.files(),
            "loose": loose,
            "conflicts": conflicts,
            "gone": "gone" in request.query_params,
        },
    )


def _places(record: Record, judgements: Iterable[Judgement]) -> dict[str, str]:
    """Give the page of the event or document that each judgement is about, if it is there."""
    desk, wanted = record.store.desk, {judgement.id for judgement in judgements}
    places = {}
    for judgement, at in desk.placed():
        if judgement.id in wanted and at.target is not None:
            event = desk.event_of(at.target) if judgement.target.role == "event" else None
            if event:
                places[judgement.id] = f"/events/{event}"
    return places
