"""What the process that reads documents may not do, whatever a document makes its libraries do.

Linux and macOS keep the limits of ``setrlimit``; where there is none (Windows), the time that the
parent waits and the ban on files and network remain.
"""

import os
import platform
import sys
import threading
import time
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import Any

try:
    import resource

    _HAS_LIMITS = True
except ImportError:  # Windows
    _HAS_LIMITS = False

CPU_SECONDS = 28
"""For one document; with what limits round up and a new process takes to start, at most 30."""
MEMORY = 768_000_000
"""Bytes of address space; pages and texts need 150 MB, most of it libraries."""
MOST_FILES = 128
OUT_OF_MEMORY = 75
"""Exit status of a process that took too much memory where the system does not stop it."""

_IS_MAC = platform.system() == "Darwin"
_WATCH = 0.1
_FORBIDDEN = (
    "socket.", "ftplib.", "http.", "smtplib.", "urllib.", "os.exec", "os.fork", "os.spawn",
    "os.system", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "os.kill", "os.putenv", "os.setxattr", "shutil.",
    "pty.", "signal.pthread_kill", "tempfile.",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def confine(programs: Container[str] = ()) -> None:
    """Bind this process for good: no network, no writing, no programs but those named.

    The memory is limited too, and is that of all libraries together.
    """
    if _HAS_LIMITS:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _lower(resource.RLIMIT_FSIZE, 0)
        _lower(resource.RLIMIT_NOFILE, MOST_FILES)
        if _IS_MAC:
            threading.Thread(target=_watch_memory, daemon=True).start()
        else:
            _lower(resource.RLIMIT_AS, MEMORY)
    sys.addaudithook(_Ban(programs))


def grant_time() -> None:
    """Give this process the time for one document from now on; it is killed when that is over."""
    if _HAS_LIMITS:
        used = int(time.process_time()) + 1
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = used + CPU_SECONDS
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def memory_used() -> int:
    """Give the most memory that this process ever took, in bytes."""
    if not _HAS_LIMITS:
        return 0
    if not _IS_MAC:  # what Linux tells by getrusage may be the memory of the parent
        with suppress(OSError, StopIteration):
            lines = Path("/proc/self/status").read_text("ascii").splitlines()
            peak = next(line for line in lines if line.startswith("VmHWM:"))
            return int(peak.split()[1]) * 1024
    unit = 1 if _IS_MAC else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _lower(limit: int, most: int) -> None:
    _, hard = resource.getrlimit(limit)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(limit, (wanted, wanted))


def _watch_memory() -> None:
    """macOS keeps no limit of memory, so it is watched from within."""
    while memory_used() < MEMORY:
        time.sleep(_WATCH)
    os._exit(OUT_OF_MEMORY)


class _Ban:
    """Refuses what Python code of any library wants to do outside of this process."""

    def __init__(self, programs: Container[str]) -> None:
        self.programs = programs

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(flags, int) and flags & _WRITING and path != os.devnull:
                raise PermissionError(f"a document may not make kipu write {path!r}")
        elif event in ("subprocess.Popen", "os.posix_spawn"):
            if str(args[0]) not in self.programs:
                raise PermissionError("a document may not make kipu run programs")
        elif event.startswith(_FORBIDDEN):
            raise PermissionError(f"a document may not make kipu use {event}")
