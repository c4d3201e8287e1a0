"""Find documents whose text is another's, and which of their words correspond.

Source: Schleimer, Wilkerson, Aiken (2003), "Winnowing: local algorithms for document
fingerprinting".
"""

import re
import zlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
from rapidfuzz.distance import LCSseq

from kipu.lang.resolution import CopyWeights
from kipu.model.readings import Reading
from kipu.model.resolved import Copy, CopyKind
from kipu.model.spans import Span
from kipu.resolution.links import Links
from kipu.resolution.sources import Sources

_WORD = re.compile(r"\w+(?:['’.,]\w+)*")
_SENTENCE_END = re.compile(r"[.!?]+[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9¿¡ÁÉÍÓÚ])")
_BODY = frozenset(("paragraph", "caption", "heading", "table", "footnote"))
_LEAST_WORDS = 20
"""Shorter texts are not compared: too little of them is their own."""
_LEAST_SENTENCES = 2
"""One sentence in common is a quotation."""


class Sentence(msgspec.Struct, frozen=True):
    """The words of a sentence, lower case, with the places where they begin."""

    words: tuple[str, ...]
    starts: tuple[int, ...]


class Wording(msgspec.Struct, frozen=True):
    """The body of a document as sentences of words, and its fingerprints."""

    doc_id: str
    sentences: tuple[Sentence, ...]
    fingerprints: frozenset[int]

    @property
    def length(self) -> int:
        """Number of words."""
        return sum(len(sentence.words) for sentence in self.sentences)


class Overlap(msgspec.Struct, frozen=True):
    """Where the words of one document stand in another.

    ``places`` leads from the start of a word of ``document`` to the start of the same word in
    ``of``. ``kept`` is the share of words in sentences taken over unchanged,
    ``sentences`` the number of sentences that were taken over at all.
    """

    document: str
    of: str
    containment: float
    kept: float
    sentences: int
    places: Mapping[int, int]


def read_wording(reading: Reading, weights: CopyWeights) -> Wording:
    """Split the body of a document into sentences of words."""
    sentences = []
    for block in reading.doc.blocks:
        if block.kind in _BODY:
            sentences += _split(reading.doc.text, block.span)
    words = [word for sentence in sentences for word in sentence.words]
    return Wording(reading.doc.id, tuple(sentences), _winnow(_shingles(words, weights), weights))


def _split(text: str, span: Span) -> list[Sentence]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, span.start, span.end)]
    sentences = []
    for start, end in zip([span.start, *ends], [*ends, span.end], strict=True):
        words = list(_WORD.finditer(text, start, end))
        if words:
            forms = tuple(word.group().casefold().replace("’", "'") for word in words)
            sentences.append(Sentence(forms, tuple(word.start() for word in words)))
    return sentences


def _shingles(words: Sequence[str], weights: CopyWeights) -> list[int]:
    size = weights.shingle
    runs = range(len(words) - size + 1)
    return [zlib.crc32(" ".join(words[first : first + size]).encode()) for first in runs]


def _winnow(hashes: Sequence[int], weights: CopyWeights) -> frozenset[int]:
    """Keep the least hash of every window."""
    last = max(len(hashes) - weights.window + 1, min(len(hashes), 1))
    return frozenset(min(hashes[first : first + weights.window]) for first in range(last))


def find_copies(
    sources: Sources, weights: CopyWeights, links: Links
) -> tuple[tuple[Copy, ...], tuple[Overlap, ...]]:
    """Find the copies among documents: for each copy the one text that it is nearest to.

    The earlier document is the original; of two that may be of the same day, the longer one. What
    people say goes before both.
    """
    wordings = [read_wording(reading, weights) for reading in sources.readings.values()]
    by_id = {wording.doc_id: wording for wording in wordings if wording.length >= _LEAST_WORDS}
    every = {wording.doc_id: wording for wording in wordings}
    overlaps = [align_wordings(every[copy], every[of], weights) for copy, of in links.copies]
    said = {frozenset(pair) for pair in (*links.copies, *links.originals)}
    for one, other in _candidates(by_id, sources, weights):
        if frozenset((one, other)) in said:
            continue
        original, copy = _direct(by_id[one], by_id[other], sources)
        overlap = align_wordings(copy, original, weights)
        if overlap.containment >= weights.containment and overlap.sentences >= _LEAST_SENTENCES:
            overlaps.append(overlap)
    nearest: dict[str, Overlap] = {}
    for overlap in overlaps:
        best = nearest.get(overlap.document)
        if best is None or _order(overlap, sources, links) < _order(best, sources, links):
            nearest[overlap.document] = overlap
    return (
        tuple(sorted(_copy(overlap, weights) for overlap in nearest.values())),
        tuple(sorted(overlaps, key=lambda o: (o.document, o.of))),
    )


def _copy(overlap: Overlap, weights: CopyWeights) -> Copy:
    kind: CopyKind = "verbatim" if overlap.kept >= weights.verbatim else "edited"
    return Copy(overlap.document, overlap.of, kind, round(overlap.containment, 3))


