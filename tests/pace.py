"""Limits of time that hold on any machine: seconds as the machine of the limits would take them."""

import gc
import re
from collections import Counter
from collections.abc import Callable
from time import process_time

_WORK = "On Monday, 5 May 1990, at 10:30, 1,200 people left the town of Corran. " * 4_000
_WORD = re.compile(r"\w+|[^\w\s]")
_SECONDS_OF_WORK = 0.03
"""What the work takes on the machine for which limits are stated, when nothing else runs on it."""
_TRIES = 3


def assert_quick(call: Callable[[], object], seconds: float) -> None:
    """Assert that a call takes less than a limit of time, in the best of three tries.

    A fixed piece of work is measured before and after each try, so that a slow machine, or one
    that others are using, does not make a limit fail, nor a fast one hide that something grew.
    What other tests left in memory is kept from the collector of garbage meanwhile.

    Args:
        call: May be called up to three times.
        seconds: Processor time of the machine for which limits are stated.

    Raises:
        AssertionError: Every try took longer.
    """
    gc.freeze()
    try:
        taken: list[float] = []
        while len(taken) < _TRIES:
            taken.append(_paced_seconds(call))
            if taken[-1] < seconds:
                return
    finally:
        gc.unfreeze()
    raise AssertionError(f"took {taken} seconds, the limit is {seconds}")


def _paced_seconds(call: Callable[[], object]) -> float:
    before = _measure(_work)
    taken = _measure(call)
    return taken * _SECONDS_OF_WORK / max(before, _measure(_work))


def _work() -> object:
    return Counter(match.group().lower() for match in _WORD.finditer(_WORK)).most_common(3)


def _measure(call: Callable[[], object]) -> float:
    start = process_time()
    call()
    return process_time() - start
