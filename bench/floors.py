"""The floors of ``floors.json``: the best scores reached on a corpus, which no change may lose."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")


def corpus_hash(paths: Iterable[Path]) -> str:
    """Hash files by name and content, so that floors belong to one corpus."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def judge(
    suite: str,
    reached: Mapping[str, float],
    corpus: str,
    *,
    margin: float,
    write: bool = False,
) -> int:
    """Say which floors of a suite are missed; 1 if any is.

    Args:
        reached: Shares by name, 1 being all.
        margin: How far below its floor a score may be on another kind of processor.
        write: Raise the floors first to what is reached; none is lowered unless the corpus is
            another.
    """
    if write:
        _raise(suite, reached, corpus)
    missed = _missed(suite, reached, corpus, margin)
    print("\n".join(["", *missed]) if missed else "\nall floors hold")
    return 1 if missed else 0


def _missed(suite: str, reached: Mapping[str, float], corpus: str, margin: float) -> list[str]:
    held = json.loads(FLOORS.read_text("utf-8")).get(suite, {})
    if held.get("corpus") != corpus:
        return [f"{suite}: no floors for this corpus"]
    return [
        f"{suite}: {name} is {reached.get(name, 0.0):.4f}, its floor is {floor:.4f}"
        for name, floor in held["floors"].items()
        if reached.get(name, 0.0) < floor - margin
    ]


def _raise(suite: str, reached: Mapping[str, float], corpus: str) -> None:
    held = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    before = held.get(suite, {})
    floors = before.get("floors", {}) if before.get("corpus") == corpus else {}
    raised = {name: max(_floor_of(value), floors.get(name, 0.0)) for name, value in reached.items()}
    held[suite] = {"corpus": corpus, "floors": raised}
    FLOORS.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", "utf-8")


def _floor_of(value: float) -> float:
    """Cut a share to four digits, never up."""
    return int(value * 10_000) / 10_000
