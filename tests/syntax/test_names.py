"""Names from BIO tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipu.syntax.names import name_spans

TAGS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O O", []),
        ("B-PER I-PER O", [(0, 2, "PER")]),
        ("B-PER B-PER", [(0, 1, "PER"), (1, 2, "PER")]),
        ("O I-ORG I-ORG", [(1, 3, "ORG")]),
        ("B-PER I-LOC I-LOC", [(0, 1, "PER"), (1, 3, "LOC")]),
        ("B-LOC O I-LOC", [(0, 1, "LOC"), (2, 3, "LOC")]),
    ],
)
def test_cases(tags: str, expected: list[tuple[int, int, str]]) -> None:
    """A sequence that breaks the rules of BIO still gives the names it means."""
    assert [(name.start, name.end, name.type) for name in name_spans(tags.split())] == expected


@given(st.lists(st.sampled_from(TAGS)))
def test_every_tag_is_in_one_name(tags: list[str]) -> None:
    """Names are in order, do not overlap, and hold exactly the tagged words."""
    names = name_spans(tags, 5)
    inside = [place for name in names for place in range(name.start - 5, name.end - 5)]
    assert inside == [place for place, tag in enumerate(tags) if tag != "O"]
