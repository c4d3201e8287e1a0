"""A file that is no usable record is refused with a sentence that says what to do."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kipu.model.errors import RecordError
from kipu.model.readings import Reading
from kipu.record import open_store
from tests.record.samples import sample_reading


def nothing(path: Path) -> None:
    """Leave the path without a file."""


def make_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE place (id)")


def make_newer(path: Path) -> None:
    open_store(path, create=True).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 999")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (nothing, "there is no record .*: add documents"),
    "folder": (Path.mkdir, "is a folder"),
    "text": (
        lambda path: path.write_text("just some words, and many of them"),
        "not a kipu record",
    ),
    "short": (lambda path: path.write_bytes(b"x"), "not a kipu record"),
    "empty": (Path.touch, "is empty"),
    "database": (make_database, "database of another program"),
    "newer": (make_newer, "version 999.*Update kipu"),
    "truncated": (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\1" * 200), "any.kipu"),
}


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_record_is_refused(tmp_path: Path, kind: str, *, read_only: bool) -> None:
    """The refusal names the file and says what to do, and the file stays as it was."""
    make, message = REFUSED[kind]
    path = tmp_path / "any.kipu"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(RecordError, match=message) as refused:
        open_store(path, read_only=read_only)
    assert "any.kipu" in str(refused.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert list(tmp_path.iterdir()) == ([path] if path.exists() else [])


@pytest.mark.parametrize("kind", ["folder", "text", "short", "database", "newer", "truncated"])
def test_creating_never_takes_the_place_of_a_file(tmp_path: Path, kind: str) -> None:
    """Asked to create a record, kipu overwrites nothing."""
    make, message = REFUSED[kind]
    path = tmp_path / "any.kipu"
    make(path)
    with pytest.raises(RecordError, match=message):
        open_store(path, create=True)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    """A record is not made in a folder that does not exist."""
    with pytest.raises(RecordError, match=r"there is no folder .*none"):
        open_store(tmp_path / "none" / "any.kipu", create=True)


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    """What a killed creation leaves behind does not stand in the way."""
    path = tmp_path / "any.kipu"
    path.touch()
    with open_store(path, create=True) as store:
        assert store.check() == ()


def test_a_closed_record_is_one_file(tmp_path: Path) -> None:
    """Nothing lies beside a record that nobody has open, so that it can be copied and sent."""
    path = tmp_path / "name with % and # and ?.kipu"
    with open_store(path, create=True) as store:
        reading = sample_reading(1)
        store.add_document(reading.doc, reading.doc.text.encode(), reading)
    assert list(tmp_path.iterdir()) == [path]
    with open_store(path, read_only=True) as store:
        assert store.readings() == (reading,)


def test_a_record_opened_for_reading_is_not_written_to(tmp_path: Path) -> None:
    """Writing to it is refused with a sentence."""
    path = tmp_path / "any.kipu"
    open_store(path, create=True).close()
    reading = sample_reading(1)
    with (
        open_store(path, read_only=True) as store,
        pytest.raises(RecordError, match=r"a1\.txt was not added"),
    ):
        store.add_document(reading.doc, None, reading)


def try_to_open(path: Path, *, read_only: bool) -> str:
    """Open and check a record, and tell what came of it."""
    try:
        with open_store(path, read_only=read_only) as store:
            return f"{store.counts().documents} documents, {len(store.check())} problems"
    except RecordError as error:
        return str(error)


def open_as_nobody(path: Path, *, read_only: bool) -> str:
    """Try to open a record as a user without rights of its own, in a process of its own."""
    outlet, inlet = os.pipe()
    child = os.fork()
    if not child:
        if os.getuid() == 0:
            os.setuid(65534)
        os.write(inlet, try_to_open(path, read_only=read_only).encode())
        os._exit(0)
    os.close(inlet)
    os.waitpid(child, 0)
    with open(outlet, "rb") as pipe:  # noqa: PTH123 - it is no path
        return pipe.read().decode()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs the users of a Unix system")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "for_writing"),
    [(0o444, 0o777, "may only be read"), (0o666, 0o555, "folder may only be read")],
)
def test_rights_that_are_missing_are_named(
    tmp_path: Path, file_mode: int, folder_mode: int, for_writing: str
) -> None:
    """Without the right to write, a record can be read, and why it cannot be written is said."""
    folder = Path(os.path.realpath(tmp_path)) / "shelf"
    folder.mkdir()
    path = folder / "any.kipu"
    open_store(path, create=True).close()
    for above in (tmp_path, *list(tmp_path.parents)[:3]):
        if above.owner() == tmp_path.owner() and above != Path("/tmp"):
            above.chmod(0o755)
    path.chmod(file_mode)
    folder.chmod(folder_mode)
    try:
        assert open_as_nobody(path, read_only=True) == "0 documents, 0 problems"
        assert for_writing in open_as_nobody(path, read_only=False)
    finally:
        folder.chmod(0o755)


def test_no_damage_goes_unnoticed(tmp_path: Path) -> None:
    """With any one page overwritten, kipu refuses the record, reports it, or lost nothing by it."""
    path = tmp_path / "any.kipu"
    with open_store(path, create=True) as store:
        for number in range(3):
            reading = sample_reading(number)
            store.add_document(reading.doc, reading.doc.text.encode(), reading)
        whole = store.readings()
    content = path.read_bytes()
    for page in range(0, len(content) // 4096, 2):
        at = page * 4096
        path.write_bytes(content[:at] + b"\xff" * 64 + content[at + 64 :])
        assert shows_damage_or_holds(path, whole)


def shows_damage_or_holds(path: Path, whole: tuple[Reading, ...]) -> bool:
    try:
        with open_store(path) as store:
            return bool(store.check()) or store.readings() == whole
    except RecordError as error:
        return "any.kipu" in str(error)
