"""Finds source files and loads them as documents."""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from kipu.documents.formats import media_type_of
from kipu.model.custody import Headers
from kipu.model.documents import CreationTime, Document
from kipu.model.errors import DocumentError
from kipu.pipeline.addresses import is_url
from kipu.pipeline.fetching import Fetched, Fetcher
from kipu.pipeline.frames import Loaded, Named, Refusal, Request
from kipu.pipeline.isolation import reader

LARGEST = 50_000_000
"""Bytes above which a file is not even read into memory; no document of that size is read."""
INPUT = Path("-")
"""The name under which the standard input is read."""
INPUT_URI = "the input"


class Source(msgspec.Struct, frozen=True):
    """A file to be read, and the ``uri`` by which the record will know it.

    ``uri`` is relative to what was added, so that a record tells nothing of the disk it was made
    on: ``articles/a1.txt`` for a file of an added folder, ``a1.txt`` for a file added by itself.
    ``url`` is given for a page of the web, which has no path.
    """

    path: Path
    uri: str
    url: str | None = None


class Received(msgspec.Struct, frozen=True):
    """The bytes of a source, and how they came.

    ``data`` is ``None`` for a file that is larger than a document may be, and so must be an
    archive, which is read piece by piece from its ``path``. ``sha256`` is the hash of all of it;
    ``asked`` and ``headers`` are what was asked of the web, and how it was answered;
    ``published`` is what a feed says of the date, for a page that says nothing itself.
    """

    uri: str
    sha256: str
    data: bytes | None = None
    path: str | None = None
    media_type: str | None = None
    retrieved: str | None = None
    url: str | None = None
    asked: str | None = None
    headers: Headers = ()
    published: CreationTime = CreationTime()


class Sources(msgspec.Struct, frozen=True):
    """What was found: files to be read, and files of folders that were left out, both sorted."""

    found: tuple[Source, ...]
    left_out: tuple[Source, ...]


def find_sources(paths: Iterable[Path | str]) -> Sources:
    """Find the documents among files, folders and addresses of the web.

    A file that is named is always a source; of a folder, with all below it, those whose name says
    that they hold a kind of document that kipu reads, a README apart, which tells of the folder.
    Hidden files are passed over. ``-`` is the standard input.

    Raises:
        DocumentError: A path does not exist, or nothing in a folder can be read.
    """
    found: dict[Path, Source] = {}
    left_out: dict[Path, Source] = {}
    for named in paths:
        path = Path(named)
        if isinstance(named, str) and is_url(named):
            found[path] = Source(path, named, named)
        elif path == INPUT:
            found[path] = Source(path, INPUT_URI)
        elif path.is_dir():
            inside = list(files_below(path))
            readable = [source for source in inside if is_document(source.path.name)]
            if not readable:
                raise DocumentError(_no_documents(path, len(inside)))
            found.update((source.path, source) for source in readable)
            left_out.update((source.path, source) for source in inside)
        elif path.exists():
            found.setdefault(path, Source(path, path.name))
        else:
            raise DocumentError(f"{path} does not exist: check the spelling and the folder")
    others = (source for path, source in left_out.items() if path not in found)
    return Sources(tuple(found.values()), tuple(others))


def is_document(name: str) -> bool:
    """Whether a file of a folder is an article or holds some, by its name."""
    return media_type_of(name) is not None and not name.lower().startswith("readme.")


def files_below(folder: Path) -> Iterator[Source]:
    """Give the files of a folder and those in it, but hidden ones, sorted."""
    base = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inner.parts):
            yield Source(path, f"{base.name}/{inner.as_posix()}")


def _no_documents(folder: Path, files: int) -> str:
    if not files:
        return f"there is nothing to read in {folder}: the folder is empty"
    holds = f"holds {files} {'file' if files == 1 else 'files'}"
    kinds = "none is a text (.txt), a page (.html), a .pdf, .docx or another kind that kipu reads"
    return f"there is nothing to read in {folder}: it {holds}, but {kinds}"


