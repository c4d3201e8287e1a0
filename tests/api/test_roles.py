"""Who may do what: every address, every role, and nothing for those who have none."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fastapi import FastAPI
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from kipu.api.app import (
    DESCRIPTION,
    ENDPOINTS,
    Endpoint,
    make_api,
    refuse_unruled,
    rules_of,
)
from kipu.api.guard import Guard
from kipu.api.limits import DEFAULT
from kipu.api.tokens import (
    ROLES,
    Doorkeeper,
    Role,
    add_token,
    load_grants,
    revoke_token,
    tokens_path,
)
from kipu.model.errors import SettingsError
from tests.api.service import GENEROUS, Service, code_of, first_event

MATRIX: dict[tuple[str, str], Role] = {
    ("GET", "/v1/record"): "reader",
    ("GET", "/v1/documents"): "reader",
    ("GET", "/v1/documents/{id}"): "reader",
    ("POST", "/v1/documents"): "owner",
    ("GET", "/v1/entities"): "reader",
    ("GET", "/v1/entities/{id}"): "reader",
    ("GET", "/v1/events"): "reader",
    ("GET", "/v1/events/{id}"): "reader",
    ("GET", "/v1/conflicts"): "reader",
    ("GET", "/v1/judgements"): "reader",
    ("GET", "/v1/judgements/{id}"): "reader",
    ("POST", "/v1/judgements"): "reviewer",
    ("DELETE", "/v1/judgements/{id}"): "reviewer",
    ("GET", "/v1/actions"): "reader",
    ("GET", "/v1/actions/{id}"): "reader",
    ("POST", "/v1/actions/{id}/undo"): "reviewer",
    ("POST", "/v1/actions/{id}/redo"): "reviewer",
    ("GET", "/v1/search"): "reader",
    ("POST", "/v1/times"): "reader",
    ("GET", "/v1/problems/{code}"): "reader",
    ("GET", "/v1/openapi.json"): "reader",
}
"""Written here a second time: whoever opens an address to more has to say so twice."""

TOLD = ("Quispe", "Tarma", "killing", "documents", "a.txt", "four.kipu", "reviewer")
"""What an answer to strangers holds nothing of: values, counts, words around hits, names."""


def test_the_matrix_is_of_all_addresses() -> None:
    """Each address has a row in the matrix, and each row an address."""
    known = {(one.method, one.path): one.role for one in ENDPOINTS}
    assert known | {("GET", DESCRIPTION): "reader"} == MATRIX


def request_of(service: Service, method: str, path: str) -> tuple[str, dict[str, Any]]:
    """Give an address that is there, and what to send to it so that it does something."""
    event, tag = first_event(service)
    decision = {"verb": "note", "of": event["id"], "value": "seen"}
    made = service.judge(decision, tag=tag).json()
    if path.endswith("/redo"):
        service.ask("POST", f"/v1/actions/{made['id']}/undo", "reviewer")
    ids = {
        "documents": event["mentions"][0]["doc"],
        "entities": event["place"],
        "events": event["id"],
        "judgements": made["judgements"][0],
        "actions": made["id"],
    }
    path = path.replace("{id}", ids.get(path.split("/")[2], "")).replace("{code}", "state")
    _, tag = first_event(service)
    sent: dict[str, Any] = {"headers": {"if-match": tag}}
    if path == "/v1/search":
        sent["params"] = {"q": "Tarma"}
    elif (method, path) == ("POST", "/v1/documents"):
        sent |= {"params": {"name": "a.txt"}, "content": b"Mine\n\nThe mine shut on 3 May 2003."}
    elif (method, path) == ("POST", "/v1/judgements"):
        sent["json"] = {"decisions": [{"verb": "key", "of": event["id"]}]}
    elif path == "/v1/times":
        sent["json"] = {"id": 1, "text": "He fled in May 2001.", "lang": "en"}
    return path, sent


@pytest.mark.parametrize(("method", "path"), MATRIX)
def test_every_role_at_every_address(service: Service, method: str, path: str) -> None:
    """An address answers its role and those above it; to others it tells nothing, and does none."""
    least = MATRIX[method, path]
    for role in ROLES[: ROLES.index(least)]:
        where, sent = request_of(service, method, path)
        before = service.get("/v1/record", "owner").headers["etag"]
        refused = service.ask(method, where, role, **sent)
        assert (refused.status_code, code_of(refused)) == (403, "forbidden")
        assert not [word for word in TOLD[:-1] if word in refused.text]
        assert service.get("/v1/record", "owner").headers["etag"] == before
    for role in ROLES[ROLES.index(least) :]:
        where, sent = request_of(service, method, path)
        # What a reviewer decided, only the reviewer and the owner may take back.
        answer = service.ask(method, where, role, **sent)
        assert answer.status_code in (200, 201), answer.text


@pytest.mark.parametrize(("method", "path"), [*MATRIX, ("GET", "/v1/none"), ("PUT", "/v1/events")])
def test_strangers_learn_nothing(service: Service, method: str, path: str) -> None:
    """Without a valid token all addresses give the same answer, also those that are not there."""
    where, sent = request_of(service, *((method, path) if "none" not in path else ("GET", path)))
    before = service.get("/v1/record", "owner").headers["etag"]
    bearer = f"Bearer {service.tokens['owner']}"
    wrong = (
        "",
        "Bearer",
        "Bearer x",
        bearer[:-1],
        f"Basic {bearer[7:]}",
        f"{bearer} x",
        "Bearer ü",
    )
    for header in (None, *wrong):
        headers = sent.get("headers", {}) | ({"authorization": header.encode()} if header else {})
        answer = service.ask(method, where, None, **(sent | {"headers": headers}))
        assert answer.status_code == 401
        assert code_of(answer) in ("token", "no-token")
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert "etag" not in answer.headers
        assert not [word for word in TOLD if word in answer.text]
    assert service.get("/v1/record", "owner").headers["etag"] == before


def test_two_tokens_are_none(service: Service) -> None:
    """A request with two tokens is one without any: which of them was meant, nobody knows."""
    both = [("authorization", f"Bearer {service.tokens[role]}") for role in ("owner", "reader")]
    assert service.client.get("/v1/record", headers=both).status_code == 401


def test_a_revoked_token_is_refused_at_once(service: Service) -> None:
    """A token that is taken away while the server runs opens nothing any more; others do."""
    assert service.get("/v1/record", "owner").status_code == 200
    revoke_token(service.path, "owner")
    assert service.get("/v1/record", "owner").status_code == 401
    assert service.get("/v1/record").status_code == 200


def test_without_its_file_nobody_is_let_in(service: Service) -> None:
    """Where the tokens are gone, damaged or open to others, all are refused, and told no path."""
    tokens = service.path.with_name("four.kipu.tokens")
    kept = tokens.read_bytes()
    tokens.write_bytes(kept[:-20])
    assert code_of(service.get("/v1/record")) == "tokens"
    tokens.write_bytes(kept)
    tokens.chmod(0o666)
    assert code_of(service.get("/v1/record")) == "tokens"
    tokens.unlink()
    assert code_of(service.get("/v1/record")) == "token"


def test_what_others_decided_stays(service: Service) -> None:
    """A reviewer takes back what they decided themselves; the owner may take back all."""
    event, tag = first_event(service)
    made = service.judge({"verb": "key", "of": event["id"]}, tag=tag, role="owner").json()
    (judgement,) = made["judgements"]
    _, tag = first_event(service)
    sent = {"headers": {"if-match": tag}}
    for method, path in (
        ("DELETE", f"/v1/judgements/{judgement}"),
        ("POST", f"/v1/actions/{made['id']}/undo"),
    ):
        assert code_of(service.ask(method, path, "reviewer", **sent)) == "not-yours"
    assert service.get(f"/v1/actions/{made['id']}").json()["undone"] is False
    path = f"/v1/judgements/{judgement}"
    assert service.ask("DELETE", path, "owner", **sent).status_code == 200


def test_an_address_without_a_rule_is_not_served(service: Service) -> None:
    """Whoever adds an address and no rule for it cannot even start the server."""
    app = FastAPI(openapi_url=None)
    refuse_unruled(app, rules_of(DEFAULT))
    for methods in (["GET"], ["GET", "POST"], None):
        opened = FastAPI(openapi_url=None)
        opened.routes.append(Route("/v1/new", lambda request: Response("Quispe"), methods=methods))
        with pytest.raises(RuntimeError, match="no rule says who may use"):
            refuse_unruled(opened, rules_of(DEFAULT))
    opened = FastAPI(openapi_url=None)
    opened.mount("/v1/new", app)
    with pytest.raises(RuntimeError, match="no rule"):
        refuse_unruled(opened, rules_of(DEFAULT))


def test_the_server_does_not_start_without_a_rule(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application itself looks whether each of its addresses has a rule."""
    rules = dict(rules_of(DEFAULT))
    del rules["GET", "/v1/search"]
    monkeypatch.setattr("kipu.api.app.rules_of", lambda limits: rules)
    with pytest.raises(RuntimeError, match="GET /v1/search"):
        make_api(service.path)


