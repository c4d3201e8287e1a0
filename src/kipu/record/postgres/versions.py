"""The versions of the form on a server: numbered SQL files, of which the first makes all."""

from importlib.resources import files
from pathlib import Path

from kipu.model.errors import RecordError
from kipu.record.addresses import Address
from kipu.record.connections import Connection, beside
from kipu.record.copying import copy_to_file
from kipu.record.custody import begin_custody
from kipu.record.postgres.connection import ServerConnection, identifier
from kipu.record.postgres.form import names_of
from kipu.record.versions import CUSTODY_SINCE, free_name, refuse_newer


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
    connection: ServerConnection, address: Address, migrations: dict[int, str], *, make: bool
) -> None:
    """Run the migrations that a record has not seen, all or none, after putting a copy aside.

    Raises:
        RecordError: It is of a newer version, its schema holds something else, or the copy cannot
            be written.
    """
    version = version_on_server(connection)
    if version == max(migrations):
        return
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
