"""What holds for the document of any text and any page."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kipu.documents import from_text, read_document
from kipu.model.documents import NARRATIVE, Document
from kipu.model.errors import DocumentError

WORDS = st.sampled_from(
    [
        "The judge", "was shot", "in LIMA", "—", "(AP)", "By Ann Bell", "Share", "1991", "May",
        "Photo: A. Bell", "ADVERTISEMENT", "said.", "\n", "\n\n", "  ", "\t", "\r\n", ",", "- ",
        "«No»", "ñandú", "\u202eabc", "\U0001f600", "\0", "The Harbour Times", "Monday,", "...",
        "a" * 70,
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=40).map(" ".join)
TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<h1>", "</h1>", "<div class='share'>", "</div>", "<article>", "</article>",
        "<br>", "<li>", "<aside>", "</aside>", "<b>", "</b>", "<figcaption>", "<time datetime=",
        "<script>", "</script>", "<!--", "-->", "<a href=x>", "</a>", "&amp;", "&#0;", "<td>", "<",
        "<img src=a>", "<title>", "</title>", "<nav>", "</nav>", "<p>The judge was shot. ",
    ]
)  # fmt: skip
PAGES = st.lists(st.one_of(TAGS, WORDS, st.text(max_size=8)), max_size=60).map("".join)


def read(data: bytes, uri: str) -> Document | None:
    try:
        return read_document(data, uri=uri)
    except DocumentError:
        return None


def check(doc: Document) -> None:
    """Blocks are ordered, apart, inside of the text, and begin and end with a character."""
    for before, after in pairwise(doc.blocks):
        assert before.span.end <= after.span.start
    for block in doc.blocks:
        quote = doc.quote(block.span)
        assert quote.strip() == quote
        assert quote
    told = [block for block in doc.blocks if block.kind in NARRATIVE]
    assert all(doc.quote(block.span) in doc.text for block in told)
    covered = "".join(doc.quote(block.span) for block in doc.blocks)
    assert "".join(covered.split()) == "".join(doc.text.split())


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    """Every character of a text but white space is in exactly one block."""
    data = text.encode("utf-8", "surrogatepass")
    doc = read(data, "a.txt")
    if doc:
        check(doc)
        assert doc == read(data, "a.txt")


@given(PAGES)
@settings(max_examples=300, deadline=None)
def test_any_page(page: str) -> None:
    """The text of a page begins with its headline, and the same bytes give the same document."""
    data = ("<html>" + page).encode("utf-8", "surrogatepass")
    doc = read(data, "a.html")
    if doc:
        check(doc)
        headlines = [block for block in doc.blocks if block.kind == "headline"]
        assert not headlines or headlines[0].span.start == 0 or doc.blocks[0].kind != "paragraph"
        assert doc == read(data, "a.html")


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes(data: bytes) -> None:
    """Any bytes are read or refused."""
    for uri in ("a.txt", "a.html"):
        doc = read(data, uri)
        if doc:
            check(doc)


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_same_bytes_same_id(text: str) -> None:
    """The id is made from the bytes, not from where they came from."""
    data = text.encode("utf-8", "surrogatepass")
    one, other = read(data, "a.txt"), read(data, "b/c.txt")
    assert (one and one.id) == (other and other.id)


@given(TEXTS, st.sampled_from([None, "A title"]))
@settings(max_examples=50, deadline=None)
def test_text_of_a_line(text: str, title: str | None) -> None:
    """A text given as characters is kept, so that its positions stay true."""
    try:
        doc = from_text(text, uri="line 1", title=title)
    except DocumentError:
        return
    if "\r" not in text and "\0" not in text and text.isprintable():
        assert doc.text == text
