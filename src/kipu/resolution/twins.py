"""Events that the words of one document tell apart: "the massacres of Orsk and Marena"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kipu.lang.resolution import ResolutionRules
from kipu.model.readings import EventMention
from kipu.model.resolved import Entity
from kipu.resolution.places import neighbouring_places
from kipu.resolution.sources import Sources

_MOST = 20
"""Mentions of a document in one word beyond which it is a list, whose places say enough."""
_BESIDE = 6
"""Characters between an event and the place in its name: " of ", " de la "."""


def told_as_two(
    sources: Sources, entities: Sequence[Entity], rules: ResolutionRules
) -> Iterator[tuple[str, str]]:
    """Find pairs of event mentions of one document that are two events, by their ids.

    What one word tells twice is of two by the grammar. What one noun names by two places, neither
    of which lies in the other, is two: "the massacre of Orsk ... the massacres of Marena".
    """
    entity_of = {chain: entity.id for entity in entities for chain in entity.chains}
    named: list[tuple[EventMention, EventMention, str, str]] = []
    for events in _by_word(sources).values():
        for one, other in combinations(events[:_MOST], 2):
            if one.trigger == other.trigger:
                yield one.id, other.id
                continue
            places = [_named_by(event, entity_of, sources) for event in (one, other)]
            if places[0] and places[1] and places[0] != places[1]:
                named.append((one, other, places[0], places[1]))
    near = neighbouring_places(sources, entities, rules) if named else {}
    for one, other, place, elsewhere in named:
        if elsewhere not in near.get(place, ()) and place not in near.get(elsewhere, ()):
            yield one.id, other.id


def _by_word(sources: Sources) -> Mapping[tuple[str, str, str], list[EventMention]]:
    found: dict[tuple[str, str, str], list[EventMention]] = defaultdict(list)
    for event in sources.events.values():
        found[event.trigger.doc_id, event.type, event.lemma].append(event)
    return found


def _named_by(event: EventMention, entity_of: Mapping[str, str], sources: Sources) -> str | None:
    """Give the place that stands right behind the word for an event, as its name has it."""
    if event.place is None or event.place.mention is None:
        return None
    between = event.place.span.start - event.trigger.end
    mention = sources.mentions[event.place.mention]
    named = sources.chains[mention.chain].named and 0 < between <= _BESIDE
    return entity_of[mention.chain] if named else None
