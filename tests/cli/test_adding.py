"""`kipu add`, with inputs good and bad."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, KIPU, Run, environment

ARTICLE = """Minister resigns over mine

Port Sarn, 3 March 2014

The minister of mines, Ida Lorn, resigned on Monday. She was arrested in Corran a day later.
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Give a folder with two articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(ARTICLE)
    (folder / "two.txt").write_text(ARTICLE.replace("Ida Lorn", "Ole Brandt"))
    return folder


def test_adding_tells_what_came_of_each(run: Run, articles: Path) -> None:
    """One line for each document on the error output, one summary on the output."""
    done = run("add", articles, "--record", "new.kipu")
    assert done.returncode == 0
    assert done.stdout == "added 2 documents to new.kipu\n"
    assert "added     articles/one.txt  3 Mar 2014" in done.stderr
    assert "The record holds 2 documents" in done.stderr
    assert run("check").returncode == 0


def test_adding_twice_adds_nothing(run: Run, articles: Path) -> None:
    """A second time, and the same bytes under another name, change nothing."""
    run("add", articles, "--record", "new.kipu")
    before = run("export", "json", "--with-text").stdout
    shutil.copy(articles / "one.txt", articles / "again.txt")
    done = run("add", articles)
    assert done.stdout == "added 0 documents to new.kipu, 3 already there\n"
    assert run("export", "json", "--with-text").stdout == before


