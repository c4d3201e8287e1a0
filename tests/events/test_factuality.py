"""Every factuality rule has its effect on what it says, and none where it must not."""

import tomllib
from pathlib import Path

import pytest

from kipu.lang.events import load_event_resources
from kipu.lang.factuality import FactualityRule, FormRule
from kipu.lang.resources import languages
from kipu.reading.factuality.forms import by_ending
from tests.events.reading import read_sentence

RULES = [(c, rule) for c in languages() for rule in load_event_resources(c).factuality.rule]
SAYS = [(code, rule, text) for code, rule in RULES for text in rule.says]
NEVER = [(code, rule, text) for code, rule in RULES for text in rule.never]
FORMS = [
    (code, form) for code in languages() for form in load_event_resources(code).factuality.form
]
SCOPES_ES = [
    (case["factuality"], *example)
    for case in tomllib.loads(Path(__file__).with_name("scopes_es.toml").read_text("utf-8"))["case"]
    for example in case["says"]
]


@pytest.mark.parametrize(
    ("code", "rule", "text"), SAYS, ids=[f"{code}-{r.id}: {t}" for code, r, t in SAYS]
)
def test_rule_says(code: str, rule: FactualityRule, text: str) -> None:
    """A rule's example holds an event of the rule's factuality."""
    events, _ = read_sentence(text, code)
    assert rule.effect in {event.factuality for event in events}


@pytest.mark.parametrize(
    ("code", "rule", "text"), NEVER, ids=[f"{code}-{r.id}: {t}" for code, r, t in NEVER]
)
def test_rule_never(code: str, rule: FactualityRule, text: str) -> None:
    """A rule's counterexample holds none; where it says what is certain, not all is."""
    events, _ = read_sentence(text, code)
    read = {event.factuality for event in events}
    assert read != {"certain"} if rule.effect == "certain" else rule.effect not in read


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("The minister did not resign.", "denied"),
        ("No one was killed in the raid.", "denied"),
        ("He insists that the police killed nine people.", "certain"),
        ("He refused to pay and was arrested.", "certain"),
        ("No payment was made.", "denied"),
        ("Not a single prisoner died in the fire.", "denied"),
        ("Not one of the three men was arrested.", "denied"),
        ("Not even one man was arrested.", "denied"),
        ("Not less than nine men were killed on Monday.", "certain"),
        ("No one was arrested.", "denied"),
        ("None of the men was arrested.", "denied"),
        ("Neither of the two men was arrested.", "denied"),
        ("Not all of the men were arrested.", "certain"),
        ("Not only was the mayor arrested.", "certain"),
        ("Not one but two men were killed.", "certain"),
        ("He denied having ordered the killings.", "certain"),
        ("The minister is to resign on Friday.", "planned"),
        ("Police said that two men had been arrested.", "certain"),
        ("Had the guards fired, nine people would have died.", "hypothetical"),
        ("She was the first to be convicted.", "certain"),
        ("The minister never resigned and was not arrested.", "denied"),
        ("Did the minister resign?", "hypothetical"),
        ("Early reports that dozens of children had died there were false.", "denied"),
        ("The reports that he was killed turned out to be untrue.", "denied"),
        ("The UN mission accused government forces of executing 40 detainees.", "possible"),
        ("The death toll could reach 100.", "hypothetical"),
        ("The death toll has reached 100.", "certain"),
        ("The death toll is expected to rise.", "certain"),
        ("Police tried to raid the union's office but were turned away.", "hypothetical"),
        ("The funeral will be on Friday.", "planned"),
        ("Four dead, the army said? We counted nine.", "certain"),
        ("Did four men die, the army asked?", "hypothetical"),
        ("The teacher has not been seen since.", "certain"),
        ("The poet was not freed until May 1998.", "certain"),
        ("The poet was not freed in May 1998.", "denied"),
        ("A coup attempt was put down in May.", "denied"),
        ("If convicted, he faces imprisonment.", "hypothetical"),
        ("Even if he is ill, he stays under arrest.", "certain"),
        ("The judge ordered the arrest of the mayor.", "hypothetical"),
        ("The colonel ordered the murder of the mayor.", "certain"),
        ("After a trial the judges could find no trace of the money.", "certain"),
        ("The firm is to pay two million dollars over an oil spill.", "certain"),
        ("Varga, arrested in Lisbon, has refused to speak.", "certain"),
        ("The minister will say that nine people died.", "certain"),
    ],
)
def test_scopes_add_up(text: str, factuality: str) -> None:
    """The words in whose scope an event stands decide together."""
    events, _ = read_sentence(text)
    assert factuality in {event.factuality for event in events}


@pytest.mark.parametrize(
    ("factuality", "trigger", "text"), SCOPES_ES, ids=[f"{f}: {t}" for f, _, t in SCOPES_ES]
)
def test_spanish_scopes_add_up(factuality: str, trigger: str, text: str) -> None:
    """So do the words and the forms of verbs of Spanish, for the event of a trigger."""
    events, whole = read_sentence(text, "es")
    told = [e for e in events if whole.startswith(trigger, e.trigger.start)]
    assert {event.factuality for event in told} == {factuality}


@pytest.mark.parametrize(("code", "rule"), FORMS, ids=[f"{c}-{f.says[0][0]}" for c, f in FORMS])
def test_endings_tell_the_form(code: str, rule: FormRule) -> None:
    """The ending of a verb form gives it its features, and gives them to no other form."""
    rules = load_event_resources(code).factuality.form
    assert all(by_ending(form, lemma, rules) == rule.feats for form, lemma in rule.says)
    assert not any(by_ending(form, lemma, rules) == rule.feats for form, lemma in rule.never)
