"""Cutting text into words, by the conventions of Universal Dependencies."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kipu.lang.syntax import SyntaxRules

MARK = "[\u0300-\u036f\u00ad\u200c\u200d]"
"""Characters that belong to the letter before them: accents, soft hyphens, joiners."""

UNSEEN = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
"""Format characters that print nothing; alone they are no word."""

AS_WRITTEN = frozenset(("abbreviation", "opener"))
"""Lists of a language that are matched with their capitals."""


class Word(NamedTuple):
    """A word of the text: code-point offsets, characters, and what the model reads in it."""

    start: int
    end: int
    form: str
    reads: str


class WordPattern(NamedTuple):
    """The word rules of a language as one pattern, first rule first.

    ``reads`` holds what is read for which letters in the words of a rule, by the rule's group.
    """

    pattern: re.Pattern[str]
    reads: dict[str, tuple[tuple[str, str], ...]]


def rule_patterns(rules: SyntaxRules) -> dict[str, str]:
    """Give the pattern of each word rule by its id, the lists filled in, in order of preference."""
    lists = _alternatives(rules.lists)
    return {rule.id: _fill(rule.find, lists) for rule in rules.words}


def word_pattern(rules: SyntaxRules) -> WordPattern:
    """Join the word rules of a language into one pattern."""
    finds = rule_patterns(rules)
    reads = {f"rule_{number}": rule.reads for number, rule in enumerate(rules.words) if rule.reads}
    parts = [
        f"(?P<rule_{number}>{finds[rule.id]})" if rule.reads else f"(?:{finds[rule.id]})"
        for number, rule in enumerate(rules.words)
    ]
    return WordPattern(re.compile("|".join(parts)), reads)


def read_words(text: str, start: int, end: int, words: WordPattern) -> list[Word]:
    """Cut a stretch of text into words; only whitespace and unseen characters are left out."""
    found = []
    for match in words.pattern.finditer(text, start, end):
        form = reads = match.group()
        for letters, others in words.reads.get(match.lastgroup or "", ()):
            reads = reads.replace(letters, others)
        found.append(Word(match.start(), match.end(), form, reads))
    return found


def _fill(find: str, lists: dict[str, str]) -> str:
    """Put the lists into a rule's pattern; the other braces are repetitions."""
    return re.sub(r"\{([a-z_]+)\}", lambda name: lists[name[1]], find)


def _alternatives(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found = {
        name: _either(words) if name in AS_WRITTEN else f"(?i:{_either(words)})"
        for name, words in lists.items()
    }
    points = [*lists["title"], *lists["abbreviation"]]
    capitals = [word.upper() for word in points if len(word) > 2]
    return {
        **found,
        "abbreviation": _either([*points, *capitals]),
        "mark": MARK,
        "unseen": UNSEEN,
    }


def _either(words: Iterable[str]) -> str:
    """Give a pattern that matches one of the words, the longer ones first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)
