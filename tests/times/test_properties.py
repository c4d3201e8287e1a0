"""What holds for times in any text, and that no text makes reading slow."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kipu.lang.resources import timed_languages
from kipu.lang.times import load_rule_entries, load_time_rules, split_words
from kipu.model import edtf
from kipu.model.documents import Block, CreationTime, Document
from kipu.model.spans import Span
from kipu.reading.dating import date_document
from kipu.reading.times import read_times, resolve_times
from tests.pace import assert_quick

RULES = {code: load_time_rules(code) for code in timed_languages()}
FIGURES = ["1", "5", "30", "31", "1990", "2004", "92", "9", "10:30", "8.30", "2,000", "2001-02-29"]
SIGNS = [",", ".", "-", "–", "'s", "(", ")", ":", ";", "’", '"', "\n", "$", "%", "/"]
HEAPS = {}
"""Words and phrases of time by language, without order."""
for code, rules in RULES.items():
    lexemes = {x: " ".join(x.words) for xs in rules.lexicon.values() for x in xs}
    capitals = [words.title() for x, words in lexemes.items() if x.name] or ["A"]
    words = sorted(set(lexemes.values())) + sorted(set(capitals)) * 3 + sorted(rules.by_word) * 3
    heap = st.lists(st.sampled_from(words + FIGURES * 10 + SIGNS * 3), min_size=1, max_size=25)
    quotes = [quote for rule in load_rule_entries(code) for quote, _, _ in rule.says]
    between = ["on", "in", "since", "desde", "el", ".", "he left", "the vote", "and", "y", ","]
    phrases = st.lists(st.sampled_from(quotes * 3 + between), min_size=2, max_size=20)
    HEAPS[code] = (heap | phrases).map(" ".join)
TEXTS = st.sampled_from(sorted(HEAPS)).flatmap(lambda c: st.tuples(st.just(c), HEAPS[c]))
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
STRANGE = st.text(max_size=120) | st.lists(ODD, max_size=30).map("".join)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def document(text: str) -> Document:
    """Make a document of one paragraph."""
    block = Block("paragraph", Span("d", 0, len(text)))
    return Document("d", "0", "d.txt", "text/plain", text, (block,))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, DAYS)
def test_any_heap_of_time_words_is_read(heap: tuple[str, str], day: date) -> None:
    """Expressions are in order, apart from each other, and each resolves to one timex."""
    code, text = heap
    doc = document(text)
    expressions = read_times(doc, None, RULES[code])
    for before, after in pairwise(expressions):
        assert before.span.end <= after.span.start
    created = CreationTime(edtf.of_day(day), "metadata")
    timexes = resolve_times(expressions, created)
    assert [t.id for t in timexes] == [e.id for e in expressions]
    assert [t.span for t in timexes] == [e.span for e in expressions]
    assert len({t.id for t in timexes}) == len(timexes)
    date_document(doc, expressions, RULES[code])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_an_interval_is_what_its_string_says(heap: tuple[str, str], day: date) -> None:
    """The EDTF of every interval gives its days again."""
    code, text = heap
    created = CreationTime(edtf.of_day(day), "metadata")
    for timex in resolve_times(read_times(document(text), None, RULES[code]), created):
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
@given(TEXTS | st.tuples(st.sampled_from(sorted(RULES)), STRANGE))
def test_any_text_is_read_the_same_twice(heap: tuple[str, str]) -> None:
    """Whatever its signs, spans are in order, apart and inside of the text."""
    code, text = heap
    doc = document(text) if text else document(" ")
    expressions = read_times(doc, None, RULES[code])
    assert expressions == read_times(doc, None, RULES[code])
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
HOSTILE_ES = (
    "9", "1 ", "1.200", "1.200.", "12,5 ", "1990 ", "1990-", "de ", "el ", "del ", "a las ",
    "las ", "las 9 ", "el 5 de ", "el 5 y ", "mayo ", "de mayo ", "el lunes ", "lunes ", "mañana ",
    "mil novecientos ", "mil novecientos noventa y ", "treinta y ", "dos mil ", "principios de ",
    "el año ", "los años ", "la década de los ", "del 5 al ", "de 1990 a ", "entre el 5 y ",
    "hace ", "hace más de ", "dos días después de la masacre ", "antes de ",
    "al día siguiente de ", "el pasado ", "el próximo ", "cada ", "un año y ", "año y medio ",
    "la madrugada del ", "primero de ", "1º ",
)  # fmt: skip
LIMIT = 3
"""Seconds, for a hundred thousand characters."""


PIECES = pytest.mark.parametrize(
    ("code", "piece"),
    [("en", piece) for piece in HOSTILE] + [("es", piece) for piece in HOSTILE_ES],
)


@PIECES
def test_no_text_makes_reading_slow(code: str, piece: str) -> None:
    """A repeated piece is read at once, however long it is."""
    _assert_read_quickly(piece, 20_000, code, LIMIT / 5)


@pytest.mark.exhaustive
@PIECES
def test_no_long_text_makes_reading_slow(code: str, piece: str) -> None:
    """A hundred thousand characters of a repeated piece are read in three seconds."""
    _assert_read_quickly(piece, 100_000, code, LIMIT)


def _assert_read_quickly(piece: str, characters: int, code: str, seconds: float) -> None:
    doc = document(piece * (characters // len(piece)))
    assert_quick(lambda: read_times(doc, None, RULES[code]), seconds)
