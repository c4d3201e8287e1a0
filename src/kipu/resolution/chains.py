"""What a document's own entities are compared by: their names, descriptions and company."""

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from kipu.lang.resolution import EntityWeights, ResolutionRules, plain
from kipu.model.readings import Chain, EntityType, Mention
from kipu.resolution.clustering import NEVER
from kipu.resolution.names import Name, compare_names, read_name, sound_of
from kipu.resolution.sources import Sources


class Profile(msgspec.Struct, frozen=True):
    """One or more chains taken for one entity, as what they are compared by.

    ``heads`` are the nouns that describe it ("novelist"), ``nouns`` those too that tell little
    ("man"), ``words`` all words of its descriptions;
    ``definite`` is whether the first takes it for known ("the novelist"): "a court", though it is
    "the court" later, is none that another text names.
    ``apart`` are chains that it is not: kin, or judged different. ``copied`` are chains at the
    same place of a copied sentence.
    """

    chains: frozenset[str]
    documents: frozenset[str]
    names: frozenset[Name]
    kinds: frozenset[EntityType]
    mentions: int
    heads: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    copied: frozenset[str] = frozenset()
    named: bool = True
    definite: bool = False

    @property
    def bare(self) -> bool:
        """Whether its names alone do not tell which entity it is."""
        return all(is_bare(name) for name in self.names)


def is_bare(name: Name) -> bool:
    """Whether a name is a surname alone or the kind of a body."""
    return name.generic if name.type == "organization" else name.type == "person" and not name.full


def merge_profiles(one: Profile, other: Profile) -> Profile:
    """Take two profiles for one entity's."""
    return Profile(
        chains=one.chains | other.chains,
        documents=one.documents | other.documents,
        names=one.names | other.names,
        kinds=one.kinds | other.kinds,
        mentions=one.mentions + other.mentions,
        heads=one.heads | other.heads,
        nouns=one.nouns | other.nouns,
        words=one.words | other.words,
        apart=one.apart | other.apart,
        copied=one.copied | other.copied,
        named=one.named or other.named,
        definite=one.definite or other.definite,
    )


def read_profile(chain: Chain, sources: Sources, rules: ResolutionRules) -> Profile:
    """Make the profile of one chain."""
    mentions = [sources.mentions[key] for key in chain.mentions if key in sources.mentions]
    names = _telling_names(chain, mentions, sources, rules)
    nominal = [mention for mention in mentions if mention.kind == "nominal"]
    return Profile(
        chains=frozenset((chain.id,)),
        documents=frozenset((sources.document_of[chain.id],)),
        names=frozenset(names),
        kinds=frozenset((chain.type,)),
        mentions=len(mentions),
        heads=frozenset(_heads(chain, nominal, sources, rules)),
        nouns=frozenset(plain(sources.quote(mention.head).split()[-1]) for mention in nominal),
        words=frozenset(_description_words(nominal, sources, rules)),
        named=bool(names),
        definite=bool(nominal) and _is_definite(nominal[0], sources, rules),
    )


def _telling_names(
    chain: Chain, mentions: list[Mention], sources: Sources, rules: ResolutionRules
) -> list[Name]:
    """The names that say most; a surname beside the full name tells nothing more.

    A name that shares nothing with the chain's own ("Auditor-General" for a person) is a title.
    """
    own = (
        read_name(chain.name, chain.type, rules)
        if chain.named
        else _name_within(chain, mentions, sources, rules)
    )
    if own is None or _is_noun(own, mentions, sources):
        return []
    texts = sorted({sources.quote(mention.span) for mention in mentions if mention.kind == "name"})
    read = [name for name in (read_name(text, chain.type, rules) for text in texts) if name]
    names = [own, *(name for name in read if set(name.parts) & set(own.parts))]
    return [name for name in names if not is_bare(name)] or names


def _is_noun(name: Name, mentions: list[Mention], sources: Sources) -> bool:
    """Whether a name is the noun of a description in the same chain: "Ferry" in a headline."""
    heads = {plain(sources.quote(m.head)) for m in mentions if m.kind == "nominal"}
    return len(name.parts) == 1 and name.parts[0] in heads


