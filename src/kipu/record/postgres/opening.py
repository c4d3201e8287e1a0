"""Opens a record on a server of PostgreSQL, or says why it cannot be opened."""

import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from kipu.model.errors import RecordError
from kipu.record.addresses import Address
from kipu.record.connections import Connection, beside
from kipu.record.custody import begin_custody
from kipu.record.refusals import refusing
from kipu.record.versions import CUSTODY_SINCE, free_name, refuse_newer

WAIT = 5.0
"""Seconds to wait for another process that is writing."""
CONNECTING = 10
"""Seconds to wait for the server."""
_LEAST_SERVER = 13_00_00
"""The first version that takes text apart into letters and accents (``normalize``)."""
_ANSWERED = re.compile(r"connection to server|could not translate host name|timeout expired")
"""What is said where an address makes sense, and only names the server, user and database."""


def open_on_server(
    address: Address, *, create: bool, read_only: bool, wait: float = WAIT
) -> Connection:
    """Open the record at an address, made or brought up to date where that is called for."""
    try:
        from kipu.record.postgres.connection import ServerConnection, refused
    except ModuleNotFoundError as error:
        raise RecordError(
            f"{error.name} is not installed, which a record on PostgreSQL needs: "
            "pip install 'kipu[postgres]'"
        ) from error
    import psycopg

    try:
        driver = psycopg.connect(
            address.target,
            autocommit=True,
            connect_timeout=CONNECTING,
            application_name="kipu",
            client_encoding="utf-8",
        )
    except psycopg.Error as error:
        raise _unreachable(address, error) from None
    connection = ServerConnection(driver, address.schema, wait)
    try:
        with refusing(address, "it was not opened"):
            with refused():
                _refuse_unsuitable(address, driver.info.server_version, connection)
            _prepare(connection, address, create=create and not read_only, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _unreachable(address: Address, error: Exception) -> RecordError:
    """Say that nobody answered or let us in, with nothing of the address that is secret."""
    said = " ".join(str(error).split())
    # What is said of settings that make no sense repeats them, and one of them may be a password.
    if not _ANSWERED.search(said):
        return RecordError(
            f"the settings in the address of record {address} cannot be understood: write them as"
            " in https://www.postgresql.org/docs/current/libpq-connect.html"
        )
    return RecordError(
        f"record {address} was not opened, for its server did not let us in ({said}): look whether"
        " it runs there, and whether user, password (PGPASSWORD or a file .pgpass) and database"
        " are right"
    )


def _refuse_unsuitable(address: Address, version: int, connection: Connection) -> None:
    if version < _LEAST_SERVER:
        raise RecordError(
            f"the server of record {address} is PostgreSQL {version // 10_000}, and a record needs"
            " 13 or later"
        )
    (encoding,) = connection.execute("SHOW server_encoding").fetchone()
    if encoding != "UTF8":
        raise RecordError(
            f"the database of record {address} keeps text as {encoding}: make one with ENCODING"
            " 'UTF8'"
        )


def _prepare(connection: Connection, address: Address, *, create: bool, read_only: bool) -> None:
    from kipu.record.postgres.connection import identifier

    connection.execute(f"SET search_path TO {identifier(address.schema)}, pg_catalog")
    # What was acknowledged survives a power cut, whatever is usual on the server.
    connection.execute("SET synchronous_commit TO on")
    if create:
        bring_up_to_date_on_server(connection, address, load_server_migrations(), make=True)
    version = version_on_server(connection)
    newest = max(load_server_migrations())
    if version is None:
        raise RecordError(f"there is no record at {address}: add documents to make one")
    refuse_newer(address, version, newest)
    if version < newest:
        if read_only:
            raise RecordError(
                f"record {address} has version {version} of its form and this kipu needs {newest}: "
                "open it once for writing to bring it up to date"
            )
        bring_up_to_date_on_server(connection, address, load_server_migrations(), make=False)
    if read_only:
        connection.execute("SET default_transaction_read_only TO on")


def load_server_migrations() -> dict[int, str]:
    """Give the SQL of the migrations by the version that each leads to; the first makes all."""
    folder = Path(str(files("kipu.record.postgres"))) / "migrations"
    return {int(path.name[:4]): path.read_text("utf-8") for path in sorted(folder.glob("*.sql"))}


def version_on_server(connection: Connection) -> int | None:
    """Give the version of a record's form, ``None`` if there is no record."""
    (form,) = connection.execute("SELECT to_regclass('kipu_form')").fetchone()
    if form is None:
        return None
    row = connection.execute("SELECT version FROM kipu_form").fetchone()
    return int(row[0]) if row else None


def bring_up_to_date_on_server(
    connection: Connection, address: Address, migrations: dict[int, str], *, make: bool
) -> None:
    """Run the migrations that a record has not seen, all or none, after putting a copy aside.

    Raises:
        RecordError: It is of a newer version, its schema holds something else, or the copy cannot
            be written.
    """
    version = version_on_server(connection)
    if version == max(migrations):
        return
    from kipu.record.postgres.connection import ServerConnection

    assert isinstance(connection, ServerConnection)
    connection.begin_making()
    try:
        # Another process may have done it while this one waited for the lock.
        version = version_on_server(connection)
        if version is None and make:
            _make_schema(connection, address)
        if version is not None:
            refuse_newer(address, version, max(migrations))
        if version is not None or make:
            _migrate(connection, address, migrations, version)
        connection.commit()
    finally:
        if connection.in_transaction:
            connection.rollback()


def _make_schema(connection: Connection, address: Address) -> None:
    from kipu.record.postgres.connection import identifier

    there = connection.execute(
        "SELECT 1 FROM pg_namespace WHERE nspname = ?", (address.schema,)
    ).fetchone()
    if there is None:
        connection.execute(f"CREATE SCHEMA {identifier(address.schema)}")
    taken = connection.execute(
        "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
        " WHERE nspname = ? LIMIT 1",
        (address.schema,),
    ).fetchone()
    if taken:
        raise RecordError(
            f"the schema {address.schema} of {address} holds tables of another program"
            f" ({taken[0]}): name another one, postgresql://HOST/DATABASE?schema=NAME"
        )


def _migrate(
    connection: Connection, address: Address, migrations: dict[int, str], version: int | None
) -> None:
    from kipu.record.copying import copy_to_file
    from kipu.record.postgres.form import names_of

    if version is not None and version < max(migrations):
        loss = "it was not brought up to date, because no copy of it could be put aside"
        copy = free_name(beside(address), version)
        copy_to_file(connection, address, copy, loss=loss, version=version)
    waiting = [number for number in migrations if version is None or number > version]
    for number in waiting:
        connection.execute(migrations[number])
    if waiting:
        if version is None or version < CUSTODY_SINCE:
            begin_custody(connection)
        connection.execute("DELETE FROM kipu_form")
        connection.execute(
            "INSERT INTO kipu_form (version, names) VALUES (?, ?)",
            (max(migrations), "\n".join(names_of(connection))),
        )


__all__: Sequence[str] = (
    "bring_up_to_date_on_server",
    "load_server_migrations",
    "open_on_server",
    "version_on_server",
)
