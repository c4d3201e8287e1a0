"""Find what accounts of one event cannot both be right about.

Two documents contradict each other on an attribute if no value of the one goes with any value of
the other; within one document, if two sources that it names do.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

from kipu.model import edtf
from kipu.model.readings import EventMention, Quantity
from kipu.model.resolved import Contradiction, ContradictionValue, EventStatus
from kipu.model.times import Interval
from kipu.resolution.claims import Count, EventClaims, counts_by_role
from kipu.resolution.profiles import UNREAL
from kipu.resolution.quantities import agree, bounds, is_sum
from kipu.resolution.times import is_vague, told

T = TypeVar("T")
_ASSERTED = frozenset(("certain", "probable"))
_TO_COME = frozenset(("planned", "hypothetical"))


def find_contradictions(event: str, claims: EventClaims) -> tuple[Contradiction, ...]:
    """Find all contradictions on one event, sorted by attribute."""
    found: dict[str, list[tuple[str, EventMention]]] = {
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
        values = _on_quantity(role, counts, claims)
        # "nine were taken away and killed" gives one number in two roles
        shown = tuple(sorted({value for value, _ in values}))
        if shown not in seen:
            found[role] = values
            seen.add(shown)
    return tuple(
        Contradiction(event, attribute, _sides(values))
        for attribute, values in sorted(found.items())
        if len({value for value, _ in values}) > 1
    )


def _sides(values: Iterable[tuple[str, EventMention]]) -> tuple[ContradictionValue, ...]:
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


def _opposed(
    claims: Sequence[tuple[T, EventMention]],
    go_together: Callable[[T, EventMention, T, EventMention], bool],
) -> list[tuple[T, EventMention]]:
    """Give the claims of documents of which no value goes with any of another document's."""
    by_document = _by_document(claims)
    opposed: list[tuple[T, EventMention]] = []
    for one, other in combinations(sorted(by_document), 2):
        left, right = by_document[one], by_document[other]
        if not any(go_together(*a, *b) for a in left for b in right):
            opposed += [claim for claim in (*left, *right) if claim not in opposed]
    return opposed


def _unknown_to_each_other(
    claims: Sequence[tuple[T, EventMention]],
    go_together: Callable[[T, EventMention, T, EventMention], bool],
) -> list[tuple[T, EventMention]]:
    """Give the claims of documents each of which gives a value that goes with none of the other's.

    A document that gives 40 and 15 does not contradict one that gives 15, the share of somebody.
    """
    by_document = _by_document(claims)
    opposed: list[tuple[T, EventMention]] = []
    for one, other in combinations(sorted(by_document), 2):
        left, right = by_document[one], by_document[other]
        strange = [a for a in left if not any(go_together(*a, *b) for b in right)]
        stranger = [b for b in right if not any(go_together(*a, *b) for a in left)]
        if strange and stranger:
            opposed += [claim for claim in (*strange, *stranger) if claim not in opposed]
    return opposed


def _by_document(
    claims: Iterable[tuple[T, EventMention]],
) -> dict[str, list[tuple[T, EventMention]]]:
    by_document: dict[str, list[tuple[T, EventMention]]] = defaultdict(list)
    for claim in claims:
        by_document[claim[1].trigger.doc_id].append(claim)
    return by_document


def _on_time(claims: EventClaims) -> list[tuple[str, EventMention]]:
    dated = []
    for mention in claims.asserted():
        interval = claims.own_time(mention)
        if interval is not None and mention.factuality not in UNREAL and not is_vague(interval):
            dated.append((interval, mention))

    def go_together(one: Interval, _: EventMention, other: Interval, __: EventMention) -> bool:
        return edtf.overlaps(one, other)

    opposed = _opposed(dated, go_together)
    return [(interval.edtf, mention) for interval, mention in opposed]


def _on_factuality(claims: EventClaims) -> list[tuple[str, EventMention]]:
    """Asserted by one document, denied by another that is not only earlier than the event."""
    said = [m for m in claims.mentions if m.factuality in ("certain", "probable")]
    denied = [m for m in claims.mentions if m.factuality == "denied"]
    sayers = {m.trigger.doc_id for m in said}
    deniers = [m for m in denied if m.trigger.doc_id not in sayers]
    real = [
        m
        for m in deniers
        if any(_same_matter(m, o, claims) and not _too_early(m, o, claims) for o in said)
    ]
    if not real:
        return []
    return [("did not occur", m) for m in real] + [("occurred", m) for m in said]


def _same_matter(denial: EventMention, other: EventMention, claims: EventClaims) -> bool:
    """Whether a denial names somebody, a place or a number that the other mention names too."""
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


def _on_place(claims: EventClaims) -> list[tuple[str, EventMention]]:
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
        return one == other or beside or other in world.near.get(one, ())

    named = [(key, mention) for key, mention in placed if key in world.named]
    return [(world.names[key], mention) for key, mention in _opposed(named, go_together)]


