"""Ends processes at random moments, again and again, and tells what was lost of what they told.

What a process tells is what it was told itself: that a document, a judgement, a merge or an undo
is in the record. It tells of it afterwards, so that it may be killed in between.
"""

import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, closing
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import msgspec

from kipu.model.errors import RecordError
from kipu.record import Store, open_store
from kipu.record.addresses import Address
from kipu.record.connections import Connection, Place
from kipu.record.copying import load_tables
from kipu.record.file_connection import connect_file
from kipu.record.postgres.versions import bring_up_to_date_on_server, load_server_migrations
from kipu.record.versions import (
    APPLICATION_ID,
    bring_up_to_date,
    load_migrations,
    version_of,
)
from tests.record.processes import (
    Child,
    Say,
    judge_many,
    kill_while_adding,
    kill_while_judging,
    kill_while_opening,
    open_and_say,
)
from tests.record.samples import sample_judgement, sample_reading
from tests.record.server import behind_its_back, remove

T = TypeVar("T")

ON_ONE = 25
"""Kills after which a new record is begun: checking a record takes longer the more it holds."""
APART = 10_000
"""Where the numbers of the next process begin after those of one that was killed: what that one had
judged and not yet told must not be judged again, for to undo the second would bring back the first.
"""
FIRST_ON_SERVER = 6
"""The oldest form that a record on a server can have."""


class Kept(msgspec.Struct, frozen=True):
    """What came of killing processes; ``lost`` are acknowledged things that are not there."""

    kills: int
    acknowledged: int
    lost: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(
            self.kills + other.kills,
            self.acknowledged + other.acknowledged,
            self.lost + other.lost,
            self.problems + other.problems,
        )


NOTHING = Kept(0, 0)


def numbers_of(told: list[str], kind: str) -> list[int]:
    """Give the numbers of what a process has told of one kind."""
    return [int(words.split()[1]) for words in told if words.split()[0] == kind]


def failures(told: list[str]) -> tuple[str, ...]:
    """Give what went wrong in a process otherwise than by its end."""
    return tuple(words for words in told if words.startswith("failed"))


def faults_of(store: Store) -> tuple[str, ...]:
    """Give what the check of a record finds."""
    return tuple(f"{problem.code}: {problem.message}" for problem in store.check())


def kept_of(place: Place, told: list[str]) -> Kept:
    """Tell which documents and judgements that were told of a record does not hold."""
    with open_store(place, create=True) as store:
        there = {f"document {doc.uri[1:-4]}" for doc in store.documents()}
        judged = {judgement.id for judgement in store.judgements()}
        there |= {f"judgement {n}" for n in _numbers(told) if sample_judgement(n).id in judged}
        said = [words for words in told if words.split()[0] in ("document", "judgement")]
        lost = tuple(words for words in said if words not in there)
        return Kept(0, len(said), lost, (*faults_of(store), *failures(told)))


def _numbers(told: list[str]) -> list[int]:
    return numbers_of(told, "judgement")


def _rounds(times: int) -> Iterator[int]:
    """Give how many kills each record has to bear."""
    while times:
        yield min(times, ON_ONE)
        times -= min(times, ON_ONE)


def kill_adding(place: Place, times: int, seed: int) -> Kept:
    """Kill processes that add to a record, judge and resolve; look at it after each."""
    chance, kept = Random(seed), NOTHING
    for kills in _rounds(times):
        remove(place)
        open_store(place, create=True).close()
        told: list[str] = []
        before = 0
        for _ in range(kills):
            told += kill_while_adding(place, len(numbers_of(told, "document")), chance)
            found = kept_of(place, told)
            kept += Kept(1, found.acknowledged - before, found.lost, found.problems)
            before = found.acknowledged
    return kept


