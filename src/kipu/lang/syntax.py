"""The language resources of the syntax stage: word rules, lists, lemmas, features."""

import re
from functools import cache

import msgspec

from kipu.lang.resources import load_table, load_toml
from kipu.model.errors import ResourceError


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

    title: frozenset[str]
    abbreviation: frozenset[str]
    before_number: frozenset[str]
    prefix: frozenset[str]
    clitic: frozenset[str]
    unit: frozenset[str]
    domain: frozenset[str]
    opener: frozenset[str]
    speech: frozenset[str]


class _RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[WordRule, ...]


class Ending(msgspec.Struct, frozen=True):
    """A regular ending: what of a form is replaced by what; ``form`` and ``lemma`` show it."""

    upos: str
    find: re.Pattern[str]
    put: str
    form: str
    lemma: str


class VerbForms(msgspec.Struct, frozen=True):
    """The irregular past forms of a verb."""

    lemma: str
    past: tuple[str, ...]
    participle: tuple[str, ...]


class SyntaxRules(msgspec.Struct, frozen=True):
    """All that the syntax stage knows of a language besides the model.

    ``lemmas`` maps UPOS and form in small letters to a lemma.
    """

    language: str
    words: tuple[WordRule, ...]
    lists: WordLists
    lemmas: dict[tuple[str, str], str]
    endings: tuple[Ending, ...]
    verbs: tuple[VerbForms, ...]


@cache
def load_syntax_rules(language: str) -> SyntaxRules:
    """Load what is known of a language's words.

    Raises:
        ResourceError: The language has none, or a file is damaged.
    """
    return SyntaxRules(
        language,
        load_toml(_RuleFile, language, "syntax", "words.toml").rule,
        load_toml(WordLists, language, "syntax", "lists.toml"),
        _lemmas(language),
        tuple(Ending(a, re.compile(b), c, d, e) for a, b, c, d, e in _rows(language, "endings", 5)),
        tuple(
            VerbForms(lemma, tuple(past.split()), tuple(participle.split()))
            for lemma, past, participle in _rows(language, "irregular_verbs", 3)
        ),
    )


def _rows(language: str, name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    rows = load_table(language, "syntax", f"{name}.tsv")
    for row in rows:
        if len(row) != columns:
            found = "\t".join(row)
            raise ResourceError(f"{language}/syntax/{name}.tsv: not {columns} columns: {found!r}")
    return rows


def _lemmas(language: str) -> dict[tuple[str, str], str]:
    lemmas: dict[tuple[str, str], str] = {}
    for upos, lemma, forms in _rows(language, "lemmas", 3):
        for form in forms.split():
            lemmas.setdefault((upos, form), form if lemma == "=" else lemma)
    return lemmas
