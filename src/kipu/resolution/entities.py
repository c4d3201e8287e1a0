"""Resolve the entities of a record: which chains of which documents name one person, body or place.

Full names are compared first; a surname alone, or the kind of a body alone, then joins the only
full name that it can mean; a description without a name joins last and only on strong evidence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import product
from typing import NamedTuple

import msgspec

from kipu.lang.resolution import EntityWeights, ResolutionRules, plain
from kipu.model.ids import content_id
from kipu.model.readings import Chain, EntityType, Mention
from kipu.model.resolved import Entity
from kipu.resolution.chains import (
    Profile,
    block_profiles,
    merge_profiles,
    read_profile,
    weigh_names,
)
from kipu.resolution.clustering import NEVER, cluster
from kipu.resolution.company import Company, gather_company
from kipu.resolution.copies import Overlap, place_in_original
from kipu.resolution.links import Links, regroup
from kipu.resolution.names import Name, behind_post, read_name
from kipu.resolution.neighbourhood import Neighbourhood
from kipu.resolution.sources import Sources

_COPIES = 8
"""Copies that a chain is compared with, the same few for all; a text may be copied often."""
_BLOCK = 60
"""Profiles in a block that are compared each with each; in larger ones with the nearest only."""
_CLEAR = 2.0
"""Log2 by which the best of several candidates must lead, to be taken for the one meant."""


_INITIALS = 2
"""Letters of a word that may be in capitals without being shouted."""
_FULL = 2
"""Words of a person's full name, at least."""


def resolve_entities(
    sources: Sources,
    overlaps: Sequence[Overlap],
    links: Links,
    rules: ResolutionRules,
    neighbourhood: Neighbourhood,
) -> tuple[Entity, ...]:
    """Resolve all chains to entities; each chain belongs to exactly one."""
    weights = rules.weights.entities
    profiles = read_profiles(sources, overlaps, links, rules)
    countries = rules.countries
    company = gather_company(profiles.values(), sources.readings, countries)
    whole = _join_copied(profiles)
    telling = {key: p for key, p in whole.items() if p.named and not p.bare}
    bare = {key: p for key, p in whole.items() if p.named and p.bare}
    unnamed = {key: p for key, p in whole.items() if not p.named}
    full = _cluster_full(telling, company, weights)
    with_bare = _attach(bare, full, company, weights, countries=countries)
    described = _attach_descriptions(unnamed, with_bare, company, neighbourhood, weights)
    rest = {key: profile for key, profile in unnamed.items() if key not in described.joined}
    complete = described.profiles | _cluster_descriptions(rest, company, neighbourhood, rules)
    groups = regroup([tuple(sorted(profile.chains)) for profile in complete.values()], links)
    # What people decided comes last: it moves those whom it is about, and nobody else.
    entities = [_entity(_merge_all(profiles, keys), sources, rules) for keys in groups]
    return tuple(sorted(entities, key=lambda entity: entity.id))


def read_profiles(
    sources: Sources, overlaps: Sequence[Overlap], links: Links, rules: ResolutionRules
) -> dict[str, Profile]:
    """The profile of each chain with what holds it apart from others."""
    apart = _pairs_by_key((*links.different, *_kin(sources)))
    copied = _pairs_by_key(_copied_chains(sources, overlaps))
    return {
        key: msgspec.structs.replace(
            read_profile(chain, sources, rules),
            apart=apart[key],
            copied=copied[key],
        )
        for key, chain in sources.chains.items()
    }


def _pairs_by_key(pairs: Iterable[tuple[str, str]]) -> defaultdict[str, frozenset[str]]:
    by_key: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for one, other in pairs:
        by_key[one] |= {other}
        by_key[other] |= {one}
    return by_key


def _kin(sources: Sources) -> list[tuple[str, str]]:
    """Pairs of chains that a statement of kinship holds apart."""
    return [
        (statement.subject, statement.object)
        for reading in sources.readings.values()
        for statement in reading.statements
        if statement.property == "kinship" and statement.object
        and statement.object != statement.subject
    ]  # fmt: skip


