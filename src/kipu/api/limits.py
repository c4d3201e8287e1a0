"""How much may be asked at once."""

import threading
from collections.abc import Callable

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Bytes of a body and of an address, and requests a second of each token.

    ``burst`` are the requests that may come at once after a rest. ``failures`` are the requests
    without a valid token that one address may send at once, ``failure_rate`` a second after that.
    """

    body: int = 1_000_000
    address: int = 8_000
    rate: float = 25
    burst: int = 250
    failures: int = 20
    failure_rate: float = 1


DEFAULT = Limits()
MOST_KNOWN = 10_000
"""Of how many tokens or addresses is remembered what they asked."""


class Allowance:
    """Lets each of many ask so often: what is not used is saved, up to a burst."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, who: str) -> float:
        """Take one request off; give the seconds to wait if there is none left, else 0."""
        now = self._clock()
        with self._lock:
            left, since = self._left.pop(who, (float(self._burst), now))
            left = min(self._burst, left + (now - since) * self._rate)
            wait = 0.0 if left >= 1 else (1 - left) / self._rate
            self._left[who] = (left if wait else left - 1, now)
            # The one that has asked for nothing for the longest is forgotten first.
            if len(self._left) > MOST_KNOWN:
                self._left.pop(next(iter(self._left)))
        return wait
