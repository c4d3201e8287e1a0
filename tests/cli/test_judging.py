"""Judging from the command line, on the invented story of Marena."""

import json
from pathlib import Path

import pytest

from kipu.pipeline.judging import Decision
from kipu.pipeline.records import open_record
from tests.conftest import Run
from tests.pipeline.judged import by


@pytest.fixture
def pardon(run: Run, marena: Path) -> str:
    """Give the id of an event that is in the record."""
    entries = json.loads(run("timeline", "--type", "pardon", "--json").stdout)
    return str(entries[0]["event"]["id"])


def test_review_takes_keys_from_a_pipe(run: Run, marena: Path) -> None:
    """Each key is kept at once; the history tells of each, and z takes back the last."""
    done = run("review", "--judge", "ada", input="axno witness\nufz?oq")
    assert done.returncode == 0, done.stderr
    assert "1 of " in done.stdout
    assert "accepted" in done.stdout
    assert "undo done" in done.stdout
    shown = run("history").stdout
    assert shown.count("  ada  ") == 5
    assert "(no witness)" in shown
    assert "undone" in shown
    assert "1 account rejected by people left out" in run("timeline").stdout
    first = int(run("review", "--judge", "ada", input="q").stdout.split(" of ")[1].split()[0])
    whole = int(done.stdout.split(" of ")[1].split()[0])
    assert whole - first == 3


def test_one_thing_is_judged_undone_and_redone(run: Run, marena: Path, pardon: str) -> None:
    """`kipu judge` says what it did; undo and redo bring it away and back."""
    done = run("judge", "note", pardon[:8], "ask", "the", "ministry", "--judge", "ada")
    assert done.returncode == 0, done.stderr
    assert "note ask the ministry" in done.stdout
    assert "ask the ministry" in run("show", pardon).stdout
    assert "1 judgement withdrawn" in run("undo", "--judge", "ada").stdout
    assert "ask the ministry" not in run("show", pardon).stdout
    assert run("redo", "--judge", "ada").returncode == 0
    assert "ask the ministry" in run("show", pardon).stdout
    nothing = run("redo", "--judge", "ada")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "ada has nothing to redo" in nothing.stderr


def test_a_preferred_value_is_marked_among_the_conflicts(run: Run, marena: Path) -> None:
    """The conflict stays listed, with the value that a person prefers."""
    entry = json.loads(run("conflicts", "--json").stdout)[0]
    found = entry["contradictions"][0]
    words = (entry["event"]["id"], found["attribute"], found["values"][0]["value"])
    done = run("judge", "prefer", *words, "--judge", "ada")
    assert done.returncode == 0, done.stderr
    again = json.loads(run("conflicts", "--json").stdout)[0]
    assert again["contradictions"][0]["preferred"] == words[2]
    assert "preferred" in run("conflicts").stdout


def test_every_side_can_be_preferred(marena: Path) -> None:
    """Whatever side of whatever contradiction a person prefers, it is the one that is marked."""
    with open_record(marena) as record:
        for entry in record.conflicts():
            for found in entry.contradictions:
                for side in found.values:
                    words = (entry.event.id, (), found.attribute, side.value)
                    record.judge([Decision("prefer", *words)], by())
                    shown = record.show(str(record.event_of(side.mentions[0]))).entry
                    preferred = {c.attribute: c.preferred for c in shown.contradictions}
                    assert preferred[found.attribute] == side.value
                    record.undo(by())


def test_a_record_is_copied_and_compared(run: Run, marena: Path, pardon: str) -> None:
    """A backup is the same record; after a rejection the difference is told."""
    assert run("backup", "copy.kipu", "--record", marena).returncode == 0
    same = run("diff", "copy.kipu", marena)
    assert same.stdout.strip() == "0 events new, 0 changed, 0 gone"
    run("judge", "wrong", pardon, "--judge", "ada", "--record", marena)
    assert "1 gone" in run("diff", "copy.kipu", marena).stdout
    refused = run("backup", "copy.kipu", "--record", marena)
    assert refused.returncode == 1
    assert "there already" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("judge", "rigth", "v1"), 2, "did you mean right?"),
        (("judge", "same", "v1"), 2, "says too little"),
        (("judge", "edit", "v1", "when"), 2, "ATTRIBUTE VALUE"),
        (("judge", "right", "v0000000000"), 1, "nothing whose id begins"),
        (("judge", "import", "nothing.json"), 1, "nothing.json"),
        (("undo", "a0"), 1, "is not there"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run: Run, marena: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    """One sentence says what is wrong, and nothing is judged."""
    done = run(*arguments, "--judge", "ada")
    assert (done.returncode, done.stdout) == (status, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
