"""What an event is, by all its accounts: type, time, place, who took part, how many, how certain.

No value is an average: each is one that some text gives.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from kipu.lang.resolution import plain
from kipu.model import edtf
from kipu.model.expressions import Shift, Snap
from kipu.model.readings import Argument, EventMention, Factuality, Reading
from kipu.model.resolved import Participant, ResolvedQuantity
from kipu.model.times import EventTime, Interval, Timex
from kipu.resolution.claims import CERTAINTY, EventClaims, counts_by_role
from kipu.resolution.judged import RULE, Preference, is_preferred
from kipu.resolution.profiles import UNREAL, times_beside
from kipu.resolution.times import is_vague, length

V = TypeVar("V", bound=str)


_FEW = 6
"""One of so many accounts of an event does not name it."""


def resolve_type(claims: EventClaims) -> str:
    """Take the type that most independent sources give, among those that say more than others.

    What one account in many says more ("those who died in accidents") does not name the whole.
    """
    votes = _votes((mention.type, claims.group(mention)) for mention in claims.chosen("type"))
    weakest = {kind: place for place, kind in enumerate(claims.types.general)}
    total = -sum(mentions for _, mentions in votes.values())
    telling = [k for k in votes if k not in weakest and -votes[k][1] * _FEW > total]
    if telling:
        return min(telling, key=lambda kind: (votes[kind], kind))
    general = [kind for kind in votes if kind in weakest] or list(votes)
    return max(general, key=lambda kind: (weakest.get(kind, 0), kind))


def _votes(pairs: Iterable[tuple[V, str]]) -> dict[V, tuple[int, int]]:
    """Count independent sources, then mentions, for each value; negated, so that least is best."""
    sources: dict[V, set[str]] = defaultdict(set)
    mentions: Counter[V] = Counter()
    for value, group in pairs:
        sources[value].add(group)
        mentions[value] += 1
    return {value: (-len(sources[value]), -mentions[value]) for value in sources}


def resolve_factuality(claims: EventClaims) -> Factuality:
    """Take the most certain account, unless more independent sources deny the event."""
    groups: dict[bool, set[str]] = defaultdict(set)
    chosen = claims.chosen("factuality")
    for mention in chosen:
        groups[mention.factuality == "denied"].add(claims.group(mention))
    found = {mention.factuality for mention in chosen}
    if len(groups[True]) > len(groups[False]):
        return "denied"
    return next(label for label in CERTAINTY if label in found)


def resolve_time(claims: EventClaims) -> EventTime:
    """Take the narrowest time that most independent sources support.

    A time within which another account tells a narrower one is left out; a source supports the
    times that its own leaves open. Where sources contradict each other the majority's time is
    taken, else the earliest document's.
    """
    chosen = claims.chosen("when") if "when" in claims.preferred else claims.asserted()
    dated = [(mention, claims.own_time(mention)) for mention in chosen]
    known = [(mention, interval) for mention, interval in dated if interval is not None]
    if not known:
        return _time_beside(claims)
    age = {mention.id: place for place, mention in enumerate(claims.mentions)}
    intervals = {interval for _, interval in known}
    narrow = [claim for claim in known if not _holds_narrower(claim[1], intervals)]

    def order(candidate: tuple[EventMention, Interval]) -> tuple[int, bool, int, int]:
        mention, interval = candidate
        support = {claims.group(m) for m, other in known if edtf.overlaps(interval, other)}
        return -len(support), is_vague(interval), length(interval), age[mention.id]

    mention, interval = min(narrow, key=order)
    evidence = {piece for m, other in known if other == interval for piece in m.time.evidence}
    return msgspec.structs.replace(mention.time, evidence=tuple(sorted(evidence)))


_WITHIN = (None, "in")
"""Relations of a clause to a time that dates it: not "since 1990"."""


def _time_beside(claims: EventClaims) -> EventTime:
    """The only time in the clause of an account, if no account is dated by its own words."""
    for mention in claims.asserted():
        beside = times_beside(mention, claims.sources, claims.rules)
        told = [timex for timex in beside if timex.narrative and timex.relation in _WITHIN]
        reading = claims.sources.readings[mention.trigger.doc_id]
        alone = (
            len(beside) == 1
            and told
            and not _dates_one_verb(told[0], mention, reading, claims.rules.personal_relatives)
        )
        if alone and mention.factuality not in UNREAL:
            timex, doc = told[0], reading.doc
            evidence = (doc.evidence(timex.span, timex.rule),)
            return EventTime(
                timex.interval, timex.value, timex.type, timex.mod, timex.anchor, evidence
            )
    return EventTime()


def _dates_one_verb(
    timex: Timex, mention: EventMention, reading: Reading, relatives: frozenset[str]
) -> bool:
    """Whether a time dates no more than its own verb.

    It is counted on from what was told ("the next day"), or tells of a person: of the editor "whose
    body was found last week" it is not said when he was killed, nor when the mayor "who ruled from
    2006 to 2010" denied it.
    """
    between = plain(reading.doc.text[mention.trigger.end : timex.span.start])
    fronted = timex.span.end <= mention.trigger.start
    apart = fronted or not relatives.isdisjoint(between.split())
    own = [e for e in reading.expressions if e.span == timex.span]
    return any(
        (e.clause == "relative" and apart)
        or (isinstance(e.expression, Snap) and e.expression.offset > 0)
        or (isinstance(e.expression, Shift) and e.expression.sign > 0)
        for e in own
    )


def _holds_narrower(interval: Interval, others: Iterable[Interval]) -> bool:
    return any(
        length(other) < length(interval) and edtf.contains(interval, other) for other in others
    )


def resolve_place(kind: str, claims: EventClaims) -> str | None:
    """Take the place that most independent sources give, one with a name if there is one.

    Who was taken off a ship was taken off it somewhere: a ship or train is the last choice. Of what
    holds for a whole country, one is the place if any account says so.
    """
    found = [
        (claims.entities[mention.place.mention], claims.group(mention))
        for mention in claims.chosen("place")
        if mention.place and mention.place.mention and mention.place.mention in claims.entities
    ]
    votes = _votes(found)
    world = claims.world
    wide = world.countries.values() if kind in claims.types.nationwide else ()

    def order(key: str) -> tuple[bool, bool, bool, tuple[int, int], str]:
        carries, nameless = key in world.conveyances, key not in world.named
        return key not in wide, carries, nameless, votes[key], key

    return min(votes, key=order, default=None)


def resolve_participants(claims: EventClaims) -> tuple[Participant, ...]:
    """Give every entity the role in which most accounts have it; accounts of the event as real."""
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in claims.mentions:
        for argument in mention.arguments:
            entity = claims.entities.get(argument.mention or "")
            if entity is not None and not _is_lifeless(mention, argument, claims):
                roles[entity][argument.role] += 1
    return tuple(
        sorted(
            Participant(min(counts, key=lambda role: (-counts[role], role)), entity)
            for entity, counts in roles.items()
        )
    )


def leading_participants(
    claims: EventClaims, participants: Iterable[Participant]
) -> tuple[Participant, ...]:
    """Those who have a name, and of the others those whom a third of the accounts speak of.

    Those of whom most accounts speak come first in each role.
    """
    accounts: Counter[tuple[str, str]] = Counter()
    once = frozenset(m.type for m in claims.mentions) & claims.types.once.keys()
    for mention in claims.mentions:
        # Who is attacked where others are killed need not have died.
        alive = bool(once) and mention.type not in once
        for argument in mention.arguments:
            undergoes = claims.types.roles.group(argument.role) == "undergoer"
            if not (alive and undergoes):
                accounts[argument.role, claims.entities.get(argument.mention or "", "")] += 1
    least = max(1.0, len(claims.mentions) / 3)
    told: dict[Participant, int] = {p: accounts[p.role, p.entity] for p in participants}
    named = claims.world.named
    chosen = {role: _preferred_entities(role, claims) for role in claims.preferred}
    told = {p: told[p] for p in told if not chosen.get(p.role) or p.entity in chosen[p.role]}
    leading = [p for p in told if told[p] and (p.entity in named or told[p] >= least)]
    return tuple(sorted(leading, key=lambda p: (p.role, -told[p], p.entity)))


def _preferred_entities(role: str, claims: EventClaims) -> set[str]:
    """Those whom people prefer for a role, among all that accounts have in it."""
    preferred = {p.account: p for p in claims.preferred[role]}
    return {
        claims.entities[argument.mention or ""]
        for mention in claims.mentions
        if mention.id in preferred
        for argument in mention.arguments
        if argument.role == role and argument.mention in claims.entities
        if _is_one(argument, mention, preferred[mention.id], claims)
    }


def _is_one(
    argument: Argument, mention: EventMention, preference: Preference, claims: EventClaims
) -> bool:
    words = claims.sources.quote(argument.span)
    name = claims.world.names[claims.entities[argument.mention or ""]]
    return argument.rule == RULE or any(is_preferred(w, preference) for w in (words, name))


def _is_lifeless(mention: EventMention, argument: Argument, claims: EventClaims) -> bool:
    """Whether a place is said to do what only people can: "the country counts its dead"."""
    roles = claims.types.once.get(mention.type, frozenset())
    named = claims.sources.mentions.get(argument.mention or "")
    return argument.role in roles and named is not None and named.type == "place"


def resolve_quantities(claims: EventClaims) -> tuple[ResolvedQuantity, ...]:
    """Give every value that some account gives, with the accounts that give it."""
    resolved = []
    for role, counts in counts_by_role(claims).items():
        same: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for count in counts:
            q = count.quantity
            same[q.value, q.low, q.high, q.unit, q.approximate].append(count.mention.id)
        for count in counts:
            q = count.quantity
            ids = same.pop((q.value, q.low, q.high, q.unit, q.approximate), None)
            if ids:
                mentions = tuple(sorted(set(ids)))
                resolved.append(
                    ResolvedQuantity(role, q.value, q.low, q.high, q.unit, q.approximate, mentions)
                )
    return tuple(sorted(resolved, key=_quantity_order))


def _quantity_order(quantity: ResolvedQuantity) -> tuple[str, float, tuple[str, ...]]:
    return quantity.role, quantity.value, quantity.mentions
