"""Resolve the events of a record: which event mentions of which documents tell of one event."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from heapq import nsmallest
from itertools import pairwise

import msgspec

from kipu.lang.resolution import ResolutionRules, plain
from kipu.model.readings import OTHER, EventMention
from kipu.model.resolved import Entity
from kipu.resolution.clustering import NEVER, cluster
from kipu.resolution.comparison import counted_apart, is_supported, weigh_accounts
from kipu.resolution.copies import Overlap, place_in_original
from kipu.resolution.links import Links, regroup
from kipu.resolution.neighbourhood import Neighbourhood
from kipu.resolution.profiles import (
    Account,
    Information,
    measure_information,
    merge_accounts,
    read_account,
)
from kipu.resolution.rivals import Weigh, is_clear
from kipu.resolution.sources import Sources
from kipu.resolution.tellings import STEM, read_tellings, related_lemmas
from kipu.resolution.twins import told_as_two

_BLOCK = 80
"""Accounts in a block that are compared each with each; in larger ones with the nearest only."""
_REACH = 10
"""Accounts that follow one in a large block, and are compared with it."""
_COPIES = 3
"""Copies that an account is compared with as such; a text may be copied a thousand times."""
_CANDIDATES = 40
"""Accounts that one is compared with at most, of those behind it."""


def entity_of_chains(entities: Sequence[Entity]) -> dict[str, str]:
    """Lead from each chain to its entity."""
    return {chain: entity.id for entity in entities for chain in entity.chains}


def is_named(entity: Entity, sources: Sources) -> bool:
    """Whether some document names an entity, not only describes it."""
    return any(sources.chains[chain].named for chain in entity.chains)


def cluster_events(
    sources: Sources,
    entities: Sequence[Entity],
    overlaps: Sequence[Overlap],
    links: Links,
    rules: ResolutionRules,
    neighbourhood: Neighbourhood,
) -> list[tuple[str, ...]]:
    """Give the event mentions of each event, sorted; each mention belongs to one event."""
    accounts = read_accounts(sources, entities, overlaps, links, rules)
    information = measure_information(
        accounts.values(), neighbourhood, rules, generic_entities(entities, sources, rules)
    )

    def weigh(one: Account, other: Account) -> float:
        return weigh_accounts(one, other, information, rules)

    # Copies first: of a thousand copies of one text each pair need not be compared.
    copies = cluster(accounts, _copied_pairs(accounts), weigh=weigh, merge=merge_accounts)
    whole = {key: reduce(merge_accounts, map(accounts.__getitem__, k)) for key, k in copies.items()}
    pairs = list(_block_accounts(whole, neighbourhood, rules))
    joined = _cluster_twice(whole, pairs, weigh, information, rules)
    members = {
        key: tuple(sorted(mention for one in keys for mention in copies[one]))
        for key, keys in joined.items()
    }
    # What people decided comes last: it moves the events that it is about, and no others.
    return regroup(_join_bare(members.values(), accounts, rules), links)


def _cluster_twice(
    accounts: Mapping[str, Account],
    pairs: Sequence[tuple[str, str]],
    weigh: Weigh,
    information: Information,
    rules: ResolutionRules,
) -> dict[str, tuple[str, ...]]:
    """Cluster first what shares a time, a place, people or numbers, and then the rest.

    What shares none of these joins only where no rival comes near, for which the events have to
    stand.
    """

    def weigh_shared(one: Account, other: Account) -> float:
        return weigh(one, other) if is_supported(one, other, information, rules) else NEVER

    def clear(
        one: str, other: str, live: Mapping[str, Account], near: Mapping[str, Iterable[str]]
    ) -> bool:
        return is_clear(one, other, live, near, weigh, rules.weights.events)

    first = cluster(accounts, pairs, weigh=weigh_shared, merge=merge_accounts)
    firm = {key: reduce(merge_accounts, map(accounts.__getitem__, k)) for key, k in first.items()}
    owner = {key: least for least, keys in first.items() for key in keys}
    rest = [(owner[one], owner[other]) for one, other in pairs]
    second = cluster(firm, rest, weigh=weigh, merge=merge_accounts, clear=clear)
    return {
        least: tuple(sorted(key for one in keys for key in first[one]))
        for least, keys in second.items()
    }


def generic_entities(
    entities: Sequence[Entity], sources: Sources, rules: ResolutionRules
) -> frozenset[str]:
    """Give those whose sharing tells little: without a name, or called what many bodies are."""
    return frozenset(e.id for e in entities if e.type != "place" and _is_generic(e, sources, rules))


def _is_generic(entity: Entity, sources: Sources, rules: ResolutionRules) -> bool:
    words = [word for word in plain(entity.name).split() if word not in rules.stop_words]
    common = bool(words) and rules.names.generic_bodies.issuperset(words)
    return common or not is_named(entity, sources)


def _copied_pairs(accounts: Mapping[str, Account]) -> Iterator[tuple[str, str]]:
    """Pair each account with the next few of its copies by their ids, so that all hang together."""
    for key, account in accounts.items():
        following = (o for o in account.copied if o > key and o in accounts)
        yield from ((key, other) for other in nsmallest(_COPIES, following))


_FAMILY = 1.0
"""Weight of two types from which a word alone ("the meeting") may stand for the other."""


def _join_bare(
    clusters: Iterable[tuple[str, ...]],
    accounts: Mapping[str, Account],
    rules: ResolutionRules,
) -> list[tuple[str, ...]]:
    """Give what says nothing of itself to the one event of its kind in its document.

    Where there are two, or none, it stays alone: which one is meant is not told. What has no known
    type is of no kind; its words have been weighed.
    """
    joined: dict[tuple[str, ...], list[str]] = {}
    bare: list[tuple[str, ...]] = []
    for keys in sorted(clusters):
        told = any(accounts[key].tellings and accounts[key].types == {OTHER} for key in keys)
        empty = not told and all(accounts[key].bare for key in keys)
        if empty and _documents(keys, accounts) == 1:
            bare.append(keys)
        else:
            joined[keys] = list(keys)
    for keys in bare:
        fitting = [other for other in joined if _may_stand_for(keys, other, accounts, rules)]
        if len(fitting) == 1:
            joined[fitting[0]] += keys
        else:
            joined[keys] = list(keys)
    return [tuple(sorted(members)) for members in joined.values()]


def _documents(keys: Iterable[str], accounts: Mapping[str, Account]) -> int:
    return len(frozenset[str]().union(*(accounts[key].documents for key in keys)))


def _may_stand_for(
    bare: Iterable[str],
    others: Iterable[str],
    accounts: Mapping[str, Account],
    rules: ResolutionRules,
) -> bool:
    pairs = [(accounts[key], accounts[other]) for key in bare for other in others]
    if any(one.apart & other.mentions or other.apart & one.mentions for one, other in pairs):
        return False
    return any(
        one.documents & other.documents
        and one.real == other.real
        and not other.bare
        and (rules.types.weight(min(one.types), min(other.types)) or 0.0) >= _FAMILY
        for one, other in pairs
    )


def read_accounts(
    sources: Sources,
    entities: Sequence[Entity],
    overlaps: Sequence[Overlap],
    links: Links,
    rules: ResolutionRules,
) -> dict[str, Account]:
    """Make the account of every event mention that nobody rejected, by its id."""
    entity_of = entity_of_chains(entities)
    people = frozenset(e.id for e in entities if e.type == "person" and is_named(e, sources))
    apart = _partners([*links.different, *told_as_two(sources, entities, rules)])
    copied = _partners(copied_events(sources, overlaps))
    accounts = {
        key: msgspec.structs.replace(
            read_account(event, entity_of, people, sources, rules),
            apart=frozenset(apart[key]),
            copied=frozenset(copied[key]),
        )
        for key, event in sources.events.items()
        if key not in links.rejected
    }
    crowds = _find_crowds(accounts.values(), rules)
    untyped = any(OTHER in account.types for account in accounts.values())
    tellings = read_tellings(sources, entity_of, rules) if untyped else {}
    return {
        key: msgspec.structs.replace(
            account,
            crowded=_kind(account, rules) in crowds,
            tellings=(tellings[key],) if key in tellings else (),
        )
        for key, account in accounts.items()
    }


def _find_crowds(
    accounts: Iterable[Account], rules: ResolutionRules
) -> frozenset[tuple[str, frozenset[str]]]:
    """Give the documents that tell of several events of a kind, each with the kind.

    Two are several if their times or places differ, or their numbers of people.
    """
    by_kind: dict[tuple[str, frozenset[str]], list[Account]] = defaultdict(list)
    for account in accounts:
        if not account.bare:
            by_kind[_kind(account, rules)].append(account)
    return frozenset(
        kind
        for kind, found in by_kind.items()
        if any(_differ(one, other) for one, other in pairwise(found))
    )


def _kind(account: Account, rules: ResolutionRules) -> tuple[str, frozenset[str]]:
    """Give the document of an account and its type, which may be one of several alike."""
    alike = rules.types.counts.told_apart
    types = alike if account.types & alike else account.types
    return min(account.documents), types


def _differ(one: Account, other: Account) -> bool:
    times = one.times and other.times and one.times.isdisjoint(other.times)
    places = one.places and other.places and one.places.isdisjoint(other.places)
    return bool(times or places) or counted_apart(one, other)


def _partners(
    pairs: Sequence[tuple[str, str]] | frozenset[tuple[str, str]],
) -> defaultdict[str, set[str]]:
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        partners[one].add(other)
        partners[other].add(one)
    return partners


def copied_events(sources: Sources, overlaps: Sequence[Overlap]) -> list[tuple[str, str]]:
    """Pair event mentions with those whose trigger stands at the same place of a copied sentence.

    The copy comes first. Where the original has several events at one trigger, the one of the same
    type is meant.
    """
    pairs = []
    for overlap in overlaps:
        triggers: dict[int, list[EventMention]] = defaultdict(list)
        for event in sources.readings[overlap.of].events:
            triggers[event.trigger.start].append(event)
        ranks: dict[tuple[int, str], int] = defaultdict(int)
        for event in sources.readings[overlap.document].events:
            place = place_in_original(overlap, event.trigger.start, event.trigger.start + 1)
            if place is None:
                continue
            same = [source for source in triggers[place] if source.type == event.type]
            rank = ranks[event.trigger.start, event.type]
            ranks[event.trigger.start, event.type] += 1
            if rank < len(same):
                pairs.append((event.id, same[rank].id))
    return pairs


def _block_accounts(
    accounts: Mapping[str, Account], neighbourhood: Neighbourhood, rules: ResolutionRules
) -> Iterator[tuple[str, str]]:
    """Pair the accounts whose types can be one and that share something; a pair may come twice.

    In a block that is too large, of one year's protests say, each is compared with those next to
    it in the order of time only; the block of all that have but their types in common is left out
    then. Each account is paired with those that it shares most with.
    """
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    untyped = any(OTHER in account.types for account in accounts.values())
    related = related_lemmas(t for account in accounts.values() for t in account.tellings)
    for key in sorted(accounts, key=lambda key: (_day(accounts[key]), key)):
        for mark in _marks(accounts[key], neighbourhood, rules, related if untyped else None):
            blocks[mark].append(key)
    shared: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mark, block in blocks.items():
        whole = len(block) <= _BLOCK
        reach = len(block) if whole else _REACH if len(mark) > 2 else 0
        for place, one in enumerate(block):
            shared[one].update(block[place + 1 : place + 1 + reach])
    for one, counts in shared.items():
        others = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        yield from ((one, other) for other, _ in others[:_CANDIDATES])
        counts.clear()
    yield from _copied_pairs(accounts)


def _day(account: Account) -> str:
    days = [time.earliest.isoformat() for time in account.times if time.earliest]
    return min(days, default="9999")


def _marks(
    account: Account,
    neighbourhood: Neighbourhood,
    rules: ResolutionRules,
    related: Mapping[str, Sequence[tuple[str, str]]] | None,
) -> set[tuple[str, ...]]:
    """What an account is looked up by: each pair of types with each thing that may be shared.

    Where some have no type that is known (``related`` is given), the word takes the place of the
    type, and what means something alike stands for it.
    """
    near = {d for doc_id in account.documents for d in neighbourhood.nearest[doc_id]}
    shared = [entity for _, entity in account.roles] + sorted(account.places)
    shared += sorted(account.documents | near)
    for time in account.times:
        if time.earliest and time.latest and time.earliest.year == time.latest.year:
            shared.append(f"{time.earliest.year}")
    lemmas = account.lemmas if related is not None else ()
    kinds: set[tuple[str, ...]] = {("word", lemma[:STEM]) for lemma in lemmas}
    near_words = {pair for t in account.tellings for pair in (related or {}).get(t.lemma, ())}
    alike = {("words", *p, d) for p in near_words for d in near | account.documents}
    if account.types != {OTHER}:
        kinds |= {pair for kind in account.types for pair in rules.types.pairs_with(kind)}
    return {(*kind, thing) for kind in kinds for thing in shared} | kinds | alike
