"""Files that are sent from the browser end up in the record, or are told why not."""

import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import kipu
from kipu.pipeline.loading import LARGEST
from tests.web.site import client_of

PATIENCE = 120.0
"""Seconds in which two short texts are read, on a slow machine."""


def send(client: TestClient, *files: tuple[str, bytes]) -> int:
    """Send files as the form does; gives the status of the answer."""
    token = re.search(r'name="token" value="([^"]+)"', client.get("/add").text)
    assert token is not None
    parts = [("files", file) for file in files]
    return client.post("/add", data={"token": token[1]}, files=parts).status_code


def wait(client: TestClient) -> str:
    """Wait until all is read; gives the last state of the page."""
    end = time.monotonic() + PATIENCE
    while "every 1s" in (page := client.get("/add").text):
        assert time.monotonic() < end
        time.sleep(0.2)
    return page


@pytest.mark.slow
def test_files_are_read_and_each_is_told_of(tmp_path: Path) -> None:
    """Of a batch, good files are added under their own names, bad ones refused with a reason."""
    path = tmp_path / "new.kipu"
    kipu.open_record(path).close()
    client = client_of(path)
    told = b"A pardon\n\nMay 3, 2009\n\nPresident Ada Corvin was arrested in Lorne on 1 May 2009."
    assert send(client, ("mine.txt", told), ("nothing.txt", b""), ("../../again.txt", told)) == 303
    page = wait(client)
    assert "1 added, 1 already there, 1 not read." in page
    assert "new.kipu-" not in page
    assert "/tmp/" not in page
    with kipu.open_record(path) as record:
        assert [doc.uri for doc in record.documents()] == ["mine.txt"]
    assert "2009" in client.get("/").text


MAILS = b"".join(
    b"From ada@lorne.invalid Mon May  4 10:00:00 2009\nFrom: ada@lorne.invalid\n"
    b"To: desk@lorne.invalid\nMessage-ID: <%d@lorne.invalid>\n"
    b"Date: Mon, 4 May 2009 10:00:00 +0000\nSubject: %s\n\n%s\n\n" % mail
    for mail in (
        (1, b"An arrest", b"President Ada Corvin was arrested in Lorne on 1 May 2009."),
        (2, b"A mine", b"Two miners were killed in an explosion in Lorne on 2 May 2009."),
    )
)


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


@pytest.mark.slow
def test_every_document_of_an_archive_is_told_of(tmp_path: Path) -> None:
    """Of a mailbox and an archive each document has its line, and what is none is left out."""
    path = tmp_path / "new.kipu"
    kipu.open_record(path).close()
    client = client_of(path)
    archive = zipped({"mine.txt": b"A mine\n\nThe mine in Lorne was shut.", "page.css": b"a {}"})
    assert send(client, ("letters.mbox", MAILS), ("bundle.zip", archive)) == 303
    page = wait(client)
    assert "3 added, 0 already there, 0 not read." in page
    assert "1 part of an archive is no document and was left out." in page
    for name in ("letters.mbox#1", "letters.mbox#2", "bundle.zip#mine.txt", "bundle.zip#page.css"):
        assert name in page
    assert "left out</span>" in page
    assert "omitido</span>" in client.get("/add", headers={"accept-language": "es"}).text


@pytest.mark.slow
def test_no_upload_is_cut_off(tmp_path: Path) -> None:
    """A text of more than 50 MB is refused with its reason, a mailbox is read to its end."""
    path = tmp_path / "new.kipu"
    kipu.open_record(path).close()
    client = client_of(path)
    long = b"Two miners were killed in Lorne.\n" * (LARGEST // 33 + 9)
    first = MAILS.index(b"\n\n") + 2
    assert send(client, ("long.txt", long), ("long.mbox", MAILS[:first] + long + MAILS)) == 303
    page = wait(client)
    assert "long.txt has more than the 50,000,000 bytes that are read: split it" in page
    assert "1 added, 0 already there, 2 not read." in page
    assert "long.mbox#2" in page


def test_addresses_are_fetched_as_the_command_line_does(client: TestClient) -> None:
    """An address is tried and told of; one of this computer is refused with the reason."""
    page = client.get("/add").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    asked = "http://127.0.0.1/article\nfile:///etc/passwd\nhttp://127.0.0.1/article\n"
    answer = client.post("/add", data={"token": token[1], "addresses": asked})
    assert answer.status_code == 303
    page = wait(client)
    assert "0 added, 0 already there, 2 not read." in page
    assert page.count("http://127.0.0.1/article</td>") == 1
    assert "no address of the public internet" in page
    assert "only http and https are" in page
    wrong = client.post("/add", data={"token": token[1], "addresses": "the front page"})
    assert (wrong.status_code, "no address of the web" in wrong.text) == (400, True)


def test_a_form_without_files_is_told(client: TestClient) -> None:
    """Nothing chosen is said to be nothing."""
    assert send(client, ("", b"")) == 400
