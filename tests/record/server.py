"""A server of PostgreSQL for tests: a private one, on a socket in a folder that goes with it."""

import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from kipu.record import Store
from kipu.record.addresses import Address
from kipu.record.connections import Place
from kipu.record.opening import open_record
from kipu.record.postgres.opening import open_on_server

MISSING = "PostgreSQL is not installed: make test-postgres says how to get it"
_INITIAL = ("-A", "trust", "-U", "kipu", "-E", "UTF8", "--locale=C", "--no-sync")
_SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "120",
}
"""For speed only: the tests end processes, and never the machine."""


def find_programs() -> Path | None:
    """Give the folder of ``initdb`` and ``pg_ctl`` of the newest server there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


def _version(path: Path) -> int:
    return int(path.parts[-3]) if path.parts[-3].isdigit() else 0


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server; gives the beginning of addresses in it, to which settings can be added."""
    programs = find_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="kipu-pg-", dir="/tmp"))  # a socket's path is short
    try:
        _own(folder)
        _run(programs / "initdb", "-D", folder / "data", *_INITIAL)
        settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        _run(programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log",
             "-o", f"{settings} -c unix_socket_directories={folder}", "start")  # fmt: skip
        try:
            yield f"postgresql://kipu@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> str | None:
    """Give who runs the server, which refuses to be run by root."""
    if os.getuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _own(folder: Path) -> None:
    user = _server_user()
    if user is not None:
        shutil.chown(folder, user)


def _run(program: Path, *arguments: str | Path) -> None:
    user = _server_user()
    before = () if user is None else ("runuser", "-u", user, "--")
    # The server keeps what it inherits open, so nothing of ours may be waited for.
    done = subprocess.run(
        [*before, str(program), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/tmp",
        check=False,
    )
    assert done.returncode == 0, (program.name, done.returncode)


def named(place: Place) -> str:
    """Give how a record is named to a command, with all that its address holds."""
    if isinstance(place, Path):
        return str(place)
    return f"{place.target}{'&' if '?' in place.target else '?'}schema={place.schema}"


def clear(place: Place) -> None:
    """Take everything out of a record, or away with it."""
    if isinstance(place, Path):
        place.unlink(missing_ok=True)
        return
    with behind_its_back(place) as connection:
        rows = connection.execute(_TABLES, (place.schema,)).fetchall()
        if not rows:
            return
        # Guards of what is precious would refuse it.
        tables = [f'"{name}"' for (name,) in rows]
        for table in tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        connection.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        for table in tables:
            connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        connection.execute("INSERT INTO meta VALUES ('generation', 0), ('resolved_generation', 0)")


_TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relname <> 'kipu_form'
  AND relnamespace = to_regnamespace(%s)
"""


def remove(place: Place) -> None:
    """Take a record away."""
    if isinstance(place, Path):
        place.unlink(missing_ok=True)
        return
    with behind_its_back(place) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {place.schema} CASCADE")


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Hold a record's lock for writing."""
    with behind_its_back(place) as other:
        if isinstance(place, Path):
            other.execute("BEGIN IMMEDIATE")
        else:
            other.execute("BEGIN; LOCK TABLE meta IN SHARE ROW EXCLUSIVE MODE")
        yield


def open_impatiently(place: Place) -> Store:
    """Open a record that waits for others a tenth of a second only."""
    if isinstance(place, Path):
        return Store(place, open_record(place, create=True, read_only=False, wait=0.1))
    return Store(place, open_on_server(place, create=True, read_only=False, wait=0.1))


@contextmanager
def failing_server(address: Address, code: str, *, after: int) -> Iterator[None]:
    """Let a server refuse writes with a code of its own once so many statements have written.

    The tables have guards for that meanwhile; what they count is not taken back with a transaction.
    """
    with behind_its_back(address) as connection:
        rows = connection.execute(_TABLES, (address.schema,)).fetchall()
        tables = [f'"{name}"' for (name,) in rows]
        connection.execute(_FAULT.format(code=code, after=after))
        for table in tables:
            connection.execute(_FAULTY.format(table=table))
        try:
            yield
        finally:
            connection.execute("DROP FUNCTION fault CASCADE; DROP SEQUENCE writes")


_FAULT = """
CREATE SEQUENCE writes;
CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF nextval('writes') > {after} THEN
    RAISE EXCEPTION 'fault' USING ERRCODE = '{code}';
  END IF;
  RETURN NULL;
END $$
"""
_FAULTY = """
CREATE TRIGGER fault BEFORE INSERT OR UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION fault()
"""


@contextmanager
def behind_its_back(place: Place) -> Iterator[Any]:
    """Connect to what a record is kept in, past kipu; statements take effect at once."""
    if isinstance(place, Path):
        with closing(sqlite3.connect(place, isolation_level=None)) as file:
            yield file
        return
    import psycopg

    with psycopg.connect(place.target, autocommit=True) as connection:
        connection.execute(f"SET search_path TO {place.schema}, pg_catalog")
        yield connection
