"""Finds source files and loads them as documents."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from kipu.model.documents import Document
from kipu.model.errors import DocumentError

LARGEST = 50_000_000
"""Bytes above which a file is not even read into memory; no document of that size is read."""


class Source(msgspec.Struct, frozen=True):
    """A file to be read, and the ``uri`` by which the record will know it.

    ``uri`` is relative to what was added, so that a record tells nothing of the disk it was made
    on: ``articles/a1.txt`` for a file of an added folder, ``a1.txt`` for a file added by itself.
    """

    path: Path
    uri: str


class Sources(msgspec.Struct, frozen=True):
    """What was found: files to be read, and files of folders that were left out, both sorted."""

    found: tuple[Source, ...]
    left_out: tuple[Source, ...]


def find_sources(paths: Iterable[Path]) -> Sources:
    """Find the documents among files and folders.

    A file that is named is always a source; of a folder, with all below it, those whose name says
    that they hold a kind of document that kipu reads, a README apart, which tells of the folder.
    Hidden files are passed over.

    Raises:
        DocumentError: A path does not exist, or nothing in a folder can be read.
    """
    found: dict[Path, Source] = {}
    left_out: dict[Path, Source] = {}
    for path in paths:
        if path.is_dir():
            inside = list(_files_below(path))
            readable = [source for source in inside if _is_document(source.path.name)]
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


def _is_document(name: str) -> bool:
    from kipu.documents import media_type_of

    return media_type_of(name) is not None and not name.lower().startswith("readme.")


def _files_below(folder: Path) -> Iterator[Source]:
    base = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inner.parts):
            yield Source(path, f"{base.name}/{inner.as_posix()}")


def _no_documents(folder: Path, files: int) -> str:
    if not files:
        return f"there is nothing to read in {folder}: the folder is empty"
    holds = f"holds {files} {'file' if files == 1 else 'files'}"
    return f"there is nothing to read in {folder}: it {holds}, but no text (.txt) or page (.html)"


def load(path: str | Path, *, uri: str | None = None) -> Document:
    """Load the document that a file holds.

    Args:
        path: A text or a page; its kind is told by its content where the name does not say.
        uri: The name under which the document is kept; the path as given if left out.

    Raises:
        DocumentError: The file cannot be opened, or no text can be got out of it.
    """
    source = Source(Path(path), uri or Path(path).as_posix())
    return make_document(source, load_bytes(source.path))


def make_document(source: Source, data: bytes) -> Document:
    """Make the document of a source from its bytes.

    Raises:
        DocumentError: No text can be got out of them.
    """
    from kipu.documents import media_type_of, read_document

    return read_document(data, uri=source.uri, media_type=media_type_of(source.path.name))


def load_bytes(path: Path) -> bytes:
    """Load a file, unless it is larger than any document that kipu reads.

    The size is looked at first: a file of many gigabytes must not fill the memory.

    Raises:
        DocumentError: It cannot be opened, is no file, or is too large.
    """
    with open_bytes(path) as stream:
        size = path.stat().st_size
        if size > LARGEST:
            raise DocumentError(
                f"{path} has {size / 1e6:,.0f} MB, and kipu reads documents up to"
                f" {LARGEST / 1e6:,.0f} MB: split it into its articles"
            )
        return stream.read()


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
