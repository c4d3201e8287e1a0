"""Numbers with their bounds and what they count."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kipu.lang.quantities import Bound, NumberLexicon, QuantityLexicon
from kipu.model.readings import Quantity
from kipu.model.spans import Span
from kipu.reading.quantities.values import Value, read_value, spaced
from kipu.reading.trees import Tree

_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_LONGEST_BOUND = 3  # words
_LONGEST_SIGN = 3
"""Tokens of the sign of a currency: "RD", "$"; "S", "/", "."."""
_TIMES = ("year", "month", "week", "day", "hour", "minute")
_SIZES = ("km", "mile", "metre", "tonne", "ton", "barrel", "litre", "gallon", "hectare", "acre")
_PARTED = frozenset((*_TIMES, *_SIZES))
"""Units of what need not come whole."""
_NEXT = 3
"""Tokens after a number in which the noun stands, after adjectives."""


class NumberPhrase(msgspec.Struct, frozen=True):
    """A number in the text, with its bounds and the noun that it counts.

    ``first`` and ``last`` are its tokens, bound and unit words included; ``number`` is the token
    that bears the number; ``head`` the counted noun, or the number itself if it stands alone.
    ``unit`` is ``"item"`` where nothing tells what is counted; ``each`` says that it is what
    every one got ("900 euros a head").
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
    each: bool = False


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


def in_sentence(tree: Tree, token: int, phrases: Sequence[NumberPhrase]) -> Sequence[NumberPhrase]:
    """Give the numbers of a word's sentence, of those of a document in order."""
    sentence = tree.sentence_of[token]
    first = bisect_left(phrases, sentence.start, key=lambda other: other.number)
    return phrases[first : bisect_left(phrases, sentence.stop, key=lambda other: other.number)]


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


class _Counted(msgspec.Struct, frozen=True):
    """What a number counts: the noun, the ends of the phrase with it, and the unit."""

    token: int | None
    first: int
    last: int
    unit: str
    is_money: bool = False
    half: float = 0.0

    @property
    def step(self) -> float:
        """How far the next amount is: "more than three years" may be three and a half."""
        return 0.0 if self.is_money or self.unit in _PARTED else 1.0


def _read_number(tree: Tree, place: int, lexicon: QuantityLexicon) -> NumberPhrase | None:
    numbers = lexicon.numbers
    read = read_value(tree, place, numbers)
    if read is None:
        return None
    words = range(place, read.last + 1)
    low, high, last = _read_range(tree, read, words, numbers)
    before, first = _read_bounds(tree, place, numbers)
    after, last = _read_bounds_after(tree, last, numbers)
    noun = _counted(tree, words, last, lexicon)
    late, last = _read_bounds_after(tree, noun.last, numbers)
    bounds = before + after + late
    value, number = low + noun.half, _top(tree, words)
    return NumberPhrase(
        min(first, noun.first),
        last,
        number,
        number if noun.token is None else noun.token,
        value,
        *_limits(read, value, None if high is None else high + noun.half, bounds, noun.step),
        noun.unit,
        read.is_many or _is_about(read, bounds) or any(bound.approximate for bound in bounds),
        noun.is_money,
        each=_is_for_each(tree, last, numbers),
    )


def _is_for_each(tree: Tree, last: int, numbers: NumberLexicon) -> bool:
    """Whether "a head" or the like follows."""
    stop = tree.sentence_of[last].stop
    ends = range(last + 1, min(last + _LONGEST_BOUND, stop - 1) + 1)
    return any(spaced(tree, last + 1, end) in numbers.for_each for end in ends)


def _limits(
    read: Value, value: float, upper: float | None, bounds: tuple[Bound, ...], step: float
) -> tuple[float | None, float | None]:
    """Give the bounds of a number; those of a range are its own."""
    if upper is not None:
        return value, upper
    if read.is_many:
        low, high = _apply(bounds, value, step)
        return (value if low is None and high is None else low), high
    if _is_about(read, bounds):
        return None, None
    return _apply(bounds, value, step) if bounds else (value, value)


def exceeded(phrase: NumberPhrase) -> NumberPhrase:
    """Give a number as one that there are more than: "the toll passed 100"."""
    low, high = _apply((Bound("", (), low="missed"),), phrase.value)
    return msgspec.structs.replace(phrase, low=low, high=high)