def _order(
    overlap: Overlap, sources: Sources, links: Links
) -> tuple[bool, tuple[float, date, str]]:
    said = (overlap.document, overlap.of) in links.copies
    return not said, _rank(overlap, sources)


def _rank(overlap: Overlap, sources: Sources) -> tuple[float, date, str]:
    created = sources.created(overlap.of)
    return -round(overlap.containment, 2), created[0] if created else date.max, overlap.of


def _candidates(
    wordings: Mapping[str, Wording], sources: Sources, weights: CopyWeights
) -> list[tuple[str, str]]:
    """Pairs of documents that share fingerprints; each is compared with the first few that do."""
    holders: dict[int, list[str]] = defaultdict(list)
    ordered = sorted(wordings, key=lambda doc_id: _age(wordings[doc_id], sources))
    for doc_id in ordered:
        for mark in wordings[doc_id].fingerprints:
            holders[mark].append(doc_id)
    shared: Counter[tuple[str, str]] = Counter()
    for documents in holders.values():
        for later, doc_id in enumerate(documents):
            for earlier in documents[: min(later, weights.candidates)]:
                shared[min(earlier, doc_id), max(earlier, doc_id)] += 1
    return sorted(pair for pair, count in shared.items() if count >= weights.shared)


def _age(wording: Wording, sources: Sources) -> tuple[date, int, str]:
    created = sources.created(wording.doc_id)
    return created[0] if created else date.max, -wording.length, wording.doc_id


def _direct(one: Wording, other: Wording, sources: Sources) -> tuple[Wording, Wording]:
    """Put the original first, the copy second."""
    days = sources.created(one.doc_id), sources.created(other.doc_id)
    if days[0] and days[1] and (days[0][1] < days[1][0] or days[1][1] < days[0][0]):
        return (one, other) if days[0][1] < days[1][0] else (other, one)
    longer, shorter = sorted((one, other), key=lambda wording: (-wording.length, wording.doc_id))
    return longer, shorter


def align_wordings(copy: Wording, original: Wording, weights: CopyWeights) -> Overlap:
    """Find for each sentence of a copy the one that it was taken from, and pair their words."""
    index = _sentence_index(original.sentences)
    places: dict[int, int] = {}
    kept = taken = 0
    for sentence in copy.sentences:
        source = _source_of(sentence, original.sentences, index, weights)
        if source is None:
            continue
        taken += 1
        blocks = LCSseq.opcodes(sentence.words, source.words)
        for block in blocks:
            if block.tag == "equal":
                begins = sentence.starts[block.src_start : block.src_end]
                targets = source.starts[block.dest_start : block.dest_end]
                places.update(zip(begins, targets, strict=True))
        if sentence.words == source.words:
            kept += len(sentence.words)
    length = max(copy.length, 1)
    shares = len(places) / length, kept / length
    return Overlap(copy.doc_id, original.doc_id, *shares, taken, places)


def _sentence_index(sentences: Sequence[Sentence]) -> Mapping[tuple[str, ...], list[int]]:
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        for pair in _pairs(sentence.words):
            index[pair].append(number)
    return index


def _pairs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Runs of three words, or the whole of a shorter sentence."""
    return {tuple(words[first : first + 3]) for first in range(max(len(words) - 2, 1))}


def _source_of(
    sentence: Sentence,
    sentences: Sequence[Sentence],
    index: Mapping[tuple[str, ...], list[int]],
    weights: CopyWeights,
) -> Sentence | None:
    """The sentence that shares most words in order; ``None`` if most of the words are new.

    A sentence may have been cut or drawn together with another, so the share of the shorter one
    counts, and at least five words must be the same unless the sentences are equal.
    """
    votes = Counter(number for run in _pairs(sentence.words) for number in index.get(run, ()))
    best: tuple[int, int] | None = None
    for number, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:3]:
        same = LCSseq.similarity(sentence.words, sentences[number].words)
        if best is None or (same, -number) > best:
            best = (same, -number)
    if best is None:
        return None
    source = sentences[-best[1]]
    shorter = min(len(sentence.words), len(source.words))
    alike = best[0] >= weights.sentence * shorter and best[0] >= weights.shingle
    return source if alike or sentence.words == source.words else None


def place_in_original(overlap: Overlap, start: int, end: int) -> int | None:
    """Give the place in the original of the last word of a copy's span, if it was taken over."""
    starts = sorted(overlap.places)
    position = bisect_right(starts, end - 1) - 1
    if position < 0 or starts[position] < start:
        return None
    return overlap.places[starts[position]]


def independent_groups(doc_ids: Iterable[str], copies: Iterable[Copy]) -> Mapping[str, str]:
    """Give each document the first document of its group of copies."""
    group = {doc_id: doc_id for doc_id in doc_ids}

    def root(doc_id: str) -> str:
        while group[doc_id] != doc_id:
            doc_id = group[doc_id]
        return doc_id

    for copy in copies:
        if copy.document in group and copy.of in group:
            first, second = sorted((root(copy.document), root(copy.of)))
            group[second] = first
    return {doc_id: root(doc_id) for doc_id in group}
