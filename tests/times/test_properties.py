"""What holds for times in any text, and that no text makes reading slow."""

from datetime import date
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kipu.lang.times import load_rule_entries, load_time_rules, split_words
from kipu.model import edtf
from kipu.model.documents import Block, CreationTime, Document
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.reading.dating import date_document
from kipu.reading.times import read_times, resolve_times
from kipu.reading.times.read import read_stretch

RULES = load_time_rules("en")
NO_SYNTAX = Syntax("d", (), (), (), (), (), (), (), (), (), (), "none")
LEXEMES = sorted({" ".join(x.words) for xs in RULES.lexicon.values() for x in xs})
CAPITALS = sorted(
    {" ".join(x.words).title() for xs in RULES.lexicon.values() for x in xs if x.name}
)
LITERALS = sorted(RULES.by_word)
FIGURES = ["1", "5", "30", "31", "1990", "2004", "92", "9", "10:30", "8.30", "2,000", "2001-02-29"]
SIGNS = [",", ".", "-", "–", "'s", "(", ")", ":", ";", "’", '"', "\n", "$", "%", "/"]
WORDS = st.sampled_from(LEXEMES + CAPITALS * 3 + LITERALS * 3 + FIGURES * 10 + SIGNS * 3)
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)
QUOTES = [quote for rule in load_rule_entries("en") for quote, _, _ in rule.says]
PHRASES = st.sampled_from(
    [*QUOTES * 3, "on", "in", "since", ".", "he left", "the vote", "and", ","]
)
TEXTS |= st.lists(PHRASES, min_size=2, max_size=20).map(" ".join)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def document(text: str) -> Document:
    """Make a document of one paragraph."""
    block = Block("paragraph", Span("d", 0, len(text)))
    return Document("d", "0", "d.txt", "text/plain", text, (block,))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, DAYS)
def test_any_heap_of_time_words_is_read(text: str, day: date) -> None:
    """Expressions are in order, apart from each other, and each resolves to one timex."""
    doc = document(text)
    expressions = read_times(doc, NO_SYNTAX, RULES)
    for before, after in pairwise(expressions):
        assert before.span.end <= after.span.start
    created = CreationTime(edtf.of_day(day), "metadata")
    timexes = resolve_times(expressions, created)
    assert [t.id for t in timexes] == [e.id for e in expressions]
    assert [t.span for t in timexes] == [e.span for e in expressions]
    assert len({t.id for t in timexes}) == len(timexes)
    date_document(doc, expressions, RULES)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_an_interval_is_what_its_string_says(text: str, day: date) -> None:
    """The EDTF of every interval gives its days again."""
    created = CreationTime(edtf.of_day(day), "metadata")
    for timex in resolve_times(read_times(document(text), NO_SYNTAX, RULES), created):
        if timex.interval:
            again = edtf.parse(timex.interval.edtf)
            assert again.earliest == timex.interval.earliest
            assert again.latest == timex.interval.latest


@given(st.text(max_size=200))
def test_words_cover_all_that_is_no_blank(text: str) -> None:
    """Splitting loses no letter and no digit."""
    kept = "".join(split_words(text))
    assert [c for c in text if c.isalnum() and c != "_"] == [c for c in kept if c.isalnum()]


@pytest.mark.parametrize(
    "piece",
    ["9", "1/", "1:2", "1.2", "1990-", "May ", "in ", "the first week of ", "1990, 1991 and ",
     "Monday, May 5, ", "two years ago ", "twenty-", "'", "a-", "more than about "],
)  # fmt: skip
def test_no_text_makes_reading_slow(piece: str) -> None:
    """Ten thousand characters of one repeated piece take no more than seconds."""
    text = piece * (10_000 // len(piece))
    start = process_time()
    read_stretch(text, 0, len(text), RULES)
    assert process_time() - start < 5
