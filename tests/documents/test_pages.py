"""Of a web page the article is read, all of it and nothing else, with what the page states."""

import tomllib
from pathlib import Path

import msgspec
import pytest

from kipu.documents import read_document


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page and the document it makes; what is not given here the document does not have."""

    id: str
    head: str
    body: str
    text: str
    kinds: tuple[str, ...]
    title: str
    author: str | None = None
    outlet: str | None = None
    published: str | None = None
    field: str | None = None


class Cases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: tuple[Case, ...]


PATH = Path(__file__).parent / "pages.toml"
CASES = msgspec.convert(tomllib.loads(PATH.read_text("utf-8")), Cases).case


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_page(case: Case) -> None:
    """Text, kinds of blocks and metadata of a page are as a reader sees them."""
    page = f"<html><head><meta charset=utf-8>{case.head}</head><body>{case.body}</body></html>"
    doc = read_document(page.encode(), uri="page.html")
    interval = doc.published.interval
    assert doc.text == case.text.lstrip("\n")
    assert tuple(block.kind for block in doc.blocks) == case.kinds
    assert (doc.title, doc.byline, doc.outlet) == (case.title, case.author, case.outlet)
    stated = (interval.edtf if interval else None, doc.published.metadata)
    assert stated == (case.published, case.field)


def test_language_of_a_short_page_is_the_stated_one() -> None:
    """Where a text is too short to tell, the page's own word for its language counts."""
    page = b'<html lang="es-PE"><body><article><h1>No</h1><p>Ayer, no.</p></article></body></html>'
    assert read_document(page, uri="page.html").language == "es"
