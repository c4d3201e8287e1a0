"""Stops and notes every attempt of a Python process to leave this computer.

Python imports this module by its name at every start, from a folder in ``PYTHONPATH``. Attempts are
lines in the file that the variable ``KIPU_TESTS_ATTEMPTS`` names; without it nothing is watched.
Nothing is imported but what Python has loaded by then: a test looks at what importing kipu loads.
"""

import os
import sys
from typing import Any

VARIABLE = "KIPU_TESTS_ATTEMPTS"
_TO_ADDRESS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_TO_NAME = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_HERE = ("localhost", "::1", "0.0.0.0", "::", "")


def is_here(host: object) -> bool:
    """Whether a host is this computer, or no name at all.

    >>> is_here("127.0.0.1"), is_here(None), is_here("a.example"), is_here("93.184.216.34")
    (True, True, False, False)
    """
    if isinstance(host, bytes):
        host = host.decode("latin-1")
    return host is None or (isinstance(host, str) and (host in _HERE or host.startswith("127.")))


def leaves(event: str, args: tuple[Any, ...]) -> str | None:
    """Give where an event of the interpreter would go, if that is not this computer."""
    if event in _TO_ADDRESS and len(args) > 1 and isinstance(args[1], tuple):
        return None if is_here(args[1][0]) else str(args[1])
    if event in _TO_NAME and args:
        return None if is_here(args[0]) else str(args[0])
    return None


def _watch(event: str, args: tuple[Any, ...]) -> None:
    where = leaves(event, args)
    path = os.environ.get(VARIABLE) if where else None
    if path:
        notes = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(notes, f"{event} {where}\n".encode())
        os.close(notes)
        raise PermissionError(f"a test may not leave this computer: {event} {where}")


if os.environ.get(VARIABLE):
    sys.addaudithook(_watch)
