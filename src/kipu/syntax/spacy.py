"""spaCy pipelines in the place of kipu's model, with labels of Universal Dependencies.

Most pipelines have the relations of Universal Dependencies. Those for English and German have
others; of these, the English ones (the scheme of ClearNLP) are turned into trees of Universal
Dependencies here: a preposition hangs on its noun, a copula on what is said of the subject.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from kipu.model.documents import NARRATIVE, Document
from kipu.model.errors import ResourceError
from kipu.model.syntax import Name, NameType, Syntax

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as Parsed
    from spacy.tokens import Span as Stretch
    from spacy.tokens import Token

NAME_TYPES: dict[str, NameType] = {
    "PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC",
    "NORP": "NORP", "EVENT": "EVENT", "LAW": "WORK", "WORK_OF_ART": "WORK", "PRODUCT": "MISC",
    "MISC": "MISC",
}  # fmt: skip
"""Types of names; what is no name (dates, amounts, ordinals) is left out."""
RELATIONS = {
    "ROOT": "root", "acomp": "xcomp", "agent": "obl:agent", "attr": "xcomp", "auxpass": "aux:pass",
    "csubjpass": "csubj:pass", "dative": "iobj", "dobj": "obj", "intj": "discourse", "meta": "dep",
    "neg": "advmod", "npadvmod": "obl:unmarked", "nsubjpass": "nsubj:pass", "oprd": "xcomp",
    "pcomp": "advcl", "pobj": "obl", "poss": "nmod:poss", "possessive": "case", "preconj": "cc",
    "predet": "det", "prep": "case", "prt": "compound:prt", "quantmod": "advmod",
    "relcl": "acl:relcl", "complm": "mark", "hmod": "amod", "infmod": "acl", "partmod": "acl",
    "nn": "compound", "num": "nummod", "number": "nummod", "rcmod": "acl:relcl",
}  # fmt: skip
"""Relations of ClearNLP that have another name in Universal Dependencies."""
OBJECTS = frozenset(("pobj", "pcomp"))
PREPOSITIONS = frozenset(("prep", "agent", "dative"))
PREDICATES = frozenset(("attr", "acomp"))
OF_CLAUSES = frozenset(("VERB", "AUX"))


class Tree(NamedTuple):
    """A sentence: heads from 1, 0 being the root, relations, and parts of speech."""

    heads: list[int]
    relations: list[str]
    upos: list[str]


class SpacyParser:
    """A spaCy pipeline that has trees, read as kipu's own model is."""

    def __init__(self, pipeline: "Language", name: str) -> None:
        self._pipeline = pipeline
        self.language = pipeline.lang or ""
        version = pipeline.meta.get("version", "")
        self._model = f"spacy:{name}-{version}".rstrip("-")

    def parse(self, doc: Document) -> Syntax:
        """Give the tokens, sentences, trees and names of a document's narrative blocks.

        Raises:
            ResourceError: The pipeline gives no trees.
        """
        blocks = [block for block in doc.blocks if block.kind in NARRATIVE]
        # spaCy's words are strings of UTF-8, which lone surrogates of damaged files are not.
        texts = [
            doc.text[block.span.start : block.span.end].encode("utf-8", "replace").decode("utf-8")
            for block in blocks
        ]
        parts = [
            _Part(block.span.start, sentence)
            for block, parsed in zip(blocks, self._pipeline.pipe(texts), strict=True)
            for sentence in self._sentences(parsed)
        ]
        return _join(doc, [part for part in parts if part.words], self._model)

    def _sentences(self, parsed: "Parsed") -> "Iterable[Stretch]":
        if len(parsed) and not parsed.has_annotation("DEP"):
            raise ResourceError(
                f"{self._model} finds no trees: name a spaCy pipeline that has a parser"
            )
        return parsed.sents


class _Part:
    """One sentence of spaCy's without the blanks that it counts as words."""

    def __init__(self, begin: int, sentence: "Stretch") -> None:
        self.words = [token for token in sentence if not token.is_space]
        self.begin = begin
        self._numbers = {token.i: number for number, token in enumerate(self.words, 1)}
        self.tree = universal_tree(
            Tree(
                [0 if token.head.i == token.i else self._head(token) for token in self.words],
                [token.dep_ for token in self.words],
                [token.pos_ or "X" for token in self.words],
            )
        )
        self.names = list(self._names(sentence))

    def _head(self, token: "Token") -> int:
        """Give the number of a word's head; a blank's head stands for the blank."""
        above = token.head
        while above.i not in self._numbers and above.head.i != above.i:
            above = above.head
        return self._numbers.get(above.i, 0)

    def _names(self, sentence: "Stretch") -> Iterator[Name]:
        for name in sentence.ents:
            kind = NAME_TYPES.get(name.label_)
            words = [self._numbers[token.i] for token in name if token.i in self._numbers]
            if kind and words:
                yield Name(words[0] - 1, words[-1], kind)


