"""The values of numbers, in figures and in words."""

import re
from math import isfinite

import msgspec

from kipu.lang.quantities import NumberLexicon
from kipu.reading.trees import Tree

_FIGURE = re.compile(r"\d+(?:[.,'’]\d+)*")
_GROUP = re.compile(r"\d{3}(?:[.,]\d+)*")
_SPACES = " \u00a0\u2009\u202f"
_THOUSAND = 1000
_PLACES = 6
"""Places after the point that a multiplier leaves exact."""


class Value(msgspec.Struct, frozen=True):
    """A number read: its value and its last token.

    ``is_many`` says that it is the least of an unknown many ("dozens"), ``is_round`` that the word
    for it rounds.
    """

    number: float
    last: int
    is_many: bool = False
    is_round: bool = False


class _Sum:
    """What has been read of a number: full thousands and millions, and what is still to come."""

    def __init__(self) -> None:
        self.parts: list[float] = []
        self.current, self.scale = 0.0, 1

    def multiply(self, multiplier: int) -> None:
        self.scale = multiplier
        if multiplier >= _THOUSAND:  # "mil quinientos millones": all that is less counts millions
            while self.parts and self.parts[-1] < multiplier:
                self.current += self.parts.pop()
            self.parts.append((self.current or 1.0) * multiplier)
            self.current = 0.0
        else:
            self.current = (self.current or 1.0) * multiplier

    def add_half(self) -> None:
        whole = self.current and self.scale >= _THOUSAND
        self.current += 0.5 if whole else self.scale / 2

    @property
    def value(self) -> float:
        return round(sum(self.parts) + self.current, _PLACES)


def read_value(tree: Tree, place: int, numbers: NumberLexicon) -> Value | None:
    """Read the number that begins at a token."""
    word = tree.lower[place]
    if word in numbers.halves:
        return _read_half(tree, place, numbers)
    if word in numbers.one:
        counted = _counts_one(tree, place, numbers)
        return Value(1.0, place) if counted else None
    if word in numbers.floors and not _is_single(tree, place, numbers):
        return _read_many(tree, place, numbers)
    return _read_sum(tree, place, numbers)


def read_figures(word: str, numbers: NumberLexicon) -> float | None:
    """Read a number in figures; a sign that groups and divides groups three figures.

    >>> from kipu.lang.quantities import load_quantity_lexicon
    >>> read_figures("1,250.5", load_quantity_lexicon("en").numbers)
    1250.5
    >>> spanish = load_quantity_lexicon("es").numbers
    >>> [read_figures(word, spanish) for word in ("1.500", "3,5", "3.5", "1.500.000,25")]
    [1500.0, 3.5, 3.5, 1500000.25]
    """
    if not _FIGURE.fullmatch(word):
        return None
    signs = re.findall(r"\D", word)
    whole, part = word, ""
    if signs and _divides(word, signs, numbers):
        whole, _, part = word.rpartition(signs[-1])
    groups = re.sub(r"\D", "", whole)
    if any(sign not in numbers.grouping for sign in re.findall(r"\D", whole)):
        return None
    value = float(f"{groups}.{part}" if part else groups)
    return value if isfinite(value) else None


def _divides(word: str, signs: list[str], numbers: NumberLexicon) -> bool:
    """Whether the last sign of a number in figures stands before a fraction."""
    last = signs[-1]
    if last not in numbers.decimal or signs.count(last) > 1:
        return False
    if last not in numbers.grouping:
        return True
    others = [sign for sign in signs[:-1] if sign in ".,"]
    return bool(others) or word.startswith("0") or not re.search(r"\D\d{3}$", word)


def _read_figure(tree: Tree, place: int, numbers: NumberLexicon) -> tuple[float, int] | None:
    """Read a number in figures, which may stand in several tokens: "300 000", "1'500.000"."""
    text, last = tree.lower[place], place
    if not _FIGURE.fullmatch(text):
        return None
    stop = tree.sentence_of[place].stop
    while last + 1 < stop:
        step = 1 if _is_spaced(tree, last, text, numbers) else 0
        if last + 2 < stop and tree.lower[last + 1] in "'’" and numbers.grouping.count("'"):
            step = 2 if tree.glued(last + 1) and tree.glued(last + 2) else 0
        if not step or not _GROUP.fullmatch(tree.lower[last + step]):
            break
        last += step
        text += ("'" if step > 1 else "") + tree.lower[last]
    value = read_figures(text, numbers)
    return None if value is None else (value, last)


def _is_spaced(tree: Tree, last: int, text: str, numbers: NumberLexicon) -> bool:
    """Whether the figures after a space go on with the number: groups of three, no sign before."""
    if not numbers.spaced or text.startswith("0") or not text.isdigit():
        return False
    gap = tree.doc.text[tree.syntax.end[last] : tree.syntax.start[last + 1]]
    is_group = len(tree.lower[last]) == 3 or len(text) < 3
    return len(gap) == 1 and gap in _SPACES and is_group


def _read_half(tree: Tree, place: int, numbers: NumberLexicon) -> Value | None:
    """Read "medio millón", "half a dozen"."""
    last = place + 1
    if last < tree.sentence_of[place].stop and tree.lower[last] in numbers.one:
        last += 1
    if last >= tree.sentence_of[place].stop or tree.lower[last] not in numbers.multipliers:
        return None
    word = tree.lower[last]
    return Value(numbers.multipliers[word] / 2, last, is_round=word in numbers.rounds)


