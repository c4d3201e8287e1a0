"""Makes the system refuse SQLite's writes at a chosen moment, as a broken or full disk does.

SQLite lets its calls of the system be replaced, for tests like these. The replacement holds for
the whole process until it is taken back.
"""

import _sqlite3
import ctypes
import errno
from collections.abc import Iterator
from contextlib import contextmanager

LIBRARY = ctypes.CDLL(_sqlite3.__file__)
"""What Python's module is made of or linked to, so that it is the same SQLite."""
FAULTS = {"full": errno.ENOSPC, "broken": errno.EIO, "read-only": errno.EROFS}


class _Vfs(ctypes.Structure):
    """The beginning and the last calls of ``sqlite3_vfs``, version 3."""

    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("calls", ctypes.c_void_p * 13),
        ("set_system_call", ctypes.c_void_p),
    ]


_Write = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t,
    *(ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_longlong),
    use_errno=True,
)
_SetSystemCall = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
_write = _Write(("pwrite64", ctypes.CDLL(None, use_errno=True)))


def _replace(function: ctypes.c_void_p | None) -> None:
    LIBRARY.sqlite3_vfs_find.restype = ctypes.c_void_p
    vfs = _Vfs.from_address(LIBRARY.sqlite3_vfs_find(None))
    set_system_call = _SetSystemCall(vfs.set_system_call)
    for name in (b"pwrite", b"pwrite64"):
        set_system_call(ctypes.addressof(vfs), name, function)


class Disk:
    """A disk that refuses writes; ``refused`` counts them."""

    def __init__(self, fault: str, after: int, times: int) -> None:
        self.refused = 0
        self._errno = FAULTS[fault]
        self._after = after
        self._times = times

    def write(self, file: int, data: int, size: int, at: int) -> int:
        """Write like the system, or fail like it."""
        self._after -= 1
        if self._after >= 0 or self.refused >= self._times:
            return int(_write(file, data, size, at))
        self.refused += 1
        ctypes.set_errno(self._errno)
        return -1


@contextmanager
def failing(fault: str, *, after: int, times: int) -> Iterator[Disk]:
    """Let so many writes of SQLite pass, and refuse so many of those that follow."""
    disk = Disk(fault, after, times)
    function = _Write(disk.write)
    _replace(ctypes.cast(function, ctypes.c_void_p))
    try:
        yield disk
    finally:
        _replace(None)
