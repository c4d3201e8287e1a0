"""A person corrects a document's date: all is resolved again, and nothing is read again."""

from datetime import date
from functools import cache

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kipu.documents import from_text
from kipu.model.documents import CreationTime, Document
from kipu.model.readings import Reading
from kipu.model.syntax import Syntax
from kipu.pipeline.loading import find_sources, load
from kipu.pipeline.reading import Resources, load_resources, read_with, redate
from kipu.pipeline.times import on_day
from tests.conftest import EXAMPLES

NEWS = from_text(
    "Mayor held in Corran\n\nPolice arrested the mayor of Corran on Friday, two days after the"
    " killing of a miner. He will be tried next month. In May he had resigned.\n\nIn March 2011"
    " soldiers killed four miners, and a year later a court sentenced a general. Last year he was"
    " freed. Three weeks before the arrest the miners had gone on strike.",
    uri="news.txt",
    language="en",
)
FOLDERS = [EXAMPLES / "marena", EXAMPLES / "peru"]
DOCUMENTS = [NEWS, *(load(source.path) for source in find_sources(FOLDERS).found)]
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@cache
def parse_once(doc: Document) -> Syntax:
    return load_resources("en").parser.parse(doc)


class ParsedOnce:
    """A parser that parses each text once, whatever date is stated for it."""

    def parse(self, doc: Document) -> Syntax:
        return parse_once(msgspec.structs.replace(doc, published=CreationTime()))


@cache
def resources() -> Resources:
    return msgspec.structs.replace(load_resources("en"), parser=ParsedOnce())


def read_as_of(doc: Document, created: CreationTime) -> Reading:
    return read_with(msgspec.structs.replace(doc, published=created), resources())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(DOCUMENTS), DAYS, DAYS)
def test_redating_is_reading_with_the_date_stated(doc: Document, first: date, last: date) -> None:
    """Times, events and statements are those of a reading with the date stated."""
    again = redate(read_as_of(doc, on_day(first)), on_day(last))
    stated = read_as_of(doc, on_day(last))
    assert again.timexes == stated.timexes
    assert again.events == stated.events
    assert again.statements == stated.statements
    assert again == msgspec.structs.replace(stated, doc=again.doc)


@pytest.mark.parametrize("doc", DOCUMENTS, ids=lambda doc: doc.uri.rsplit("/", 1)[-1])
def test_a_date_that_was_not_known_can_be_stated(doc: Document) -> None:
    """The times of a text whose own date is overruled are those of the date stated."""
    created = on_day(date(2012, 12, 30))
    again = redate(read_as_of(doc, CreationTime()), created)
    stated = read_as_of(doc, created)
    assert again.timexes == stated.timexes
    assert [e.time for e in again.events] == [e.time for e in stated.events]


def test_redating_there_and_back_changes_nothing() -> None:
    """What a wrong date made planned is told as before when the date is put right."""
    right, wrong = on_day(date(2012, 9, 15)), on_day(date(1950, 1, 1))
    reading = read_as_of(NEWS, right)
    spoilt = redate(reading, wrong)
    assert [e.factuality for e in spoilt.events] != [e.factuality for e in reading.events]
    assert redate(spoilt, right) == reading
