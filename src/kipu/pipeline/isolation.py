"""Documents read in a process of their own, which may die of them.

One process reads many documents, since starting it takes a second; one that died, took much memory
or read many is replaced. What killed it is refused with the reason, and the next document is read.
"""

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

import kipu
from kipu.model.errors import ResourceError
from kipu.pipeline.confinement import CPU_SECONDS, MEMORY, OUT_OF_MEMORY
from kipu.pipeline.frames import (
    Answer,
    Begun,
    Done,
    Fault,
    Loaded,
    Named,
    Refusal,
    Request,
    receive_answer,
    send,
)

WAIT = 90.0
"""Seconds without any answer after which a process is killed: CPU time stops those that work, this
those that hang. Recognising the text in a picture may take 60."""
MOST_DOCUMENTS = 2_000
"""Documents after which a process is replaced, so that none grows for ever."""
MUCH_MEMORY = 500_000_000
"""Bytes above which a process is replaced before the next document."""
MOST_DEATHS = 10
"""Deaths over one file after which the rest of it is not read."""


class _Worker:
    """A running process."""

    def __init__(self) -> None:
        self.documents = self.memory = 0
        self.silent = False
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kipu.pipeline.reader_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    def ask(self, request: Request) -> bool:
        """Send a request; ``False`` if the process is dead."""
        assert self.process.stdin is not None
        try:
            send(self.process.stdin, request)
        except OSError:
            return False
        return True

    def answer(self) -> Answer | None:
        """Wait for an answer; ``None`` if the process died or was killed for its silence."""
        assert self.process.stdout is not None
        timer = threading.Timer(WAIT, self._kill_silent)
        timer.start()
        try:
            return receive_answer(self.process.stdout)
        finally:
            timer.cancel()

    def _kill_silent(self) -> None:
        self.silent = True
        self.process.kill()

    def is_spent(self) -> bool:
        """Whether it should read no more."""
        return self.documents >= MOST_DOCUMENTS or self.memory > MUCH_MEMORY

    def end(self) -> int:
        """End the process and give its exit status."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(timeout=0.5)
        self.process.kill()
        return self.process.wait()


def _environment() -> dict[str, str]:
    """Let the process find the same kipu, and keep its libraries from taking memory for threads."""
    here = str(Path(kipu.__file__).parent.parent)
    paths = [here, os.environ.get("PYTHONPATH", "")]
    alone = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    kept = {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONDONTWRITEBYTECODE": "1"}
    return os.environ | alone | kept | {"MALLOC_ARENA_MAX": "2"}


class Reader:
    """Reads documents in a process of its own; safe to be used by several threads in turn."""

    def __init__(self) -> None:
        self._worker: _Worker | None = None
        self._lock = threading.Lock()

    @property
    def memory(self) -> int:
        """The most that the process took so far, in bytes; 0 if there is none."""
        return self._worker.memory if self._worker else 0

    @property
    def process(self) -> int | None:
        """The number of the process, if there is one."""
        return self._worker.process.pid if self._worker else None

    def forget(self) -> None:
        """Leave the process to the parent: a fork that used it too would get its answers."""
        self._worker = None
        self._lock = threading.Lock()

    def close(self) -> None:
        """End the process, if there is one."""
        worker, self._worker = self._worker, None
        if worker:
            worker.end()

    def read(self, request: Request) -> Iterator[Loaded | Named | Refusal]:
        """Give what a file holds, part by part, in order.

        A part that ends the process is refused, and the next is read by another process.

        Raises:
            ResourceError: Something of kipu itself is damaged.
        """
        with self._lock:
            complete = False
            try:
                yield from self._read(request)
                complete = True
            finally:
                if not complete:  # what is still to come must not be taken for other answers
                    self.close()

    def _read(self, request: Request) -> Iterator[Loaded | Named | Refusal]:
        answered = deaths = 0
        while True:
            worker = self._ready(msgspec.structs.replace(request, skip=answered))
            current: str | None = None
            while (answer := worker.answer()) is not None:
                if isinstance(answer, Done):
                    worker.documents += 1
                    worker.memory = answer.memory
                    return
                if isinstance(answer, Fault):
                    raise ResourceError(answer.reason)
                if isinstance(answer, Begun):
                    current = answer.uri
                    continue
                current = None
                answered += 1
                yield answer
            refusal = self._died(worker, current or request.uri)
            yield refusal
            deaths += 1
            answered += 1
            if current is None or request.alone or deaths >= MOST_DEATHS:
                return

    def _ready(self, request: Request) -> _Worker:
        """Give a process that has taken the request; one that died of itself is replaced."""
        if self._worker and self._worker.is_spent():
            self.close()
        for _ in range(2):
            self._worker = self._worker or _Worker()
            if self._worker.ask(request):
                break
            self.close()
        self._worker = self._worker or _Worker()
        return self._worker

    def _died(self, worker: _Worker, uri: str) -> Refusal:
        self._worker = None
        status = worker.end()
        return Refusal(uri, f"{uri} {_cause(status, silent=worker.silent)}")


def _cause(status: int, *, silent: bool) -> str:
    """Say why a process died."""
    if silent:
        return f"took longer than {WAIT:.0f} s to read: split it, or export its text"
    if os.name == "posix" and status == -signal.SIGXCPU:
        return f"took more than {CPU_SECONDS} s to read: split it, or export its text"
    if status == OUT_OF_MEMORY:
        return f"needs more than {MEMORY / 1e6:.0f} MB to be read: split it"
    named = signal.Signals(-status).name if status < 0 else f"status {status}"
    return (
        f"ended the process that read it ({named}), as damaged and hostile files do, or those that"
        f" need more than {MEMORY / 1e6:.0f} MB: export its text"
    )


@cache
def reader() -> Reader:
    """Give the one reader of this process."""
    made = Reader()
    atexit.register(made.close)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=made.forget)
    return made
