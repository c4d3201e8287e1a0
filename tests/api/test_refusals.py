"""What is refused, and how it is told: problem details, never a trace, never a path."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kipu.api.app import ENDPOINTS
from kipu.api.guard import HEADERS
from kipu.api.limits import Allowance, Limits
from kipu.api.problems import KINDS, Problem
from kipu.pipeline.records import Record
from kipu.pipeline.time_lines import TextLine, TimesAnswer
from tests.api.service import Service, code_of, first_event, make_service
from tests.conftest import ROOT


class Clock:
    """A clock that stands until it is put forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_every_kind_of_problem_is_told_of(service: Service) -> None:
    """The type of a problem is an address that tells what it means; the docs name each."""
    told = (ROOT / "docs" / "api.md").read_text("utf-8")
    for code, kind in KINDS.items():
        answer = service.get(f"/v1/problems/{code}")
        assert answer.json() == {
            "type": f"/v1/problems/{code}",
            "title": kind.title,
            "status": kind.status,
            "advice": kind.advice,
        }
        assert f"`{code}`" in told, code
    assert code_of(service.get("/v1/problems/none")) == "not-found"
    assert set(Problem.__struct_fields__) >= {"type", "title", "status", "detail"}


def test_every_address_is_told_of() -> None:
    """The docs name every address with the role that it takes."""
    told = (ROOT / "docs" / "api.md").read_text("utf-8")
    for one in ENDPOINTS:
        assert f"`{one.method} {one.path}`" in told, one.path
        (line,) = [line for line in told.splitlines() if f"`{one.method} {one.path}`" in line]
        assert f"| {one.role} |" in line, line


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "code"),
    [
        ("GET", "/v1/none", {}, 404, "not-found"),
        ("GET", "/v1/events/", {}, 404, "not-found"),
        ("GET", "/", {}, 404, "not-found"),
        ("GET", "/docs", {}, 404, "not-found"),
        ("PUT", "/v1/events", {}, 405, "method"),
        ("OPTIONS", "/v1/events", {}, 405, "method"),
        ("TRACE", "/v1/events", {}, 405, "method"),
        ("GET", "/v1/events", {"params": {"limit": "0"}}, 422, "unsuitable"),
        ("GET", "/v1/events", {"params": {"limit": "9" * 5000}}, 422, "unsuitable"),
        ("GET", "/v1/events", {"params": {"about": ""}}, 422, "unsuitable"),
        ("GET", "/v1/events", {"params": {"type": "party"}}, 422, "unsuitable"),
        ("GET", "/v1/events", {"params": {"from": "soon"}}, 422, "unsuitable"),
        ("GET", "/v1/search", {}, 422, "unsuitable"),
        ("GET", "/v1/events", {"params": {"about": "a" * 9000}}, 414, "too-long"),
        ("POST", "/v1/times", {"content": b"{}"}, 415, "media-type"),
        ("POST", "/v1/times", {"json": {}}, 422, "unsuitable"),
        ("POST", "/v1/times", {"json": {"id": 1, "text": 2}}, 422, "unsuitable"),
        ("POST", "/v1/judgements", {"json": {"decisions": []}}, 422, "unsuitable"),
        ("GET", "/v1/events", {"content": b"x"}, 413, "too-large"),
    ],
)
def test_refusals_are_problem_details(
    service: Service, method: str, path: str, more: dict[str, Any], status: int, code: str
) -> None:
    """Each refusal has its status and code, and the headers that every answer has."""
    answer = service.ask(method, path, "owner", **more)
    assert answer.status_code == status
    assert code_of(answer) == code
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_what_may_be_asked_is_named(service: Service) -> None:
    """Whoever misspells a parameter is told which there are, and not what they wrote."""
    answer = service.get("/v1/entities", params={"nmae": "Rosa"}).json()
    assert answer["detail"] == "the parameters taken here are cursor, limit, name, type, sort"
    answer = service.get("/v1/events", params={"since": "2001"}).json()
    assert "about, from, to, type" in answer["detail"]
    answer = service.get("/v1/record", params={"a": "b"}).json()
    assert answer["detail"] == "no parameter is taken here"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"[1",
        b'{"id": 1, "text": "\xff"}',
        b'{"id": 1, "text": "\\ud800"}',
        b"[" * 100_000,
        b'{"id": 1, "text": ' + b'{"a":' * 50_000,
        b'{"id": 1e999, "text": "a"}',
        b'{"id": ' + b"9" * 5_000 + b', "text": "a"}',
    ],
)
def test_no_body_makes_a_failure(service: Service, body: bytes) -> None:
    """What is no JSON, or no text, or nested without end, is refused."""
    for path in ("/v1/times", "/v1/judgements"):
        headers = {"content-type": "application/json"}
        answer = service.ask("POST", path, "owner", content=body, headers=headers)
        assert answer.status_code in (400, 422)
        assert code_of(answer) in ("malformed", "unsuitable")


