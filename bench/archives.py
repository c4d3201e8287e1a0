"""Score which event mentions are taken for one event, on archives of look-alikes.

    python -m bench.archives [--held] [--explain] [--write-floors]

``bench/archives`` holds small made-up archives: a dozen texts each of one town, month or war, with
the words that tell of each happening. Two arrests of one day, two bombs of one week, two denials
stand in each, beside second accounts of one happening. The texts are read and resolved as any
record. Printed for each archive and language: the share of the words that are read as an event at
all, B-cubed precision, recall and F1 over those, and the events that hold more than one happening.
The archives in ``held`` are for a last look: nothing is tuned on them.
"""

import argparse
import sys
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.floors import corpus_hash, judge
from kipu.documents.intake import from_text
from kipu.lang.resolution import ResolutionRules, load_resolution
from kipu.model.readings import Reading
from kipu.pipeline.reading import read
from kipu.resolution import resolve

FOLDER = Path(__file__).with_name("archives")
"""Archives that may be tuned on."""
MARGIN = 0.01


class Told(msgspec.Struct, frozen=True):
    """A word of an archive: its event mentions, the happening that it tells, and where it is."""

    happening: str
    quote: str
    mentions: tuple[str, ...]


class Tally(msgspec.Struct, frozen=True):
    """Sums over the words of archives; ``mixed`` are the events that hold several happenings."""

    words: int = 0
    read: int = 0
    mentions: int = 0
    precision: float = 0.0
    recall: float = 0.0
    events: int = 0
    mixed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Add the sums of other archives."""
        pairs = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return Tally(*(one + two for one, two in pairs))

    def shares(self) -> dict[str, float]:
        """Give what has floors: shares of 1."""
        mentions = max(self.mentions, 1)
        precision, recall = self.precision / mentions, self.recall / mentions
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return {"read": self.read / self.words, "precision": precision, "recall": recall, "f1": f1}


class Archive(msgspec.Struct, frozen=True):
    """A made-up archive, read: its words, and the pairs of happenings that may be one or two."""

    language: str
    readings: tuple[Reading, ...]
    words: tuple[Told, ...]
    either: frozenset[frozenset[str]]


def read_archive(path: Path) -> Archive:
    """Read the texts of an archive and find the words that it tells of."""
    archive = tomllib.loads(path.read_text("utf-8"))
    readings = {
        text["id"]: read(
            from_text(
                text["text"].strip().replace("\n", "\n\n"),
                uri=text["id"],
                published=text["date"],
                language=archive["language"],
            )
        )
        for text in archive["text"]
    }
    words = find_words(archive, readings)
    either = frozenset(map(frozenset, archive["events"].get("either", ())))
    return Archive(archive["language"], tuple(readings.values()), tuple(words), either)


def find_words(archive: Mapping[str, Any], readings: Mapping[str, Reading]) -> list[Told]:
    """Find the words that tell of each happening, and their event mentions."""
    found = []
    for happening, places in archive["events"].items():
        for place in places if happening != "either" else ():
            key, _, quote = place.partition(": ")
            start = readings[key].doc.text.index(quote)
            inside = range(start, start + len(quote))
            mentions = [e.id for e in readings[key].events if e.trigger.start in inside]
            found.append(Told(happening, place, tuple(mentions)))
    return found


def compare(archive: Archive, event_of: Mapping[str, str]) -> Tally:
    """Compare the events of mentions with the happenings that their words tell."""
    alike, words = archive.either, archive.words
    gold = {mention: word.happening for word in words for mention in word.mentions}
    by_event: dict[str, list[str]] = defaultdict(list)
    by_happening: dict[str, list[str]] = defaultdict(list)
    for mention, happening in gold.items():
        by_event[event_of[mention]].append(mention)
        by_happening[happening].append(mention)
    precision = recall = 0.0
    for mention, happening in gold.items():
        company = [gold[other] for other in by_event[event_of[mention]]]
        good = [h == happening or frozenset((h, happening)) in alike for h in company]
        precision += sum(good) / len(good)
        own = by_happening[happening]
        recall += sum(event_of[other] == event_of[mention] for other in own) / len(own)
    held = [frozenset(gold[mention] for mention in mentions) for mentions in by_event.values()]
    mixed = sum(len(happenings) > 1 and happenings not in alike for happenings in held)
    read_words = sum(bool(word.mentions) for word in words)
    return Tally(len(words), read_words, len(gold), precision, recall, len(held), mixed)


def resolve_archive(archive: Archive, rules: ResolutionRules) -> dict[str, str]:
    """Lead from each event mention of an archive to its event."""
    events = resolve(archive.readings, (), rules).events
    return {mention: event.id for event in events for mention in event.mentions}


def _explain(words: Sequence[Told], event_of: Mapping[str, str]) -> None:
    """List what is not read, and the words of each event that tell of several happenings."""
    told: dict[str, list[Told]] = defaultdict(list)
    for word in words:
        if not word.mentions:
            print(f"  not read: {word.quote}")
        for event in {event_of[mention] for mention in word.mentions}:
            told[event].append(word)
    for event, inside in sorted(told.items()):
        if len({word.happening for word in inside}) > 1:
            print(f"  {event}")
            print("\n".join(f"    {w.happening}: {w.quote}" for w in inside))


def _row(name: str, tally: Tally) -> str:
    shares = "".join(f"{100 * value:10.1f}" for value in tally.shares().values())
    return f"{name:22}{shares}{tally.mixed:8} of {tally.events}"


def main(arguments: list[str]) -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description="Score events on archives of look-alikes.")
    parser.add_argument("--held", action="store_true", help="the archives for a last look")
    parser.add_argument("--explain", action="store_true", help="list what is wrong")
    parser.add_argument("--write-floors", action="store_true", help="raise the floors")
    options = parser.parse_args(arguments)
    paths = sorted((FOLDER / "held" if options.held else FOLDER).glob("*.toml"))
    print(f"{'B-cubed, %':22}{'read':>10}{'precision':>10}{'recall':>10}{'F1':>10}{'mixed':>8}")
    totals: dict[str, Tally] = defaultdict(Tally)
    for path in paths:
        archive = read_archive(path)
        event_of = resolve_archive(archive, load_resolution(archive.language))
        tally = compare(archive, event_of)
        totals[archive.language] += tally
        print(_row(path.stem, tally))
        if options.explain:
            _explain(archive.words, event_of)
    print("\n".join(_row(f"all {language}", total) for language, total in totals.items()))
    if options.held:
        return 0
    reached = {f"{lang} {k}": v for lang, t in totals.items() for k, v in t.shares().items()}
    return judge("archives", reached, corpus_hash(paths), margin=MARGIN, write=options.write_floors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
