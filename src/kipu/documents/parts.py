"""Files that hold several documents, taken apart: archives, mailboxes, feeds, tables.

What comes out is one stream of parts and refusals in the order of the file, however deeply archives
are nested, so that whoever reads them can go on after any of them.
"""

import gzip
import io
import logging
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import PurePosixPath
from typing import BinaryIO

import msgspec

from kipu.documents import formats
from kipu.documents.decoding import decode
from kipu.documents.formats import SAMPLE, media_type_of, tell_format, tell_zip_format
from kipu.documents.pieces import Extract
from kipu.documents.refusals import LARGEST, refuse_binary
from kipu.documents.zips import MOST_RATIO, SMALL, open_entry, open_zip, read_entry
from kipu.model.documents import CreationTime
from kipu.model.errors import DocumentError

log = logging.getLogger(__name__)

DEEPEST = 2
"""Archives within archives; deeper ones are traps."""
MOST_PARTS = 200_000
_SIGNATURES = frozenset((
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
))  # fmt: skip
_HIDDEN = (".", "__MACOSX")


class File(msgspec.Struct, frozen=True):
    """A file that may hold several documents: its bytes, and what is said of them.

    ``media_type`` is what a sender said, ``url`` the address that the bytes were got from.
    """

    stream: BinaryIO
    uri: str
    media_type: str | None = None
    retrieved: str | None = None
    url: str | None = None
    part_of: str | None = None
    depth: int = 0


class Part(msgspec.Struct, frozen=True):
    """The bytes of one document.

    ``kind`` is their media type, with a charset where a sender named one. ``extract`` is what was
    read already where the bytes mean nothing without the file around them (a row, an entry).
    """

    data: bytes
    uri: str
    kind: str
    retrieved: str | None = None
    url: str | None = None
    part_of: str | None = None
    extract: Extract | None = None


class Refused(msgspec.Struct, frozen=True):
    """A part that gives no document and why; ``left_out`` if it is no document by its kind."""

    uri: str
    reason: str
    left_out: bool = False


class Listed(msgspec.Struct, frozen=True):
    """A page of the web that a list names; ``published`` is what the list says of its date."""

    uri: str
    url: str
    published: CreationTime | None = None


Parts = Iterator[Part | Refused | Listed]


def split_parts(file: File) -> Parts:
    """Give the documents that a file holds: one, or those of an archive one after another.

    Nothing is raised: a part that cannot be had is refused, and the others go on.
    """
    count = 0
    try:
        for part in parts_of(file):
            yield part
            count += 1
            if count >= MOST_PARTS:
                yield Refused(file.uri, f"{file.uri} holds more than {MOST_PARTS:,} documents")
                return
    except DocumentError as error:
        yield Refused(file.uri, str(error))
    except MemoryError:
        raise
    except Exception as error:
        log.debug("taking %s apart failed", file.uri, exc_info=True)
        named = f"{type(error).__name__}: {error}"[:200]
        yield Refused(file.uri, f"{file.uri} is damaged, and not read further ({named})")


def parts_of(file: File) -> Parts:
    """Give the documents that a file holds, as :func:`split_parts` does.

    Raises:
        DocumentError: The file cannot be taken apart, or not further.
    """
    head = file.stream.read(SAMPLE)
    file.stream.seek(0)
    kind = tell_format(head, file.uri, file.media_type)
    if kind == formats.ZIP:
        with closing(open_zip(file.stream, file.uri)) as archive:
            kind = tell_zip_format(archive)
            if kind in _OF_ZIPS:
                yield from _OF_ZIPS[kind](archive, _deeper(file, kind))
                return
    if kind in _OF_FILES:
        yield from _OF_FILES[kind](_deeper(file, kind))
    else:
        yield _whole(file, kind)


def _deeper(file: File, kind: str) -> File:
    """Go into an archive, unless it is too deep in others; tables and feeds hold no files."""
    if kind in (formats.CSV, formats.XLSX, formats.FEED, formats.JSON_FEED):
        return file
    if file.depth >= DEEPEST and kind != formats.MAIL:
        raise DocumentError(
            f"{file.uri} is an archive in archives, {DEEPEST} deep: unpack it first"
        )
    return msgspec.structs.replace(file, depth=file.depth + 1)


