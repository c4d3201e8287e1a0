"""Score the names of a text, as the syntax model gives them and after correction.

    python -m bench.names FILE.iob2 [--documents 40] [--explain]

Files are IOB2 with PER, ORG and LOC, as in ``corpora/ner``. A name is right if it has the same
characters and type as in the corpus; titles ("Mr", "President") are no part of it there. Precision,
recall and F1 of exact names, of the model's and of the corrected ones; ``spans`` leaves the type
out. A corpus that is absent is skipped by name.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kipu.documents import from_text
from kipu.lang.names import load_name_lexicon
from kipu.model.documents import Document
from kipu.reading.names.mentions import find_phrases
from kipu.reading.trees import Tree
from kipu.syntax import load_parser

Names = dict[tuple[int, int], str]
_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
_SCORED = frozenset(_TYPES.values())
_AS = {**_TYPES, **{kind: kind for kind in _SCORED}}
"""The types of a corpus as ours; others are left out."""


class Tally(msgspec.Struct):
    """Counts of right, said and wanted."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, said: set[object], wanted: set[object]) -> None:
        """Count one document."""
        self.right += len(said & wanted)
        self.said += len(said)
        self.wanted += len(wanted)

    def shown(self) -> str:
        """Give precision, recall and F1 in per cent."""
        p = self.right / self.said if self.said else 0.0
        r = self.right / self.wanted if self.wanted else 0.0
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        return f"P {100 * p:5.1f}  R {100 * r:5.1f}  F {100 * f1:5.1f}"


def documents(path: Path) -> Iterator[tuple[Document, Names]]:
    """Give the documents of a corpus, tokens joined with blanks, and where their names stand."""
    for block in path.read_text("utf-8").split("# doc = ")[1:]:
        name, _, lines = block.partition("\n")
        text, gold = "", {}
        opened: tuple[int, str] | None = None
        for line in [*lines.splitlines(), ""]:
            token, _, tag = line.partition("\t")
            if opened and not tag.startswith("I-"):
                gold[opened[0], len(text.rstrip())] = opened[1]
                opened = None
            if not token:
                text = text.rstrip() + "\n"
                continue
            if tag.startswith("B-"):
                opened = len(text), tag[2:]
            text += token + " "
        doc = from_text(text, uri=name, title=None, language="en")
        shift = doc.text.find(text[:30])
        yield (
            doc,
            {(a + shift, b + shift): _AS[t] for (a, b), t in gold.items() if t in _AS},
        )


def main() -> int:
    """Score one corpus."""
    parser = argparse.ArgumentParser(description="Score names before and after correction.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--documents", type=int, default=10**6)
    parser.add_argument("--explain", action="store_true")
    arguments = parser.parse_args()
    if not arguments.path.exists():
        print(f"{arguments.path} is not here, skipped")
        return 0
    tallies: dict[str, Tally] = defaultdict(Tally)
    lexicon, model = load_name_lexicon("en"), load_parser("en")
    for number, (doc, gold) in enumerate(documents(arguments.path)):
        if number >= arguments.documents:
            break
        tree = Tree(doc, model.parse(doc))
        raw = {
            (tree.syntax.start[n.start], tree.syntax.end[n.end - 1]): n.type
            for n in tree.syntax.names
        }
        corrected = {
            (tree.syntax.start[p.first], p.span.end): _TYPES[p.type]
            for p in find_phrases(tree, lexicon)
            if p.kind == "name" and p.first >= 0
        }
        for label, names in (("model", raw), ("corrected", dict(corrected))):
            tallies[label].add(set(names.items()), set(gold.items()))
            tallies[label + ", spans"].add(set(names), set(gold))
            for kind in sorted(_SCORED):
                said = {n for n, t in names.items() if t == kind}
                wanted = {n for n, t in gold.items() if t == kind}
                tallies[f"{label}, {kind}"].add(set(said), set(wanted))
        if arguments.explain:
            _explain(doc, corrected, gold)
    for label, tally in sorted(tallies.items()):
        print(f"{label:18s} {tally.shown()}")
    return 0


def _explain(doc: Document, said: Names, gold: Names) -> None:
    for place in sorted({*said, *gold}):
        if said.get(place) != gold.get(place):
            around = doc.text[max(0, place[0] - 30) : place[1] + 20].replace("\n", " / ")
            name = doc.text[place[0] : place[1]]
            types = f"{gold.get(place, '-'):4s} said {said.get(place, '-'):4s}"
            print(f"{types} {name!r}  ... {around}")


if __name__ == "__main__":
    sys.exit(main())
