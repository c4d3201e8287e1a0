"""Where documents came from, and the log of it, as a user asks for them."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec

from tests.conftest import Run
from tests.documents.making import make_mail, make_mbox

SENTENCE = "The minister of mines, Ida Lorn, resigned on Monday, a spokesman said."


def test_the_log_is_verified_and_shows_its_head(run: Run, marena: Path) -> None:
    """The head that is shown is accepted later, another one is not."""
    done = run("check", "--custody")
    assert done.returncode == 0
    assert done.stdout.startswith("marena.kipu: 8 documents as they came in, 8 entries unbroken\n")
    head = re.search(r"^head ([0-9a-f]{64})$", done.stdout, re.M)
    assert head
    assert run("check", "--head", head[1]).returncode == 0
    assert len(msgspec.json.decode(run("check", "--custody", "--json").stdout)) == 8
    other = run("check", "--head", "0" * 64)
    assert other.returncode == 1
    assert "the log of custody has no entry 0000" in other.stdout
    assert "too short" in run("check", "--head", "00").stderr


def test_a_broken_link_is_named_with_its_document(run: Run, marena: Path) -> None:
    """What was changed behind kipu's back is told, and the status of either check is 1."""
    with closing(sqlite3.connect(marena)) as connection:
        connection.executescript(
            "DROP TRIGGER custody_is_never_changed;"
            "UPDATE custody SET entry = replace(entry, 'wire-corran', 'wire-other')"
        )
        (document,) = connection.execute(
            "SELECT id FROM document WHERE uri LIKE '%wire-corran.txt'"
        ).fetchone()
    done = run("check", "--custody")
    assert done.returncode == 1
    assert f"(document {document}) was changed after it was written" in done.stdout
    assert run("check").returncode == 1


def test_a_document_is_shown_with_where_it_came_from(run: Run, tmp_path: Path) -> None:
    """Who added it, the file it was a part of and the hashes are shown; by file and by id."""
    (tmp_path / "box.mbox").write_bytes(make_mbox([make_mail("Letter about the mine", SENTENCE)]))
    run("add", "box.mbox", "--record", "new.kipu", "--by", "ada")
    shown = run("show", "box.mbox#1").stdout
    assert "Letter about the mine" in shown
    assert re.search(r"added +\S+Z by ada, with kipu", shown)
    assert re.search(r"part of +box\.mbox\n +came in +a file of SHA-256", shown)
    assert re.search(r"custody +entry 1, hash", shown)
    found = msgspec.json.decode(run("show", "box.mbox#1", "--json").stdout)
    assert found["custody"]["entry"]["by"] == "ada"
    assert run("show", found["doc"]["id"][:8]).stdout == shown


def test_a_name_of_several_documents_is_refused(run: Run, tmp_path: Path) -> None:
    """Two files of one name are told apart by their folders or ids."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.txt").write_text(f"Letter {folder}\n\n{SENTENCE}\n")
    run("add", "a", "b", "--record", "new.kipu")
    done = run("show", "one.txt")
    assert done.returncode == 1
    assert "one.txt is the name of 2 documents" in done.stderr
    assert "Letter b" in run("show", "b/one.txt").stdout
