"""Which names keep company: what documents have in common beside the entity compared."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log2

import msgspec

from kipu.lang.resolution import EntityWeights
from kipu.resolution.chains import Profile, is_bare
from kipu.resolution.names import Name


class Company(msgspec.Struct, frozen=True):
    """Which names stand in which documents, and how much each tells.

    ``countries`` leads from a document to the countries that it names most.
    """

    names: Mapping[str, frozenset[Name]]
    information: Mapping[Name, float]
    countries: Mapping[str, frozenset[str]]
    documents: int

    def relate(self, ones: Iterable[str], others: Iterable[str], weights: EntityWeights) -> float:
        """Weigh the names that two groups of documents share, up to a limit."""
        left = frozenset[Name]().union(*(self.names[doc_id] for doc_id in sorted(ones)[:20]))
        right = frozenset[Name]().union(*(self.names[doc_id] for doc_id in sorted(others)[:20]))
        shared = sorted(self.information[name] for name in left & right)
        return min(weights.related_most, weights.related * sum(shared))

    def foreign(self, one: Profile, other: Profile, countries: frozenset[str]) -> bool:
        """Whether a body of another country is meant than the one a document is about."""
        told = {country for name in other.names for country in countries_in(name, countries)}
        homes = [self.countries[doc_id] for doc_id in one.documents if doc_id in self.countries]
        return bool(told) and any(not home <= told for home in homes)

    def prior(self, weights: EntityWeights) -> float:
        """Give what speaks against any two being one in a record of this size."""
        return weights.prior + weights.prior_documents * log2(max(self.documents, 1))


def gather_company(
    profiles: Iterable[Profile], documents: Iterable[str], countries: frozenset[str]
) -> Company:
    """Count in how many documents each telling name stands.

    ``profiles`` are of one chain each.
    """
    names: dict[str, set[Name]] = {doc_id: set() for doc_id in documents}
    holders: Counter[Name] = Counter()
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for profile in profiles:
        (doc_id,) = profile.documents
        for name in profile.names:
            if "place" in profile.kinds and " ".join(name.parts) in countries:
                homes[doc_id][" ".join(name.parts)] += profile.mentions
            key = msgspec.structs.replace(name, gender=None)
            if not is_bare(name) and key not in names[doc_id]:
                names[doc_id].add(key)
                holders[key] += 1
    information = {name: log2((len(names) + 2) / count) for name, count in holders.items()}
    frozen = {doc_id: frozenset(found) for doc_id, found in names.items()}
    most = {
        doc_id: frozenset(c for c, n in count.items() if n == max(count.values()))
        for doc_id, count in homes.items()
    }
    return Company(frozen, information, most, len(names))


def countries_in(name: Name, countries: frozenset[str]) -> set[str]:
    """Give the countries whose name stands in a body's."""
    words = name.parts
    runs = {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}
    return runs & countries
