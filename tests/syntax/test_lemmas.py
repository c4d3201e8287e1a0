"""Lemmas: exceptions, endings, the word list, and the rules that the model proposes."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from kipu.lang.resources import load_table
from kipu.lang.syntax import Ending, load_syntax_rules
from kipu.syntax.lemmas import Lemmatiser

RULES = {language: load_syntax_rules(language) for language in ("en", "es")}
LEMMATISERS = {language: Lemmatiser(rules) for language, rules in RULES.items()}
SPANISH = LEMMATISERS["es"]
CASES = [
    (language, *case)
    for language, name in (("en", "lemmas.toml"), ("es", "lemmas_es.toml"))
    for case in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["says"]
]
ENDINGS = [(language, ending) for language, rules in RULES.items() for ending in rules.endings]


@pytest.mark.parametrize(
    ("language", "lemma", "upos", "forms"), CASES, ids=[f"{a} {b} {c}" for a, b, c, _ in CASES]
)
def test_cases(language: str, lemma: str, upos: str, forms: str) -> None:
    """A form has the lemma that its part of speech asks for, without the model's help."""
    scripts = ("l0",) if language == "en" else ()
    for form in forms.split():
        assert LEMMATISERS[language].lemma(form, upos, scripts) == lemma, form


@pytest.mark.parametrize(
    ("language", "ending"), ENDINGS, ids=[f"{a} {b.upos} {b.form}" for a, b in ENDINGS]
)
def test_endings_show_what_they_do(language: str, ending: Ending) -> None:
    """Every ending's example is a form that it turns into its lemma, and the lemmatiser agrees."""
    assert ending.find.sub(ending.put, ending.form) == ending.lemma
    assert LEMMATISERS[language].lemma(ending.form, ending.upos, ()) == ending.lemma


@pytest.mark.parametrize("language", RULES)
def test_no_form_has_two_lemmas(language: str) -> None:
    """A table with two answers would give one of them by chance."""
    rows = load_table(language, "syntax", "lemmas.tsv")
    forms = Counter(
        (upos, form) for kinds, _, forms in rows for upos in kinds.split() for form in forms.split()
    )
    assert [pair for pair, count in forms.items() if count > 1] == []


@pytest.mark.parametrize(
    ("form", "upos", "scripts", "lemma"),
    [
        ("Supremo", "ADJ", ("k0", "l0"), "Supremo"),
        ("acusados", "VERB", ("l4ir", "l4ar", "l1"), "acusar"),
        ("tuiteó", "VERB", ("l1ar", "l0"), "tuitear"),
        ("Lima", "PROPN", ("k0", "l0"), "Lima"),
        ("las", "DET", ("l=el", "l1"), "el"),
        ("crea", "VERB", ("l1ar", "l1er"), "crear"),
        ("crea", "VERB", ("l1er", "l1ar"), "creer"),
        ("sienta", "VERB", ("l5entir", "l5entar"), "sentir"),
        ("sienta", "VERB", ("l5entar", "l5entir"), "sentar"),
        ("venía", "VERB", ("l2er", "l0"), "venir"),
        ("tendrían", "VERB", ("l4er", "l3r"), "tener"),
        ("niegan", "VERB", ("l4", "l5ar"), "negar"),
        ("detuvieron", "VERB", ("l5ir", "l6er"), "detener"),
        ("asesinados", "ADJ", ("l3r", "l1"), "asesinado"),
        ("ingeniero", "VERB", ("l0", "l2"), "ingeniero"),
        ("Horas", "NOUN", ("l0", "l1"), "hora"),
        ("chofer", "NOUN", ("l0", "l1"), "chofer"),
    ],
)
def test_the_model_proposes(form: str, upos: str, scripts: tuple[str, ...], lemma: str) -> None:
    """Of what the endings allow, the first that a proposed rule makes a listed word of counts."""
    assert SPANISH.lemma(form, upos, scripts) == lemma
