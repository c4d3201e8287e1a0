"""Which mentions of a text are one."""

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kipu.documents import from_text
from kipu.reading.coreference import read_entities
from kipu.syntax import load_parser
from tests.names.reading import LEXICON, quotes_of

CASES = [
    pytest.param(case, id=case["means"])
    for case in tomllib.loads(Path(__file__).with_name("chains.toml").read_text("utf-8"))["case"]
]
WORDS = (
    "Otto", "Brandt", "Nora", "the", "judge", "he", "she", "her", "Court", "said", "of", ",", ".",
    "\n\n", '"', "in", "Oslo", "his", "daughter", "MV", "plc", "a", "ferry", "who", "and",
    "President", "é", "’s", "—", "2011",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_mentions_are_joined(case: dict[str, Any]) -> None:
    """What is one is in one chain."""
    chains = quotes_of(case["text"].lstrip("\n"), case.get("language", "en"))
    for wanted in case.get("one", ()):
        assert any(set(wanted) <= chain for chain in chains), (wanted, chains)


@pytest.mark.parametrize("case", CASES)
def test_others_are_kept_apart(case: dict[str, Any]) -> None:
    """What is two is not in one chain."""
    chains = quotes_of(case["text"].lstrip("\n"), case.get("language", "en"))
    for pair in case.get("apart", ()):
        assert not any(set(pair) <= chain for chain in chains), (pair, chains)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=60))
def test_any_text_gives_whole_chains(words: list[str]) -> None:
    """Every mention has one chain, every chain its mentions in the order of the text; ids stay."""
    doc = from_text("Otto " + " ".join(words), uri="any.txt", title=None, language="en")
    syntax = load_parser("en").parse(doc)
    entities = read_entities(doc, syntax, LEXICON)
    by_id = {mention.id: mention for mention in entities.mentions}
    assert len(by_id) == len(entities.mentions)
    listed = [m for chain in entities.chains for m in chain.mentions]
    assert sorted(listed) == sorted(by_id)
    for chain in entities.chains:
        spans = [by_id[m].span for m in chain.mentions]
        assert all(
            by_id[m].chain == chain.id and by_id[m].type == chain.type for m in chain.mentions
        )
        assert spans == sorted(spans, key=lambda span: span.start)
        assert all(doc.quote(span).strip() for span in spans)
    assert read_entities(doc, syntax, LEXICON) == entities


def test_names_of_one_text_do_not_overlap() -> None:
    """Two names never share a character."""
    text = "Judge Marta Olsen of the Supreme Court of Varonia met Otto Brandt of Acme Mining plc."
    doc = from_text(text, uri="names.txt", title=None, language="en")
    entities = read_entities(doc, load_parser("en").parse(doc), LEXICON)
    names = [mention.span for mention in entities.mentions if mention.kind == "name"]
    assert not any(one.overlaps(other) for one, other in combinations(names, 2))
