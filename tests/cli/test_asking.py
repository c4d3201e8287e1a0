"""The commands that ask a record, on the invented story of Marena."""

import json
import re
import socket
from pathlib import Path

import click
import pytest

from kipu.cli.entry import cli
from tests.conftest import Run
from tests.web.hostile import make_record


def test_the_first_screen_names_every_command(run: Run) -> None:
    """`kipu` alone and `kipu --help` show the same screen, with every command."""
    screen = run("--help")
    assert screen.returncode == 0
    assert run().stdout == screen.stdout
    for name in cli.list_commands(click.Context(cli)):
        assert f"    {name} " in screen.stdout
    assert max(map(len, screen.stdout.splitlines())) <= 80


@pytest.mark.parametrize("width", ["40", "80", "120"])
def test_the_timeline_keeps_to_the_width(run: Run, marena: Path, width: str) -> None:
    """No line is wider than the terminal, nor ends in blanks."""
    shown = run("timeline", env={"COLUMNS": width})
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert max(map(len, lines)) <= int(width)
    assert not [line for line in lines if line != line.rstrip()]


def test_the_timeline_is_in_order_and_undated_events_come_last(run: Run, marena: Path) -> None:
    """Events are ordered by their earliest day; those without a time stand under their heading."""
    entries = json.loads(run("timeline", "--json").stdout)
    intervals = [entry["when"]["interval"] for entry in entries]
    days = [i["earliest"] or i["latest"] for i in intervals if i]
    assert days == sorted(days)
    assert intervals[len(days) :] == [None] * (len(intervals) - len(days))
    headings = [
        line for line in run("timeline").stdout.splitlines() if line and not line.startswith(" ")
    ]
    years = [heading for heading in headings if heading.isdigit()]
    assert years == sorted(years)
    assert "Undated" not in headings or headings.index("Undated") == len(years)


def test_an_undated_event_has_no_borrowed_date(run: Run, marena: Path) -> None:
    """What stands under "Undated" has no date in front of it."""
    shown = run("timeline").stdout
    assert "\nUndated\n" in shown
    undated = re.split(r"\n  Also told|\n\n", shown.split("\nUndated\n")[1])[0].splitlines()
    assert undated
    assert all(line[:12].strip() == "" for line in undated)


def test_what_tells_nothing_is_named_in_one_paragraph(run: Run, tmp_path: Path) -> None:
    """An event without time, place, people or number takes no line; its id leads to it."""
    text = "Nobody speaks of the murder.\n\nIn 2004 a court acquitted Ana Ruiz.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    run("add", "a.txt", "--record", "alone.kipu")
    shown = run("timeline", "--record", "alone.kipu").stdout
    told = re.search(r"Also told, .* numbers: Killing (\w+)", " ".join(shown.split()))
    assert told
    assert "murder" in run("show", told[1], "--record", "alone.kipu").stdout


def test_the_timeline_can_be_cut(run: Run, marena: Path) -> None:
    """--from, --to, --type and --about leave what they say, and together narrow it down."""
    everything = json.loads(run("timeline", "--json").stdout)
    year = json.loads(run("timeline", "--from", "2014", "--to", "12/2014", "--json").stdout)
    assert 0 < len(year) < len(everything)
    for entry in year:
        interval = entry["when"]["interval"]
        assert interval["earliest"] is None or interval["earliest"] <= "2014-12-31"
        assert interval["latest"] is None or interval["latest"] >= "2014-01-01"
    pardons = json.loads(run("timeline", "--type", "pardon", "--json").stdout)
    assert pardons
    assert {entry["event"]["type"] for entry in pardons} == {"pardon"}
    hask = json.loads(run("timeline", "--about", "hask", "--json").stdout)
    assert 0 < len(hask) < len(everything)
    assert not json.loads(run("timeline", "--about", "hask", "--to", "1950", "--json").stdout)


