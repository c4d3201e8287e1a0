"""The documents: their list, and one to be read with what became of its words."""

from starlette.requests import Request

from kipu.pipeline.questions import ask_document, ask_documents
from kipu.pipeline.records import Record
from kipu.web.marking import mark_text
from kipu.web.screens import Screen


def documents(record: Record, request: Request) -> Screen:
    """List the documents by their dates."""
    del request
    return Screen("documents.html", {"listed": ask_documents(record)})


def document(record: Record, request: Request) -> Screen:
    """Show a document's text with its entities, times and events marked."""
    page = ask_document(record, request.path_params["id"])
    return Screen(
        "document.html",
        {"page": page, "doc": page.reading.doc, "blocks": mark_text(page)},
    )
