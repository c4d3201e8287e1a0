"""A stretch of text as the words and figures that time expressions are made of."""

import re
import unicodedata
from datetime import date

import msgspec

from kipu.lang.times import Context, Lexeme, TimeRules, word_spans
from kipu.model.expressions import Calendar

_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SLASH_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
_POINT_CLOCK = re.compile(r"([01]?\d|2[0-3])\.([0-5]\d)")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
FIRST_YEAR, LAST_YEAR = 1000, 2099
"""Four digits outside of these are a number and no year."""
_FIRST_LONE_YEAR = 1900
_LIST_SIGNS = 2
"""Signs that may stand before the first word of a block, as of a list."""
_SHORT = 4
"""Letters of words that are too short to tell a plural by their ending ("las")."""
FIRST_SHORT_YEAR = 30
"""From here on, two digits are a year of the last century."""


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word, figure or sign; ``start`` and ``end`` are offsets into the document's text."""

    text: str
    lower: str
    start: int
    end: int


class Seed(msgspec.Struct, frozen=True, gc=False):
    """What tokens mean by themselves, ``end`` being the token after the last."""

    category: str
    end: int
    value: object


def split_tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Split a stretch of a text into tokens; dates in figures are one token each."""
    whole = text[start:end]
    return tuple(
        Token(whole[a:b], whole[a:b].lower(), start + a, start + b) for a, b in word_spans(whole)
    )


def seed(tokens: tuple[Token, ...], index: int, rules: TimeRules) -> list[Seed]:
    """Give what the lexicon and the digits say of the tokens from an index on.

    What opens a block has a second category for it, where rules ask for that.
    """
    token = tokens[index]
    if token.text[0].isdigit():
        seeds = _figure_seeds(tokens, index, rules.context)
    else:
        seeds = _word_seeds(tokens, index, rules)
    if index <= _LIST_SIGNS and not any(t.text[0].isalnum() for t in tokens[:index]):
        named = [(f"opening{one.category}", one) for one in seeds]
        seeds += [
            Seed(name, one.end, one.value) for name, one in named if name in rules.by_category
        ]
    return seeds


def _word_seeds(tokens: tuple[Token, ...], index: int, rules: TimeRules) -> list[Seed]:
    token = tokens[index]
    lexemes = rules.lexicon.get(token.lower, ())
    seeds = [
        Seed(lexeme.category, index + len(lexeme.words), _lexeme_value(lexeme))
        for lexeme in lexemes
        if _matches(lexeme, tokens, index)
    ]
    if index and token.text[0].isalpha() and tokens[index - 1].text.isdecimal():
        seeds.append(Seed("counted", index + 1, token.lower))
        if _is_plural(token, rules.context):
            seeds.append(Seed("plural", index + 1, token.lower))
    return seeds


def _is_plural(token: Token, context: Context) -> bool:
    """Whether a word is a plural by its ending: what a figure before it counts."""
    ends = token.text.islower() and token.lower.endswith(context.plural_endings)
    return (
        bool(context.plural_endings)
        and ends
        and len(token.lower) > _SHORT
        and (token.lower not in context.no_plurals)
    )


def _lexeme_value(lexeme: Lexeme) -> str | int:
    value = lexeme.value
    return int(value) if value.lstrip("-").isdigit() and value != "-" else value


def _matches(lexeme: Lexeme, tokens: tuple[Token, ...], index: int) -> bool:
    capital = tokens[index].text[0].isupper()
    if (lexeme.name and not capital) or (lexeme.plain and capital):
        return False
    words = lexeme.words  # the first of which is known to be there
    if len(words) == 1:
        return True
    if index + len(words) > len(tokens) or tokens[index + 1].lower != words[1]:
        return False
    return all(tokens[index + n].lower == words[n] for n in range(2, len(words)))


def _figure_seeds(tokens: tuple[Token, ...], index: int, context: Context) -> list[Seed]:
    text, after, order = tokens[index].text, index + 1, context.numeric_order
    if match := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
        return _day_seed("isodate", after, (year, month, day))
    if match := _SLASH_DAY.fullmatch(text):
        one, other, year = int(match[1]), int(match[3]), full_year(match[4])
        month_first = match[2] != "." and order == "month-first" and one <= 12
        month, day = (one, other) if month_first else (other, one)
        return _day_seed("slashdate", after, (year, month, day))
    if match := _CLOCK.fullmatch(text):
        return [Seed("clock", after, int(match[1]) * 60 + int(match[2]))]
    if not text.isdecimal():
        return _number_seeds(text, after, context.decimal_mark)
    return _plain_seeds(tokens, index)


def full_year(digits: str) -> int:
    """Give the year that two or four digits mean: 98 is 1998, 05 is 2005."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= FIRST_SHORT_YEAR else 2000)


