"""Words beside a number say what it counts, and only they do."""

import pytest

from kipu.lang.events import load_event_resources
from kipu.lang.quantities import StateRule
from tests.events.reading import read_sentence

STATES = load_event_resources("en").states
SAYS = [(state, text) for state in STATES for text in state.says]
NEVER = [(state, text) for state in STATES for text in state.never]


def roles(text: str) -> set[str]:
    events, _ = read_sentence(text)
    return {quantity.role for event in events for quantity in event.quantities}


@pytest.mark.parametrize(("state", "text"), SAYS, ids=[f"{s.role}: {t}" for s, t in SAYS])
def test_state_says(state: StateRule, text: str) -> None:
    """A rule gives its example a quantity in its role."""
    assert state.role in roles(text)


@pytest.mark.parametrize(("state", "text"), NEVER, ids=[f"{s.role}: {t}" for s, t in NEVER])
def test_state_never(state: StateRule, text: str) -> None:
    """The same number with other words beside it has not that role."""
    assert state.role not in roles(text)
