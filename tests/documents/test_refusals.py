"""What cannot be read is refused, and says what to do; hostile pages end in time."""

from functools import partial

import pytest

from kipu.documents import media_type_of, read_document
from kipu.documents.refusals import LARGEST, LONGEST, MOST_PASSAGES
from kipu.model.documents import Document
from kipu.model.errors import DocumentError
from tests.pace import assert_quick

SENTENCE = "<p>The owner of a ferry that sank on Saturday was arrested, the police said.</p>"
PAGE = (
    "<html><head><title>Owner held</title></head><body><article><h1>Owner held</h1>{}{}</article>"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n ", "is empty"),
        (b"\xef\xbb\xbf", "has no text"),
        (b"--- ... ---\n", "has no text"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a damaged PDF"),
        (b"PK\x03\x04\x14\0", "is a damaged zip file"),
        (b"\x89PNG\r\n\x1a\n\0\0", "install Tesseract"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "install Tesseract"),
        (b"\x1f\x8b\x08\0", "is a damaged gzip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old office document"),
        (b"SQLite format 3\0", "database"),
        (bytes(range(256)) * 40, "is binary"),
        (b"<html><body><script>var a;</script></body></html>", "has no text"),
        (b"a " * (LARGEST // 2 + 1), "split it"),
        (b"word " * (LONGEST // 5 + 1), "split it"),
        (b"word\n" * (MOST_PASSAGES + 1), "split it"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    """The message names the document and says why."""
    with pytest.raises(DocumentError) as refused:
        read_document(data, uri="somewhere/a.txt")
    message = str(refused.value)
    assert message.startswith("somewhere/a.txt")
    assert says in message


def test_a_locked_document_is_said_to_be_locked() -> None:
    """A Word file under a password looks like an old one, but its name tells."""
    with pytest.raises(DocumentError, match="locked by a password"):
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1", uri="a.docx")


def test_what_is_not_what_it_is_called() -> None:
    """A packed format begins with a mark: bytes without it are no damaged text, nor a table."""
    noise = bytes(range(256)) * 40
    with pytest.raises(DocumentError, match=r"is no \.docx file"):
        read_document(noise, uri="a.docx")
    with pytest.raises(DocumentError, match="is binary"):
        read_document(noise, uri="a.csv")


def test_refused_type() -> None:
    """A type that kipu cannot read is refused by its name."""
    with pytest.raises(DocumentError, match="of type audio/mpeg, not supported"):
        read_document(b"abc", uri="a", media_type="audio/mpeg")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.txt", "text/plain"),
        ("b/A.HTM", "text/html"),
        ("c.pdf", "application/pdf"),
        ("d", None),
        ("photo.jpg", None),
    ],
)
def test_media_type_of(name: str, media_type: str | None) -> None:
    """Only what can be read has a type."""
    assert media_type_of(name) == media_type


HOSTILE = {
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">End.</p>",
    "attributes with signs": "<p x='<' "
    + " ".join(f"a{i}='>'" for i in range(50_000))
    + ">End.</p>",
    "long style": "<p style='" + "a:b;" * 100_000 + "'>End.</p>",
    "nested": "<div>" * 100_000 + "End.",
    "nested articles": "<article>" * 1_800 + "End.",
    "nested letters": "<b>" * 50_000 + "End.",
    "paragraphs": "<p>Nothing more was said.</p>" * 40_000,
    "breaks": "word word<br>" * 40_000,
    "entities": "&amp;" * 500_000,
    "laughs": "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>&b;",
    "columns": "<table><tr><td colspan=9007199254740991>End.</td></tr></table>",
    "signs": "<" * 200_000,
    "quotes": '<p a="' * 100_000,
    "letters": "<p>" + "A" * 1_000_000,
    "json": '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    "characters": "&#xD800;&#0;&#x110000;&nosuch;&#x202E;" * 1_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page(name: str) -> None:
    """A page made to break readers is read or refused within ten seconds of one core."""
    page = PAGE.format(SENTENCE, HOSTILE[name])
    docs: list[Document] = []
    read = partial(read_document, page.encode(), uri="page.html")
    assert_quick(lambda: docs.append(read()), 10)
    assert "arrested, the police said" in docs[0].text


def test_page_nested_too_deeply_says_so() -> None:
    """A page without a tree keeps its text, and the user is told that menus may be in it."""
    doc = read_document(PAGE.format(SENTENCE, HOSTILE["nested"]).encode(), uri="page.html")
    assert [problem.code for problem in doc.problems] == ["page-without-structure"]
