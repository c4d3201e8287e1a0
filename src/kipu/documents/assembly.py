"""A text and its passages put together to a Document."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from kipu.documents.datelines import Dateline, find_dateline
from kipu.documents.front import read_front_line
from kipu.documents.language import detect_language, language_shares
from kipu.documents.layout import LaidOut, lay_out
from kipu.documents.passages import Passage
from kipu.documents.refusals import refuse_passages
from kipu.lang.documents import PageRules, load_page_rules
from kipu.model.documents import NARRATIVE, Block, CreationTime, Document, PageStart
from kipu.model.ids import content_id
from kipu.model.spans import Problem, Span
from kipu.model.times import Interval

MIXED = "languages-mixed"
MUCH, MOST = 0.2, 0.5
"""Share of a text in another language that is told, and that which decides for the whole."""


class Origin(msgspec.Struct, frozen=True):
    """Where a document's bytes came from, what read them, and what was found wrong on the way."""

    sha256: str
    uri: str
    media_type: str
    retrieved: str | None = None
    problems: tuple[Problem, ...] = ()
    extractor: str | None = None
    part_of: str | None = None


class Stated(msgspec.Struct, frozen=True):
    """What a file says about its text outside of it; goes before what the text itself shows.

    ``outlet`` and ``author`` are certain. ``language`` is the page's own word for it, believed
    only where the text does not decide.
    """

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: CreationTime | None = None
    url: str | None = None


def stated_on(day: date, field: str) -> CreationTime:
    """Make a creation time of a day that a field of the metadata gives."""
    interval = Interval(day.isoformat(), day, day, "day")
    return CreationTime(interval, "metadata", metadata=field)


def assemble(
    text: str,
    passages: Sequence[Passage],
    origin: Origin,
    stated: Stated,
    pages: tuple[PageStart, ...] = (),
) -> Document:
    """Lay out the passages of a text and make the document.

    Raises:
        DocumentError: There are more passages than any book has.
    """
    refuse_passages(passages, origin.uri)
    rules = load_page_rules()
    layout = lay_out(passages, rules)
    doc_id = content_id("d", origin.sha256)
    language, mixed = _language(passages, layout, stated.language)
    datelines = tuple(_datelines(text, passages, layout, rules))
    agency = next((dateline.agency for dateline in datelines if dateline and dateline.agency), None)
    return Document(
        id=doc_id,
        sha256=origin.sha256,
        uri=origin.uri,
        media_type=origin.media_type,
        text=text,
        blocks=tuple(_blocks(doc_id, passages, layout, datelines)),
        title=stated.title or _headline(passages, layout),
        byline=_byline(stated, layout, rules),
        outlet=stated.outlet or layout.outlet or agency,
        language=language,
        published=stated.published or CreationTime(),
        retrieved=origin.retrieved,
        problems=(*origin.problems, *mixed),
        extractor=origin.extractor,
        url=stated.url,
        part_of=origin.part_of,
        pages=pages,
    )


def _byline(stated: Stated, layout: LaidOut, rules: PageRules) -> str | None:
    """The stated author, but where that is the outlet's name the one whom the text names."""
    if not stated.author:
        return layout.author
    if stated.author.casefold() in (stated.outlet or "").casefold():
        return layout.author or stated.author
    line = read_front_line(stated.author, rules)
    return (line and line.author) or stated.author


def _datelines(
    text: str, passages: Sequence[Passage], layout: LaidOut, rules: PageRules
) -> Iterator[Dateline | None]:
    """Give the dateline of each passage; newlines are blanks here, so that positions stay."""
    for passage, kind in zip(passages, layout.kinds, strict=True):
        words = text[passage.start : passage.end].replace("\n", " ")
        yield find_dateline(words, rules) if kind == "paragraph" else None


def _blocks(
    doc_id: str,
    passages: Sequence[Passage],
    layout: LaidOut,
    datelines: Sequence[Dateline | None],
) -> Iterator[Block]:
    for passage, kind, dateline in zip(passages, layout.kinds, datelines, strict=True):
        start = passage.start
        if dateline:
            yield Block("dateline", Span(doc_id, start, start + dateline.end))
            start += dateline.resume
        yield Block(kind, Span(doc_id, start, passage.end))


def _headline(passages: Sequence[Passage], layout: LaidOut) -> str | None:
    paired = zip(passages, layout.kinds, strict=True)
    return next((passage.words for passage, kind in paired if kind == "headline"), None)


def _language(
    passages: Sequence[Passage], layout: LaidOut, stated: str | None
) -> tuple[str | None, tuple[Problem, ...]]:
    """Give the language of a text, that of most of it where it is mixed, and say if it is."""
    paired = zip(passages, layout.kinds, strict=True)
    told = [passage.words for passage, kind in paired if kind in NARRATIVE]
    shares = language_shares(told)
    most = next((code for code, share in shares.items() if share > MOST), None)
    language = detect_language(" ".join(told)) or stated
    if len(shares) > 1 and most:
        language = most
    others = [code for code, share in shares.items() if share >= MUCH and code != language]
    return language, tuple(_mixed(code, shares[code], language) for code in others[:1])


def _mixed(code: str, share: float, language: str | None) -> Problem:
    message = (
        f"{share:.0%} of it is in {code!r}, and is read as if it were in {language!r}: split it by"
        " language"
    )
    return Problem(MIXED, message)
