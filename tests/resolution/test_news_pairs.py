"""Names in the news: how many pairs are told right over all of them."""

import tomllib
from pathlib import Path
from typing import Any

from kipu.lang.resolution import load_resolution
from kipu.resolution.names import compare_names, read_name

PRECISION, RECALL = 0.95, 0.85
_CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("news-pairs.toml").read_text("utf-8")
)["case"]


def _taken_for_one(case: dict[str, Any], pair: list[str]) -> bool:
    rules = load_resolution(case["language"])
    one, other = (read_name(text, case["type"], rules) for text in pair)
    assert one is not None
    assert other is not None
    return compare_names(one, other, rules.weights.entities) > 0


def test_names_in_the_news_are_told_apart() -> None:
    """Of the pairs taken for one nearly all are, and most of those that are one are taken so."""
    right = [pair for case in _CASES for pair in case["one"] if _taken_for_one(case, pair)]
    wrong = [pair for case in _CASES for pair in case["two"] if _taken_for_one(case, pair)]
    wanted = [pair for case in _CASES for pair in case["one"]]
    missed = [pair for pair in wanted if pair not in right]
    assert len(right) / (len(right) + len(wrong)) >= PRECISION, f"wrongly one: {wrong}"
    assert len(right) / len(wanted) >= RECALL, f"missed: {missed}"


def test_there_are_enough_pairs() -> None:
    """The figures rest on 150 pairs and more, in both languages, of people and of bodies."""
    assert sum(len(case["one"]) + len(case["two"]) for case in _CASES) >= 150
    kinds = {(case["language"], case["type"]) for case in _CASES}
    assert len(kinds) == 4
