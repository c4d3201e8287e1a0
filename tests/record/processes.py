"""Processes of their own for tests: to be killed, to run beside each other, to lack something."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec

from kipu.model.judgements import Judgement
from kipu.record import Actor, open_store
from kipu.record.connections import Place
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


def add_many(place: Place, first: int, last: int, say: Say) -> None:
    """Add documents and judgements, resolve now and then, and tell of each that is acknowledged."""
    with open_store(place, create=True) as store:
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


def judge_many(place: Place, first: int, last: int, say: Say) -> None:
    """Judge, merge, undo and redo, and tell of what is then in effect of each number."""
    with open_store(place) as store:
        for number in range(first, last):
            ada = Actor("ada", sample_judgement(number).made)
            store.desk.judge(ada, [numbered_judgement(number), numbered_merge(number)])
            say(f"judged {number}")
            if number % 3 == 0:
                store.desk.undo(ada)
                say(f"undone {number}")
            if number % 6 == 0:
                store.desk.redo(ada)
                say(f"redone {number}")


def numbered_judgement(number: int) -> Judgement:
    """Judge something of a document that need not be in the record."""
    judgement = sample_judgement(number)
    return msgspec.structs.replace(judgement, reason=f"reason {number}")


def numbered_merge(number: int) -> Judgement:
    """Say that two events are one."""
    judgement, other = sample_judgement(number), sample_judgement(number + 1).target
    return msgspec.structs.replace(
        judgement,
        id=f"{judgement.id}-same",
        target=msgspec.structs.replace(judgement.target, other=other),
        kind="same",
        verdict="positive",
        reason=f"reason {number}",
    )


def kill_while_judging(place: Place, first: int, chance: Random) -> list[str]:
    """Start to judge, end the process at a random moment, give what it acknowledged."""
    return _kill_after(
        _moment(place, chance), lambda say: judge_many(place, first, first + 1000, say)
    )


def kill_while_adding(place: Place, first: int, chance: Random) -> list[str]:
    """Start to add documents, end the process at a random moment, give what it acknowledged."""
    return _kill_after(
        _moment(place, chance), lambda say: add_many(place, first, first + 1000, say)
    )


def kill_while_opening(place: Place, seconds: float) -> list[str]:
    """Start to open a record for writing, which may bring it up to date, and end that."""
    return _kill_after(seconds, lambda say: open_and_say(place, say))


def open_and_say(place: Place, say: Say) -> None:
    """Open a record, made or brought up to date if need be, and tell when that is done."""
    open_store(place, create=True).close()
    say("opened 1")


def _moment(place: Place, chance: Random) -> float:
    """Choose how many seconds go by; to reach a server takes longer than to open a file."""
    return chance.uniform(0.0, 0.12 if isinstance(place, Path) else 0.5)


def _kill_after(seconds: float, work: Callable[[Say], None]) -> list[str]:
    child = Child(work)
    time.sleep(seconds)
    child.kill()
    return child.wait()
