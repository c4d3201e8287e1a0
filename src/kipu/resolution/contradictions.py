"""Find what accounts of one event cannot both be right about.

Two documents contradict each other on an attribute if no value of the one goes with any value of
the other; within one document, if two sources that it names do.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from kipu.lang.resolution import plain
from kipu.model import edtf
from kipu.model.readings import Argument, EventMention
from kipu.model.resolved import Contradiction, ContradictionValue, EventStatus
from kipu.model.times import Interval
from kipu.resolution.claims import Count, EventClaims, World, counts_by_role
from kipu.resolution.counts import opposed_counts
from kipu.resolution.opposition import Claim, merge_sides, opposed_claims
from kipu.resolution.profiles import UNREAL
from kipu.resolution.subjects import argument_nouns
from kipu.resolution.times import is_vague, length, told

T = TypeVar("T")
_ASSERTED = frozenset(("certain", "probable"))
_TO_COME = frozenset(("planned", "hypothetical"))


def find_contradictions(event: str, claims: EventClaims) -> tuple[Contradiction, ...]:
    """Find all contradictions on one event, sorted by attribute."""
    found: dict[str, list[Claim[str]]] = {
        "when": _on_time(claims),
        "factuality": _on_factuality(claims),
        "place": _on_place(claims),
        "agent": _on_agent(claims),
    }
    seen: set[tuple[str, ...]] = set()
    growing = claims.types.counts.growing
    for role, counts in sorted(
        counts_by_role(claims).items(), key=lambda pair: (pair[0] not in growing, pair[0])
    ):
        values = opposed_counts(role, _with_wider(role, counts, claims), claims)
        # "nine were taken away and killed" gives one number in two roles
        shown = tuple(sorted({value for value, _ in values}))
        if shown not in seen:
            general = claims.types.counts.kinds.get(role, role)
            found[role if found.get(general) else general] = values
            seen.add(shown)
    return tuple(
        Contradiction(event, attribute, _sides(values))
        for attribute, values in sorted(found.items())
        if len({value for value, _ in values}) > 1
    )


def _with_wider(role: str, counts: Sequence[Count], claims: EventClaims) -> Sequence[Count]:
    """Add the counts of a wider role that documents give which give none of the role itself.

    Where one tells of three executed and another of five killed, the event being one, both count
    the same dead.
    """
    wider = claims.types.counts.wider.get(role)
    if wider is None:
        return counts
    told = {count.mention.trigger.doc_id for count in counts}
    others = counts_by_role(claims).get(wider, ())
    return [*counts, *(count for count in others if count.mention.trigger.doc_id not in told)]


def _sides(values: Iterable[Claim[str]]) -> tuple[ContradictionValue, ...]:
    sides: dict[str, set[EventMention]] = defaultdict(set)
    for value, mention in values:
        sides[value].add(mention)
    return tuple(
        ContradictionValue(
            value,
            tuple(sorted({mention.id for mention in mentions})),
            tuple(sorted({mention.trigger.doc_id for mention in mentions})),
        )
        for value, mentions in sorted(sides.items())
    )


def _on_time(claims: EventClaims) -> list[Claim[str]]:
    dated = []
    for mention in claims.asserted():
        interval = claims.own_time(mention)
        sure = mention.factuality not in UNREAL and not _is_dated_across(mention, claims)
        if interval is not None and sure and not is_vague(interval):
            dated.append((interval, mention))

    def go_together(one: Interval, _: EventMention, other: Interval, __: EventMention) -> bool:
        return edtf.overlaps(one, other)

    opposed = opposed_claims(dated, go_together)
    sides = merge_sides(opposed, dated, agree=edtf.overlaps, order=lambda i: (length(i), i.edtf))
    return [(interval.edtf, mention) for interval, mention in sides]


def _is_dated_across(mention: EventMention, claims: EventClaims) -> bool:
    """Whether every word that dates an account stands behind another event in its sentence.

    In "she was sworn in and won the election of November" the time may be the election's alone;
    what stands first ("3 May 2001: the pardon was annulled") dates all that follows.
    """
    own = {account.id for account in claims.mentions}
    reading = claims.sources.readings[mention.trigger.doc_id]
    triggers = [
        event.trigger.start
        for event in reading.events
        if event.sentence == mention.sentence and event.id not in own
    ]
    words = [e.span for e in mention.time.evidence if mention.sentence.holds(e.span)]
    begin = mention.trigger.start
    return bool(words) and all(
        any(begin < start < span.start for start in triggers) for span in words
    )


def _on_factuality(claims: EventClaims) -> list[Claim[str]]:
    """Asserted by one document, denied by another that is not only earlier than the event."""
    said = [m for m in claims.mentions if m.factuality in ("certain", "probable")]
    denied = [m for m in claims.mentions if m.factuality == "denied"]
    deniers = [
        d
        for d in denied
        if not any(
            d.trigger.doc_id == m.trigger.doc_id and _same_matter(d, m, claims) for m in said
        )
    ]
    real = [
        m
        for m in deniers
        if any(_same_matter(m, o, claims) and not _too_early(m, o, claims) for o in said)
    ]
    if not real:
        return []
    told_of = [m for m in said if any(_same_matter(d, m, claims) for d in real)]
    return [("did not occur", m) for m in real] + [("occurred", m) for m in told_of]


_SAME_DEED = 2.0
"""Weight of two types of which the one cannot be told and the other denied."""


def _same_matter(denial: EventMention, other: EventMention, claims: EventClaims) -> bool:
    """Whether a denial names somebody, a place or a number that the other mention names too.

    Who is accused need not be charged: a denial of the one says nothing of the other.
    """
    same = denial.type == other.type
    weight = claims.types.weight(denial.type, other.type)
    if not same and (weight is None or weight < _SAME_DEED):
        return False
    return bool(_named_in(denial, claims) & _named_in(other, claims))


def _named_in(mention: EventMention, claims: EventClaims) -> set[str | float]:
    arguments = (*mention.arguments, *((mention.place,) if mention.place else ()))
    entities = {claims.entities.get(argument.mention or "") for argument in arguments}
    named: set[str | float] = {entity for entity in entities if entity is not None}
    return named | {entry.quantity.value for entry in mention.quantities}


def _too_early(denial: EventMention, other: EventMention, claims: EventClaims) -> bool:
    """Whether a denial was made before the event that the other mention tells of."""
    denied = claims.sources.created(denial.trigger.doc_id)
    interval = told(other.time)
    if denied is None:
        return False
    if interval is not None and interval.latest:
        return denied[1] <= interval.latest
    told_at = claims.sources.created(other.trigger.doc_id)
    return told_at is not None and denied[1] < told_at[0] and denial.attribution is None


def _on_place(claims: EventClaims) -> list[Claim[str]]:
    """Named places of which none may lie in the other."""
    world = claims.world
    placed = [
        (claims.entities[m.place.mention], m)
        for m in claims.mentions
        if m.factuality in _ASSERTED
        and m.place
        and m.place.mention
        and m.place.mention in claims.entities
    ]

    def go_together(one: str, a: EventMention, other: str, b: EventMention) -> bool:
        # What lies around the other place is mostly mentioned beside it somewhere.
        beside = (
            a.trigger.doc_id in world.documents[other] or b.trigger.doc_id in world.documents[one]
        )
        return one == other or beside or _may_lie_in(one, other, world)

    named = [(key, mention) for key, mention in placed if key in world.named]
    return [(world.names[key], mention) for key, mention in opposed_claims(named, go_together)]


def _may_lie_in(one: str, other: str, world: World) -> bool:
    """Whether one of two places may be a part of the other: a bridge lies in some town."""
    return other in world.near.get(one, ()) or (one in world.facilities) != (
        other in world.facilities
    )


class _Doer(NamedTuple):
    """Who is said to have done it: an entity, or words for a force or a crowd that is none."""

    key: str
    name: str
    named: bool
    force: str | None
    may_be_force: bool = False


def _on_agent(claims: EventClaims) -> list[Claim[str]]:
    """The one doer whom each document tells of a deed, if one at least is named or of a force."""
    if not claims.types.blamed.issuperset(mention.type for mention in claims.mentions):
        return []
    doers = [
        (doer, mention)
        for mention in claims.mentions
        if mention.factuality in _ASSERTED
        for argument in mention.arguments
        if argument.role == "agent" and (doer := _doer(argument, claims)) is not None
    ]
    counts: dict[str, set[str]] = defaultdict(set)
    for doer, mention in doers:
        counts[mention.trigger.doc_id].add(doer.key)
    single = [claim for claim in doers if len(counts[claim[1].trigger.doc_id]) == 1]
    opposed = opposed_claims(single, lambda one, _, other, __: _may_be_one(one, other))
    return [(doer.name, mention) for doer, mention in opposed]


def _doer(argument: Argument, claims: EventClaims) -> _Doer | None:
    """Give who does it, if the words tell who is meant; a school or a bridge does nothing."""
    world, rules = claims.world, claims.rules
    entity = claims.entities.get(argument.mention or "")
    if entity is None:
        forces = rules.names.forces
        nouns = argument_nouns(argument, claims.sources, rules)
        found = {forces[noun] for noun in nouns if noun in forces}
        words = " ".join(claims.sources.quote(argument.span).split())
        return _Doer(words, words, named=False, force=found.pop()) if len(found) == 1 else None
    if entity in world.facilities or not claims.is_identified(argument.mention):
        return None
    named, force = entity in world.named, world.forces.get(entity)
    own = {plain(word) for word in world.names[entity].split()} & rules.names.generic_bodies
    armed = named and own <= rules.names.force_words
    body = claims.sources.mentions[argument.mention or ""].type == "organization"
    return _Doer(entity, world.names[entity], named, force, may_be_force=armed and body)


def _may_be_one(one: _Doer, other: _Doer) -> bool:
    """Whether two words may mean one doer: "the police" may be the Public Order Division."""
    if one.force and other.force:
        return one.force == other.force
    kind = any(doer.force and not doer.named for doer in (one, other))
    whose = kind and any(doer.may_be_force for doer in (one, other))
    return one.key == other.key or whose or not (one.named or other.named)


def status_of(contradictions: Sequence[Contradiction], independent: int) -> EventStatus:
    """Say how far the accounts of an event go together."""
    if contradictions:
        return "disputed"
    return "agreed" if independent > 1 else "single-source"
