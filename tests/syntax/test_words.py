"""How text is cut into words."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipu.lang.syntax import WordRule, load_syntax_rules
from kipu.syntax.words import UNSEEN, Word, read_words, rule_patterns, word_pattern
from tests.pace import assert_quick

LANGUAGES = ("en", "es")
RULES = {code: load_syntax_rules(code) for code in LANGUAGES}
WORDS = {code: word_pattern(rules) for code, rules in RULES.items()}
PATTERNS = {
    code: {name: re.compile(find) for name, find in rule_patterns(rules).items()}
    for code, rules in RULES.items()
}
CASES = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))["case"]
SAID = [
    pytest.param(code, rule, text, words, id=f"{code} {rule.id}: {text}")
    for code, rules in RULES.items()
    for rule in rules.words
    for text, words in rule.says
]
NEVER = [
    pytest.param(code, rule, text, id=f"{code} {rule.id}: {text}")
    for code, rules in RULES.items()
    for rule in rules.words
    for text in rule.never
]
CONFUSING = (
    "a",
    "A.",
    "1,",
    "a-",
    "a'",
    "n't",
    "@a",
    "a.b@",
    "http://",
    "non-",
    "!",
    "-",
    "3:",
    "á",
    "verlo",
    "dese",
)
HOSTILE = [piece * (100_000 // len(piece)) for piece in CONFUSING]


def cut(text: str, code: str = "en") -> list[Word]:
    return read_words(text, 0, len(text), WORDS[code])


def rule_of(text: str, start: int, code: str) -> str:
    return next(name for name, pattern in PATTERNS[code].items() if pattern.match(text, start))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_cases(case: dict[str, str], request: pytest.FixtureRequest) -> None:
    """News text is cut as Universal Dependencies does."""
    if "fails" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["fails"]))
    words = cut(case["text"], case.get("language", "en"))
    assert " ".join(word.form for word in words) == case["words"]


@pytest.mark.parametrize(("code", "rule", "text", "words"), SAID)
def test_rule_says(code: str, rule: WordRule, text: str, words: tuple[str, ...]) -> None:
    """Every rule makes the words that it says, and makes one of them itself."""
    found = cut(text, code)
    assert tuple(word.form for word in found) == words
    assert rule.id in {rule_of(text, word.start, code) for word in found}


@pytest.mark.parametrize(("code", "rule", "text"), NEVER)
def test_rule_never(code: str, rule: WordRule, text: str) -> None:
    """No rule makes a word of what it must leave alone."""
    found = cut(text, code)
    assert rule.id not in {rule_of(text, word.start, code) for word in found}


@pytest.mark.parametrize("code", LANGUAGES)
@given(text=st.text(max_size=200))
def test_nothing_is_lost(code: str, text: str) -> None:
    """Words stand in order, do not overlap and leave out nothing that prints."""
    place = 0
    for word in cut(text, code):
        assert re.fullmatch(rf"[\s{UNSEEN}]*", text[place : word.start])
        assert word.form == text[word.start : word.end]
        assert word.start < word.end
        place = word.end
    assert re.fullmatch(rf"[\s{UNSEEN}]*", text[place:])


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_hostile_text_takes_no_time(text: str, code: str) -> None:
    """A hundred thousand characters made to confuse are cut within a second."""
    assert_quick(lambda: cut(text, code), 1)


def test_what_the_model_reads_in_words_run_together() -> None:
    """The parts of a contraction or of a verb with pronouns are read as they are written alone."""
    words = cut("diciéndole del mar", "es")
    assert [word.form for word in words] == ["diciéndo", "le", "de", "l", "mar"]
    assert [word.reads for word in words] == ["diciendo", "le", "de", "el", "mar"]
