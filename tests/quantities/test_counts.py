"""Numbers belong to the events that they count, and to those that had these effects."""

import tomllib
from pathlib import Path

import pytest

from tests.events.reading import read_sentence

_FILE = Path(__file__).with_name("counts.toml")
_LISTS = tomllib.loads(_FILE.read_text(encoding="utf-8"))
CASES = [(code, *case) for code, lists in _LISTS.items() for case in lists["says"]]
FAILS = [(code, *case) for code, lists in _LISTS.items() for case in lists.get("fails", ())]


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES])
def test_counts(case: tuple[str, ...]) -> None:
    """Each event of a sentence has the quantities that its case lists, and none it rules out."""
    code, text, *wanted = case
    events, _ = read_sentence(text, code)
    found = {f"{e.type} {q.role}={q.quantity.value:.10g}" for e in events for q in e.quantities}
    assert {each for each in wanted if not each.endswith("!")} <= found
    assert not {each.removesuffix("!") for each in wanted if each.endswith("!")} & found


@pytest.mark.xfail(strict=True, raises=AssertionError, reason="listed as not read yet")
@pytest.mark.parametrize("case", FAILS, ids=[f"{case[0]}: {case[1]}" for case in FAILS])
def test_counts_fails(case: tuple[str, ...]) -> None:
    """What is listed as not read yet is not; once it is, it belongs to the says."""
    test_counts(case)


@pytest.mark.parametrize(
    ("code", "text", "low"),
    [
        ("en", "The death toll has passed 100.", 101.0),
        ("en", "The death toll has passed about 100.", None),
        ("en", "The death toll has reached 100.", 100.0),
        ("es", "La cifra de muertos superó los cien.", 101.0),
    ],
)
def test_exceeded_tolls(code: str, text: str, low: float | None) -> None:
    """A toll that passed a number is more than that; what is about a number stays so."""
    events, _ = read_sentence(text, code)
    assert {q.quantity.low for e in events for q in e.quantities} == {low}
