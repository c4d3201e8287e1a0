"""Who is named of many whom something befell takes part, and adds nothing to their number."""

import tomllib
from pathlib import Path

import pytest

from tests.events.reading import read_sentence

FILE = tomllib.loads(Path(__file__).with_name("members.toml").read_text("utf-8"))
CASES = [(code, *case) for code, cases in FILE.items() for case in cases]


@pytest.mark.parametrize(
    ("code", "sentence", "kind", "role", "wanted", "number"), CASES, ids=[case[1] for case in CASES]
)
def test_members(
    code: str, sentence: str, kind: str, role: str, wanted: list[str], number: int
) -> None:
    """Each is given as whom the event befell, and only the whole is counted."""
    events, text = read_sentence(sentence, code)
    (event,) = (event for event in events if event.type == kind)
    filled = [text[a.span.start : a.span.end] for a in event.arguments if a.role == role]
    assert [next((w for w in wanted if w in words), words) for words in filled] == wanted
    assert [entry.quantity.value for entry in event.quantities] == ([number] if number else [])
