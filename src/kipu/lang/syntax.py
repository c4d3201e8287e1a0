"""The language resources of the syntax stage: word rules, and what is known of lemmas."""

import re
from collections.abc import Iterator
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
    language may have none of them. ``proposed`` are the kinds of word, as UPOS, for which the model
    chooses between what the endings allow.

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
    def markers(self) -> dict[str, frozenset[str]]:
        """The prepositions that may mark ``objects``, and those of ``agents``; none: any may."""
        return {name: frozenset(self.lists.get(name, ())) for name in ("objects", "agents")}

    @property
    def proposed(self) -> frozenset[str]:
        """Kinds of word for which the model chooses between what the endings allow."""
        return frozenset(self.lists.get("proposed", ()))

    @property
    def infinitive(self) -> tuple[tuple[str, str], ...]:
        """Endings of infinitives, and those of another form that a verb of the word list has."""
        pairs = (pair.split() for pair in self.lists.get("infinitive", ()))
        return tuple((ending, other) for ending, other in pairs)

    @property
    def unused(self) -> frozenset[str]:
        """Words that the word list has as infinitives, and that nobody writes."""
        return frozenset(self.lists.get("unused", ()))

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
    lists = load_toml(dict[str, tuple[str, ...]], language, "syntax", "lists.toml")
    return SyntaxRules(
        language=language,
        words=load_toml(_RuleFile, language, "syntax", "words.toml").rule,
        lists=lists,
        lemmas=_lemmas(language),
        endings=tuple(_endings(language, lists)),
    )


def _endings(language: str, lists: dict[str, tuple[str, ...]]) -> Iterator[Ending]:
    """Read the regular endings; ``{name}`` stands for the words of a list."""
    for kinds, find, put, form, lemma in _rows(language, "endings", 5):
        filled = re.sub(r"\{([a-z_]+)\}", lambda name: f"(?:{'|'.join(lists[name[1]])})", find)
        for upos in kinds.split():
            yield Ending(upos, re.compile(filled), put, form, lemma)


def _lemmas(language: str) -> dict[tuple[str, str], str]:
    """Read the exceptions, and the past forms of irregular verbs where these do not say more."""
    irregular = {
        ("VERB", form): lemma
        for lemma, *forms in _rows(language, "irregular_verbs", 3)
        for form in " ".join(forms).split()
    }
    exceptions = {
        (upos, form): form if lemma == "=" else lemma
        for kinds, lemma, forms in _rows(language, "lemmas", 3)
        for upos in kinds.split()
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
