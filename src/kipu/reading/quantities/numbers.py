"""Numbers with their bounds and what they count."""

import re
from collections.abc import Iterator

import msgspec

from kipu.lang.quantities import Bound, NumberLexicon, QuantityLexicon
from kipu.model.readings import Quantity
from kipu.model.spans import Span
from kipu.reading.trees import Tree

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_LONGEST_BOUND = 3  # words


class NumberPhrase(msgspec.Struct, frozen=True):
    """A number in the text, with its bounds and the noun that it counts.

    ``first`` and ``last`` are its tokens, bound and unit words included; ``number`` is the token
    that bears the number; ``head`` the counted noun, or the number itself if it stands alone.
    ``unit`` is ``"item"`` where nothing tells what is counted.
    """

    first: int
    last: int
    number: int
    head: int
    value: float
    low: float | None
    high: float | None
    unit: str
    approximate: bool
    is_money: bool = False
    parts: tuple[Span, ...] = ()


def read_numbers(tree: Tree, lexicon: QuantityLexicon) -> tuple[NumberPhrase, ...]:
    """Find the numbers of a document, in order; numbers that a coordination adds up come as one."""
    found: list[NumberPhrase] = []
    place = 0
    while place < len(tree.syntax):
        phrase = _read_number(tree, place, lexicon)
        if phrase is None:
            place += 1
            continue
        found.append(phrase)
        place = max(place, phrase.last, phrase.number) + 1
    return tuple(_add_up(tree, found, lexicon))


def quantity_of(tree: Tree, phrase: NumberPhrase) -> Quantity:
    """Make the quantity of a number phrase."""
    return Quantity(
        value=phrase.value,
        low=phrase.low,
        high=phrase.high,
        unit=phrase.unit,
        approximate=phrase.approximate,
        span=tree.span(phrase.first, phrase.last),
        rule="quantities/number",
        parts=phrase.parts,
    )


def _read_number(tree: Tree, place: int, lexicon: QuantityLexicon) -> NumberPhrase | None:
    numbers = lexicon.numbers
    read = _read_value(tree, place, numbers)
    if read is None:
        return None
    value, last = read
    upper = _read_range(tree, last, numbers)
    is_floor = tree.lower[last] in numbers.floors
    low: float | None = value
    high: float | None = None if is_floor else value
    if upper is not None:
        high, last = upper
    bound, first = _read_bound(tree, place, numbers)
    if bound is not None and upper is None:
        low, high = _apply(bound, value)
    head, last, unit, is_money = _counted(tree, place, last, lexicon)
    first = _with_sign(tree, first, numbers)
    approximate = is_floor or bool(bound and bound.approximate)
    return NumberPhrase(first, last, place, head, value, low, high, unit, approximate, is_money)


def _read_value(tree: Tree, place: int, numbers: NumberLexicon) -> tuple[float, int] | None:
    """Read a number that begins at a token; gives its value and its last token."""
    sentence = tree.sentence_of[place]
    total, current, last, seen = 0.0, 0.0, place - 1, False
    while place < sentence.stop:
        word = tree.lower[place]
        digits = _digits(word, numbers)
        if digits is not None and not seen:
            current = digits
        elif word in numbers.values and (not seen or _continues(tree, place, numbers)):
            current += numbers.values[word]
        elif word in numbers.multipliers and (seen or _is_single(tree, place, numbers)):
            current = (current or 1.0) * numbers.multipliers[word]
            if numbers.multipliers[word] > 100:
                total, current = total + current, 0.0
        elif word in numbers.floors and not seen:
            return _read_floor(tree, place, numbers)
        elif seen and word in numbers.joiners and _goes_on(tree, place, numbers):
            place += 1
            continue
        else:
            break
        seen, last = True, place
        place += 1
    return (total + current, last) if seen else None


