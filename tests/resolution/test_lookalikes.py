"""What one town saw in one week: texts of look-alikes, read and resolved as any record."""

from datetime import date

import pytest

from kipu.documents.intake import from_text
from kipu.lang.resolution import load_resolution
from kipu.model.readings import Reading
from kipu.pipeline.reading import read
from kipu.resolution import resolve

_SHOOTING = """Police shoot dead two miners in Lendt

Police opened fire on striking miners in Lendt on Monday and killed two of them, their union said.

The interior ministry denied that officers had fired first."""
_ARSON = """Woman dies in arson attack in Lendt

A woman of 61 was killed on Thursday when unknown men set fire to a house in Lendt."""
_BUS = """Three die as bus leaves road near Lendt

Three people were killed on Thursday when a bus left the road near Lendt, the fire brigade said."""
_CAMP = """Nine killed in attack on camp near Orsa

Gunmen attacked a camp near Orsa on Sunday night, killing nine people, the police said.

The defence ministry denied that soldiers had taken part."""


def _read(key: str, day: int, text: str) -> Reading:
    return read(from_text(text, uri=key, published=date(2024, 3, day), language="en"))


def _happenings(*words: tuple[Reading, str]) -> list[str]:
    """Give the events of the words at which each reading is told to look."""
    readings = {reading.doc.id: reading for reading, _ in words}
    events = resolve(list(readings.values()), (), load_resolution("en")).events
    found: list[str] = []
    for reading, quote in words:
        start = reading.doc.text.index(quote)
        inside = range(start, start + len(quote))
        (mention,) = (e.id for e in reading.events if e.trigger.start in inside)
        found.extend(event.id for event in events if mention in event.mentions)
    return found


def test_who_died_in_a_fire_did_not_die_in_a_bus() -> None:
    """One day and one town: a fire that was set, and a mishap on the road."""
    arson, bus = _read("arson", 15, _ARSON), _read("bus", 15, _BUS)
    fire, dead, crash = _happenings((arson, "set fire"), (arson, "was killed"), (bus, "killed on"))
    assert crash not in {fire, dead}


def test_two_who_deny_say_two_things() -> None:
    """Two ministries, each on its own matter, in nearly the same words."""
    shooting, camp = _read("shooting", 12, _SHOOTING), _read("camp", 11, _CAMP)
    one, other = _happenings((shooting, "denied that"), (camp, "denied that"))
    assert one != other


@pytest.mark.parametrize("second", [True, False])
def test_a_word_alone_is_of_the_only_one_of_its_kind(*, second: bool) -> None:
    """ "The killing" is the one that there is; of two, neither."""
    monday = _read("monday", 12, "X\n\nGunmen killed Ana Ruiz at the mill of Orsa on Monday.")
    tuesday = _read("tuesday", 13, "X\n\nGunmen killed Rosa Tello at the mill of Orsa on Tuesday.")
    later = _read("later", 14, "X\n\nNobody at the mill of Orsa talks about the killing.")
    words = [(monday, "killed"), (later, "killing")]
    first, bare = _happenings(*words, *([(tuesday, "killed")] if second else []))[:2]
    assert (first == bare) is not second
