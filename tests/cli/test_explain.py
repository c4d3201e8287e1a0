"""`kipu explain` says why two things are one or two."""

import json
from pathlib import Path

from tests.conftest import Run


def test_two_people_are_told_apart_by_their_names(run: Run, marena: Path) -> None:
    """Names that exclude each other are given as the reason, and no weight."""
    shown = run("explain", "Hask", "Dorn", "--json")
    told = json.loads(shown.stdout)
    assert told["explanation"]["kind"] == "entity"
    assert not told["explanation"]["together"]


def test_two_mentions_of_one_event_are_weighed(run: Run, marena: Path) -> None:
    """The weights of two mentions of one event are listed and add up to what is shown."""
    entries = json.loads(run("timeline", "--json").stdout)
    event = next(entry["event"] for entry in entries if len(entry["event"]["mentions"]) > 1)
    told = json.loads(run("explain", *event["mentions"][:2], "--json").stdout)
    explanation = told["explanation"]
    assert explanation["together"]
    if explanation["excluded"] is None:
        weights = [reason["weight"] for reason in explanation["reasons"]]
        assert abs(sum(weights) - explanation["weight"]) < 0.1


def test_what_is_not_in_the_record_is_refused(run: Run, marena: Path) -> None:
    """A word that names nothing, and an event beside a person, are refused with what to do."""
    nothing = run("explain", "xylophone", "Hask")
    assert nothing.returncode == 1
    assert "kipu show" in nothing.stderr
    event = json.loads(run("timeline", "--json").stdout)[0]["event"]["id"]
    unlike = run("explain", event, "Hask")
    assert unlike.returncode == 1
    assert "nothing to compare" in unlike.stderr
