"""What people decided on identity: what is one, what is not, and where that contradicts itself."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

from kipu.model.resolved import LinkConflict
from kipu.resolution.placing import Placed
from kipu.resolution.sources import Sources

Pair = tuple[str, str]


class Links(msgspec.Struct, frozen=True):
    """Pairs of chains, event mentions or documents that are one or not; what is rejected.

    ``different`` holds what follows too: where A is B and B is not C, A is not C.
    """

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()
    rejected: frozenset[str] = frozenset()
    copies: frozenset[Pair] = frozenset()
    originals: frozenset[Pair] = frozenset()
    conflicts: tuple[LinkConflict, ...] = ()


def read_links(placed: Iterable[Placed], sources: Sources) -> Links:
    """Turn placed judgements into pairs of chain ids, of event mention ids and of documents.

    What is unsure, or whose words are not found, says nothing here. Pairs that contradict each
    other (A is B, B is C, A is not C) are told and not applied, but for the one that says "not".
    """
    same: dict[Pair, str] = {}
    different: dict[Pair, str] = {}
    copies: dict[str, set[Pair]] = {"positive": set(), "negative": set()}
    rejected: set[str] = set()
    for one in placed:
        judgement, at = one.judgement, one.at
        if at.target is None or judgement.verdict == "unsure":
            continue
        if judgement.kind == "right" and judgement.verdict == "negative":
            rejected.add(at.target)
        elif judgement.kind == "copy" and at.other is not None:
            copies[judgement.verdict].add((at.target, at.other))
        elif judgement.kind == "same" and at.other is not None:
            pair = _pair(_identity(at.target, sources), _identity(at.other, sources))
            if pair[0] != pair[1]:
                (same if judgement.verdict == "positive" else different)[pair] = judgement.id
    conflicts, held = _contradictions(same, different)
    joined = frozenset(same.keys() - held)
    return Links(
        joined,
        _closed(joined, different),
        frozenset(rejected),
        frozenset(copies["positive"]),
        frozenset(copies["negative"]),
        conflicts,
    )


def _identity(id: str, sources: Sources) -> str:
    """Give the chain of a mention, and anything else as it is."""
    mention = sources.mentions.get(id)
    return mention.chain if mention else id


def _pair(one: str, other: str) -> Pair:
    return min(one, other), max(one, other)


def _contradictions(
    same: Mapping[Pair, str], different: Mapping[Pair, str]
) -> tuple[tuple[LinkConflict, ...], set[Pair]]:
    """Find each pair that is held apart and joined by a way of others; hold back what joins it."""
    near = _neighbours(same)
    component = _components(same)
    conflicts, broken = [], set()
    for pair, judgement in sorted(different.items()):
        if pair[0] in component and component[pair[0]] == component.get(pair[1]):
            way = _shortest_way(pair, near)
            ids = tuple(same[_pair(a, b)] for a, b in pairwise(way))
            conflicts.append(LinkConflict(judgement, ids))
            broken.add(component[pair[0]])
    held = {pair for pair in same if component[pair[0]] in broken}
    return tuple(sorted(conflicts)), held


def _neighbours(pairs: Iterable[Pair]) -> Mapping[str, set[str]]:
    near: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    return near


def _components(pairs: Iterable[Pair]) -> dict[str, str]:
    """Give each key the least key of those it is joined to."""
    near = _neighbours(pairs)
    component: dict[str, str] = {}
    for key in sorted(near):
        waiting = [] if key in component else [key]
        while waiting:
            found = waiting.pop()
            if found not in component:
                component[found] = key
                waiting += near[found]
    return component


def _shortest_way(pair: Pair, near: Mapping[str, set[str]]) -> list[str]:
    before: dict[str, str] = {pair[0]: pair[0]}
    waiting = deque([pair[0]])
    while pair[1] not in before:
        key = waiting.popleft()
        for other in sorted(near[key]):
            if other not in before:
                before[other] = key
                waiting.append(other)
    way = [pair[1]]
    while way[-1] != pair[0]:
        way.append(before[way[-1]])
    return way


def _closed(same: Iterable[Pair], different: Iterable[Pair]) -> frozenset[Pair]:
    """Add what follows: nothing that is one of two is the other."""
    component = _components(same)
    members: defaultdict[str, set[str]] = defaultdict(set)
    for key, group in component.items():
        members[group].add(key)
    apart = set()
    for pair in different:
        sides = (members.get(component.get(key, key), {key}) for key in pair)
        left, right = sides
        apart |= {_pair(a, b) for a in left for b in right if a != b}
    return frozenset(apart)


def regroup(groups: Iterable[Sequence[str]], links: Links) -> list[tuple[str, ...]]:
    """Make groups keep what people decided: apart what is not one, together what is.

    Two groups of which some are one are joined whole; where others of them are not one, only
    those that were judged leave their groups for one of their own.
    """
    kept = [set(group) for group in groups]
    near = _neighbours(links.different)
    together: defaultdict[str, set[str]] = defaultdict(set)
    component = _components(links.same)
    for key, name in component.items():
        together[name].add(key)
    for pair in sorted(links.different):
        group = next((group for group in kept if group.issuperset(pair)), None)
        if group is not None:
            mover = max(pair, key=lambda key: (len(near[key] & group), key))
            moved = together.get(component.get(mover, ""), {mover}) & group
            group -= moved
            kept.append(moved)
    for name in sorted(together):
        kept = _joined(kept, together[name], near)
    return sorted(tuple(sorted(group)) for group in kept if group)


def _joined(
    groups: Sequence[set[str]], keys: set[str], near: Mapping[str, set[str]]
) -> list[set[str]]:
    touched = [group for group in groups if group & keys]
    if len(touched) < 2:
        return list(groups)
    rest = [group for group in groups if not group & keys]
    whole = set().union(*touched)
    if any(near.get(key, set()) & whole for key in whole):
        return [*rest, keys & whole, *(group - keys for group in touched)]
    return [*rest, whole]
