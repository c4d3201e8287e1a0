"""Fit the weights by which accounts are taken for one event.

    python -m bench.event_weights ECBPLUS STORIES SCORING [--weights NAME ...] [--write]
        [--keep FOLDER]

One weight after the other is moved up and down; a move is kept if it raises the mean of five scores
of events by ``STEP``: CoNLL F1 on the train topics of ECB+ (every second topic, gold mentions, the
mean of with and without singletons) and on the stories in English and in Spanish, B-cubed F1 on the
archives of look-alikes in both languages. A move that
takes a measure of the stories below what it was at first is not kept. ``--write`` puts the weights
into ``lang/resolution/weights.toml``; ``--keep`` is a folder for what is read once, which takes a
quarter of an hour. The dev topics are for ``bench.crossdoc``. Skips by name where a path is absent.
"""

import argparse
import importlib
import json
import pickle
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

import kipu.lang
from bench.archives import FOLDER, Archive, Tally, compare, read_archive, resolve_archive
from bench.crossdoc import cluster_documents, gold_chains, load_entries, resolve_groups, score
from bench.gold_mentions import GoldReading, read_entry
from bench.stories import HELD, language_of, number_events, read_story, story_folders
from kipu.exports.json import export_json
from kipu.lang.resolution import EventWeights, ResolutionRules, load_resolution
from kipu.model.readings import Reading
from kipu.resolution import resolve

FILE = Path(kipu.lang.__file__).with_name("resolution") / "weights.toml"
STEP = 0.001
"""By how much a move must raise the mean, so that noise of single mentions is not followed."""
MOVES = (0.5, 0.75, 1.25, 1.5)
"""Factors of a weight that are tried; of one that is zero, plus and minus one."""
Scores = dict[str, float]
_WANTED = (" events.conll", " archives")
"""How the names of the scores end whose mean is to be raised, beside ``ecb``."""
_SHARED = ("ecb", "en archives", "es archives")
"""Scores that may fall if the mean rises."""


class Material(msgspec.Struct, frozen=True):
    """What is scored: gold readings of ECB+ in clusters of documents, and stories with their gold.

    ``stories`` are pairs of a language with the readings and the gold of its stories.
    ``archives`` are those of look-alikes.
    """

    entries: Sequence[Any]
    readings: Mapping[str, GoldReading]
    groups: Sequence[Sequence[str]]
    stories: Sequence[tuple[str, Sequence[tuple[Sequence[Reading], Any]]]]
    archives: Sequence[Archive]


def replaced(rules: ResolutionRules, events: EventWeights) -> ResolutionRules:
    """Give the rules with other weights of events."""
    weights = msgspec.structs.replace(rules.weights, events=events)
    return msgspec.structs.replace(rules, weights=weights)


def measure(events: EventWeights, material: Material, scoring: tuple[Any, Any]) -> Scores:
    """Give the scores that weights reach: ``ecb``, and of each language all that has a floor."""
    mentions, stories = scoring
    rules = replaced(load_resolution("en"), events)
    gold = gold_chains(material.entries)["event"]
    found = resolve_groups(material.readings, material.groups, rules)["event"]
    both = [score(gold, found, mentions, singletons=kept) for kept in (True, False)]
    reached = {"ecb": sum(both) / 2}
    for language, told in material.stories:
        rules = replaced(load_resolution(language), events)
        total = stories.add_scores([_score_story(*one, rules, stories) for one in told])
        for family, measures in HELD.items():
            for name in measures:
                reached[f"{language} {family}.{name}"] = total[family][name].value or 0.0
    totals: dict[str, Tally] = defaultdict(Tally)
    for archive in material.archives:
        rules = replaced(load_resolution(archive.language), events)
        totals[archive.language] += compare(archive, resolve_archive(archive, rules))
    return reached | {f"{code} archives": t.shares()["f1"] for code, t in totals.items()}


def _score_story(
    readings: Sequence[Reading], gold: Any, rules: ResolutionRules, stories: Any
) -> Any:
    record = export_json(readings, resolve(readings, (), rules), (), with_text=True)
    return stories.score_story(gold, number_events(json.loads(record)))


