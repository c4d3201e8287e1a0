"""How far dates of documents can be trusted, as measured; made by ``bench/reliability.py``."""

from functools import cache

import msgspec

from kipu.lang.resources import load_toml

PARTS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The shares of documents that the days of a lag are given for."""


class Count(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many dates of a kind held the true day, of how many."""

    right: int
    all: int

    @property
    def share(self) -> float:
        """The share that a further date of the kind may be expected to be right in.

        Source: the rule of succession (Laplace): no kind is certain, and few cases say little.
        """
        return (self.right + 1) / (self.all + 2)


class Lag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days from the latest date that a text names to its own, for each share of ``PARTS``."""

    cases: int
    days: tuple[int, int, int, int, int]


class Trust(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was measured: dates right by their basis, lags by the grain of the latest date."""

    right: dict[str, Count]
    lag: dict[str, Lag]


@cache
def load_trust() -> Trust:
    """Load what was measured of dates; the same for all languages.

    Raises:
        ResourceError: The file is missing or damaged.
    """
    return load_toml(Trust, "dating.toml")
