"""Names mean one, two, or leave it open."""

import tomllib
from pathlib import Path

import pytest

from kipu.lang.resolution import load_resolution
from kipu.model.readings import EntityType
from kipu.resolution.chains import is_bare
from kipu.resolution.clustering import NEVER
from kipu.resolution.names import compare_names, read_name

_FILES = {"en": "names.toml", "es": "names-es.toml"}
_PAIRS = [
    (language, case["type"], case["tells"], *pair)
    for language, name in _FILES.items()
    for case in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["case"]
    for pair in case["pairs"]
]


@pytest.mark.parametrize(("language", "kind", "tells", "one", "other"), _PAIRS)
def test_names_tell_what_they_tell(
    language: str, kind: EntityType, tells: str, one: str, other: str
) -> None:
    """Two names are found to mean one, to mean two, or to leave it to other evidence."""
    rules = load_resolution(language)
    left, right = read_name(one, kind, rules), read_name(other, kind, rules)
    assert left is not None
    assert right is not None
    weight = compare_names(left, right, rules.weights.entities)
    bare = is_bare(left) or is_bare(right)
    found = "two" if weight == NEVER else "one" if weight > 0 and not bare else "open"
    assert found == tells
    assert compare_names(right, left, rules.weights.entities) == weight