def _counts_one(tree: Tree, place: int, numbers: NumberLexicon) -> bool:
    """Whether a determiner is a number because of its noun: "un muerto y dos heridos"."""
    sentence = tree.sentence_of[place]
    after = range(place + 1, min(place + 3, sentence.stop))
    for token in after:
        if tree.names_of(token) & numbers.counted_by_one:
            return True
        if tree.upos[token] not in ("ADJ", "DET"):
            return False
    return False


def _read_many(tree: Tree, place: int, numbers: NumberLexicon) -> Value:
    """Read "hundreds" or "tens of thousands"."""
    value, last = float(numbers.floors[tree.lower[place]]), place
    if place + 2 < tree.sentence_of[place].stop:
        word = tree.lower[place + 2]
        if tree.upos[place + 1] == "ADP" and word in numbers.floors:
            value, last = value * numbers.floors[word], place + 2
    return Value(value, last, is_many=True)


def _read_sum(tree: Tree, place: int, numbers: NumberLexicon) -> Value | None:
    first, stop = place, tree.sentence_of[place].stop
    read = _Sum()
    while place < stop:
        seen = place > first
        after = _read_word(tree, place, numbers, read, seen=seen)
        if after is None:
            break
        place = after
    if place == first:
        return None
    word = tree.lower[place - 1]
    return Value(read.value, place - 1, is_round=word in numbers.rounds)


def _read_word(
    tree: Tree, place: int, numbers: NumberLexicon, read: _Sum, *, seen: bool
) -> int | None:
    """Add the word at a token to what was read of a number; gives the token after it."""
    word = tree.lower[place]
    figure = _read_figure(tree, place, numbers)
    if figure is not None:
        if seen and not _figure_goes_on(tree, place, figure, numbers):
            return None
        read.current += figure[0]
        return figure[1] + 1
    if word in numbers.values and (not seen or _continues(tree, place, numbers)):
        read.current += numbers.values[word]
        return place + 1
    if word in numbers.multipliers and (seen or _is_single(tree, place, numbers)):
        read.multiply(numbers.multipliers[word])
        return place + 1
    return _read_link(tree, place, numbers, read) if seen else None


def _read_link(tree: Tree, place: int, numbers: NumberLexicon, read: _Sum) -> int | None:
    """Read what joins the words of a number, or adds a half: "y", "and a half"."""
    for phrase in numbers.and_a_half:
        last = place + phrase.count(" ")
        if last < tree.sentence_of[place].stop and spaced(tree, place, last) == phrase:
            read.add_half()
            return last + 1
    after = place + 1
    if after >= tree.sentence_of[place].stop:
        return None
    word, before = tree.lower[after], tree.lower[place - 1]
    if tree.lower[place] in numbers.tens_joiners:
        ones = 1 if word in numbers.one else numbers.values.get(word, 0)
        if _is_tens(before, numbers) and 0 < ones < 10:
            read.current += ones
            return after + 1
    elif tree.lower[place] in numbers.joiners and _goes_on(tree, place, numbers):
        return after
    elif tree.lower[place] in numbers.of and before in numbers.multipliers:
        return after if _is_greater(word, before, numbers) else None
    return None


def spaced(tree: Tree, first: int, last: int) -> str:
    """Give the text of tokens in lower case, with one space wherever there are any.

    Words that the syntax divides ("del") stand as they are written.
    """
    return " ".join(tree.text(first, last).lower().split())


def _is_tens(word: str, numbers: NumberLexicon) -> bool:
    value = numbers.values.get(word, 0)
    return 20 <= value < 100 and value % 10 == 0


def _is_greater(word: str, before: str, numbers: NumberLexicon) -> bool:
    """Whether a number counts another: "un centenar de miles"."""
    value = numbers.floors.get(word, numbers.multipliers.get(word, 0))
    return value > numbers.multipliers[before]


def _figure_goes_on(
    tree: Tree, place: int, figure: tuple[float, int], numbers: NumberLexicon
) -> bool:
    """Whether figures go on with a number in words: "20 mil 500", "2 millones 300 mil"."""
    before = tree.lower[place - 1]
    if before not in numbers.before_figures:
        return False
    value, last = figure
    scale = numbers.multipliers[before]
    if scale == _THOUSAND:
        return last == place and len(tree.lower[place]) == 3
    after = tree.lower[last + 1] if last + 1 < tree.sentence_of[place].stop else ""
    return value < scale and 1 < numbers.multipliers.get(after, 0) < scale


def _is_single(tree: Tree, place: int, numbers: NumberLexicon) -> bool:
    """Whether a multiplier stands for one of it: by itself, or after "a" ("a dozen")."""
    if tree.lower[place] in numbers.alone:
        return True
    before = tree.lower[place - 1] if place > tree.sentence_of[place].start else ""
    return before in numbers.one or before in numbers.articles


def _continues(tree: Tree, place: int, numbers: NumberLexicon) -> bool:
    """Whether a number word goes on with the one before ("forty-two", "ciento dos")."""
    before = tree.lower[place - 1]
    if before in numbers.joiners or before in numbers.multipliers:
        return True
    value = numbers.values.get(before, 0)
    return value >= 100 and numbers.values[tree.lower[place]] < 100


def _goes_on(tree: Tree, place: int, numbers: NumberLexicon) -> bool:
    word, before = tree.lower[place + 1], tree.lower[place - 1]
    if tree.form[place] == "-":
        return word in numbers.values or word in numbers.multipliers
    return word in numbers.values and before in numbers.multipliers
