"""What the sources disagree on, and what the record does not tell well."""

from starlette.requests import Request

from kipu.pipeline.questions import ask_gaps
from kipu.pipeline.records import Record
from kipu.pipeline.wording import source_name
from kipu.web.screens import Screen

MOST = 100
"""Lines of a list; the chronology, filtered, shows the rest."""
WRITTEN = 20_000
"""Lines of a list of a site of files, where nobody can ask for the rest."""


def gaps(record: Record, request: Request) -> Screen:
    """Show contradictions, then gaps."""
    most = MOST if request.app.state.desk.live else WRITTEN
    found = ask_gaps(record, most=most)
    wanted = {
        id_
        for entry in found.disputed
        for contradiction in entry.contradictions
        for value in contradiction.values
        for id_ in value.documents
    }
    origins = record.store.desk.origins(sorted(wanted))
    return Screen(
        "gaps.html",
        {
            "gaps": found,
            "documents": {id_: source_name(*origin) for id_, origin in origins.items()},
            "contradicting": len(record.link_conflicts()),
            "loose": len(record.to_check()),
        },
    )
