"""What the model says of running text, and the sentences with their trees made of it."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from kipu.lang.syntax import SyntaxRules
from kipu.model.syntax import Name
from kipu.syntax.lemmas import Lemmatiser
from kipu.syntax.names import best_tags, joined_names, name_spans
from kipu.syntax.relations import (
    settle_agents,
    settle_coordinations,
    settle_objects,
    settle_plain_nouns,
    settle_predicates,
    settled_relations,
    settled_voices,
)
from kipu.syntax.sentences import lacks_stop
from kipu.syntax.speech import settle_insertions, settle_subjects
from kipu.syntax.trees import best_tree, is_projective, is_tree

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
ROOT = "root"
IMPOSSIBLE = -1e9
MARKED, UNMARKED = -6.0, 2.0
"""Log odds above which a sentence begins where marks say so, and where they do not."""


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the numbers of a model's outputs mean, and the model's name.

    ``whole`` holds the forms, in small letters, for which a lemma rule that puts a whole word in
    the place of a form was learnt; it means nothing for others. ``conventions`` are the numbers of
    the corpora whose ways the model can follow, ``convention`` is the one that it follows.
    """

    name: str
    conventions: dict[str, int]
    convention: str | None
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    lemma: tuple[str, ...]
    deprel: tuple[str, ...]
    names: tuple[str, ...]
    whole: dict[str, frozenset[str]]

    def scripts(self, form: str, numbers: Sequence[int]) -> tuple[str, ...]:
        """Give the lemma rules of some numbers that may be meant for a form."""
        scripts = (self.lemma[number] for number in numbers)
        small = form.lower()
        return tuple(each for each in scripts if small in self.whole.get(each, (small,)))


class Relations(NamedTuple):
    """The last layer of the model, which needs the tree: it names a word's relation to its head.

    ``weight`` [labels, r] and ``bias`` [labels].
    """

    weight: Floats
    bias: Floats


class Scores(NamedTuple):
    """What the model says of a row of ``n`` words; see ``training/model.py``.

    ``upos`` and ``feats`` [n] are numbers of labels, ``lemma`` [n, k] those of the likeliest rules.
    """

    starts: Floats
    arc: Floats
    below: Floats
    above: Floats
    upos: Ints
    feats: Ints
    lemma: Ints
    names: Floats


class Knowledge(NamedTuple):
    """What the analyses of a language need besides the scores.

    ``relative`` are the words that begin relative clauses, in small letters; ``unnamed`` those that
    are no name by themselves, ``markers`` the prepositions of objects and agents.
    """

    labels: Labels
    relations: Relations
    lemmatiser: Lemmatiser
    relative: frozenset[str]
    unnamed: frozenset[str]
    markers: dict[str, frozenset[str]]


class Analysis(NamedTuple):
    """What is found out of one sentence; ``head`` counts from 1, 0 is the root; names from 0."""

    head: list[int]
    deprel: list[str]
    upos: list[str]
    feats: list[str]
    lemma: list[str]
    names: list[Name]

    def __len__(self) -> int:
        return len(self.head)


def load_knowledge(folder: Path, rules: SyntaxRules) -> Knowledge:
    """Load what the analyses of a language need, from the folder of its model."""
    with np.load(folder / "relations.npz") as kept:
        relations = Relations(kept["weight"], kept["bias"])
    return Knowledge(
        msgspec.json.decode((folder / "labels.json").read_bytes(), type=Labels),
        relations,
        Lemmatiser(rules),
        rules.relative,
        rules.unnamed,
        rules.markers,
    )


def sentence_ranges(
    starts: Floats, marked: Sequence[int], sure: Sequence[int]
) -> list[tuple[int, int]]:
    """Give the sentences of a row as first word and end.

    Marks and the model are both asked: where one is in doubt the other decides. The two bounds
    were tuned on the dev parts of EWT and GUM (``python -m bench.ud``).

    Args:
        starts: The model's log odds that a sentence begins.
        marked: Words that begin one by the marks before them.
        sure: Words that begin one whatever the model says.
    """
    seen = starts > UNMARKED
    seen[list(marked)] = starts[list(marked)] > MARKED
    begins = sorted({0, *sure, *np.flatnonzero(seen).tolist()})
    return list(pairwise([*begins, len(starts)]))


