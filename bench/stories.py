"""Score whole records against the hand-made stories, and hold the floors.

    python -m bench.stories STORIES_PATH SCORING_PATH [--language es] [--explain] [--write-floors]
        [--look] [--keep FOLDER]

Each story's articles are read, resolved and exported as ``kipu export json --with-text`` does;
``SCORING_PATH`` holds the scorer (``score_stories.py``). One table a language. Exit status 1 if a
floor in ``floors.json`` is missed or a quote is not in its text. Skips by name where a path is
absent.
``bench/stories`` has stories of our own: in ``tuned`` some to read and mend by, in ``held`` others
for a last look, by which nothing is made (``--look``).
"""

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.floors import corpus_hash, judge
from kipu.exports.json import export_json
from kipu.lang.resources import languages
from kipu.model.readings import Reading
from kipu.pipeline.dating import date_by_record
from kipu.pipeline.loading import find_sources, load_bytes, make_document
from kipu.pipeline.reading import read
from kipu.pipeline.resolving import resolve_readings

MARGIN = 0.01
"""The syntax model's whole numbers round a little otherwise on another kind of processor."""
HELD = {
    "text": ("located", "verbatim"),
    "dates": ("found",),
    "copies": ("f1",),
    "mentions": ("recall",),
    "types": ("accuracy",),
    "non_events": ("not_asserted",),
    "mention_times": ("right",),
    "event_times": ("right",),
    "places": ("right",),
    "participants": ("pairs", "with_role"),
    "quantities": ("right",),
    "factuality": ("accuracy",),
    "attribution": ("f1",),
    "entities": ("b3", "found", "type"),
    "relations": ("recall",),
    "events": ("conll", "recall", "complete"),
    "contradictions": ("f1", "compatible_left_alone"),
}
"""Measures that have a floor, by family."""


def read_story(folder: Path) -> list[Reading]:
    """Read the articles of a story."""
    sources = find_sources([folder]).found
    documents = [make_document(source.uri, load_bytes(source.path)) for source in sources]
    return list(date_by_record([read(doc) for doc in documents]))


def make_record(folder: Path) -> bytes:
    """Read the articles of a story and export their record."""
    readings = read_story(folder)
    spoken = (reading.doc.language for reading in readings)
    language = next((code for code in spoken if code in languages()), "en")
    resolution = resolve_readings(readings, (), language or "en")
    return export_json(readings, resolution, (), with_text=True)


def number_events(record: dict[str, Any]) -> dict[str, Any]:
    """Give the events of a record ids that go up with their times.

    Where one word tells two events ("both massacres"), nothing but the order of ids tells the
    scorer which of the system's two mentions is which of the gold's. Hashes make that chance.
    """
    events = sorted(record["events"], key=_order)
    numbers = {event["id"]: f"v{number:05}" for number, event in enumerate(events)}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: renamed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [renamed(inner) for inner in value]
        return numbers.get(value, value) if isinstance(value, str) else value

    return {**renamed(record), "events": renamed(events)}


def _order(event: dict[str, Any]) -> tuple[str, str]:
    return str((event["when"] or {}).get("earliest") or "9999"), event["id"]


def quotes_hold(record: dict[str, Any]) -> tuple[int, int]:
    """Count the exported spans that hold what they should, and all of them.

    A span lies inside of its document's text; where the record quotes it, the text there is equal.
    """
    texts = {doc["id"]: doc["text"] for doc in record["documents"]}
    checked = [*_stretches(record, texts), *_quotes(record["documents"], texts)]
    return sum(checked), len(checked)


def _stretches(record: dict[str, Any], texts: dict[str, str]) -> Iterator[bool]:
    spans = [
        (mention["doc"], stretch)
        for event in record["events"]
        for mention in event["mentions"]
        for stretch in (mention["trigger"], mention["sentence"], *mention["participants"])
    ]
    spans += [(m["doc"], m) for entity in record["entities"] for m in entity["mentions"]]
    for doc, stretch in spans:
        yield 0 <= stretch["start"] < stretch["end"] <= len(texts[doc])


def _quotes(value: Any, texts: dict[str, str]) -> Iterator[bool]:
    """Compare every quote that stands beside its span, however deep."""
    if isinstance(value, dict):
        if "quote" in value and "span" in value:
            span = value["span"]
            yield texts[span["doc_id"]][span["start"] : span["end"]] == value["quote"]
        for inner in value.values():
            yield from _quotes(inner, texts)
    elif isinstance(value, list):
        for inner in value:
            yield from _quotes(inner, texts)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score whole records against the stories.")
    parser.add_argument("stories", type=Path)
    parser.add_argument("scoring", type=Path)
    parser.add_argument("--language", help="the stories of one language alone")
    parser.add_argument("--explain", action="store_true", help="list every miss")
    parser.add_argument("--write-floors", action="store_true", help="raise the floors")
    parser.add_argument("--look", action="store_true", help="print the table; hold no floors")
    parser.add_argument("--keep", type=Path, help="folder to keep the exported records in")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run the bench."""
    options = _options(arguments)
    for path in (options.stories, options.scoring):
        if not path.is_dir():
            print(f"skipped: {path} is not here")
            return 0
    sys.path.insert(0, str(options.scoring))
    scorer = importlib.import_module("score_stories")
    languages = [options.language] if options.language else ["en", "es"]
    with tempfile.TemporaryDirectory() as temporary:
        kept = options.keep or Path(temporary)
        kept.mkdir(parents=True, exist_ok=True)
        return max([_run(scorer, code, kept, options) for code in languages])


def _run(scorer: Any, language: str, kept: Path, options: argparse.Namespace) -> int:
    folders = [f for f in story_folders(options.stories) if language_of(f) == language]
    scores = {folder.name: _score(scorer, folder, kept) for folder in folders}
    if options.explain:
        print("\n".join(scorer.show_misses(name, s) for name, s in scores.items()), end="\n\n")
    print(scorer.show_table(scorer.add_scores(list(scores.values())), scores))
    return 0 if options.look else _judge(options, scorer, language, scores)


def story_folders(stories: Path) -> list[Path]:
    """Give the folders of the stories."""
    return sorted(path.parent for path in stories.glob("*/gold.json"))


def language_of(folder: Path) -> str:
    """Give the language of a story."""
    return str(json.loads((folder / "gold.json").read_bytes())["language"])


def _score(scorer: Any, folder: Path, kept: Path) -> Any:
    record = make_record(folder)
    (kept / f"{folder.name}.json").write_bytes(record)
    decoded = json.loads(record)
    good, total = quotes_hold(decoded)
    if good != total:
        raise SystemExit(f"{folder.name}: {total - good} of {total} spans do not hold their quote")
    return scorer.score_story(scorer.load_story(folder), number_events(decoded))


def _judge(options: argparse.Namespace, scorer: Any, language: str, scores: dict[str, Any]) -> int:
    total = scorer.add_scores(list(scores.values()))
    reached = {
        f"{family}.{measure}": total[family][measure].value or 0.0
        for family, measures in HELD.items()
        for measure in measures
    }
    files = [path for name in scores for path in (options.stories / name).iterdir()]
    corpus = corpus_hash(path for path in files if path.is_file())
    suite = f"{options.stories.resolve().name}-{language}"
    return judge(suite, reached, corpus, margin=MARGIN, write=options.write_floors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
