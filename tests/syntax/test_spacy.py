"""spaCy pipelines in the place of kipu's model."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kipu
from kipu.documents import from_text
from kipu.model.errors import ResourceError, SettingsError
from kipu.model.syntax import Syntax
from kipu.syntax import choose_parser, load_parser
from kipu.syntax.spacy import SpacyParser, Tree, load_spacy, universal_tree
from tests.conftest import Run
from tests.syntax.documents import document, paragraph
from tests.syntax.soundness import check_is_sound

TREES = {
    # form: head form, relation and part of speech, as the pipelines for English have them
    "Soldiers": ("killed", "nsubj", "NOUN"),
    "killed": ("killed", "ROOT", "VERB"),
    "nine": ("students", "nummod", "NUM"),
    "students": ("killed", "dobj", "NOUN"),
    "in": ("killed", "prep", "ADP"),
    "Lima": ("in", "pobj", "PROPN"),
    ".": ("killed", "punct", "PUNCT"),
}

LEMMAS = {"killed": "kill", "students": "student", "Soldiers": "soldier"}
FEATS = {"killed": "Mood=Ind|Tense=Past|VerbForm=Fin", "students": "Number=Plur"}


@Language.component("kipu_test_trees")
def hang(doc: Doc) -> Doc:
    """Give each word the head and relation of the table, or hang it on the one before it."""
    heads: list[int] = []
    relations, upos = [], []
    for sentence in doc.sents:
        places = {token.text: token.i for token in sentence}
        for token in sentence:
            before = max(sentence.start, token.i - 1)
            head, relation, tag = TREES.get(token.text, ("", "dep", "X"))
            heads.append(places.get(head, before))
            relations.append(relation)
            upos.append(tag)
    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        heads=heads,
        deps=relations,
        pos=upos,
        lemmas=[LEMMAS.get(token.text, token.lower_) for token in doc],
        morphs=[FEATS.get(token.text, "") for token in doc],
    )


def pipeline(*, trees: bool = True) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    if trees:
        nlp.add_pipe("kipu_test_trees")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "GPE", "pattern": "Lima"},
            {"label": "CARDINAL", "pattern": "nine"},
        ]
    )
    return nlp


def parse(text: str) -> Syntax:
    return SpacyParser(pipeline(), "made").parse(paragraph(text))


def test_trees_are_those_of_universal_dependencies() -> None:
    """A preposition hangs on its noun, names have kipu's types, amounts are no names."""
    text = "Soldiers killed  nine students in Lima."
    syntax = parse(text)
    check_is_sound(syntax, text)
    found = {
        form: (syntax.form[head], label)
        for form, head, label in zip(syntax.form, syntax.head, syntax.deprel, strict=True)
    }
    assert found["students"] == ("killed", "obj")
    assert found["in"] == ("Lima", "case")
    assert found["Lima"] == ("killed", "obl")
    assert [(syntax.form[name.start], name.type) for name in syntax.names] == [("Lima", "LOC")]
    assert syntax.model.startswith("spacy:made")


def test_blocks_and_sentences() -> None:
    """Offsets are those of the document; residue is not read."""
    doc = document(
        ("headline", "Soldiers killed students"),
        ("residue", "Share"),
        ("paragraph", "Soldiers killed nine. Odd words stand\nhere \ud800 ."),
    )
    syntax = SpacyParser(pipeline(), "made").parse(doc)
    check_is_sound(syntax, doc.text)
    assert "Share" not in syntax.form
    assert len(syntax.sentences) == 3


@pytest.mark.parametrize(
    ("tree", "heads", "relations"),
    [
        # "The law was unjust": the copula hangs on what is said of the subject.
        (
            Tree([2, 3, 0, 3], ["det", "nsubj", "ROOT", "acomp"], ["DET", "NOUN", "AUX", "ADJ"]),
            [2, 4, 4, 0],
            ["det", "nsubj", "cop", "root"],
        ),
        # "killed by soldiers"
        (
            Tree([0, 1, 2], ["ROOT", "agent", "pobj"], ["VERB", "ADP", "NOUN"]),
            [0, 3, 1],
            ["root", "case", "obl:agent"],
        ),
        # "in front of Lima", a fragment
        (
            Tree([0, 1, 2, 3], ["ROOT", "pobj", "prep", "pobj"], ["ADP", "NOUN", "ADP", "PROPN"]),
            [0, 1, 4, 2],
            ["root", "obl", "case", "nmod"],
        ),
        # A tree of Universal Dependencies stays as it is.
        (
            Tree([2, 0, 4, 2], ["nsubj", "root", "case", "obl"], ["NOUN", "VERB", "ADP", "NOUN"]),
            [2, 0, 4, 2],
            ["nsubj", "root", "case", "obl"],
        ),
    ],
)
def test_constructions(tree: Tree, heads: Sequence[int], relations: Sequence[str]) -> None:
    found = universal_tree(tree)
    assert (found.heads, found.relations) == (heads, relations)


def test_a_pipeline_reads_its_own_language(tmp_path: Path) -> None:
    """A named pipeline is used for documents in its language; kipu's model reads the others."""
    pipeline(trees=True).to_disk(tmp_path / "made")
    named = f"spacy:{tmp_path / 'made'}"
    assert isinstance(choose_parser("en", named), SpacyParser)
    spacy.blank("es").to_disk(tmp_path / "other")
    assert choose_parser("en", f"spacy:{tmp_path / 'other'}") is load_parser("en")
    reading = kipu.read(
        from_text("Soldiers killed nine students in Lima.", uri="a", language="en"),
        parser=named,
    )
    assert [event.type for event in reading.events] == ["killing"]
    assert dict(reading.versions)["syntax/en"].startswith("spacy:")


def test_what_cannot_be_used_is_refused() -> None:
    """A parser that is not there, gives no trees or is of no known kind is refused by name."""
    with pytest.raises(ResourceError, match="python -m spacy download no_such_pipeline"):
        load_spacy("no_such_pipeline")
    with pytest.raises(ResourceError, match="finds no trees"):
        SpacyParser(pipeline(trees=False), "bare").parse(paragraph("Soldiers killed nine."))
    with pytest.raises(SettingsError, match="write spacy:NAME"):
        choose_parser("en", "stanza:en")


def test_a_missing_pipeline_stops_the_command(run: Run, tmp_path: Path) -> None:
    """The command says what to install, and makes no record."""
    (tmp_path / "a.txt").write_text("Soldiers killed nine students in Lima.", "utf-8")
    done = run("add", "a.txt", "--record", "r.kipu", "--parser", "spacy:no_such_pipeline")
    assert done.returncode == 1
    assert "python -m spacy download no_such_pipeline" in done.stderr
    assert not (tmp_path / "r.kipu").exists()
