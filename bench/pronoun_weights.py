"""Fit the weights that find the antecedents of "he" and "she", on the train parts of the corpora.

    python -m bench.pronoun_weights COREF_FOLDER [--ridge R]

``COREF_FOLDER`` is ``corpora/coref``. Read are GUM and LitBank, train parts, and GAP's validation
rows, which stand for training here; GAP's development rows are the measure. Each pronoun gives its
candidates as the reader sees them; the probability of the right ones, or of none where none is
right, is raised by steps along the gradient (log-linear, ridge). Prints the ``[pronoun]`` table of
``lang/en/names/weights.toml``. Skips by name what is absent.
"""

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from bench.coreference import plain
from bench.tokens import join_tokens
from kipu.lang.names import load_name_lexicon
from kipu.model.documents import Document
from kipu.reading.coreference import pronouns, read_entities
from kipu.reading.coreference.antecedents import Candidate, Setting
from kipu.reading.coreference.partition import Partition
from kipu.syntax import load_parser

Json = dict[str, Any]
Floats = NDArray[np.float64]
CORPORA = (("gum/train.jsonl", 1.0), ("litbank/train.jsonl", 0.1))
"""Corpora of chains, and what a pronoun counts in them: novels count less."""
GAP = "gap/gap-validation.tsv"
GAP_COUNTS = 3.0
STEPS = 600
RATE = 0.2


class Choice(msgspec.Struct, frozen=True):
    """A pronoun's candidates: the evidence for each, and whether it is right; how much it counts.

    ``none`` is whether no antecedent is right.
    """

    evidence: tuple[Mapping[str, float], ...]
    right: tuple[bool, ...]
    none: bool
    counts: float


Seen = tuple[Partition, int, list[Candidate]]


def watch(doc: Document) -> list[Seen]:
    """Read a document and give what the reader chose from for each pronoun."""
    seen: list[Seen] = []
    find = pronouns.find_candidates

    def noting(
        setting: Setting, partition: Partition, number: int, counts: Counter[int]
    ) -> list[Candidate]:
        candidates = find(setting, partition, number, counts)
        seen.append((partition, number, candidates))
        return candidates

    pronouns.find_candidates = noting
    try:
        read_entities(doc, load_parser("en").parse(doc), load_name_lexicon("en"))
    finally:
        pronouns.find_candidates = find
    return seen


def choices_of_chains(path: Path, counts: float) -> Iterator[Choice]:
    """Give the choices in documents whose mentions are annotated by chains."""
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        doc, places = join_tokens(entry["doc"], entry["sents"])
        cluster = _clusters(entry, places)
        for partition, number, candidates in watch(doc):
            own = cluster.get(_ends(partition, number))
            if own is None:
                continue
            right = tuple(cluster.get(_ends(partition, n)) == own for n, _ in candidates)
            evidence = tuple(one for _, one in candidates)
            yield Choice(evidence, right, not any(right), counts)


def _clusters(entry: Json, places: Sequence[Sequence[tuple[int, int]]]) -> dict[int, str]:
    """Give the chain of the mention whose last word ends somewhere; of two the shorter."""
    found: dict[int, tuple[int, str]] = {}
    for mention in entry["mentions"]:
        row = places[mention["sent"]]
        last = mention["end"] if mention["kind"] != "nom" else mention.get("head", -1) + 1
        end = row[(last or mention["end"]) - 1][1]
        size = mention["end"] - mention["start"]
        if end not in found or size < found[end][0]:
            found[end] = size, mention["cluster"]
    return {end: cluster for end, (_, cluster) in found.items()}


def _ends(partition: Partition, number: int) -> int:
    return partition.phrases[number].span.end


def choices_of_gap(path: Path, counts: float) -> Iterator[Choice]:
    """Give the choices of GAP's rows; of a row that says only what is wrong, all else is right."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        doc = plain(row["Text"], row["ID"])
        shift = doc.text.find(row["Text"][:40])
        at = int(row["Pronoun-offset"]) + shift
        ends = {letter: int(row[f"{letter}-offset"]) + shift + len(row[letter]) for letter in "AB"}
        for partition, number, candidates in watch(doc):
            if partition.phrases[number].span.start == at:
                yield _choice_of_row(row, ends, partition, candidates, counts)


def _choice_of_row(
    row: Mapping[str, str],
    ends: Mapping[str, int],
    partition: Partition,
    candidates: list[Candidate],
    counts: float,
) -> Choice:
    owner = {
        letter: partition.root(number)
        for number, phrase in enumerate(partition.phrases)
        for letter in "AB"
        if phrase.span.end == ends[letter]
    }
    told = {owner.get(letter) for letter in "AB" if row[f"{letter}-coref"] == "TRUE"}
    if told:
        right = tuple(partition.root(number) in told for number, _ in candidates)
    else:
        right = tuple(partition.root(number) not in owner.values() for number, _ in candidates)
    evidence = tuple(one for _, one in candidates)
    return Choice(evidence, right, not told or not any(right), counts)


def fit(choices: Sequence[Choice], *, ridge: float) -> dict[str, float]:
    """Fit a weight for each kind of evidence; nothing chosen weighs zero."""
    names = sorted({name for choice in choices for one in choice.evidence for name in one})
    column = {name: number for number, name in enumerate(names)}
    rows, owner, right, counts = _table(choices, column)
    weights, speed = np.zeros(len(names)), np.zeros(len(names))
    total = sum(choice.counts for choice in choices)
    for _ in range(STEPS):
        scores = np.exp(np.clip(rows @ weights, -30, 30))
        whole = np.bincount(owner, scores)[owner]
        hit = np.bincount(owner, scores * right)[owner]
        pull = counts * (scores * right / np.maximum(hit, 1e-12) - scores / whole)
        speed = 0.9 * speed + (rows.T @ pull) / total - ridge * weights
        weights = weights + RATE * speed
    return dict(zip(names, map(float, weights), strict=True))


def _table(
    choices: Sequence[Choice], column: Mapping[str, int]
) -> tuple[Floats, NDArray[np.int64], Floats, Floats]:
    """Lay out all candidates as rows, one more a choice for none of them."""
    rows: list[Floats] = []
    owner: list[int] = []
    right: list[bool] = []
    counts: list[float] = []
    for number, choice in enumerate(choices):
        for evidence, is_right in zip(
            (*choice.evidence, {}), (*choice.right, choice.none), strict=True
        ):
            row = np.zeros(len(column))
            for name, value in evidence.items():
                row[column[name]] = value
            rows.append(row)
            owner.append(number)
            right.append(is_right)
            counts.append(choice.counts)
    return np.array(rows), np.array(owner), np.array(right, float), np.array(counts)


def main(arguments: list[str]) -> int:
    """Fit, and print the table."""
    parser = argparse.ArgumentParser(description="Fit the weights of pronouns' antecedents.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ridge", type=float, default=0.003)
    options = parser.parse_args(arguments)
    choices: list[Choice] = []
    sizes: dict[str, int] = defaultdict(int)
    for name, counts in (*CORPORA, (GAP, GAP_COUNTS)):
        path = options.folder / name
        if not path.exists():
            print(f"skipped: {path} is not here")
            continue
        read = choices_of_gap if name == GAP else choices_of_chains
        found = list(read(path, counts))
        choices += found
        sizes[name] = len(found)
    if not choices:
        return 0
    print("# Fitted on " + ", ".join(f"{size} of {name}" for name, size in sizes.items()))
    print("[pronoun]")
    for name, weight in fit(choices, ridge=options.ridge).items():
        print(f"{name} = {weight:.2f}")
    print("least = 0.0")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
