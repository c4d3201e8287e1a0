"""Zip files, looked through before anything in them is unpacked."""

import stat
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO, BinaryIO

from kipu.model.errors import DocumentError

MOST_ENTRIES = 10_000
MOST_UNPACKED = 200_000_000
"""Bytes of all entries together."""
MOST_RATIO, SMALL = 100, 1_000_000
"""Times that the entries may grow by unpacking, and bytes below which that does not matter: the
empty sheets and styles of office documents shrink to next to nothing."""
MOST_MEMBER = 50_000_000
"""Bytes of one entry."""
_ENCRYPTED = 0x1
_BY_HAND = "unpack it yourself and add what you need of it"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
"""What reading a damaged zip file raises; encodings and offsets out of range are ValueErrors."""


def open_zip(stream: BinaryIO, uri: str) -> zipfile.ZipFile:
    """Open a zip file, unless what it says of its entries is a danger.

    Raises:
        DocumentError: It is damaged, encrypted, a bomb, or names places outside of itself.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except _DAMAGED as error:
        raise DocumentError(f"{uri} is a damaged zip file ({error}): get it again") from error
    entries = archive.infolist()
    _refuse_sizes(entries, uri)
    _refuse_names(entries, uri)
    return archive


def read_entry(archive: zipfile.ZipFile, name: str, uri: str, *, most: int = MOST_MEMBER) -> bytes:
    """Unpack one entry.

    Raises:
        DocumentError: It is not there, is damaged, or larger than it says or than is read.
    """
    try:
        size = archive.getinfo(name).file_size
        if size > most:
            raise DocumentError(f"{name} in {uri} has {size:,} bytes, more than {most:,}: split it")
        with archive.open(name) as entry:
            data = entry.read(most + 1)
    except KeyError as error:
        raise DocumentError(f"{uri} lacks its part {name}: get it again") from error
    except _DAMAGED as error:
        raise DocumentError(f"{name} in {uri} is damaged ({error}): get it again") from error
    except RuntimeError as error:
        raise DocumentError(f"{uri} is encrypted: open it and save it without") from error
    if len(data) != size:
        raise DocumentError(f"{name} in {uri} is not as large as it says: get it again")
    return data


def open_entry(archive: zipfile.ZipFile, name: str, uri: str) -> IO[bytes]:
    """Open one entry, to be read piece by piece however large it is.

    Raises:
        DocumentError: It is damaged.
    """
    try:
        return archive.open(name)
    except (*_DAMAGED, RuntimeError) as error:
        raise DocumentError(f"{name} in {uri} is damaged ({error}): get it again") from error


def _refuse_sizes(entries: list[zipfile.ZipInfo], uri: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise DocumentError(
            f"{uri} has {len(entries):,} entries, more than {MOST_ENTRIES:,}: split it"
        )
    packed = [entry for entry in entries if entry.compress_type != zipfile.ZIP_STORED]
    unpacked = sum(entry.file_size for entry in packed)
    compressed = sum(entry.compress_size for entry in packed)
    if unpacked > MOST_UNPACKED:
        raise DocumentError(
            f"{uri} would unpack to {unpacked:,} bytes, more than {MOST_UNPACKED:,}: "
            "unpack it yourself and add the folder"
        )
    if unpacked > max(SMALL, MOST_RATIO * compressed):
        raise DocumentError(
            f"{uri} would grow {MOST_RATIO} times by unpacking, as only traps do:"
            " unpack it yourself if you trust who sent it, and add the folder"
        )


def _refuse_names(entries: Iterable[zipfile.ZipInfo], uri: str) -> None:
    seen = set[str]()
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if not name:
            raise DocumentError(f"{uri} is damaged: it holds an entry without a name; get it again")
        if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
            raise DocumentError(f"{uri} holds {name!r}, which leads out of it: {_BY_HAND}")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise DocumentError(f"{uri} holds {name!r}, a link to another place: {_BY_HAND}")
        if name in seen:
            raise DocumentError(
                f"{uri} holds {name!r} twice, so what it holds is not certain: {_BY_HAND}"
            )
        if entry.flag_bits & _ENCRYPTED:
            raise DocumentError(f"{uri} is encrypted: open it and save it without")
        seen.add(name)
