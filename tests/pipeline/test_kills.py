"""A process that is killed while it adds loses nothing that it had announced."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT, environment

ROUNDS = 50


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    """After each kill the record is whole and holds what was announced; going on completes it."""
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, str(script), str(EXAMPLES / "marena"), str(tmp_path), str(ROUNDS), "3"],
        env=environment(TOKENIZERS_PARALLELISM="false"),
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == ROUNDS
    for state in rounds:
        assert state["problems"] == []
        assert set(state["announced"]) - {"done"} <= set(state["documents"])
    unfinished = [state for state in rounds if "done" not in state["announced"]]
    assert len(unfinished) > ROUNDS / 2
    assert (tmp_path / "killed.json").read_bytes() == (tmp_path / "peace.json").read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_feed_is_followed_through_kills(tmp_path: Path) -> None:
    """However often it is killed, each page is added once, though it differs at every request."""
    script = Path(__file__).with_name("killing_watch.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), "30", "5"],
        env=environment(TOKENIZERS_PARALLELISM="false", PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum(not state["ended"] for state in rounds) >= 15
    for state in rounds:
        assert state["problems"] == []
        assert len(set(state["pages"])) == len(state["pages"])
    assert rounds[-1]["pages"] == sorted(f"http://a.example/{n}" for n in range(12))
