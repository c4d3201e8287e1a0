"""A record on a server: its form, its guards, what is refused, and that no password is shown."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from kipu.model.errors import RecordError
from kipu.record import Actor, open_store
from kipu.record.addresses import Address
from kipu.record.connections import place_of
from kipu.record.copying import load_tables
from kipu.record.file_connection import connect_file
from kipu.record.postgres.connecting import connect
from kipu.record.postgres.versions import (
    bring_up_to_date_on_server,
    load_server_migrations,
    version_on_server,
)
from kipu.record.versions import load_migrations
from tests.conftest import Run
from tests.record.processes import numbered_judgement
from tests.record.samples import sample_judgement, sample_reading, sample_resolution
from tests.record.server import behind_its_back, remove

ADA = Actor("ada", sample_judgement(99).made)
SECRET = "geh3im"
WRONG = (
    f"postgresql://ada:{SECRET}@localhost:1/none",
    f"postgresql://ada:{SECRET}@localhost:1/none?schema=No+Name",
    f"postgresql://ada:{SECRET}@localhost:1/none?nothing=1",
    f"postgresql://ada:x/{SECRET}@localhost:1/none",
    f"postgresql://ada:x#{SECRET}@localhost:1/none",
    f"postgresql://ada:x?{SECRET}@localhost:1/none",
    f"postgresql://ada:x@{SECRET}@localhost:1/none",
    f"postgresql://ada:12/{SECRET}@localhost:1/none",
    f"POSTGRES://ada:{SECRET}@[::1/none",
    f"postgresql://localhost:1/none?password={SECRET}&sslmode={SECRET}",
    f"postgresql://localhost:1/none?user=ada&password={SECRET}%zz",
)


@pytest.mark.parametrize("named", WRONG)
def test_no_password_is_shown(named: str, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """Whatever is wrong with an address, its refusal repeats no word that may be a password."""
    caplog.set_level(logging.DEBUG)
    pytest.importorskip("psycopg")
    with pytest.raises(RecordError) as refused:
        open_store(named, create=True)
    shown = [str(refused.value), repr(refused.value.__cause__), caplog.text]
    try:
        shown += [repr(place_of(named)), str(place_of(named)), place_of(named).name]
    except RecordError as error:
        shown.append(str(error))
    assert not [told for told in shown if SECRET in told]
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_shows_no_password(run: Run) -> None:
    """Nor does a command, by whichever way it is told the address."""
    for named in WRONG[::4]:
        for done in (run("check", "--record", named), run("undo", env={"KIPU_RECORD": named})):
            is_refused_without_secret(done)
    for command in ("add", "backup", "read", "watch --once", "export json", "publish x"):
        is_refused_without_secret(run(*command.split(), WRONG[0], env={"KIPU_RECORD": "none.kipu"}))


def is_refused_without_secret(done: "subprocess.CompletedProcess[str]") -> None:
    """Check that a command failed with a sentence, and without the password."""
    assert done.returncode != 0
    assert SECRET not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_is_shown_without_secrets() -> None:
    """Two addresses are one where server, database and schema are."""
    named = place_of(f"postgres://ada:{SECRET}@db.example:5433/pe%20ru?schema=two&sslmode=require")
    assert str(named) == "postgresql://db.example:5433/pe%20ru?schema=two"
    assert isinstance(named, Address)
    assert named.name == "pe_ru-two-db.example-5433"
    assert "sslmode=require" in named.target
    assert "schema" not in named.target
    local = place_of("postgresql:///peru?host=%2Frun&options=-c%20a%3Db&schema=x")
    assert isinstance(local, Address)
    assert (local.schema, local.target) == (
        "x",
        "postgresql:///peru?host=%2Frun&options=-c%20a%3Db",
    )
    assert place_of("peru.kipu") == Path("peru.kipu")


def test_psycopg_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not installed, the refusal says how to get it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "kipu.record.postgres.connecting", raising=False)
    with pytest.raises(RecordError, match=r"pip install 'kipu\[postgres\]'"):
        open_store("postgresql://localhost/none")


@pytest.fixture
def address(server: str) -> Iterator[Address]:
    """A place on a server, taken away afterwards."""
    place = place_of(f"{server}&schema=alone")
    assert isinstance(place, Address)
    remove(place)
    yield place
    remove(place)


@pytest.fixture
def made(address: Address) -> Address:
    """A record of three documents, with two actions."""
    with open_store(address, create=True) as store:
        for number in range(3):
            reading = sample_reading(number, padding=10)
            store.add_document(reading.doc, reading.doc.text.encode(), reading)
        store.store_resolution(sample_resolution(store.readings()))
        store.desk.judge(ADA, [numbered_judgement(1)])
        store.desk.judge(ADA, [numbered_judgement(2)])
    return address


@pytest.mark.postgres
def test_both_forms_have_the_same_columns(address: Address) -> None:
    """Tables and columns have the names, the order and the kinds that they have in a file."""
    kinds = {"TEXT": "text", "INTEGER": "bigint", "REAL": "double precision", "BLOB": "bytea"}
    open_store(address, create=True).close()
    with behind_its_back(address) as connection:
        rows = connection.execute(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " WHERE table_schema = 'alone' ORDER BY table_name, ordinal_position"
        ).fetchall()
    there: dict[str, list[tuple[str, str, str]]] = {}
    for table, *column in rows:
        there.setdefault(table, []).append(tuple(column))
    with closing(connect_file(":memory:", 0)) as model:
        for sql in load_migrations():
            model.executescript(sql)
        for table in load_tables():
            columns = model.execute("SELECT * FROM pragma_table_xinfo(?)", (table.name,)).fetchall()
            wanted = [
                (name, kinds.get(kind, "bigint"), "NO" if notnull or key else "YES")
                for _, name, kind, notnull, _, key, _ in columns
            ]
            assert there[table.name] == wanted, table.name
    assert max(load_server_migrations()) == len(load_migrations())


CHANGES = {
    # What is done to the tables, past the guards, and the code of a problem that must be found.
    "a letter of a text": ("UPDATE document SET text = replace(text, 'More', 'Less')", "text"),
    "other bytes": ("UPDATE raw SET bytes = '\\x00', compression = 'none'", "bytes"),
    "a row of a mention": ("UPDATE mention SET quote = 'somebody'", "rows"),
    "a row of an argument": ("DELETE FROM event_mention_argument", "rows"),
    "a document that is gone": ("DELETE FROM document WHERE number = 1", "reference"),
    "a participant that is gone": ("DELETE FROM entity WHERE name = 'Ruler1'", "reference"),
    "words of an index": ("UPDATE event_search SET words = words_of('other')", "search"),
    "a document without its words": ("DELETE FROM document_search WHERE number = 2", "search"),
    "an account told of no event": ("DELETE FROM event_told WHERE account = 1", "search"),
    "an entry of the log": ("UPDATE custody SET entry = replace(entry, 'a1', 'a2')", "custody"),
    "an entry that is gone": ("DELETE FROM custody WHERE number = 2", "custody"),
    "a lost index": ("DROP INDEX event_by_time", "form"),
    "a lost guard": ("DROP TRIGGER judgement_is_never_deleted ON judgement", "form"),
    "a guard that sleeps": ("ALTER TABLE action DISABLE TRIGGER action_is_never_deleted", "form"),
    "a table too many": ("CREATE TABLE more (a text)", "form"),
    "a column of another kind": ("ALTER TABLE feed ALTER etag TYPE varchar(3)", "form"),
    "a resolution of nothing": (
        "UPDATE meta SET value = 99 WHERE key = 'resolved_generation'",
        "generation",
    ),
}


@pytest.mark.postgres
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_found(made: Address, change: str) -> None:
    """Whatever the owner of the server changes past kipu, check finds it."""
    statement, code = CHANGES[change]
    with open_store(made, read_only=True) as store:
        assert store.check() == ()
        with behind_its_back(made) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(statement)
        assert code in {problem.code for problem in store.check()}


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM judgement",
        "TRUNCATE judgement CASCADE",
        "UPDATE judgement SET verdict = 'positive'",
        "UPDATE judgement SET withdrawn = NULL",
        "UPDATE document SET title = 'x'",
        "UPDATE raw SET size = 1",
        "DELETE FROM custody",
        "INSERT INTO custody SELECT 9, document, entry, previous, 'x' FROM custody LIMIT 1",
    ],
)
def test_the_tables_guard_what_is_precious(made: Address, statement: str) -> None:
    """Statements that would lose or bend somebody's work are refused by the server itself."""
    with (
        behind_its_back(made) as connection,
        pytest.raises(Exception, match=r"never|only appended|foreign key"),
    ):
        connection.execute(statement)
    with open_store(made) as store:
        assert store.check() == ()


