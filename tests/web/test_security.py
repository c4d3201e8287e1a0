"""Nothing that a source says runs, and nothing that another site asks is done."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from starlette.testclient import TestClient

import kipu
from kipu.pipeline.judging import By, Decision, Verb
from kipu.web.security import HEADERS
from tests.web.hostile import HARMLESS, PAYLOADS, make_record
from tests.web.site import client_of, crawl, links, shapes

FOREIGN = {"origin": "http://x.invalid", "sec-fetch-site": "cross-site"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = tmp_path_factory.mktemp("hostile") / "hostile.kipu"
    make_record(path, PAYLOADS)
    return client_of(path)


def test_there_are_enough_payloads() -> None:
    """More than two hundred different payloads are tried."""
    assert len(set(PAYLOADS)) > 200


@pytest.mark.slow
def test_texts_add_no_element_and_no_attribute(hostile: TestClient, tmp_path: Path) -> None:
    """Pages of hostile documents consist of the same elements as those of harmless ones."""
    plain = tmp_path / "plain.kipu"
    make_record(plain, HARMLESS)
    allowed = {shape for page in crawl(client_of(plain)).values() for shape in shapes(page.text)}
    for words in (*PAYLOADS[::9], "Ada"):
        allowed_here = allowed | SEARCHED
        assert shapes(hostile.get("/search", params={"q": words}).text) <= allowed_here
    found = {}
    for screen in ("/", "/print", "/names", "/documents", "/gaps", "/timeline", "/network", "/map"):
        found[screen] = hostile.get(screen).text
        assert shapes(found[screen]) <= allowed, screen
    # The lists hold all of them; of the pages that they lead to, each kind takes some.
    for screen in ("/print", "/names", "/documents"):
        for path in [link.partition("#")[0] for link in links(found[screen], screen)][::40]:
            assert shapes(hostile.get(path).text) <= allowed, path


def test_what_people_write_adds_no_element(marena: Path, tmp_path: Path) -> None:
    """Names of judges, reasons, notes, tags and values are text on every page that shows them."""
    found = []
    for name, said in (("plain", HARMLESS), ("hostile", PAYLOADS[::30])):
        path = Path(shutil.copy(marena, tmp_path / f"{name}.kipu"))
        with kipu.open_record(path) as record:
            event = record.chronology()[0].event
            for number, words in enumerate(said):
                who = By(words, datetime(2026, 11, 30, 9, number, tzinfo=UTC), words)
                remarks = [Decision(verb, event.id, value=words) for verb in REMARKS]
                edit = Decision("edit", event.mentions[0], attribute="source", value=words)
                record.judge([*remarks, edit, Decision("unsure", event.id)], who)
                record.searches.keep(words, urlencode({"about": words, "type": words}), words)
            record.judge([Decision("wrong", record.chronology()[1].event.id)], who)
        client = client_of(path)
        client.cookies.set("kipu-judge", quote(said[-1]))
        paths = ("/", "/print", "/history", f"/events/{event.id}", "/gaps", "/searches",
            f"/review?at={event.mentions[0]}")  # fmt: skip
        found.append({shape for one in paths for shape in shapes(client.get(one).text)})
        assert client.get("/history").text.count("alert(1)") > 0 or name == "plain"
    assert found[1] <= found[0]


REMARKS: tuple[Verb, ...] = ("note", "tag", "disputed", "assign")
SEARCHED = {("ol", "class"), ("ol", ""), ("li", "class"), ("blockquote", "dir"), ("b", "")}


@pytest.mark.parametrize("name", ["about", "from", "to", "type", "status", "words", "page", "lang"])
def test_what_is_asked_adds_no_element(reading_client: TestClient, name: str) -> None:
    """Whatever stands in the address, the page has the elements that it has for plain words."""
    plain = {
        s for word in ("x", "2014") for s in shapes(reading_client.get(f"/?{name}={word}").text)
    }
    for payload in PAYLOADS[::15]:
        answer = reading_client.get("/", params={name: payload})
        assert answer.status_code == 200
        assert shapes(answer.text) <= plain


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/kipu.css", "/static/none", "/events/x"])
def test_every_answer_is_marked(reading_client: TestClient, path: str) -> None:
    """All answers carry the headers, those that refuse too, and no unsafe source."""
    for answer in (
        reading_client.get(path),
        reading_client.post(path),
        reading_client.get(path, headers={"host": "x.invalid"}),
    ):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["x.invalid", "x.invalid:8787", "", "127.0.0.1.x.invalid", "0.0.0.0"]
)
def test_other_names_are_refused(reading_client: TestClient, host: str) -> None:
    """A request under a name that is not ours is answered with nothing of the record."""
    answer = reading_client.get("/", headers={"host": host})
    assert answer.status_code == 403
    assert "<" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8787", "localhost", "[::1]:1"])
def test_names_of_this_computer_are_let_in(reading_client: TestClient, host: str) -> None:
    """Requests under the names of this computer are answered."""
    assert reading_client.get("/help", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("headers", [FOREIGN, {"origin": "null"}, {"origin": "http://localhost:1"}])
def test_forms_of_other_sites_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    """What another site sends changes nothing."""
    answer = client.post(
        "/add", files={"files": ("a.txt", b"News\n\nA mine shut.")}, headers=headers
    )
    assert answer.status_code == 403
    assert "waits" not in client.get("/add").text


@pytest.mark.parametrize("token", [None, "", "guessed", "ü"])
def test_forms_without_the_secret_are_refused(client: TestClient, token: str | None) -> None:
    """A form that does not hold the secret of this run changes nothing, and says what to do."""
    data = {} if token is None else {"token": token}
    answer = client.post("/add", data=data, files={"files": ("a.txt", b"A mine shut.")})
    assert answer.status_code == 403
    assert "reload the page" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_are_only_read(reading_client: TestClient, method: str) -> None:
    """No method but GET and HEAD does anything to a page."""
    assert reading_client.request(method, "/documents").status_code == 405


def test_failures_show_no_trace(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of kipu is a page without a trace, and without what was asked."""
    from kipu.pipeline.records import Record

    def fail(self: Record, words: str) -> None:
        raise ZeroDivisionError(words)

    monkeypatch.setattr(Record, "search", fail)
    answer = client.get("/search?q=%3Cfoo")
    assert answer.status_code == 500
    assert not [
        word for word in ("ZeroDivision", "Traceback", "File", "%3Cfoo") if word in answer.text
    ]


def test_files_outside_are_not_given(reading_client: TestClient) -> None:
    """No address leads out of the folder of scripts and styles."""
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
    ):
        assert reading_client.get(path).status_code in (404, 405)
