"""Counts agree if some number fits both."""

import tomllib
from pathlib import Path

import pytest

from kipu.model.spans import Span
from kipu.resolution.quantities import agree, is_sum
from tests.resolution.builders import quantity

_CASES = tomllib.loads(Path(__file__).with_name("quantities.toml").read_text("utf-8"))
_SPAN = Span("d", 0, 1)


@pytest.mark.parametrize(("one", "other"), _CASES["agree"])
def test_bounds_that_meet_agree(one: str, other: str) -> None:
    """Counts that can both hold are no contradiction."""
    assert agree(quantity(one, _SPAN), quantity(other, _SPAN))
    assert agree(quantity(other, _SPAN), quantity(one, _SPAN))


@pytest.mark.parametrize(("one", "other"), _CASES["differ"])
def test_bounds_that_do_not_meet_differ(one: str, other: str) -> None:
    """Counts that cannot both hold are one."""
    assert not agree(quantity(one, _SPAN), quantity(other, _SPAN))


def test_a_sum_and_its_parts() -> None:
    """A total is the sum of two parts or of three, not of one that is told twice."""
    first, *others = [quantity(words, _SPAN) for words in ("33", "15", "2", "33")]
    assert is_sum(quantity("48", _SPAN), first, others)
    assert is_sum(quantity("50", _SPAN), first, others)
    assert not is_sum(quantity("47", _SPAN), first, others)
    assert not is_sum(quantity("66", _SPAN), first, others)
    assert not is_sum(quantity("48 vote", _SPAN), first, others)