def worth(reached: Scores) -> float:
    """Give the mean that is to be raised."""
    wanted = [v for k, v in reached.items() if k == "ecb" or k.endswith(_WANTED)]
    return sum(wanted) / len(wanted)


def fit(
    events: EventWeights, names: Sequence[str], measure: Callable[[EventWeights], Scores]
) -> EventWeights:
    """Move one weight after the other as long as that is worth it; say what was kept."""
    reached = measure(events)
    floors, best = reached, worth(reached)
    print(f"{'at first':32}{100 * best:7.2f}", flush=True)
    for name in names:
        for value in _moves(getattr(events, name)):
            tried = msgspec.structs.replace(events, **{name: value})
            reached = measure(tried)
            gain = worth(reached) - best
            held = all(v >= floors[k] for k, v in reached.items() if k not in _SHARED)
            if gain >= STEP and held:
                events, best = tried, best + gain
                print(f"{name:24}{value:8.2f}{100 * best:7.2f}", flush=True)
    return events


def _moves(value: float) -> tuple[float, ...]:
    return tuple(round(value * factor, 3) for factor in MOVES) if value else (-1.0, 1.0)


def written(text: str, events: EventWeights) -> str:
    """Give the text of the file of weights with the values of those of events."""
    head, mark, tail = text.partition("[events]\n")
    for name, value in msgspec.structs.asdict(events).items():
        tail = re.sub(rf"^{name} = \S+", f"{name} = {value}", tail, flags=re.MULTILINE)
    return head + mark + tail


def gather(options: argparse.Namespace, stories: Any) -> Material:
    """Read what is scored, or take it from the folder that keeps it."""
    entries = load_entries(options.ecbplus / "ecbplus_train.jsonl")
    topics = sorted({entry["topic"] for entry in entries})[::2]
    entries = [entry for entry in entries if entry["topic"] in topics]
    readings = _kept(options.keep, "ecbplus", lambda: {e["doc"]: read_entry(e) for e in entries})
    told: dict[str, list[tuple[Sequence[Reading], Any]]] = {}
    for folder in story_folders(options.stories):
        read = _kept(options.keep, folder.name, lambda f=folder: read_story(f))  # type: ignore[misc]
        told.setdefault(language_of(folder), []).append((read, stories.load_story(folder)))
    archives = [
        _kept(options.keep, path.stem, lambda p=path: read_archive(p))  # type: ignore[misc]
        for path in sorted(FOLDER.glob("*.toml"))
    ]
    return Material(entries, readings, cluster_documents(entries), sorted(told.items()), archives)


def _kept(folder: Path | None, name: str, read: Callable[[], Any]) -> Any:
    """Load what is kept in a folder, or read it and keep it there."""
    path = folder / f"{name}.pickle" if folder else None
    if path is not None and path.exists():
        return pickle.loads(path.read_bytes())  # our own file
    found = read()
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(found))
    return found


def main(arguments: list[str]) -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description="Fit the weights of events.")
    parser.add_argument("ecbplus", type=Path)
    parser.add_argument("stories", type=Path)
    parser.add_argument("scoring", type=Path)
    names = EventWeights.__struct_fields__
    parser.add_argument("--weights", nargs="+", default=names, choices=names, metavar="NAME")
    parser.add_argument("--keep", type=Path, help="folder to keep the readings in")
    parser.add_argument("--write", action="store_true", help="put the weights into their file")
    options = parser.parse_args(arguments)
    for needed in (options.ecbplus, options.stories, options.scoring):
        if not needed.exists():
            print(f"skipped: {needed} is not here")
            return 0
    sys.path.insert(0, str(options.scoring))
    mentions, stories = map(importlib.import_module, ("coref_score", "score_stories"))
    material = gather(options, stories)
    events = load_resolution("en").weights.events
    events = fit(events, options.weights, lambda w: measure(w, material, (mentions, stories)))
    if options.write:
        FILE.write_text(written(FILE.read_text("utf-8"), events), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
