"""Where on the map places lie, by the gazetteer and the country of the texts that name them."""

from collections.abc import Mapping, Sequence

import msgspec

from kipu.lang.gazetteer import City
from kipu.lang.resolution import ResolutionRules, plain
from kipu.model.resolved import Entity, Location
from kipu.resolution.sources import Sources

_KNOWN = 100_000
"""People from which a city without namesakes may be meant wherever a text is written."""
_ABOVE = 20
"""How many times the people of another of its name the best-known one has."""


def locate(
    entities: Sequence[Entity],
    sources: Sources,
    countries: Mapping[str, str],
    rules: ResolutionRules,
) -> tuple[Entity, ...]:
    """Give places the city of the gazetteer that they are, where that is beyond doubt.

    A name means the city of the country that its texts are about, if there is one there and no
    second, unless one elsewhere is far larger; then it is that one if a capital. A large city
    without namesakes is meant by texts of unknown country. Any other place has no location.

    Args:
        countries: The country that a document is about, an entity, by document.
    """
    codes = {e.id: code for e in entities if (code := rules.country_codes.get(plain(e.name)))}
    located = []
    for entity in entities:
        documents = {sources.document_of[chain] for chain in entity.chains}
        about = {codes.get(countries[doc], "") for doc in documents if doc in countries}
        city = _city(entity, about, rules) if entity.type == "place" else None
        if city is not None and entity.id not in codes:
            where = Location(city.latitude, city.longitude, city.country, city.id)
            entity = msgspec.structs.replace(entity, location=where)
        located.append(entity)
    return tuple(located)


def _city(entity: Entity, about: set[str], rules: ResolutionRules) -> City | None:
    name = plain(entity.name)
    cities = rules.gazetteer.named(name)
    if not cities:
        return None
    near = [city for city in cities if city.country3 in about]
    largest = cities[0]
    if near and largest.people < _ABOVE * near[0].people:
        return near[0] if len(near) == 1 else None
    if rules.country_codes.get(rules.capitals.get(name, "")) == largest.country3:
        return largest
    return largest if len(cities) == 1 and not about and largest.people >= _KNOWN else None
