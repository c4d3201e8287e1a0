"""The rules' own cases: what each must read, with its value, and what it must leave alone."""

from datetime import date

import pytest

from kipu.lang.times import RuleFile, load_rule_files, load_time_rules
from kipu.model import edtf
from kipu.model.documents import Block, CreationTime, Document
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.model.times import Timex
from kipu.reading.times import read_times, resolve_times

NO_SYNTAX = Syntax("d", (), (), (), (), (), (), (), (), (), (), "none")
FILES = load_rule_files("en")
SAYS = [
    pytest.param(file, rule.id, *case, id=f"{rule.id}: {case[0]}")
    for file in FILES
    for rule in file.rule
    for case in rule.says
]
NEVER = [
    pytest.param(file, rule.id, text, id=f"{rule.id}: {text}")
    for file in FILES
    for rule in file.rule
    for text in rule.never
]


def read(text: str, anchor: str) -> tuple[Document, tuple[Timex, ...]]:
    """Read a text by its words alone, as of a day."""
    doc = Document(
        "d", "0", "d.txt", "text/plain", text, (Block("paragraph", Span("d", 0, len(text))),)
    )
    rules = load_time_rules("en")
    created = CreationTime(edtf.of_day(date.fromisoformat(anchor)), "metadata")
    return doc, resolve_times(read_times(doc, NO_SYNTAX, rules), created)


@pytest.mark.parametrize(("file", "rule", "quote", "value", "text"), SAYS)
def test_a_rule_reads_its_cases(
    file: RuleFile, rule: str, quote: str, value: str, text: str
) -> None:
    """The expression is found in the sentence, as quoted, by this rule, with this value."""
    doc, timexes = read(text, file.anchor)
    found = [(doc.quote(t.span), t.value, t.rule.split("/")[-1]) for t in timexes]
    assert (quote, value, rule) in found


@pytest.mark.parametrize(("file", "rule", "text"), NEVER)
def test_a_rule_leaves_its_negatives_alone(file: RuleFile, rule: str, text: str) -> None:
    """The rule finds nothing in the sentence."""
    doc, timexes = read(text, file.anchor)
    assert [doc.quote(t.span) for t in timexes if t.rule.endswith("/" + rule)] == []


def test_every_rule_that_finds_times_has_cases() -> None:
    """A rule whose result is a time has something that it reads and something that it leaves."""
    kinds = ("date", "time", "duration", "set")
    bare = [r.id for f in FILES for r in f.rule if r.of in kinds and not (r.says and r.never)]
    assert bare == []