def _copied_chains(sources: Sources, overlaps: Sequence[Overlap]) -> list[tuple[str, str]]:
    """Pairs of chains with mentions of the same words at the same place of a copied sentence."""
    pairs = []
    for overlap in overlaps:
        heads: dict[int, Mention] = {}
        for mention in sources.readings[overlap.of].mentions:
            heads[mention.head.end] = mention
        starts = {mention.head.start: mention for mention in heads.values()}
        for mention in sources.readings[overlap.document].mentions:
            place = place_in_original(overlap, mention.head.start, mention.head.end)
            source = starts.get(place) if place is not None else None
            if source and source.kind == mention.kind and source.kind != "pronoun":
                pairs.append((mention.chain, source.chain))
    return pairs


def _join_copied(profiles: Mapping[str, Profile]) -> dict[str, Profile]:
    """Merge what was copied along with its sentence."""

    def weigh(one: Profile, other: Profile) -> float:
        if one.apart & other.chains or other.apart & one.chains:
            return NEVER
        copied = one.copied & other.chains or other.copied & one.chains
        same_kind = one.named == other.named and (not one.named or one.bare == other.bare)
        return 1.0 if copied and same_kind and not _excluded(one, other) else NEVER

    pairs = {
        (key, other)
        for key, profile in profiles.items()
        for other in nsmallest(_COPIES, profile.copied & profiles.keys())
    }
    members = cluster(profiles, pairs, weigh=weigh, merge=merge_profiles)
    return {key: _merge_all(profiles, keys) for key, keys in members.items()}


def _excluded(one: Profile, other: Profile) -> bool:
    if not one.named or not other.named:
        return False
    neutral = EntityWeights(*([0.0] * len(EntityWeights.__struct_fields__)))
    return weigh_names(one, other, neutral) == NEVER


def _merge_all(profiles: Mapping[str, Profile], keys: Sequence[str]) -> Profile:
    merged = profiles[keys[0]]
    for key in keys[1:]:
        merged = merge_profiles(merged, profiles[key])
    return merged


def _cluster_full(
    profiles: Mapping[str, Profile], company: Company, weights: EntityWeights
) -> dict[str, Profile]:
    """Cluster by full names: first those that are equal, then those that differ in form.

    Names that only look alike are one where the documents have other names in common; one
    document does not spell a name in two ways.
    """
    groups: dict[tuple[Name, ...], list[str]] = defaultdict(list)
    for key in sorted(profiles):
        free = not profiles[key].apart
        names = tuple(sorted(profiles[key].names, key=lambda name: name.order)) if free else ()
        groups[names or (Name("person", (key,)),)].append(key)
    nodes = {keys[0]: _merge_all(profiles, keys) for keys in groups.values()}

    def weigh(one: Profile, other: Profile) -> float:
        names = weigh_names(one, other, weights)
        if not 0 < names <= weights.spelling:
            return names
        if one.documents & other.documents:
            return NEVER
        related = company.relate(one.documents, other.documents, weights)
        return names + related + company.prior(weights)

    pairs = block_profiles(nodes, limit=_BLOCK)
    members = cluster(nodes, pairs, weigh=weigh, merge=merge_profiles)
    return {key: _merge_all(nodes, keys) for key, keys in members.items()}


def _attach(
    bare: Mapping[str, Profile],
    full: Mapping[str, Profile],
    company: Company,
    weights: EntityWeights,
    *,
    countries: frozenset[str],
) -> dict[str, Profile]:
    """Join each bare name to the one full name it can mean; cluster those that are left."""
    by_part: dict[str, set[str]] = defaultdict(set)
    for key, profile in full.items():
        for name in profile.names:
            for part in name.parts:
                by_part[part].add(key)
    joined: dict[str, list[Profile]] = defaultdict(list)
    rest: dict[str, Profile] = {}
    for key in sorted(bare):
        parts = {part for name in bare[key].names for part in name.parts}
        near = {other for part in parts for other in by_part.get(part, ())}
        candidates = {
            other: full[other]
            for other in near
            if not company.foreign(bare[key], full[other], countries)
        }
        target = _only_candidate(bare[key], candidates, company, weights)
        if target is None:
            rest[key] = bare[key]
        else:
            joined[target].append(bare[key])
    result = dict(full)
    for key, additions in joined.items():
        for profile in additions:
            result[key] = merge_profiles(result[key], profile)
    return result | _cluster_bare(rest, company, weights)


