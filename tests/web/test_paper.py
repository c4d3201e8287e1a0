"""The chronology as a file for word processors has what the printed page has."""

import io
import re
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import lxml.etree
import pytest
from starlette.testclient import TestClient

import kipu
from kipu.exports.word import About, Cell, Paragraph, Row, Run, Table, write_word
from tests.web.hostile import PAYLOADS, make_record
from tests.web.site import client_of
from tests.web.test_deciding import named

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ABOUT = About("Marena", "Ada", datetime(2026, 11, 30, tzinfo=UTC), "en")


def parts(data: bytes) -> dict[str, lxml.etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: lxml.etree.fromstring(archive.read(name)) for name in archive.namelist()}


def words(element: lxml.etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_file_has_every_event_with_its_pinpoint(
    client: TestClient, marena: Path, tmp_path: Path
) -> None:
    """Each event is a row with date and source, each quote a footnote; kipu reads it back."""
    answer = named(client, "Ada Ünal").get("/print.docx")
    assert answer.status_code == 200
    assert "marena.docx" in answer.headers["content-disposition"]
    file = parts(answer.content)
    document, notes = file["word/document.xml"], file["word/footnotes.xml"]
    rows = [words(row) for row in document.iter(f"{W}tr")]
    with kipu.open_record(marena) as record:
        for entry in record.chronology():
            assert any(entry.text in row for row in rows), entry.text
        for doc in record.documents():
            assert any(doc.sha256 in row for row in rows)
    asked = [note.get(f"{W}id") for note in document.iter(f"{W}footnoteReference")]
    given = {note.get(f"{W}id"): words(note) for note in notes}
    assert len(asked) == len(set(asked)) == len(given) - 2 > 40
    assert all(re.search(r", \d+: “.+”$", given[id_]) for id_ in asked)
    path = tmp_path / "chronology.docx"
    path.write_bytes(answer.content)
    read = kipu.load(path)
    for word in ("Compiled by Ada Ünal", "What was left out", "People, bodies, places"):
        assert word in read.text


def test_heads_repeat_and_rows_stay_whole(client: TestClient) -> None:
    """The head of each table stands on every page, and no row is cut by the end of one."""
    document = parts(client.get("/print.docx").content)["word/document.xml"]
    tables = list(document.iter(f"{W}tbl"))
    assert len(tables) == 3
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        assert {len(row.findall(f"{W}tc")) for row in rows} <= {1, columns}


def test_what_is_asked_for_and_the_language_are_kept(client: TestClient) -> None:
    """The file has what the page for the same question has, in the language of its reader."""
    spanish = {"accept-language": "es"}
    whole = client.get("/print.docx", headers=spanish).content
    some = client.get("/print.docx?about=Belor", headers=spanish).content
    documents = [parts(data)["word/document.xml"] for data in (whole, some)]
    counts = [len(list(document.iter(f"{W}tr"))) for document in documents]
    assert counts[1] < counts[0]
    assert "Belor" in words(documents[1])
    assert "Compilada el" in words(documents[0])


def test_hostile_texts_leave_the_file_whole(tmp_path: Path) -> None:
    """Whatever texts and names hold, the parts are XML, and no text becomes an element."""
    path = tmp_path / "hostile.kipu"
    make_record(path, (*PAYLOADS[::20], "Ada \x01\x1b\ufffe ]]> &lt;w:p/>"))
    file = parts(client_of(path).get("/print.docx").content)
    names = {str(element.tag) for element in file["word/document.xml"].iter()}
    assert all(name.startswith(W) for name in names)
    assert "script" not in " ".join(names)


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ufffeb", "a\udc00b", "a]]>b", "a<b&c"])
def test_any_text_can_be_written(text: str) -> None:
    """Signs that no XML can hold are replaced; all others stay."""
    blocks = (
        Paragraph((Run(text, bold=True, note=text),), "Title"),
        Table(("a", "b"), (1, 2), (Row((Cell(()), Cell((Paragraph((Run(text),)),)))),)),
    )
    data = write_word(blocks, ABOUT)
    assert data == write_word(blocks, ABOUT)
    shown = "".join(parts(data)["word/document.xml"].itertext())
    assert shown.count(re.sub("[\x00\x1b\ufffe\udc00]", "\ufffd", text)) == 2


def test_the_bundle_holds_what_its_hashes_say(tmp_path: Path) -> None:
    """Whatever sources are called, each is in the folder of sources under its hash, unchanged."""
    path = tmp_path / "hostile.kipu"
    make_record(path, (*PAYLOADS[::20], "../../etc/passwd", "..", "C:\\a", "a\nb"))
    answer = client_of(path).get("/print.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        assert bundle.testzip() is None
        sums = bundle.read("SHA256SUMS").decode().splitlines()
        listed = {name: digest for digest, name in (line.split("  ", 1) for line in sums)}
        assert set(bundle.namelist()) == {*listed, "SHA256SUMS"}
        for name, digest in listed.items():
            assert sha256(bundle.read(name)).hexdigest() == digest
            assert re.fullmatch(r"sources/\d{4}-[\w.-]+|hostile\.(docx|pdf)", name), name
            assert ".." not in name
    with kipu.open_record(path) as record:
        assert {doc.sha256 for doc in record.documents()} <= set(listed.values())
