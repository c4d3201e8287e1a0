"""Score the chains of GUM that hold a name of a person, body or place, with gold mentions.

    python -m bench.chains FILE.jsonl SCORING_PATH [--explain] [--write-floors]

``FILE`` is one of ``corpora/coref/gum``. Of its chains those with two mentions and more and a name
are scored: CoNLL F1, and the metrics that it is the mean of. A gold mention is in the chain of the
system's mention with the same head; one that the system does not have is alone. Skips by name where
a path is absent.
"""

import argparse
import importlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.floors import corpus_hash, judge
from bench.tokens import join_tokens
from kipu.lang.names import load_name_lexicon
from kipu.model.documents import Document
from kipu.model.readings import Mention
from kipu.model.spans import Span
from kipu.reading.coreference import read_entities
from kipu.syntax import load_parser

Json = dict[str, Any]
NAMED = frozenset(("person", "organization", "place"))
MARGIN = 0.01


def gold_mentions(entry: Json) -> list[Json]:
    """Give the mentions of chains of two and more that hold a name of an entity."""
    sizes = Counter(mention["cluster"] for mention in entry["mentions"])
    named = {
        mention["cluster"]
        for mention in entry["mentions"]
        if mention["kind"] == "name" and mention["type"] in NAMED
    }
    return [m for m in entry["mentions"] if m["cluster"] in named and sizes[m["cluster"]] > 1]


def chain_mentions(entry: Json, wanted: list[Json]) -> tuple[Document, list[tuple[str, str]]]:
    """Give for each gold mention its words and the system's chain, or one of its own."""
    doc, places = join_tokens(entry["doc"], entry["sents"])
    entities = read_entities(doc, load_parser("en").parse(doc), load_name_lexicon("en"))
    by_end = defaultdict(list)
    for mention in entities.mentions:
        by_end[mention.head.end].append(mention)
    found = []
    for number, gold in enumerate(wanted):
        row = places[gold["sent"]]
        span = Span(doc.id, row[gold["start"]][0], row[gold["end"] - 1][1])
        last = (gold.get("name_end") or 0) - 1 if gold["kind"] == "name" else gold["head"]
        ends = [row[token][1] for token in (last, gold["head"]) if token >= 0]
        own = _nearest(span, [m for end in ends for m in by_end[end]])
        found.append((doc.quote(span), own.chain if own else f"alone {number}"))
    return doc, found


def _nearest(span: Span, mentions: list[Mention]) -> Mention | None:
    """The mention whose extent is most like a span."""
    if not mentions:
        return None
    return min(mentions, key=lambda m: abs(m.span.start - span.start) + abs(m.span.end - span.end))


def _explain(name: str, wanted: list[Json], found: list[tuple[str, str]]) -> None:
    """Print the gold chains that are not one chain, and those that were drawn together."""
    parts: Mapping[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for gold, (words, chain) in zip(wanted, found, strict=True):
        parts[gold["cluster"]][chain].append(words)
    for cluster, chains in parts.items():
        if len(chains) > 1:
            print(f"{name} split {cluster}: " + " | ".join(map(str, chains.values())))
    holders: Mapping[str, set[str]] = defaultdict(set)
    for cluster, chains in parts.items():
        for chain in chains:
            holders[chain].add(cluster)
    for chain, clusters in holders.items():
        if len(clusters) > 1:
            print(f"{name} merged: " + " | ".join(str(parts[c][chain]) for c in sorted(clusters)))


def main(arguments: list[str]) -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description="Score the chains of GUM that hold a name.")
    parser.add_argument("path", type=Path)
    parser.add_argument("scoring", type=Path)
    parser.add_argument("--explain", action="store_true", help="list what is split or merged")
    parser.add_argument("--write-floors", action="store_true", help="raise the floors")
    options = parser.parse_args(arguments)
    for needed in (options.path, options.scoring):
        if not needed.exists():
            print(f"skipped: {needed} is not here")
            return 0
    sys.path.insert(0, str(options.scoring))
    scorer = importlib.import_module("coref_score")
    total = None
    for line in options.path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        wanted = gold_mentions(entry)
        _, found = chain_mentions(entry, wanted)
        if options.explain:
            _explain(entry["doc"], wanted, found)
        gold = {number: mention["cluster"] for number, mention in enumerate(wanted)}
        system = {number: chain for number, (_, chain) in enumerate(found)}
        counts = scorer.count(gold, system)
        total = counts if total is None else scorer.add_counts(total, counts)
    for metric, figures in scorer.finish(total).items():
        print("{:9}R {:6.2f}  P {:6.2f}  F {:6.2f}".format(metric, *(100 * f for f in figures)))
    conll = scorer.conll_f1(total)
    print(f"CoNLL F1 {100 * conll:.2f}")
    suite = f"chains-{options.path.stem}"
    corpus = corpus_hash([options.path])
    return judge(suite, {"conll": conll}, corpus, margin=MARGIN, write=options.write_floors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
