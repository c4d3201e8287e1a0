"""The gazetteer: cities by their names, with where they lie."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, takewhile

import msgspec

from kipu.lang.resources import resource_path


class City(msgspec.Struct, frozen=True):
    """A city of GeoNames: degrees north and east, country codes of two and three letters."""

    id: str
    latitude: float
    longitude: float
    country: str
    country3: str
    people: int


class Gazetteer:
    """Cities by name in lower case without accents; a line is read when its name is asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def named(self, name: str) -> tuple[City, ...]:
        """Give the cities of a name, the largest first."""
        key = f"{name}\t"
        found = takewhile(lambda line: line.startswith(key), self._from(key))
        rows = (line.split("\t") for line in found)
        return tuple(
            City(id_, float(north), float(east), code, code3, int(people))
            for _, id_, north, east, code, code3, people in rows
        )

    def _from(self, key: str) -> Iterator[str]:
        return islice(self._lines, bisect_left(self._lines, key), None)


@cache
def load_gazetteer() -> Gazetteer:
    """Load the gazetteer.

    Raises:
        ResourceError: It is missing.
    """
    lines = resource_path("gazetteer.tsv").read_text("utf-8").splitlines()
    return Gazetteer([line for line in lines if not line.startswith("#")])
