"""`kipu read`: one document, or many as lines of JSON."""

import json
import signal
import subprocess
from pathlib import Path

from tests.conftest import EXAMPLES, KIPU, Run, environment

WIRE = EXAMPLES / "marena" / "wire-corran.txt"


def line(**parts: str) -> str:
    return json.dumps(parts) + "\n"


def test_a_document_is_told_event_by_event(run: Run) -> None:
    """The screen has the headline, the date and the quotes."""
    shown = run("read", WIRE)
    assert shown.returncode == 0, shown.stderr
    assert "Police kill 14 at Marena protest" in shown.stdout
    assert "15 Mar 2014 (stated)" in shown.stdout
    assert "event mentions" in shown.stdout
    assert "agent: Police · victim: 14" in shown.stdout


def test_each_value_is_explained(run: Run) -> None:
    """The words and the rule of the event, of who takes part, of the day and of the source."""
    done = run("read", EXAMPLES / "quiroa" / "diario-pregon.txt", "--explain")
    told = " ".join(done.stdout.split())
    assert "event “capturó” events/capture-person" in told
    assert "patient “Wilder Tineo” capture-person/object" in told
    assert "time “ayer” es/times/yesterday, counted from the document" in told
    assert "said “según” attribution by “una fuente policial”" in told
    assert "certainty possible" in told


def test_events_of_no_type_are_shown_when_asked_for(run: Run) -> None:
    """With --other the screen also has what no type fits, by the verb's basic form."""
    file = EXAMPLES / "marena" / "chronology.txt"
    assert "other: defeat" in run("read", file, "--other").stdout
    assert "other:" not in run("read", file).stdout


def test_a_document_as_json(run: Run) -> None:
    """The JSON holds the text and events whose triggers are its characters."""
    reading = json.loads(run("read", WIRE, "--json").stdout)
    text = reading["doc"]["text"]
    assert text.startswith("Police kill 14")
    triggers = [text[e["trigger"]["start"] : e["trigger"]["end"]] for e in reading["events"]]
    assert "killed" in triggers


def test_lines_are_answered_by_lines(run: Run) -> None:
    """Each line has its answer, in order; a bad line is answered with its error."""
    lines = [
        line(id="a", text="The minister resigned.", title="Crisis", date="2009-09-12"),
        "this is no JSON\n",
        "\n",
        line(id="b", words="no text"),
        line(id="c", text=""),
        line(id="d", text="She was arrested last May.", date="tomorrow"),
        line(id="e", text="She was arrested last May.", date="2009-09-12", lang="en"),
        "\xff\xfe\n",
        line(id="f", text="Ein Text.", lang="de"),
    ]
    done = run("read", "--jsonl", input="".join(lines))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(answer) for answer in done.stdout.splitlines()]
    assert [answer["line"] for answer in answers] == [1, 2, 4, 5, 6, 7, 8, 9]
    assert [answer.get("id") for answer in answers] == ["a", None, "b", "c", "d", "e", None, "f"]
    assert ["reading" in answer for answer in answers] == [
        True, False, False, False, False, True, False, True,
    ]  # fmt: skip
    assert all(("error" in answer) != ("reading" in answer) for answer in answers)
    may = answers[5]["reading"]["events"][0]["time"]
    assert may["interval"]["edtf"] == "2009-05"
    assert answers[0]["reading"]["doc"]["title"] == "Crisis"


def test_answers_come_while_lines_come() -> None:
    """A line is answered before the next is there, so that kipu can stand in a pipe."""
    with subprocess.Popen(
        [str(KIPU), "read", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        for name in ("a", "b"):
            process.stdin.write(line(id=name, text="The minister resigned.", lang="en").encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_closed_pipe_is_no_error(run: Run, marena: Path) -> None:
    """Where the reader goes away, kipu ends without a word."""
    for arguments in (["timeline"], ["export", "json", "--with-text"]):
        process = subprocess.Popen(
            [str(KIPU), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=marena.parent,
            env=environment(),
        )
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.wait(20) in (1, 141, -signal.SIGPIPE)
        assert process.stderr.read() == b""
        process.stderr.close()


def test_a_break_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Ctrl-C ends with status 130 and one sentence."""
    process = subprocess.Popen(
        [str(KIPU), "read", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        # A shell that runs the tests in the background has them ignore the signal.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write(line(id="a", text="The minister resigned.", lang="en").encode())
    process.stdin.flush()
    assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130
    told = process.stderr.read().decode().lstrip()
    assert told.startswith("kipu: stopped")
    assert "Traceback" not in told
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


def test_what_cannot_be_read_is_said(run: Run, tmp_path: Path) -> None:
    """A missing file, a folder, an empty file: one sentence, status 1."""
    (tmp_path / "empty.txt").touch()
    for name, words in (("none.txt", "no such file"), (".", "folder"), ("empty.txt", "empty")):
        done = run("read", name)
        assert done.returncode == 1
        assert words in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert done.stdout == ""
