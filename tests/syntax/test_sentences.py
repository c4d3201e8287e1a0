"""Where sentences begin."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipu.lang.syntax import load_syntax_rules
from kipu.syntax.sentences import cut_long, read_sentences
from kipu.syntax.words import Word, read_words, word_pattern

RULES = load_syntax_rules("en")
PATTERN = word_pattern(RULES)
CASES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))["case"]


def split(text: str) -> list[str]:
    words = read_words(text, 0, len(text), PATTERN)
    sentences = read_sentences(text, words, RULES)
    return [text[sentence[0].start : sentence[-1].end] for sentence in sentences]


@pytest.mark.parametrize("case", CASES, ids=[case["sentences"][0][:40] for case in CASES])
def test_cases(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """A paragraph is split where a reader sees a new sentence."""
    if "fails" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["fails"]))
    assert split(" ".join(case["sentences"])) == case["sentences"]


def test_an_empty_line_ends_a_sentence() -> None:
    """Two paragraphs that came in one block are two sentences without any full stop."""
    assert split("Judge shot dead\n\nPolice have no suspect") == [
        "Judge shot dead",
        "Police have no suspect",
    ]


def test_items_of_a_list_are_sentences() -> None:
    """A line that begins with a bullet begins a sentence, one that is only wrapped does not."""
    assert split("The demands\n• free the\nmen\n• pay them") == [
        "The demands",
        "• free the\nmen",
        "• pay them",
    ]


@given(st.lists(st.sampled_from(["a", ",", ".", "“", "word"]), min_size=1, max_size=60), st.data())
def test_long_sentences_are_cut_whole(forms: list[str], data: st.DataObject) -> None:
    """The parts of a long sentence are its words in order, and each part is short enough."""
    words = [Word(place, place + 1, form) for place, form in enumerate(forms)]
    lengths = data.draw(
        st.lists(st.integers(1, 4), min_size=len(forms), max_size=len(forms)), label="lengths"
    )
    parts = cut_long(words, lengths, most_words=7, most_length=9)
    assert [word for part in parts for word in part] == words
    for part in parts:
        assert 1 <= len(part) <= 7
        assert sum(lengths[word.start] for word in part) <= 9


def test_long_sentences_are_cut_behind_punctuation() -> None:
    """A semicolon is a better place to cut than a comma, a comma than none."""
    forms = ("a", "b", "c", ";", "d", ",", "e", "f")
    words = [Word(place, place + 1, form) for place, form in enumerate(forms)]
    first, *_ = cut_long(words, [1] * 8, most_words=7, most_length=99)
    assert [word.form for word in first] == ["a", "b", "c", ";"]
