"""Events are attributed to whom a text names, and to nobody else."""

import tomllib
from pathlib import Path

import pytest

from kipu.lang.resources import languages
from tests.events.reading import read_sentence

CASES = [
    (code, case.get("source"), *example)
    for code in languages()
    for case in tomllib.loads(Path(__file__).with_name(f"sources_{code}.toml").read_text("utf-8"))[
        "case"
    ]
    for example in case["says"]
]


@pytest.mark.parametrize(
    ("code", "source", "trigger", "text"), CASES, ids=[f"{c} {s}: {t}" for c, s, _, t in CASES]
)
def test_sources(code: str, source: str | None, trigger: str, text: str) -> None:
    """The source is the one that the text names, unnamed or none where it names nobody."""
    events, whole = read_sentence(text, code)
    start = whole.index(text)
    event = next(
        e for e in events if whole.startswith(trigger, e.trigger.start) and e.trigger.start >= start
    )
    told = event.attribution
    said = (
        None
        if told is None
        else ""
        if told.source is None
        else (whole[told.source.start : told.source.end].lower())
    )
    assert said == source
