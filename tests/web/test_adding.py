"""Files that are sent from the browser end up in the record, or are told why not."""

import re
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import kipu
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


def test_a_form_without_files_is_told(client: TestClient) -> None:
    """Nothing chosen is said to be nothing."""
    assert send(client, ("", b"")) == 400
