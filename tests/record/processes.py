"""Processes of their own for tests: to be killed, to run beside each other, to lack something."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from kipu.record import open_store
from tests.record.samples import sample_judgement, sample_reading, sample_resolution

Say = Callable[[str], None]


class Child:
    """A process that does one thing and tells of it as it goes."""

    def __init__(self, work: Callable[[Say], None]) -> None:
        outlet, inlet = os.pipe()
        self.id = os.fork()
        if not self.id:
            _work_and_exit(work, inlet)
        os.close(inlet)
        self._outlet = outlet

    def kill(self) -> None:
        """End it at once, with no chance to tidy up."""
        os.kill(self.id, signal.SIGKILL)

    def wait(self) -> list[str]:
        """Wait for its end, and give what it told."""
        with os.fdopen(self._outlet, "rb") as pipe:
            told = pipe.read().decode().split("\n")[:-1]
        os.waitpid(self.id, 0)
        return told


def _work_and_exit(work: Callable[[Say], None], inlet: int) -> None:
    # The test runner must not go on in the child, whatever happens.
    try:
        work(lambda words: _write(inlet, words))
    except BaseException as error:  # noqa: BLE001 - told to the parent, which fails the test
        _write(inlet, f"failed: {type(error).__name__}: {error}")
    finally:
        os._exit(0)


def _write(inlet: int, words: str) -> None:
    os.write(inlet, (words.replace("\n", " ") + "\n").encode())


def add_many(path: Path, first: int, last: int, say: Say) -> None:
    """Add documents and judgements, resolve now and then, and tell of each that is acknowledged."""
    with open_store(path, create=True) as store:
        for number in range(first, last):
            reading = sample_reading(number, padding=20)
            store.add_document(reading.doc, reading.doc.text.encode(), reading)
            say(f"document {number}")
            store.add_judgement(sample_judgement(number))
            say(f"judgement {number}")
            if number % 5 == 4:
                inputs = store.inputs()
                store.store_resolution(
                    sample_resolution(inputs.readings), generation=inputs.generation
                )
                say(f"resolution {number}")


def kill_while_adding(path: Path, first: int, chance: Random) -> list[str]:
    """Start to add documents, end the process at a random moment, give what it acknowledged."""
    child = Child(lambda say: add_many(path, first, first + 1000, say))
    time.sleep(chance.uniform(0.0, 0.12))
    child.kill()
    return child.wait()
