"""The data of resolution speaks of the types and roles of the ontology alone."""

import re

from kipu.lang.events import load_ontology
from kipu.lang.resolution import load_resolution

_RULES = load_resolution("en")
_TYPES = set(load_ontology().types)


def test_types_are_of_the_ontology() -> None:
    """Every type that a rule names is one of the ontology."""
    types = _RULES.types
    named = {kind for pair in types.related for kind in pair}
    named |= {*types.same, *types.once, *types.general, *types.blamed, *_RULES.sentences.summaries}
    assert named <= _TYPES


def test_every_type_can_be_told() -> None:
    """Each type but "other" has a sentence, and each sentence only slots that some role fills."""
    assert set(_RULES.sentences.summaries) == _TYPES - {"other"}
    roles = {role for kind in load_ontology().types.values() for role in kind.roles}
    slots = {
        slot
        for sentences in _RULES.sentences.summaries.values()
        for sentence in sentences
        for slot in re.findall(r"\{(\w+)\}", sentence)
    }
    assert slots <= roles | {"place", "where"}


def test_relations_are_symmetric() -> None:
    """Two types weigh the same whichever comes first, and equal types can always be one."""
    types = _RULES.types
    for one, other in types.related:
        assert types.weight(one, other) == types.weight(other, one)
    assert all(types.weight(kind, kind) is not None for kind in _TYPES)
