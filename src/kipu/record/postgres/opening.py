"""Opens a record on a server of PostgreSQL, or says why it cannot be opened."""

from kipu.model.errors import RecordError
from kipu.record.addresses import Address
from kipu.record.connections import Connection

WAIT = 5.0
"""Seconds to wait for another process that is writing."""


def open_on_server(
    address: Address, *, create: bool, read_only: bool, wait: float = WAIT
) -> Connection:
    """Open the record at an address, made or brought up to date where that is called for."""
    try:
        from kipu.record.postgres.connecting import connect
    except ModuleNotFoundError as error:
        raise RecordError(
            f"{error.name} is not installed, which a record on PostgreSQL needs: "
            "pip install 'kipu[postgres]'"
        ) from error
    return connect(address, create=create and not read_only, read_only=read_only, wait=wait)