def kill_judging(place: Place, times: int, seed: int) -> Kept:
    """Kill processes that judge, merge, undo and redo in a record; look at it after each."""
    chance, kept = Random(seed), NOTHING
    for kills in _rounds(times):
        remove(place)
        open_store(place, create=True).close()
        told: list[str] = []
        cut_off: set[int] = set()
        for number in range(kills):
            new = kill_while_judging(place, number * APART, chance)
            told += new
            cut_off.add(max(numbers_of(told, "judged"), default=0))
            kept += Kept(1, len(new), *judged_of(place, told, cut_off))
    return kept


def judged_of(
    place: Place, told: list[str], cut_off: set[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell which actions lack their effect, and what is wrong with the record.

    An action holds two judgements: both are there or none is. What was told last of the numbers
    at which a process was ended may have been followed by one more step, not told any more.
    """
    last = {
        int(words.split()[1]): words.split()[0]
        for words in told
        if words.split()[0] in ("judged", "undone", "redone")
    }
    with open_store(place) as store:
        problems = (*faults_of(store), *failures(told))
        live = Counter(j.reason for j in store.judgements() if j.in_effect)
    lost = tuple(
        f"{word} {number}"
        for number, word in last.items()
        if number not in cut_off and (live[f"reason {number}"] == 2) != (word != "undone")
    )
    half = tuple(f"half of {reason}" for reason, count in live.items() if count != 2)
    return lost, problems + half


def kill_servers(address: Address, times: int, seed: int) -> Kept:
    """Kill the server's process behind a client that judges; look at the record after each.

    The server ends all its processes then, and repairs itself from its log.
    """
    chance, kept = Random(seed), NOTHING
    remove(address)
    open_store(address, create=True).close()
    told: list[str] = []
    cut_off: set[int] = set()
    for number in range(times):
        new = _kill_backend(address, number * APART, chance)
        told += [words for words in new if not words.startswith("refused")]
        cut_off.add(max(numbers_of(told, "judged"), default=0))
        lost, problems = judged_of(address, told, cut_off)
        unsaid = () if any("cannot be reached" in words for words in new) else ("no sentence",)
        kept += Kept(1, len(new) - 1, lost, problems + unsaid)
    return kept


def _kill_backend(address: Address, first: int, chance: Random) -> list[str]:
    before = _process(address, "checkpointer")
    child = Child(lambda say: _judge_or_say(address, first, say))
    ours = _wait_for(lambda: _process(address, "client backend"))
    time.sleep(chance.uniform(0.0, 0.3))
    os.kill(ours, signal.SIGKILL)
    told = child.wait()
    # The server lets clients in for a moment before it notices; then all its processes are new.
    _wait_for(lambda: _process(address, "checkpointer") not in (None, before))
    return told


def _judge_or_say(address: Address, first: int, say: Say) -> None:
    try:
        judge_many(address, first, first + 100_000, say)
    except RecordError as error:
        say(f"refused {error}")


def _process(address: Address, kind: str) -> int | None:
    """Give a process of the server of a kind, of clients that of kipu, if it is there."""
    import psycopg

    try:
        with behind_its_back(address) as connection:
            row = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = %s"
                " AND (backend_type <> 'client backend' OR application_name = 'kipu')",
                (kind,),
            ).fetchone()
    except psycopg.Error:  # it is not back yet
        return None
    return int(row[0]) if row else None


def _wait_for(found: Callable[[], T | None]) -> T:
    """Ask until there is something to give."""
    for _ in range(3000):
        if one := found():
            return one
        time.sleep(0.01)
    raise AssertionError("the server did not come back, or nobody asked it")


# Records of an older form, brought up to date by processes that are killed.


def make_first_version(path: Path) -> Path:
    """Make a record of version 1 with a document, its reading and a judgement."""
    with closing(connect_file(f"{path.absolute().as_uri()}?mode=rwc", 0)) as connection:
        connection.executescript(load_migrations()[0])
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.executescript(Path(__file__).with_name("version-1.sql").read_text("utf-8"))
    return path


def make_first_on_server(address: Address) -> None:
    """Make a record of the oldest form that a server can have, with a document and a judgement."""
    import psycopg

    from kipu.record.postgres.connection import ServerConnection

    remove(address)
    oldest = {FIRST_ON_SERVER: load_server_migrations()[FIRST_ON_SERVER]}
    migrations = load_migrations()[:FIRST_ON_SERVER]
    driver = psycopg.connect(address.target, autocommit=True)
    with (
        TemporaryDirectory() as folder,
        closing(ServerConnection(driver, address.schema, 1)) as connection,
        closing(connect_file(str(make_first_version(Path(folder) / "old.kipu")), 0)) as old,
    ):
        bring_up_to_date(old, Path(folder) / "old.kipu", migrations)
        connection.execute(f"SET search_path TO {address.schema}, pg_catalog")
        bring_up_to_date_on_server(connection, address, oldest, make=True)
        connection.begin_writing()
        connection.defer_references()
        connection.execute("DELETE FROM meta")
        for table in load_tables(migrations):
            connection.executemany(table.insertion, old.stream(table.selection))
        connection.renumber()
        connection.commit()


def kill_migrating(place: Place, times: int) -> Kept:
    """Kill processes that bring a record up to date; look at it, and at the copy, after each.

    Each is killed a little later than the one before; the last ones have done it by then.
    ``acknowledged`` are those that had told so.
    """
    kept = NOTHING
    with TemporaryDirectory() as folder, chdir(folder):
        first = Path(folder) / "first.kipu"
        old = place if isinstance(place, Address) else Path(folder) / "old" / "old.kipu"
        needs = max(_seconds_of_migration(old, first) for _ in range(3))
        for number in range(times):
            _make_old(old, first)
            delay = 1.5 * needs * number / times
            told = kill_while_opening(old, delay)
            needs = min(needs, delay) if told else needs  # the machine may be faster now
            kept += _migrated(old, told)
    return kept


def _seconds_of_migration(place: Place, first: Path) -> float:
    """Give how long a process needs that nobody kills."""
    _make_old(place, first)
    began = time.monotonic()
    assert Child(partial(open_and_say, place)).wait() == ["opened 1"]
    return time.monotonic() - began


def _make_old(place: Place, first: Path) -> None:
    """Make the old record, and let no copy be beside it."""
    for copy in Path.cwd().glob("**/*.bak"):
        copy.unlink()
    if isinstance(place, Address):
        make_first_on_server(place)
        return
    if not first.exists():
        make_first_version(first)
    shutil.rmtree(place.parent, ignore_errors=True)
    place.parent.mkdir()
    shutil.copy(first, place)


def _migrated(place: Place, told: list[str]) -> Kept:
    """Look at a record that somebody was bringing up to date, and bring it up to date."""
    oldest = FIRST_ON_SERVER if isinstance(place, Address) else 1
    lost = []
    version = _version_at(place)
    if version not in (oldest, len(load_migrations())):
        lost.append(f"version {version}")
    if told == ["opened 1"] and version == oldest:
        lost.append("a new form that was acknowledged")
    for copy in Path.cwd().glob("**/*.bak"):
        with closing(connect_file(str(copy), 0)) as connection:
            if (version_of(connection), _judgements(connection)) != (oldest, 1):
                lost.append(f"what {copy.name} should hold")
    with open_store(place) as store:
        if store.judgements() != (sample_judgement(1),):
            lost.append("the judgement")
        if store.readings() != (sample_reading(1),):
            lost.append("the reading")
        return Kept(1, len(told), tuple(lost), (*faults_of(store), *failures(told)))


def _judgements(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM judgement").fetchone()[0])


def _version_at(place: Place) -> int | None:
    if isinstance(place, Address):
        with behind_its_back(place) as connection:
            return int(connection.execute("SELECT version FROM kipu_form").fetchone()[0])
    with closing(connect_file(str(place), 0)) as file:
        return version_of(file)
