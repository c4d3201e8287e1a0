"""What tests of the API share: a record with tokens for every role, asked within the process."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient

from kipu.api.app import make_api
from kipu.api.limits import Limits
from kipu.api.tokens import ROLES, Role, add_token
from kipu.model.readings import Reading
from kipu.record.connections import Place
from tests.pipeline.judged import make_record

BASE = "http://localhost:8787"
GENEROUS = Limits(rate=1e9, burst=10**9, failures=10**9, failure_rate=1e9)
"""So much may be asked that no test meets the limit by chance."""


class Service:
    """A client of the API on a record. ``tokens`` are by role, and are called like them."""

    def __init__(
        self, path: Place, *, limits: Limits = GENEROUS, clock: Callable[[], float] | None = None
    ) -> None:
        self.place = path
        self.tokens: dict[Role, str] = {role: add_token(path, role, role) for role in ROLES}
        self.app = make_api(path, limits=limits, **({"clock": clock} if clock else {}))
        self.client = TestClient(self.app, base_url=BASE, raise_server_exceptions=False)

    @property
    def path(self) -> Path:
        """The file of the record, where it is one."""
        assert isinstance(self.place, Path)
        return self.place

    def ask(
        self, method: str, path: str, role: Role | None = "reader", **more: Any
    ) -> httpx2.Response:
        """Send one request with the token of a role, or without one."""
        sent: dict[str, str] = {**more.pop("headers", {})}
        if role is not None:
            sent.setdefault("authorization", f"Bearer {self.tokens[role]}")
        answer: httpx2.Response = self.client.request(method, path, headers=sent, **more)
        return answer

    def get(self, path: str, role: Role | None = "reader", **more: Any) -> httpx2.Response:
        """Get one address."""
        return self.ask("GET", path, role, **more)

    def walk(self, path: str, limit: int = 2, **parameters: Any) -> list[Any]:
        """Get all things of a list, a few at a time."""
        items: list[Any] = []
        parameters |= {"limit": limit}
        while True:
            page = self.get(path, params=parameters).json()
            items += page["items"]
            if page["next"] is None:
                return items
            parameters["cursor"] = page["next"]

    def judge(
        self, *decisions: dict[str, Any], tag: str, role: Role = "reviewer"
    ) -> httpx2.Response:
        """Send decisions that rest on the answer with a tag."""
        body = {"decisions": decisions}
        return self.ask("POST", "/v1/judgements", role, json=body, headers={"if-match": tag})


def make_service(path: Path, given: Sequence[Reading] = (), **more: Any) -> Service:
    """Make a service on a record of some readings, four short accounts if none are given."""
    with make_record(path, given) as record:
        record.resolve()
    return Service(path, **more)


def first_event(service: Service, kind: str = "killing") -> tuple[Any, str]:
    """Give the first event of a type, and the tag of the answer."""
    answer = service.get("/v1/events", params={"type": kind})
    return answer.json()["items"][0], answer.headers["etag"]


def code_of(answer: httpx2.Response) -> str:
    """Give the code of a problem, which the answer has to be."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return str(problem["type"]).removeprefix("/v1/problems/")
