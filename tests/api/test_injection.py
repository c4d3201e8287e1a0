"""What is written into a filter, an order, a cursor, an id or a name is a value, and no more."""

import base64
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from kipu.api.asking import Entities, Events, write_cursor
from tests.api.hostile import PAYLOADS
from tests.api.service import Service
from tests.pipeline.judged import readings

pytestmark = pytest.mark.slow

FILTERS = (
    ("/v1/events", "about"),
    ("/v1/events", "from"),
    ("/v1/events", "to"),
    ("/v1/events", "type"),
    ("/v1/events", "status"),
    ("/v1/events", "words"),
    ("/v1/conflicts", "about"),
    ("/v1/conflicts", "words"),
    ("/v1/entities", "name"),
    ("/v1/entities", "type"),
    ("/v1/documents", "language"),
    ("/v1/documents", "outlet"),
    ("/v1/judgements", "in_effect"),
    ("/v1/search", "q"),
)
SORTED = ("documents", "entities", "events", "conflicts", "judgements", "actions")
LEAKS = (
    "CREATE TABLE",
    "sqlite",
    "Traceback",
    "OperationalError",
    "syntax error",
    'File "',
    "/tmp/",
)


def test_there_are_enough_payloads() -> None:
    """More than five hundred different payloads are tried."""
    assert len(PAYLOADS) >= 500


@pytest.fixture(scope="module")
def state(reading_service: Service) -> Iterator[str]:
    """What the record is before; after all payloads it has to be the same."""
    before = reading_service.get("/v1/record").headers["etag"]
    yield before
    assert reading_service.get("/v1/record").headers["etag"] == before


def holds_nothing_else(answer: Any) -> None:
    """Check that an answer is none of a failure, and tells nothing of what is behind."""
    assert answer.status_code < 500
    assert not [leak for leak in LEAKS if leak in answer.text]


def words_of(payload: str) -> set[str]:
    return {word.casefold() for word in "".join(c if c.isalnum() else " " for c in payload).split()}


@pytest.mark.parametrize(("path", "name"), FILTERS)
def test_a_filter_is_a_value(reading_service: Service, state: str, path: str, name: str) -> None:
    """Whatever a filter holds, it finds nothing that does not hold the words, or is refused."""
    everything = len(reading_service.get(path).json().get("items", ())) if name != "q" else 3
    for payload in PAYLOADS:
        answer = reading_service.get(path, params={name: payload})
        holds_nothing_else(answer)
        if answer.status_code == 200:
            items = answer.json()["items"]
            # What takes no words takes dates, or yes and no.
            takes_words = name not in ("from", "to", "in_effect")
            assert not items or not takes_words or words_of(payload) <= TOLD, payload
            assert len(items) <= everything
        else:
            assert answer.status_code in (400, 404, 414, 422)


TOLD = words_of(" ".join(reading.doc.text for reading in readings()))
"""Words that the texts hold, by which something may be found."""


@pytest.mark.parametrize("name", SORTED)
def test_an_order_is_one_of_those_listed(reading_service: Service, state: str, name: str) -> None:
    """No column but those that are listed can be sorted by."""
    for payload in PAYLOADS:
        answer = reading_service.get(f"/v1/{name}", params={"sort": payload})
        holds_nothing_else(answer)
        assert answer.status_code == 422


@pytest.mark.parametrize("name", ["events", "record", "search", "openapi.json"])
def test_a_name_is_one_of_those_listed(reading_service: Service, state: str, name: str) -> None:
    """A parameter of any other name is refused, so that none can name a column."""
    for payload in PAYLOADS:
        asked = {payload: "1"} | ({"q": "Tarma"} if name == "search" else {})
        answer = reading_service.get(f"/v1/{name}", params=asked)
        holds_nothing_else(answer)
        assert answer.status_code in (414, 422)


@pytest.mark.parametrize("name", SORTED)
def test_an_id_is_a_value(reading_service: Service, state: str, name: str) -> None:
    """Whatever stands in the place of an id, nothing is found."""
    for payload in PAYLOADS:
        answer = reading_service.client.get(
            f"/v1/{name}/x{quote(payload, safe='')}",
            headers={"authorization": f"Bearer {reading_service.tokens['reader']}"},
        )
        holds_nothing_else(answer)
        assert answer.status_code == 404


def test_a_cursor_is_a_place(reading_service: Service, state: str) -> None:
    """A cursor that was made up is refused; one made in our way goes no further than its list."""
    for payload in PAYLOADS:
        for cursor in (payload, base64.urlsafe_b64encode(payload.encode()).decode()):
            answer = reading_service.get("/v1/events", params={"cursor": cursor})
            holds_nothing_else(answer)
            assert answer.status_code in (400, 422)
        forged = write_cursor(Events(type="arrest"), (payload, payload, payload, payload))
        asked = {"cursor": forged, "type": "arrest"}
        answer = reading_service.get("/v1/events", params=asked)
        holds_nothing_else(answer)
        if answer.status_code == 200:
            assert {one["type"] for one in answer.json()["items"]} <= {"arrest"}
        forged = write_cursor(Entities(type="place"), (payload, payload))
        answer = reading_service.get("/v1/entities", params={"cursor": forged, "type": "place"})
        holds_nothing_else(answer)
        if answer.status_code == 200:
            assert {one["type"] for one in answer.json()["items"]} <= {"place"}


def test_a_cursor_of_numbers_is_bounded(reading_service: Service, state: str) -> None:
    """No number in a cursor is larger than the record can compare."""
    for number in (2**63, -(2**63) - 1, 10**400, 1.5, True, None, [1], {"a": 1}):
        packed = msgspec.json.encode(("q0", (number,)))
        cursor = base64.urlsafe_b64encode(packed).decode().rstrip("=")
        for name in ("judgements", "actions"):
            answer = reading_service.get(f"/v1/{name}", params={"cursor": cursor})
            assert answer.status_code in (400, 422)


def test_a_decision_holds_values(service: Service) -> None:
    """Reasons, values, notes and ids of decisions are kept as they are written, or refused."""
    event = service.get("/v1/events").json()["items"][0]
    kept = []
    for payload in PAYLOADS[::5]:
        tag = service.get("/v1/judgements").headers["etag"]
        good = {"verb": "note", "of": event["id"], "value": payload}
        answer = service.judge(good, tag=tag)
        holds_nothing_else(answer)
        assert answer.status_code == 201 or not payload.strip()
        kept += [payload.strip()] if answer.status_code == 201 else []
        for bad in (
            good | {"of": payload},
            good | {"verb": "same", "other": [payload]},
            {"verb": "edit", "of": event["id"], "attribute": payload[:60], "value": "x"},
            {"verb": "edit", "of": event["id"], "attribute": "type", "value": payload},
            {"verb": payload, "of": event["id"]},
            good | {payload: 1},
        ):
            answer = service.judge(bad, tag=tag)
            holds_nothing_else(answer)
            assert answer.status_code == 422
    assert [one["value"] for one in service.walk("/v1/judgements", 200)] == kept
