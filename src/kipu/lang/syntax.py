"""The language resources of the syntax stage: word rules, lists, and the model's files."""

from functools import cache

import msgspec

from kipu.lang.resources import load_toml


class WordRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way a word can look.

    ``says`` holds texts and the words they are cut into; ``never`` texts in which this rule finds
    nothing.
    """

    id: str
    find: str
    says: tuple[tuple[str, tuple[str, ...]], ...]
    never: tuple[str, ...]


class WordLists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Closed classes of words; the fields are explained in ``lists.toml``."""

    title: tuple[str, ...]
    abbreviation: tuple[str, ...]
    before_number: tuple[str, ...]
    prefix: tuple[str, ...]
    clitic: tuple[str, ...]
    unit: tuple[str, ...]
    domain: tuple[str, ...]
    opener: frozenset[str]
    speech: frozenset[str]


class _RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[WordRule, ...]


class SyntaxRules(msgspec.Struct, frozen=True):
    """All that the syntax stage knows of a language besides the model."""

    language: str
    words: tuple[WordRule, ...]
    lists: WordLists


@cache
def load_syntax_rules(language: str) -> SyntaxRules:
    """Load the word rules and lists of a language.

    Raises:
        ResourceError: The language has none, or a file is damaged.
    """
    return SyntaxRules(
        language,
        load_toml(_RuleFile, language, "syntax", "words.toml").rule,
        load_toml(WordLists, language, "syntax", "lists.toml"),
    )
