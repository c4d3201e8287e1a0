"""The API against its own description, asked by requests that schemathesis makes up."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, get_args

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from kipu.api.app import ENDPOINTS
from kipu.api.deciding import Decided
from tests.api.service import Service, first_event

load_all_checks()
HELD = (
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)
"""What the description promises: which statuses, which types, which shapes."""


@pytest.fixture
def judged(service: Service) -> Service:
    """A service on a record in which people have judged."""
    event, tag = first_event(service)
    made = service.judge({"verb": "note", "of": event["id"], "value": "seen"}, tag=tag).json()
    service.ask("POST", f"/v1/actions/{made['id']}/undo", "reviewer")
    return service


def ask_at_random(service: Service, number: int) -> Counter[str]:
    """Send so many requests, evenly over all addresses; count the answers by status.

    Half of the ids and tags are true ones, so that what is behind them is reached too.
    """
    token = {"Authorization": f"Bearer {service.tokens['owner']}"}
    described = service.get("/v1/openapi.json").json()
    # Where tokens are described, requests are made up without them, which get no further than the
    # door; those are tested by themselves.
    del described["security"], described["components"]["securitySchemes"]
    schema = schemathesis.openapi.from_dict(described)
    schema.app = service.app
    checks = [not_a_server_error, *CHECKS.get_by_names(HELD)]
    ids = true_ids(service)
    answered: Counter[str] = Counter()
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    assert len(operations) == len(ENDPOINTS)
    for operation in operations:
        cases = st.one_of(
            operation.as_strategy(GenerationMode.POSITIVE),
            operation.as_strategy(GenerationMode.NEGATIVE),
        )

        @settings(
            max_examples=-(-number // len(operations)),
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases, data=st.data())
        def ask(case: Any, data: Any) -> None:
            put_true_ids(case, ids, data.draw)
            if case.method in ("POST", "DELETE") and data.draw(st.integers(0, 3)):
                tag = service.get("/v1/record").headers["etag"]
                case.headers = {**(case.headers or {}), "If-Match": tag}
            response = case.call(headers=token)
            case.validate_response(response, checks=checks, headers=token)
            answered[f"{case.method} {case.path} {response.status_code}"] += 1

        ask()
    return answered


def true_ids(service: Service) -> dict[str, list[str]]:
    """Give ids of what the record holds, by the letter that they begin with."""
    lists = ("documents", "entities", "events", "judgements", "actions")
    found = [one for name in lists for one in service.walk(f"/v1/{name}")]
    accounts = [part for one in found for part in one.get("mentions", ()) if "rule" in part]
    ids: dict[str, list[str]] = {}
    for one in (*found, *accounts):
        ids.setdefault(one["id"][0], []).append(one["id"])
    return ids


def put_true_ids(case: Any, ids: dict[str, list[str]], draw: Callable[[Any], Any]) -> None:
    """Put ids of the record in the place of made up ones, here and there."""
    kinds = {"documents": "d", "entities": "e", "events": "v", "judgements": "j", "actions": "a"}
    if "{id}" in case.path and draw(st.booleans()):
        case.path_parameters = {"id": draw(st.sampled_from(ids[kinds[case.path.split("/")[2]]]))}
    if case.path == "/v1/judgements" and case.method == "POST" and draw(st.integers(0, 3)):
        some_id = st.sampled_from([id_ for kind in "devmj" for id_ in ids[kind]])
        decision = st.fixed_dictionaries(
            {"verb": st.sampled_from(get_args(Decided.__annotations__["verb"])), "of": some_id},
            optional={
                "other": st.lists(some_id, max_size=2),
                "attribute": st.sampled_from(["when", "killed", "place", "victim", "type"]),
                "value": st.sampled_from(["14", "2015-05-03", "Tarma", "killing", "x"]),
            },
        )
        case.body = {"decisions": draw(st.lists(decision, min_size=1, max_size=2))}


def has_reached(answered: Counter[str], status: int) -> set[str]:
    """Give the addresses that were answered with a status."""
    return {one.rpartition(" ")[0] for one in answered if one.endswith(f" {status}")}


@pytest.mark.slow
def test_some_hundred_requests_are_answered_as_described(judged: Service) -> None:
    """Whatever is sent, no answer is a failure, and each is as the description says."""
    answered = ask_at_random(judged, 600)
    assert sum(answered.values()) >= 500
    # The path of a problem takes a code, which nobody makes up.
    asked = {f"{one.method} {one.path}" for one in ENDPOINTS if one.method == "GET"}
    assert asked - has_reached(answered, 200) <= {"GET /v1/problems/{code}"}
    assert {"POST /v1/judgements", "POST /v1/documents"} <= has_reached(answered, 201)


@pytest.mark.exhaustive
def test_ten_thousand_requests_are_answered_as_described(
    judged: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same at length; prints how many requests were answered how."""
    begin = time.monotonic()
    # Where nothing can be varied, one request is enough, and fewer come of it than are asked for.
    answered = ask_at_random(judged, 11_000)
    by_status: Counter[str] = Counter()
    for one, count in answered.items():
        by_status[one.rpartition(" ")[2]] += count
    told = ", ".join(f"{count} x {status}" for status, count in sorted(by_status.items()))
    seconds = time.monotonic() - begin
    with capsys.disabled():
        sys.stdout.write(f"\n{by_status.total():,} requests in {seconds:,.0f} s: {told}\n")
    assert by_status.total() >= 10_000
    assert not [status for status in by_status if status.startswith("5")]
