"""The timeline and the network, each with the table that says the same."""

from starlette.requests import Request

from kipu.pipeline.questions import ask_events, ask_page, ask_ties, names_of
from kipu.pipeline.records import Record
from kipu.web.chronology import filters_of, selection_of
from kipu.web.lanes import MOST_MARKS, bars_of, lay_out
from kipu.web.screens import Screen

NODES = 80
"""Entities of the network; more are a tangle that tells nothing."""
TIES = 240
"""Lines between them."""


def timeline(record: Record, request: Request) -> Screen:
    """Draw when events happened; where they are too many, how many in each year."""
    wanted, misread = selection_of(request)
    page = ask_page(record, wanted, number=1, rows=1)
    undated = sum(year.count for year in page.years if year.name is None)
    few = page.total - undated <= MOST_MARKS
    events = ask_events(record, wanted, limit=MOST_MARKS + undated) if few else ()
    return Screen(
        "timeline.html",
        {
            "drawn": lay_out(events) if few else None,
            "bars": None if few else bars_of(page.years),
            "undated": undated,
            "entries": {entry.event.id: entry for entry in record.entries(events)},
            "names": names_of(record, events),
            "filters": filters_of(request),
            "misread": misread,
            "total": page.total,
        },
    )


def network(record: Record, request: Request) -> Screen:
    """Draw who takes part in events together with whom."""
    wanted, misread = selection_of(request)
    found = ask_ties(record, wanted, nodes=NODES, ties=TIES)
    return Screen(
        "network.html",
        {
            "ties": found.drawn,
            "names": found.names,
            "total": found.total,
            "filters": filters_of(request),
            "misread": misread,
        },
    )
