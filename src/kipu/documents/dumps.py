"""Where the article stands in a whole page that was copied as plain text, menus and all."""

import re
from collections.abc import Sequence

from kipu.documents.passages import Passage
from kipu.model.documents import BlockKind

FEWEST_OUTSIDE = 15
FEWEST_RESIDUES = 4
"""Passages around the article, and residues known by their words among them, from which on a text
counts as a copied page. Clean articles of the development corpus reach neither; a report that ends
in a long list of names has no residues."""
LONGEST_SENTENCE = 100
"""Words that one passage counts for at most, so that one long comment does not outweigh a text."""
SHORT_COST = 12
"""Words of sentences that make up for one short line between them. Tried 5 to 20 on the development
pages printed as text; between 9 and 14 the score stays the same."""
SHORTEST_SENTENCE = 8
BEFORE = 20
"""Passages before the article among which its headline is looked for; with 10 fewer are found."""
STEM = 5
"""Letters by which words are compared, so that "arrests" is found where "arrested" is told."""

_SENTENCE_END = re.compile(r"[.!?…:]['’\"”»)\]]*$")


def find_article(passages: Sequence[Passage], kinds: Sequence[BlockKind | None]) -> range | None:
    """Find the densest run of sentences of a copied page; ``None`` where the text is none.

    Args:
        kinds: What is known of the passages so far: residues and captions.
    """
    article = _densest([_weight(passage) for passage in passages])
    outside = [kind for position, kind in enumerate(kinds) if position not in article]
    copied = len(outside) >= FEWEST_OUTSIDE and outside.count("residue") >= FEWEST_RESIDUES
    return article if copied and len(article) > 0 else None


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


def _weight(passage: Passage) -> int:
    words = min(passage.count, LONGEST_SENTENCE)
    sentence = words >= SHORTEST_SENTENCE and _SENTENCE_END.search(passage.words)
    return words if sentence else -SHORT_COST


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
