"""Score times: ``python -m bench.time FOLDER [--only CORPUS] [--errors] [--peers PYTHON]``.

``FOLDER`` holds the corpora of times; those that are missing are skipped by name. For each corpus
and system the table has the share of gold times that were found with the right value, and where a
corpus marks all times, the F1 of extents and of values as TempEval-3 counts them. ``--peers`` runs
HeidelTime and dateparser on the same texts (see ``peers.py``), ``--errors`` lists what kipu did not
meet.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.floors import corpus_hash, judge
from bench.time.corpora import Corpus, Found, Gold, Text, read_corpora
from bench.time.peers import PEERS, as_system, find_with
from kipu.pipeline.time_lines import TextLine, times_of_line

System = Callable[[Text], Sequence[Found]]
MARGIN = 0.01


def main() -> int:
    """Print the table; 1 if a floor is missed."""
    options = _options()
    corpora = [c for c in read_corpora(options.folder) if options.only in c.name]
    if not corpora:
        print(f"time: skipped, no corpora in {options.folder}")
        return 0
    print(f"{'corpus':16} {'system':12} {'gold':>5} {'right':>6} {'strict F1':>9} {'value F1':>8}")
    reached: dict[str, float] = {}
    for corpus in corpora:
        for name, system in _systems(corpus, options.peers).items():
            pairs = [Answered(text, tuple(system(text))) for text in corpus.texts]
            scores = score(corpus, pairs)
            print(_line(corpus, name, scores), flush=True)
            if name == "kipu":
                reached |= {f"{corpus.name} {k}": v for k, v in scores.shares(corpus).items()}
                if options.errors:
                    print("\n".join(_errors(pairs)))
    if options.floors and not options.only:
        paths = [p for p in options.folder.rglob("*.jsonl") if p.name != "dating.jsonl"]
        return judge("times", reached, corpus_hash(paths), margin=MARGIN, write=options.write)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--peers", type=Path)
    for flag in ("errors", "floors", "write"):
        parser.add_argument(f"--{flag}", action="store_true")
    return parser.parse_args()


def _systems(corpus: Corpus, python: Path | None) -> dict[str, System]:
    systems: dict[str, System] = {"kipu": read_with_kipu}
    if python is None:
        return systems
    for peer in PEERS:
        found = find_with(peer, python, corpus)
        if found is not None:
            systems[peer] = as_system(found)
    return systems


def read_with_kipu(text: Text) -> list[Found]:
    """Read a text as ``kipu times`` reads a line of JSON."""
    answer = times_of_line(TextLine(text.id, text.text, text.day, text.language))
    return [
        Found(t.start, t.end, t.value, _iso(t.earliest), _iso(t.latest)) for t in answer.timexes
    ]


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


class Answered(NamedTuple):
    """A text and what a system found in it."""

    text: Text
    found: tuple[Found, ...]


class Scores(NamedTuple):
    """Counts over a corpus: of gold, system and relaxed pairs, same extents, right values."""

    gold: int
    system: int
    paired: int
    strict: int
    right: int

    def shares(self, corpus: Corpus) -> dict[str, float]:
        """Give the scores that the corpus allows, from 0 to 1."""
        if not corpus.exact:
            return {"right": self.right / max(self.gold, 1)}
        both = max(self.gold + self.system, 1)
        return {"strict": 2 * self.strict / both, "value": 2 * self.right / both}


def score(corpus: Corpus, answers: Sequence[Answered]) -> Scores:
    """Count over all texts."""
    counts = [_counts(text.gold, found, exact=corpus.exact) for text, found in answers]
    return Scores(*(sum(column) for column in zip(*counts, strict=True)))


def _counts(gold: Sequence[Gold], found: Sequence[Found], *, exact: bool) -> Scores:
    pairs = pair(gold, found)
    strict = sum((g.start, g.end) == (f.start, f.end) for g, f in pairs)
    right = sum(g.meets(f) for g, f in pairs)
    if not exact:
        right = sum(any(_overlap(g, f) and g.meets(f) for f in found) for g in gold)
    return Scores(len(gold), len(found), len(pairs), strict, right)


def pair(gold: Sequence[Gold], found: Sequence[Found]) -> list[tuple[Gold, Found]]:
    """Pair gold and found times: the same extent if there is one, else the first that overlaps.

    Source: UzZaman and others 2013, TempEval-3, evaluate_entities.
    """
    left = list(found)
    pairs: list[tuple[Gold, Found]] = []
    for fits in (_same_extent, _overlap):
        taken = {id(g) for g, _ in pairs}
        for one in (g for g in gold if id(g) not in taken):
            match = next((f for f in left if fits(one, f)), None)
            if match is not None:
                left.remove(match)
                pairs.append((one, match))
    return pairs


def _same_extent(gold: Gold, found: Found) -> bool:
    return (gold.start, gold.end) == (found.start, found.end)


def _overlap(gold: Gold, found: Found) -> bool:
    return gold.start < found.end and found.start < gold.end


def _line(corpus: Corpus, system: str, scores: Scores) -> str:
    shares = scores.shares(corpus)
    cells = [
        f"{100 * shares[key]:.1f}" if key in shares else "-" for key in ("right", "strict", "value")
    ]
    left = f"   ({corpus.left_out} cases left out)" if corpus.left_out else ""
    head = f"{corpus.name:16} {system:12} {scores.gold:5} "
    return head + f"{cells[0]:>6} {cells[1]:>9} {cells[2]:>8}" + left


def _errors(answers: Sequence[Answered]) -> Iterator[str]:
    for text, found in answers:
        for gold in text.gold:
            near = [f for f in found if _overlap(gold, f)]
            if not any(gold.meets(f) for f in near):
                got = ", ".join(f"{text.text[f.start : f.end]!r} {f.value}" for f in near)
                quote = text.text[gold.start : gold.end]
                yield f"  {text.id} as of {text.day}: {quote!r} is {gold}, got {got or 'nothing'}"
        for f in found:
            if not any(_overlap(gold, f) for gold in text.gold):
                yield f"  {text.id}: found {text.text[f.start : f.end]!r} {f.value}"


if __name__ == "__main__":
    sys.exit(main())
