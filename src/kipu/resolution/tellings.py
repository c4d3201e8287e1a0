"""What the words of an event mention tell: what it is compared by where no type says what it is.

"Win" and "victory", "checked into rehab" and "entered a clinic" are one event though neither has a
type: the vectors of their words are alike, and so are their documents. How much that tells has been
learnt (``relatedness.toml`` of a language).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product, takewhile
from math import fsum, log2

import msgspec
import numpy as np

from kipu.lang.relatedness import Relatedness
from kipu.lang.resolution import ResolutionRules, plain
from kipu.lang.vectors import Vector, WordVectors, load_vectors
from kipu.model.readings import OTHER, EventMention
from kipu.resolution.neighbourhood import Neighbourhood
from kipu.resolution.sources import Sources

_WORD = re.compile(r"[^\W\d_]{2,}")
_PHRASE = 80
"""Characters of an argument that are looked at."""
_SIDE = 8
"""Mentions of one event that are compared; a further one changes little."""
_KEPT = 300_000
"""Pairs of mentions whose evidence is kept at a time."""
_RELATED = 0.35
"""Cosine of two lemmas from which mentions of them are compared at all, if nothing else but the
story speaks for one event."""
_NEIGHBOURS = 8
"""Lemmas that one is compared with at most."""
_CHUNK = 512
"""Lemmas that are compared with all others at a time."""
STEM = 4
"""Letters that two words of one stem share at least ("resign", "resignation")."""
Evidence = Mapping[str, float]


class Telling(msgspec.Struct, frozen=True, eq=False):
    """What one event mention says of itself by its words.

    ``word`` and ``trigger`` are the directions of its lemma and of all words of its trigger,
    ``arguments`` of those of its arguments, if it has any; ``entities`` are those of its sentence
    with how much sharing one tells, in log2.
    """

    mention: str
    document: str
    sentence: int
    typed: bool
    lemma: str
    word: Vector
    trigger: Vector
    arguments: Vector | None
    entities: Mapping[str, float]


def read_tellings(
    sources: Sources, entity_of: Mapping[str, str], rules: ResolutionRules
) -> dict[str, Telling]:
    """Read what each event mention tells by its words, where it has been learnt what they tell."""
    vectors = load_vectors(rules.relatedness.language) if rules.relatedness else None
    if rules.relatedness is None or vectors is None:
        return {}
    documents: Counter[str] = Counter()
    for reading in sources.readings.values():
        documents.update({entity_of[c.id] for c in reading.chains if c.id in entity_of})
    total = len(sources.readings) + 1
    found = {}
    for reading in sources.readings.values():
        if reading.doc.language != rules.relatedness.language:
            continue
        named = [(m.span, entity_of[m.chain]) for m in reading.mentions if m.chain in entity_of]
        for event in reading.events:
            inside = {entity for span, entity in named if event.sentence.holds(span)}
            bits = {entity: log2(total / documents[entity]) for entity in inside}
            found[event.id] = _read_telling(event, vectors, bits, sources, rules)
    return found


def _read_telling(
    event: EventMention,
    vectors: WordVectors,
    entities: Mapping[str, float],
    sources: Sources,
    rules: ResolutionRules,
) -> Telling:
    triggers = _told(sources.quote(event.trigger), rules)
    arguments = [w for a in event.arguments for w in _told(sources.quote(a.span)[:_PHRASE], rules)]
    return Telling(
        mention=event.id,
        document=event.trigger.doc_id,
        sentence=event.sentence.start,
        typed=event.type != OTHER,
        lemma=plain(event.lemma),
        word=vectors.mean((plain(event.lemma),)),
        trigger=vectors.mean(triggers or (plain(event.lemma),)),
        arguments=vectors.mean(arguments) if event.arguments else None,
        entities=entities,
    )


def _told(text: str, rules: ResolutionRules) -> list[str]:
    words = [plain(word) for word in _WORD.findall(text)]
    return [word for word in words if word not in rules.stop_words]


def share_stem(one: str, other: str) -> bool:
    """Whether two words are one, or made of one.

    >>> share_stem("resign", "resignation"), share_stem("win", "wind")
    (True, False)
    """
    letters = zip(one, other, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
    return one == other or shared >= max(STEM, min(len(one), len(other)) - 2)


def measure_telling(one: Telling, other: Telling, story: float) -> dict[str, float]:
    """Give the numbers by which two mentions are compared, by the name of their scale.

    ``story`` is the likeness of their documents.
    """
    trigger = float(one.trigger @ other.trigger)
    within = one.document == other.document
    measured = {
        "word": float(one.word @ other.word),
        "trigger": trigger,
        "stem": float(share_stem(one.lemma, other.lemma)),
        "typed": float(one.typed or other.typed),
        "entities": fsum(one.entities[key] for key in one.entities.keys() & other.entities.keys()),
    }
    if one.arguments is not None and other.arguments is not None:
        measured["arguments"] = float(one.arguments @ other.arguments)
    if not within:
        return measured | {"story": story, "trigger and story": trigger * story}
    measured["document"] = trigger
    measured["sentence"] = float(one.sentence == other.sentence)
    return measured


class Comparison:
    """Weighs events by what their mentions tell; what was weighed is kept for a while."""

    def __init__(self, neighbourhood: Neighbourhood, learnt: Relatedness | None) -> None:
        self.neighbourhood = neighbourhood
        self.learnt = learnt
        self._known: dict[tuple[str, str], dict[str, float]] = {}

    def weigh(self, ones: Sequence[Telling], others: Sequence[Telling]) -> dict[str, float]:
        """Give the mean, over the pairs of mentions, of each piece of evidence, in log2."""
        pairs = [self._weigh_pair(a, b) for a, b in product(ones[:_SIDE], others[:_SIDE])]
        names = sorted({name for pair in pairs for name in pair})
        return {name: fsum(p.get(name, 0.0) for p in pairs) / len(pairs) for name in names}

    def _weigh_pair(self, one: Telling, other: Telling) -> dict[str, float]:
        key = min(one.mention, other.mention), max(one.mention, other.mention)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            story = self.neighbourhood.likeness(one.document, other.document)
            measured = measure_telling(one, other, story)
            found = _weigh_measures(one, other, measured, self.learnt) if self.learnt else {}
            self._known[key] = found
        return found


def _weigh_measures(
    one: Telling, other: Telling, measured: Mapping[str, float], learnt: Relatedness
) -> dict[str, float]:
    evidence = {name: learnt.scales[name].weigh(value) for name, value in measured.items()}
    words = (one.word + other.word)[: len(learnt.kinds)].tolist()
    kinds = fsum(weight * part for weight, part in zip(learnt.kinds, words, strict=True)) / 2
    return evidence | {"prior": learnt.prior, "kind of words": kinds}


def related_lemmas(tellings: Iterable[Telling]) -> dict[str, list[tuple[str, str]]]:
    """Give the pairs of each lemma with itself and with those that mean something alike, sorted."""
    words = {told.lemma: told.word for told in tellings}
    lemmas = sorted(words)
    pairs: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    rows = np.stack([words[lemma] for lemma in lemmas]) if lemmas else np.zeros((0, 0))
    for start in range(0, len(lemmas), _CHUNK):
        likeness = rows[start : start + _CHUNK] @ rows.T
        for place, row in enumerate(likeness, start):
            for other in (place, *_nearest(row, place)):
                pair = min(lemmas[place], lemmas[other]), max(lemmas[place], lemmas[other])
                pairs[pair[0]].add(pair)
                pairs[pair[1]].add(pair)
    return {lemma: sorted(found) for lemma, found in pairs.items()}


def _nearest(row: Vector, place: int) -> list[int]:
    near = [int(n) for n in np.nonzero(row >= _RELATED)[0] if n != place]
    return sorted(near, key=lambda n: (-round(float(row[n]), 4), n))[:_NEIGHBOURS]
