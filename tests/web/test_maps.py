"""The map shows every place of the events asked for, where it lies, and says what it leaves out."""

import math
import re
from pathlib import Path

import lxml.html
import pytest
from bench.made import make_large
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import kipu
from kipu.model.resolved import Location
from kipu.pipeline.questions import Placed
from kipu.record.overview import Brief
from kipu.web.atlas import LOWEST, TALLEST, WIDTH, Frame, draw_land, find_country, frame_of
from kipu.web.maps import LETTER, LINE, mark_places
from tests.web.site import client_of

LOCATIONS = st.builds(
    Location,
    latitude=st.floats(-75, 80),
    longitude=st.floats(-180, 180),
    country=st.just("PE"),
    gazetteer_id=st.just("1"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "made.kipu"
    make_large(path, 12)
    return path


@pytest.fixture(scope="module")
def looking(made: Path) -> TestClient:
    return client_of(made)


def listed(page: str) -> dict[str, int]:
    rows = lxml.html.fromstring(page).xpath("//table//tbody/tr")
    return {row.xpath("./td[1]/a")[0].text: int(row.xpath("string(./td[3])")) for row in rows}


def test_every_place_is_drawn_and_listed(looking: TestClient, made: Path) -> None:
    """Each place has a circle and a line with the number of its events, both lead to its page."""
    with kipu.open_record(made) as record:
        names = {one.id: one.name for one in record.store.entities()}
        places = [entry.event.place for entry in record.chronology()]
    wanted = {names[place]: places.count(place) for place in places if place}
    page = looking.get("/map").text
    assert listed(page) == wanted
    drawn = lxml.html.fromstring(page).xpath("//a[contains(@class, 'place')]")
    assert len(drawn) == len(wanted)
    for link in drawn:
        name, count = link.xpath("string(./title)").rsplit(": ", 1)
        assert wanted[name] == int(count)
        assert looking.get(link.get("href")).status_code == 200


def test_what_is_asked_for_holds(looking: TestClient, made: Path) -> None:
    """A period leaves its events only, and the way back to the other views keeps it."""
    with kipu.open_record(made) as record:
        wanted = [e.event for e in record.chronology() if "2001" <= (e.when.edtf or "") < "2004"]
    page = looking.get("/map?from=2001&to=2003").text
    assert sum(listed(page).values()) == len(wanted) > 0
    for view in ("/", "/timeline", "/network"):
        assert f'href="{view}?from=2001&amp;to=2003"' in page


def test_places_without_degrees_are_named(reading_client: TestClient) -> None:
    """Where the gazetteer knows no place, the map says so and names those of the texts."""
    page = reading_client.get("/map").text
    assert "Places that the gazetteer does not know" in page
    assert "Corran" in page


COUNTRIES = ("Peru", "Perú", "Chile", "United States", "Estados Unidos", "Bosnia and Herzegovina",
    "Democratic Republic of the Congo", "Rusia", "Egypt", "Fiji")  # fmt: skip


@pytest.mark.parametrize("name", COUNTRIES)
def test_countries_are_drawn_at_their_middles(name: str) -> None:
    """A country, by its name in any language, lies within its own outline or near it."""
    found = find_country(name)
    assert found is not None
    frame = frame_of([found])
    place = frame.place(found.longitude, found.latitude)
    assert any(is_inside(path, place) for path in draw_land(frame))


def test_cities_are_no_countries() -> None:
    """A name that no country has is left to the gazetteer."""
    assert [find_country(name) for name in ("Lima", "Quiroa", "the border", "")] == [None] * 4


@given(st.lists(LOCATIONS, min_size=1, max_size=8))
def test_a_frame_holds_all_places(locations: list[Location]) -> None:
    """Every place lies in the drawing, whose height stays within bounds."""
    frame = frame_of(locations)
    if not frame.whole:
        assert LOWEST - 1 <= frame.height <= TALLEST + 1
    for one in locations:
        x, y = frame.place(one.longitude, one.latitude)
        assert 0 <= x <= WIDTH
        assert frame.whole or 0 <= y <= frame.height


LAND = [(-72.0, -13.5), (10.0, 20.0), (105.0, 60.0), (178.0, 67.5), (134.0, -25.0)]
SEA = [(-80.0, -15.0), (-110.0, -10.0), (-30.0, 30.0), (170.0, 10.0), (-170.0, -17.5)]
FRAMES = [
    frame_of([]),
    *(frame_of([Location(y, x, "", "")]) for x, y in (*LAND, *SEA)),
]


def is_inside(path: str, point: tuple[float, float]) -> bool:
    """Tell whether a point lies in a path, by how often a line from it crosses the path."""
    inside = False
    for ring in path.split("z")[:-1]:
        numbers = list(map(float, re.findall(r"-?[\d.]+", ring)))
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        for (x, y), (u, v) in zip(points, [*points[1:], points[0]], strict=True):
            if (y > point[1]) != (v > point[1]):
                inside ^= point[0] < (u - x) * (point[1] - y) / (v - y) + x
    return inside


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: f"{frame.west:.0f},{frame.south:.0f}")
def test_land_is_land_and_sea_is_sea(frame: Frame) -> None:
    """Points of continents lie in an outline, points of oceans in none, on every map."""
    paths = list(draw_land(frame))
    for points, wanted in ((LAND, True), (SEA, False)):
        for x, y in points:
            if frame.west <= x <= frame.east and frame.south <= y <= frame.north:
                place = frame.place(x, y)
                assert any(is_inside(path, place) for path in paths) == wanted, (x, y)


def test_no_label_covers_another() -> None:
    """Of many places near each other only those are labelled whose label has room."""
    placed = [
        Placed(
            Brief(str(n), "place", f"Port {n}", location=Location(n % 7, n % 11, "", "")), 50 - n, 0
        )
        for n in range(40)
    ]
    marks = mark_places(
        placed, frame_of(one.entity.location for one in placed if one.entity.location)
    )
    boxes = []
    for mark in marks:
        width = len(mark.label) * LETTER
        begin = mark.x + mark.radius if mark.side == "right" else mark.x - mark.radius - width
        if mark.side:
            boxes.append((begin, mark.y, width))
        assert math.isclose(mark.radius, max(mark.radius, 3))
    assert 3 < len(boxes) <= 40
    for number, (x, y, width) in enumerate(boxes):
        for u, v, other in boxes[:number]:
            assert abs(y - v) >= LINE - 0.2 or x + width <= u + 8 or u + other <= x + 8
