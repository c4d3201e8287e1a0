"""The time of a row: the table of a chronology says beside each row when that happened."""

from collections.abc import Sequence

import msgspec

from kipu.model.documents import Document
from kipu.model.readings import EventMention
from kipu.model.spans import Evidence, Span
from kipu.model.syntax import Syntax
from kipu.model.times import EventTime
from kipu.reading.trees import Tree, relation

RULE = "rows/date"
_BY_COLUMN = "column "


def date_rows(
    doc: Document, syntax: Syntax, events: Sequence[EventMention]
) -> tuple[EventMention, ...]:
    """Date what a row of a chronology tells first, where its own words do not, by the row's cell.

    Only what its first sentence asserts in a main clause is of that date: what it tells of an
    earlier time, and what further sentences tell, need not be.
    """
    time = _time_of(doc)
    if time is None:
        return tuple(events)
    tree = Tree(doc, syntax)
    return tuple(
        msgspec.structs.replace(event, time=time) if _is_told(tree, event) else event
        for event in events
    )


def is_by_row(event: EventMention) -> bool:
    """Tell whether an event has its date from the cell of its row."""
    return any(one.rule == RULE for one in event.time.evidence)


def _time_of(doc: Document) -> EventTime | None:
    """Give the date of a row with its cell as evidence; the reader of tables keeps it in the text
    of a row only where the table says when things happened."""
    published = doc.published
    if published.interval is None or not (published.metadata or "").startswith(_BY_COLUMN):
        return None
    head = f"{(published.metadata or '').removeprefix(_BY_COLUMN)}: "
    for block in doc.blocks:
        if block.kind == "residue" and doc.quote(block.span).startswith(head):
            cell = Span(doc.id, block.span.start + len(head), block.span.end)
            return EventTime(published.interval, evidence=(Evidence(cell, doc.quote(cell), RULE),))
    return None


def _is_told(tree: Tree, event: EventMention) -> bool:
    token = tree.head_of(event.trigger)
    if token is None or event.time.interval is not None or event.factuality != "certain":
        return False
    beside = relation(tree.deprel[token]) in ("conj", "parataxis")
    is_main = tree.is_root(token) or (beside and tree.is_root(tree.head[token]))
    before = any(
        tree.has_feature(a, "Tense=Past") or tree.has_feature(a, "Tense=Imp")
        for a in tree.children(token, "aux")
        if tree.lower_lemma[a] in ("have", "haber")
    )
    return is_main and not before and tree.sentence[token] == _first(tree)


def _first(tree: Tree) -> int:
    """Give the number of the first sentence that is no headline and no line about the text."""
    left_out = tree.sentences_outside_text | {tree.sentence[t] for t in tree.headline_tokens}
    return min(set(tree.sentence) - left_out, default=0)