def _number_seeds(text: str, after: int, decimal_mark: str) -> list[Seed]:
    """Give a number with commas or points, which may also be a time of day ("8.30 p.m.").

    Where the comma marks decimals, thousands are parted by either sign; else by the comma alone.
    """
    seeds = []
    grouped = _GROUPED.fullmatch(text)
    if grouped and (grouped[1] != decimal_mark or decimal_mark == ","):
        seeds.append(Seed("figure", after, float(text.replace(grouped[1], ""))))
    else:
        thousands = "," if decimal_mark == "." else "."
        plain = text.replace(thousands, "") if decimal_mark in text else text
        number = plain.replace(decimal_mark, ".")
        if number.count(".") == 1 and number.replace(".", "").isdecimal():
            seeds.append(Seed("figure", after, float(number)))
    if match := _POINT_CLOCK.fullmatch(text):
        seeds.append(Seed("pointclock", after, int(match[1]) * 60 + int(match[2])))
    return seeds


def _day_seed(category: str, after: int, parts: tuple[int, int, int]) -> list[Seed]:
    year, month, day = parts
    try:
        date(year, month, day)
    except ValueError:
        return []
    return [Seed(category, after, Calendar(year=year, month=month, day=day))]


def _plain_seeds(tokens: tuple[Token, ...], index: int) -> list[Seed]:
    text, after = tokens[index].text, index + 1
    number = int(text[:9])
    seeds = [Seed("figure", after, number)]
    if _priced(tokens, index):
        return seeds
    if len(text) <= 2 and 1 <= number <= 31:
        seeds.append(Seed("mday", after, number))
    if len(text) == 2:
        seeds.append(Seed("yeartwo", after, number))
    if len(text) == 4:
        seeds.append(Seed("figures", after, number))
    if len(text) == 4 and FIRST_YEAR <= number <= LAST_YEAR and not _hyphened(tokens, index):
        seeds.append(Seed("year", after, number))
        if _is_lone_year(tokens, index, number):
            seeds.append(Seed("loneyear", after, number))
    return seeds


def _is_lone_year(tokens: tuple[Token, ...], index: int, number: int) -> bool:
    """Whether four digits look like a year by themselves: recent, not round, joined to nothing."""
    if not _FIRST_LONE_YEAR <= number <= LAST_YEAR or number % 100 == 0:
        return False
    before = tokens[index - 1].text if adjoins(tokens, index) else ""
    after = tokens[index + 1].text if adjoins(tokens, index + 1) else ""
    return not any(sign and (sign in "-‑–/" or sign.isalnum()) for sign in (before, after))


def _priced(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a sign of currency, number or share adjoins ("$1995", "#12", "50%")."""
    here = tokens[index]
    if index > 0 and tokens[index - 1].end == here.start and _is_price(tokens[index - 1].text):
        return True
    if index + 1 >= len(tokens):
        return False
    return tokens[index + 1].start == here.end and _is_price(tokens[index + 1].text)


def _is_price(sign: str) -> bool:
    return sign in "#№%‰" or unicodedata.category(sign[0]) == "Sc"


def _hyphened(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether the figure begins a compound with a word ("2000-seat")."""
    following = tokens[index + 1 : index + 3]
    if len(following) < 2 or following[0].text not in "-‑":
        return False
    adjoins = following[0].start == tokens[index].end and following[1].start == following[0].end
    return adjoins and following[1].text[0].isalpha()


def adjoins(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a token follows the one before it without a blank."""
    inside = 0 < index < len(tokens)
    return inside and tokens[index - 1].end == tokens[index].start
