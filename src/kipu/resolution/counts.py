"""Find counts of one event that cannot all hold."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, permutations

import msgspec

from kipu.model.readings import EventMention, Quantity
from kipu.resolution.claims import Count, EventClaims
from kipu.resolution.opposition import Claim, merge_sides, unknown_to_each_other
from kipu.resolution.profiles import UNREAL
from kipu.resolution.quantities import agree, bounds, is_sum, show_quantity
from kipu.resolution.subjects import alike, argument_nouns
from kipu.resolution.times import told

_OTHER_THING = 50
"""Numbers so many times apart count different things: a sum, and what each got of it."""
_TO_COME = frozenset(("planned", "hypothetical"))


def opposed_counts(role: str, counts: Sequence[Count], claims: EventClaims) -> list[Claim[str]]:
    """Find the counts of one role that cannot all hold, each as it is shown."""
    sure = {m.trigger.doc_id for m in claims.mentions if m.factuality not in UNREAL}
    told_counts = [
        Count(_with_named(count, claims), count.mention)
        for count in _whole(_greatest(counts), claims)
        if (count.mention.factuality not in _TO_COME or count.mention.trigger.doc_id in sure)
        # "the bodies of thirteen of them were never found": part of the dead, all of the missing
        and (role in claims.types.counts.shrinking or not is_part(count, claims))
    ]

    def go_together(one: Quantity, a: EventMention, other: Quantity, b: EventMention) -> bool:
        if agree(one, other) or _succeeds(role, one, a, other, b, claims):
            return True
        return _of_other_people(Count(one, a), Count(other, b), claims)

    known = [(count.quantity, count.mention) for count in told_counts]
    opposed = unknown_to_each_other(known, go_together, comparable=_of_one_thing)
    opposed += [claim for claim in _within_documents(told_counts, claims) if claim not in opposed]
    sides = merge_sides(opposed, known, agree=agree, order=_precision)
    return [(show_quantity(quantity), mention) for quantity, mention in sides]


def _greatest(counts: Sequence[Count]) -> list[Count]:
    """Of several counts that one mention gives in one role, the greatest: the others are of people
    told apart from those ("49 in riots and eleven in accidents"), whoever else tells of them."""
    lesser = {
        one.quantity.span
        for one, other in permutations(counts, 2)
        if one.mention.id == other.mention.id and one.quantity.value < other.quantity.value
    }
    return [count for count in counts if count.quantity.span not in lesser]


_BESIDE = 24
"""Characters beside a number in which "of them" stands."""


def is_part(count: Count, claims: EventClaims) -> bool:
    """Whether a count is told as a part of another: "eleven, four of them infants"."""
    span = count.quantity.span
    text = claims.sources.readings[span.doc_id].doc.text
    names = claims.rules.names
    before = text[max(0, span.start - _BESIDE) : span.start].casefold().rstrip()
    after = "|".join(map(re.escape, names.part_after))
    return before.endswith(names.part_before) or bool(
        re.match(rf"[\w,.]+(?: \w+)? (?:{after})\b", text[span.start :][:_BESIDE].casefold())
    )


def _of_other_people(one: Count, other: Count, claims: EventClaims) -> bool:
    """Whether two counts are of different groups: the policemen hurt, and the strikers.

    A smaller count of a group goes with a greater one that does not tell of whom it is.
    """
    left, right = _nouns(one, claims), _nouns(other, claims)
    if left and right:
        return not any(alike(a, b) for a in left for b in right)
    if not left and not right:
        return False
    group, whole = (one, other) if left else (other, one)
    return group.quantity.value < whole.quantity.value


def _nouns(count: Count, claims: EventClaims) -> frozenset[str]:
    """The nouns of those whom a number counts, as the argument that holds it tells."""
    return frozenset(
        noun
        for argument in count.mention.arguments
        if argument.span.overlaps(count.quantity.span)
        for noun in argument_nouns(argument, claims.sources, claims.rules)
    )


def _of_one_thing(one: Quantity, other: Quantity) -> bool:
    return max(one.value, other.value) <= _OTHER_THING * min(one.value, other.value)


def _precision(quantity: Quantity) -> tuple[object, ...]:
    low, high = bounds(quantity)
    return high - low, quantity.value, quantity.approximate


def _with_named(count: Count, claims: EventClaims) -> Quantity:
    """Let a count of people include those whom its account names beside it.

    "Nine students and Professor Ruiz were taken" is nine, or ten.
    """
    quantity, undergoer = count.quantity, claims.types.roles.undergoer
    if quantity.unit != "person" or quantity.high is None:
        return quantity
    beside = {
        argument.span
        for argument in count.mention.arguments
        if argument.role in undergoer
        and not any(part.overlaps(argument.span) for part in (quantity.span, *quantity.parts))
        and claims.is_named_person(argument.mention)
    }
    return msgspec.structs.replace(quantity, high=quantity.high + len(beside))


def _whole(counts: Sequence[Count], claims: EventClaims) -> list[Count]:
    """Leave out what one document tells of apart and another adds up.

    "Thirty-one bodies were recovered, fifteen people are presumed dead" is 46 dead elsewhere.
    """
    if len(counts) < 2:
        return list(counts)
    beside = _counts_by_document(claims)
    return [
        count
        for count in counts
        if not any(
            is_sum(total.quantity, count.quantity, beside[count.mention.trigger.doc_id])
            for total in counts
            if total.mention.trigger.doc_id != count.mention.trigger.doc_id
        )
    ]


def _counts_by_document(claims: EventClaims) -> Mapping[str, list[Quantity]]:
    """The counts of each document that may add up: of the event, and of the found and the missing.

    A document may tell of a search as of an event of its own.
    """
    tallies = claims.types.counts.growing | claims.types.counts.shrinking
    counts: dict[str, list[Quantity]] = defaultdict(list)
    for mention in claims.mentions:
        counts[mention.trigger.doc_id] += [entry.quantity for entry in mention.quantities]
    for doc_id, told_there in counts.items():
        for event in claims.sources.readings[doc_id].events:
            told_there += [entry.quantity for entry in event.quantities if entry.role in tallies]
    return counts


def _within_documents(counts: Sequence[Count], claims: EventClaims) -> list[Claim[Quantity]]:
    """Values that one document gives by different sources and that cannot both hold."""
    opposed: list[Claim[Quantity]] = []
    for one, other in combinations(counts, 2):
        same = one.mention.trigger.doc_id == other.mention.trigger.doc_id
        if (
            same
            and _sources_differ(one.mention, other.mention)
            and not agree(one.quantity, other.quantity)
            and not _of_other_people(one, other, claims)
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
        # of the missing some are found every day: which day a text has that gives none, none knows
        undated = role in counts.shrinking
        return undated or (made[1] is not None and _succeeds(role, other, b, one, a, claims))
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
