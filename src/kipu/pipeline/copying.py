"""Copying a whole record from one kind of database to another."""

from kipu.record import open_store
from kipu.record.connections import Place
from kipu.record.copying import Copied


def copy_record(source: str | Place, target: str | Place) -> Copied:
    """Copy a record to a new one, which may be kept by another kind of database.

    Raises:
        RecordError: One of them cannot be opened, or the second is there already.
    """
    with open_store(source, read_only=True) as old, open_store(target, create=True) as new:
        return new.copy_from(old)
