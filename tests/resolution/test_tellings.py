"""Events of no known type are told by the words for them, and by the story of their documents."""

from itertools import pairwise

import msgspec
import numpy as np
import pytest

from kipu.lang.relatedness import Scale, load_relatedness
from kipu.lang.resolution import load_resolution
from kipu.lang.vectors import load_vectors
from kipu.resolution.neighbourhood import Neighbourhood
from kipu.resolution.tellings import Comparison, Telling, measure_telling, related_lemmas

_ENGLISH = load_resolution("en")


def _telling(name: str, lemma: str, *, document: str = "", typed: bool = False) -> Telling:
    vectors = load_vectors("en")
    assert vectors is not None
    word = vectors.mean((lemma,))
    return Telling(name, document or name, 0, typed, lemma, word, word, None, {})


def _weigh(one: str, other: str, *, story: float) -> float:
    near = Neighbourhood({"a": {"x": 1.0}, "b": {"x": story}}, {"a": (), "b": ()}, {})
    comparison = Comparison(near, _ENGLISH.relatedness)
    return sum(comparison.weigh([_telling("a", one)], [_telling("b", other)]).values())


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (("win", "victory"), ("win", "hospital")),
        (("acquire", "buy"), ("acquire", "sing")),
        (("earthquake", "quake"), ("earthquake", "wedding")),
        (("murder", "kill"), ("murder", "sign")),
    ],
)
def test_words_for_one_thing_weigh_more(near: tuple[str, str], far: tuple[str, str]) -> None:
    """Two words for one thing speak for one event more than two for different ones."""
    assert _weigh(*near, story=0.4) > _weigh(*far, story=0.4) + 1.0


def test_the_story_of_the_documents_decides() -> None:
    """One word in documents on one story is one event, on two stories it is two."""
    assert _weigh("unveil", "unveil", story=0.4) > 0 > _weigh("unveil", "unveil", story=0.01)


def test_evidence_does_not_depend_on_the_order() -> None:
    """A pair weighs the same from both sides, and events the mean of their pairs."""
    near = Neighbourhood({k: {"x": 0.6} for k in "abc"}, {k: () for k in "abc"}, {})
    one, two, three = _telling("a", "win"), _telling("b", "victory"), _telling("c", "defeat")
    comparison = Comparison(near, _ENGLISH.relatedness)
    assert comparison.weigh([one], [two]) == comparison.weigh([two], [one])
    both = sum(comparison.weigh([one, two], [three]).values())
    each = [sum(comparison.weigh([told], [three]).values()) for told in (one, two)]
    assert both == pytest.approx(sum(each) / 2)


def test_every_measure_has_its_scale() -> None:
    """What is measured of two mentions, in one document or two, has been learnt, and no more."""
    assert _ENGLISH.relatedness is not None
    arguments = np.ones(64, np.float32) / 8
    one = _telling("a", "win", document="d")
    one = msgspec.structs.replace(one, arguments=arguments, entities={"e1": 2.0})
    other = msgspec.structs.replace(one, mention="b", document="e")
    measured = measure_telling(one, other, 0.2) | measure_telling(one, one, 1.0)
    assert measured.keys() == _ENGLISH.relatedness.scales.keys()


def test_lemmas_that_mean_something_alike_are_compared() -> None:
    """A lemma is paired with itself and with its like, and with no other."""
    words = ("win", "victory", "hospital", "earthquake")
    pairs = related_lemmas(_telling(str(n), word) for n, word in enumerate(words))
    assert ("victory", "win") in pairs["win"]
    assert pairs["hospital"] == [("hospital", "hospital")]


def test_a_scale_is_level_beyond_its_points() -> None:
    """Between two points the weight lies on a line, outside it is that of the last."""
    scale = Scale((0.0, 1.0), (-1.0, 3.0))
    assert [scale.weigh(value) for value in (-5.0, 0.5, 9.0)] == [-1.0, 1.0, 3.0]


def test_learnt_weights_are_sound() -> None:
    """The more alike the documents are, the more that speaks for one event, below the middle."""
    learnt = load_relatedness("en")
    assert learnt is not None
    assert load_vectors("en") is not None
    story = learnt.scales["story"]
    low = [w for at, w in zip(story.at, story.weight, strict=True) if at < 0.2]
    assert len(low) > 1
    assert all(a < b for a, b in pairwise(low))


def test_a_language_without_vectors_has_none() -> None:
    """Spanish events of no known type are still told by the stems of their words."""
    assert load_vectors("es") is None
    assert load_resolution("es").relatedness is None
