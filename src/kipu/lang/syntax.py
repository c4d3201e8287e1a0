"""The language resources of the syntax stage: word rules, and what is known of lemmas."""

import re
from functools import cache

import msgspec

from kipu.lang.resources import has_resource, load_table, load_toml
from kipu.model.errors import ResourceError


class WordRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way a word can look.

    ``says`` holds texts and the words they are cut into; ``never`` texts in which this rule finds
    nothing. ``reads`` holds letters and what the syntax model is to read in their place.
    """

    id: str
    find: str
    says: tuple[tuple[str, tuple[str, ...]], ...]
    never: tuple[str, ...]
    reads: tuple[tuple[str, str], ...] = ()


class Ending(msgspec.Struct, frozen=True):
    """A regular ending: what of a form is replaced by what; ``form`` and ``lemma`` show it."""

    upos: str
    find: re.Pattern[str]
    put: str
    form: str
    lemma: str


class SyntaxRules(msgspec.Struct, frozen=True):
    """All that the syntax stage knows of a language besides the model.

    ``lemmas`` maps UPOS and form in small letters to a lemma; ``endings`` are tried in order. A
    language may have none of them.

    ``lists`` are the closed classes of words that the rules name, ``relative`` those that begin
    relative clauses, and ``unnamed`` those that are no name alone; ``lists.toml`` explains them.
    """

    language: str
    words: tuple[WordRule, ...]
    lists: dict[str, tuple[str, ...]]
    lemmas: dict[tuple[str, str], str]
    endings: tuple[Ending, ...]

    @property
    def relative(self) -> frozenset[str]:
        """Words that begin relative clauses, in small letters."""
        return frozenset(self.lists["relative"])

    @property
    def unnamed(self) -> frozenset[str]:
        """Words, as written, that are no name by themselves or with each other."""
        return frozenset(self.lists["unnamed"])


class _RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[WordRule, ...]


@cache
def load_syntax_rules(language: str) -> SyntaxRules:
    """Load what is known of a language's words.

    Raises:
        ResourceError: The language has none, or a file is damaged.
    """
    return SyntaxRules(
        language=language,
        words=load_toml(_RuleFile, language, "syntax", "words.toml").rule,
        lists=load_toml(dict[str, tuple[str, ...]], language, "syntax", "lists.toml"),
        lemmas=_lemmas(language),
        endings=tuple(
            Ending(upos, re.compile(find), put, form, lemma)
            for upos, find, put, form, lemma in _rows(language, "endings", 5)
        ),
    )


def _lemmas(language: str) -> dict[tuple[str, str], str]:
    """Read the exceptions, and the past forms of irregular verbs where these do not say more."""
    irregular = {
        ("VERB", form): lemma
        for lemma, *forms in _rows(language, "irregular_verbs", 3)
        for form in " ".join(forms).split()
    }
    exceptions = {
        (upos, form): form if lemma == "=" else lemma
        for upos, lemma, forms in _rows(language, "lemmas", 3)
        for form in forms.split()
    }
    return irregular | exceptions


def _rows(language: str, name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    if not has_resource(language, "syntax", f"{name}.tsv"):
        return ()
    rows = load_table(language, "syntax", f"{name}.tsv")
    for row in rows:
        if len(row) != columns:
            found = "\t".join(row)
            raise ResourceError(f"{language}/syntax/{name}.tsv: not {columns} columns: {found!r}")
    return rows
