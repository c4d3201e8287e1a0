"""Words beside a number say what it counts, and only they do."""

import pytest

from kipu.lang.events import load_event_resources
from kipu.lang.quantities import StateRule
from kipu.lang.resources import languages
from tests.events.reading import read_sentence

STATES = [(code, state) for code in languages() for state in load_event_resources(code).states]
SAYS = [(code, state, text) for code, state in STATES for text in state.says]
NEVER = [(code, state, text) for code, state in STATES for text in state.never]


def roles(text: str, language: str) -> set[str]:
    events, _ = read_sentence(text, language)
    return {quantity.role for event in events for quantity in event.quantities}


@pytest.mark.parametrize(
    ("code", "state", "text"), SAYS, ids=[f"{code}-{s.role}: {t}" for code, s, t in SAYS]
)
def test_state_says(code: str, state: StateRule, text: str) -> None:
    """A rule gives its example a quantity in its role."""
    assert state.role in roles(text, code)


@pytest.mark.parametrize(
    ("code", "state", "text"), NEVER, ids=[f"{code}-{s.role}: {t}" for code, s, t in NEVER]
)
def test_state_never(code: str, state: StateRule, text: str) -> None:
    """The same number with other words beside it has not that role."""
    assert state.role not in roles(text, code)
