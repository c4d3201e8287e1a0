"""Which documents are on the same story, by the words that they share.

An arrest in a text on a strike and one in a text on a verdict are two arrests, though neither gives
a day or a name. The likeness is the cosine of TF-IDF vectors, of each document's most telling words
alone, so that an archive of many documents fits in memory.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import product
from math import fsum, log, log2, sqrt

import msgspec

from kipu.lang.resolution import EntityWeights, EventWeights, ResolutionRules, plain
from kipu.model.readings import Reading

_WORD = re.compile(r"[^\W\d_]{3,}")
_OTHER_TEXTS = 1000
"""Documents that a word's frequency is counted among too, with its share in the language: in a
record on one story, what all its documents share then tells as much as in a large one."""
_UNKNOWN_TEXTS = 100
"""The same, where no shares are known, none of which holds a word of the record."""
_TELLING = 150
"""Words of a document that are kept. Of 80, mostly words that no other text has, documents of one
story of the stories have nothing in common; of all, the likeness is hardly another."""
_INDEXED = 30
"""Words of a document by which its neighbours are looked up, the most telling ones. With 20 a
description of the stories does not find its like."""
_COMMON = 40
"""Documents that hold a word at most, for it to lead from one to the other."""
_NEAREST = 8
"""Neighbours of a document."""
_SIDE = 8
"""Documents of one event that are looked at; a further one changes little."""


_KEPT = 500_000
"""Likenesses of two documents that are kept at a time, about 100 megabytes."""


class Neighbourhood(msgspec.Struct, frozen=True):
    """The telling words of each document, as vectors of length 1, and its nearest documents."""

    words: Mapping[str, Mapping[str, float]]
    nearest: Mapping[str, tuple[str, ...]]
    known: dict[tuple[str, str], float]

    def likeness(self, one: str, other: str) -> float:
        """Give the cosine of two documents, 1 of a document and itself."""
        pair = (one, other) if one < other else (other, one)
        found = self.known.get(pair)
        if found is None:
            if len(self.known) >= _KEPT:
                self.known.clear()
            found = 1.0 if one == other else _cosine(self.words[one], self.words[other])
            self.known[pair] = found
        return found

    def weigh(
        self,
        ones: Iterable[str],
        others: Iterable[str],
        weights: EventWeights | EntityWeights,
        *,
        most: float,
    ) -> float:
        """Weigh two groups of documents for being on one story, by the two that are most alike.

        ``most`` is what their likeness weighs at most.
        """
        enough = weights.story_even * 2.0 ** (most / weights.story)
        best = 0.0
        for one, other in product(sorted(ones)[:_SIDE], sorted(others)[:_SIDE]):
            best = max(best, self.likeness(one, other))
            if best >= enough:
                return most
        bits = weights.story * log2(max(best, 0.001) / weights.story_even)
        return max(weights.story_least, min(most, bits))


def read_neighbourhood(readings: Mapping[str, Reading], rules: ResolutionRules) -> Neighbourhood:
    """Weigh the words of all documents and find the nearest of each."""
    counts = {doc_id: _count_words(r, rules.stop_words) for doc_id, r in readings.items()}
    holders = Counter(word for words in counts.values() for word in words)
    others = _OTHER_TEXTS if rules.shares else _UNKNOWN_TEXTS
    total = len(readings) + others
    rarity = {w: log(total / (n + others * rules.shares.get(w, 0.0))) for w, n in holders.items()}
    words = {
        doc_id: _telling({w: (1 + log(n)) * rarity[w] for w, n in own.items()})
        for doc_id, own in counts.items()
    }
    return Neighbourhood(words, _find_nearest(words), {})


def _count_words(reading: Reading, stop_words: frozenset[str]) -> Counter[str]:
    words = Counter(_WORD.findall(reading.doc.text))
    told: Counter[str] = Counter()
    for word, count in words.items():
        told[sys.intern(plain(word))] += count
    return Counter({word: count for word, count in told.items() if word not in stop_words})


def _telling(weights: Mapping[str, float]) -> dict[str, float]:
    """Keep the words that weigh most, in that order, and bring them to length 1."""
    kept = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_TELLING]
    length = sqrt(sum(weight * weight for _, weight in kept)) or 1.0
    return {word: weight / length for word, weight in kept}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return fsum([one[word] * other[word] for word in one.keys() & other.keys()])


def _find_nearest(words: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[str, ...]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for doc_id, own in words.items():
        for word in list(own)[:_INDEXED]:
            holders[word].append(doc_id)
    nearest = {}
    for doc_id, own in words.items():
        shared: dict[str, float] = defaultdict(float)
        for word in list(own)[:_INDEXED]:
            if len(holders[word]) <= _COMMON:
                for other in holders[word]:
                    shared[other] += own[word] * words[other][word]
        shared.pop(doc_id, None)
        ranked = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))
        nearest[doc_id] = tuple(other for other, _ in ranked[:_NEAREST])
    return nearest
