"""Measure a large record: how long it takes to build, to ask and to judge, and how that grows.

    python -m bench.record_large [--documents 1000 10000] [--resolve] [--folder /tmp]
                                 [--server ADDRESS]

The documents are made up by :mod:`bench.scaling`, fifteen accounts each, of affairs that one or two
documents tell. What they say together is told by equal names and days, so that there are 100,000
events; with ``--resolve`` kipu works it out, and that is measured too. Questions are asked by the
API, within the process; of each kind is printed the time that 95 of 100 do not exceed, by the clock
and of the processor. The limits are for 100,000 events over 10,000 documents, by the clock.

All may grow as n log n, n being events. Of building, two figures tell, and both have to hold. The
steps of SQLite are the same on every machine. Time of the processor is not: what is larger lies
farther from it. Beside them is printed how random keys put into one tree of SQLite, log n
comparisons each and nothing else, grow here; nothing is held against that.
"""

import argparse
import itertools
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from math import log
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec
from tests.api.service import Service

from bench.scaling import exponent, make_archive
from kipu.lang.resolution import load_resolution
from kipu.model.ids import content_id
from kipu.model.readings import EventMention, Reading
from kipu.model.resolved import Entity, Event, Participant, Resolution
from kipu.pipeline.copying import copy_record
from kipu.record import Store, open_store
from kipu.record.connections import Place, place_of
from kipu.record.file_connection import FileConnection
from kipu.resolution import resolve

LIMITS = {"search": 300.0, "page": 200.0, "judgement": 100.0}
"""Milliseconds that 95 of 100 questions of a kind may take, at 100,000 events."""
WORDS = ("killed", "council", "port", "search", "trial", "neighbours", "harbour", "rain")


class Taken(msgspec.Struct, frozen=True):
    """What something took by the clock and of the processor, in seconds; of questions in ms."""

    clock: float
    processor: float
    steps: int | None = None
    """Steps of SQLite, in thousands, where they are counted."""


def taken(work: Callable[[], Any]) -> tuple[Any, Taken]:
    """Do something; give what it gives and what it took."""
    began, worked = time.perf_counter(), time.process_time()
    done = work()
    return done, Taken(time.perf_counter() - began, time.process_time() - worked)


def build(path: Path, readings: list[Reading], *, by_names: bool) -> dict[str, Taken]:
    """Make a record, and give what each part of it took."""
    took = {}
    if by_names:
        resolution = resolve_by_names(readings)
    else:
        rules = load_resolution("en")
        resolution, took["resolving"] = taken(lambda: resolve(readings, (), rules))
    with open_store(path, create=True) as store:

        def add() -> None:
            for reading in readings:
                store.add_document(reading.doc, None, reading)

        took["add"] = counted(store, add)
        took["resolution"] = counted(store, lambda: store.store_resolution(resolution))
    return took


def counted(store: Store, work: Callable[[], Any]) -> Taken:
    """Do something with a record in a file; give what it took, with the steps of SQLite."""
    connection = store.desk._connection
    assert isinstance(connection, FileConnection)
    steps = itertools.count()

    def count() -> int:
        next(steps)
        return 0

    connection.set_progress_handler(count, 1000)
    _, took = taken(work)
    connection.set_progress_handler(None, 0)
    return msgspec.structs.replace(took, steps=next(steps))