def test_what_is_no_article_is_named_and_left_out(run: Run, articles: Path) -> None:
    """Of a folder, files of other kinds and a README are named; hidden files are passed over."""
    (articles / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (articles / "README.md").write_text("About these articles.")
    (articles / ".hidden.txt").write_text(ARTICLE)
    done = run("add", articles, "--record", "new.kipu")
    assert done.returncode == 0
    assert done.stdout == "added 2 documents to new.kipu\n"
    assert "left out  articles/README.md" in done.stderr
    assert "left out  articles/photo.jpg" in done.stderr
    assert "hidden" not in done.stderr


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n \n", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "film.html": (b"\x00\x00\x00\x18ftypmp42" + bytes(5000), ""),
    "paper.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(1000), "PDF"),
    "page.html": (b"<html><body><script>var x = 1;</script></body></html>", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_is_named(run: Run, articles: Path, name: str) -> None:
    """It is named with its reason in one sentence, the others are added, and the status is 1."""
    content, reason = BAD[name]
    (articles / name).write_bytes(content)
    done = run("add", articles, "--record", "new.kipu")
    assert done.returncode == 1
    assert done.stdout == "added 2 documents to new.kipu, 1 could not be read\n"
    told = [line for line in done.stderr.split("not read  ")[1:] if f"articles/{name}" in line]
    assert len(told) == 1
    assert reason in told[0]
    assert "Traceback" not in done.stderr
    assert run("check").returncode == 0


def test_fifty_megabytes_are_refused_in_small_memory(run: Run, articles: Path) -> None:
    """A text far too large for an article is refused, without being taken to pieces first."""
    (articles / "huge.txt").write_text("The council met on Monday. " * 1_900_000)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    done = run("add", articles, "--record", "new.kipu")
    assert done.returncode == 1
    assert "added 2 documents to new.kipu, 1 could not be read" in done.stdout
    assert "split it" in done.stderr.replace("\n", " ")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert peak < 700 or peak == before / 1024


def test_a_folder_without_articles_says_so(run: Run, tmp_path: Path) -> None:
    """Nothing to read is a failure that says what kipu looks for; no record is made."""
    (tmp_path / "empty").mkdir()
    done = run("add", "empty", "--record", "new.kipu")
    assert done.returncode == 1
    assert "nothing to read in empty" in done.stderr
    (tmp_path / "empty" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert ".txt" in run("add", "empty", "--record", "new.kipu").stderr
    assert not (tmp_path / "new.kipu").exists()


def test_a_path_that_is_not_there_says_so(run: Run, articles: Path) -> None:
    """A path that does not exist is a failure that names it."""
    done = run("add", "nowhere.txt", "--record", "new.kipu")
    assert done.returncode == 1
    assert "nowhere.txt does not exist" in done.stderr


def test_a_file_without_permission_says_so(run: Run, articles: Path) -> None:
    """A file that may not be opened is named, and the others are added."""
    if os.geteuid() == 0:
        pytest.skip("root may open every file")
    (articles / "one.txt").chmod(0)
    done = run("add", articles, "--record", "new.kipu")
    assert done.returncode == 1
    assert "one.txt cannot be opened (permission denied)" in done.stderr


def test_a_language_that_kipu_cannot_read_keeps_its_text(run: Run, tmp_path: Path) -> None:
    """The document is in the record with its text; the line says that it was not read."""
    german = "Der Minister ist am Montag zurückgetreten. Das Parlament nahm seinen Rücktritt an. "
    (tmp_path / "de.txt").write_text("Minister geht\n\n" + german * 4)
    done = run("add", "de.txt", "--record", "new.kipu")
    assert done.returncode == 0
    assert "kipu reads en" in done.stderr.replace("\n", " ")
    assert "zurückgetreten" in run("export", "json", "--with-text").stdout


NO_RECORDS = {
    "a text": b"This is a text and no record.\n" * 20,
    "a page": b"<html><body>no record</body></html>",
    "bytes": bytes(range(256)) * 8,
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_what_is_no_record_is_left_as_it_is(run: Run, articles: Path, name: str) -> None:
    """A file that is no record is refused by every command and not changed."""
    path = articles.parent / "notes.kipu"
    path.write_bytes(NO_RECORDS[name])
    for command in (["add", str(articles)], ["timeline"], ["check"], ["export", "json"]):
        done = run(*command)
        assert done.returncode == 1, command
        assert "notes.kipu" in done.stderr
        assert "Traceback" not in done.stderr
    assert path.read_bytes() == NO_RECORDS[name]


def test_another_database_is_left_as_it_is(run: Run, articles: Path) -> None:
    """A database of another program is no record either."""
    path = articles.parent / "notes.kipu"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()
    before = path.read_bytes()
    done = run("add", articles)
    assert done.returncode == 1
    assert "notes.kipu" in done.stderr
    assert path.read_bytes() == before


def test_a_record_of_a_newer_version_is_refused(run: Run, articles: Path) -> None:
    """A record that a newer kipu made is not touched, and the message says to update."""
    run("add", articles / "one.txt", "--record", "new.kipu")
    path = articles.parent / "new.kipu"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    for command in (["add", str(articles)], ["timeline"]):
        done = run(*command)
        assert done.returncode == 1
        assert "newer" in done.stderr


def test_a_record_that_is_locked_says_so(run: Run, articles: Path) -> None:
    """While another process writes, adding is refused after a while; nothing is lost."""
    run("add", articles / "one.txt", "--record", "new.kipu")
    connection = sqlite3.connect(articles.parent / "new.kipu", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        done = run("add", articles / "two.txt")
    finally:
        connection.execute("ROLLBACK")
        connection.close()
    assert done.returncode == 1
    assert "another process" in done.stderr.replace("\n", " ")
    assert run("add", articles / "two.txt").stdout == "added 1 document to new.kipu\n"
    assert run("check").returncode == 0


# The model of languages is unpacked into a temporary file when it is first used: the limit on the
# size of files, which stands for the full disk, must come after.
NO_ROOM = """
import resource, sys
import kipu
from kipu.cli import main
size, folder = int(sys.argv[1]), sys.argv[2]
kipu.read(kipu.load(folder + "/one.txt"))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.argv = ["kipu", "add", folder, "--record", "new.kipu"]
main()
"""


def test_a_full_disk_says_so(run: Run, articles: Path, tmp_path: Path) -> None:
    """Where the file cannot grow, what was added before stays, and the rest is not half there."""
    run("add", articles / "one.txt", "--record", "new.kipu")
    size = (tmp_path / "new.kipu").stat().st_size
    for number in range(12):
        text = ARTICLE + f"\nThe mine of Lesk number {number} was closed in May 2010.\n" * 40
        (articles / f"more{number}.txt").write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(size + 20_000), "articles"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "new.kipu" in done.stderr
    assert run("check").returncode == 0
    assert run("add", articles).returncode == 0
    assert run("check").stdout == "new.kipu is whole: 14 documents\n"


OFFLINE = """
import sys

def refuse(event, arguments):
    # urllib3, which trafilatura imports, binds a socket to this machine to learn of IPv6.
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise SystemExit(f"{event}{arguments}: a connection was tried")

sys.addaudithook(refuse)
from kipu.cli import main
sys.argv = ["kipu", "add", sys.argv[1], "--record", "new.kipu"]
main()
"""


def test_the_whole_runs_with_the_network_cut(run: Run, tmp_path: Path) -> None:
    """Pages and texts are read, compared and stored without one call to the network."""
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(EXAMPLES / "marena")],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "added 8 documents to new.kipu\n"
    assert run("check").returncode == 0


def test_a_bar_on_a_terminal_and_lines_in_a_pipe(articles: Path, tmp_path: Path) -> None:
    """The bar is drawn only where somebody sees it."""
    script = shutil.which("script")
    if script is None:
        pytest.skip("the program script, which makes a terminal, is not there")
    command = f"{KIPU} add {EXAMPLES / 'marena'} --record new.kipu"
    shown = subprocess.run(
        [script, "-qec", command, "/dev/null"],
        cwd=tmp_path,
        env=environment(TERM="xterm-256color"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "━" in shown
    assert "8/8" in shown
    assert "added 8 documents" in shown
