"""The versions of the record's form: numbered SQL files, run once each, in order."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from kipu.model.errors import RecordError
from kipu.record.connections import Place
from kipu.record.custody import begin_custody
from kipu.record.file_connection import FileConnection
from kipu.record.refusals import refusing, transaction

APPLICATION_ID = 0x6B697075
"""The letters "kipu" in the header of the file, by which ``file`` and kipu tell a record."""

CUSTODY_SINCE = 6
"""The version with a log of custody; SQLite has no SHA-256, so kipu begins the log."""


def load_migrations() -> tuple[str, ...]:
    """Give the SQL of all migrations; the one at index ``n`` leads to version ``n + 1``."""
    folder = Path(str(files("kipu.record"))) / "migrations"
    return tuple(path.read_text("utf-8") for path in sorted(folder.glob("*.sql")))


def version_of(connection: FileConnection) -> int:
    """Give the version of a record's form; 0 if it has none yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_record(connection: FileConnection) -> bool:
    """Tell whether a database is a record."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def is_blank(connection: FileConnection) -> bool:
    """Tell whether a database holds nothing at all, so that a record may be made of it."""
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def bring_up_to_date(connection: FileConnection, path: Path, migrations: Sequence[str]) -> None:
    """Run the migrations that a record has not seen, all or none, after putting a copy aside.

    Foreign keys must be off: a migration may have to make a table anew.

    Raises:
        RecordError: It is of a newer version, or the copy cannot be written.
    """
    version = version_of(connection)
    refuse_newer(path, version, len(migrations))
    if version == len(migrations):
        return
    with transaction(connection):
        # Another process may have done it while this one waited for the lock.
        version = version_of(connection)
        if 0 < version < len(migrations):
            put_copy_aside(path, version)
        for sql in migrations[version:]:
            for statement in statements(sql):
                connection.execute(statement)
        if version < CUSTODY_SINCE <= len(migrations):
            begin_custody(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        _refuse_broken_references(connection, path)


def refuse_newer(place: Place, version: int, newest: int) -> None:
    """Refuse a record that a later kipu has written."""
    if version > newest:
        raise RecordError(
            f"record {place} was written by a newer kipu: it has version {version}, and this kipu "
            f"knows versions up to {newest}. Update kipu to use it"
        )


def _refuse_broken_references(connection: FileConnection, path: Path) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise RecordError(
            f"record {path} was not brought up to date: a row of {broken[0]} refers to one of "
            f"{broken[2]} that is missing. It is as it was; run `kipu check` on it"
        )


def put_copy_aside(path: Path, version: int, loss: str = "it was not brought up to date") -> Path:
    """Copy a record as it is beside itself, under a name that nothing has yet."""
    return copy_record(
        path, free_name(path, version), f"{loss}, because no copy of it could be put aside"
    )


def copy_record(path: Path, copy: Path, loss: str) -> Path:
    """Copy a record as it is at one moment to a file that is not there yet.

    The copy is written under another name first, so that a copy that has its name is whole.

    Raises:
        RecordError: The file is there, or cannot be written.
    """
    if copy.exists():
        raise RecordError(f"{copy} is there already: {loss}. Give another name")
    part = copy.with_name(copy.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with refusing(path, loss):
            _copy(path, part)
        return part.rename(copy)
    except OSError as error:
        raise RecordError(f"record {path}: {loss} ({error})") from error


def _copy(path: Path, part: Path) -> None:
    """Copy a record as it was before the transaction that is under way."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as source,
        closing(sqlite3.connect(part)) as target,
    ):
        source.backup(target)


def free_name(path: Path, version: int) -> Path:
    """Give the name of a copy of a record that nothing has yet."""
    name = path.with_name(f"{path.name}.v{version}.bak")
    number = 1
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}.v{version}-{number}.bak")
    return name


def statements(sql: str) -> Iterator[str]:
    """Split SQL into statements; the driver would run a script outside of our transaction."""
    lines: list[str] = []
    for line in sql.splitlines(keepends=True):
        lines.append(line)
        if sqlite3.complete_statement("".join(lines)):
            yield "".join(lines)
            lines.clear()