def _is_about(read: Value, bounds: tuple[Bound, ...]) -> bool:
    """Whether a number is round by its word alone: "un centenar", but not "más de un centenar"."""
    return read.is_round and not bounds


def _top(tree: Tree, words: range) -> int:
    """Give the token of a number that the others hang on, from the first one up."""
    token = words.start
    while (upper := tree.governor(token)) is not None and upper in words:
        token = upper
    return token


def _read_range(
    tree: Tree, read: Value, words: range, numbers: NumberLexicon
) -> tuple[float, float | None, int]:
    """Read the upper end of "12 to 18", "14 or 15", "between 12 and 18", "2 to 3 million".

    Gives the lower end, the upper end if there is one, and the last token.
    """
    low, last = read.number, read.last
    none = low, None, last
    place, stop = last + 1, tree.sentence_of[last].stop
    if place + 1 >= stop or tree.lower[place] not in numbers.range_words:
        return none
    if tree.upos[place] == "CCONJ" and tree.lower[place] in numbers.joiners:
        around = range(max(0, min(last - 4, words.start - 2)), last)
        if not any(tree.lower[t] in numbers.range_openers for t in around):
            return none
    upper = read_value(tree, place + 1, numbers)
    if upper is None or _is_date_before(tree, words, upper.last):
        return none
    scale = numbers.multipliers.get(tree.lower[upper.last], 1)
    if upper.last > place + 1 and len(words) == 1 and low * scale < upper.number:
        low *= scale
    return (low, upper.number, upper.last) if upper.number > low else none


def _is_date_before(tree: Tree, words: range, last: int) -> bool:
    """Whether a year stands before a number that is written with groups: "en 2014 a 2.580 años"."""
    year = len(words) == 1 and _YEAR.fullmatch(tree.lower[words[0]]) is not None
    return year and not tree.lower[last].isdecimal()


def _read_bounds(tree: Tree, place: int, numbers: NumberLexicon) -> tuple[tuple[Bound, ...], int]:
    """Find the bound words before a number; gives them and the first token of all."""
    start = tree.sentence_of[place].start
    first = place - 1 if place > start and tree.lower[place - 1] in numbers.one else place
    found: list[Bound] = []
    while (step := _bound_before(tree, first, numbers)) is not None:
        found.append(step[0])
        first = step[1]
    return tuple(found), first


def _bound_before(tree: Tree, end: int, numbers: NumberLexicon) -> tuple[Bound, int] | None:
    """Find the bound words that end before a token, or before its article: "cerca del 40 %"."""
    start = tree.sentence_of[end].start
    has_article = end > start and tree.lower[end - 1] in numbers.articles
    for stop in (end, end - 1) if has_article else (end,):
        for first in range(max(start, stop - _LONGEST_BOUND), stop):
            words = spaced(tree, first, stop - 1)
            for bound in numbers.bound:
                if bound.phrase == words:
                    return bound, first
    return None


def _read_bounds_after(
    tree: Tree, last: int, numbers: NumberLexicon
) -> tuple[tuple[Bound, ...], int]:
    """Find the bound words after a token; gives them and their last token."""
    stop = tree.sentence_of[last].stop
    for end in range(min(last + _LONGEST_BOUND, stop - 1), last, -1):
        words = spaced(tree, last + 1, end)
        for bound in numbers.bound_after:
            bounds_next = end + 1 < stop and read_value(tree, end + 1, numbers) is not None
            if bound.phrase == words and not bounds_next:
                return (bound,), end
    return (), last


def _apply(
    bounds: Iterable[Bound], value: float, step: float = 1.0
) -> tuple[float | None, float | None]:
    """Give the bounds of a number of which the next one is a step away, 0 for what can be parted.

    >>> _apply([Bound("nearly", (), high="missed")], 50.0)
    (None, 49.0)
    >>> _apply([Bound("nearly", (), high="missed")], 6.0, step=0.0)
    (None, 6.0)
    """
    step = step if value == int(value) else 0.0
    low = high = None
    for bound in bounds:
        if bound.low and low is None:
            low = value if bound.low == "included" else value + step
        if bound.high and high is None:
            high = value if bound.high == "included" else value - step
    return low, high