def universal_tree(tree: Tree) -> Tree:
    """Give a tree of Universal Dependencies; one that is none of ClearNLP's stays as it is.

    >>> died_in_lima = Tree([0, 1, 2], ["ROOT", "prep", "pobj"], ["VERB", "ADP", "PROPN"])
    >>> universal_tree(died_in_lima)[:2]
    ([0, 3, 1], ['root', 'case', 'obl'])
    """
    heads, relations = _one_root(tree.heads, tree.relations)
    named = list(relations)
    for word, relation in enumerate(tree.relations):
        preposition = heads[word] - 1
        if relation in OBJECTS and preposition >= 0 and named[preposition] in PREPOSITIONS:
            _turn_over(preposition, word, heads)
            named[preposition] = "case" if relation == "pobj" else "mark"
            named[word] = _of_preposition(relations[preposition], relation, heads[word], tree.upos)
    for word, relation in enumerate(tree.relations):
        copula = heads[word] - 1
        if relation in PREDICATES and copula >= 0 and tree.upos[copula] == "AUX":
            _turn_over(copula, word, heads)
            named[word], named[copula] = named[copula], "cop"
            for other, above in enumerate(heads):
                if above == copula + 1 and other != word:
                    heads[other] = word + 1
    renamed = [
        "root" if not head else RELATIONS.get(label, label) if label != "root" else "dep"
        for head, label in zip(heads, named, strict=True)
    ]
    return Tree(heads, renamed, tree.upos)


def _turn_over(above: int, below: int, heads: list[int]) -> None:
    """Put a word into the place of its head, and the head below it."""
    heads[below], heads[above] = heads[above], below + 1


def _of_preposition(preposition: str, own: str, head: int, upos: Sequence[str]) -> str:
    """Name the relation of what follows a preposition to what the preposition hung on."""
    if preposition == "agent":
        return "obl:agent"
    of_clause = head == 0 or upos[head - 1] in OF_CLAUSES
    if own == "pcomp":
        return "advcl" if of_clause else "acl"
    return "obl" if of_clause else "nmod"


def _one_root(heads: Sequence[int], relations: Sequence[str]) -> tuple[list[int], list[str]]:
    """Hang all roots but the first on it."""
    roots = [word for word, head in enumerate(heads) if head == 0]
    fixed, named = list(heads), list(relations)
    for root in roots[1:]:
        fixed[root], named[root] = roots[0] + 1, "parataxis"
    return fixed, named


def _join(doc: Document, parts: Sequence[_Part], model: str) -> Syntax:
    firsts = [0, *accumulate(len(part.words) for part in parts)][: len(parts)]
    words = [(part.begin, token) for part in parts for token in part.words]
    starts = tuple(begin + token.idx for begin, token in words)
    ends = tuple(begin + token.idx + len(token) for begin, token in words)
    return Syntax(
        doc_id=doc.id,
        start=starts,
        end=ends,
        form=tuple(doc.text[start:end] for start, end in zip(starts, ends, strict=True)),
        lemma=tuple(token.lemma_ or token.lower_ for _, token in words),
        upos=tuple(tag for part in parts for tag in part.tree.upos),
        feats=tuple(str(token.morph) for _, token in words),
        head=tuple(
            first + (head - 1 if head else place)
            for first, part in zip(firsts, parts, strict=True)
            for place, head in enumerate(part.tree.heads)
        ),
        deprel=tuple(label for part in parts for label in part.tree.relations),
        sentences=tuple(firsts),
        names=tuple(
            Name(first + name.start, first + name.end, name.type)
            for first, part in zip(firsts, parts, strict=True)
            for name in part.names
        ),
        model=model,
    )


@cache
def load_spacy(name: str) -> SpacyParser:
    """Load a spaCy pipeline by its name or folder.

    Raises:
        ResourceError: spaCy or the pipeline is not installed.
    """
    try:
        import spacy
    except ImportError as error:
        raise ResourceError("spaCy is not installed: pip install 'kipu[spacy]'") from error
    try:
        return SpacyParser(spacy.load(name), name)
    except OSError as error:
        raise ResourceError(
            f"there is no spaCy pipeline {name!r}: python -m spacy download {name}"
        ) from error
