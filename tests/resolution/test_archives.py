"""The archives of look-alikes say what they mean, and are scored as the bench says."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bench.archives import FOLDER, Archive, Told, compare

_PATHS = sorted(FOLDER.rglob("*.toml"))


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: path.stem)
def test_words_stand_in_their_texts(path: Path) -> None:
    """Each happening has a word, each word stands in its text, and none tells two happenings."""
    archive: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    texts = {text["id"]: text["text"].strip() for text in archive["text"]}
    events = {k: v for k, v in archive["events"].items() if k != "either"}
    assert all(events.values())
    words = Counter(place for places in events.values() for place in places)
    assert [place for place, count in words.items() if count > 1] == []
    for place in words:
        key, _, quote = place.partition(": ")
        assert quote in texts[key], place
    assert {key for pair in archive["events"].get("either", ()) for key in pair} <= events.keys()


def test_what_is_right_is_counted_by_mention() -> None:
    """Two killings taken for one, the second of them told by another word too, left alone."""
    words = (
        Told("first", "a: killed", ("m1",)),
        Told("second", "b: killed", ("m2",)),
        Told("second", "c: murder", ("m3",)),
        Told("third", "c: trial", ()),
    )
    archive = Archive("en", (), words, frozenset())
    tally = compare(archive, {"m1": "v1", "m2": "v1", "m3": "v2"})
    assert tally.shares() == pytest.approx(
        {"read": 3 / 4, "precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}
    )
    assert (tally.mixed, tally.events) == (1, 2)


def test_a_deed_and_its_deaths_may_be_one() -> None:
    """What the archive says may be one or two counts as neither wrong."""
    words = (Told("attack", "a: attacked", ("m1",)), Told("deaths", "a: killed", ("m2",)))
    archive = Archive("en", (), words, frozenset([frozenset(("attack", "deaths"))]))
    assert compare(archive, {"m1": "v1", "m2": "v1"}).shares()["f1"] == 1.0
    assert compare(archive, {"m1": "v1", "m2": "v2"}).shares()["f1"] == 1.0
