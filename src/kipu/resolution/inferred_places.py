"""Where an event was that no account places: where the texts put it, else the country.

What follows from no words of an account is inferred, and marked so.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kipu.lang.resolution import plain
from kipu.model.readings import Argument, EventMention
from kipu.model.times import Interval
from kipu.resolution.claims import EventClaims
from kipu.resolution.times import told

_NEWS = timedelta(days=2)
"""How far from its own date a report from a town tells of what happened in that town."""
_SAME_TALE = timedelta(days=7)
"""How far from the event that a text opens with its others are still told of the same scene."""
_FRESH = timedelta(days=14)
"""How old what a text opens with is at most, if the text is news of it."""
_SCENES = ("setting/passage", "setting/court", "setting/lead", "setting/dateline", "setting/report")
"""Settings, the surest first."""
_DOERS = ("setting/country-of-doer",)
"""What is left where the texts are about no country: "Portugal's high court acquitted her"."""
_ANY_TIME = frozenset(("setting/court", *_DOERS))
"""Settings that hold for whatever time an account tells of."""


def infer_place(kind: str, claims: EventClaims) -> str | None:
    """Take where the texts put an event, or the country of the body that acts.

    What holds for a whole country, as a decree does, is not of the town that it is reported from.
    """
    country = _country(kind, claims)
    if country is not None and kind in claims.types.nationwide | claims.types.governing:
        return country
    seat = claims.world.seats.get(country or "") if kind in claims.types.sitting else None
    if seat is not None:
        return seat
    return _setting(claims, _SCENES) or country or _setting(claims, _DOERS)


def _setting(claims: EventClaims, order: Sequence[str]) -> str | None:
    """Give the surest setting, if the accounts that have one of its kind agree on the place."""
    for rule in order:
        found = {
            claims.world.entity_of[claims.sources.mentions[place.mention or ""].chain]
            for mention, place in _settings(claims)
            if place.rule == rule
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _settings(claims: EventClaims) -> Iterator[tuple[EventMention, Argument]]:
    for mention in claims.asserted():
        for place in mention.settings:
            if place.mention in claims.sources.mentions and _holds(place, mention, claims):
                yield mention, place


def _holds(place: Argument, mention: EventMention, claims: EventClaims) -> bool:
    """Whether the time of an account lets it be of a setting."""
    if place.rule in _ANY_TIME:
        return True
    if place.rule in ("setting/dateline", "setting/report"):
        time = told(mention.time)
        created = claims.sources.created(mention.trigger.doc_id)
        if mention.time.interval is None and place.rule == "setting/report":
            return _is_opening(mention, claims)
        return time is not None and _close(time, created, _NEWS)
    return _is_of_scene(place, mention, claims)


def _is_opening(mention: EventMention, claims: EventClaims) -> bool:
    """Whether an account stands in the headline or the first paragraph, which tell the news."""
    blocks = claims.sources.readings[mention.trigger.doc_id].doc.blocks
    body = next((block for block in blocks if block.kind == "paragraph"), None)
    heads = [block for block in blocks if block.kind == "headline"]
    first = [*heads, body] if body is not None else heads
    return mention.factuality == "certain" and any(b.span.holds(mention.trigger) for b in first)


def _is_of_scene(place: Argument, mention: EventMention, claims: EventClaims) -> bool:
    """Whether an event is not told to be of another time than the one that set the scene.

    What a text opens with is only the scene of the news: a review goes on to other places.
    """
    reading = claims.sources.readings[mention.trigger.doc_id]
    opening = next((e for e in reading.events if e.place and e.place.span == place.span), None)
    first = told(opening.time) if opening is not None else None
    time, created = told(mention.time), claims.sources.created(mention.trigger.doc_id)
    lead = place.rule == "setting/lead"
    if lead and (first is None or created is None or not _close(first, created, _FRESH)):
        return False
    if time is None:
        return mention.time.interval is None
    return not lead if first is None else _close(time, _days(first), _SAME_TALE)


def _days(interval: Interval) -> tuple[date, date] | None:
    return (interval.earliest, interval.latest) if interval.earliest and interval.latest else None


def _close(interval: Interval, days: tuple[date, date] | None, reach: timedelta) -> bool:
    """Whether an interval lies within days, or no further from them than it may."""
    own = _days(interval)
    return (
        own is not None
        and days is not None
        and days[0] - reach <= own[0]
        and own[1] <= (days[1] + reach)
    )


def _country(kind: str, claims: EventClaims) -> str | None:
    """Take the country of the body that acts, or the one that the texts on an event are about.

    Parliaments and courts act in their country; nobody need say so. Of bodies of several countries,
    or of one that the record does not name, nothing follows.
    """
    if kind not in claims.types.seated and not _is_of_state(kind, claims):
        return None
    world, spoken = claims.world, _countries_of_doers(claims)
    if spoken:
        places = [key for key in sorted(world.places) if plain(world.names[key]) in spoken]
        return places[0] if len(spoken) == 1 and places else None
    documents = {mention.trigger.doc_id for mention in claims.mentions}
    found = {world.countries[document] for document in documents if document in world.countries}
    return found.pop() if len(found) == 1 else None


def _is_of_state(kind: str, claims: EventClaims) -> bool:
    """Whether an act that others do, too, is one of a state's body or of somebody in office."""
    if kind not in claims.types.governing:
        return False
    return any(
        claims.entities.get(argument.mention or "") in claims.world.officials
        for mention in claims.mentions
        for argument in mention.arguments
        if claims.types.roles.group(argument.role) in ("actor", "undergoer")
    )


def _countries_of_doers(claims: EventClaims) -> set[str]:
    """Give the countries in the names of those who act: "the Chilean Supreme Court", "of Chile".

    Bodies of several countries give their own name, which is that of none.
    """
    world, rules = claims.world, claims.rules
    doers = {
        claims.entities[argument.mention]
        for mention in claims.mentions
        for argument in mention.arguments
        if argument.mention and argument.mention in claims.entities
        if argument.role in claims.types.roles.actor
        if claims.entities[argument.mention] not in world.people
    }
    found: set[str] = set()
    for name in (plain(world.names[doer]) for doer in doers):
        words = name.split()
        found |= {rules.demonyms[word] for word in words if word in rules.demonyms}
        found |= {c for c in rules.demonyms.values() if f" {c} " in f" {name} "}
        own = not rules.names.generic_bodies.issuperset(words)  # any country has a supreme court
        abroad = own and name in rules.bodies
        if abroad or rules.belonging & set(words):
            found.add(name)
    return found
