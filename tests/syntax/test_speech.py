"""Subjects of reported speech."""

import pytest

from kipu.syntax.speech import settle_subjects


@pytest.mark.parametrize(
    ("upos", "labels", "tree", "expected"),
    [
        # "We fell , chairman said": the second subject is the speaker.
        (
            "PRON VERB PUNCT NOUN VERB",
            "nsubj ccomp punct nsubj root",
            [2, 5, 2, 2, 0],
            [2, 5, 2, 5, 0],
        ),
        # "We fell , she said": nothing to do.
        (
            "PRON VERB PUNCT PRON VERB",
            "nsubj ccomp punct nsubj root",
            [2, 5, 2, 5, 0],
            [2, 5, 2, 5, 0],
        ),
        # "Doors , she said , shut": the first subject is what she speaks of.
        (
            "NOUN PUNCT PRON VERB PUNCT VERB",
            "nsubj punct nsubj root punct ccomp",
            [4, 4, 4, 0, 6, 4],
            [6, 4, 4, 0, 6, 4],
        ),
        # "He himself said they left": the clause has a subject.
        (
            "PRON PRON VERB PRON VERB",
            "nsubj nsubj root nsubj ccomp",
            [3, 3, 0, 5, 3],
            [3, 3, 0, 5, 3],
        ),
        # "Hill , judge said leave" with one subject only.
        ("NOUN VERB VERB", "nsubj root ccomp", [2, 0, 2], [2, 0, 2]),
        # Below a noun nobody speaks.
        (
            "PRON VERB PUNCT NOUN NOUN",
            "nsubj ccomp punct nsubj root",
            [2, 5, 2, 2, 0],
            [2, 5, 2, 2, 0],
        ),
    ],
)
def test_cases(upos: str, labels: str, tree: list[int], expected: list[int]) -> None:
    """Who speaks is the subject of the verb of speech, and only that moves."""
    assert settle_subjects(tree, labels.split(), upos.split()) == expected
