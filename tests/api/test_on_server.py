"""The API on a record that is kept by PostgreSQL answers as on one in a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kipu.api.app import ENDPOINTS
from kipu.pipeline.copying import copy_record
from kipu.record.connections import Place, place_of
from tests.api.hostile import PAYLOADS
from tests.api.service import Service, first_event
from tests.api.test_injection import FILTERS, SORTED, holds_nothing_else
from tests.record.server import remove

pytestmark = [pytest.mark.postgres]
QUESTIONS = (
    "/v1/events?from=2015&to=2018",
    "/v1/events?type=killing",
    "/v1/events?status=disputed",
    "/v1/events?words=TARMA",
    "/v1/events?limit=1&sort=-time",
    "/v1/entities?name=quispe",
    "/v1/entities?type=place&limit=2",
    "/v1/documents?limit=1",
    "/v1/judgements?in_effect=true",
    "/v1/judgements?in_effect=false",
    "/v1/conflicts?words=police",
    "/v1/search?q=police",
    "/v1/search?q=junin",
)


@pytest.fixture
def both(
    service: Service, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Service, Service]:
    """A service on a file, and one on a copy of it on a server, each with a judgement."""
    event, tag = first_event(service)
    made = service.judge({"verb": "note", "of": event["id"], "value": "seen"}, tag=tag)
    assert made.status_code == 201
    first_event(service)  # works out what follows
    monkeypatch.chdir(tmp_path)  # where the tokens of a record on a server lie
    place: Place = place_of(f"{server}&schema=api")
    remove(place)
    copy_record(service.path, place)
    return service, Service(place)


def without_scores(answer: Any) -> Any:
    """Leave the words around a hit out, and the order of hits, which each search has its own."""
    found = answer.json()
    for item in found.get("items", ()):
        if "quote" in item:
            del item["quote"]
    if "items" in found:
        found["items"].sort(key=repr)
    return found


def addresses(service: Service) -> list[str]:
    """Give every address that can be got, with the ids of things that are there."""
    event, _ = first_event(service)
    action = service.get("/v1/actions").json()["items"][0]
    ids = {
        "documents": event["mentions"][0]["doc"],
        "entities": event["place"],
        "events": event["id"],
        "judgements": action["judgements"][0],
        "actions": action["id"],
    }
    plain = [one.path for one in ENDPOINTS if one.method == "GET" and "{code}" not in one.path]
    named = (path.replace("{id}", ids.get(path.split("/")[2], "")) for path in plain)
    return [*(path for path in named if path != "/v1/search"), *QUESTIONS]


def test_every_answer_is_the_same(both: tuple[Service, Service]) -> None:
    """Each address that can be got, and each kind of question, is answered alike."""
    on_file, on_server = both
    for path in addresses(on_file):
        first, second = on_file.get(path), on_server.get(path)
        assert (first.status_code, second.status_code) == (200, 200), path
        assert without_scores(second) == without_scores(first), path
    for name in ("events", "entities", "documents", "judgements", "actions"):
        assert on_server.walk(f"/v1/{name}", 1) == on_file.walk(f"/v1/{name}", 1)


def test_what_is_decided_is_kept(both: tuple[Service, Service]) -> None:
    """Deciding, being too late, taking back and doing again go as on a file."""
    for service in both:
        event, tag = first_event(service)
        made = service.judge({"verb": "key", "of": event["id"]}, tag=tag)
        assert made.status_code == 201
        late = service.judge({"verb": "note", "of": event["id"], "value": "x"}, tag='"none"')
        assert late.status_code in (409, 412)
        for verb in ("undo", "redo"):
            _, tag = first_event(service)
            path = f"/v1/actions/{made.json()['id']}/{verb}"
            done = service.ask("POST", path, "reviewer", headers={"if-match": tag})
            assert done.status_code in (200, 201), done.text
    said = [
        [
            (one["kind"], one["value"], one["withdrawn"] is None)
            for one in service.walk("/v1/judgements")
        ]
        for service in both
    ]
    assert said[0] == said[1]


def ask_payloads(service: Service, payloads: Sequence[str]) -> None:
    """Ask with each in every filter and every order; nothing more than values may come of it."""
    before = service.get("/v1/record").headers["etag"]
    for payload in payloads:
        for path, name in FILTERS:
            answer = service.get(path, params={name: payload})
            holds_nothing_else(answer)
            assert "psycopg" not in answer.text
            assert answer.status_code in (200, 400, 404, 414, 422)
        for name in SORTED:
            answer = service.get(f"/v1/{name}", params={"sort": payload})
            holds_nothing_else(answer)
            assert answer.status_code == 422
    assert service.get("/v1/record").headers["etag"] == before


@pytest.mark.slow
def test_what_is_asked_is_a_value(both: tuple[Service, Service]) -> None:
    """No payload in a filter, an order or an id fails, finds more, or tells what is behind."""
    ask_payloads(both[1], PAYLOADS[::15])


@pytest.mark.exhaustive
def test_five_hundred_payloads_are_values(both: tuple[Service, Service]) -> None:
    """The same of all payloads."""
    assert len(PAYLOADS) >= 500
    ask_payloads(both[1], PAYLOADS)
