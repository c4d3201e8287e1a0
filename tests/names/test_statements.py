"""What sentences state of persons and bodies."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.names.reading import entities_of, statements_of

CASES = tomllib.loads(Path(__file__).with_name("statements.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_statements_are_read(case: dict[str, Any]) -> None:
    """Each statement has its subject, property, value and object; none is made up."""
    chains, statements = statements_of(case["text"])
    told = {
        (chains[s.subject].name, s.property, s.value, chains[s.object].name if s.object else None)
        for s in statements
    }
    wanted = {(*said, None) if len(said) == 3 else tuple(said) for said in case["says"]}
    assert wanted <= told
    never = {tuple(pair) for pair in case.get("never", ())}
    assert not never & {(kind, value) for _, kind, value, _ in told}


def test_a_former_office_is_told_to_be_past() -> None:
    """An office with "former" before it has a time, though no date."""
    _, statements = statements_of("Former president Otto Brandt was arrested in Oslo.")
    assert [s.time.mod for s in statements if s.property == "office"] == ["BEFORE"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_evidence_is_in_the_text(case: dict[str, Any]) -> None:
    """The span of a statement is a stretch of its document, its rule has a name."""
    doc, _ = entities_of(case["text"])
    _, statements = statements_of(case["text"])
    assert all(doc.quote(s.span) and s.rule.startswith("names/statements/") for s in statements)