def _only_candidate(
    profile: Profile,
    candidates: Mapping[str, Profile],
    company: Company,
    weights: EntityWeights,
) -> str | None:
    """The full name that a bare one means: the only one, or one that clearly leads."""
    scored = []
    for key, full in candidates.items():
        if weigh_names(profile, full, weights) == NEVER:
            continue
        here = weights.bare_name if profile.documents & full.documents else 0.0
        related = company.relate(profile.documents, full.documents, weights)
        copied = weights.copied if profile.copied & full.chains else 0.0
        scored.append((weights.bare_name + here + related + copied + company.prior(weights), key))
    return _leader(scored)


def _leader(scored: list[tuple[float, str]]) -> str | None:
    """The best of several candidates, if it has evidence and no other comes near."""
    scored.sort(reverse=True)
    if not scored or scored[0][0] <= 0:
        return None
    clear = len(scored) == 1 or scored[0][0] - scored[1][0] >= _CLEAR
    return scored[0][1] if clear else None


def _cluster_bare(
    rest: Mapping[str, Profile], company: Company, weights: EntityWeights
) -> dict[str, Profile]:
    def weigh(one: Profile, other: Profile) -> float:
        names = weigh_names(one, other, weights)
        same = {n.parts for n in one.names} & {n.parts for n in other.names}
        if names == NEVER or not same:
            return NEVER
        related = company.relate(one.documents, other.documents, weights)
        return weights.bare_name + related + company.prior(weights)

    pairs = block_profiles(rest, limit=_BLOCK)
    members = cluster(rest, pairs, weigh=weigh, merge=merge_profiles)
    return {key: _merge_all(rest, keys) for key, keys in members.items()}


class _Described(NamedTuple):
    """Named entities with what describes them, and which descriptions were joined to them."""

    profiles: dict[str, Profile]
    joined: frozenset[str]


def _attach_descriptions(
    unnamed: Mapping[str, Profile],
    named: Mapping[str, Profile],
    company: Company,
    neighbourhood: Neighbourhood,
    weights: EntityWeights,
) -> _Described:
    """Join a description to the only entity that other documents describe alike."""
    by_head: dict[str, set[str]] = defaultdict(set)
    for key, profile in named.items():
        for head in profile.heads:
            by_head[head].add(key)
    result = dict(named)
    joined = set()
    for key in sorted(unnamed):
        target = _described(unnamed[key], by_head, named, company, neighbourhood, weights)
        if target is not None:
            result[target] = merge_profiles(result[target], unnamed[key])
            joined.add(key)
    return _Described(result, frozenset(joined))


def _cluster_descriptions(
    rest: Mapping[str, Profile],
    company: Company,
    neighbourhood: Neighbourhood,
    rules: ResolutionRules,
) -> dict[str, Profile]:
    """Join descriptions in the same words, or of one noun in documents on one story.

    One word is not enough for a person where the stories are not alike: "the judge" is another in
    every text. The interior ministry is not the defence ministry, however alike the stories are.
    """
    weights = rules.weights.entities

    def weigh(one: Profile, other: Profile) -> float:
        if one.documents & other.documents or one.apart & other.chains or other.apart & one.chains:
            return NEVER
        shared = one.words & other.words
        things = one.definite and other.definite and _is_thing(one, other)
        story = neighbourhood.weigh(
            one.documents, other.documents, weights, most=weights.story_most
        )
        if not shared or (len(shared) < 2 and not things and story <= 0):
            return NEVER
        apart = min(len(one.words - shared), len(other.words - shared))
        if apart and one.heads & other.heads & rules.names.generic_bodies:
            return NEVER
        own = weights.description + weights.description_word * (len(shared) - 1)
        related = company.relate(one.documents, other.documents, weights)
        own += weights.description_apart * apart
        if not one.heads & other.heads:
            own += weights.vague
        return own + story + related + company.prior(weights)

    members = cluster(
        rest, _block_descriptions(rest, neighbourhood), weigh=weigh, merge=merge_profiles
    )
    return {key: _merge_all(rest, keys) for key, keys in members.items()}


