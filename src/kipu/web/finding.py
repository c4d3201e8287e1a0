"""Search: words in events and texts."""

from starlette.requests import Request

from kipu.pipeline.records import Record
from kipu.web.screens import Screen


def search(record: Record, request: Request) -> Screen:
    """Show events, then documents, that hold all the words."""
    words = request.query_params.get("q", "").strip()[:500]
    hits = record.search(words) if words else ()
    overview = record.store.overview
    names = overview.briefs(overview.entity_ids(words)[:12]) if words else ()
    found = record.store.lists.fetch_events([hit.id for hit in hits if hit.kind == "event"])
    times = {event.id: event.time.interval for event in found}
    values = {"words": words, "hits": hits, "names": names, "times": times}
    return Screen("search.html", values)
