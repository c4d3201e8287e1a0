"""How text is cut into words."""

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipu.lang.syntax import WordRule, load_syntax_rules
from kipu.syntax.words import UNSEEN, read_words, rule_patterns, word_pattern

RULES = load_syntax_rules("en")
PATTERN = word_pattern(RULES)
PATTERNS = {name: re.compile(find) for name, find in rule_patterns(RULES).items()}
CASES = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))["case"]
SAID = [
    pytest.param(rule, text, words, id=f"{rule.id}: {text}")
    for rule in RULES.words
    for text, words in rule.says
]
NEVER = [
    pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in RULES.words for text in rule.never
]
CONFUSING = ("a", "A.", "1,", "a-", "a'", "n't", "@a", "a.b@", "http://", "non-", "!", "-", "3:")
HOSTILE = [piece * (100_000 // len(piece)) for piece in CONFUSING]


def cut(text: str) -> list[str]:
    return [word.form for word in read_words(text, 0, len(text), PATTERN)]


def rule_of(text: str, start: int) -> str:
    return next(name for name, pattern in PATTERNS.items() if pattern.match(text, start))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_cases(case: dict[str, str], request: pytest.FixtureRequest) -> None:
    """News text is cut as Universal Dependencies does."""
    if "fails" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["fails"]))
    assert " ".join(cut(case["text"])) == case["words"]


@pytest.mark.parametrize(("rule", "text", "words"), SAID)
def test_rule_says(rule: WordRule, text: str, words: tuple[str, ...]) -> None:
    """Every rule makes the words that it says, and makes one of them itself."""
    found = read_words(text, 0, len(text), PATTERN)
    assert tuple(word.form for word in found) == words
    assert rule.id in {rule_of(text, word.start) for word in found}


@pytest.mark.parametrize(("rule", "text"), NEVER)
def test_rule_never(rule: WordRule, text: str) -> None:
    """No rule makes a word of what it must leave alone."""
    found = read_words(text, 0, len(text), PATTERN)
    assert rule.id not in {rule_of(text, word.start) for word in found}


@given(st.text(max_size=200))
def test_nothing_is_lost(text: str) -> None:
    """Words stand in order, do not overlap and leave out nothing that prints."""
    place = 0
    for word in read_words(text, 0, len(text), PATTERN):
        assert re.fullmatch(rf"[\s{UNSEEN}]*", text[place : word.start])
        assert word.form == text[word.start : word.end]
        assert word.start < word.end
        place = word.end
    assert re.fullmatch(rf"[\s{UNSEEN}]*", text[place:])


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_hostile_text_takes_no_time(text: str) -> None:
    """A hundred thousand characters made to confuse are cut within a second."""
    begin = time.process_time()
    cut(text)
    assert time.process_time() - begin < 1