def _whole(file: File, kind: str) -> Part:
    return Part(
        _load(file), file.uri, _with_charset(kind, file.media_type), file.retrieved, file.url,
        file.part_of,
    )  # fmt: skip


def _with_charset(kind: str, said: str | None) -> str:
    _, mark, charset = (said or "").partition("charset=")
    return f"{kind}; charset={charset}" if mark and kind.startswith("text/") else kind


def _load(file: File) -> bytes:
    file.stream.seek(0)
    data = file.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise DocumentError(
            f"{file.uri} has more than the {LARGEST:,} bytes that are read: split it"
        )
    return data


def _inner(file: File, name: str, data: bytes, media_type: str | None = None) -> Parts:
    """Take apart what lies in an archive."""
    uri = f"{file.uri}#{name}"
    inner = File(
        io.BytesIO(data), uri, media_type, file.retrieved, None, part_of=file.uri, depth=file.depth
    )
    return split_parts(inner)


def _zip(archive: zipfile.ZipFile, file: File) -> Parts:
    for entry in archive.infolist():
        name = entry.filename
        if entry.is_dir() or any(part.startswith(_HIDDEN) for part in name.split("/")):
            continue
        if media_type_of(name) is None and PurePosixPath(name).suffix:
            yield Refused(f"{file.uri}#{name}", "no article by its name", left_out=True)
            continue
        try:
            data = read_entry(archive, name, file.uri)
        except DocumentError as error:
            yield Refused(f"{file.uri}#{name}", str(error))
        else:
            yield from _inner(file, name, data)


def _wacz(archive: zipfile.ZipFile, file: File) -> Parts:
    from kipu.documents.readers.webarchives import wacz_archives

    for name in wacz_archives(archive):
        try:
            stream = open_entry(archive, name, file.uri)
        except DocumentError as error:
            yield Refused(f"{file.uri}#{name}", str(error))
            continue
        with stream:
            inner = msgspec.structs.replace(file, stream=stream, uri=f"{file.uri}#{name}")
            yield from _warc(inner)


def _warc(file: File) -> Parts:
    from kipu.documents.readers.webarchives import Passed, read_warc

    for number, answer in enumerate(read_warc(file.stream), 1):
        if isinstance(answer, Passed):
            for reason, count in answer.reasons:
                damaged = reason.startswith("damaged")
                records = f"{count:,} {'record' if count == 1 else 'records'}"
                told = f"{file.uri}: {records} {reason}" if damaged else f"{records} {reason}"
                yield Refused(file.uri, told, left_out=not damaged)
            continue
        uri = f"{file.uri}#{number}"
        url = answer.url if answer.url.startswith(("http://", "https://")) else None
        inner = File(
            io.BytesIO(answer.data), uri, answer.media_type, answer.retrieved, url,
            part_of=file.uri, depth=file.depth,
        )  # fmt: skip
        yield from split_parts(inner)


def _mailbox(file: File) -> Parts:
    from kipu.documents.readers.mail import LARGEST as LARGEST_MAIL
    from kipu.documents.readers.mail import split_mailbox

    for number, mail in enumerate(split_mailbox(file.stream), 1):
        uri = f"{file.uri}#{number}"
        if mail is None:
            yield Refused(uri, f"{uri} is a mail of more than {LARGEST_MAIL:,} bytes")
            continue
        inner = File(io.BytesIO(mail), uri, formats.MAIL, part_of=file.uri, depth=file.depth)
        yield from _mail(inner)


def _mail(file: File) -> Parts:
    """Give a mail and after it the files that hang on it."""
    from kipu.documents.readers.mail import attachments, parse_mail

    whole = _whole(file, formats.MAIL)
    yield whole
    try:
        for attached in attachments(parse_mail(whole.data, file.uri), file.uri):
            uri = f"{file.uri}#{attached.name}"
            if _is_no_text(attached.name, attached.data, attached.media_type):
                yield Refused(uri, "no article by its kind", left_out=True)
            elif file.depth > DEEPEST + 1:
                yield Refused(uri, f"{uri} hangs on a mail that hangs on mails: save it by itself")
            else:
                yield from _inner(file, attached.name, attached.data, attached.media_type)
    except DocumentError as error:
        yield Refused(file.uri, str(error))


