"""The records of a folder are listed, each is at an address of its own, and a new one is begun."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import kipu
from kipu.web import make_shelf
from tests.web.hostile import PAYLOADS
from tests.web.site import links, shapes

HOME = 8787
Ask = Callable[[int], TestClient]


@pytest.fixture
def ask(marena: Path) -> Ask:
    """A browser without scripts at a port, where a folder with two records is served."""
    kipu.open_record(marena.with_name("empty.kipu")).close()
    app = make_shelf(marena.parent, range(HOME, HOME + 4))
    return lambda port: TestClient(
        app, base_url=f"http://127.0.0.1:{port}", raise_server_exceptions=False,
        follow_redirects=False,
    )  # fmt: skip


def begin(client: TestClient, name: str, token: str | None = None) -> int:
    """Begin a record as the form does; gives the status of the answer."""
    found = re.search(r'name="token" value="([^"]+)"', client.get("/").text)
    assert found is not None
    return client.post("/", data={"token": token or found[1], "name": name}).status_code


def test_records_are_listed_with_what_they_hold(ask: Ask) -> None:
    """Each has its row and its address, and its pages lead back to the list."""
    page = ask(HOME).get("/")
    assert page.status_code == 200
    assert ">8</td>" in page.text  # the documents of examples/marena
    found = [link for link in links(page.text, "/") if link.startswith("http://127.0.0.1:")]
    assert found == [f"http://127.0.0.1:{HOME + 1}/", f"http://127.0.0.1:{HOME + 2}/"]
    record = ask(HOME + 2).get("/")
    assert "<title>Chronology · marena</title>" in record.text
    assert f"http://127.0.0.1:{HOME}/" in links(record.text, "/")
    assert "The record is empty" in ask(HOME + 1).get("/").text


def test_a_record_keeps_its_address(ask: Ask, marena: Path) -> None:
    """A record that comes in between takes the next port, and moves no other."""
    ask(HOME).get("/")
    shutil.copy(marena, marena.with_name("a-copy.kipu"))
    page = ask(HOME).get("/").text
    rows = re.findall(r'<a href="http://127.0.0.1:(\d+)/">([\w-]+)</a>', page)
    assert dict((name, int(port) - HOME) for port, name in rows) == {
        "a-copy": 3, "empty": 1, "marena": 2,
    }  # fmt: skip
    shutil.copy(marena, marena.with_name("one-more.kipu"))
    assert "no port is left for it" in ask(HOME).get("/").text


def test_a_new_record_is_begun(ask: Ask, marena: Path) -> None:
    """Who gives a name is led to where sources are added to the record of that name."""
    client = ask(HOME)
    assert begin(client, "Truth commission") == 303
    assert marena.with_name("Truth commission.kipu").exists()
    assert ask(HOME + 3).get("/add").status_code == 200


@pytest.mark.parametrize(
    "name", ["", "marena", "../out", "a/b", "a\\b", ".hidden", "x" * 99, "\x00"]
)
def test_no_other_file_is_made(ask: Ask, marena: Path, name: str) -> None:
    """A name that is taken, or that leads out of the folder, makes nothing and is told of."""
    before = sorted(marena.parent.rglob("*"))
    answer = ask(HOME)
    assert begin(answer, name) == 400
    assert sorted(marena.parent.rglob("*")) == before


def test_nobody_else_begins_records(ask: Ask, marena: Path) -> None:
    """A form without the secret, from another site, or under another name changes nothing."""
    client = ask(HOME)
    assert begin(client, "mine", token="guessed") == 400
    foreign = {"origin": "http://x.invalid", "sec-fetch-site": "cross-site"}
    assert client.post("/", data={"name": "mine"}, headers=foreign).status_code == 403
    assert client.get("/", headers={"host": "x.invalid"}).status_code == 403
    assert not marena.with_name("mine.kipu").exists()


def test_a_record_that_cannot_be_read_hides_no_other(ask: Ask, marena: Path) -> None:
    """A damaged file has its row and says so."""
    marena.with_name("broken.kipu").write_bytes(b"no record")
    page = ask(HOME).get("/")
    assert page.status_code == 200
    assert "It cannot be read" in page.text
    assert ">marena</a>" in page.text


def test_names_of_files_add_no_element(ask: Ask, marena: Path) -> None:
    """Whatever files are called, the list has the same elements."""
    plain = shapes(ask(HOME).get("/").text)
    for number, words in enumerate(PAYLOADS[::40]):
        name = re.sub(r"[/\x00]", "_", words)[:80]
        shutil.copy(marena, marena.with_name(f"{number}{name}.kipu"))
    page = ask(HOME).get("/").text
    assert shapes(page) <= plain | {("span", ""), ("span", "class")}
    assert "alert(1)" in page