def _digits(word: str, numbers: NumberLexicon) -> float | None:
    """Read a number in digits.

    >>> from kipu.lang.quantities import load_quantity_lexicon
    >>> _digits("1,250.5", load_quantity_lexicon("en").numbers)
    1250.5
    """
    if not _DIGITS.fullmatch(word):
        return None
    plain = word.replace(numbers.grouping, "").replace(numbers.decimal, ".")
    return float(plain) if plain.count(".") <= 1 else None


def _is_single(tree: Tree, place: int, numbers: NumberLexicon) -> bool:
    """Whether a multiplier stands for one of it: after "a" ("a dozen")."""
    return place > 0 and tree.lower[place - 1] in numbers.one


def _continues(tree: Tree, place: int, numbers: NumberLexicon) -> bool:
    """Whether a number word goes on with the one before ("forty-two", "hundred and six")."""
    before = tree.lower[place - 1]
    return before in numbers.joiners or before in numbers.multipliers


def _goes_on(tree: Tree, place: int, numbers: NumberLexicon) -> bool:
    if place + 1 >= tree.sentence_of[place].stop:
        return False
    word, before = tree.lower[place + 1], tree.lower[place - 1]
    if tree.form[place] == "-":
        return word in numbers.values or word in numbers.multipliers
    return word in numbers.values and before in numbers.multipliers


def _read_floor(tree: Tree, place: int, numbers: NumberLexicon) -> tuple[float, int]:
    """Read "hundreds" or "tens of thousands"."""
    value, last = float(numbers.floors[tree.lower[place]]), place
    if place + 2 < tree.sentence_of[place].stop:
        word = tree.lower[place + 2]
        if tree.upos[place + 1] == "ADP" and word in numbers.floors:
            value, last = value * numbers.floors[word], place + 2
    return value, last


def _read_range(tree: Tree, last: int, numbers: NumberLexicon) -> tuple[float, int] | None:
    """Read the upper end of "12 to 18", "14 or 15", "between 12 and 18"."""
    sentence = tree.sentence_of[last]
    place = last + 1
    if place + 1 >= sentence.stop or tree.lower[place] not in numbers.range_words:
        return None
    if tree.upos[place] == "CCONJ" and tree.lower[place] in numbers.joiners:
        opened = any(
            tree.lower[t] in numbers.range_openers for t in range(last - 4, last) if t >= 0
        )
        if not opened:
            return None
    read = _read_value(tree, place + 1, numbers)
    lower = _read_value(tree, last, numbers)
    if read is None or lower is None or read[0] <= lower[0]:
        return None
    return read


def _read_bound(tree: Tree, place: int, numbers: NumberLexicon) -> tuple[Bound | None, int]:
    """Find the bound words before a number; gives them and the first token of all."""
    first = place
    if place > 0 and tree.lower[place - 1] in numbers.one:
        first = place - 1
    start = tree.sentence_of[place].start
    for length in range(_LONGEST_BOUND, 0, -1):
        if first - length < start:
            continue
        words = " ".join(tree.lower[t] for t in range(first - length, first))
        bound = next((b for b in numbers.bound if b.phrase == words), None)
        if bound is None and first < place:  # "an estimated": the determiner is part of it
            words = " ".join(tree.lower[t] for t in range(first - length + 1, place))
            bound = next((b for b in numbers.bound if b.phrase == words), None)
        if bound is not None:
            return bound, first - length
    return None, first


def _apply(bound: Bound, value: float) -> tuple[float | None, float | None]:
    """Give the bounds of a number.

    >>> _apply(Bound("nearly", (), high="missed"), 50.0)
    (None, 49.0)
    """
    step = 1.0 if value == int(value) else 0.0
    low = high = None
    if bound.low:
        low = value if bound.low == "included" else value + step
    if bound.high:
        high = value if bound.high == "included" else value - step
    return low, high


def _with_sign(tree: Tree, first: int, numbers: NumberLexicon) -> int:
    before = first - 1
    if before < tree.sentence_of[first].start:
        return first
    sign = tree.lower[before]
    return before if sign in numbers.currencies and not sign.isalpha() else first


