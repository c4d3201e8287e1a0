"""Which places lie in which, as the texts and the table of capitals tell."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kipu.lang.resolution import ResolutionRules, plain
from kipu.model.readings import Mention
from kipu.model.resolved import Entity
from kipu.resolution.sources import Sources

_MOST_DOCUMENTS = 50
"""Documents up to which naming somebody ties them to each other."""
_BETWEEN = re.compile(r"\W{1,3}(?:[a-záéíóúñ]{2,7}\W){0,2}")
"""What stands between a place and the one around it: "Orsk, Marena", "Orsk, in the valley"."""


def neighbouring_places(
    sources: Sources, entities: Sequence[Entity], rules: ResolutionRules
) -> Mapping[str, frozenset[str]]:
    """Give for each place those of which one may lie in the other.

    A text that names two places side by side ("at the mill in Orsk", "Orsk, Marena") tells it, and
    what lies in a place lies in the one around it.
    """
    entity_of = {chain: entity.id for entity in entities for chain in entity.chains}
    near: dict[str, set[str]] = defaultdict(set)
    for reading in sources.readings.values():
        places = sorted((m for m in reading.mentions if m.type != "person"), key=lambda m: m.span)
        for one, other in pairwise(places):
            if _side_by_side(one, other, reading.doc.text):
                _connect(near, entity_of[one.chain], entity_of[other.chain])
    _connect_capitals(near, entities, rules)
    return {key: _reach(key, near) for key in near}


def _side_by_side(one: Mention, other: Mention, text: str) -> bool:
    between = text[one.span.end : other.span.start]
    return one.span.end <= other.span.start and bool(_BETWEEN.fullmatch(between))


def _connect(near: dict[str, set[str]], one: str, other: str) -> None:
    near[one].add(other)
    near[other].add(one)


def _connect_capitals(
    near: dict[str, set[str]], entities: Sequence[Entity], rules: ResolutionRules
) -> None:
    for country, seat in seats_of(entities, rules).items():
        _connect(near, seat, country)


def seats_of(entities: Sequence[Entity], rules: ResolutionRules) -> dict[str, str]:
    """Lead from each country of a record to its capital, where the record names both."""
    by_name = {plain(entity.name): entity.id for entity in entities if entity.type != "person"}
    return {
        by_name[country]: by_name[seat]
        for seat, country in rules.capitals.items()
        if seat in by_name and country in by_name
    }


def _reach(key: str, near: Mapping[str, set[str]]) -> frozenset[str]:
    """The places next to a place and those next to them."""
    return frozenset(near[key].union(*(near[other] for other in near[key])) | {key})


def is_facility(entity: Entity, rules: ResolutionRules) -> bool:
    """Whether an entity is a place within a town, as the noun of its name tells."""
    words = plain(entity.name).split()
    if rules.names.head == "first" and len(words) > 1 and words[0] in rules.names.function_words:
        words = words[1:]
    noun = words[0 if rules.names.head == "first" else -1] if words else ""
    return entity.type != "person" and noun in rules.names.facilities


def is_conveyance(entity: Entity, rules: ResolutionRules) -> bool:
    """Whether an entity is a ship or the like, as one of its names or descriptions tells."""
    if entity.type != "place":
        return False
    names = (plain(name).split() for name in (entity.name, *entity.aliases))
    return any(not rules.carriers.isdisjoint(words) for words in names)


def is_official(entity: Entity, rules: ResolutionRules) -> bool:
    """Whether an entity is a body of a state, or somebody who holds or held one of its offices."""
    told = (entity.name, *entity.aliases)
    offices = tuple(s.value for s in entity.statements if s.property == "office")
    words = {word for name in (*told, *offices) for word in plain(name).split()}
    return entity.type != "place" and not rules.names.of_state.isdisjoint(words)


_SHARED = 2
"""People and bodies with a name by which two documents are of one country."""


def shared_countries(sources: Sources, entities: Sequence[Entity]) -> Mapping[str, str]:
    """Give the country that each document is about, as an entity.

    A document that tells of none is about that of the documents that name the same people and
    bodies, if they are about one.
    """
    entity_of = {chain: entity.id for entity in entities for chain in entity.chains}
    own = {
        key: entity_of[reading.country]
        for key, reading in sources.readings.items()
        if reading.country is not None
    }
    common: dict[tuple[str, str], int] = defaultdict(int)
    for entity in entities:
        named = {sources.document_of[c] for c in entity.chains if sources.chains[c].named}
        if entity.type == "place" or len(named) > _MOST_DOCUMENTS:
            continue
        for doc in named - own.keys():
            for other in named & own.keys():
                common[doc, other] += 1
    lent: dict[str, set[str]] = defaultdict(set)
    for (doc, other), shared in common.items():
        if shared >= _SHARED:
            lent[doc].add(own[other])
    return own | {doc: found.pop() for doc, found in lent.items() if len(found) == 1}


def force_of(entity: Entity, rules: ResolutionRules) -> str | None:
    """Say whether an entity is the police or a part of it, the army, or a crowd."""
    words = plain(entity.name).split()
    found = {rules.names.forces[word] for word in words if word in rules.names.forces}
    return found.pop() if len(found) == 1 and entity.type != "place" else None
