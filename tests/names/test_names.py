"""Names and their types in sentences."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.names.reading import entities_of

FILES = {"en": "names.toml", "es": "names_es.toml"}
CASES = [
    pytest.param(case, language, id=f"{language}-{case['text'][:40]}")
    for language, name in FILES.items()
    for case in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["case"]
]
TYPES = ("person", "organization", "place")


@pytest.mark.parametrize(("case", "language"), CASES)
def test_names_are_found_with_their_types(
    case: dict[str, Any], language: str, request: pytest.FixtureRequest
) -> None:
    """Each name is a mention of its type, and what is no name is none."""
    if "fails" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["fails"]))
    doc, entities = entities_of(case["text"], language)
    found = {(doc.quote(m.span), m.type) for m in entities.mentions if m.kind == "name"}
    wanted = {(name, kind) for kind in TYPES for name in case.get(kind, ())}
    assert wanted <= found
    assert not {name for name, _ in found} & set(case.get("never", ()))
