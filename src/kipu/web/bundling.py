"""The printed chronology with its sources and their hashes, as one file to hand on."""

import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from kipu.model.documents import Document
from kipu.pipeline.records import Record

SUMS = "SHA256SUMS"
"""The list of hashes, as ``sha256sum --check`` and ``shasum -a 256 --check`` read it."""
MISSING = "WITHOUT-BYTES.txt"
LONGEST = 80
"""Characters of a file's own name that are kept."""
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of all entries: the same record and the same pages give the same bytes."""
_UNSAFE = re.compile(r"[^\w.-]+")


def make_bundle(record: Record, papers: Mapping[str, bytes], title: str) -> Response:
    """Answer with an archive: the papers, every source as it came, and the hash of each of them.

    Sources whose bytes the record does not have, since it was made from an export, are named.
    """
    with tempfile.NamedTemporaryFile(prefix="kipu-", suffix=".zip", delete=False) as file:
        path = Path(file.name)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(archive, record, papers)
    return FileResponse(
        path,
        media_type="application/zip",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(title)}.zip"},
        background=BackgroundTask(path.unlink, missing_ok=True),
    )


def _write(archive: zipfile.ZipFile, record: Record, papers: Mapping[str, bytes]) -> None:
    sums, missing = [], []
    for name, data in papers.items():
        sums.append((sha256(data).hexdigest(), name))
        _add(archive, name, data)
    for name, doc in _named(record.documents()):
        raw = record.store.raw(doc.id)
        if raw is None:
            missing.append(f"{doc.sha256}  {doc.uri}")
        else:
            sums.append((doc.sha256, name))
            _add(archive, name, raw)
    _add(archive, SUMS, "".join(f"{digest}  {name}\n" for digest, name in sums).encode())
    if missing:
        _add(archive, MISSING, "\n".join([*missing, ""]).encode())


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _FIRST_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _named(docs: tuple[Document, ...]) -> Iterator[tuple[str, Document]]:
    """Give each source a name of its own that no system takes amiss, in order of their files."""
    for number, doc in enumerate(sorted(docs, key=lambda doc: (doc.uri, doc.id)), start=1):
        last = PurePosixPath(doc.uri.partition("?")[0]).name
        yield f"sources/{number:04}-{_UNSAFE.sub('_', last)[-LONGEST:].strip('.') or 'source'}", doc
