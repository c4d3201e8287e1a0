"""The choice between two readings of a sentence that ends without a mark."""

import pytest

from kipu.model.syntax import Name
from kipu.syntax.analyses import Analysis, better_reading, lacks_stop

PLAIN = Analysis([2, 0], ["compound", "root"], ["NOUN", "NOUN"], [], [-1.0, -0.5])


def stopped(heads: list[int], *, sure: float = -0.1, end: int = 2) -> Analysis:
    return Analysis(
        heads, ["nsubj", "root", "punct"], ["NOUN", "VERB", "PUNCT"],
        [Name(0, end, "ORG"), Name(2, 3, "LOC")], [sure, sure, -9.0],
    )  # fmt: skip


def test_the_surer_reading_is_kept() -> None:
    """The reading with a full stop counts where its heads are likelier, without the full stop."""
    kept = better_reading(PLAIN, stopped([2, 0, 2], end=3))
    assert (kept.head, kept.deprel, kept.upos) == ([2, 0], ["nsubj", "root"], ["NOUN", "VERB"])
    assert kept.names == [Name(0, 2, "ORG")]
    assert better_reading(PLAIN, stopped([2, 0, 2], sure=-2.0)) is PLAIN


@pytest.mark.parametrize("heads", [[3, 1, 0], [3, 0, 2]])
def test_nothing_hangs_on_the_full_stop(heads: list[int]) -> None:
    """A reading in which the full stop governs a word or is the root cannot be kept."""
    assert better_reading(PLAIN, stopped(heads)) is PLAIN


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Judge shot dead", True),
        ("The mine shut .", False),
        ("He asked why ?", False),
        ("“ Stop ! ”", False),
        ("See ( below )", False),
        ("Loading", False),
        ("a " * 31, False),
    ],
)
def test_what_lacks_a_stop(text: str, *, lacks: bool) -> None:
    """Headlines lack a mark at their end; sentences, single words and long lists do not count."""
    assert lacks_stop(text.split()) is lacks