def test_bodies_have_a_size(tmp_path: Path) -> None:
    """A body that is too large is refused by what it says of its size, and by what comes."""
    service = make_service(tmp_path / "four.kipu", limits=Limits(body=1000))
    line = json.dumps({"id": 1, "text": "a" * 2000}).encode()
    headers = {"content-type": "application/json"}
    assert code_of(service.ask("POST", "/v1/times", content=line, headers=headers)) == "too-large"
    pieces = (line[n : n + 100] for n in range(0, len(line), 100))
    answer = service.ask("POST", "/v1/times", content=pieces, headers=headers)
    assert code_of(answer) == "too-large"
    said = headers | {"content-length": "9" * 5000}
    answer = service.ask("POST", "/v1/times", content=b"{}", headers=said)
    assert code_of(answer) == "too-large"


def test_a_token_may_ask_so_often(tmp_path: Path) -> None:
    """Who asks too often is told how long to wait; after that, and for others, all is well."""
    clock = Clock()
    limits = Limits(rate=2, burst=3)
    service = make_service(tmp_path / "four.kipu", limits=limits, clock=clock)
    assert [service.get("/v1/record").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = service.get("/v1/record")
    assert (code_of(refused), refused.headers["retry-after"]) == ("too-many", "1")
    assert service.get("/v1/record", "reviewer").status_code == 200
    clock.now += 1
    assert [service.get("/v1/record").status_code for _ in range(3)] == [200, 200, 429]


def test_a_guesser_is_held_up_and_nobody_else(tmp_path: Path) -> None:
    """From where wrong tokens come, they are soon not even looked at; right ones still open."""
    clock = Clock()
    limits = Limits(failures=2, failure_rate=0.1)
    service = make_service(tmp_path / "four.kipu", limits=limits, clock=clock)
    wrong = {"authorization": "Bearer guess"}
    answers = [service.get("/v1/record", None, headers=wrong) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[2].headers["retry-after"] == "10"
    assert service.get("/v1/record").status_code == 200
    clock.now += 10
    assert service.get("/v1/record", None, headers=wrong).status_code == 401


def test_what_was_asked_is_forgotten_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask, only so many are remembered, the latest."""
    monkeypatch.setattr("kipu.api.limits.MOST_KNOWN", 5)
    allowance = Allowance(1, 1, Clock())
    assert [allowance.wait(str(number)) for number in range(20)] == [0.0] * 20
    assert allowance.wait("19") == 1.0
    assert allowance.wait("0") == 0.0


def test_texts_are_read_two_at_a_time(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for the times of a text while two are being read is told to come again."""
    line = {"id": 1, "text": "He fled in May 2001.", "lang": "en"}
    inner: list[str] = []

    def read(sent: TextLine) -> TimesAnswer:
        answer = service.ask("POST", "/v1/times", json=line)
        inner.append(code_of(answer) if answer.status_code == 429 else "read")
        return TimesAnswer(sent.id, ())

    monkeypatch.setattr("kipu.api.looking.times_of_line", read)
    assert service.ask("POST", "/v1/times", json=line).status_code == 200
    assert inner == ["too-many", "read"]
    monkeypatch.undo()
    assert service.ask("POST", "/v1/times", json=line).json()["timexes"]


def test_a_fault_shows_no_trace(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of kipu is told as one, without what happened inside."""

    def fail(self: Record, *asked: object, **more: object) -> None:
        raise ZeroDivisionError("secret")

    event, tag = first_event(service)
    monkeypatch.setattr(Record, "judge", fail)
    answer = service.judge({"verb": "key", "of": event["id"]}, tag=tag)
    assert (answer.status_code, code_of(answer)) == (500, "fault")
    assert not [word for word in ("secret", "Zero", "Traceback", ".py") if word in answer.text]


def test_a_record_that_is_gone_or_damaged_is_told_without_its_path(service: Service) -> None:
    """What the file refuses is 503 on every address that needs it, and names no path."""
    kept = service.path.read_bytes()
    for damage in (None, b"", b"no record at all", kept[:5000]):
        for path in service.path.parent.glob("four.kipu*"):
            if not path.name.endswith(".tokens"):
                path.unlink()
        if damage is not None:
            service.path.write_bytes(damage)
        for name in ("record", "events", "search?q=Tarma"):
            answer = service.get(f"/v1/{name}")
            assert (answer.status_code, code_of(answer)) == (503, "record")
            assert "four.kipu" not in answer.text
        sent = {"json": {"decisions": [{"verb": "key", "of": "v0123456789abcdef"}]}}
        answer = service.ask("POST", "/v1/judgements", "owner", **sent)
        assert code_of(answer) == "record"


def test_a_record_that_somebody_writes_to_is_told(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another program holds the record, a decision is refused; it can be sent again."""
    event, tag = first_event(service)
    other = sqlite3.connect(service.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with monkeypatch.context() as impatient:
        impatient.setattr("kipu.record.opening.open_record.__kwdefaults__", {"wait": 0.05})
        answer = service.judge({"verb": "key", "of": event["id"]}, tag=tag)
    assert (answer.status_code, code_of(answer)) == (503, "record")
    other.execute("ROLLBACK")
    other.close()
    assert service.judge({"verb": "key", "of": event["id"]}, tag=tag).status_code == 201
