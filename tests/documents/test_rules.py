"""Every rule for the lines of a page reads what it must and leaves alone what it must not."""

from functools import partial

import pytest

from kipu.lang.documents import RULE_FILES, LineRule, compile_rule, load_rule_file, rule_languages
from tests.pace import assert_quick

RULES = [
    pytest.param(code, name, rule, id=f"{code}/{name}/{rule.id}")
    for code in rule_languages()
    for name in RULE_FILES
    for rule in load_rule_file(code, name).rule
]
HOSTILE = (
    "a " * 20_000,
    "A" * 40_000,
    "Ann Bell, " * 4_000,
    "By Ann " * 5_000,
    "1" * 40_000,
    "(" * 40_000,
    "Photo: " * 5_000,
    ". © " * 8_000,
    "Tides, page 1. " * 2_000 + "x",
)


def reads(language: str, name: str, rule: LineRule, line: str) -> bool:
    """Captions are found anywhere in a line, all other rules match a whole line."""
    pattern = compile_rule(language, rule)
    return bool(pattern.search(line) if name == "captions" else pattern.fullmatch(line))


@pytest.mark.parametrize(("language", "name", "rule"), RULES)
def test_says_and_never(language: str, name: str, rule: LineRule) -> None:
    """A rule reads all lines under ``says`` and none under ``never``; it has both."""
    assert rule.says
    assert rule.never
    missed = [line for line in rule.says if not reads(language, name, rule, line)]
    wrong = [line for line in rule.never if reads(language, name, rule, line)]
    assert (missed, wrong) == ([], [])


@pytest.mark.parametrize(("language", "name", "rule"), RULES)
def test_no_line_takes_long(language: str, name: str, rule: LineRule) -> None:
    """A line as long as the layout ever offers to a rule is decided in a tenth of a second."""
    lines = [line[:600] for line in HOSTILE]
    decide = partial(reads, language, name, rule)
    assert_quick(lambda: [decide(line) for line in lines], 0.1 * len(lines))
