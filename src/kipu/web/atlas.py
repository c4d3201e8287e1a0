"""The drawing of a map: outlines of countries, and the places of a record on them.

Outlines are of Natural Earth, as world-atlas has them; ``islands/world.js`` makes the file. A frame
fits what is shown. Of the whole world the projection keeps areas (Equal Earth), of a part of it
directions: a degree is as long in both ways in its middle.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from kipu.lang.resources import languages, load_table
from kipu.model.resolved import Location

WIDTH, TALLEST, LOWEST = 1180.0, 660.0, 430.0
"""The size of the drawing, and within which height it stays."""
WORLD_FROM = 150.0
"""Degrees of longitude from which the whole world is drawn."""
ROOM, LEAST = 0.14, 9.0
"""Room around the places, as a part of their extent, and the least extent, in degrees."""
NEAREST = 0.35
"""Units of the drawing that points of an outline are apart; nearer ones are not seen."""

Point = tuple[float, float]


class Grade(msgspec.Struct, frozen=True):
    """Outlines in one grade of detail: steps from point to point in ``parts`` of a degree."""

    parts: int
    shapes: tuple[tuple[tuple[int, ...], ...], ...]


class _World(msgspec.Struct, frozen=True):
    countries: dict[str, tuple[float, float]]
    coarse: Grade
    fine: Grade


class Frame(msgspec.Struct, frozen=True):
    """Which part of the world is drawn, and how degrees become units of the drawing."""

    west: float
    south: float
    east: float
    north: float
    whole: bool

    @property
    def height(self) -> float:
        """The height of the drawing."""
        _, top = self._flat(self._middle, self.north)
        _, bottom = self._flat(self._middle, self.south)
        return round((top - bottom) * self._scale, 1)

    def place(self, longitude: float, latitude: float) -> Point:
        """Give where a place stands on the drawing."""
        x, y = self._flat(longitude, latitude)
        left, _ = self._flat(self.west, 0.0)
        _, top = self._flat(self._middle, self.north)
        return (x - left) * self._scale, (top - y) * self._scale

    @property
    def _middle(self) -> float:
        return (self.west + self.east) / 2

    @property
    def _scale(self) -> float:
        return WIDTH / (self._flat(self.east, 0.0)[0] - self._flat(self.west, 0.0)[0])

    def _flat(self, longitude: float, latitude: float) -> Point:
        if self.whole:
            return equal_earth(longitude, latitude)
        return longitude * math.cos(math.radians((self.south + self.north) / 2)), latitude


def equal_earth(longitude: float, latitude: float) -> Point:
    """Project a place so that areas stay in proportion.

    Source: Šavrič, Patterson and Jenny, "The Equal Earth map projection" (2018), equations 1-3.

    >>> [round(value, 3) for value in equal_earth(0, 90)]
    [0.0, 1.317]
    """
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    angle = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    slope = 9 * d * sixth * square + 7 * c * sixth + 3 * b * square + a
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(angle) / (3 * slope)
    return x, angle * (d * sixth * square + c * sixth + b * square + a)


def frame_of(locations: Iterable[Location]) -> Frame:
    """Choose the part of the world that shows all of these places, with room around them."""
    places = [(place.longitude, place.latitude) for place in locations]
    whole = Frame(-180.0, -56.0, 180.0, 78.0, whole=True)
    if not places:
        return whole
    west, east = _stretched(x for x, _ in places)
    south, north = _stretched(y for _, y in places)
    if east - west > WORLD_FROM or south < -80 or north > 84:
        return whole
    return _fitted(west, south, east, north)


def _stretched(values: Iterable[float]) -> tuple[float, float]:
    """Give the ends of a line of places, with room around it."""
    found = list(values)
    low, high = min(found), max(found)
    room = max((high - low) * ROOM, (LEAST - (high - low)) / 2, 1.5)
    return low - room, high + room


def _fitted(west: float, south: float, east: float, north: float) -> Frame:
    """Widen a part of the world until its drawing is neither too tall nor too low."""
    across = math.cos(math.radians((south + north) / 2))
    ratio = (north - south) / ((east - west) * across)
    if ratio > TALLEST / WIDTH:
        more = (north - south) / across / (TALLEST / WIDTH) - (east - west)
        west, east = west - more / 2, east + more / 2
    if ratio < LOWEST / WIDTH:
        more = (east - west) * across * (LOWEST / WIDTH) - (north - south)
        south, north = south - more / 2, north + more / 2
    return Frame(west, south, east, north, whole=False)


@cache
def load_world() -> _World:
    """Load the outlines."""
    data = (files("kipu.web") / "world.json").read_bytes()
    return msgspec.json.decode(data, type=_World)


def find_country(name: str) -> Location | None:
    """Give the middle of a country by a name of it in any language of kipu, ``None`` if it is none.

    >>> [find_country(name) is not None for name in ("Perú", "Lima", "the DRC")]
    [True, False, False]
    """
    code = _codes().get(name.casefold())
    found = None if code is None else _middles().get(code)
    return None if found is None or code is None else Location(found[1], found[0], code, "")


@cache
def _codes() -> dict[str, str]:
    """Give the code of each name of a country."""
    return {
        name.casefold(): code
        for language in languages()
        for code, names, *_ in load_table(language, "names", "countries.tsv")
        for name in names.split(";")
    }


@cache
def _middles() -> dict[str, tuple[float, float]]:
    """Give the middle of each country of the atlas by its code."""
    codes = _codes()
    return {
        codes[name.casefold()]: at
        for name, at in load_world().countries.items()
        if name.casefold() in codes
    }


def draw_land(frame: Frame) -> Iterator[str]:
    """Give the outlines of what lies in a frame, each as the data of a path of SVG."""
    grade = load_world().coarse if frame.whole else load_world().fine
    for shape in grade.shapes:
        rings = [_drawn(ring, grade.parts, frame) for ring in shape]
        path = "".join(
            f"M{' '.join(f'{x:.1f} {y:.1f}' for x, y in ring)}z" for ring in rings if ring
        )
        if path:
            yield path


def _drawn(ring: Sequence[int], parts: int, frame: Frame) -> list[Point]:
    """Give the points of a ring as far as they lie in the frame; none if it does not."""
    x = y = 0
    degrees = []
    for place in range(0, len(ring), 2):
        x, y = x + ring[place], y + ring[place + 1]
        degrees.append((x / parts, y / parts))
    if not frame.whole:
        degrees = _clipped(degrees, frame)
    points: list[Point] = []
    for longitude, latitude in degrees:
        point = frame.place(longitude, latitude)
        if not points or math.dist(point, points[-1]) >= NEAREST:
            points.append(point)
    return points if len(points) > 2 else []


def _clipped(ring: list[Point], frame: Frame) -> list[Point]:
    """Cut a ring at the four sides of a frame, a little outside of it.

    Source: Sutherland and Hodgman, "Reentrant polygon clipping" (1974).
    """
    room = (frame.east - frame.west) * 0.02
    sides = (
        (0, frame.west - room, 1),
        (0, frame.east + room, -1),
        (1, frame.south - room, 1),
        (1, frame.north + room, -1),
    )
    for axis, bound, sign in sides:
        ring = list(_cut(ring, axis, bound, sign))
    return ring


def _cut(ring: Sequence[Point], axis: int, bound: float, sign: int) -> Iterator[Point]:
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        inside = (point[axis] - bound) * sign >= 0
        if inside != ((before[axis] - bound) * sign >= 0):
            part = (bound - before[axis]) / (point[axis] - before[axis])
            yield (
                before[0] + (point[0] - before[0]) * part,
                before[1] + (point[1] - before[1]) * part,
            )
        if inside:
            yield point
