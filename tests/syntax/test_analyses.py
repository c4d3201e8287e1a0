"""From the scores of running text to sentences with their trees."""

from collections.abc import Sequence

import numpy as np
import pytest

from kipu.lang.syntax import load_syntax_rules
from kipu.model.syntax import Name
from kipu.syntax.analyses import (
    Knowledge,
    Labels,
    Relations,
    Scores,
    analyse,
    sentence_ranges,
)
from kipu.syntax.lemmas import Lemmatiser
from kipu.syntax.names import best_tags

LABELS = Labels(
    name="made",
    conventions={},
    convention=None,
    upos=("NOUN", "PROPN", "VERB"),
    feats=("", "Number=Plur"),
    lemma=("k0", "l0", "l1"),
    deprel=("nsubj", "obj", "root"),
    names=("B-PER", "I-PER", "O"),
    whole={},
)
RELATIONS = Relations(np.eye(3, dtype=np.float32), np.zeros(3, np.float32))
RULES = load_syntax_rules("en")
KNOWLEDGE = Knowledge(LABELS, RELATIONS, Lemmatiser(RULES), frozenset(), frozenset(), RULES.markers)


def scores(
    heads: Sequence[int], liked: Sequence[int], tags: Sequence[int], *, lure: int | None = None
) -> Scores:
    """Scores for words whose heads in the row are given, with a relation that each likes."""
    n = len(heads)
    arc = np.zeros((n, n + 1), np.float32)
    arc[np.arange(n), list(heads)] = 5.0
    if lure is not None:
        arc[:, lure] = 9.0
    below = np.eye(3, dtype=np.float32)[list(liked)]
    return Scores(
        starts=np.zeros(n, np.float32),
        arc=arc,
        below=below,
        above=np.ones((n + 1, 3), np.float32),
        upos=np.array([1, 2, 0] * n)[:n],
        feats=np.array([0, 0, 1] * n)[:n],
        lemma=np.array([[0], [1], [2]] * n)[:n],
        names=np.eye(3, dtype=np.float32)[list(tags)],
    )


def test_sentences_are_read_apart() -> None:
    """A head outside of its sentence does not count, however well it is liked."""
    made = scores([2, 0, 2, 5, 0], [0, 2, 1, 0, 2], [0, 2, 2, 0, 2], lure=1)
    made.arc[0, 1] = 0.0
    forms = ["Ruiz", "Shot", "Dogs", "Hale", "Fled"]
    first, second = analyse(forms, made, [(0, 3), (3, 5)], KNOWLEDGE)
    assert second.head == [2, 0]
    assert second.deprel == ["nsubj", "root"]
    assert first.lemma == ["Ruiz", "shoot", "dog"]
    assert first.feats == ["", "", "Number=Plur"]
    assert (first.names, second.names) == ([Name(0, 1, "PER")], [Name(0, 1, "PER")])


def test_only_the_root_is_called_root() -> None:
    """A word below another has another relation, whatever it likes best."""
    made = scores([2, 0], [2, 0], [2, 2])
    found = analyse(["a", "b"], made, [(0, 2)], KNOWLEDGE)[0]
    assert found.deprel[1] == "root"
    assert found.deprel[0] != "root"


def test_sentence_ranges() -> None:
    """Sentences begin at the first word, where the model says so, and where they must."""
    starts = np.array([-1.0, -2.0, 9.0, -9.0, -1.0], np.float32)
    assert sentence_ranges(starts, [], [4]) == [(0, 2), (2, 4), (4, 5)]
    assert sentence_ranges(starts, [1, 3], [])[:2] == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("liked", "expected"),
    [
        (["O", "B-PER", "I-PER"], ["O", "B-PER", "I-PER"]),
        (["O", "I-PER", "I-PER"], ["O", "B-PER", "I-PER"]),
    ],
)
def test_no_name_lacks_its_beginning(liked: list[str], expected: list[str]) -> None:
    """The best tags are those of whole names."""
    names = LABELS.names
    made = np.array([[4.0 * (label == tag) for label in names] for tag in liked], np.float32)
    made[1, names.index("B-PER")] += 1.0
    assert [names[tag] for tag in best_tags(made, names)] == expected
