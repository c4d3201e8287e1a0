"""Subjects of reported speech."""

import pytest

from kipu.syntax.speech import settle_insertions, settle_subjects


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


@pytest.mark.parametrize(
    ("upos", "labels", "tree", "expected"),
    [
        # "Gates , he said , shut"
        (
            "NOUN PUNCT PRON VERB PUNCT VERB",
            "nsubj punct nsubj acl:relcl punct root",
            [6, 4, 4, 1, 4, 0],
            ([6, 4, 4, 6, 4, 0], "nsubj punct nsubj parataxis punct root"),
        ),
        # "Men he knows left" has no marks around it.
        (
            "NOUN PRON VERB VERB",
            "nsubj nsubj acl:relcl root",
            [4, 3, 1, 0],
            ([4, 3, 1, 0], "nsubj nsubj acl:relcl root"),
        ),
        (
            "NOUN PUNCT PRON VERB NOUN PUNCT VERB",
            "nsubj punct nsubj acl:relcl obj punct root",
            [7, 4, 4, 1, 4, 4, 0],
            ([7, 4, 4, 1, 4, 4, 0], "nsubj punct nsubj acl:relcl obj punct root"),
        ),
    ],
)
def test_insertions(
    upos: str, labels: str, tree: list[int], expected: tuple[list[int], str]
) -> None:
    """A bare "he said" between marks belongs to the clause it interrupts, "who fled" does not."""
    relative = [False] * len(tree)
    heads, relations = settle_insertions(tree, labels.split(), upos.split(), relative)
    assert (heads, " ".join(relations)) == expected
    relative = [tag == "PRON" for tag in upos.split()]
    heads, relations = settle_insertions(tree, labels.split(), upos.split(), relative)
    assert (heads, relations) == (tree, labels.split())
