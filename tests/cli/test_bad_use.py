"""Commands that are put wrongly: exit status 2, a sentence, nothing on the output."""

from pathlib import Path

import pytest

from tests.conftest import Run

BAD_USE = {
    "timelime": "there is no command 'timelime'; did you mean timeline",
    "timeline --form 1990": "--from",
    "timeline --from 1990-99": "is no date: write 2001, 03/2001 or 2001-03-15",
    "timeline --type pardn": "there is no event type 'pardn'; did you mean pardon",
    "show": "missing argument",
    "add": "missing argument",
    "read": "no file is named",
    "read --jsonl a.txt": "--jsonl reads the input",
    "times": "no file is named: write - for the input",
    "date a.txt --date 2001-13": "there is no date '2001-13', or it is not written as 2001",
    "times a.txt --language xx": "and not in 'xx'",
    "times --jsonl --date 2001": "each line has its",
    "export yaml": "'yaml' is not",
    "search": "missing argument",
}


@pytest.mark.parametrize("command", BAD_USE)
def test_bad_use_is_told(run: Run, marena: Path, command: str) -> None:
    """What was wrong is said in a sentence, with where the help is."""
    done = run(*command.split())
    assert done.returncode == 2
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith("kipu: ")
    assert BAD_USE[command].lower() in first.lower()
    assert second.strip().endswith("--help tells how it is used")


FAILURES = {
    "show vzzzz": "vzzzz",
    "who Haskk": "nobody and nothing in the record is called 'Haskk'",
    "timeline --about Xyz": "nobody and nothing in the record is called 'Xyz'",
    "timeline --record marina.kipu": "did you mean marena.kipu?",
    "check --record none/none.kipu": "none.kipu",
}


@pytest.mark.parametrize("command", FAILURES)
def test_failures_are_told(run: Run, marena: Path, command: str) -> None:
    """What could not be done is said in one sentence, with status 1."""
    done = run(*command.split())
    assert done.returncode == 1
    assert done.stdout == ""
    assert FAILURES[command] in done.stderr
    assert "Traceback" not in done.stderr


def test_a_near_name_is_suggested(run: Run, marena: Path) -> None:
    """A name that nobody bears is answered with names that are near."""
    assert "did you mean" in run("who", "Ines Caldor").stderr


def test_no_record_and_several(run: Run, marena: Path) -> None:
    """Without a record in the folder, or with several, the message says to name one."""
    (marena.parent / "other.kipu").write_bytes(marena.read_bytes())
    several = run("timeline")
    assert several.returncode == 2
    assert "marena.kipu, other.kipu" in several.stderr
    marena.unlink()
    (marena.parent / "other.kipu").unlink()
    none = run("timeline")
    assert none.returncode == 2
    assert "name one with --record" in none.stderr
