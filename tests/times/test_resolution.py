"""Times in their texts: tense, the story's own dates, the document's date."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kipu.documents import from_text
from kipu.lang.times import load_time_rules
from kipu.model import edtf
from kipu.model.documents import CreationTime, Document
from kipu.model.times import Timex
from kipu.reading.times import read_times, resolve_times
from kipu.syntax import load_parser

HEADLINES = {"en": "A headline that names no time", "es": "Un titular que no dice cuándo"}
CASES = [
    pytest.param(code, case, id=f"{code}: {case['promise']}")
    for code, name in (("en", "stories.toml"), ("es", "stories_es.toml"))
    for case in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["case"]
]


def read(text: str, created: CreationTime, code: str = "en") -> tuple[Document, tuple[Timex, ...]]:
    """Read a text with the model of its language."""
    doc = from_text(text, uri="case.txt", language=code)
    rules = load_time_rules(code)
    syntax = load_parser(code).parse(doc)
    return doc, resolve_times(read_times(doc, syntax, rules), created)


@pytest.mark.parametrize(("code", "case"), CASES)
def test_times_are_resolved_as_promised(code: str, case: dict[str, Any]) -> None:
    """The case's promise holds: each expression has its interval."""
    day = case.get("created")
    created = CreationTime(edtf.parse(day), "metadata") if day else CreationTime()
    doc, timexes = read(f"{HEADLINES[code]}\n\n{case['text']}", created, code)
    found = [
        [doc.quote(t.span), t.interval.edtf if t.interval else ""]
        for t in timexes
        if t.type in ("DATE", "TIME")
    ]
    assert found == case["times"]


def test_events_date_what_counts_from_them() -> None:
    """With the time of an event, what counts from it is told, and so is the date beside it."""
    text = "A headline\n\nHe was held on June 22, four days after the fire, and freed in July."
    doc = from_text(text, uri="case.txt", language="en")
    rules = load_time_rules("en")
    expressions = read_times(doc, load_parser("en").parse(doc), rules)
    created = CreationTime(edtf.parse("2012-09-15"), "metadata")
    start = text.index("fire")
    fire = [(doc.span(start, start + 4), edtf.parse("2011-06-18"))]
    timexes = resolve_times(expressions, created, fire)
    found = [t.interval.edtf for t in timexes if t.interval]
    assert found[:2] == ["2011-06-22", "2011-06-22"]


def test_resolving_again_changes_nothing() -> None:
    """Resolving is a function: the same expressions and date give the same times."""
    text = "A headline\n\nHe left on Friday. Two days later he was back, as in May 1990."
    created = CreationTime(edtf.parse("2012-09-15"), "metadata")
    assert read(text, created) == read(text, created)
