"""Places of the gazetteer have a location where it is beyond doubt which they are."""

from pathlib import Path

import pytest
from training.gazetteer import make_gazetteer

from kipu.documents import from_text
from kipu.lang.gazetteer import load_gazetteer
from kipu.lang.resolution import load_resolution
from kipu.lang.resources import resource_path
from kipu.pipeline.reading import read
from kipu.resolution import resolve


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A poet was arrested in Trujillo. Peru waits. Peru mourns.", "Trujillo", "PE"),
        ("A poet was arrested in Springfield.", "Springfield", None),
        ("A poet was arrested in Nairobi.", "Nairobi", "KE"),
        ("A poet was arrested in Santiago. Peru waits. Peru mourns.", "Santiago", "CL"),
        ("A poet was arrested in Dolny Tarn.", "Dolny Tarn", None),
    ],
)
def test_cities_lie_in_a_country(text: str, name: str, country: str | None) -> None:
    """A city lies where the country of the text, or its fame, puts it; else nowhere."""
    doc = from_text(f"Notes of the day\n\n{text}", uri="t", language="en")
    resolution = resolve([read(doc)], (), load_resolution("en"))
    found = next(entity for entity in resolution.entities if entity.name == name)
    assert (found.location.country if found.location else None) == country


def test_names_of_other_languages_lead_to_large_cities() -> None:
    """London is found by its Spanish name."""
    assert load_gazetteer().named("londres")[0] == load_gazetteer().named("london")[0]


def test_the_gazetteer_is_what_its_script_makes() -> None:
    """Nothing in the gazetteer is written by hand."""
    assert Path(resource_path("gazetteer.tsv")).read_text("utf-8") == make_gazetteer()
