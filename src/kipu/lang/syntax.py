"""The language resources of the syntax stage: word rules, lists, lemmas, features."""

import re
from functools import cache
from typing import Literal

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
    before_nt: frozenset[str]
    opener: frozenset[str]
    speech: frozenset[str]
    relative: frozenset[str]


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


FormKind = Literal["lemma", "third", "ing", "past", "preterite", "participle", "same", "inflected"]


class FeatureRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Features of a form in its place; the fields are explained in ``features.toml``."""

    upos: tuple[str, ...]
    kind: tuple[FormKind, ...] = ()
    relation: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    child: tuple[str, ...] = ()
    lemma: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    find: str | None = None
    feats: str | None = None


class KindRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The kind of a regular form by its ending."""

    kind: FormKind
    find: str


class FeatureRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules for features, the first that fits before the others."""

    kind: tuple[KindRule, ...]
    rule: tuple[FeatureRule, ...]


class SyntaxRules(msgspec.Struct, frozen=True):
    """All that the syntax stage knows of a language besides the model.

    ``lemmas`` and ``features`` map UPOS and form in small letters to a lemma, or to features;
    ``verb_kinds`` maps an irregular form of a verb to its kind; ``homographs`` maps a form, its
    relation and the features of its governor (``""``: any) to a lemma.
    """

    language: str
    words: tuple[WordRule, ...]
    lists: WordLists
    lemmas: dict[tuple[str, str], str]
    endings: tuple[Ending, ...]
    verbs: tuple[VerbForms, ...]
    verb_kinds: dict[str, FormKind]
    features: dict[tuple[str, str], str]
    feature_rules: FeatureRules
    homographs: dict[tuple[str, str, str], str]


@cache
def load_syntax_rules(language: str) -> SyntaxRules:
    """Load what is known of a language's words.

    Raises:
        ResourceError: The language has none, or a file is damaged.
    """
    verbs = _verbs(language)
    return SyntaxRules(
        language=language,
        words=load_toml(_RuleFile, language, "syntax", "words.toml").rule,
        lists=load_toml(WordLists, language, "syntax", "lists.toml"),
        lemmas={
            key: key[1] if lemma == "=" else lemma
            for key, lemma in _by_form(language, "lemmas").items()
        },
        endings=tuple(
            Ending(upos, re.compile(find), put, form, lemma)
            for upos, find, put, form, lemma in _rows(language, "endings", 5)
        ),
        verbs=verbs,
        verb_kinds={
            form: _kind_of_form(form, verb)
            for verb in verbs
            for form in (*verb.past, *verb.participle)
        },
        features=_by_form(language, "features"),
        feature_rules=load_toml(FeatureRules, language, "syntax", "features.toml"),
        homographs={
            (form, relation, feats): lemma
            for form, relation, feats, lemma in _rows(language, "homographs", 4)
        },
    )


def _verbs(language: str) -> tuple[VerbForms, ...]:
    return tuple(
        VerbForms(lemma, tuple(past.split()), tuple(participle.split()))
        for lemma, past, participle in _rows(language, "irregular_verbs", 3)
    )


def _kind_of_form(form: str, verb: VerbForms) -> FormKind:
    if form == verb.lemma:
        return "same" if form in verb.past else "participle"
    if form in verb.past and form in verb.participle:
        return "past"
    return "preterite" if form in verb.past else "participle"


def _rows(language: str, name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    rows = load_table(language, "syntax", f"{name}.tsv")
    for row in rows:
        if len(row) != columns:
            found = "\t".join(row)
            raise ResourceError(f"{language}/syntax/{name}.tsv: not {columns} columns: {found!r}")
    return rows


def _by_form(language: str, name: str) -> dict[tuple[str, str], str]:
    """Read a table of UPOS, value and the forms that have it."""
    return {
        (upos, form): value
        for upos, value, forms in _rows(language, name, 3)
        for form in forms.split()
    }