def test_dates_are_shown_at_their_precision(run: Run, marena: Path) -> None:
    """A month is shown as a month and a day as a day."""
    shown = run("timeline").stdout
    assert "  Mar 2018 " in shown
    assert "  23 Dec 2017 " in shown
    assert "1 Mar 2018" not in shown


def test_an_event_is_shown_with_every_account(run: Run, marena: Path) -> None:
    """`kipu show` quotes every document that tells of the event, and takes short ids."""
    entries = json.loads(run("timeline", "--json").stdout)
    event = max((entry["event"] for entry in entries), key=lambda event: event["sources"])
    assert event["sources"] > 2
    page = json.loads(run("show", event["id"], "--json").stdout)
    assert len({account["doc"]["id"] for account in page["accounts"]}) == event["sources"]
    for account in page["accounts"]:
        span = account["mention"]["trigger"]
        assert account["doc"]["text"][span["start"] : span["end"]].strip()
    shown = run("show", event["id"][:8])
    assert shown.returncode == 0
    assert event["id"] in shown.stdout
    for account in page["accounts"]:
        assert account["doc"]["uri"].split("/")[-1] in shown.stdout


def test_a_person_is_shown_with_names_and_events(run: Run, marena: Path) -> None:
    """`kipu who` finds a part of a name in any case and tells what the person takes part in."""
    shown = run("who", "hask")
    assert shown.returncode == 0
    assert "Bruno Hask  person" in shown.stdout.splitlines()[1]
    pages = json.loads(run("who", "hask", "--json").stdout)
    assert pages[0]["entity"]["type"] == "person"
    assert pages[0]["entries"]


def test_disagreements_name_their_sources(run: Run, marena: Path) -> None:
    """`kipu conflicts` gives each value with the files that state it."""
    shown = run("conflicts").stdout
    assert "1 Apr 2014" in shown
    assert "chronology.txt" in shown
    entries = json.loads(run("conflicts", "--json").stdout)
    for entry in entries:
        for contradiction in entry["contradictions"]:
            assert len(contradiction["values"]) >= 2
            assert all(value["documents"] for value in contradiction["values"])


def test_search_finds_words_in_texts(run: Run, marena: Path) -> None:
    """A word of an article finds it; words that no text holds find nothing, and say so."""
    assert "document" in run("search", "lamp").stdout
    nothing = run("search", "xylophone")
    assert nothing.returncode == 0
    assert nothing.stdout == ""
    assert "nothing in the record" in nothing.stderr


def test_export_is_json_and_the_same_twice(run: Run, marena: Path) -> None:
    """The export is one JSON object; two exports are equal; texts are in it only on demand."""
    with_text = run("export", "json", "--with-text").stdout
    assert with_text == run("export", "json", "marena.kipu", "--with-text").stdout
    record = json.loads(with_text)
    assert {"kipu", "documents", "entities", "events", "contradictions"} <= set(record)
    assert all(document["text"] for document in record["documents"])
    assert "lamp on the table" not in run("export", "json").stdout


def test_a_whole_record_checks(run: Run, marena: Path) -> None:
    """`kipu check` finds nothing wrong with a record just made."""
    checked = run("check")
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout == "marena.kipu is whole: 8 documents\n"


def test_the_record_is_named_by_flag_variable_or_folder(run: Run, marena: Path) -> None:
    """--record goes before KIPU_RECORD, which goes before the only record of the folder."""
    other = marena.rename(marena.with_name("other.kipu.bak"))
    assert run("check", env={"KIPU_RECORD": str(other)}).returncode == 0
    assert run("check", "--record", str(other), env={"KIPU_RECORD": "none.kipu"}).returncode == 0
    assert run("check").returncode == 2


