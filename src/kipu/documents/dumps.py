"""Where the article stands in a whole page that was copied as plain text, menus and all."""

import re
from collections import Counter
from collections.abc import Container, Sequence

from kipu.documents.passages import Passage
from kipu.model.documents import BlockKind

FEWEST_OUTSIDE = 15
FEWEST_RESIDUES = 4
"""Passages around the article, and residues known by their words among them, from which on a text
counts as a copied page. Clean articles of the development corpus reach neither; a report that ends
in a long list of names has no residues."""
FEWEST_ENTRIES = 8
"""Entries of a menu before the article and after it from which on a text counts as a copied page
too: their words need not be known, but a list of names stands on one side of a report only."""
MENU = 20
"""Entries before an article that are a menu by themselves; what follows it is then left alone."""
LONGEST_ENTRY = 4
SHORTEST_TEXT, LONGEST_OVER = 60, 8
"""Words of sentences before a line over comments, and words of that line."""
LONGEST_SENTENCE = 100
"""Words that one passage counts for at most, so that one long comment does not outweigh a text."""
SHORT_COST = 12
"""Words of sentences that make up for one short line between them. Tried 5 to 20 on the development
pages printed as text; between 9 and 14 the score stays the same."""
RESIDUE_COST = 16
SHORTEST_SENTENCE = 8
LONGEST_LINK = 20
FEWEST_LINKS = 3
"""Lines without an end, one after another within an article, that are headlines of others."""
BEFORE = 20
"""Passages before the article among which its headline is looked for; with 10 fewer are found."""
STEM = 5
"""Letters by which words are compared, so that "arrests" is found where "arrested" is told."""

_SENTENCE_END = re.compile(r"[.!?…:。！？؟।]['’\"“”»«)\]」』]*$|[.!?…。]\W{0,4}$")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SIGNS = ".,:;!?()[]|»«"
PER_WORD = 2
"""Ideographs and kana that count as a word, there being no blanks between words."""


def find_article(
    passages: Sequence[Passage], kinds: Sequence[BlockKind | None], comments: Container[str]
) -> range | None:
    """Find the densest run of sentences of a copied page; ``None`` where the text is none.

    Args:
        kinds: What is known of the passages so far: residues and captions.
        comments: Words over the comments of readers.
    """
    told = _with_repeats(passages, kinds)
    weights = [_weight(passage, kind) for passage, kind in zip(passages, told, strict=True)]
    article = _without_comments(passages, _densest(weights), comments)
    return _within_page(passages, kinds, told, article) if article else None


def _with_repeats(
    passages: Sequence[Passage], kinds: Sequence[BlockKind | None]
) -> list[BlockKind | None]:
    """Take short lines that stand on a page more than once for residue, in whatever language."""
    counts = Counter(passage.words for passage in passages if _is_entry(passage))
    return [
        "residue" if kind is None and counts[passage.words] > 1 else kind
        for passage, kind in zip(passages, kinds, strict=True)
    ]


def _within_page(
    passages: Sequence[Passage],
    kinds: Sequence[BlockKind | None],
    told: Sequence[BlockKind | None],
    article: range,
) -> range | None:
    """Give how far the article of a copied page reaches; ``None`` where the text is none."""
    outside = [position for position in range(len(passages)) if position not in article]
    if len(outside) < FEWEST_OUTSIDE:
        return None
    known = sum(kinds[position] == "residue" for position in outside)
    repeated = {passages[position].words for position in outside if told[position] == "residue"}
    if known >= FEWEST_RESIDUES or (known and len(repeated) >= FEWEST_RESIDUES):
        return article
    before = sum(_is_entry(passage) for passage in passages[: article.start])
    after = sum(_is_entry(passage) for passage in passages[article.stop :])
    if min(before, after) >= FEWEST_ENTRIES:
        return article
    return range(article.start, len(passages)) if before >= MENU else None


def _without_comments(
    passages: Sequence[Passage], article: range, comments: Container[str]
) -> range:
    """End an article at the line over the comments of readers, if a text stands before it."""
    told = 0
    for position in article:
        passage = passages[position]
        if _SENTENCE_END.search(passage.words):
            told += passage.count
        elif told >= SHORTEST_TEXT and _is_over_comments(passage, comments):
            return range(article.start, position)
    return article


def _is_over_comments(passage: Passage, comments: Container[str]) -> bool:
    words = passage.words.casefold().split()
    return len(words) <= LONGEST_OVER and any(word.strip(_SIGNS) in comments for word in words)


def _is_entry(passage: Passage) -> bool:
    return passage.count <= LONGEST_ENTRY and not _SENTENCE_END.search(passage.words)


def links_within(passages: Sequence[Passage], article: range) -> set[int]:
    """Give the lines of an article that are none of its text.

    Headlines of others are known by there being many in a row, buttons by there being several.
    """
    counts = Counter(passage.words for passage in passages if _is_entry(passage))
    found = {position for position in article if counts[passages[position].words] > 1}
    row = list[int]()
    for position in article:
        if (
            _SENTENCE_END.search(passages[position].words)
            or passages[position].count > LONGEST_LINK
        ):
            row = []
            continue
        row.append(position)
        if len(row) >= FEWEST_LINKS:
            found.update(row)
    return found


def choose_headline(
    passages: Sequence[Passage], article: range, candidates: Sequence[int]
) -> int | None:
    """Choose, of lines shortly before an article, the one whose words the article uses most.

    Names of sections and headlines of other articles stand there too. Each word of at least four
    letters counts for a line if the article has it, and against it if not.
    """
    told = {stem for position in article for stem in _stems(passages[position])}

    def merit(position: int) -> int:
        stems = _stems(passages[position])
        return 2 * len(stems & told) - len(stems)

    near = [position for position in candidates if article.start - BEFORE <= position]
    return max(near, key=merit, default=None)


def _stems(passage: Passage) -> frozenset[str]:
    words = (word.strip(".,:;!?\"'“”‘’«»()") for word in passage.words.casefold().split())
    return frozenset(word[:STEM] for word in words if len(word) >= STEM - 1)


def _weight(passage: Passage, kind: BlockKind | None) -> int:
    """Give what a passage says for the article being here, in words."""
    words = min(max(passage.count, _spoken(passage)), LONGEST_SENTENCE)
    if kind == "residue":
        return -RESIDUE_COST
    if not _SENTENCE_END.search(passage.words):
        return -SHORT_COST
    return words if words >= SHORTEST_SENTENCE else 0


def _spoken(passage: Passage) -> int:
    """Count the words of a script without blanks."""
    return len(_IDEOGRAPHS.findall(passage.words)) // PER_WORD


def _densest(weights: Sequence[int]) -> range:
    """The run of the greatest sum (Kadane's algorithm)."""
    best, best_sum = range(0), 0
    start, total = 0, 0
    for position, weight in enumerate(weights):
        if total <= 0:
            start, total = position, 0
        total += weight
        if total > best_sum:
            best, best_sum = range(start, position + 1), total
    return best
