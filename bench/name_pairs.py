"""Score the comparison of names on labelled pairs of persons, companies and vessels.

    python -m bench.name_pairs FILE.csv [--explain] [--write-floors]

``FILE`` is ``corpora/names/name_bench_cases.csv``. Two names are taken for one if the names alone
tell so. Precision, recall and F1, also by kind; ``hard`` leaves out the cases of weak quality.
Skips by name where the file is absent.
"""

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

import msgspec

from bench.floors import corpus_hash, judge
from kipu.lang.resolution import ResolutionRules, load_resolution
from kipu.model.readings import EntityType
from kipu.resolution.names import compare_names, read_name

_KINDS: dict[str, EntityType] = {"Person": "person"}
"""What is no person is compared as a body."""


class Tally(msgspec.Struct):
    """Counts of right, said and wanted."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, *, said: bool, wanted: bool) -> None:
        """Count one pair."""
        self.right += said and wanted
        self.said += said
        self.wanted += wanted

    @property
    def f1(self) -> float:
        """Twice what is right, of all said and wanted."""
        return 2 * self.right / max(self.said + self.wanted, 1)

    def shown(self) -> str:
        """Give precision, recall and F1 in per cent."""
        p, r = self.right / max(self.said, 1), self.right / max(self.wanted, 1)
        return f"P {100 * p:5.1f}  R {100 * r:5.1f}  F {100 * self.f1:5.1f}"


def are_one(one: str, other: str, kind: EntityType, rules: ResolutionRules) -> bool:
    """Whether two names alone tell that they mean one."""
    left, right = read_name(one, kind, rules), read_name(other, kind, rules)
    if left is None or right is None:
        return False
    return compare_names(left, right, rules.weights.entities) > 0


def main(arguments: list[str]) -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description="Score the comparison of names.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--explain", action="store_true", help="list every miss")
    parser.add_argument("--write-floors", action="store_true", help="raise the floors")
    options = parser.parse_args(arguments)
    if not options.path.exists():
        print(f"skipped: {options.path} is not here")
        return 0
    rules = load_resolution("en")
    tallies: dict[str, Tally] = defaultdict(Tally)
    with options.path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            kind = _KINDS.get(row["schema"], "organization")
            said = are_one(row["name1"], row["name2"], kind, rules)
            wanted = row["is_match"] == "true"
            hard = ("hard",) if row["quality"] != "WEAK" else ()
            for name in ("all", kind, *hard):
                tallies[name].add(said=said, wanted=wanted)
            if options.explain and said != wanted:
                told = "wrongly one" if said else "wrongly two"
                print(f"{told} {kind:12} {row['name1']} | {row['name2']} ({row['notes']})")
    for name, tally in sorted(tallies.items()):
        print(f"{name:14}{tally.shown()}")
    reached = {name: tally.f1 for name, tally in tallies.items()}
    corpus = corpus_hash([options.path])
    return judge("name-pairs", reached, corpus, margin=0.0, write=options.write_floors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
