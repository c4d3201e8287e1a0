"""Lemmas by part of speech."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from kipu.lang.resources import load_table
from kipu.lang.syntax import Ending, load_syntax_rules
from kipu.syntax.lemmas import Lemmatiser

RULES = load_syntax_rules("en")
LEMMATISER = Lemmatiser(RULES)
CASES = tomllib.loads(Path(__file__).with_name("lemmas.toml").read_text("utf-8"))["says"]


@pytest.mark.parametrize(("lemma", "upos", "forms"), CASES, ids=[f"{a} {b}" for a, b, _ in CASES])
def test_cases(lemma: str, upos: str, forms: str) -> None:
    """A form has the lemma that its part of speech asks for."""
    for form in forms.split():
        assert LEMMATISER.lemma(form, upos, in_sentence=False) == lemma, form


@pytest.mark.parametrize("ending", RULES.endings, ids=lambda ending: f"{ending.upos} {ending.form}")
def test_endings_show_what_they_do(ending: Ending) -> None:
    """Every ending's example is a form that it turns into its lemma, and the lemmatiser agrees."""
    assert ending.find.sub(ending.put, ending.form) == ending.lemma
    assert LEMMATISER.lemma(ending.form, ending.upos) == ending.lemma


def test_no_form_has_two_lemmas() -> None:
    """A table with two answers would give one of them by chance."""
    rows = load_table("en", "syntax", "lemmas.tsv")
    forms = Counter((upos, form) for upos, _, forms in rows for form in forms.split())
    assert [pair for pair, count in forms.items() if count > 1] == []


def test_capitals_of_adjectives() -> None:
    """An adjective keeps its capital within a sentence; at its beginning if it has it always."""
    in_text = ["The", "Peruvian", "army"], ["DET", "ADJ", "NOUN"]
    headline = ["New", "Peruvian", "Army", "Chief"], ["ADJ", "ADJ", "NOUN", "NOUN"]
    assert LEMMATISER.lemmas(*in_text) == ["the", "Peruvian", "army"]
    assert LEMMATISER.lemmas(*headline) == ["new", "Peruvian", "army", "chief"]
