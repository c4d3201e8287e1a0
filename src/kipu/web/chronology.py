"""The chronology: a table by years, and the same on paper."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import get_args
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kipu.exports.pdf import write_pdf
from kipu.exports.word import About, Block, Paragraph, Run, write_word
from kipu.lang.dates import parse_day
from kipu.lang.ontology import load_ontology
from kipu.model import edtf
from kipu.model.resolved import EventStatus
from kipu.model.times import Interval
from kipu.pipeline.questions import (
    ChronologyPage,
    Selection,
    ask_documents,
    ask_event_sources,
    ask_page,
    state_of,
)
from kipu.pipeline.records import Record
from kipu.pipeline.wording import year_of
from kipu.web.bundling import make_bundle
from kipu.web.facts import unshown_words
from kipu.web.paper import paper_of
from kipu.web.screens import Screen, judge_of, language_of, write_page
from kipu.web.words import load_catalogue

ROWS = 500
"""Rows of a page; a browser lays out so many in a quarter of a second."""
PRINTED = 20_000
"""Rows of a printed chronology, which has no pages to turn."""
FILTERS = ("about", "from", "to", "type", "status", "words")
"""What a view can be asked for, as addresses name it."""
STATE = 13
"""Characters of the state of a record that are printed."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def chronology(record: Record, request: Request) -> Screen:
    """Show what happened in order of time."""
    wanted, misread = selection_of(request)
    rows = ROWS if request.app.state.desk.live else PRINTED
    page = ask_page(record, wanted, number=page_of(request), rows=rows)
    values = {"misread": misread, "kept": record.searches.all()}
    return Screen("chronology.html", _values(page, request) | values)


def printed(record: Record, request: Request) -> Screen:
    """Show the chronology as a document, with its sources and what was left out."""
    wanted, misread = selection_of(request)
    page = ask_page(record, wanted, number=1, rows=PRINTED)
    values = _values(page, request) | {
        "misread": misread,
        "documents": ask_documents(record),
        "accounts": ask_event_sources(record, [entry.event for entry in page.entries]),
        "left_out": record.left_out(),
        "all_events": record.counts().events,
        "people": record.store.fetch_entities(sorted(page.names)),
        "today": edtf.of_day(datetime.now().astimezone().date()),
        "state": state_of(record)[:STATE],
    }
    return Screen("printed.html", values)


def word_file(record: Record, request: Request) -> Response:
    """Give the printed chronology as a file for word processors."""
    blocks, about = _paper(record, request)
    return _file(write_word(blocks, about), DOCX, f"{about.title}.docx")


def pdf_file(record: Record, request: Request) -> Response:
    """Give the printed chronology as PDF."""
    blocks, about = _paper(record, request)
    return _file(_pdf(list(blocks), about), "application/pdf", f"{about.title}.pdf")


def bundle(record: Record, request: Request) -> Response:
    """Give the printed chronology as both files, with all sources and their hashes."""
    blocks, about = _paper(record, request)
    written = list(blocks)
    papers = {
        f"{about.title}.docx": write_word(written, about),
        f"{about.title}.pdf": _pdf(written, about),
    }
    return make_bundle(record, papers, about.title)


def _pdf(written: Sequence[Block], about: About) -> bytes:
    """Write a PDF; it tells of letters that it cannot draw as they are."""
    made = write_pdf(written, about)
    if made.unshown:
        note = unshown_words(load_catalogue(about.language), made.unshown)
        made = write_pdf([*written[:1], Paragraph((Run(note),), "Legend"), *written[1:]], about)
    return made.data


def _paper(record: Record, request: Request) -> tuple[Iterator[Block], About]:
    name = request.app.state.desk.path.stem
    about = About(name, judge_of(request), datetime.now(UTC), language_of(request))
    return paper_of(write_page(printed(record, request), request)), about


def _file(data: bytes, kind: str, name: str) -> Response:
    named = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=kind, headers={"content-disposition": named})


def _values(page: ChronologyPage, request: Request) -> dict[str, object]:
    by_year = groupby(page.entries, key=lambda entry: year_of(entry.when.interval))
    groups = [(year, list(entries)) for year, entries in by_year]
    return {
        "page": page,
        "groups": groups,
        "most": max((year.count for year in page.years if year.name), default=1),
        "filters": filters_of(request),
        "types": sorted(load_ontology().types),
        "statuses": get_args(EventStatus),
    }


def filters_of(request: Request) -> dict[str, str]:
    """Give what is asked for, as the address has it, without the page."""
    return {name: request.query_params.get(name, "").strip() for name in FILTERS}


def selection_of(request: Request) -> tuple[Selection, list[str]]:
    """Read what is asked for; the second are dates that were not understood, and not used."""
    asked = filters_of(request)
    first, last = _day(asked["from"]), _day(asked["to"])
    days = ((asked["from"], first), (asked["to"], last))
    misread = [text for text, day in days if text and day is None]
    return Selection(
        about=asked["about"] or None,
        earliest=_bound(first, last=False),
        latest=_bound(last, last=True),
        type=asked["type"] or None,
        status=_status(asked["status"]),
        words=asked["words"] or None,
    ), misread


def _day(text: str) -> Interval | None:
    return parse_day(text) if text else None


def _bound(interval: Interval | None, *, last: bool) -> date | None:
    if interval is None:
        return None
    return interval.latest if last else interval.earliest


def _status(text: str) -> EventStatus | None:
    return next((status for status in get_args(EventStatus) if status == text), None)


def page_of(request: Request) -> int:
    """Read the number of the page that is asked for; the first if it is none."""
    text = request.query_params.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1
