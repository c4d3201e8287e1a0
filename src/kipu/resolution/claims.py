"""What each document claims of one event, ready to be set against the others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from kipu.lang.resolution import ResolutionRules, TypeRules
from kipu.model.readings import EventMention, Factuality, Quantity
from kipu.model.times import Interval
from kipu.resolution.judged import Preference
from kipu.resolution.profiles import UNREAL
from kipu.resolution.quantities import show_quantity
from kipu.resolution.sources import Sources
from kipu.resolution.times import told

CERTAINTY: tuple[Factuality, ...] = (
    "certain", "probable", "possible", "planned", "hypothetical", "denied",
)  # fmt: skip
"""From what is told as a fact to what is told as untrue."""


class World(msgspec.Struct, frozen=True):
    """What is known of the entities of a record.

    ``names`` is what each is called, ``named`` are those that have a name and not only a
    description, ``near`` leads from a place to those of which one may lie in the other.
    ``documents`` are those that mention an entity. ``entity_of`` leads from a chain to its entity,
    ``groups`` from a document to its group of copies, ``originals`` from an event mention of a
    copied sentence to the one that it was copied from. ``people`` and ``places`` are all of
    them, ``facilities`` those within a town, ``forces`` leads from the police and the army,
    their parts, and crowds, to which of them it is. ``countries`` leads from a document to the
    country that it is about, ``articles`` from a named body or place to the article that it is told
    with.
    ``conveyances`` are ships and the like, ``officials`` bodies of a state and those who hold its
    offices, ``seats`` leads from a country to its capital.
    """

    entity_of: Mapping[str, str]
    names: Mapping[str, str]
    named: frozenset[str]
    near: Mapping[str, frozenset[str]]
    documents: Mapping[str, frozenset[str]]
    groups: Mapping[str, str]
    originals: Mapping[str, str]
    people: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    facilities: frozenset[str] = frozenset()
    forces: Mapping[str, str] = {}
    countries: Mapping[str, str] = {}
    articles: Mapping[str, str] = {}
    conveyances: frozenset[str] = frozenset()
    officials: frozenset[str] = frozenset()
    seats: Mapping[str, str] = {}


class EventClaims(msgspec.Struct, frozen=True):
    """The mentions of one event in order of their documents' age, and what is known of those.

    ``entities`` leads from a mention's id to the entity it names, ``preferred`` from an attribute
    to the values of accounts that people take for right.
    """

    mentions: tuple[EventMention, ...]
    sources: Sources
    world: World
    entities: Mapping[str, str]
    rules: ResolutionRules
    preferred: Mapping[str, Sequence[Preference]] = {}

    @property
    def types(self) -> TypeRules:
        """The rules on types of event."""
        return self.rules.types

    def group(self, mention: EventMention) -> str:
        """The independent source of a mention: its document's group of copies."""
        return self.world.groups[mention.trigger.doc_id]

    def own_time(self, mention: EventMention) -> Interval | None:
        """The time that a mention states; where its words were copied, the original's.

        A reprint that keeps "last night" does not speak of another night.
        """
        seen = {mention.id}
        while (key := self.world.originals.get(mention.id)) and key not in seen:
            source = self.sources.events[key]
            if _quotes(mention) != _quotes(source):
                break
            seen.add(key)
            mention = source
        return told(mention.time)

    def is_named_person(self, mention: str | None) -> bool:
        """Whether a mention is the name of one person."""
        found = self.sources.mentions.get(mention) if mention else None
        return found is not None and found.type == "person" and found.kind == "name"

    def is_identified(self, mention: str | None) -> bool:
        """Whether a mention tells who is meant: a name, a body ("the police") or its men, a crowd.

        "A man" is nobody.
        """
        entity = self.entities.get(mention or "")
        if mention is None or entity is None:
            return False
        body = self.sources.mentions[mention].type == "organization"
        return body or entity in self.world.named or entity in self.world.forces

    def chosen(self, attribute: str) -> tuple[EventMention, ...]:
        """The mentions whose value of an attribute people prefer; all if they prefer none."""
        ids = {preference.account for preference in self.preferred.get(attribute, ())}
        return tuple(m for m in self.mentions if m.id in ids) or self.mentions

    def asserted(self) -> tuple[EventMention, ...]:
        """The mentions that tell the event as one that happened, or all if none does."""
        real = tuple(m for m in self.mentions if m.factuality not in UNREAL)
        return real or self.mentions


def _quotes(mention: EventMention) -> list[str]:
    return [piece.quote for piece in mention.time.evidence]


def gather_claims(
    keys: Sequence[str],
    sources: Sources,
    world: World,
    rules: ResolutionRules,
    preferences: Mapping[str, Sequence[Preference]],
) -> EventClaims:
    """Gather the mentions of one event; ``preferences`` are those of all events, by account."""
    preferred: dict[str, list[Preference]] = defaultdict(list)
    for preference in (p for key in keys for p in preferences.get(key, ())):
        preferred[preference.attribute].append(preference)
    for attribute, all_ in preferred.items():
        # A misread account that was put right is preferred only until one of the accounts is.
        preferred[attribute] = [p for p in all_ if not p.edited] or all_
    mentions = sorted((sources.events[key] for key in keys), key=lambda m: _age(m, sources))
    named = {
        argument.mention: world.entity_of[sources.mentions[argument.mention].chain]
        for mention in mentions
        for argument in (*mention.arguments, *((mention.place,) if mention.place else ()))
        if argument.mention in sources.mentions
        and sources.mentions[argument.mention].chain in world.entity_of
    }
    entities = {key: value for key, value in named.items() if key is not None}
    return EventClaims(tuple(mentions), sources, world, entities, rules, preferred)


def _age(mention: EventMention, sources: Sources) -> tuple[date, str, int, str]:
    created = sources.created(mention.trigger.doc_id)
    first = created[0] if created else date.max
    return first, mention.trigger.doc_id, mention.trigger.start, mention.id


class Count(msgspec.Struct, frozen=True):
    """A quantity as one mention gives it."""

    quantity: Quantity
    mention: EventMention


def counts_by_role(claims: EventClaims) -> Mapping[str, Sequence[Count]]:
    """Give the quantities of an event under their roles, in the order of the mentions."""
    counts: dict[str, list[Count]] = defaultdict(list)
    for mention in claims.mentions:
        for entry in mention.quantities:
            counts[entry.role].append(Count(entry.quantity, mention))
    return dict(sorted(counts.items()))


def preferred_counts(role: str, counts: Sequence[Count], claims: EventClaims) -> Sequence[Count]:
    """Give the quantities of a role that people prefer, all if they prefer none."""
    preferred = {(p.account, p.value) for p in claims.preferred.get(role, ())}
    return [
        count for count in counts if (count.mention.id, show_quantity(count.quantity)) in preferred
    ] or counts