def _is_no_text(name: str, data: bytes, media_type: str) -> bool:
    """Whether what hangs on a mail is a picture, sound, signature, card or call to a meeting."""
    kind = tell_format(data[:SAMPLE], name, media_type)
    if kind == formats.PLAIN:
        return media_type_of(name) is None and bool(PurePosixPath(name).suffix)
    return kind.partition("/")[0] in ("image", "audio", "video") or kind in _SIGNATURES


def _feed(file: File) -> Parts:
    from kipu.documents.readers.feeds import split_feed, split_json_feed

    data = _load(file)
    is_json = data.lstrip()[:1] == b"{"
    entries = split_json_feed(data, file.uri) if is_json else split_feed(data, file.uri)
    kind = formats.JSON_FEED if is_json else formats.FEED
    for number, entry in enumerate(entries, 1):
        uri = f"{file.uri}#{number}"
        yield Part(entry.data, uri, kind, file.retrieved, part_of=file.uri, extract=entry.extract)


def _csv(file: File) -> Parts:
    from kipu.documents.readers.sheets import csv_rows

    data = _load(file)
    refuse_binary(data, file.uri)
    yield from _rows(file, list(csv_rows(decode(data).text, file.uri)))


def _xlsx(archive: zipfile.ZipFile, file: File) -> Parts:
    from kipu.documents.readers.sheets import xlsx_sheets

    sheets = [(title, rows) for title, rows in xlsx_sheets(archive, file.uri) if any(rows)]
    for number, (title, rows) in enumerate(sheets):
        try:
            yield from _rows(file, rows, f"{title}!" if number else "")
        except DocumentError as error:
            if len(sheets) == 1:
                raise
            yield Refused(f"{file.uri}#{title}", str(error), left_out=True)


def _rows(file: File, rows: list[list[str]], sheet: str = "") -> Parts:
    """Take a table apart; ``sheet`` goes before the numbers of its rows."""
    from kipu.documents.readers.rows import Link, read_rows

    for row in read_rows(rows, file.uri):
        uri = f"{file.uri}#{sheet}{row.number}"
        if not isinstance(row, Link):
            yield Part(row.data, uri, formats.CSV, part_of=file.uri, extract=row.extract)
        elif file.part_of or file.url:  # who sent it may only want to see it asked for
            raise DocumentError(f"{file.uri} is a list of pages: save it and add it by itself")
        else:
            yield Listed(uri, row.url, row.published)


def _gzip(file: File) -> Parts:
    """Unpack a single compressed file; the sizes in it are not to be trusted."""
    try:
        with gzip.GzipFile(fileobj=file.stream) as unpacked:
            data = unpacked.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DocumentError(f"{file.uri} is a damaged gzip file ({error}): get it again") from error
    packed = file.stream.seek(0, io.SEEK_END)
    if len(data) > LARGEST or len(data) > max(SMALL, MOST_RATIO * packed):
        raise DocumentError(f"{file.uri} would grow too much by unpacking: unpack it and add that")
    inner = msgspec.structs.replace(
        file, stream=io.BytesIO(data), uri=file.uri.removesuffix(".gz"), media_type=None
    )
    yield from split_parts(inner)


_OF_ZIPS: dict[str, Callable[[zipfile.ZipFile, File], Parts]] = {
    formats.ZIP: _zip, formats.WACZ: _wacz, formats.XLSX: _xlsx,
}  # fmt: skip
_OF_FILES: dict[str, Callable[[File], Parts]] = {
    formats.WARC: _warc, formats.MBOX: _mailbox, formats.MAIL: _mail, formats.FEED: _feed,
    formats.JSON_FEED: _feed, formats.CSV: _csv, formats.GZIP: _gzip,
}  # fmt: skip