def _name_within(
    chain: Chain, mentions: list[Mention], sources: Sources, rules: ResolutionRules
) -> Name | None:
    """The name in a description: "the Northern Star company", "the border town of Orsk".

    But "Ana's company" is not called after Ana.
    """
    words = rules.names
    capital = any(word[:1].isupper() for word in chain.name.split()[1:])
    owned = any(mark in chain.name for mark in ("'s", "’s"))
    leading = owned and chain.name[:1].isupper()
    if chain.type == "person" or not mentions or not (capital or leading):
        return None
    head = plain(sources.quote(mentions[0].head).split()[-1])
    if chain.type == "place":
        told = head in words.place_words and not owned
        return read_name(chain.name, chain.type, rules) if told else None
    kinds = words.generic_bodies | words.legal_forms | words.same_bodies.keys()
    if head not in kinds or (owned and head in words.legal_forms):
        return None
    return read_name(chain.name, chain.type, rules)


def _heads(
    chain: Chain, mentions: list[Mention], sources: Sources, rules: ResolutionRules
) -> set[str]:
    """The nouns of its descriptions and of its offices: "the minister", "minister of trade"."""
    heads = {plain(sources.quote(mention.head).split()[-1]) for mention in mentions}
    for statement in sources.readings[sources.document_of[chain.id]].statements:
        if statement.subject == chain.id and statement.property == "office":
            ofs = rules.names.function_words
            words = [plain(word) for word in statement.value.split()]
            end = next((n for n, word in enumerate(words) if word in ofs), len(words))
            told = [word for word in words[:end] if word not in rules.stop_words]
            heads |= set(told[:1] if rules.names.head == "first" else words[max(end - 1, 0) : end])
    return {head for head in heads if head not in rules.names.vague_nouns | rules.names.kin}


def _is_definite(mention: Mention, sources: Sources, rules: ResolutionRules) -> bool:
    return sources.quote(mention.span).split()[0].casefold() in rules.names.definite


def _description_words(
    mentions: list[Mention], sources: Sources, rules: ResolutionRules
) -> set[str]:
    texts = (sources.quote(mention.span) for mention in mentions)
    words = {plain(word).strip(".,'’\"") for text in texts for word in text.split()}
    return {word for word in words if len(word) > 2 and word not in rules.stop_words}


def weigh_names(one: Profile, other: Profile, weights: EntityWeights) -> float:
    """Weigh two profiles by their names alone: NEVER if any two of them exclude each other.

    The kind of a body alone ("the assembly") need only fit one of the other's names.
    """
    if one.apart & other.chains or other.apart & one.chains:
        return NEVER
    found = [compare_names(left, right, weights) for left in one.names for right in other.names]
    kinds_alone = any(all(name.generic for name in p.names) for p in (one, other))
    if NEVER in found and not kinds_alone:
        return NEVER
    return max(found, default=0.0)


def block_profiles(profiles: Mapping[str, Profile], *, limit: int) -> set[tuple[str, str]]:
    """Pair the profiles that share a part of a name, or an acronym.

    A part that more than ``limit`` profiles have ("Maria") pairs each with those next to it in
    the order of their names only.
    """
    blocks: dict[str, set[str]] = defaultdict(set)
    for key, profile in profiles.items():
        for name in profile.names:
            for part in _block_keys(name):
                blocks[part].add(key)
    pairs = set()
    for block in blocks.values():
        ordered = sorted(
            block, key=lambda key: (min(name.order for name in profiles[key].names), key)
        )
        reach = len(ordered) if len(ordered) <= limit else limit // 4
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 : place + 1 + reach]:
                pairs.add((one, other))
    return pairs


def _first_name(profile: Profile) -> tuple[str, ...]:
    return min(name.order for name in profile.names)


def _block_keys(name: Name) -> set[str]:
    """Parts by which a name is looked up; a person's also by given name and begin of surname."""
    keys = set(name.parts)
    if name.acronym:
        keys.add(name.acronym)
    if name.type == "person" and name.full:
        keys.add(f"{name.parts[0]} {name.parts[-1][:3]}")
        keys.add(f"{sound_of(name.parts[0])}~{sound_of(name.parts[-1])}")
    return keys
