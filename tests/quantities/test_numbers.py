"""Numbers are read with their bounds, units and sums."""

import pytest

from kipu.documents import from_text
from kipu.lang.quantities import Bound, load_quantity_lexicon
from kipu.reading.quantities import NumberPhrase, read_quantities
from kipu.syntax import load_parser
from tests.events.reading import read_sentence

LEXICON = load_quantity_lexicon("en")
BOUNDS = [(bound, case) for bound in LEXICON.numbers.bound for case in bound.says]


def numbers(text: str) -> list[NumberPhrase]:
    doc = from_text(f"Notes of the day\n\nThey counted {text} there.", uri="case", language="en")
    return list(read_quantities(doc, load_parser("en").parse(doc), LEXICON))


@pytest.mark.parametrize(("bound", "case"), BOUNDS, ids=[case[0] for _, case in BOUNDS])
def test_bounds(bound: Bound, case: tuple[str, str, str]) -> None:
    """Words before a number bound it as their rule says."""
    text, bounds, about = case
    (phrase,) = numbers(text)
    low, _, high = bounds.partition("..")
    assert (phrase.low, phrase.high) == (
        float(low) if low else None,
        float(high) if high else None,
    )
    assert phrase.approximate == (about == "about")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("14 people", 14, "person"),
        ("69,280 victims", 69_280, "person"),
        ("forty-two women", 42, "person"),
        ("two hundred and six officers", 206, "person"),
        ("a dozen students", 12, "person"),
        ("nine students and a professor", 10, "person"),
        ("3.1 million pounds", 3_100_000, "GBP"),
        ("€150,000", 150_000, "EUR"),
        ("51.3 percent", 51.3, "percent"),
        ("47 per cent", 47, "percent"),
        ("62 votes", 62, "vote"),
        ("12,000 barrels", 12_000, "barrel"),
    ],
)
def test_values(text: str, value: float, unit: str) -> None:
    """Digits and words give the same values; a sum of people is one number."""
    (phrase,) = numbers(text)
    assert (phrase.value, phrase.unit) == (value, unit)


def test_unknown_many() -> None:
    """Thousands are at least a thousand, and no one knows how many more."""
    (phrase,) = numbers("thousands of villagers")
    assert (phrase.low, phrase.high, phrase.approximate) == (1000, None, True)


@pytest.mark.parametrize(
    ("low", "high", "text"), [(12, 18, "12 to 18 men"), (14, 15, "14 or 15 men")]
)
def test_ranges(low: float, high: float, text: str) -> None:
    """A range has both bounds."""
    (phrase,) = numbers(text)
    assert (phrase.low, phrase.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("The bombing killed nine people and wounded thirty.", "killed", 9),
        ("The bombing killed nine people and wounded thirty.", "injured", 30),
        ("The ferry sank with 80 people aboard.", "aboard", 80),
        ("She was sentenced to nine years in prison.", "sentence_term", 9),
        ("The firm paid 30,000 euros to the mayor.", "amount", 30_000),
        ("Thousands marched through the capital.", "participants", 1000),
    ],
)
def test_roles(text: str, role: str, value: float) -> None:
    """A quantity has the role that its event and the words beside it give it."""
    events, _ = read_sentence(text)
    found = {(q.role, q.quantity.value) for event in events for q in event.quantities}
    assert (role, value) in found
