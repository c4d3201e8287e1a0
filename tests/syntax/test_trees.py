"""Trees of scores, and the relations of heads that had to be changed."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from kipu.syntax.relations import (
    settle_agents,
    settle_coordinations,
    settle_plain_nouns,
    settle_predicates,
    settled_relations,
    settled_voices,
)
from kipu.syntax.speech import settle_insertions, settle_subjects
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
    ("upos", "labels", "tree", "expected"),
    [
        # Who acts does so without a preposition, and is no agent of a verb that has a subject.
        ("ADP NOUN VERB", "case nsubj root", [2, 3, 0], "case obl root"),
        ("PRON VERB NOUN", "nsubj root obl:agent", [2, 0, 2], "nsubj root obl"),
        ("VERB NOUN", "root obl:agent", [0, 1], "root obl:agent"),
        ("NOUN VERB NOUN", "nsubj root obj", [2, 0, 2], "nsubj root obj"),
        # "It was 62, with nine": a mark parts the clause's oblique from the number.
        ("PRON AUX NUM PUNCT ADP NOUN", "nsubj cop root punct case nmod", [3, 3, 0, 6, 6, 3],
         "nsubj cop root punct case obl"),
        ("PRON AUX NUM ADP NOUN", "nsubj cop root case nmod", [3, 3, 0, 5, 3],
         "nsubj cop root case nmod"),
    ],
)  # fmt: skip
def test_relations_agree(upos: str, labels: str, tree: list[int], expected: str) -> None:
    """No relation contradicts those beside it."""
    assert settled_relations(tree, labels.split(), upos.split()) == expected.split()


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


@pytest.mark.parametrize(
    ("text", "upos", "labels", "tree", "heads", "expected"),
    [
        ("freed with children Ana", "VERB ADP NOUN PROPN", "root case obl obl:agent", [0, 3, 1, 1],
         [0, 3, 1, 3], "root case obl appos"),
        ("freed by Ana", "VERB ADP PROPN", "root case obl:agent", [0, 3, 1],
         [0, 3, 1], "root case obl:agent"),
        ("freed yesterday", "VERB NOUN", "root obl:agent", [0, 1],
         [0, 1], "root obl"),
    ],
)  # fmt: skip
def test_agents_have_a_preposition(
    text: str, upos: str, labels: str, tree: list[int], heads: list[int], expected: str
) -> None:
    """Who stands without a preposition is no agent of a passive."""
    assert len(text.split()) == len(tree)
    assert settle_agents(tree, labels.split(), upos.split()) == (heads, expected.split())


@pytest.mark.parametrize(
    ("text", "upos", "labels", "tree", "heads", "expected"),
    [
        ("He was due to testify", "PRON AUX ADJ ADP VERB", "nsubj cop case fixed root",
         [5, 5, 5, 3, 0], [3, 3, 0, 5, 3], "nsubj cop root mark xcomp"),
        ("closed due to rain", "VERB ADJ ADP NOUN", "root case fixed obl",
         [0, 4, 2, 1], [0, 4, 2, 1], "root case fixed obl"),
    ],
)  # fmt: skip
def test_no_adjective_is_the_preposition_of_an_infinitive(
    text: str, upos: str, labels: str, tree: list[int], heads: list[int], expected: str
) -> None:
    """What somebody is due to do hangs on "due"; "due to" stays whole before a noun."""
    assert len(text.split()) == len(tree)
    feats = ["VerbForm=Inf" if kind == "VERB" else "" for kind in upos.split()]
    assert settle_predicates(tree, labels.split(), upos.split(), feats) == (heads, expected.split())


@pytest.mark.parametrize(
    ("text", "upos", "labels", "tree", "heads"),
    [
        ("Police came ; he fled , died", "NOUN VERB PUNCT PRON VERB PUNCT VERB",
         "nsubj root punct nsubj parataxis punct conj", [2, 0, 5, 5, 2, 7, 2],
         [2, 0, 5, 5, 2, 7, 5]),
        ("Police came ; he fled , she died", "NOUN VERB PUNCT PRON VERB PUNCT PRON VERB",
         "nsubj root punct nsubj parataxis punct nsubj conj", [2, 0, 5, 5, 2, 8, 8, 2],
         [2, 0, 5, 5, 2, 8, 8, 2]),
    ],
)  # fmt: skip
def test_verbs_go_on_with_the_nearest_clause(
    text: str, upos: str, labels: str, tree: list[int], heads: list[int]
) -> None:
    """A verb without a subject goes on with the clause before it, not with one before that."""
    assert len(text.split()) == len(tree)
    assert settle_coordinations(tree, labels.split(), upos.split()) == heads


RELATIONS = (
    *("root", "nsubj", "nsubj:pass", "obl", "obl:agent", "obl:unmarked", "nmod", "appos", "flat"),
    *("compound", "case", "cop", "conj", "parataxis", "ccomp", "acl:relcl", "punct"),
)
KINDS = ("NOUN", "PROPN", "VERB", "ADP", "AUX", "NUM", "PRON", "PUNCT", "ADJ")


@st.composite
def read_trees(draw: st.DrawFn) -> tuple[list[int], list[str], list[str], list[bool]]:
    """Draw a tree with relations and parts of speech, and which words begin relative clauses."""
    order = draw(st.permutations(range(draw(st.integers(1, 7)))))
    heads = [0] * len(order)
    for place, word in enumerate(order[1:], 1):
        heads[word] = order[draw(st.integers(0, place - 1))] + 1
    # A few of each, so that what belongs together meets often.
    some = st.permutations(RELATIONS).map(lambda all_of_them: all_of_them[:4])
    kinds = st.permutations(KINDS).map(lambda all_of_them: all_of_them[:3])
    size = len(order)
    relations = draw(st.lists(st.sampled_from(draw(some)), min_size=size, max_size=size))
    upos = draw(st.lists(st.sampled_from(draw(kinds)), min_size=size, max_size=size))
    relative = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return heads, relations, upos, relative


@settings(max_examples=800, deadline=None)
@given(read_trees())
@example(
    ([0, 3, 1], ["root", "compound", "obl:agent"], ["VERB", "NOUN", "PROPN"], [False, False, False])
)
def test_what_is_settled_stays_a_tree(
    drawn: tuple[list[int], list[str], list[str], list[bool]],
) -> None:
    """Whatever relations and parts of speech are read into a tree, mending leaves a tree."""
    heads, relations, upos, relative = drawn
    forms = ["Word" if kind == "PROPN" else "word" for kind in upos]
    heads, relations = settle_plain_nouns(heads, relations, upos, forms)
    heads, relations = settle_agents(heads, relations, upos)
    feats = ["VerbForm=Inf" if kind == "VERB" else "" for kind in upos]
    heads, relations = settle_predicates(heads, relations, upos, feats)
    heads = settle_coordinations(heads, relations, upos)
    heads, relations = settle_insertions(heads, relations, upos, relative)
    assert is_tree(settle_subjects(heads, relations, upos))


FINITE = "Mood=Ind|Tense=Past|VerbForm=Fin"
PASSIVE = "Tense=Past|VerbForm=Part|Voice=Pass"


@pytest.mark.parametrize(
    ("text", "upos", "labels", "tree", "feats", "named", "found"),
    [
        # Two held over bombing
        ("Two held", "NUM VERB", "nsubj root", [2, 0], ["", PASSIVE],
         "nsubj:pass root", ["", PASSIVE]),
        # He was charged, tried and freed
        ("charged tried freed", "VERB VERB VERB", "root conj conj", [0, 1, 2],
         [PASSIVE, FINITE, PASSIVE], "root conj conj", [PASSIVE, PASSIVE, PASSIVE]),
        # He was charged and fled
        ("charged fled", "VERB VERB", "root conj", [0, 1], [PASSIVE, FINITE],
         "root conj", [PASSIVE, FINITE]),
        # Kolun, picked up
        ("Kolun picked", "PROPN VERB", "root acl", [0, 1], ["", FINITE],
         "root acl", ["", PASSIVE]),
        # students taken and murdered
        ("students taken murdered", "NOUN VERB VERB", "root acl conj", [0, 1, 2],
         ["", PASSIVE, FINITE], "root acl conj", ["", PASSIVE, PASSIVE]),
    ],
)  # fmt: skip
def test_voices_of_headlines(  # noqa: PLR0913
    text: str,
    upos: str,
    labels: str,
    tree: list[int],
    feats: list[str],
    named: str,
    found: list[str],
) -> None:
    """A form that cannot be the verb of a clause is a participle, and its subject undergoes."""
    assert len(text.split()) == len(tree)
    settled = settled_voices(tree, labels.split(), upos.split(), feats, ends=False)
    assert settled == (named.split(), found)


@pytest.mark.parametrize(("subject", "number"), [("Number=Plur", "Plur"), ("Number=Sing", "Sing")])
def test_a_main_verb_is_finite(subject: str, number: str) -> None:
    """A past form with a subject is the verb of a sentence that ends with a mark."""
    _, feats = settled_voices(
        [2, 0], ["nsubj", "root"], ["NOUN", "VERB"], [subject, PASSIVE], ends=True
    )
    assert feats == [subject, f"Mood=Ind|Number={number}|Person=3|Tense=Past|VerbForm=Fin"]
