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
from kipu.reading.dating import date_document
from kipu.reading.times import read_times, resolve_times

RULES = load_time_rules("en")
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
ODD = st.sampled_from(
    [
        *"()[]-–—./:,'’\"“”$%\n\t\u200b\u200f\u202e\u0301\u2028\ufeff\x00",
        "May",
        "1990",
        "in ",
        "5",
        "٣",
        "１９",
    ]
)
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
    expressions = read_times(doc, None, RULES)
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
    for timex in resolve_times(read_times(document(text), None, RULES), created):
        if timex.interval:
            again = edtf.parse(timex.interval.edtf)
            assert again.earliest == timex.interval.earliest
            assert again.latest == timex.interval.latest


@given(st.text(max_size=200))
def test_words_cover_all_that_is_no_blank(text: str) -> None:
    """Splitting loses no letter and no digit."""
    kept = "".join(split_words(text))
    assert [c for c in text if c.isalnum() and c != "_"] == [c for c in kept if c.isalnum()]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(TEXTS, st.text(max_size=120), st.lists(ODD, max_size=30).map("".join)))
def test_any_text_is_read_the_same_twice(text: str) -> None:
    """Whatever its signs, spans are in order, apart and inside of the text."""
    doc = document(text) if text else document(" ")
    expressions = read_times(doc, None, RULES)
    assert expressions == read_times(doc, None, RULES)
    ends = [0, *(e.span.end for e in expressions)]
    assert all(
        end <= e.span.start < e.span.end <= len(text)
        for end, e in zip(ends, expressions, strict=False)
    )
    for expression in expressions:
        assert doc.quote(expression.span).strip() == doc.quote(expression.span)
        assert all(expression.span.holds(part.span) for part in expression.parts if part.name)


HOSTILE = (
    "9", "1 ", "1/", "1:2", "1.2", "1,000,", "1990-", "1990-1990 ", "a", "a-", "in ", "May ",
    "May-", "(", ")(", "((May) ", "“May 1990 ", '"May" ', "'90 ", "'", ".", ". ", "\n",
    "the 22nd ", "5th of ", "the first of the ", "the first week of ", "twenty-", "one hundred ",
    "and ", "more than about ", "1990, 1991 and ", "from May 1990 to ", "between 1990 and ",
    "Monday, May 5, ", "5 May 1990. ", "two years ago ", "the day after ",
    "two days after the fire ", "10:30 p.m. ", "1 year ", "every ", "May of ", "until May ",
    "Maй 五月 1990 مايو ", "\u200bMay\u200b1990\u200b", "في مايو 1990 \u200f", "e\u0301",
    "\U0001f600", "\u2028May", "٣ May ", "１９９０ ", "$1990 ", "half past ",
)  # fmt: skip
LIMIT = 2
"""Seconds; a machine of its own takes less than one, one that is shared up to twice as long."""


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_makes_reading_slow(piece: str) -> None:
    """A hundred thousand characters of one repeated piece are read at once."""
    doc = document(piece * (100_000 // len(piece)))
    assert any(_seconds_of_reading(doc) < LIMIT for _ in range(3))


def _seconds_of_reading(doc: Document) -> float:
    start = process_time()
    read_times(doc, None, RULES)
    return process_time() - start
