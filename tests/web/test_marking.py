"""The marked text of a document is its text."""

from pathlib import Path

import kipu
from kipu.pipeline.questions import ask_document
from kipu.web.marking import mark_text


def test_pieces_are_the_text(marena_made: Path) -> None:
    """Put together again, the pieces of every block are its characters, no more and no fewer."""
    with kipu.open_record(marena_made, read_only=True) as record:
        for doc in record.documents():
            for marked in mark_text(ask_document(record, doc.id)):
                pieces = [piece.text for run in marked.runs for piece in run.pieces]
                assert "".join(pieces) == doc.quote(marked.block.span)


def test_every_mark_begins_with_an_anchor(marena_made: Path) -> None:
    """Every time, event and mention that begins in a block can be linked to."""
    with kipu.open_record(marena_made, read_only=True) as record:
        for doc in record.documents():
            page = ask_document(record, doc.id)
            anchors = {
                piece.anchor
                for marked in mark_text(page)
                for run in marked.runs
                for piece in run.pieces
            }
            spans = [event.trigger for event in page.reading.events]
            spans += [timex.span for timex in page.reading.timexes]
            assert {span.start for span in spans} <= anchors
