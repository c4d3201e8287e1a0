"""`kipu times` and `kipu date`: files, the input, lines of JSON."""

import json
import subprocess
from typing import Any

import pytest

from tests.conftest import EXAMPLES, KIPU, Run, environment

WIRE = EXAMPLES / "marena" / "wire-corran.txt"
MAGAZINE = EXAMPLES / "marena" / "magazine-pardon.txt"


def line(**parts: Any) -> str:
    return json.dumps(parts) + "\n"


def test_times_are_told_with_what_they_follow_from(run: Run) -> None:
    """The first line has the document's date with its quote; then words, value, days and why."""
    shown = run("times", WIRE)
    assert shown.returncode == 0, shown.stderr
    first, *rest = shown.stdout.splitlines()
    assert first.endswith("15 Mar 2014  stated: “March 15, 2014”")
    friday = " ".join(" ".join(rest).split())
    assert "Friday 2014-03-14 14 Mar 2014 back from the document’s date, past tense" in friday
    assert "weekday-alone" in friday


def test_a_stated_date_goes_before_the_text(run: Run) -> None:
    """With --date all is counted from that date, also from a month."""
    shown = run(
        "times", "-", "--date", "2001-03-07", "--language", "en", input="He fled on Friday."
    )
    assert "2001-03-02" in shown.stdout
    assert "7 Mar 2001  as stated with --date" in shown.stdout
    shown = run("date", WIRE, "--date", "2001-03")
    assert "Mar 2001  as stated with --date" in shown.stdout


def test_a_date_is_told_with_its_evidence(run: Run) -> None:
    """The date of a text that states none comes with the quotes that it follows from."""
    shown = run("date", MAGAZINE)
    assert shown.returncode == 0, shown.stderr
    assert "6–12 Feb 2018  inferred" in shown.stdout
    assert "“Tuesday, February 6”" in shown.stdout


@pytest.mark.parametrize("command", ["times", "date"])
def test_a_file_that_cannot_be_read_is_named(run: Run, command: str) -> None:
    """The others are read all the same, and the status is 1."""
    done = run(command, "none.txt", WIRE)
    assert done.returncode == 1
    assert done.stderr.startswith("kipu: none.txt cannot be opened")
    assert "15 Mar 2014" in done.stdout


def test_signs_that_move_the_screen_are_not_written(run: Run) -> None:
    """What a text holds cannot colour or move the screen."""
    text = "It ended in the \x1b[31mearly\x1b[0m 1990s, in May\x1b[2J 1992."
    shown = run("times", "-", "--language", "en", input=text)
    assert "\x1b" not in shown.stdout


TEXT = "Ana fled.\r\nIn 𝔐ay 1990 she cáme back, on Monday."
BAD = [
    ("this is no JSON\n", None),
    (line(id="b", words="no text"), "b"),
    (line(text="no id"), None),
    (line(id="d", text="x", lang="tlh"), "d"),
    (line(id="e", text="She was held last May.", date="tomorrow", lang="en"), "e"),
    (line(id="f", text="She was held last May.", date="2009-02-30", lang="en"), "f"),
    (line(id="g", text="May " * 600_000, lang="en"), "g"),
    ("\xff\xfe\n", None),
    ("[" * 100_000 + "\n", None),
    (line(id={"no": "id"}, text="In May."), None),
]


@pytest.mark.parametrize("command", ["times", "date"])
def test_lines_are_answered_by_lines(run: Run, command: str) -> None:
    """Each line has its answer, in order; what cannot be read is answered with its error."""
    good = [line(id="a", text=TEXT, date="2009-09-12", lang="en", dct="x"), "\n"]
    last = line(id=7, text="", date="2009-09", lang="en")
    done = run(command, "--jsonl", input="".join([*good, *(bad for bad, _ in BAD), last]))
    assert done.returncode == 1, done.stderr
    first, *answers, end = [json.loads(answer) for answer in done.stdout.splitlines()]
    assert "error" not in first
    assert [answer["id"] for answer in answers] == [id for _, id in BAD]
    assert all(set(answer) == {"id", "error"} for answer in answers)
    assert end["id"] == 7
    assert "error" not in end


def test_positions_count_the_characters_given(run: Run) -> None:
    """Offsets are code points of the text as it was given, whatever its newlines."""
    sent = line(id="a", text=TEXT, date="2009-09-12", lang="en")
    (timex,) = json.loads(run("times", "--jsonl", input=sent).stdout)["timexes"][-1:]
    assert TEXT[timex["start"] : timex["end"]] == timex["text"] == "Monday"
    assert timex == {
        "start": TEXT.index("Monday"), "end": TEXT.index("Monday") + 6, "text": "Monday",
        "type": "DATE", "value": timex["value"], "mod": None,
        "earliest": timex["value"], "latest": timex["value"],
    }  # fmt: skip


def test_the_date_that_counts_is_called_date(run: Run) -> None:
    """Nothing else is taken for a line's date; what is not known is null."""
    text = "She was held last May."
    sent = line(id="a", text=text, dct="2009-09-12", lang="en")
    (timex,) = json.loads(run("times", "--jsonl", input=sent).stdout)["timexes"]
    assert (timex["value"], timex["earliest"], timex["latest"]) == ("XXXX-05", None, None)
    dated = json.loads(run("date", "--jsonl", input=sent).stdout)
    assert (dated["date"], dated["confidence"]) == (None, None)


def test_lines_of_a_file_in_a_language_named_for_all(run: Run, tmp_path: Any) -> None:
    """FILES hold lines, too; --language is that of the lines that name none."""
    path = tmp_path / "lines.jsonl"
    path.write_text(line(id="a", text="In May 1990.") * 2)
    done = run("times", "--jsonl", "--language", "en", path)
    assert done.returncode == 0, done.stdout
    assert [json.loads(a)["timexes"][0]["value"] for a in done.stdout.splitlines()] == [
        "1990-05", "1990-05",
    ]  # fmt: skip


def test_answers_come_while_lines_come() -> None:
    """A line is answered before the next is there."""
    with subprocess.Popen(
        [str(KIPU), "times", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        for name in ("a", "b"):
            process.stdin.write(line(id=name, text="In May 1990.", lang="en").encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.wait(20) == 0
