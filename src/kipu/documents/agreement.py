"""How far several ways of finding the article of a page agree, as a measure of its quality.

Source: the way by length and links is that of jusText (J. Pomikálek, Removing Boilerplate and
Duplicate Content from Web Corpora, 2011, chapter 3), without its lists of frequent words.
"""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Literal

from kipu.documents.page_lines import PageLine

MOST_LINKED = 0.2
SHORT, LONG = 70, 140
"""Share of links above which a line is no text, and characters below which its neighbours decide,
and above which it is text. jusText has 200: papers with paragraphs of one sentence have none of
that length. Tried 80 to 200 on the development pages (`python -m bench.extraction CORPUS`)."""
PER_IDEOGRAPH = 2
"""Further characters that an ideograph or a kana counts for."""

_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_Kind = Literal["good", "near", "short", "bad"]
_FIRM: frozenset[_Kind] = frozenset(("good", "bad"))
_ALL: frozenset[_Kind] = frozenset(("good", "bad", "near"))


def mean_agreement(lines: Sequence[PageLine], choices: Sequence[Sequence[bool]]) -> float:
    """Give the mean share of the characters that two choices of lines have in common (Dice)."""
    sizes = [len(line.text) for line in lines]
    shares = [_shared(sizes, one, other) for one, other in combinations(choices, 2)]
    return sum(shares) / len(shares)


def _shared(sizes: Sequence[int], one: Sequence[bool], other: Sequence[bool]) -> float:
    both = sum(size for size, a, b in zip(sizes, one, other, strict=True) if a and b)
    total = sum(size * (a + b) for size, a, b in zip(sizes, one, other, strict=True))
    return 2 * both / total if total else 0.0


def lines_by_length(lines: Sequence[PageLine]) -> tuple[bool, ...]:
    """Choose the lines of an article by their length, their links, and their neighbours alone."""
    kinds = _without_short([_kind(line) for line in lines])
    around = zip(kinds, _before(kinds, _FIRM), _after(kinds, _FIRM), strict=True)
    return tuple(
        kind == "good" or (kind == "near" and "good" in (before, after))
        for kind, before, after in around
    )


def _kind(line: PageLine) -> _Kind:
    length = len(line.text) + PER_IDEOGRAPH * len(_IDEOGRAPHS.findall(line.text))
    if line.linked > MOST_LINKED or (length < SHORT and line.linked):
        return "bad"
    if length < SHORT:
        return "short"
    return "good" if length > LONG else "near"


def _without_short(kinds: Sequence[_Kind]) -> list[_Kind]:
    """Take a short line for what stands on both sides, and for text beside one that may be."""
    made: list[_Kind] = []
    firm = zip(kinds, _before(kinds, _FIRM), _after(kinds, _FIRM), strict=True)
    nearest = zip(_before(kinds, _ALL), _after(kinds, _ALL), strict=True)
    for (kind, before, after), near in zip(firm, nearest, strict=True):
        if kind != "short":
            made.append(kind)
        elif before == after:
            made.append(before)
        else:
            beside = near[0] if before == "bad" else near[1]
            made.append("good" if beside == "near" else "bad")
    return made


def _before(kinds: Sequence[_Kind], stops: frozenset[_Kind]) -> list[_Kind]:
    """Give the nearest of some kinds before each line; the end of a page is no text."""
    found: list[_Kind] = []
    last: _Kind = "bad"
    for kind in kinds:
        found.append(last)
        last = kind if kind in stops else last
    return found


def _after(kinds: Sequence[_Kind], stops: frozenset[_Kind]) -> list[_Kind]:
    return _before(kinds[::-1], stops)[::-1]
