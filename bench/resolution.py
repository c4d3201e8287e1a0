"""Score resolution by itself, on readings made from the gold of stories or on given ones.

    python bench/resolution.py STORIES SCORING [--explain] [--story d02 ...] [--readings FOLDER]

STORIES is a folder of stories, SCORING the folder of their scorer. FOLDER holds `<story>.msgpack`,
a list of readings each.
"""

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any

import msgspec
from gold_readings import read_story

from kipu.lang.resolution import load_resolution
from kipu.model.readings import Reading
from kipu.model.resolved import Resolution
from kipu.resolution import resolve

Json = dict[str, Any]


def record_of(readings: list[Reading], resolution: Resolution) -> Json:
    """Write what the scorer needs of a record."""
    mentions = {m.id: m for reading in readings for m in reading.mentions}
    events = {e.id: e for reading in readings for e in reading.events}
    chains = {c.id: c for reading in readings for c in reading.chains}
    copies = {copy.document: copy for copy in resolution.copies}
    return {
        "kipu": "bench",
        "documents": [_document(reading, copies.get(reading.doc.id)) for reading in readings],
        "entities": [
            {
                "id": entity.id, "type": entity.type, "name": entity.name, "aliases": entity.aliases,
                "mentions": [_place(mentions[key].span, kind=mentions[key].kind) for chain in entity.chains for key in chains[chain].mentions],
            }
            for entity in resolution.entities
        ],
        "events": [
            {
                "id": event.id, "type": event.type, "summary": event.summary, "when": _time(event.time),
                "place": event.place, "factuality": event.factuality,
                "participants": [{"role": p.role, "entity": p.entity} for p in event.participants],
                "quantities": [_quantity(q) for q in event.quantities],
                "mentions": [_event_mention(events[key]) for key in event.mentions],
            }
            for event in resolution.events
        ],
        "contradictions": [
            {"event": c.event, "attribute": c.attribute, "values": [
                {"value": v.value, "mentions": v.mentions, "documents": v.documents} for v in c.values]}
            for c in resolution.contradictions
        ],
    }  # fmt: skip


def _document(reading: Reading, copy: Any) -> Json:
    doc, interval = reading.doc, reading.created.interval
    published = {"basis": reading.created.basis}
    if interval:
        published |= {"earliest": str(interval.earliest), "latest": str(interval.latest)}
    return {
        "id": doc.id, "uri": doc.uri, "sha256": doc.sha256, "text": doc.text, "published": published,
        "copy_of": copy.of if copy else None, "copy_kind": copy.kind if copy else None,
    }  # fmt: skip


def _place(span: Any, **more: Any) -> Json:
    return {"doc": span.doc_id, "start": span.start, "end": span.end, **more}


def _time(time: Any) -> Json | None:
    if time.interval is None:
        return None
    return {
        "earliest": _day(time.interval.earliest),
        "latest": _day(time.interval.latest),
        "edtf": time.interval.edtf,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _quantity(quantity: Any) -> Json:
    fields = ("role", "value", "low", "high", "unit", "approximate")
    return {field: getattr(quantity, field, None) for field in fields}


def _event_mention(event: Any) -> Json:
    return {
        "id": event.id, "doc": event.trigger.doc_id, "type": event.type, "factuality": event.factuality,
        "trigger": {"start": event.trigger.start, "end": event.trigger.end}, "when": _time(event.time),
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("stories", type=Path)
    parser.add_argument("scoring", type=Path)
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("build/resolution-bench"))
    parser.add_argument("--story", nargs="*", default=[])
    parser.add_argument("--language", default="en")
    parser.add_argument("--readings", type=Path)
    options = parser.parse_args(arguments)
    if not options.stories.is_dir() or not options.scoring.is_dir():
        print("skipped: no stories or no scorer there")
        return 0
    sys.path.insert(0, str(options.scoring))
    load_story = importlib.import_module("alignment").load_story
    occurrences = importlib.import_module("story_text").occurrences
    options.out.mkdir(parents=True, exist_ok=True)
    names = []
    for folder in sorted(options.stories.glob("d*")):
        story = load_story(folder)
        if story.gold["language"] != options.language or (
            options.story and folder.name not in options.story
        ):
            continue
        if options.readings:
            packed = (options.readings / f"{folder.name}.msgpack").read_bytes()
            readings = msgspec.msgpack.decode(packed, type=list[Reading])
        else:
            readings = read_story(story.gold, dict(story.texts), occurrences)
        resolution = resolve(readings, (), load_resolution("en"))
        record = record_of(readings, resolution)
        (options.out / f"{folder.name}.json").write_text(
            json.dumps(record, ensure_ascii=False, indent=1)
        )
        names.append(folder.name)
    print("stories:", *names)
    return _score(options, names)


def _score(options: argparse.Namespace, names: list[str]) -> int:
    scorer = importlib.import_module("score_stories")
    del scorer
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            (Path(folder) / name).symlink_to(options.stories / name)
        flags = ["--explain"] if options.explain else []
        program = str(options.scoring / "score_stories.py")
        done = subprocess.run(
            [sys.executable, program, "--all", folder, str(options.out), *flags], check=False
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