def _on_agent(claims: EventClaims) -> list[tuple[str, EventMention]]:
    """Named agents of a deed, where two documents name one each and not the same."""
    world = claims.world
    if not claims.types.blamed.issuperset(mention.type for mention in claims.mentions):
        return []
    agents = [
        (claims.entities[argument.mention or ""], mention)
        for mention in claims.mentions
        if mention.factuality in _ASSERTED
        for argument in mention.arguments
        if argument.role == "agent" and argument.mention in claims.entities
    ]
    counts: dict[str, set[str]] = defaultdict(set)
    for key, mention in agents:
        counts[mention.trigger.doc_id].add(key)
    single = [
        (key, mention)
        for key, mention in agents
        if len(counts[mention.trigger.doc_id]) == 1 and key in world.named
    ]
    opposed = _opposed(single, lambda one, _, other, __: one == other)
    return [(world.names[key], mention) for key, mention in opposed]


def _on_quantity(
    role: str, counts: Sequence[Count], claims: EventClaims
) -> list[tuple[str, EventMention]]:
    told_counts = [
        count for count in counts if count.mention.factuality not in ("planned", "hypothetical")
    ]
    parts = _counts_by_document(claims)

    def go_together(one: Quantity, a: EventMention, other: Quantity, b: EventMention) -> bool:
        if agree(one, other) or _succeeds(role, one, a, other, b, claims):
            return True
        larger, smaller = (one, b) if one.value > other.value else (other, a)
        return is_sum(larger, parts[smaller.trigger.doc_id])

    opposed = _unknown_to_each_other([(c.quantity, c.mention) for c in told_counts], go_together)
    opposed += [claim for claim in _within_documents(told_counts) if claim not in opposed]
    return [(_show(quantity), mention) for quantity, mention in opposed]


def _counts_by_document(claims: EventClaims) -> Mapping[str, list[Quantity]]:
    """All counts of each document, whatever their role: the dead are the found and the missing."""
    counts: dict[str, list[Quantity]] = defaultdict(list)
    for mention in claims.mentions:
        counts[mention.trigger.doc_id] += [entry.quantity for entry in mention.quantities]
    return counts


def _within_documents(counts: Sequence[Count]) -> list[tuple[Quantity, EventMention]]:
    """Values that one document gives by different sources and that cannot both hold."""
    opposed: list[tuple[Quantity, EventMention]] = []
    for one, other in combinations(counts, 2):
        same = one.mention.trigger.doc_id == other.mention.trigger.doc_id
        if (
            same
            and _sources_differ(one.mention, other.mention)
            and not agree(one.quantity, other.quantity)
        ):
            opposed += [(one.quantity, one.mention), (other.quantity, other.mention)]
    return opposed


def _sources_differ(one: EventMention, other: EventMention) -> bool:
    left = one.attribution.source if one.attribution else None
    right = other.attribution.source if other.attribution else None
    return left is not None and right is not None and left != right


def _succeeds(
    role: str,
    one: Quantity,
    a: EventMention,
    other: Quantity,
    b: EventMention,
    claims: EventClaims,
) -> bool:
    """Whether a later count replaced a first one: more dead found, fewer missing."""
    counts = claims.types.counts
    made = claims.sources.created(a.trigger.doc_id), claims.sources.created(b.trigger.doc_id)
    if made[0] is None:
        return made[1] is not None and _succeeds(role, other, b, one, a, claims)
    if made[1] is not None and made[0][0] > made[1][0]:
        return _succeeds(role, other, b, one, a, claims)
    if made[1] is not None and not made[0][1] < made[1][0]:
        return False
    if not _is_preliminary(made[0][1], claims):
        return False
    if role in counts.growing:
        return other.value >= one.value
    return role in counts.shrinking and other.value <= one.value


def _is_preliminary(made: date, claims: EventClaims) -> bool:
    dated = (told(mention.time) for mention in claims.asserted())
    starts = [interval.earliest for interval in dated if interval and interval.earliest]
    limit = timedelta(days=claims.types.counts.preliminary)
    return any(start <= made <= start + limit for start in starts)


def _show(quantity: Quantity) -> str:
    low, high = bounds(quantity)
    number = f"{quantity.value:g}" if quantity.value < 1e6 else f"{quantity.value:.0f}"
    if quantity.low is not None and quantity.high is None:
        return f"at least {number}"
    if quantity.high is not None and quantity.low is None:
        return f"at most {number}"
    return f"about {number}" if quantity.approximate and low < high else number


def status_of(contradictions: Sequence[Contradiction], independent: int) -> EventStatus:
    """Say how far the accounts of an event go together."""
    if contradictions:
        return "disputed"
    return "agreed" if independent > 1 else "single-source"
