"""Learn what the words of events of no known type tell: ``relatedness.toml`` of English.

    python -m training.relatedness ECBPLUS src/kipu/lang/en [--keep FOLDER] [--validate SCORING]

From pairs of gold event mentions of the train topics of ECB+ (annotations CC BY 3.0), of which one
at least has no type that is known, compared as kipu compares them: all pairs within a topic, and of
each mention those of other topics whose words are most alike. Logistic regression on numbers laid
between knots, fitted by Newton's method; a weight is a log-odds in log2. ``LINK`` is added to the
prior: events are merged by the mean of their pairs. ``--validate`` prints what weights learnt from
four fifths of the topics reach on the others. Nothing is left to chance. ``--keep`` is a folder for
what is read once.
"""

import argparse
import importlib
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from bench.crossdoc import (
    cluster_documents,
    gold_chains,
    load_entries,
    resolve_groups,
    score,
)
from bench.gold_mentions import GoldReading, read_entry

from kipu.lang.relatedness import Relatedness
from kipu.lang.resolution import load_resolution
from kipu.resolution.copies import find_copies
from kipu.resolution.entities import resolve_entities
from kipu.resolution.events import entity_of_chains
from kipu.resolution.links import Links
from kipu.resolution.neighbourhood import read_neighbourhood
from kipu.resolution.sources import gather_sources
from kipu.resolution.tellings import Telling, measure_telling, read_tellings

LINK = 1.0
"""Log2 added to the prior. Decision 0135 has what 1.5 and 2 do."""
PENALTY = 3.0
"""Of the squares of the weights."""
OTHERS = 12
"""Mentions of other topics that each is compared with, of those whose words are alike."""
ALIKE = 0.6
QUANTILES = (0.05, 0.5, 0.95)
"""Where the knots of a scale lie, among the pairs that are one and among those that are not."""
FEW = 3
"""Values up to which a number is a choice, whose points are the values."""
FOLDS = 5
KINDS = 12
"""Numbers of a word's vector that are weighed one by one. With all 64 the figures are lower."""
Array = np.ndarray[Any, np.dtype[Any]]


class Pairs(msgspec.Struct, frozen=True, eq=False):
    """Pairs of mentions: what was measured by name (nan where it was not), and what they are."""

    measured: Mapping[str, Array]
    kinds: Array
    one: Array
    topics: Array


def gather(entries: Sequence[Any], readings: Mapping[str, GoldReading]) -> Pairs:
    """Compare the mentions of the corpus, all documents resolved as one record."""
    rules = load_resolution("en")
    sources = gather_sources([readings[entry["doc"]].reading for entry in entries])
    _, overlaps = find_copies(sources, rules.weights.copies, Links())
    near = read_neighbourhood(sources.readings, rules)
    entities = resolve_entities(sources, overlaps, Links(), rules, near)
    tellings = read_tellings(sources, entity_of_chains(entities), rules)
    gold = gold_chains(entries)["event"]
    mentions, chains, topics = [], [], []
    for entry in entries:
        for key, event in sorted(readings[entry["doc"]].events.items()):
            mentions.append(tellings[event])
            chains.append(gold[key])
            topics.append(entry["topic"])
    places = [
        (a, b) for a, b in _pairs(mentions, topics) if not (mentions[a].typed and mentions[b].typed)
    ]
    rows = []
    for a, b in places:
        one, other = mentions[a], mentions[b]
        rows.append(measure_telling(one, other, near.likeness(one.document, other.document)))
    names = sorted({name for row in rows for name in row})
    measured = {n: np.array([row.get(n, np.nan) for row in rows]) for n in names}
    kinds = np.stack([(mentions[a].word + mentions[b].word) / 2 for a, b in places])
    one_event = np.array([chains[a] == chains[b] for a, b in places])
    both = np.array([(topics[a], topics[b]) for a, b in places])
    return Pairs(measured, kinds, one_event, both)


