"""Sentences to the rows that the network learns from."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from kipu.syntax.batches import Pieces, Row, batches, model_inputs
from kipu.syntax.scripts import WHOLE, lemma_script
from kipu.syntax.sentences import lacks_stop
from training.corpora import NOT_GIVEN, OUTSIDE, Sentence, plain_relation

Labels = dict[str, tuple[str, ...]]
UNKNOWN = -100
"""The number of a label that is not given; the losses leave it out."""


def collect_labels(
    sentences: Iterable[Sentence], least: Mapping[str, int], subtypes: frozenset[str]
) -> Labels:
    """Give the labels of each layer that are seen often enough, in alphabetical order.

    Args:
        least: Times that a label of a layer must be seen; 1 where it is absent.
        subtypes: Relations that are kept with their subtypes.
    """
    seen: dict[str, Counter[str]] = {
        layer: Counter() for layer in ("upos", "feats", "lemma", "deprel", "names")
    }
    for sentence in sentences:
        for layer, values in layers_of(sentence, subtypes).items():
            seen[layer].update(values)
        seen["names"].update(label for word in sentence.names or () for label in word)
    for label in list(seen["names"]):
        if label != OUTSIDE:
            seen["names"].update([f"B-{label[2:]}", f"I-{label[2:]}"] * least.get("names", 1))
    return {
        layer: tuple(
            sorted(
                label
                for label, n in counts.items()
                if n >= least.get(layer, 1) and label != NOT_GIVEN
            )
        )
        for layer, counts in seen.items()
    }


def whole_lemmas(sentences: Iterable[Sentence]) -> dict[str, list[str]]:
    """Give the forms, in small letters, that each lemma rule which replaces them whole has."""
    found: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for form, script in zip(
            sentence.forms, layers_of(sentence, frozenset()).get("lemma", ()), strict=False
        ):
            if script[1:2] == WHOLE:
                found[script].add(form.lower())
    return {script: sorted(forms) for script, forms in sorted(found.items())}


def tags_together(sentences: Iterable[Sentence], labels: Labels) -> list[tuple[int, int]]:
    """Give the numbers of the parts of speech and features that some word has together."""
    upos, feats = (
        {name: number for number, name in enumerate(labels[layer])} for layer in ("upos", "feats")
    )
    seen = {
        (upos[tag], feats[features])
        for sentence in sentences
        for tag, features in zip(sentence.upos or (), sentence.feats or (), strict=False)
        if tag in upos and features in feats
    }
    return sorted(seen)


def layers_of(sentence: Sentence, subtypes: frozenset[str]) -> dict[str, list[str]]:
    """Give the labels of the layers that a sentence has."""
    layers: dict[str, list[str]] = {}
    if sentence.upos is not None:
        layers["upos"] = sentence.upos
    if sentence.feats is not None:
        layers["feats"] = sentence.feats
    if sentence.lemma is not None:
        pairs = zip(sentence.forms, sentence.lemma, strict=True)
        layers["lemma"] = [
            lemma_script(form, lemma) if lemma != NOT_GIVEN else lemma for form, lemma in pairs
        ]
    if sentence.deprel is not None:
        layers["deprel"] = [plain_relation(label, subtypes) for label in sentence.deprel]
    return layers


def windows(
    sentences: Sequence[Sentence],
    chance: random.Random,
    pieces_of: Callable[[Sequence[str]], int],
    *,
    most: int,
    alone: float,
) -> Iterator[list[Sentence]]:
    """Cut running text into rows: some sentences alone, others up to a random number of pieces.

    Args:
        pieces_of: The number of word pieces of some words.
        most: Pieces of one row; a longer sentence is cut.
        alone: Share of rows that are one sentence.
    """
    row: list[Sentence] = []
    length, limit = 0, 0
    for sentence in sentences:
        size = pieces_of(sentence.forms)
        if row and (sentence.begins or length + size > limit):
            yield row
            row, length = [], 0
        if not row:
            limit = 0 if chance.random() < alone else chance.randint(most // 3, most)
        if size <= most:
            row.append(sentence)
            length += size
    if row:
        yield row


def marked_starts(row: Sequence[Sentence]) -> list[int]:
    """Give the words of a row that begin a sentence behind the final mark of another."""
    starts, place = [0], 0
    for sentence in row:
        place += len(sentence.forms)
        if not lacks_stop(sentence.forms):
            starts.append(place)
    return starts[:-1] if starts[-1] == place else starts


class Lesson:
    """Some rows with what is to be learnt of them, as tensors."""

    def __init__(
        self,
        batch: Sequence[tuple[int, list[Sentence]]],
        pieces: Pieces,
        labels: Labels,
        subtypes: frozenset[str],
    ) -> None:
        rows = [row for _, row in batch]
        texts = [[form for sentence in row for form in sentence.forms] for row in rows]
        inputs = model_inputs(
            [
                Row(forms, pieces.of(forms), marked_starts(row))
                for forms, row in zip(texts, rows, strict=True)
            ]
        )
        self.inputs: dict[str, Tensor] = {
            name: torch.from_numpy(values)
            for name, values in inputs.items()
            if name != "convention"
        }
        self.convention = torch.tensor([number for number, _ in batch])
        size, words = len(rows), max(map(len, texts))
        self.real = torch.zeros(size, words, dtype=torch.bool)
        self.sentence = torch.zeros(size, words, dtype=torch.long)
        self.starts = torch.full((size, words), float(UNKNOWN))
        self.heads = torch.full((size, words), UNKNOWN)
        self.layers = {
            layer: torch.full((size, words), UNKNOWN)
            for layer in ("upos", "feats", "lemma", "deprel")
        }
        self.names = torch.zeros(size, words, len(labels["names"]), dtype=torch.bool)
        numbers = {
            layer: {label: number for number, label in enumerate(values)}
            for layer, values in labels.items()
        }
        for number, row in enumerate(rows):
            self._fill(number, row, numbers, subtypes)

    def _fill(
        self,
        number: int,
        row: Sequence[Sentence],
        numbers: Mapping[str, Mapping[str, int]],
        subtypes: frozenset[str],
    ) -> None:
        ends = np.cumsum([0, *(len(sentence.forms) for sentence in row)]).tolist()
        self.real[number, : ends[-1]] = True
        for place, (sentence, (begin, end)) in enumerate(zip(row, pairwise(ends), strict=True)):
            self.sentence[number, begin:end] = place + 1
            if sentence.head is not None:
                self.starts[number, begin:end] = 0.0
                self.starts[number, begin] = 1.0
                self.heads[number, begin:end] = torch.tensor(
                    [begin + head if head else 0 for head in sentence.head]
                )
            for layer, values in layers_of(sentence, subtypes).items():
                known = numbers[layer]
                self.layers[layer][number, begin:end] = torch.tensor(
                    [known.get(value, UNKNOWN) for value in values]
                )
            for word, allowed in enumerate(sentence.names or (), begin):
                for label in allowed:
                    self.names[number, word, numbers["names"][label]] = True


def batched(
    rows: Sequence[tuple[int, list[Sentence]]], pieces: Pieces, most_pieces: int
) -> list[list[tuple[int, list[Sentence]]]]:
    """Group rows of like length, for one lesson each; a row is its convention and its sentences."""
    plain = [
        Row(forms, pieces.of(forms))
        for forms in ([form for each in row for form in each.forms] for _, row in rows)
    ]
    return [[rows[index] for index in batch] for batch in batches(plain, most_pieces)]
