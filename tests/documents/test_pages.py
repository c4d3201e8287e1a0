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


TOLD = (
    "The owner of a ferry that sank on Saturday was arrested on Monday, the police said, {}. " * 2
)
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight"]


def problems(body: str) -> list[str]:
    page = f"<html><body>{body}</body></html>".encode()
    return [problem.code for problem in read_document(page, uri="page.html").problems]


def test_a_page_of_one_text_is_not_doubted() -> None:
    """Where all ways of finding the article find the same, nothing is said."""
    paragraphs = "".join(f"<p>{TOLD.format(number, number)}</p>" for number in NUMBERS)
    assert problems(f"<article><h1>Ferry owner held</h1>{paragraphs}</article>") == []


def test_a_page_whose_article_is_not_sure_says_so() -> None:
    """Texts of other articles beside a short one: a person is told to look at it."""
    entries = "".join(f"<li>{number}: the ferry sank off Corran</li>" for number in NUMBERS * 8)
    others = "".join(f"<div>{TOLD.format(number, number)}</div>" for number in NUMBERS * 3)
    page = f"<article><h1>Ferries that sank</h1><ul>{entries}</ul></article><div>{others}</div>"
    assert problems(page) == ["article-doubtful"]
