"""Measure a large record: how long it takes to build, to ask and to judge, and how that grows.

    python -m bench.record_large [--documents 1000 10000] [--folder /tmp] [--server ADDRESS]

The documents are made up by :mod:`bench.scaling`, fifteen accounts each, of affairs that one or two
documents tell. What they say together is told by equal names and days, and not worked out, which
:mod:`bench.scaling` measures. Questions are asked by the API, within the process; of each kind is
printed the time that 95 of 100 do not exceed, by the clock and of the processor. The limits are
for 100,000 events over 10,000 documents, by the clock; time may grow as n log n.
"""

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from math import log
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec
from tests.api.service import Service

from bench.scaling import exponent, make_archive
from kipu.model.ids import content_id
from kipu.model.readings import EventMention, Reading
from kipu.model.resolved import Entity, Event, Participant, Resolution
from kipu.pipeline.copying import copy_record
from kipu.record import open_store
from kipu.record.connections import Place, place_of

LIMITS = {"search": 300.0, "page": 200.0, "judgement": 100.0}
"""Milliseconds that 95 of 100 questions of a kind may take, at 100,000 events."""
WORDS = ("killed", "council", "port", "search", "trial", "neighbours", "harbour", "rain")


def build(path: Path, readings: list[Reading]) -> dict[str, float]:
    """Make a record, and give the seconds of each part of it."""
    resolution = resolve_by_names(readings)
    with open_store(path, create=True) as store:
        began = time.perf_counter()
        for reading in readings:
            store.add_document(reading.doc, None, reading)
        added = time.perf_counter()
        store.store_resolution(resolution)
        return {"add": added - began, "resolution": time.perf_counter() - added}


def resolve_by_names(readings: list[Reading]) -> Resolution:
    """Take equal names for one entity, and accounts that tell the same for one event."""
    chains: dict[tuple[str, str], list[str]] = {}
    accounts: dict[tuple[str, ...], list[tuple[Reading, EventMention]]] = {}
    for reading in readings:
        for chain in reading.chains:
            chains.setdefault((chain.type, chain.name), []).append(chain.id)
        for event in reading.events:
            accounts.setdefault(_told(reading, event), []).append((reading, event))
    entities = {
        key: Entity(content_id("e", min(ids)), key[0], key[1], (), tuple(sorted(ids)))  # type: ignore[arg-type]
        for key, ids in chains.items()
    }
    events = (_event(key, told, entities) for key, told in accounts.items())
    return Resolution(
        tuple(sorted(entities.values(), key=lambda entity: entity.id)),
        tuple(sorted(events, key=lambda event: event.id)),
        (),
        (),
    )


def _told(reading: Reading, event: EventMention) -> tuple[str, ...]:
    """Give type, patient, place and day."""
    assert event.place is not None
    quote = reading.doc.quote
    day = str(event.time.value)
    return event.type, quote(event.arguments[0].span), quote(event.place.span), day


def _event(
    key: tuple[str, ...],
    told: list[tuple[Reading, EventMention]],
    entities: dict[tuple[str, str], Entity],
) -> Event:
    type_, who, where, _ = key
    return Event(
        id=content_id("v", *key),
        type=type_,
        summary=f"{type_} of {who} in {where}",
        time=told[0][1].time,
        place=entities["place", where].id,
        factuality="certain",
        participants=(Participant("patient", entities["person", who].id),),
        quantities=(),
        status="agreed" if len(told) > 1 else "single-source",
        sources=len(told),
        independent_sources=len(told),
        mentions=tuple(sorted(mention.id for _, mention in told)),
    )


class Taken(msgspec.Struct, frozen=True):
    """Milliseconds that 95 of 100 questions do not exceed, by the clock and of the processor."""

    clock: float
    processor: float


def timed(ask: Callable[[], Any], times: int) -> Taken:
    """Ask some times."""
    clock, processor = [], []
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        ask()
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return Taken(*(statistics.quantiles(taken, n=20)[-1] for taken in (clock, processor)))


