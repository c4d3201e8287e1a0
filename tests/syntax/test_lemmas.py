"""Lemmas: exceptions, endings, the word list, and the rules that the model proposes."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from kipu.lang.resources import load_table
from kipu.lang.syntax import Ending, load_syntax_rules
from kipu.syntax.lemmas import Lemmatiser

RULES = load_syntax_rules("en")
ENGLISH, SPANISH = Lemmatiser(RULES), Lemmatiser(load_syntax_rules("es"))
CASES = tomllib.loads(Path(__file__).with_name("lemmas.toml").read_text("utf-8"))["says"]


@pytest.mark.parametrize(("lemma", "upos", "forms"), CASES, ids=[f"{a} {b}" for a, b, _ in CASES])
def test_cases(lemma: str, upos: str, forms: str) -> None:
    """A form has the lemma that its part of speech asks for, whatever the model proposes."""
    for form in forms.split():
        assert ENGLISH.lemma(form, upos, ("l0",)) == lemma, form


@pytest.mark.parametrize("ending", RULES.endings, ids=lambda ending: f"{ending.upos} {ending.form}")
def test_endings_show_what_they_do(ending: Ending) -> None:
    """Every ending's example is a form that it turns into its lemma, and the lemmatiser agrees."""
    assert ending.find.sub(ending.put, ending.form) == ending.lemma
    assert ENGLISH.lemma(ending.form, ending.upos, ()) == ending.lemma


def test_no_form_has_two_lemmas() -> None:
    """A table with two answers would give one of them by chance."""
    rows = load_table("en", "syntax", "lemmas.tsv")
    forms = Counter((upos, form) for upos, _, forms in rows for form in forms.split())
    assert [pair for pair, count in forms.items() if count > 1] == []


@pytest.mark.parametrize(
    ("form", "upos", "scripts", "lemma"),
    [
        ("Supremo", "ADJ", ("k0", "l0"), "Supremo"),
        ("acusados", "VERB", ("l4ir", "l4ar", "l1"), "acusar"),
        ("tuiteó", "VERB", ("l1ar", "l0"), "tuitear"),
        ("Lima", "PROPN", ("k0", "l0"), "Lima"),
        ("las", "DET", ("l=el", "l1"), "el"),
    ],
)
def test_the_model_proposes(form: str, upos: str, scripts: tuple[str, ...], lemma: str) -> None:
    """Where nothing else is known, the first proposed rule that makes a listed word counts."""
    assert SPANISH.lemma(form, upos, scripts) == lemma
