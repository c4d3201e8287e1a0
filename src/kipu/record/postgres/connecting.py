"""Connects to a server and looks whether a record can be kept there."""

import re

import psycopg

from kipu.model.errors import RecordError
from kipu.record.addresses import Address
from kipu.record.postgres.connection import ServerConnection, identifier
from kipu.record.postgres.versions import (
    bring_up_to_date_on_server,
    load_server_migrations,
    version_on_server,
)
from kipu.record.refusals import refusing
from kipu.record.versions import refuse_newer

CONNECTING = 10
"""Seconds to wait for the server."""
_LEAST_SERVER = 13_00_00
"""The first version that takes text apart into letters and accents (``normalize``)."""
_ANSWERED = re.compile(r"connection to server|could not translate host name|timeout expired")
"""What is said where an address makes sense, and only names the server, user and database."""


def connect(address: Address, *, create: bool, read_only: bool, wait: float) -> ServerConnection:
    """Connect to a record, made or brought up to date where that is called for.

    Raises:
        RecordError: Nobody answers or lets us in, there is no record, or it cannot be used.
    """
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
            _refuse_unsuitable(address, driver.info.server_version, connection)
            _prepare(connection, address, create=create, read_only=read_only)
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


def _refuse_unsuitable(address: Address, version: int, connection: ServerConnection) -> None:
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


def _prepare(
    connection: ServerConnection, address: Address, *, create: bool, read_only: bool
) -> None:
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