def load(path: str | Path, *, uri: str | None = None) -> Document:
    """Load the document that a file holds.

    Args:
        path: A text, a page, a PDF or a document in another format that kipu reads; its kind is
            told by its content where the name does not say. ``-`` is the standard input.
        uri: The name under which the document is kept; the path as given if left out.

    Raises:
        DocumentError: The file cannot be opened, holds several documents, or no text can be got
            out of it.
    """
    path = Path(path)
    named = INPUT_URI if path == INPUT else path.as_posix()
    return make_document(uri or named, load_bytes(path))


def make_document(uri: str, data: bytes) -> Document:
    """Make the one document that bytes hold, in a process of its own.

    Raises:
        DocumentError: No text can be got out of them, or they hold several documents.
    """
    (answer,) = reader().read(Request(uri, data, alone=True))
    if isinstance(answer, Loaded):
        return answer.document
    raise DocumentError(answer.reason if isinstance(answer, Refusal) else f"{uri} names pages")


def load_all(file: Received) -> Iterator[Loaded | Named | Refusal]:
    """Load every document that a file holds, in order, those that cannot be read as refusals.

    Of a list of pages, the pages are named.
    """
    yield from reader().read(
        Request(
            file.uri,
            file.data,
            file.path,
            media_type=file.media_type,
            retrieved=file.retrieved,
            url=file.url,
        )
    )


def receive(source: Source, fetcher: Fetcher) -> Received:
    """Get the bytes of a source: from the disk, the input or the web.

    Raises:
        DocumentError: They cannot be had, or are too many.
    """
    if source.url is None:
        if is_large(source.path):
            with source.path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            return Received(source.uri, sha256, path=str(source.path.absolute()))
        data = load_bytes(source.path)
        return Received(source.uri, hashlib.sha256(data).hexdigest(), data)
    return received(source, fetcher.fetch(source.url))


def received(source: Source, fetched: Fetched) -> Received:
    """Make what is read of an answer of the web."""
    return Received(
        source.uri,
        hashlib.sha256(fetched.data).hexdigest(),
        fetched.data,
        media_type=fetched.header("Content-Type"),
        retrieved=fetched.retrieved,
        url=fetched.url,
        asked=source.url,
        headers=fetched.headers,
    )


def is_large(path: Path) -> bool:
    """Whether a file is larger than any document may be.

    Raises:
        DocumentError: It cannot be looked at.
    """
    if path == INPUT:
        return False
    with open_bytes(path):
        return path.stat().st_size > LARGEST


def load_bytes(path: Path) -> bytes:
    """Load a file or the input, unless it is larger than any document that kipu reads.

    The size is looked at first: a file of many gigabytes must not fill the memory.

    Raises:
        DocumentError: It cannot be opened, is no file, or is too large.
    """
    if path == INPUT:
        data = sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise DocumentError(_too_large(INPUT_URI, "more than 50 MB"))
        return data
    with open_bytes(path) as stream:
        size = path.stat().st_size
        if size > LARGEST:
            raise DocumentError(_too_large(str(path), f"{size / 1e6:,.0f} MB"))
        return stream.read()


def _too_large(name: str, size: str) -> str:
    most = f"{LARGEST / 1e6:,.0f} MB"
    return f"{name} has {size}, and kipu reads documents up to {most}: split it into its articles"


def open_bytes(path: Path) -> BinaryIO:
    """Open a file to be read as bytes.

    Raises:
        DocumentError: It cannot be opened, or is no file.
    """
    try:
        if path.is_dir():
            raise DocumentError(f"{path} is a folder: name a file, or add the folder to a record")
        return path.open("rb")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DocumentError(f"{path} cannot be opened ({reason})") from error


def find_bytes(doc: Document) -> bytes | None:
    """Find the bytes of a document that was loaded earlier, if its file still holds them."""
    path = Path(doc.uri)
    loaded = [path.read_bytes()] if path.is_file() else []
    for data in (*loaded, doc.text.encode()):
        if hashlib.sha256(data).hexdigest() == doc.sha256:
            return data
    return None