def _counted(tree: Tree, words: range, last: int, lexicon: QuantityLexicon) -> _Counted:
    """Find what a number counts."""
    numbers, stop = lexicon.numbers, tree.sentence_of[last].stop
    first, after = words.start, last + 1
    before = _sign_before(tree, first, numbers)
    if before is not None:
        return _Counted(None, before[0], last, before[1], is_money=True)
    if after < stop and _is_sign(tree.form[after], numbers):
        return _Counted(None, first, after, numbers.currencies[tree.lower[after]], is_money=True)
    if after < stop and tree.lower[after] in numbers.percent:
        return _Counted(after, first, after, "percent")
    pair = tuple(tree.lower[t] for t in range(after, min(after + 2, stop)))
    if pair in numbers.percent_pairs:
        return _Counted(after + 1, first, after + 1, "percent")
    noun = _noun(tree, first, last) or _noun_numbered(tree, first, numbers)
    if noun is None:
        noun = _noun_after(tree, words, last, lexicon)
    if noun is None:
        return _Counted(None, first, last, "item")
    unit, is_money = _unit(tree, noun, lexicon)
    half, last = _half_after(tree, noun, numbers) if noun > last else (0.0, last)
    return _Counted(noun, first, max(last, noun), unit, is_money, half)


def _sign_before(tree: Tree, first: int, numbers: NumberLexicon) -> tuple[int, str] | None:
    """Find the sign of a currency before a number, which may stand in several tokens ("S/.")."""
    start = tree.sentence_of[first].start
    longest = first - 1
    while longest > start and tree.glued(longest) and first - longest < _LONGEST_SIGN:
        longest -= 1
    for token in range(longest, first):
        sign = tree.text(token, first - 1)
        if token >= start and _is_sign(sign, numbers):
            return token, numbers.currencies[sign.lower()]
    return None


def _is_sign(text: str, numbers: NumberLexicon) -> bool:
    """Whether a text is the sign of a currency ("$", "US$") or its code ("USD"), no word."""
    currency = numbers.currencies.get(text.lower())
    return currency is not None and (not text.isalpha() or text == currency)


def _half_after(tree: Tree, noun: int, numbers: NumberLexicon) -> tuple[float, int]:
    """Read the half after a measure: "cuatro años y medio"; gives it and its last token."""
    if not tree.names_of(noun) & numbers.units.keys():
        return 0.0, noun
    stop = tree.sentence_of[noun].stop
    for phrase in numbers.and_a_half:
        last = noun + 1 + phrase.count(" ")
        is_there = last < stop and spaced(tree, noun + 1, last) == phrase
        if is_there and (last + 1 == stop or tree.lower[last + 1] not in numbers.multipliers):
            return 0.5, last
    return 0.0, noun


def _noun(tree: Tree, place: int, last: int) -> int | None:
    """Find the noun that a number counts: its governor, or the noun of "88 of the members"."""
    for token in range(last, place - 1, -1):
        upper = tree.governor(token)
        if upper is None or not tree.deprel[token].startswith("nummod"):
            continue
        if upper > last and tree.upos[upper] in ("NOUN", "PROPN", "ADJ", "SYM"):
            return upper
    for token in range(last, place - 1, -1):
        for child in tree.children(token, "nmod"):
            if child > last and tree.upos[child] == "NOUN":
                return child
    return None


def _noun_numbered(tree: Tree, first: int, numbers: NumberLexicon) -> int | None:
    """Find the noun whose number is given behind it: "los vecinos, en número de cuarenta"."""
    for phrase in numbers.numbering:
        start = first - len(phrase.split())
        if start < tree.sentence_of[first].start or spaced(tree, start, first - 1) != phrase:
            continue
        for token in range(start, first):
            upper = tree.governor(token)
            if upper is not None and upper < start and tree.upos[upper] in ("NOUN", "PROPN"):
                return upper
    return None


