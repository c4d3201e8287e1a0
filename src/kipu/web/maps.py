"""The map: where the events happened, as a picture and as a list."""

import math
from collections.abc import Sequence

import msgspec
from starlette.requests import Request

from kipu.pipeline.questions import Placed, Places, ask_places
from kipu.pipeline.records import Record
from kipu.web.atlas import WIDTH, Frame, draw_land, find_country, frame_of
from kipu.web.chronology import filters_of, selection_of
from kipu.web.screens import Screen

MOST = 300
"""Places that are drawn; the list below has all."""
LISTED = 1000
LARGEST, SMALLEST = 24.0, 3.0
"""Radiuses; the area of a circle is in proportion to its events."""
STEP = 5.0
"""Radius of the circle of one event, where there is room for that."""
COVERED = 0.05
"""Part of the map that all circles together cover at most."""
LETTER, LINE = 6.9, 14.0
"""The size of a letter of a label."""
LABEL = 28
"""Letters of a label that are shown."""


Box = tuple[float, float, float, float]


class Mark(msgspec.Struct, frozen=True):
    """A place on the map; ``side`` tells where its label has room: "right", "left" or "".

    ``wide`` is a country, of which only its middle is drawn.
    """

    placed: Placed
    wide: bool
    x: float
    y: float
    radius: float
    label: str
    side: str


def places(record: Record, request: Request) -> Screen:
    """Draw where events happened."""
    wanted, misread = selection_of(request)
    found = _with_countries(ask_places(record, wanted))
    drawn = found.placed[:MOST]
    frame = frame_of(one.entity.location for one in drawn if one.entity.location)
    return Screen(
        "map.html",
        {
            "found": found,
            "frame": frame,
            "land": list(draw_land(frame)) if drawn else [],
            "marks": mark_places(drawn, frame),
            "is_country": is_country,
            "listed": found.placed[: LISTED if request.app.state.desk.live else None],
            "filters": filters_of(request),
            "misread": misread,
        },
    )


def is_country(placed: Placed) -> bool:
    """Tell whether a place is a whole country; the gazetteer, which gives ids, has cities."""
    location = placed.entity.location
    return location is not None and not location.gazetteer_id


def _with_countries(found: Places) -> Places:
    """Set the countries among the places without degrees at their middles."""
    middles = {one.entity.id: find_country(one.entity.name) for one in found.unknown}
    countries = [
        msgspec.structs.replace(
            one, entity=msgspec.structs.replace(one.entity, location=middles[one.entity.id])
        )
        for one in found.unknown
        if middles[one.entity.id]
    ]
    placed = sorted((*found.placed, *countries), key=lambda one: (-one.events, one.entity.id))
    unknown = tuple(one for one in found.unknown if not middles[one.entity.id])
    return msgspec.structs.replace(found, placed=tuple(placed), unknown=unknown)


def mark_places(placed: Sequence[Placed], frame: Frame) -> tuple[Mark, ...]:
    """Set places on the map, the largest first; a label is left out where it has no room."""
    most = max((one.events for one in placed), default=1)
    room = COVERED * WIDTH * frame.height / math.pi
    step = min(STEP, LARGEST / most**0.5, (room / max(sum(one.events for one in placed), 1)) ** 0.5)
    spots = [_spot(one, frame, step) for one in placed]
    taken = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius in spots]
    marks = []
    for one, (x, y, radius) in zip(placed, spots, strict=True):
        name = one.entity.name
        label = name if len(name) <= LABEL else f"{name[: LABEL - 1].rstrip()}…"
        side = _side(taken, (x, y, radius), len(label) * LETTER)
        marks.append(
            Mark(one, is_country(one), round(x, 1), round(y, 1), round(radius, 1), label, side)
        )
    return tuple(marks)


def _spot(placed: Placed, frame: Frame, step: float) -> tuple[float, float, float]:
    """Give where the circle of a place stands, and its radius."""
    location = placed.entity.location
    assert location is not None
    x, y = frame.place(location.longitude, location.latitude)
    return x, y, max(placed.events**0.5 * step, SMALLEST)


def _side(taken: list[Box], spot: tuple[float, float, float], width: float) -> str:
    """Choose the side on which a label has room, and take that room."""
    x, y, radius = spot
    top, bottom = y - LINE / 2, y + LINE / 2
    sides = {
        "right": (x + radius + 3, top, x + radius + 4 + width, bottom),
        "left": (x - radius - 4 - width, top, x - radius - 3, bottom),
    }
    for side, box in sides.items():
        if box[0] > 0 and box[2] < WIDTH and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            return side
    return ""


def _overlap(one: Box, other: Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]
