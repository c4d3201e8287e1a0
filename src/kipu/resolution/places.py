"""Which places lie in which, as the texts and the table of capitals tell."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kipu.lang.resolution import ResolutionRules, plain
from kipu.model.readings import Mention
from kipu.model.resolved import Entity
from kipu.resolution.sources import Sources

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
    by_name = {plain(entity.name): entity.id for entity in entities if entity.type != "person"}
    for seat, country in rules.capitals.items():
        if seat in by_name and country in by_name:
            _connect(near, by_name[seat], by_name[country])


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


def force_of(entity: Entity, rules: ResolutionRules) -> str | None:
    """Say whether an entity is the police or a part of it, or the army."""
    words = plain(entity.name).split()
    found = {rules.names.forces[word] for word in words if word in rules.names.forces}
    return found.pop() if len(found) == 1 and entity.type != "place" else None