def got(service: Service, path: str) -> Any:
    """Get an address that has to answer."""
    answer = service.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def searches(readings: list[Reading]) -> Iterator[str]:
    """Give questions: a common word, two of them, a name, a name and a town."""
    chance = Random(3)
    while True:
        chain, other = chance.choice(chance.choice(readings).chains[::2]), chance.choice(WORDS)
        yield from (other, f"{other} {chance.choice(WORDS)}", chain.name, f"{chain.name} {other}")


class Walk:
    """Asks for pages: each from where the last one ended, some of a time or a type."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._questions = itertools.cycle(("", "from=2004&to=2007&", "type=arrest&", "words=port&"))
        self._next: str | None = None
        self._left = 0

    def ask(self) -> None:
        """Ask for one page; after five of one question, or the last, for the next question."""
        if not self._left or self._next is None:
            self._left, self._next = 5, f"/v1/events?{next(self._questions)}limit=50"
        page = got(self._service, self._next)
        self._left -= 1
        asked = self._next.partition("&cursor=")[0]
        self._next = f"{asked}&cursor={page['next']}" if page["next"] else None


def measure(place: Place, readings: list[Reading], times: int) -> dict[str, Taken]:
    """Give how long each kind of question takes."""
    service = Service(place)
    words = searches(readings)
    first = got(service, "/v1/events?limit=200")["items"]
    chosen = itertools.cycle(event["id"] for event in first)
    tag = service.get("/v1/record").headers["etag"]

    def judge() -> None:
        decision = {"verb": "note", "of": next(chosen), "value": "seen"}
        assert service.judge(decision, tag=tag).status_code == 201

    return {
        "search": timed(lambda: got(service, f"/v1/search?q={next(words)}"), times),
        "page": timed(Walk(service).ask, times),
        "judgement": timed(judge, times),
    }


def measure_size(
    folder: Path, documents: int, times: int, server: str | None
) -> tuple[int, dict[str, float]]:
    """Make and measure one record; give its events, and what took how long."""
    readings = make_archive(documents, happenings=15, tellers=2)
    path = folder / f"{documents}.kipu"
    took = build(path, readings)
    place: Place = path
    if server is not None:
        place = place_of(f"{server}schema=large{documents}")
        began = time.perf_counter()
        copy_record(path, place)
        took["copy"] = time.perf_counter() - began
    with open_store(place, read_only=True) as store:
        events = store.counts().events
    print(f"{events:,} events over {documents:,} documents in {place}", flush=True)
    for name, seconds in took.items():
        print(f"  {name:12}{seconds:9.1f} s")
    print(f"  {'file':12}{path.stat().st_size / 2**20:9.1f} MB", flush=True)
    asked = measure(place, readings, times)
    for name, taken in asked.items():
        times_ = f"{taken.clock:9.1f} ms, {taken.processor:.1f} of the processor"
        print(f"  {name:12}{times_} (at most {LIMITS[name]:.0f})", flush=True)
    return events, took | {name: taken.clock for name, taken in asked.items()}


def growth_most(few: int, many: int) -> float:
    """Give the exponent of a line through two points of n log n."""
    return log(many * log(many) / (few * log(few))) / log(many / few)


def main(arguments: list[str]) -> int:
    """Run the bench; 1 if the largest record is slower than it may be, or time grows too fast."""
    parser = argparse.ArgumentParser(description="Measure a large record.")
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--times", type=int, default=200, help="questions of a kind")
    parser.add_argument("--folder", type=Path)
    parser.add_argument(
        "--server", help="copy the record to this server and ask it: postgresql://HOST/DATABASE?"
    )
    options = parser.parse_args(arguments)
    with TemporaryDirectory(dir=options.folder) as folder:
        measured = [
            measure_size(Path(folder), number, options.times, options.server)
            for number in options.documents
        ]
    missed = [name for name, limit in LIMITS.items() if measured[-1][1][name] > limit]
    if len(measured) > 1:
        most = growth_most(measured[0][0], measured[-1][0])
        for name in measured[-1][1]:
            growth = exponent([(events, took[name]) for events, took in measured])
            print(f"  {name:12}grows as events ** {growth:.2f} (at most {most:.2f})")
            missed += [f"growth of {name}"] if growth > most else []
    print("not held: " + ", ".join(missed) if missed else "holds")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
