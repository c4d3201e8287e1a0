"""The parser, with the English model."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipu.model.errors import ResourceError
from kipu.model.syntax import Syntax
from kipu.syntax import load_parser
from tests.syntax.documents import document, paragraph
from tests.syntax.soundness import check_is_sound

PARSER = load_parser("en")
CASES = tomllib.loads(Path(__file__).with_name("parses.toml").read_text("utf-8"))["case"]
PIECES = (
    *("the", "a", "judge", "police", "killed", "said", "was", "Lima", "Mr.", "U.S.", "27", "in"),
    *("of", "and", "who", "that", "not", ",", ";", ".", "“", "”", "-", "'s", "(", "\n\n", "\u200b"),
    *(
        "é",
        "won't",
        "€",
        "arrested",
        "President",
        "May",
        "rebel",
        "leader",
        "Ana",
        "by",
        "daughter",
    ),
    *("los", "soldados", "mataron", "fue", "detenido", "del", "darle", "que"),
)
NEWS = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)


def parse(text: str) -> Syntax:
    return PARSER.parse(paragraph(text))


def where(syntax: Syntax, form: str) -> int:
    return syntax.form.index(form)


@pytest.mark.parametrize("language", ["en", "es"])
@settings(max_examples=60, deadline=None)
@given(text=st.one_of(NEWS, st.text(max_size=120)))
def test_any_text_gives_sound_trees(language: str, text: str) -> None:
    """Whatever the text, each sentence is one tree with one root and spans quote their words."""
    check_is_sound(load_parser(language).parse(paragraph(text)), text)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_cases(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """Plain news sentences get the heads, lemmas, features and names that they must have."""
    if "fails" in case:
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["fails"]))
    syntax = load_parser(case.get("language", "en")).parse(paragraph(case["text"]))
    for line in case["tree"]:
        form, deprel, head = line.split()
        word = where(syntax, form)
        assert (syntax.deprel[word], syntax.form[syntax.head[word]]) == (deprel, head), line
    for line in case["lemmas"]:
        form, lemma = line.split()
        assert syntax.lemma[where(syntax, form)] == lemma
    for line in case["feats"]:
        form, feats = line.split()
        assert syntax.feats[where(syntax, form)] == feats
    found = [f"{name.type} {' '.join(syntax.form[name.start : name.end])}" for name in syntax.names]
    assert found == case["names"]


def test_blocks_are_not_crossed() -> None:
    """A block's end is a sentence's end; what a page leaves behind is not read."""
    doc = document(
        ("headline", "Mine shuts"),
        ("byline", "By Ana Salas"),
        ("dateline", "LIMA —"),
        ("paragraph", "The mine shut on Friday"),
        ("residue", "Share"),
        ("caption", "A gate. A fence"),
    )
    syntax = PARSER.parse(doc)
    read = [" ".join(syntax.form[word] for word in words) for words in syntax.sentence_ranges()]
    assert read == ["Mine shuts", "The mine shut on Friday", "A gate .", "A fence"]


def test_nothing_to_read() -> None:
    """A document without narrative blocks has no tokens and no sentences."""
    assert len(PARSER.parse(document(("residue", "Share")))) == 0
    assert PARSER.parse(document()).sentences == ()


def test_a_paragraph_is_read_alike_wherever_it_stands() -> None:
    """A paragraph has one analysis, whatever stands around it: copies of a text agree."""
    text = "Prosecutors said the general, who denies it, had ordered the killing of three farmers."
    alone = parse(text)
    texts = ("Nobody was there at all.", text, "It rained that day.")
    after = PARSER.parse(document(*(("paragraph", each) for each in texts)))
    begin = where(after, "Prosecutors")
    size = len(alone)
    assert after.upos[begin : begin + size] == alone.upos
    assert after.deprel[begin : begin + size] == alone.deprel
    assert tuple(head - begin for head in after.head[begin : begin + size]) == alone.head


def test_a_long_paragraph() -> None:
    """A paragraph of several runs comes back in the order of the text, cut between sentences."""
    text = "The mine shut. " + "Police arrested the mayor of Lima on Friday. " * 39 + "He fled."
    syntax = parse(text)
    check_is_sound(syntax, text)
    assert len(syntax.sentences) == 41


def test_a_sentence_without_end() -> None:
    """Three thousand words without a full stop are read in parts, none of them lost."""
    text = "and the mine, the mill " * 600
    syntax = parse(text)
    check_is_sound(syntax, text)
    assert "".join(syntax.form) == "".join(text.split())
    assert max(map(len, syntax.sentence_ranges())) <= 200


def test_a_word_without_end() -> None:
    """A hundred thousand letters are one word; characters no encoding has do not stop it."""
    text = "b" * 100_000 + " \ud800 ends"
    assert [len(form) for form in parse(text).form] == [100_000, 1, 4]


def test_unknown_language() -> None:
    """A language without a model is refused with the languages that have one."""
    with pytest.raises(ResourceError, match=r"'xx'.*en"):
        load_parser("xx")


def test_loaded_once() -> None:
    """A process has one session for each language."""
    assert load_parser("en") is PARSER


def test_importing_is_cheap() -> None:
    """Importing the stage loads neither the model's runtime nor numpy."""
    heavy = {"onnxruntime", "numpy", "tokenizers", "simplemma"}
    code = f"import sys, kipu.syntax; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
