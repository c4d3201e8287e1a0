"""The sources as a web archive: others find everything in it, and kipu reads it again."""

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

import kipu
from kipu.documents import File, Part, split_parts
from kipu.exports.wacz import ARCHIVE
from kipu.model.custody import Intake
from kipu.model.documents import Document
from kipu.model.errors import RecordError
from kipu.pipeline.exporting import export_sources
from kipu.pipeline.loading import make_document
from kipu.record import Store, open_store
from kipu.record.custody import FIRST, link_hash
from tests.conftest import Run
from tests.documents.making import column, make_docx, make_mail, make_pdf, paragraph
from tests.record.samples import sample_reading

TOLD = "The minister of mines, Ida Lorn, resigned on Monday, a spokesman said."
PAGE = (
    f"<html><head><title>Minister resigns</title></head><body><p>{TOLD}</p></body></html>".encode()
)
HEADERS = (
    ("Content-Type", "text/html"),
    ("Content-Encoding", "gzip"),
    ("ETag", '"x"'),
    ("Server", "made\r\nX-Other: forged"),
)
FILES = {
    "in box/one.txt": TOLD.encode(),
    "paper.pdf": make_pdf([column(TOLD, 60, 760, 470)]),
    "letter.docx": make_docx(paragraph(TOLD)),
    "mail.eml": make_mail("Minister resigns", TOLD),
}


def add(store: Store, doc: Document, data: bytes | None, intake: Intake) -> None:
    store.add_document(doc, data, kipu.read(doc), intake)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Make a record of a page that was fetched, four files, and a document without bytes."""
    made = open_store(tmp_path / "any.kipu", create=True)
    page = make_document("http://a.example/1?b=c", PAGE)
    add(made, page, PAGE, Intake("ada", "http://a.example/1?b=c", HEADERS))
    for uri, data in FILES.items():
        part = Intake("ada", "http://a.example/all.zip", HEADERS, "0f" * 32)
        add(made, make_document(uri, data), data, part if uri == "mail.eml" else Intake("ada"))
    bare = sample_reading(1)
    made.add_document(bare.doc, None, bare)
    return made


@pytest.fixture
def archive(store: Store, tmp_path: Path) -> zipfile.ZipFile:
    report = export_sources(store, tmp_path / "sources.wacz")
    assert (report.documents, report.without_bytes) == (5, 1)
    return zipfile.ZipFile(tmp_path / "sources.wacz")


def test_kipu_reads_it_again(store: Store, archive: zipfile.ZipFile) -> None:
    """Every document comes back with its bytes; the page with its address too."""
    assert archive.filename
    data = Path(archive.filename).read_bytes()
    parts = [p for p in split_parts(File(io.BytesIO(data), "s.wacz")) if isinstance(p, Part)]
    given = {hashlib.sha256(part.data).hexdigest(): part for part in parts}
    kept = {doc.sha256: doc for doc in store.documents() if store.raw(doc.id) is not None}
    assert given.keys() == kept.keys()
    assert {part.url for part in parts} == {"http://a.example/1?b=c", None}
    assert {part.kind.partition(";")[0] for part in parts} == {
        doc.media_type for doc in kept.values()
    }


def test_the_index_leads_to_each_record(archive: zipfile.ZipFile) -> None:
    """At each place of the index stands a whole member with the address and the hash it names."""
    lines = archive.read("indexes/index.cdx").decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 5
    data = archive.read(ARCHIVE)
    for line in lines:
        said = json.loads(line.split(" ", 2)[2])
        offset, length = int(said["offset"]), int(said["length"])
        record = gzip.decompress(data[offset : offset + length]).decode("latin-1")
        assert f"WARC-Target-URI: {said['url']}\r\n" in record
        assert f"WARC-Payload-Digest: {said['digest']}\r\n" in record
    assert any(line.startswith("example,a)/1?b=c ") for line in lines)


def test_a_page_has_the_headers_it_came_with(archive: zipfile.ZipFile) -> None:
    """Those of its way are renamed, since the bytes are unpacked; none can add another."""
    text = gzip.decompress(archive.read(ARCHIVE)).decode("latin-1")
    assert text.count("WARC-Type: response") == 1
    assert text.count("WARC-Type: resource") == 4
    assert (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Archive-Orig-Content-Encoding: gzip"
        in text
    )
    assert 'ETag: "x"\r\n' in text
    assert "forged" not in text
    assert "WARC-Target-URI: file:///in%20box/one.txt" in text


def test_every_part_is_named_with_its_hash(archive: zipfile.ZipFile) -> None:
    """The package lists all parts, and its own hash stands beside it; the archive is not packed."""
    package = archive.read("datapackage.json")
    digest = json.loads(archive.read("datapackage-digest.json"))
    assert digest["hash"] == f"sha256:{hashlib.sha256(package).hexdigest()}"
    resources = {part["path"]: part for part in json.loads(package)["resources"]}
    assert resources.keys() == set(archive.namelist()) - {
        "datapackage.json", "datapackage-digest.json"
    }  # fmt: skip
    for path, part in resources.items():
        data = archive.read(path)
        assert part["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert part["bytes"] == len(data)
    assert archive.getinfo(ARCHIVE).compress_type == zipfile.ZIP_STORED
    pages = archive.read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(pages[1])["title"] == "Minister resigns"


def test_the_log_of_custody_goes_along(archive: zipfile.ZipFile) -> None:
    """Its chain can be followed without the record."""
    previous = FIRST
    links = [json.loads(line) for line in archive.read("custody/log.jsonl").splitlines()]
    assert [link["number"] for link in links] == list(range(1, 7))
    for link in links:
        assert link["previous"] == previous
        previous = link_hash(previous, link["entry"])
        assert link["hash"] == previous


def test_the_same_record_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    """Two exports are equal; a file that is there is not written over."""
    one, other = tmp_path / "1.wacz", tmp_path / "2.wacz"
    export_sources(store, one)
    export_sources(store, other)
    assert one.read_bytes() == other.read_bytes()
    with pytest.raises(RecordError, match="is there already"):
        export_sources(store, one)
    with pytest.raises(RecordError, match="cannot be written"):
        export_sources(store, tmp_path / "nowhere" / "1.wacz")


def test_as_a_user_exports_it(run: Run, marena: Path) -> None:
    """The archive is written to the file that is named, and adds nothing to the same record."""
    done = run("export", "wacz", marena, "--out", "sources.wacz")
    assert done.stdout == "wrote 8 documents to sources.wacz\n"
    assert run("add", "sources.wacz").stdout.endswith(
        "added 0 documents to marena.kipu, 8 already there\n"
    )
    assert run("export", "wacz").returncode == 2
