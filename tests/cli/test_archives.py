"""Files that hold many documents, the input, and pages of the web, as a user adds them."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.documents.making import make_docx, make_mail, make_mbox, make_zip, paragraph

SENTENCE = "The minister of mines, Ida Lorn, resigned on Monday, a spokesman said."


def test_a_mailbox_is_many_documents(run: Run, tmp_path: Path) -> None:
    """Each mail is told of and added; the box added again, with one mail more, adds that one."""
    mails = [make_mail(f"Letter {n} about the mine", f"{SENTENCE}\n\nPage {n}.") for n in range(3)]
    (tmp_path / "box.mbox").write_bytes(make_mbox(mails[:2]))
    done = run("add", "box.mbox", "--record", "new.kipu")
    assert done.stdout == "added 2 documents to new.kipu\n"
    assert "added     box.mbox#1  3 Mar 2014" in done.stderr
    (tmp_path / "box.mbox").write_bytes(make_mbox(mails))
    assert run("add", "box.mbox").stdout == "added 1 document to new.kipu, 2 already there\n"
    assert run("check").returncode == 0


def test_an_archive_of_good_and_bad(run: Run, tmp_path: Path) -> None:
    """What cannot be read is named, what is no document is left out, the rest is added."""
    (tmp_path / "all.zip").write_bytes(
        make_zip(
            {
                "a.docx": make_docx(paragraph(SENTENCE)),
                "b.pdf": b"%PDF-1.4 cut off",
                "c.jpg": b"\xff\xd8",
            }
        )
    )
    done = run("add", "all.zip", "--record", "new.kipu")
    assert done.returncode == 1
    assert done.stdout == "added 1 document to new.kipu, 1 could not be read\n"
    assert "all.zip#b.pdf is a damaged PDF" in done.stderr
    assert "left out  all.zip#c.jpg: no article by its name" in done.stderr


def test_the_input(run: Run) -> None:
    """A document of any format comes in by the input."""
    word = make_docx(paragraph("Minister quits over mine", "Title") + paragraph(SENTENCE))
    assert "Minister quits over mine" in run("read", "-", input=word).stdout
    done = run("add", "-", "--record", "new.kipu", input=word)
    assert done.stdout == "added 1 document to new.kipu\n"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/a", "http://localhost/", "file:///etc/hosts"]
)
def test_addresses_inside_are_refused(run: Run, url: str) -> None:
    """An address of this machine is refused in a sentence."""
    done = run("add", url, "--record", "new.kipu")
    assert done.returncode == 1
    assert f"not read  {url}" in done.stderr
    assert "Traceback" not in done.stderr
