"""What the sources disagree on, and what the record does not tell well."""

from starlette.requests import Request

from kipu.pipeline.questions import ask_gaps
from kipu.pipeline.records import Record
from kipu.web.screens import Screen

MOST = 100
"""Lines of a list; the chronology, filtered, shows the rest."""


def gaps(record: Record, request: Request) -> Screen:
    """Show contradictions, then gaps."""
    del request
    entries = record.conflicts()
    wanted = {
        id_ for e in entries for c in e.contradictions for v in c.values for id_ in v.documents
    }
    documents = {id_: record.store.document(id_) for id_ in wanted}
    return Screen(
        "gaps.html",
        {
            "entries": entries,
            "documents": documents,
            "gaps": ask_gaps(record),
            "most": MOST,
            "contradicting": len(record.link_conflicts()),
            "loose": len(record.to_check()),
        },
    )