def without_stop(analysis: Analysis) -> Analysis | None:
    """Give an analysis without its last word, the stop; ``None`` if that governs or is root."""
    last = len(analysis)
    if last < 2 or analysis.head[-1] == 0 or last in analysis.head:
        return None
    names = [Name(n.start, min(n.end, last - 1), n.type) for n in analysis.names]
    return Analysis(
        analysis.head[:-1],
        analysis.deprel[:-1],
        analysis.upos[:-1],
        analysis.feats[:-1],
        analysis.lemma[:-1],
        [name for name in names if name.start < name.end],
    )


def analyse(
    forms: Sequence[str],
    scores: Scores,
    ranges: Sequence[tuple[int, int]],
    knowledge: Knowledge,
    *,
    open_ended: bool = False,
) -> list[Analysis]:
    """Make the analyses of the sentences of a row.

    Args:
        ranges: First word and end of each sentence.
        open_ended: Whether the full stop at the end is one that is only understood.
    """
    return [
        _analyse(
            forms[begin:end],
            _cut(scores, begin, end),
            knowledge,
            ends=not lacks_stop(forms[begin:end]) and not (open_ended and end == len(forms)),
        )
        for begin, end in ranges
    ]


def _cut(scores: Scores, begin: int, end: int) -> Scores:
    """Give the scores of one sentence; its words have no heads but its own and the root."""
    own = [0, *range(begin + 1, end + 1)]
    return Scores(
        starts=scores.starts[begin:end],
        arc=scores.arc[begin:end][:, own],
        below=scores.below[begin:end],
        above=scores.above[own],
        upos=scores.upos[begin:end],
        feats=scores.feats[begin:end],
        lemma=scores.lemma[begin:end],
        names=scores.names[begin:end],
    )


def _analyse(forms: Sequence[str], scores: Scores, knowledge: Knowledge, *, ends: bool) -> Analysis:
    labels = knowledge.labels
    heads = _heads(scores.arc)
    upos = [labels.upos[number] for number in scores.upos]
    named = _relations(scores, heads, knowledge)
    named = settled_relations(heads, named, upos)
    heads, named = settle_plain_nouns(heads, named, upos, forms)
    heads, named = settle_agents(heads, named, upos)
    feats = [labels.feats[number] for number in scores.feats]
    heads, named = settle_predicates(heads, named, upos, feats)
    named = settle_objects(heads, named, forms, feats, knowledge.markers)
    heads = settle_coordinations(heads, named, upos)
    tags = [labels.names[number] for number in best_tags(scores.names, labels.names)]
    names = [
        name
        for name in joined_names(name_spans(tags), heads, named, upos)
        if not knowledge.unnamed.issuperset(forms[name.start : name.end])
    ]
    begins = [form.lower() in knowledge.relative for form in forms]
    heads, named = settle_insertions(heads, named, upos, begins)
    heads = settle_subjects(heads, named, upos)
    named, feats = settled_voices(heads, named, upos, feats, ends=ends)
    return Analysis(
        head=heads,
        deprel=named,
        upos=upos,
        feats=feats,
        lemma=[
            knowledge.lemmatiser.lemma(form, tag, labels.scripts(form, numbers))
            for form, tag, numbers in zip(forms, upos, scores.lemma.tolist(), strict=True)
        ],
        names=names,
    )


def _heads(arc: Floats) -> list[int]:
    greedy: list[int] = arc.argmax(axis=1).tolist()
    if is_tree(greedy) and is_projective(greedy):
        return greedy
    return best_tree(arc)


def _relations(scores: Scores, heads: Sequence[int], knowledge: Knowledge) -> list[str]:
    """Name the relation of each word to its head: ``root`` to the root, another to all else."""
    labels, relations = knowledge.labels, knowledge.relations
    liked = (scores.below * scores.above[list(heads)]) @ relations.weight.T + relations.bias
    liked[:, labels.deprel.index(ROOT)] = IMPOSSIBLE
    return [
        labels.deprel[number] if head else ROOT
        for number, head in zip(liked.argmax(axis=1), heads, strict=True)
    ]
