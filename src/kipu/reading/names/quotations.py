"""Which words stand in quotation marks, and who says them."""

from bisect import bisect_right
from operator import itemgetter

import msgspec

from kipu.lang.names import NameLexicon
from kipu.reading.trees import Tree

_BACK = 25
"""Tokens on each side of a quotation in which its speaker is looked for."""


class Quotations(msgspec.Struct, frozen=True):
    """Stretches in quotation marks, as half-open token ranges in the order of the text."""

    ranges: tuple[tuple[int, int], ...]
    inside: frozenset[int]

    def holds(self, token: int) -> bool:
        """Whether a token stands in a quotation."""
        return token in self.inside

    def around(self, token: int) -> tuple[int, int] | None:
        """Give the quotation that a token stands in."""
        if token not in self.inside:
            return None
        return self.ranges[bisect_right(self.ranges, token, key=itemgetter(0)) - 1]


def find_quotations(tree: Tree, lexicon: NameLexicon) -> Quotations:
    """Find stretches in double quotation marks; one that is not closed ends with its block."""
    ranges: list[tuple[int, int]] = []
    opened: int | None = None
    block = _blocks(tree)
    for token, form in enumerate(tree.form):
        if opened is not None and block[token] != block[opened]:
            ranges.append((opened, token))
            opened = None
        if opened is None and form in lexicon.words.quote_open:
            opened = token
        elif opened is not None and form in lexicon.words.quote_close:
            ranges.append((opened, token + 1))
            opened = None
    if opened is not None:
        ranges.append((opened, len(tree)))
    inside = frozenset(token for start, end in ranges for token in range(start, end))
    return Quotations(tuple(ranges), inside)


def _blocks(tree: Tree) -> tuple[int, ...]:
    """Give for each token the number of the block that it is in."""
    numbers: list[int] = []
    ends = [block.span.end for block in tree.doc.blocks]
    number = 0
    for start in tree.syntax.start:
        while number < len(ends) and start >= ends[number]:
            number += 1
        numbers.append(number)
    return tuple(numbers)


def speaker_tokens(tree: Tree, lexicon: NameLexicon, quotation: tuple[int, int]) -> list[int]:
    """Give the subjects of verbs of speech beside a quotation, nearest first."""
    start, end = quotation
    subjects = []
    nearby = [
        *range(end, min(len(tree), end + _BACK)),
        *range(start - 1, max(-1, start - _BACK), -1),
    ]
    for token in nearby:
        if tree.lower_lemma[token] in lexicon.words.speech_verbs and not start <= token < end:
            subject = tree.child(token, "nsubj")
            if subject is None or tree.deprel[subject] == "nsubj:pass":
                continue
            if not start <= subject < end:
                subjects.append(subject)
    return sorted(subjects, key=lambda t: min(abs(t - start), abs(t - end)))
