"""Set the claims of documents against each other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from kipu.model.readings import EventMention

T = TypeVar("T")
Claim = tuple[T, EventMention]


def opposed_claims(
    claims: Sequence[Claim[T]],
    go_together: Callable[[T, EventMention, T, EventMention], bool],
) -> list[Claim[T]]:
    """Give the claims of documents of which no value goes with any of another document's."""
    by_document = _by_document(claims)
    opposed: list[Claim[T]] = []
    for one, other in combinations(sorted(by_document), 2):
        left, right = by_document[one], by_document[other]
        if not any(go_together(*a, *b) for a in left for b in right):
            opposed += [claim for claim in (*left, *right) if claim not in opposed]
    return opposed


def unknown_to_each_other(
    claims: Sequence[Claim[T]],
    go_together: Callable[[T, EventMention, T, EventMention], bool],
    *,
    comparable: Callable[[T, T], bool],
) -> list[Claim[T]]:
    """Give the claims of documents each of which gives a value that goes with none of the other's.

    A document that gives 40 and 15 does not contradict one that gives 15, the share of somebody.
    """
    by_document = _by_document(claims)
    opposed: list[Claim[T]] = []
    for one, other in combinations(sorted(by_document), 2):
        left, right = by_document[one], by_document[other]
        strange = [a for a in left if not any(go_together(*a, *b) for b in right)]
        stranger = [b for b in right if not any(go_together(*a, *b) for a in left)]
        pairs = [(a, b) for a in strange for b in stranger if comparable(a[0], b[0])]
        opposed += [claim for pair in pairs for claim in pair if claim not in opposed]
    return opposed


def _by_document(
    claims: Iterable[Claim[T]],
) -> dict[str, list[Claim[T]]]:
    by_document: dict[str, list[Claim[T]]] = defaultdict(list)
    for claim in claims:
        by_document[claim[1].trigger.doc_id].append(claim)
    return by_document


def merge_sides(
    opposed: Sequence[Claim[T]],
    claims: Sequence[Claim[T]],
    *,
    agree: Callable[[T, T], bool],
    order: Callable[[T], tuple[object, ...]],
) -> list[Claim[T]]:
    """Give each claim the value of its side: the first, in order, that it agrees with.

    ``order`` puts the most precise values first, so that "March" is shown as the 3rd of March if
    some other account tells that day. Of all ``claims`` those join a side that go with it alone.
    """
    sides: list[T] = []
    merged: list[Claim[T]] = []
    for value, mention in sorted(opposed, key=lambda claim: (order(claim[0]), claim[1].id)):
        side = next((known for known in sides if agree(known, value)), None)
        if side is None:
            sides.append(value)
        merged.append((value if side is None else side, mention))
    for value, mention in claims:
        fitting = [side for side in sides if agree(side, value)]
        if len(fitting) == 1 and (fitting[0], mention) not in merged:
            merged.append((fitting[0], mention))
    return merged