def _noun_after(tree: Tree, words: range, last: int, lexicon: QuantityLexicon) -> int | None:
    """Find the noun that stands next to a number, where the tree does not join them."""
    numbers, stop = lexicon.numbers, tree.sentence_of[last].stop
    place, is_part = last + 1, False
    if not numbers.of or _YEAR.fullmatch(tree.lower[last]):
        return None  # "En 1990 soldados"
    if place < stop and tree.lower[place] in numbers.of:
        word = tree.lower[words[-1]]
        is_part = place + 1 < stop and tree.upos[place + 1] == "DET"
        if word not in numbers.multipliers and word not in numbers.floors and not is_part:
            return None  # "12 de marzo"
        place += 1 + is_part
    for token in range(place, min(place + _NEXT, stop)):
        is_known = _is_known(tree, token, lexicon)
        if is_known or (tree.upos[token] == "NOUN" and not is_part):
            return token
        if tree.upos[token] != "ADJ" and not (is_part and tree.upos[token] == "NUM"):
            return None  # "tres de los cinco presos"
    return None


def _is_known(tree: Tree, token: int, lexicon: QuantityLexicon) -> bool:
    names = tree.names_of(token)
    return bool(names & lexicon.persons or names & lexicon.numbers.currencies.keys())


def _unit(tree: Tree, noun: int, lexicon: QuantityLexicon) -> tuple[str, bool]:
    lemma = tree.lower_lemma[noun]
    for word in (lemma, tree.lower[noun]):
        if word in lexicon.numbers.currencies:
            return lexicon.numbers.currencies[word], True
        if word in lexicon.persons:
            return "person", False
        if word in lexicon.numbers.units:
            return lexicon.numbers.units[word], False
    return "item" if tree.upos[noun] == "ADJ" else lemma, False  # "four more"


def _add_up(
    tree: Tree, phrases: list[NumberPhrase], lexicon: QuantityLexicon
) -> Iterator[NumberPhrase]:
    """Add up people counted one after the other ("nine students and a professor").

    What stands between brackets ends a sum: "fifteen at Las Lomas (1991), and a professor".
    """
    by_head = {phrase.head: phrase for phrase in phrases if phrase.unit == "person"}
    used: set[int] = set()
    for phrase in phrases:
        if phrase.head in used:
            continue
        group = [phrase]
        if phrase.unit == "person" and phrase.head != phrase.number:
            before = _single_before(tree, phrase, used, lexicon)
            group = [phrase] if before is None else [before, phrase]
            for token in tree.conjuncts(phrase.head)[1:]:
                part = by_head.get(token) or _single(tree, token, lexicon)
                if part is None or _of_other_fates(tree, phrase.head, token, lexicon):
                    break
                if "(" in tree.form[group[-1].last : part.first]:
                    break
                if all(_has_setting(tree, each, lexicon.numbers) for each in (group[-1], part)):
                    break
                group.append(part)
                used.add(token)
        yield phrase if len(group) == 1 else sum_of(tree, group)


def _has_setting(tree: Tree, phrase: NumberPhrase, numbers: NumberLexicon) -> bool:
    """Whether a place or occasion is told of those counted alone: "nine in Lima and two in Ica"."""
    return any(tree.case(c) in numbers.settings for c in tree.children(phrase.head, "nmod", "obl"))


def _single_before(
    tree: Tree, phrase: NumberPhrase, used: set[int], lexicon: QuantityLexicon
) -> NumberPhrase | None:
    """Find the one person to whom a number of people is added: "a professor and nine students"."""
    upper = tree.governor(phrase.head)
    if upper is None or tree.deprel[phrase.head] != "conj" or upper in used:
        return None
    if _of_other_fates(tree, phrase.head, upper, lexicon):
        return None
    return _single(tree, upper, lexicon)


def _of_other_fates(tree: Tree, one: int, other: int, lexicon: QuantityLexicon) -> bool:
    """Whether people are counted by what befell them: "four dead and nine injured" is no sum."""
    told = (tree.names_of(one) | tree.names_of(other)) & lexicon.numbers.fates
    return bool(told) and tree.lower_lemma[one] != tree.lower_lemma[other]


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


def sum_of(tree: Tree, group: Sequence[NumberPhrase]) -> NumberPhrase:
    """Add up numbers of people; those that are added are the parts of the sum."""
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
