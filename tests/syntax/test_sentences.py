"""Where sentences begin."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kipu.syntax import load_parser
from kipu.syntax.sentences import last_fitting, place_to_cut
from kipu.syntax.words import Word
from tests.syntax.documents import paragraph

CASES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))["case"]


def split(text: str, language: str = "en") -> list[str]:
    syntax = load_parser(language).parse(paragraph(text))
    return [
        text[syntax.start[words[0]] : syntax.end[words[-1]]] for words in syntax.sentence_ranges()
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["sentences"][0][:40] for case in CASES])
def test_cases(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """A paragraph is split where a reader sees a new sentence."""
    if "fails" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["fails"]))
    text = " ".join(case["sentences"])
    assert split(text, case.get("language", "en")) == case["sentences"]


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


@pytest.mark.parametrize(
    ("lengths", "begin", "end"),
    [([3, 3, 3, 3], 0, 3), ([3, 3, 3, 3], 1, 4), ([9, 9], 1, 2), ([1] * 20, 2, 9), ([5], 0, 1)],
)
def test_how_far_a_run_goes(lengths: list[int], begin: int, end: int) -> None:
    """A run takes as many words as fit, at most seven words or nine pieces here."""
    assert last_fitting(lengths, begin, most_words=7, most_length=9) == end


def test_long_sentences_are_cut_behind_punctuation() -> None:
    """A semicolon is a better place to cut than a comma, a comma than none."""
    for text, at in (("a b c ; d , e", 4), ("a b c d , e f", 5), ("a b c d e f g", 7)):
        words = [Word(place, place + 1, form, form) for place, form in enumerate(text.split())]
        assert place_to_cut(words, 0, 7) == at
