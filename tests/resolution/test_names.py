"""Names mean one, two, or leave it open."""

import tomllib
from pathlib import Path

import pytest

from kipu.lang.resolution import load_resolution
from kipu.model.readings import EntityType
from kipu.resolution.chains import is_bare
from kipu.resolution.clustering import NEVER
from kipu.resolution.names import compare_names, read_name

_CASES = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))["case"]
_PAIRS = [(case["type"], case["tells"], *pair) for case in _CASES for pair in case["pairs"]]
_RULES = load_resolution("en")


@pytest.mark.parametrize(("kind", "tells", "one", "other"), _PAIRS)
def test_names_tell_what_they_tell(kind: EntityType, tells: str, one: str, other: str) -> None:
    """Two names are found to mean one, to mean two, or to leave it to other evidence."""
    left, right = read_name(one, kind, _RULES), read_name(other, kind, _RULES)
    assert left is not None
    assert right is not None
    weight = compare_names(left, right, _RULES.weights.entities)
    bare = is_bare(left) or is_bare(right)
    found = "two" if weight == NEVER else "one" if weight > 0 and not bare else "open"
    assert found == tells
    assert compare_names(right, left, _RULES.weights.entities) == weight
