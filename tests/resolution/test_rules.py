"""The data of resolution speaks of the types and roles of the ontology alone."""

import re

import pytest

from kipu.lang.ontology import load_ontology
from kipu.lang.resolution import load_resolution
from kipu.lang.resources import languages

_RULES = load_resolution("en")
_TYPES = set(load_ontology().types)


def test_types_are_of_the_ontology() -> None:
    """Every type that a rule names is one of the ontology."""
    types = _RULES.types
    named = {kind for pair in types.related for kind in pair}
    named |= {*types.same, *types.once, *types.general, *types.blamed, *types.seated}
    named |= {*types.subjects, *types.utterances}
    assert named <= _TYPES


@pytest.mark.parametrize("language", languages())
def test_every_type_can_be_told(language: str) -> None:
    """Each type but "other" has a sentence, and each sentence only slots that some role fills."""
    summaries = load_resolution(language).sentences.summaries
    assert set(summaries) == _TYPES - {"other"}
    roles = {role for kind in load_ontology().types.values() for role in kind.roles}
    slots = {
        slot
        for sentences in summaries.values()
        for sentence in sentences
        for slot in re.findall(r"\{(?:\w+ )?(\w+)\}", sentence)
    }
    assert slots <= roles | {"place", "where"}


@pytest.mark.parametrize("language", languages())
def test_every_sentence_has_a_role_that_tells_its_number(language: str) -> None:
    """A verb has two forms, or the sentence is the same for one and for several."""
    for sentences in load_resolution(language).sentences.summaries.values():
        for sentence in sentences:
            assert "{" in sentence
            assert sentence.count("[") == sentence.count("|") == sentence.count("]")


@pytest.mark.parametrize("language", languages())
def test_what_is_merged_is_a_pattern(language: str) -> None:
    """Patterns of a language's sentences compile, and leave alone what has none of its words."""
    sentences = load_resolution(language).sentences
    for pattern, _ in sentences.merged:
        assert not re.search(pattern, "Lima")
    assert not re.search(sentences.plural_form, "lima")


def test_relations_are_symmetric() -> None:
    """Two types weigh the same whichever comes first, and equal types can always be one."""
    types = _RULES.types
    for one, other in types.related:
        assert types.weight(one, other) == types.weight(other, one)
    assert all(types.weight(kind, kind) is not None for kind in _TYPES)
