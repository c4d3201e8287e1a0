"""Web archives (WARC, WACZ), by fastwarc: the pages, papers and texts that were answered.

Source: ISO 28500 (WARC 1.1); WACZ 1.1.1.
"""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from kipu.documents.formats import DOCX, EPUB, MAIL, MARKDOWN, ODT, PLAIN, RTF

LARGEST = 50_000_000
"""Bytes of one answer."""
LONGEST_HEAD = 1_000_000
MOST_DAMAGED = 10_000
"""Damaged records after which an archive is given up."""
_LOST = "No reader set"
"""What fastwarc answers again and again once it cannot follow an archive any more."""
_OK = 200
_TEXTS = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")
_RESOURCES = (*_TEXTS, MARKDOWN, DOCX, ODT, RTF, EPUB, MAIL)
"""What was put into an archive as it is, not answered by a server; kipu's own exports hold it."""


class Answer(msgspec.Struct, frozen=True):
    """What a server answered: its bytes, decoded, with the address and the time."""

    url: str
    retrieved: str | None
    media_type: str
    data: bytes


class Passed(msgspec.Struct, frozen=True):
    """Records that were passed over or could not be read, counted by the reason."""

    reasons: tuple[tuple[str, int], ...]


def read_warc(stream: BinaryIO) -> Iterator[Answer | Passed]:
    """Give the answers of a web archive that hold text, then what else it holds.

    Records are read one at a time; a damaged one is counted, and those after it are read as far as
    the archive can be followed.
    """
    passed = Counter[str]()
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    archive = iter(
        ArchiveIterator(
            stream, record_types=wanted, auto_decode="all", max_header_len=LONGEST_HEAD,
            fsspec_args=False,
        )
    )  # fmt: skip
    while True:
        try:
            record = next(archive, None)
            if record is None:
                break
            answer = _answer(record)
        except EOFError:
            passed["damaged: the archive is cut off"] += 1
            break
        except (OSError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
            if _LOST in str(error):
                break
            passed[f"damaged: {str(error)[:80] or type(error).__name__}"] += 1
            if passed.total() > MOST_DAMAGED:
                break
            continue
        if isinstance(answer, Answer):
            yield answer
        else:
            passed[answer] += 1
    if passed:
        yield Passed(tuple(passed.most_common(20)))


def _answer(record: WarcRecord) -> Answer | str:
    """Give what a record answers, or why it is passed over."""
    http = record.http_headers
    status = http.status_code if http is not None else _OK
    if status != _OK:
        return f"answered with status {status}" if status else "answered without a status"
    kind = (record.http_content_type or record.headers.get("Content-Type") or PLAIN).lower()
    kind = kind.partition(";")[0].strip()
    if kind not in (_TEXTS if http is not None else _RESOURCES):
        return f"of type {kind[:60]}"
    data = record.reader.read(LARGEST + 1)
    if len(data) > LARGEST:
        return f"larger than {LARGEST:,} bytes"
    if not data.strip():
        return "empty"
    charset = record.http_charset
    stated = f"{kind}; charset={charset}" if charset else kind
    return Answer(
        url=(record.headers.get("WARC-Target-URI") or "").strip("<>"),
        retrieved=record.headers.get("WARC-Date"),
        media_type=stated,
        data=data,
    )


def wacz_archives(archive: zipfile.ZipFile) -> list[str]:
    """Give the names of the web archives within a WACZ file."""
    return sorted(
        name
        for name in archive.namelist()
        if name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))
    )
