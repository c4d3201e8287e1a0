"""The model that ships against the same weights in 32-bit numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kipu.model.syntax import Syntax
from kipu.pipeline.loading import load
from kipu.syntax import load_parser
from tests.conftest import EXAMPLES

REFERENCE: dict[str, dict[str, Any]] = msgspec.json.decode(
    Path(__file__).with_name("precision_en.json").read_bytes()
)
"""What the full weights make of the examples; ``python -m training.precision`` writes it."""


def same(one: Sequence[object], other: Sequence[object]) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def read() -> dict[str, Syntax]:
    """The examples as the model that ships reads them."""
    return {name: load_parser("en").parse(load(EXAMPLES / name)) for name in REFERENCE}


@pytest.mark.parametrize(("column", "least"), [("upos", 0.995), ("head", 0.98), ("deprel", 0.985)])
def test_whole_numbers_say_the_same(read: dict[str, Syntax], column: str, least: float) -> None:
    """Rounding to seven bits changes few of the labels of any kind."""
    pairs = [
        (reference[column], getattr(read[name], column)) for name, reference in REFERENCE.items()
    ]
    total = sum(len(full) for full, _ in pairs)
    assert sum(same(full, tuple(rounded)) for full, rounded in pairs) >= least * total


def test_names_and_sentences_are_the_same(read: dict[str, Syntax]) -> None:
    """Nearly all names, and all but a sentence or two, have the same bounds."""
    wanted, found, both = 0, 0, 0
    for name, reference in REFERENCE.items():
        full = {tuple(each) for each in reference["names"]}
        rounded = {(each.start, each.end, each.type) for each in read[name].names}
        wanted, found, both = wanted + len(full), found + len(rounded), both + len(full & rounded)
        apart = set(reference["sentences"]) ^ set(read[name].sentences)
        assert len(apart) <= 2, name
    assert 2 * both >= 0.97 * (wanted + found)
