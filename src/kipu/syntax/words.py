"""Cutting text into words, by the conventions of Universal Dependencies."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from kipu.lang.syntax import SyntaxRules, WordLists

MARK = "[\u0300-\u036f\u00ad\u200c\u200d]"
"""Characters that belong to the letter before them: accents, soft hyphens, joiners."""

UNSEEN = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
"""Format characters that print nothing; alone they are no word."""

ANY_CASE = ("before_number", "before_nt", "prefix", "clitic", "unit", "domain")
"""Lists of the language that are matched without regard to case."""


class Word(NamedTuple):
    """A word of the text: code-point offsets and characters."""

    start: int
    end: int
    form: str


def rule_patterns(rules: SyntaxRules) -> dict[str, str]:
    """Give the pattern of each word rule by its id, the lists filled in, in order of preference."""
    lists = _alternatives(rules.lists)
    return {rule.id: _fill(rule.find, lists) for rule in rules.words}


def word_pattern(rules: SyntaxRules) -> re.Pattern[str]:
    """Join the word rules of a language into one pattern, first rule first."""
    return re.compile("|".join(f"(?:{find})" for find in rule_patterns(rules).values()))


def read_words(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[Word]:
    """Cut a stretch of text into words; only whitespace and unseen characters are left out."""
    return [
        Word(match.start(), match.end(), match.group())
        for match in pattern.finditer(text, start, end)
    ]


def _fill(find: str, lists: dict[str, str]) -> str:
    """Put the lists into a rule's pattern; the other braces are repetitions."""
    return re.sub(r"\{([a-z_]+)\}", lambda name: lists[name[1]], find)


def _alternatives(lists: WordLists) -> dict[str, str]:
    points = [*lists.title, *lists.abbreviation]
    capitals = [word.upper() for word in points if len(word) > 2]
    return {
        "abbreviation": _either([*points, *capitals]),
        "opener": _either(word.capitalize() for word in lists.opener),
        **{name: f"(?i:{_either(getattr(lists, name))})" for name in ANY_CASE},
        "mark": MARK,
        "unseen": UNSEEN,
    }


def _either(words: Iterable[str]) -> str:
    """Give a pattern that matches one of the words, the longer ones first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)
