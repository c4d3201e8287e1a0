"""Score resolution by itself, on readings made from the gold of stories.

    python -m bench.resolution STORIES_PATH SCORING_PATH [--explain] [--readings FOLDER]

``FOLDER`` holds readings to be used instead, ``<story>.msgpack`` with a list of them each, so that
one reading serves many runs. Skips by name where a path is absent.
"""

import argparse
import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from kipu.exports.json import export_json
from kipu.lang.resolution import load_resolution
from kipu.model.readings import Reading
from kipu.resolution import resolve

LANGUAGE = "en"


def load_readings(story: Any, folder: Path | None) -> list[Reading]:
    """Load the readings of a story, or make them from its gold."""
    if folder is not None:
        packed = (folder / f"{story.name}.msgpack").read_bytes()
        return msgspec.msgpack.decode(packed, type=list[Reading])
    occurrences = importlib.import_module("story_text").occurrences
    maker = importlib.import_module("bench.gold_readings")
    readings: list[Reading] = maker.read_story(story.gold, dict(story.texts), occurrences)
    return readings


def write_records(stories: Path, records: Path, readings: Path | None) -> list[str]:
    """Resolve each story of the language into a record for the scorer; give their names."""
    load_story = importlib.import_module("alignment").load_story
    names = []
    for path in sorted(stories.glob("*/gold.json")):
        story = load_story(path.parent)
        if story.gold["language"] == LANGUAGE:
            read = load_readings(story, readings)
            resolution = resolve(read, (), load_resolution(LANGUAGE))
            record = export_json(read, resolution, (), with_text=True)
            (records / f"{story.name}.json").write_bytes(record)
            names.append(story.name)
    return names


def main(arguments: list[str]) -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description="Score resolution by itself.")
    parser.add_argument("stories", type=Path)
    parser.add_argument("scoring", type=Path)
    parser.add_argument("--explain", action="store_true", help="list every miss")
    parser.add_argument("--readings", type=Path, help="folder of readings to be used")
    options = parser.parse_args(arguments)
    for path in (options.stories, options.scoring):
        if not path.is_dir():
            print(f"skipped: {path} is not here")
            return 0
    sys.path.insert(0, str(options.scoring))
    scorer = importlib.import_module("score_stories")
    with tempfile.TemporaryDirectory() as folder:
        stories, records = Path(folder, "stories"), Path(folder, "records")
        stories.mkdir()
        records.mkdir()
        for name in write_records(options.stories, records, options.readings):
            (stories / name).symlink_to((options.stories / name).resolve())
        flags = ["--explain"] if options.explain else []
        status: int = scorer.main(["--all", str(stories), str(records), *flags])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
