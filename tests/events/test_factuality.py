"""Every factuality rule has its effect on what it says, and none where it must not."""

import pytest

from kipu.lang.events import FactualityRule, load_event_resources
from tests.events.reading import read_sentence

RULES = load_event_resources("en").factuality.rule
SAYS = [(rule, text) for rule in RULES for text in rule.says]
NEVER = [(rule, text) for rule in RULES for text in rule.never]


@pytest.mark.parametrize(("rule", "text"), SAYS, ids=[f"{r.id}: {t}" for r, t in SAYS])
def test_rule_says(rule: FactualityRule, text: str) -> None:
    """A rule's example holds an event of the rule's factuality."""
    events, _ = read_sentence(text)
    assert rule.effect in {event.factuality for event in events}


@pytest.mark.parametrize(("rule", "text"), NEVER, ids=[f"{r.id}: {t}" for r, t in NEVER])
def test_rule_never(rule: FactualityRule, text: str) -> None:
    """A rule's counterexample holds none."""
    events, _ = read_sentence(text)
    assert rule.effect not in {event.factuality for event in events} or rule.effect == "certain"


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("The minister did not resign.", "denied"),
        ("No one was killed in the raid.", "denied"),
        ("He insists that the police killed nine people.", "certain"),
        ("He refused to pay and was arrested.", "certain"),
        ("No payment was made.", "denied"),
        ("He denied having ordered the killings.", "certain"),
        ("The minister is to resign on Friday.", "planned"),
        ("Police said that two men had been arrested.", "certain"),
        ("Had the guards fired, nine people would have died.", "hypothetical"),
        ("She was the first to be convicted.", "certain"),
        ("The minister never resigned and was not arrested.", "denied"),
        ("Did the minister resign?", "hypothetical"),
        ("The minister will say that nine people died.", "certain"),
    ],
)
def test_scopes_add_up(text: str, factuality: str) -> None:
    """The words in whose scope an event stands decide together."""
    events, _ = read_sentence(text)
    assert factuality in {event.factuality for event in events}