def test_the_server_finds_its_record_like_all_commands(run: Run, tmp_path: Path) -> None:
    """`kipu serve` takes a name, the flag, the variable or the only one; not two."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = ("--port", str(taken.getsockname()[1]))
        env = {"KIPU_RECORD": str(tmp_path / "variable.kipu")}
        for words in (("named.kipu",), ("--record", "flag.kipu"), ()):
            refused = run("serve", *words, *port, env=env)
            assert "taken by another program" in refused.stderr
    made = {"named.kipu", "flag.kipu", "variable.kipu"}
    assert {path.name for path in tmp_path.glob("*.kipu")} == made
    assert "name one with --record" in run("serve").stderr
    assert "is a folder: name a record" in run("serve", ".", "--api").stderr
    both = run("serve", "named.kipu", "--record", "flag.kipu")
    assert (both.returncode, "two records are named" in both.stderr) == (2, True)


def test_colour_only_where_it_is_wanted(run: Run, marena: Path) -> None:
    """There is no escape sequence in a pipe, nor with NO_COLOR on what passes for a terminal."""
    assert "\x1b" not in run("timeline").stdout
    assert "\x1b[" in run("timeline", env={"FORCE_COLOR": "1"}).stdout
    quiet = run("timeline", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert "\x1b[3" not in quiet.replace("\x1b[3m", "")


def test_events_of_no_type_are_shown_when_asked_for(run: Run, marena: Path) -> None:
    """`timeline --other` adds them in their place in time; without it nothing tells of them."""
    typed = json.loads(run("timeline", "--json").stdout)
    all_ = json.loads(run("timeline", "--other", "--json").stdout)
    others = [entry for entry in all_ if entry["event"]["type"] == "other"]
    assert [entry for entry in all_ if entry not in others] == typed
    assert any("defeats Calder" in entry["text"] for entry in others)
    assert json.loads(run("timeline", "--type", "other", "--json").stdout) == others
    intervals = [entry["when"]["interval"] for entry in all_]
    days = [i["earliest"] or i["latest"] for i in intervals if i]
    assert days == sorted(days)
    about = json.loads(run("timeline", "--other", "--about", "Hask", "--json").stdout)
    told = {entry["text"] for entry in about if entry["event"]["type"] == "other"}
    assert "the general was dying" in told
    assert not any("Calder" in text for text in told)
    year = json.loads(run("timeline", "--other", "--from", "2014", "--to", "2014", "--json").stdout)
    assert any("defeats Calder" in entry["text"] for entry in year)


def test_events_of_no_type_are_found(run: Run, marena: Path) -> None:
    """A search finds them by the verb's basic form, and says that they are other events."""
    hits = json.loads(run("search", "defeat", "Calder", "--json").stdout)
    assert [hit["kind"] for hit in hits][:1] == ["other"]
    assert "other event" in run("search", "defeat", "Calder").stdout


ESCAPES = ("\x1b]0;owned\x07Ada", "Ada \x1b[31mred", "\x9b2J Ada", "Ada \u202eevil", "Ada\x0c\x08x")


@pytest.mark.parametrize("terminal", [{}, {"FORCE_COLOR": "1"}], ids=["pipe", "terminal"])
def test_no_text_commands_the_terminal(run: Run, tmp_path: Path, terminal: dict[str, str]) -> None:
    """Whatever titles, names, outlets, files and texts hold, only our own colours are written."""
    make_record(tmp_path / "hostile.kipu", ESCAPES)
    event = json.loads(run("timeline", "--json").stdout)[0]["event"]["id"]
    run("judge", "note", event, "\x1b[31mred \x9b2J", "--judge", "\x1b[32mada")
    asked = (("timeline",), ("show", event), ("who", "Ada"), ("search", "Ada"), ("history",),
        ("show", "v\x1b[31m"), ("conflicts",), ("review", "--judge", "ada"))  # fmt: skip
    for words in asked:
        done = run(*words, input="oaq", env=terminal)
        assert "Traceback" not in done.stderr
        told = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr) if terminal else ""
        plain = told or done.stdout + done.stderr
        assert plain, words
        assert not re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", plain), words
    written = run("who", "Ada", "--json").stdout
    assert "\x9b" not in written
    assert "\x9b2J Ada" in [page["entity"]["name"] for page in json.loads(written)]