def _block_descriptions(
    rest: Mapping[str, Profile], neighbourhood: Neighbourhood
) -> Iterator[tuple[str, str]]:
    """Pair the descriptions in the same words, and those of one noun in near documents."""
    by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_noun: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(rest):
        by_words[tuple(sorted(rest[key].words))].append(key)
        for noun, doc_id in product(rest[key].nouns, rest[key].documents):
            by_noun[noun, doc_id].append(key)
    for keys in by_words.values():
        if rest[keys[0]].heads:
            for place, one in enumerate(keys):
                yield from ((one, other) for other in keys[place + 1 : place + 1 + _BLOCK])
    for (noun, doc_id), keys in by_noun.items():
        for near in neighbourhood.nearest[doc_id]:
            yield from product(keys, by_noun.get((noun, near), ()))


def _described(
    profile: Profile,
    by_head: Mapping[str, set[str]],
    named: Mapping[str, Profile],
    company: Company,
    neighbourhood: Neighbourhood,
    weights: EntityWeights,
) -> str | None:
    keys = {key for head in profile.heads for key in by_head.get(head, ())}
    scored = []
    for key in keys:
        other = named[key]
        here = bool(profile.documents & other.documents)
        words = len((profile.words & other.words) - profile.heads)
        story = (
            0.0
            if here
            else neighbourhood.weigh(
                profile.documents, other.documents, weights, most=weights.story_most
            )
        )
        vague = not profile.definite and (here or not words)
        if vague or profile.apart & other.chains:
            continue
        related = company.relate(profile.documents, other.documents, weights)
        own = weights.description + weights.description_word * words + story
        scored.append((own + related + company.prior(weights), key))
    return _leader(scored)


def _is_thing(one: Profile, other: Profile) -> bool:
    return "person" not in one.kinds | other.kinds


def _entity(profile: Profile, sources: Sources, rules: ResolutionRules) -> Entity:
    chains = [sources.chains[key] for key in sorted(profile.chains)]
    kind = _majority_type(chains)
    texts: Counter[str] = Counter()
    descriptions: set[str] = set()
    for chain in chains:
        for key in chain.mentions:
            mention = sources.mentions.get(key)
            if mention and mention.kind == "name":
                texts[_clean(sources.quote(mention.span))] += 1
            elif mention and mention.kind == "nominal":
                descriptions.add(_clean(sources.quote(mention.span)))
    name = _best_name(texts, kind, rules) if texts else min(chains, key=lambda c: c.id).name
    ids = frozenset(chain.id for chain in chains)
    statements = [
        statement
        for doc_id in sorted(profile.documents)
        for statement in sources.readings[doc_id].statements
        if statement.subject in ids
    ]
    return Entity(
        id=content_id("e", chains[0].id),
        type=kind,
        name=name,
        aliases=tuple(sorted((set(texts) | descriptions) - {name})),
        chains=tuple(sorted(ids)),
        statements=tuple(sorted(statements, key=lambda statement: statement.id)),
    )


def _majority_type(chains: Sequence[Chain]) -> EntityType:
    votes: Counter[EntityType] = Counter()
    for chain in chains:
        votes[chain.type] += len(chain.mentions) if chain.named else 1
    return min(votes, key=lambda kind: (-votes[kind], kind))


def _clean(text: str) -> str:
    return " ".join(text.split())


def _best_name(texts: Mapping[str, int], kind: EntityType, rules: ResolutionRules) -> str:
    """The fullest name, of equals the most used, without titles and not in capitals."""

    def order(text: str) -> tuple[bool, int, int, int, str]:
        name = read_name(text, kind, rules)
        capitals = any(word.isupper() and len(word) > _INITIALS for word in text.split())
        return capitals, -len(name.parts) if name else 0, -texts[text], len(text), text

    best = min(texts, key=order)
    return _without_titles(best, rules) if kind == "person" else best


def _without_titles(text: str, rules: ResolutionRules) -> str:
    """Leave out what stands before a person's name, as long as two words are left."""
    told = text.split()
    behind = behind_post(told, rules)
    words = list(behind) if len(behind) >= _FULL else told
    while len(words) > _FULL and plain(words[0]).rstrip(".") in rules.names.titles:
        words = words[1:]
    return " ".join(words)
