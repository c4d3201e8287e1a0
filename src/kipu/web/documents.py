"""The documents: their list, and one to be read with what became of its words."""

from starlette.requests import Request

from kipu.pipeline.questions import ask_document, ask_documents
from kipu.pipeline.records import Record
from kipu.web.chronology import page_of
from kipu.web.marking import mark_text
from kipu.web.screens import Screen

ROWS = 300


def documents(record: Record, request: Request) -> Screen:
    """List the documents by their dates."""
    listed = ask_documents(record)
    rows = ROWS if request.app.state.desk.live else max(len(listed), 1)
    pages = max(1, -(-len(listed) // rows))
    number = min(max(1, page_of(request)), pages)
    return Screen(
        "documents.html",
        {
            "listed": listed[(number - 1) * rows : number * rows],
            "total": len(listed),
            "number": number,
            "pages": pages,
        },
    )


def document(record: Record, request: Request) -> Screen:
    """Show a document's text with its entities, times and events marked."""
    page = ask_document(record, request.path_params["id"])
    reason = request.app.state.desk.withheld.get(page.reading.doc.id)
    if reason is not None:
        return Screen("withheld.html", {"doc": page.reading.doc, "reason": reason})
    return Screen(
        "document.html",
        {"page": page, "doc": page.reading.doc, "blocks": mark_text(page)},
    )
