"""Fifty people at once on one record, through the server as it is started."""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kipu.api.tokens import add_token
from kipu.model.readings import Reading
from kipu.pipeline.records import open_record
from kipu.record.connections import Place
from tests.api.test_serving import free_port
from tests.conftest import KIPU, environment
from tests.pipeline.judged import make_record
from tests.record.server import named
from tests.resolution import builders
from tests.resolution.builders import Told, person, reading

PEOPLE, EVENTS, EDITS = 50, 25, 5_000
NAMES = (
    "Ada Alva", "Berta Bravo", "Carla Cueva", "Diego Daza", "Elena Espino", "Fidel Franco",
    "Gloria Gil", "Hugo Haro", "Irma Ibarra", "Juan Jara", "Karla Kanashiro", "Luis Luna",
    "Marta Mejía", "Nora Navas", "Oscar Ortiz", "Pablo Paz", "Quique Quiroz", "Rita Ramos",
    "Saúl Salas", "Tania Tello", "Ugo Urbina", "Vera Vega", "Walter Wong", "Ximena Xifra",
    "Yuri Yupanqui",
)  # fmt: skip


def arrests() -> tuple[Reading, ...]:
    """One arrest of somebody else, somewhere else, in each document."""
    told = []
    for number, name in enumerate(NAMES):
        town = f"{name.split()[1]}bamba"
        day = date(2001, 1, 1) + timedelta(days=100 * number)
        text = f"Arrest\nIn {town}, {name} was arrested on {day}."
        event = Told("arrest", "arrested", {"patient": name}, str(day), town)
        chains = [person(name), builders.place(town)]
        told.append(reading(f"n{number}", text, chains=chains, events=[event]))
    return tuple(told)


class Person:
    """Somebody with a token and a connection of their own."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._token = token

    def ask(self, method: str, path: str, body: Any = None, tag: str = "") -> tuple[int, Any, str]:
        """Send a request; wait and send it again where there were too many."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        headers |= {"If-Match": tag} if tag else {}
        data = None if body is None else json.dumps(body)
        while True:
            self._connection.request(method, path, data, headers)
            answer = self._connection.getresponse()
            said = json.loads(answer.read())
            if answer.status != 429:
                return answer.status, said, answer.headers.get("etag", "")
            time.sleep(float(answer.headers["retry-after"]))


@contextmanager
def serving(place: Place) -> Iterator[int]:
    """Run the server on a record; gives its port."""
    port = free_port()
    command = [str(KIPU), "serve", named(place), "--api", "--port", str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as server:
        try:
            assert server.stdout is not None
            assert "Ctrl-C" in server.stdout.readline()
            yield port
        finally:
            server.terminate()
        assert server.stderr is not None
        assert server.stderr.read() == ""


def push(person: Person, event: str, steps: int) -> Counter[int]:
    """Push the day of an event on by one, so many times; count the answers by status."""
    done: Counter[int] = Counter()
    while done[201] < steps:
        _, seen, tag = person.ask("GET", f"/v1/events/{event}")
        day = date.fromisoformat(seen["when"]["edtf"]) + timedelta(days=1)
        edit = {"verb": "edit", "of": event, "attribute": "when", "value": str(day)}
        status, _, _ = person.ask("POST", "/v1/judgements", {"decisions": [edit]}, tag)
        done[status] += 1
    return done


def days_of(person: Person) -> dict[str, date]:
    """Give the day of each event."""
    _, page, _ = person.ask("GET", "/v1/events?limit=200")
    return {one["id"]: date.fromisoformat(one["when"]["edtf"]) for one in page["items"]}


@pytest.mark.exhaustive
def test_fifty_people_lose_nothing(
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of 5,000 steps by 50 people on 25 events, each that was acknowledged is in the record."""
    monkeypatch.chdir(tmp_path)  # where the tokens of a record on a server lie
    with make_record(place, arrests()) as record:
        record.resolve()
    tokens = [add_token(place, f"person {number}", "reviewer") for number in range(PEOPLE)]
    done: Counter[int] = Counter()
    failures: list[Exception] = []
    lock = threading.Lock()
    with serving(place) as port:
        people = [Person(port, token) for token in tokens]
        begin = days_of(people[0])
        assert len(begin) == EVENTS
        ids = sorted(begin)

        def work(number: int) -> None:
            try:
                counted = push(people[number], ids[number % EVENTS], EDITS // PEOPLE)
            except Exception as error:  # noqa: BLE001 - told to the test, which fails
                failures.append(error)
            else:
                with lock:
                    done.update(counted)

        started = time.monotonic()
        workers = [threading.Thread(target=work, args=(number,)) for number in range(PEOPLE)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        seconds = time.monotonic() - started
        end = days_of(Person(port, tokens[0]))
    assert not failures
    assert set(done) <= {201, 412}
    moved = {(end[id_] - begin[id_]).days for id_ in ids}
    with open_record(place) as record:
        assert record.check() == ()
        actions = len(record.history())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{done[201]:,} edits by {PEOPLE} people on {EVENTS} events in {seconds:,.0f} s, "
            f"{done[412]:,} refused and done again, {EDITS - actions} lost\n"
        )
    assert (done[201], actions) == (EDITS, EDITS)
    assert moved == {EDITS // EVENTS}