def _counted(
    tree: Tree, place: int, last: int, lexicon: QuantityLexicon
) -> tuple[int, int, str, bool]:
    """Find what a number counts: the noun, the phrase's last token, the unit, whether money."""
    numbers, stop = lexicon.numbers, tree.sentence_of[place].stop
    signs = [t for t in (place - 1, last + 1) if tree.sentence_of[place].start <= t < stop]
    for token in signs:
        sign = tree.lower[token]
        if sign in numbers.currencies and not sign.isalpha():
            return place, max(last, token), numbers.currencies[sign], True
    after = last + 1
    if after < stop and tree.lower[after] in numbers.percent:
        return after, after, "percent", False
    pair = tuple(tree.lower[t] for t in range(after, min(after + 2, stop)))
    if pair in numbers.percent_pairs:
        return after + 1, after + 1, "percent", False
    noun = _noun(tree, place, last)
    if noun is None:
        return place, last, "item", False
    unit, is_money = _unit(tree.lower_lemma[noun], lexicon)
    return noun, max(last, noun), unit, is_money


def _noun(tree: Tree, place: int, last: int) -> int | None:
    """Find the noun that a number counts: its governor, or the noun of "88 of the members"."""
    for token in range(last, place - 1, -1):
        upper = tree.governor(token)
        if upper is None or not tree.deprel[token].startswith("nummod"):
            continue
        if upper > last and tree.upos[upper] in ("NOUN", "PROPN", "ADJ", "SYM"):
            return upper
    for token in (*range(last, place - 1, -1),):
        for child in tree.children(token, "nmod"):
            if child > last and tree.upos[child] == "NOUN":
                return child
    return None


def _unit(lemma: str, lexicon: QuantityLexicon) -> tuple[str, bool]:
    if lemma in lexicon.numbers.currencies:
        return lexicon.numbers.currencies[lemma], True
    if lemma in lexicon.persons:
        return "person", False
    return lexicon.numbers.units.get(lemma, lemma), False


def _add_up(
    tree: Tree, phrases: list[NumberPhrase], lexicon: QuantityLexicon
) -> Iterator[NumberPhrase]:
    """Add up people counted one after the other ("nine students and a professor")."""
    by_head = {phrase.head: phrase for phrase in phrases if phrase.unit == "person"}
    used: set[int] = set()
    for phrase in phrases:
        if phrase.head in used:
            continue
        group = [phrase]
        if phrase.unit == "person" and phrase.head != phrase.number:
            for token in tree.conjuncts(phrase.head)[1:]:
                part = by_head.get(token) or _single(tree, token, lexicon)
                if part is None:
                    break
                group.append(part)
                used.add(token)
        yield phrase if len(group) == 1 else _sum(tree, group)


def _single(tree: Tree, noun: int, lexicon: QuantityLexicon) -> NumberPhrase | None:
    """Read "a professor" as one person."""
    determiner = tree.child(noun, "det")
    if determiner is None or tree.lower[determiner] not in lexicon.numbers.one:
        return None
    if tree.lower_lemma[noun] not in lexicon.persons:
        return None
    return NumberPhrase(
        determiner, noun, determiner, noun, 1.0, 1.0, 1.0, "person", approximate=False
    )


def _sum(tree: Tree, group: list[NumberPhrase]) -> NumberPhrase:
    lows, highs = [p.low for p in group], [p.high for p in group]
    return NumberPhrase(
        first=group[0].first,
        last=group[-1].last,
        number=group[0].number,
        head=group[0].head,
        value=sum(p.value for p in group),
        low=None if None in lows else sum(low for low in lows if low is not None),
        high=None if None in highs else sum(high for high in highs if high is not None),
        unit="person",
        approximate=any(p.approximate for p in group),
        parts=tuple(tree.span(p.first, p.last) for p in group),
    )