@pytest.mark.postgres
def test_what_is_no_record_is_refused(address: Address) -> None:
    """A place without a record is refused for asking, a schema of another program for writing."""
    for read_only in (True, False):
        with pytest.raises(RecordError, match=r"there is no record at postgresql://.*schema=alone"):
            open_store(address, read_only=read_only)
    with behind_its_back(address) as connection:
        connection.execute("CREATE SCHEMA alone")
        connection.execute("CREATE TABLE alone.other (a text)")
    with pytest.raises(RecordError, match="holds tables of another program"):
        open_store(address, create=True)


@pytest.mark.postgres
def test_a_newer_record_is_refused(made: Address) -> None:
    """A later kipu's record is left alone."""
    with behind_its_back(made) as connection:
        connection.execute("UPDATE kipu_form SET version = 999")
    with pytest.raises(RecordError, match=r"version 999.*Update kipu"):
        open_store(made)


@pytest.mark.postgres
def test_a_record_opened_for_reading_is_not_written_to(made: Address) -> None:
    """Writing to it is refused with a sentence, and everything can be read."""
    reading = sample_reading(7)
    with open_store(made, read_only=True) as store:
        assert store.counts().documents == 3
        with pytest.raises(RecordError, match=r"cannot be written to.*a7\.txt was not added"):
            store.add_document(reading.doc, None, reading)
        assert store.counts().documents == 3