def _pairs(mentions: Sequence[Telling], topics: Sequence[int]) -> Iterator[tuple[int, int]]:
    by_topic: defaultdict[int, list[int]] = defaultdict(list)
    for place, topic in enumerate(topics):
        by_topic[topic].append(place)
    for places in by_topic.values():
        yield from ((a, b) for n, b in enumerate(places) for a in places[:n])
    words = np.stack([telling.word for telling in mentions])
    for place, topic in enumerate(topics):
        likeness = words[:place] @ words[place]
        alike = (int(n) for n in np.nonzero(likeness > ALIKE)[0])
        others = [n for n in alike if topics[n] != topic]
        others.sort(key=lambda n: (-round(float(likeness[n]), 4), mentions[n].mention))
        yield from ((n, place) for n in others[:OTHERS])


def knots(values: Array, one: Array) -> Array:
    """Choose the points of a scale; a number that is only 0 or 1 has those two."""
    told = ~np.isnan(values)
    distinct = np.unique(values[told])
    if len(distinct) <= FEW:
        return distinct
    sides = [np.quantile(values[told & side], QUANTILES) for side in (one, ~one)]
    return np.unique(np.round(np.concatenate(sides), 3))


def lay(values: Array, points: Array) -> Array:
    """Lay each value between its two points: the parts add to 1, or to 0 of what is not told."""
    columns = np.zeros((len(values), len(points)), np.float32)
    told = np.nonzero(~np.isnan(values))[0]
    clipped = np.clip(values[told], points[0], points[-1])
    below = np.clip(np.searchsorted(points, clipped, side="right") - 1, 0, len(points) - 2)
    part = (clipped - points[below]) / (points[below + 1] - points[below])
    columns[told, below] = 1 - part
    columns[told, below + 1] = part
    return columns


def fit(columns: Array, one: Array, *, rounds: int = 30) -> Array:
    """Give the weights of a penalised logistic regression, in natural logarithms."""
    weights = np.zeros(columns.shape[1])
    weights[0] = log(one.mean())
    penalty = np.full(columns.shape[1], PENALTY)
    penalty[0] = 1e-3
    loss, odds = _loss(columns, one, weights, penalty)
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        slope = columns.T @ (chance - one).astype(np.float32) + penalty * weights
        spread = (columns * (chance * (1 - chance))[:, None].astype(np.float32)).T @ columns
        step = np.linalg.solve(spread.astype(np.float64) + np.diag(penalty), slope)
        before = loss
        for halving in range(12):
            tried = weights - step / 2**halving
            loss, odds = _loss(columns, one, tried, penalty)
            if loss <= before:
                break
        weights = tried
        if before - loss < 1e-6 * before:
            break
    return weights


def _loss(columns: Array, one: Array, weights: Array, penalty: Array) -> tuple[float, Array]:
    odds = (columns @ weights.astype(np.float32)).astype(np.float64)
    loss = (np.logaddexp(0, odds) - one * odds).sum() + (penalty * weights * weights).sum() / 2
    return float(loss), odds


def design(pairs: Pairs, points: Mapping[str, Array]) -> Array:
    """Put a column of ones, those of each scale and those of the kinds of words side by side."""
    ones = np.ones((len(pairs.one), 1), np.float32)
    scales = [lay(pairs.measured[name], points[name]) for name in sorted(points)]
    return np.hstack([ones, *scales, pairs.kinds[:, :KINDS].astype(np.float32)])


def written(weights: Array, points: Mapping[str, Array], *, link: float = LINK) -> str:
    """Give the file of the weights, in log2."""
    bits = weights / log(2)
    lines = [
        "# Evidence, in log2, that two event mentions of which one at least has no known type",
        "# tell of one event: what each number weighs at some points, straight lines between.",
        "# Learnt from the train topics of ECB+ (annotations CC BY 3.0; no text of theirs is in",
        "# here) by training/relatedness.py, which says how. VECTORS.md tells of the vectors.",
        'language = "en"',
        f"# {round(bits[0], 2)}, and {link} since events are merged by the mean of their pairs",
        f"prior = {round(bits[0] + link, 2)}",
    ]
    place = 1
    scales = []
    for name in sorted(points):
        values = bits[place : place + len(points[name])]
        place += len(points[name])
        scales += ["", f'[scales."{name}"]', f"at = {_numbers(points[name], 3)}"]
        scales += [f"weight = {_numbers(values, 2)}"]
    kinds = [
        "# Of the first numbers of the mean vector of the two words.",
        f"kinds = {_numbers(bits[place:], 2)}",
    ]
    return "\n".join([*lines, *kinds, *scales]) + "\n"