def keep_keys(path: Path, number: int) -> Taken:
    """Put random keys, as long as ids, into one tree; give the least that it took of three times.

    Twelve an event are as many rows and lines of indexes as a resolution writes of one.
    """
    chance = Random(5)
    keys = [(f"v{chance.getrandbits(64):016x}",) for _ in range(12 * number)]
    least = Taken(0.0, float("inf"))
    for _ in range(3):
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA cache_size = -65536")
            connection.execute("CREATE TABLE kept (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
            insertion = "INSERT INTO kept VALUES (?)"
            _, took = taken(lambda c=connection, i=insertion: c.executemany(i, keys))  # type: ignore[misc]
        least = min(least, took, key=lambda one: one.processor)
    return least


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


def timed(ask: Callable[[], Any], times: int) -> Taken:
    """Ask some times; give the milliseconds that 95 of 100 questions do not exceed."""
    each = [taken(ask)[1] for _ in range(times)]
    clock, processor = ([getattr(one, name) for one in each] for name in ("clock", "processor"))
    return Taken(*(1000 * statistics.quantiles(all_, n=20)[-1] for all_ in (clock, processor)))


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
    folder: Path, documents: int, options: argparse.Namespace
) -> tuple[int, dict[str, Taken]]:
    """Make and measure one record; give its events, and what took how long."""
    readings = make_archive(documents, happenings=15, tellers=2)
    path = folder / f"{documents}.kipu"
    took = build(path, readings, by_names=not options.resolve)
    place: Place = path
    if options.server is not None:
        place = place_of(f"{options.server}schema=large{documents}")
        _, took["copy"] = taken(lambda: copy_record(path, place))
    with open_store(place, read_only=True) as store:
        events = store.counts().events
    took["keys"] = keep_keys(folder / "keys.db", events)
    print(f"{events:,} events over {documents:,} documents in {place}", flush=True)
    for name, part in took.items():
        steps = f", {part.steps:,} thousand steps" if part.steps else ""
        print(f"  {name:12}{part.clock:9.1f} s, {part.processor:.1f} of the processor{steps}")
    print(f"  {'file':12}{path.stat().st_size / 2**20:9.1f} MB", flush=True)
    asked = measure(place, readings, options.times)
    for name, one in asked.items():
        times = f"{one.clock:9.1f} ms, {one.processor:.1f} of the processor"
        print(f"  {name:12}{times} (at most {LIMITS[name]:.0f})", flush=True)
    return events, took | asked


def growth_most(few: int, many: int) -> float:
    """Give the exponent of a line through two points of n log n."""
    return log(many * log(many) / (few * log(few))) / log(many / few)


def main(arguments: list[str]) -> int:
    """Run the bench; 1 if the largest record is slower than it may be, or time grows too fast."""
    parser = argparse.ArgumentParser(description="Measure a large record.")
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--times", type=int, default=200, help="questions of a kind")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--resolve", action="store_true", help="let kipu work out the events")
    parser.add_argument(
        "--server", help="copy the record to this server and ask it: postgresql://HOST/DATABASE?"
    )
    options = parser.parse_args(arguments)
    with TemporaryDirectory(dir=options.folder) as folder:
        measured = [measure_size(Path(folder), number, options) for number in options.documents]
    missed = [name for name, limit in LIMITS.items() if measured[-1][1][name].clock > limit]
    if len(measured) > 1:
        missed += show_growth(measured)
    print("not held: " + ", ".join(missed) if missed else "holds")
    return 1 if missed else 0


def show_growth(measured: list[tuple[int, dict[str, Taken]]]) -> list[str]:
    """Print how steps and time grow; give what grows faster than it may."""
    ends = (measured[0][0], measured[-1][0])
    tree = _growth(measured, lambda took: took["keys"].processor)
    most = growth_most(*ends)
    print(f"  n log n is events ** {most:.2f}; one tree grows as ** {tree:.2f} here")
    missed = []
    for name in measured[-1][1]:
        if name == "keys":
            continue
        time_ = _growth(measured, lambda took, n=name: took[n].processor)  # type: ignore[misc]
        print(f"  {name:12}grows as events ** {time_:.2f}", end="")
        missed += [f"growth of {name}"] if time_ > most else []
        if measured[-1][1][name].steps:
            steps = _growth(measured, lambda took, n=name: took[n].steps or 0)  # type: ignore[misc]
            print(f", its steps as ** {steps:.2f}", end="")
            missed += [f"steps of {name}"] if steps > most else []
        print()
    return missed


def _growth(
    measured: list[tuple[int, dict[str, Taken]]], of: Callable[[dict[str, Taken]], float]
) -> float:
    """Fit a figure by events; give the exponent."""
    return exponent([(events, of(took)) for events, took in measured])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
