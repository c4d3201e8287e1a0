"""Trees of scores, and the relations of heads that had to be changed."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from kipu.syntax.relations import settle_plain_nouns, tree_relations
from kipu.syntax.trees import Scores, best_tree, is_projective, is_tree

LEVELS = st.floats(-50, 50, width=32)


@st.composite
def score_matrices(draw: st.DrawFn, most: int) -> Scores:
    n = draw(st.integers(1, most))
    return draw(st_numpy.arrays(np.float32, (n, n + 1), elements=LEVELS))


@given(score_matrices(30))
def test_always_a_tree(scores: Scores) -> None:
    """Whatever the scores, there is one root, no cycle, and no arc crosses another."""
    heads = best_tree(scores)
    assert is_tree(heads)
    assert is_projective(heads)


@given(score_matrices(4))
def test_no_tree_is_better(scores: Scores) -> None:
    """The tree has the highest sum of scores among all trees without crossing arcs."""
    n = len(scores)
    every = itertools.product(range(n + 1), repeat=n)
    trees = (heads for heads in every if is_tree(heads) and is_projective(heads))
    best = max(sum(float(scores[i, head]) for i, head in enumerate(heads)) for heads in trees)
    found = sum(float(scores[i, head]) for i, head in enumerate(best_tree(scores)))
    assert found == pytest.approx(best, abs=1e-3)


def test_scores_that_are_a_tree_are_kept() -> None:
    """The best head of each word is its head where that makes a tree."""
    scores = np.zeros((3, 4), np.float32)
    scores[0, 2] = scores[1, 0] = scores[2, 2] = 9
    assert best_tree(scores) == [2, 0, 2]


def crosses(heads: Sequence[int]) -> bool:
    arcs = [(min(word, head), max(word, head)) for word, head in enumerate(heads, 1)]
    return any(a < c < b < d for a, b in arcs for c, d in arcs)


def test_crossing_arcs_are_seen() -> None:
    """A tree is projective exactly if no arc begins inside of another and ends outside."""
    trees = [heads for heads in itertools.product(range(6), repeat=5) if is_tree(heads)]
    assert len(trees) == 5 * 5**3
    for heads in trees:
        assert is_projective(heads) != crosses(heads)


@pytest.mark.parametrize(
    ("upos", "labels", "greedy", "tree", "expected"),
    [
        # Two roots: the second becomes what its kind and its place suggest.
        ("NOUN VERB", "root root", [0, 0], [2, 0], "nsubj root"),
        ("VERB NOUN", "root root", [0, 0], [0, 1], "root obj"),
        ("VERB ADP NOUN", "root case root", [0, 3, 0], [0, 3, 1], "root case obl"),
        ("VERB CCONJ VERB", "root cc root", [0, 3, 0], [0, 3, 1], "root cc conj"),
        ("VERB VERB", "root root", [0, 0], [0, 1], "root parataxis"),
        ("NOUN NOUN", "root root", [0, 0], [0, 1], "root appos"),
        # A relation that only a noun can govern does not stay below a verb.
        ("VERB PROPN PROPN", "root obj flat", [0, 1, 2], [0, 1, 1], "root obj parataxis"),
        # One that can stay does.
        ("VERB NOUN ADV", "root obj advmod", [0, 1, 2], [0, 1, 1], "root obj advmod"),
        ("NOUN VERB", "nsubj root", [2, 0], [2, 0], "nsubj root"),
        # Who acts does so without a preposition, and is no agent of a verb that has a subject.
        ("ADP NOUN VERB", "case nsubj root", [2, 3, 0], [2, 3, 0], "case obl root"),
        ("PRON VERB NOUN", "nsubj root obl:agent", [2, 0, 2], [2, 0, 2], "nsubj root obl"),
        ("VERB NOUN", "root obl:agent", [0, 1], [0, 1], "root obl:agent"),
    ],
)
def test_relations_fit_the_tree(
    upos: str, labels: str, greedy: list[int], tree: list[int], expected: str
) -> None:
    """Only the root is called root, and no relation contradicts the kind of its head."""
    assert tree_relations(tree, greedy, labels.split(), upos.split()) == expected.split()


@pytest.mark.parametrize(
    ("text", "upos", "labels", "tree", "heads", "expected"),
    [
        ("Asten governor dies", "PROPN NOUN VERB", "nsubj flat root", [3, 1, 0],
         [2, 3, 0], "compound nsubj root"),
        ("Ana Salas dies", "PROPN PROPN VERB", "nsubj flat root", [3, 1, 0],
         [3, 1, 0], "nsubj flat root"),
        ("Port Sarn mayor", "PROPN PROPN NOUN", "root flat flat", [0, 1, 1],
         [3, 1, 0], "compound flat root"),
    ],
)  # fmt: skip
def test_no_plain_noun_ends_a_name(
    text: str, upos: str, labels: str, tree: list[int], heads: list[int], expected: str
) -> None:
    """A noun in small letters behind a name is what the name describes."""
    found = settle_plain_nouns(tree, labels.split(), upos.split(), text.split())
    assert found == (heads, expected.split())
