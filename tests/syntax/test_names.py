"""Names from BIO tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipu.model.syntax import Name, NameType
from kipu.syntax.names import consistent_names, joined_names, name_spans

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
    names = name_spans(tags)
    inside = [place for name in names for place in range(name.start, name.end)]
    assert inside == [place for place, tag in enumerate(tags) if tag != "O"]


@pytest.mark.parametrize(
    ("tags", "labels", "heads", "upos", "expected"),
    [
        # First and last name that the tags tear apart.
        ("B-ORG B-PER", "nsubj flat", [3, 1], "PROPN PROPN", [(0, 2, "PER")]),
        ("B-LOC B-ORG", "nsubj flat", [3, 1], "PROPN PROPN", [(0, 2, "LOC")]),
        # Two names side by side that the tree has as two.
        ("B-LOC B-ORG", "compound nsubj", [2, 3], "PROPN PROPN", [(0, 1, "LOC"), (1, 2, "ORG")]),
        # Not side by side.
        (
            "B-PER O B-PER",
            "root x flat",
            [0, 1, 1],
            "PROPN X PROPN",
            [(0, 1, "PER"), (2, 3, "PER")],
        ),
        # A comma is no part of a name, a hyphen within one is.
        ("B-LOC I-LOC", "root punct", [0, 1], "PROPN PUNCT", [(0, 1, "LOC")]),
        ("B-LOC I-LOC I-LOC", "x x x", [3, 3, 0], "PROPN PUNCT PROPN", [(0, 3, "LOC")]),
        ("B-LOC", "punct", [2], "PUNCT", []),
    ],
)
def test_joined(
    tags: str, labels: str, heads: list[int], upos: str, expected: list[tuple[int, int, str]]
) -> None:
    """The tree mends what the tags tear apart, and nothing else."""
    names = joined_names(name_spans(tags.split()), heads, labels.split(), upos.split())
    assert [(name.start, name.end, name.type) for name in names] == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        # A surname that was missed once is a name there too, with its usual type.
        ("Salas spoke . Then Salas left", [(0, 1, "PER")], [(0, 1, "PER"), (4, 5, "PER")]),
        ("Paz sat , Paz ran , Paz", [(0, 1, "ORG"), (3, 4, "PER"), (6, 7, "PER")],
         [(0, 1, "PER"), (3, 4, "PER"), (6, 7, "PER")]),
        # Of one each, both stay as they are.
        ("Lima won in Lima", [(0, 1, "ORG"), (3, 4, "LOC")], [(0, 1, "ORG"), (3, 4, "LOC")]),
        # Within another name nothing is found,
        ("Ana Salas met Ana", [(0, 2, "PER"), (3, 4, "PER")], [(0, 2, "PER"), (3, 4, "PER")]),
        # and the longer of two is.
        ("New York . York . New York", [(0, 2, "LOC"), (3, 4, "LOC")],
         [(0, 2, "LOC"), (3, 4, "LOC"), (5, 7, "LOC")]),
        # No name goes on beyond the end of a sentence.
        ("Salas Ana left . He met Salas | Ana left", [(0, 2, "PER")], [(0, 2, "PER")]),
    ],
)  # fmt: skip
def test_names_are_the_same_throughout(
    text: str, names: list[tuple[int, int, NameType]], expected: list[tuple[int, int, NameType]]
) -> None:
    """What is a name in one place of a document is one in others too."""
    sentences = [sentence.split() for sentence in text.split("|")]
    forms = [form for sentence in sentences for form in sentence]
    upos = ["PROPN" if form[0].isupper() else "VERB" for form in forms]
    starts = [sum(map(len, sentences[:number])) for number in range(len(sentences))]
    found = consistent_names(forms, upos, [Name(*name) for name in names], starts)
    assert found == tuple(Name(*name) for name in expected)