@pytest.mark.postgres
def test_an_ended_connection_is_told(made: Address) -> None:
    """When the server goes, that is a sentence, and what was acknowledged is there afterwards."""
    with open_store(made) as store:
        end_others(made)
        with pytest.raises(RecordError, match="cannot be reached any more"):
            store.desk.judge(ADA, [numbered_judgement(5)])
        with pytest.raises(RecordError, match="cannot be reached any more"):
            store.counts()
    with open_store(made) as store:
        assert store.counts().judgements == 2
        assert store.check() == ()


def end_others(address: Address) -> None:
    """End all connections of kipu, as a server does that is stopped."""
    with behind_its_back(address) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'kipu' AND pid <> pg_backend_pid()"
        )


@pytest.mark.postgres
def test_a_letter_that_is_none_is_refused(made: Address) -> None:
    """PostgreSQL keeps no NUL; who writes one is told so, and nothing is stored."""
    with open_store(made) as store:
        note = numbered_judgement(1)
        bad = msgspec.structs.replace(note, kind="note", value="a\0b")
        with pytest.raises(RecordError, match="nothing was judged: it does not fit"):
            store.desk.judge(ADA, [bad])
        assert store.counts().judgements == 2


@pytest.mark.postgres
def test_long_texts_are_searched_by_their_beginning(address: Address) -> None:
    """A text with more different words than the index takes is stored, and found by its first."""
    reading = sample_reading(1)
    words = " ".join(f"w{number:07}" for number in range(150_000))
    doc = msgspec.structs.replace(reading.doc, text=f"{reading.doc.text} {words}", blocks=())
    long = msgspec.structs.replace(reading, doc=doc)
    with open_store(address, create=True) as store:
        assert store.add_document(doc, None, long)
        assert [hit.kind for hit in store.search("nunez")] == ["document"]
        assert store.search("w0000003")[0].quote.count("w00") > 10
        assert store.check() == ()


@pytest.mark.postgres
def test_a_migration_puts_a_file_aside(
    made: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the form changes, a copy is written; a change that fails leaves all as it was."""
    monkeypatch.chdir(tmp_path)
    newest = max(load_server_migrations())
    broken = load_server_migrations() | {newest + 1: "CREATE TABLE half (a text); SELECT 1 / 0"}
    good = load_server_migrations() | {newest + 1: "CREATE TABLE note (words text)"}
    connection = connect(made, create=False, read_only=False, wait=1)
    with pytest.raises(Exception, match="division by zero"):
        bring_up_to_date_on_server(connection, made, broken, make=False)
    assert version_on_server(connection) == newest
    bring_up_to_date_on_server(connection, made, good, make=False)
    assert version_on_server(connection) == newest + 1
    connection.close()
    first, second = sorted(tmp_path.iterdir())
    for copy in (first, second):
        assert copy.name.startswith(f"{made.name}.v{newest}")
        with open_store(copy) as store:
            assert store.check() == ()
            assert store.counts().judgements == 2
