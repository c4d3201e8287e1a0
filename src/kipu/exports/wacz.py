"""The sources as a web archive (WACZ), which replays in a browser and is read by other archives.

Every document that has its bytes is a record of the archive: the answer of a server with its
headers where it was fetched, a resource otherwise. Beside them stand the pages, an index, the log
of custody, and the hash of each part. The same record gives the same bytes.

Source: WACZ 1.1.1; ISO 28500 (WARC 1.1); CDXJ of pywb.
"""

import gzip
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, BinaryIO
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

import msgspec

from kipu import __version__
from kipu.model.custody import CustodyEntry, CustodyLink
from kipu.model.documents import Document

ARCHIVE = "archive/sources.warc.gz"
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of all entries of the zip file: the earliest that it can hold."""
_ENCODED = frozenset(("content-encoding", "transfer-encoding", "content-length"))
"""Headers of the bytes on their way, which are kept as read; they go by another name."""
_HTML = "text/html"
_NO_HEADER = re.compile(r"[\r\n\0]")


class Kept(msgspec.Struct, frozen=True):
    """A document with its bytes, and its entry in the log of custody."""

    doc: Document
    data: bytes
    custody: CustodyLink | None


class Written(msgspec.Struct, frozen=True):
    """A record of the archive: where it stands, and what the index says of it."""

    url: str
    moment: str
    media_type: str
    digest: str
    offset: int
    length: int
    page: tuple[str, str] | None


def write_wacz(
    stream: BinaryIO, kept: Iterable[Kept], log: Sequence[CustodyLink], *, title: str, created: str
) -> int:
    """Write an archive of documents, which are taken one at a time; give their number.

    Args:
        created: The time that the archive says it is of, ISO 8601.
    """
    with zipfile.ZipFile(stream, "w", allowZip64=True) as archive:
        parts: list[dict[str, object]] = []
        with _entry(archive, ARCHIVE, zipfile.ZIP_STORED) as warc:
            measured = _Measured(warc)
            records = list(_write_records(measured, kept, created))
            parts.append(measured.described(ARCHIVE))
        for path, data in (
            ("indexes/index.cdx", _index(records)),
            ("pages/pages.jsonl", _pages(records)),
            ("custody/log.jsonl", _log(log)),
        ):
            with _entry(archive, path) as part:
                measured = _Measured(part)
                measured.write(data)
                parts.append(measured.described(path))
        package = _json(
            {
                "profile": "data-package",
                "wacz_version": "1.1.1",
                "title": title,
                "software": f"kipu {__version__}",
                "created": created,
                "resources": parts,
            }
        )
        digest = {"path": "datapackage.json", "hash": f"sha256:{_sha256(package)}"}
        for path, data in (
            ("datapackage.json", package),
            ("datapackage-digest.json", _json(digest)),
        ):
            with _entry(archive, path) as part:
                part.write(data)
    return len(records)


class _Measured:
    """A stream that counts and hashes what is written to it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self._hash.update(data)
        self.size += len(data)

    def described(self, path: str) -> dict[str, object]:
        name = path.rpartition("/")[2]
        hash_ = f"sha256:{self._hash.hexdigest()}"
        return {"name": name, "path": path, "hash": hash_, "bytes": self.size}


def _entry(archive: zipfile.ZipFile, path: str, method: int = zipfile.ZIP_DEFLATED) -> IO[bytes]:
    about = zipfile.ZipInfo(path, _FIRST_TIME)
    about.compress_type = method
    return archive.open(about, "w", force_zip64=method == zipfile.ZIP_STORED)


