"""`kipu watch`, as a user and a timer run it."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import KIPU, Run, environment

SENTENCE = "The minister of mines, {}, resigned on Monday, a spokesman said.\n"
PATIENCE = 120.0


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Give a folder with one letter that has lain there for a while."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    put(folder / "one.txt", "Ida Lorn")
    return folder


def put(path: Path, name: str) -> None:
    path.write_text(SENTENCE.format(name))
    os.utime(path, (1.4e9, 1.4e9))


def test_a_folder_is_looked_at_once(run: Run, inbox: Path) -> None:
    """What is new is added and told of; the second look finds the file that came since."""
    done = run("watch", inbox, "--once", "--record", "new.kipu")
    assert (done.returncode, done.stdout) == (0, "added 1 document to new.kipu\n")
    assert "added     inbox/one.txt" in done.stderr
    assert f"looked at {inbox}: 1 item\n" in done.stderr
    put(inbox / "two.txt", "Ole Brandt")
    assert run("watch", inbox, "--once").stdout == "added 1 document to new.kipu\n"
    assert run("watch", inbox, "--once").stdout == "added 0 documents to new.kipu\n"
    assert run("check", "--custody").returncode == 0


def test_a_feed_that_cannot_be_read_is_a_failure(run: Run, inbox: Path, tmp_path: Path) -> None:
    """A timer learns of it by the status, and the folder beside it is looked at all the same."""
    path = tmp_path / "feeds.opml"
    path.write_text("<opml><outline text='Inside' xmlUrl='http://127.0.0.1:8080/a.xml'/></opml>")
    done = run("watch", path, inbox, "--once", "--record", "new.kipu")
    assert done.returncode == 1
    assert done.stdout == "added 1 document to new.kipu, 1 could not be read\n"
    assert "not read  Inside: http://127.0.0.1:8080/a.xml leads to 127.0.0.1" in done.stderr
    assert run("watch", "nowhere.opml", "--once").returncode == 1


@pytest.mark.slow
def test_it_goes_on_until_it_is_stopped(inbox: Path, tmp_path: Path) -> None:
    """Without --once it waits for the next look, and an interrupt ends it with a sentence."""
    command = [str(KIPU), "watch", str(inbox), "--record", "new.kipu"]
    watching = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert watching.stdout is not None
    assert watching.stdout.readline() == "added 1 document to new.kipu\n"
    time.sleep(0.5)
    assert watching.poll() is None
    watching.send_signal(signal.SIGINT)
    _, errors = watching.communicate(timeout=PATIENCE)
    assert watching.returncode == 130
    assert "stopped; a record keeps what was added to it so far" in errors
