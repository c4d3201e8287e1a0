"""A record copied from a file to a server and back is the same in every row."""

from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings

from kipu.model.errors import RecordError
from kipu.pipeline.copying import copy_record
from kipu.record import Actor, Store, open_store
from kipu.record.addresses import Address
from kipu.record.connections import place_of
from kipu.record.copying import dump_hash, load_tables
from kipu.record.opening import open_record
from kipu.record.postgres.opening import open_on_server
from tests.conftest import Run
from tests.pipeline.judged import by, make_record
from tests.record.processes import numbered_judgement, numbered_merge
from tests.record.samples import sample_judgement, sample_reading, sample_resolution
from tests.record.server import clear
from tests.record.strategies import Everything, records
from tests.record.test_round_trip import can_hold, fill

pytestmark = pytest.mark.postgres
ADA = Actor("ada", sample_judgement(99).made)
quiet = [
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
]


@pytest.fixture
def address(server: str) -> Address:
    """A place on a server that tests of this file clear."""
    place = place_of(f"{server}&schema=copies")
    assert isinstance(place, Address)
    with open_store(place, create=True):
        clear(place)
    return place


def dump_of(place: Path | Address) -> str:
    """Give the hash of all rows of a record."""
    if isinstance(place, Address):
        connection = open_on_server(place, create=False, read_only=True)
    else:
        connection = open_record(place, create=False, read_only=True)
    with closing(connection):
        return dump_hash(connection)


def there_and_back(first: Path, address: Address) -> None:
    """Copy a record to a server and back, and compare it with what comes back."""
    clear(address)
    back = first.with_name("back.kipu")
    back.unlink(missing_ok=True)
    there = copy_record(first, address)
    assert copy_record(address, back) == there
    assert dump_of(first) == dump_of(address) == dump_of(back) == there.dump
    with open_store(first) as old, open_store(back) as new, open_store(address) as served:
        assert new.readings() == served.readings() == old.readings()
        assert new.judgements() == served.judgements() == old.judgements()
        assert new.fetch_resolution() == served.fetch_resolution() == old.fetch_resolution()
        assert new.desk.deeds() == served.desk.deeds() == old.desk.deeds()
        assert new.custody.links() == served.custody.links() == old.custody.links()
        assert served.check() == new.check() == ()


@settings(deadline=None, max_examples=5, suppress_health_check=quiet)
@given(record=records())
def test_any_record_comes_back_as_it_was(
    tmp_path: Path, address: Address, record: Everything
) -> None:
    """Every row of every table is equal in the file, on the server and in the file again."""
    assume(can_hold(address, record))
    path = tmp_path / "any.kipu"
    clear(path)
    with open_store(path, create=True) as store:
        fill(store, record)
    there_and_back(path, address)


@pytest.mark.exhaustive
@settings(deadline=None, max_examples=300, suppress_health_check=quiet)
@given(record=records())
def test_three_hundred_records_come_back(
    tmp_path: Path, address: Address, record: Everything
) -> None:
    """The same of 300 records of any content."""
    assume(can_hold(address, record))
    path = tmp_path / "any.kipu"
    clear(path)
    with open_store(path, create=True) as store:
        fill(store, record)
    there_and_back(path, address)


def judge_and_undo(store: Store) -> None:
    """Add a document, judge, take one action back."""
    for number in range(2):
        reading = sample_reading(number)
        store.add_document(reading.doc, reading.doc.text.encode(), reading)
    store.store_resolution(sample_resolution(store.readings()))
    store.desk.judge(ADA, [numbered_judgement(1), numbered_merge(0)])
    store.desk.judge(ADA, [numbered_judgement(0)])
    store.desk.undo(ADA)


def test_work_goes_on_in_a_copy(tmp_path: Path, address: Address) -> None:
    """History is copied too: what was done in one record is undone and redone in the other."""
    path = tmp_path / "any.kipu"
    with open_store(path, create=True) as store:
        judge_and_undo(store)
    there_and_back(path, address)
    with open_store(address) as store:
        store.desk.redo(ADA)
        store.desk.undo(ADA)
        store.desk.undo(ADA)
        assert not [judgement for judgement in store.judgements() if judgement.in_effect]
        reading = sample_reading(5)
        assert store.add_document(reading.doc, None, reading)
        assert store.check() == ()


def test_nothing_is_copied_over_a_record(tmp_path: Path, address: Address) -> None:
    """A record that holds something stays as it is, also where it is the same one."""
    path = tmp_path / "any.kipu"
    with open_store(path, create=True) as store:
        judge_and_undo(store)
    copy_record(path, address)
    before = dump_of(address)
    with pytest.raises(RecordError, match="something in the record already"):
        copy_record(path, address)
    assert dump_of(address) == before


def test_a_backup_of_a_server_is_a_file(tmp_path: Path, address: Address) -> None:
    """It holds all rows, and is a record like any other."""
    with open_store(address, create=True) as store:
        judge_and_undo(store)
        store.backup(tmp_path / "copy.kipu")
        with pytest.raises(RecordError, match="is there already"):
            store.backup(tmp_path / "copy.kipu")
    assert dump_of(tmp_path / "copy.kipu") == dump_of(address)
    with open_store(tmp_path / "copy.kipu") as copy:
        assert copy.check() == ()


def test_both_kinds_make_the_same_rows(tmp_path: Path, address: Address) -> None:
    """The same done in a file and on a server leaves the same rows, custody's clock apart."""
    exports = []
    for place in (tmp_path / "any.kipu", address):
        with make_record(place) as record:
            record.resolve()
            exports.append(msgspec.json.decode(record.export_json(with_text=True)))
            assert record.history() == ()
            assert by().judge == "ada"
    assert exports[0] == exports[1]


def test_the_command_copies_and_compares(run: Run, marena: Path, address: Address) -> None:
    """Every command of a record takes an address in the place of a file."""
    url = f"{address.target}&schema={address.schema}"
    there = run("copy", marena, url)
    assert there.returncode == 0, there.stderr
    back = run("copy", url, "back.kipu")
    assert back.stdout.splitlines()[-1] == there.stdout.splitlines()[-1]
    for command in (["timeline"], ["search", "pardon"], ["conflicts"], ["check"], ["history"]):
        on_file, on_server = (run(*command, "--record", one) for one in ("back.kipu", url))
        assert on_server.returncode == 0, on_server.stderr
        shown = on_server.stdout.replace(str(address), "back.kipu")
        assert sorted(shown.split()) == sorted(on_file.stdout.split()) or command[0] == "search"


def test_the_tables_are_those_of_the_file() -> None:
    """What is copied is every table, kept searches too, but not the indexes of words."""
    names = [table.name for table in load_tables()]
    assert len(names) == len(set(names)) > 30
    assert [name for name in names if "search" in name] == ["saved_search"]
    assert all(table.key for table in load_tables())
