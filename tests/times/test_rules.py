"""The rules' own cases: what each must read, with its value, and what it must leave alone."""

from datetime import date

import pytest

from kipu.lang.resources import timed_languages
from kipu.lang.times import RuleEntry, load_rule_files, load_time_rules
from kipu.model import edtf
from kipu.model.documents import Block, CreationTime, Document
from kipu.model.spans import Span
from kipu.model.times import Timex
from kipu.reading.times import read_times, resolve_times
from kipu.syntax import load_parser

FILES = [(code, file) for code in timed_languages() for file in load_rule_files(code)]
SAYS = [
    pytest.param(code, file.anchor, rule, *case, id=f"{code} {rule.id}: {case[0]}")
    for code, file in FILES
    for rule in file.rule
    for case in rule.says
]
NEVER = [
    pytest.param(code, file.anchor, rule, text, id=f"{code} {rule.id}: {text}")
    for code, file in FILES
    for rule in file.rule
    for text in rule.never
]


def read(
    text: str, anchor: str, language: str, rule: RuleEntry
) -> tuple[Document, tuple[Timex, ...]]:
    """Read a text as of a day, by its words alone unless the rule wants its tree."""
    block = Block("dateline" if rule.dateline else "paragraph", Span("d", 0, len(text)))
    doc = Document("d", "0", "d.txt", "text/plain", text, (block,))
    rules = load_time_rules(language)
    syntax = load_parser(language).parse(doc) if rule.beside_name else None
    created = CreationTime(edtf.of_day(date.fromisoformat(anchor)), "metadata")
    return doc, resolve_times(read_times(doc, syntax, rules), created)


@pytest.mark.parametrize(("code", "anchor", "rule", "quote", "value", "text"), SAYS)
def test_a_rule_reads_its_cases(
    code: str, anchor: str, rule: RuleEntry, quote: str, value: str, text: str
) -> None:
    """The expression is found in the sentence, as quoted, by this rule, with this value."""
    doc, timexes = read(text, anchor, code, rule)
    found = [(doc.quote(t.span), t.value, t.rule) for t in timexes]
    assert (quote, value, f"{code}/times/{rule.id}") in found


@pytest.mark.parametrize(("code", "anchor", "rule", "text"), NEVER)
def test_a_rule_leaves_its_negatives_alone(
    code: str, anchor: str, rule: RuleEntry, text: str
) -> None:
    """The rule finds nothing in the sentence."""
    doc, timexes = read(text, anchor, code, rule)
    assert [doc.quote(t.span) for t in timexes if t.rule.endswith("/" + rule.id)] == []


def test_every_rule_that_finds_times_has_cases() -> None:
    """A rule whose result is a time has something that it reads and something that it leaves."""
    kinds = ("date", "time", "duration", "set")
    rules = [(code, r) for code, f in FILES for r in f.rule if r.of in kinds]
    assert [(code, r.id) for code, r in rules if not (r.says and r.never)] == []


def test_no_rule_of_a_language_has_the_name_of_another() -> None:
    """Names tell rules apart, so that a value can be explained by the one that made it."""
    names = [(code, r.id) for code, f in FILES for r in f.rule]
    assert len(names) == len(set(names))