def _numbers(values: Iterable[float], digits: int) -> str:
    return "[" + ", ".join(str(round(float(value), digits)) for value in values) + "]"


def load(folder: Path, kept: Path | None) -> tuple[list[Any], dict[str, GoldReading]]:
    """Read the train topics with their gold mentions, or take them from where they are kept."""
    entries = load_entries(folder / "ecbplus_train.jsonl")
    path = kept / "ecbplus_train.pickle" if kept else None
    if path is not None and path.exists():
        return entries, pickle.loads(path.read_bytes())  # our own file
    readings = {entry["doc"]: read_entry(entry) for entry in entries}
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(readings))
    return entries, readings


def join(parts: Sequence[Pairs]) -> Pairs:
    """Put pairs that were compared apart side by side."""
    names = sorted({name for part in parts for name in part.measured})
    return Pairs(
        {n: np.concatenate([_column(part, n) for part in parts]) for n in names},
        np.concatenate([part.kinds for part in parts]),
        np.concatenate([part.one for part in parts]),
        np.concatenate([part.topics for part in parts]),
    )


def _column(pairs: Pairs, name: str) -> Array:
    return pairs.measured.get(name, np.full(len(pairs.one), np.nan))


def compare(entries: Sequence[Any], readings: Mapping[str, GoldReading]) -> Pairs:
    """Compare the mentions of all documents as one record, and of each cluster as its own.

    Small records and large ones have other likenesses of documents, and other entities.
    """
    by_name = {entry["doc"]: entry for entry in entries}
    groups = [[by_name[name] for name in names] for names in cluster_documents(entries)]
    told = [group for group in groups if len(group) > 1]
    return join([gather(group, readings) for group in (*told, entries)])


def learn(pairs: Pairs, kept: Array) -> tuple[Array, dict[str, Array]]:
    """Fit the weights to those of the pairs that are kept; give them and the points of scales."""
    one = pairs.one[kept]
    points = {name: knots(values[kept], one) for name, values in pairs.measured.items()}
    return fit(design(pairs, points)[kept], one.astype(float)), points


def validate(entries: Sequence[Any], readings: Mapping[str, GoldReading], pairs: Pairs) -> None:
    """Print the CoNLL F1 of events of each fifth of the topics, learnt from the others."""
    scorer = importlib.import_module("coref_score")
    topic_of = {entry["doc"]: entry["topic"] for entry in entries}
    topics = sorted(set(topic_of.values()))
    groups = cluster_documents(entries)
    found: dict[str, Any] = {}
    for number in range(FOLDS):
        held = topics[number::FOLDS]
        kept: Array = np.logical_not(np.isin(pairs.topics, held).any(1))
        text = written(*learn(pairs, kept))
        learnt = msgspec.toml.decode(text, type=Relatedness)
        rules = msgspec.structs.replace(load_resolution("en"), relatedness=learnt)
        parts = [[name for name in names if topic_of[name] in held] for names in groups]
        resolved = resolve_groups(readings, [part for part in parts if part], rules)["event"]
        found |= {key: (number, event) for key, event in resolved.items()}
    gold = gold_chains(entries)["event"]
    both = [score(gold, found, scorer, singletons=kept) for kept in (True, False)]
    print(f"cross-validated: {100 * both[0]:.1f}, without singletons {100 * both[1]:.1f}")


def main(arguments: list[str]) -> int:
    """Run the step."""
    parser = argparse.ArgumentParser(description="Learn what the words of events tell.")
    parser.add_argument("ecbplus", type=Path)
    parser.add_argument("language", type=Path, help="folder of the language")
    parser.add_argument("--validate", type=Path, metavar="SCORING", help="folder of the scorer")
    parser.add_argument("--keep", type=Path, help="folder to keep the readings in")
    options = parser.parse_args(arguments)
    entries, readings = load(options.ecbplus, options.keep)
    pairs = compare(entries, readings)
    if options.validate:
        sys.path.insert(0, str(options.validate))
        validate(entries, readings, pairs)
    weights, points = learn(pairs, np.ones(len(pairs.one), bool))
    path = options.language / "resolution" / "relatedness.toml"
    path.write_text(written(weights, points), "utf-8")
    print(f"{len(pairs.one)} pairs, {int(pairs.one.sum())} of them one")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