def test_an_address_without_a_rule_is_open_to_nobody(service: Service, tmp_path: Path) -> None:
    """Even if one were served, no role would get anything from it."""
    app = FastAPI(openapi_url=None)
    app.add_api_route("/v1/new", lambda: "Quispe", methods=["GET"])
    doorkeeper = Doorkeeper(service.path)
    guard = Guard(app, app.routes, rules_of(DEFAULT), doorkeeper, limits=GENEROUS)
    client = TestClient(guard)
    for token in service.tokens.values():
        answer = client.get("/v1/new", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 403
        assert "Quispe" not in answer.text


def test_each_address_tells_its_role() -> None:
    """An endpoint cannot be made without a role, and the description names it."""
    with pytest.raises(TypeError):
        Endpoint("GET", "/v1/new", lambda: Response(), gives=dict)  # type: ignore[call-arg]


def test_a_token_ends(service: Service) -> None:
    """A token that is over opens nothing, and says so to who holds it; a new one can be made."""
    now = datetime.now(UTC)
    over = add_token(service.path, "eve", "owner", days=1, now=now - timedelta(days=1))
    good = add_token(service.path, "bob", "reader", days=1, now=now - timedelta(hours=23))
    for token, status in ((over, 401), (good, 200)):
        headers = {"authorization": f"Bearer {token}"}
        answer = service.ask("GET", "/v1/record", None, headers=headers)
        assert answer.status_code == status
        if status == 401:
            assert code_of(answer) == "token"
            assert f"{now:%Y-%m-%d}" in answer.json()["detail"]
            assert "invalid_token" in answer.headers["www-authenticate"]
            assert not [word for word in TOLD if word in answer.text]
    with pytest.raises(SettingsError, match="bob has a token already"):
        add_token(service.path, "bob", "reader")
    again = add_token(service.path, "eve", "reader", days=3650)
    headers = {"authorization": f"Bearer {again}"}
    assert service.ask("GET", "/v1/record", None, headers=headers).status_code == 200
    ends = {grant.name: grant.expires for grant in load_grants(service.path)}
    assert ends["eve"] is not None
    assert (ends["eve"] - now).days in (3649, 3650)


def test_tokens_of_earlier_versions_stay_good(service: Service) -> None:
    """A token without an end opens what it opened."""
    path = tokens_path(service.path)
    kept = msgspec.json.decode(path.read_bytes())
    for grant in kept["tokens"]:
        del grant["expires"]
    path.write_bytes(msgspec.json.encode(kept))
    assert service.get("/v1/record").status_code == 200
