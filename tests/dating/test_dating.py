"""The date of a document, stated or inferred, with its reasons, or unknown."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kipu.documents import from_text, read_document
from kipu.lang.times import load_time_rules
from kipu.model import edtf
from kipu.model.documents import CreationTime
from kipu.reading.dating import date_document
from kipu.reading.times import read_times
from kipu.syntax import load_parser

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]


def date_text(text: str, uri: str = "case.txt", language: str = "en") -> CreationTime:
    """Date a plain text."""
    doc = read_document(text.lstrip("\n").encode(), uri=uri)
    rules, syntax = load_time_rules(language), load_parser(language).parse(doc)
    return date_document(doc, read_times(doc, syntax, rules), rules)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["promise"])
def test_documents_are_dated_as_promised(case: dict[str, Any]) -> None:
    """The case's promise holds: the interval, how it is known, and what it rests on."""
    created = date_text(case["text"], case.get("uri", "case.txt"), case.get("language", "en"))
    found = created.interval.edtf if created.interval else ""
    assert (found, created.basis) == (case["date"], case["basis"])
    assert set(case["rules"]) <= {evidence.rule for evidence in created.evidence}


def test_metadata_goes_before_the_text() -> None:
    """A date that the file states is the document's, whatever stands above the text."""
    text = "A headline\n\nPORT ELLIS, June 19, 2011 (Agency) — A ferry sank."
    published = edtf.parse("2012-01-05")
    assert published.earliest is not None
    doc = from_text(text, uri="case.txt", language="en", published=published.earliest)
    rules, syntax = load_time_rules("en"), load_parser("en").parse(doc)
    created = date_document(doc, read_times(doc, syntax, rules), rules)
    assert created.interval is not None
    assert created.interval.edtf == "2012-01-05"


def test_evidence_quotes_the_text() -> None:
    """Every reason is given with the very characters of the text."""
    text = str(CASES[4]["text"]).lstrip("\n")
    for evidence in date_text(text).evidence:
        assert evidence.quote in text
