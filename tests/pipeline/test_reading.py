"""One document through all stages."""

import socket
from pathlib import Path

import msgspec
import pytest

import kipu
from kipu.documents import from_text
from kipu.model.readings import Reading
from kipu.pipeline.loading import find_sources
from tests.conftest import EXAMPLES

ARTICLES = [source.path for source in find_sources([EXAMPLES]).found]
NAMES = [f"{path.parent.name}/{path.name}" for path in ARTICLES]


@pytest.fixture(scope="module", params=ARTICLES, ids=NAMES)
def reading(request: pytest.FixtureRequest) -> Reading:
    """The reading of each example."""
    path: Path = request.param
    return kipu.read(kipu.load(path))


def test_every_example_has_a_date_and_events(reading: Reading) -> None:
    """Each example tells of events, and is dated or has its date inferred."""
    assert reading.events
    assert reading.created.interval is not None
    assert reading.doc.language in ("en", "es")


def test_everything_stands_in_the_text(reading: Reading) -> None:
    """Every span of a reading is a stretch of its document, every quote is what stands there."""
    for mention in reading.mentions:
        assert reading.doc.quote(mention.span).strip()
        assert mention.span.holds(mention.head)
    for event in reading.events:
        assert event.sentence.holds(event.trigger)
        assert reading.doc.quote(event.trigger).strip()
        for evidence in kipu.explain(event.time):
            assert reading.doc.quote(evidence.span) == evidence.quote


def test_references_lead_somewhere(reading: Reading) -> None:
    """What names a mention or a chain names one of the same reading."""
    mentions = {mention.id for mention in reading.mentions}
    chains = {chain.id for chain in reading.chains}
    assert {mention.chain for mention in reading.mentions} == chains
    assert {id for chain in reading.chains for id in chain.mentions} == mentions
    for event in reading.events:
        assert {argument.mention for argument in event.arguments} - {None} <= mentions
    for statement in reading.statements:
        assert statement.subject in chains
        assert statement.object is None or statement.object in chains


def test_reading_again_gives_the_same(reading: Reading) -> None:
    """The same text gives the same reading, ids and all; JSON gives it back."""
    assert kipu.read(reading.doc) == reading
    assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading


def test_what_made_a_reading_is_in_it(reading: Reading) -> None:
    """The versions name kipu and the model of the language."""
    versions = dict(reading.versions)
    assert versions["kipu"] == kipu.__version__
    assert versions[f"syntax/{reading.doc.language}"]


def test_a_language_without_a_model_is_a_problem() -> None:
    """A text that kipu cannot read is kept whole, with a problem that says so."""
    text = "Der Minister ist am Montag zurückgetreten.\n\nDas Parlament hat ihn entlassen."
    doc = from_text(text, uri="x", language="de")
    reading = kipu.read(doc)
    assert reading.doc == doc
    assert reading.events == ()
    assert [problem.code for problem in reading.problems][-1:] == ["language-not-read"]
    assert "'de'" in reading.problems[-1].message


TEXTS = {
    "one word": "Resigned",
    "one line": "The minister resigned on 3 March 2001.",
    "no spaces": "x" * 5000,
    "long sentence": "and the minister, who resigned, said that " * 400,
    "quotation marks": "“" * 300 + "he resigned" + "”" * 300,
    "signs": "½ ∑ 👩‍👩‍👧 \u200b\u202e resigned \ufeff on 3 March",
    "numbers": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 / 16 - 17 % 18 $ 19 in 2001",
    "dates that are none": "On 31 February 2001 and 99/99/9999 she resigned in the year 0.",
}


@pytest.mark.parametrize("name", TEXTS)
def test_odd_texts_are_read(name: str) -> None:
    """No text is too odd to be read; whatever is found stands in it."""
    reading = kipu.read(from_text(TEXTS[name], uri=name, language="en"))
    for event in reading.events:
        assert reading.doc.quote(event.trigger)


def test_reading_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every connection refused, a page is loaded and read all the same."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = kipu.load(EXAMPLES / "marena" / "broadsheet-belor.html")
    assert kipu.read(page).events