def _write_records(stream: _Measured, kept: Iterable[Kept], created: str) -> Iterator[Written]:
    """Write each record as a gzip member of its own, as readers that jump to one need it."""
    about = f"software: kipu {__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    fields = [
        ("WARC-Filename", ARCHIVE.rpartition("/")[2]),
        ("Content-Type", "application/warc-fields"),
    ]
    stream.write(_member("warcinfo", "urn:kipu:warcinfo", created, fields, about))
    for one in kept:
        offset = stream.size
        url, moment = _url(one), _moment(one, created)
        head = _answer_head(one)
        kind = "response" if head else "resource"
        digest = f"sha256:{one.doc.sha256}"
        fields = [
            ("WARC-Target-URI", url),
            ("WARC-Payload-Digest", digest),
            ("Content-Type", "application/http; msgtype=response" if head else one.doc.media_type),
        ]
        stream.write(_member(kind, one.doc.id, moment, fields, head + one.data))
        page = (one.doc.id, one.doc.title or url) if one.doc.media_type == _HTML else None
        yield Written(url, moment, one.doc.media_type, digest, offset, stream.size - offset, page)


def _member(
    kind: str, name: str, moment: str, fields: list[tuple[str, str]], block: bytes
) -> bytes:
    head = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, f'{name} {moment}')}>",
        f"WARC-Date: {moment}",
        *(f"{key}: {value}" for key, value in fields),
        f"Content-Length: {len(block)}",
    ]
    written = "\r\n".join([*head, "", ""]).encode() + block + b"\r\n\r\n"
    return gzip.compress(written, mtime=0)


def _answer(kept: Kept) -> CustodyEntry | None:
    """Give the entry of a document that is what a server answered, whole."""
    entry = kept.custody.entry if kept.custody else None
    return entry if entry and entry.whole is None else None


def _answer_head(kept: Kept) -> bytes:
    """Give the head of the answer that the bytes came with; empty if they came from no server."""
    answer = _answer(kept)
    headers = answer.headers if answer else ()
    if not headers:
        return b""
    lines = ["HTTP/1.1 200 OK"]
    for name, value in headers:
        kept_as = f"X-Archive-Orig-{name}" if name.lower() in _ENCODED else name
        if not _NO_HEADER.search(kept_as + value):
            lines.append(f"{kept_as}: {value}")
    lines.append(f"Content-Length: {len(kept.data)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def _url(kept: Kept) -> str:
    """Give the address of a document; of a file one that says where it stood in what was added."""
    answer = _answer(kept)
    address = (answer.asked if answer else None) or kept.doc.url
    return address if address and _is_plain(address) else f"file:///{quote(kept.doc.uri)}"


def _is_plain(address: str) -> bool:
    return address.startswith(("http://", "https://")) and not re.search(r"\s", address)


def _moment(kept: Kept, created: str) -> str:
    """Give when a document was retrieved, else when it was added."""
    said = kept.doc.retrieved or (kept.custody.entry.at if kept.custody else created)
    return said if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said) else created


def _index(records: Iterable[Written]) -> bytes:
    lines = []
    for one in records:
        said = {
            "url": one.url, "mime": one.media_type, "status": "200", "digest": one.digest,
            "length": str(one.length), "offset": str(one.offset),
            "filename": ARCHIVE.rpartition("/")[2],
        }  # fmt: skip
        moment = re.sub(r"\D", "", one.moment)
        lines.append(f"{sort_key(one.url)} {moment} {json.dumps(said)}")
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def sort_key(url: str) -> str:
    """Give the key by which archives sort an address: the host from its end, then the path.

    >>> sort_key("https://www.News.example/a?b=C")
    'example,news)/a?b=c'
    """
    parts = urlsplit(url)
    if not parts.hostname:
        return url.casefold()
    host = ",".join(reversed(parts.hostname.removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}".casefold()


def _pages(records: Iterable[Written]) -> bytes:
    lines: list[dict[str, object]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All"}]
    lines += [
        {"id": one.page[0], "url": one.url, "ts": one.moment, "title": one.page[1]}
        for one in records
        if one.page
    ]
    return b"".join(_json(line, indent=None) + b"\n" for line in lines)


def _log(log: Iterable[CustodyLink]) -> bytes:
    """Write the log of custody; ``entry`` is the very text that was hashed."""
    return b"".join(
        _json(
            {
                "number": link.entry.number,
                "previous": link.previous,
                "hash": link.hash,
                "entry": link.written,
            },
            indent=None,
        )
        + b"\n"
        for link in log
    )


def _json(value: object, *, indent: int | None = 1) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent).encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
