"""Verbs without a subject get one only where the text leaves no other."""

import tomllib
from pathlib import Path

import pytest

from tests.events.reading import read_sentence

FILE = tomllib.loads(Path(__file__).with_name("subjects.toml").read_text("utf-8"))
CASES = [(code, *case) for code, cases in FILE.items() for case in cases]


@pytest.mark.parametrize(
    ("code", "sentence", "kind", "wanted"), CASES, ids=[case[1] for case in CASES]
)
def test_understood_subjects(code: str, sentence: str, kind: str, wanted: str) -> None:
    """A role is filled by whom the case says, by nobody, or not by somebody else."""
    events, text = read_sentence(sentence, code)
    own = [event for event in events if event.type == kind]
    role, _, words = wanted.partition("=")
    filled = [text[a.span.start : a.span.end] for e in own for a in e.arguments if a.role == role]
    if not words:
        assert own
        assert not filled
    elif words.endswith("!"):
        assert own
        assert not any(words[:-1] in each for each in filled)
    else:
        assert any(words in each for each in filled), f"has {filled}"
