"""Lines about a text: who wrote it, for whom, where and when ("By ...", "The Examiner, 3 May")."""

import re
from collections.abc import Iterator

import msgspec

from kipu.lang.documents import LinePattern, PageRules
from kipu.model.documents import BlockKind

LONGEST_NAME = 8
"""Words of an outlet's name; longer ones are sentences or headlines in capitals."""

_PART = re.compile(r"\s*(?:[,|·•;]|\s[-–—/]\s|[()])\s*")
_NUMERIC_DATE = re.compile(
    r"(?<![\w.])(?:\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)"
    r"|(?:1[5-9]|20)\d\d-\d\d-\d\d(?:[T ][\d:.Z+-]+)?"
    r"|\d{1,2}-[IVX]{1,4}-(?:1[5-9]|20)\d\d)(?!\w)"
)
_ENCLOSED = re.compile(r"[(\[*_]+([^()\[\]]*)[)\]*_]+")
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_SENTENCE_END = re.compile(r"[.!?…:;]['’\"”»)]*$")


class FrontLine(msgspec.Struct, frozen=True):
    """A line about the text, with the author and the outlet that it names."""

    kind: BlockKind
    author: str | None = None
    outlet: str | None = None


def first_match(patterns: tuple[LinePattern, ...], line: str) -> re.Match[str] | None:
    """Match a whole line by the first rule that fits."""
    found = (rule.pattern.fullmatch(line) for rule in patterns)
    return next((match for match in found if match), None)


def read_front_line(line: str, rules: PageRules) -> FrontLine | None:
    """Read a line under a headline; ``None`` if it is not about the text but part of it.

    >>> from kipu.lang.documents import load_page_rules
    >>> read_front_line("The Harbour Times, Monday, May 3, 1999", load_page_rules()).outlet
    'The Harbour Times'
    """
    enclosed = _ENCLOSED.fullmatch(line)
    line = enclosed[1] if enclosed else line
    if not line or len(line) > 200:
        return None
    return _dated(line, rules) or _signed(line, rules) or _published(line, rules)


def _signed(line: str, rules: PageRules) -> FrontLine | None:
    match = first_match(rules.bylines, line)
    if not match:
        return None
    groups = match.groupdict()
    return FrontLine("byline", groups.get("author"), _bare(groups.get("outlet"), rules))


def _bare(name: str | None, rules: PageRules) -> str | None:
    """A name without the small words before it ("the Harbour Union")."""
    first, _, rest = (name or "").partition(" ")
    return _bare(rest, rules) if rest and first in rules.small else name


def _dated(line: str, rules: PageRules) -> FrontLine | None:
    """A line with a date, and beside it nothing but names, a byline or more of the date."""
    if not any(is_date(match[0], rules) for match in _dates(line, rules)):
        return None
    rest = rules.date_words.sub("|", _NUMERIC_DATE.sub("|", line)).strip(" ,;|·•–—-/()")
    signed = _signed(rest, rules)
    if signed:
        return FrontLine("dateline", signed.author, signed.outlet)
    parts = [part for part in _PART.split(rest) if part and part.casefold() not in rules.small]
    by = [_signed(part, rules) for part in parts]
    names = [part for part, line_by in zip(parts, by, strict=True) if line_by is None]
    if not all(is_name(name, rules) for name in names):
        return None
    author = next((part.author for part in by if part and part.author), None)
    return FrontLine("dateline", author, next((n for n in names if names_outlet(n, rules)), None))


def _dates(line: str, rules: PageRules) -> Iterator[re.Match[str]]:
    yield from rules.date_words.finditer(line)
    yield from _NUMERIC_DATE.finditer(line)


def _published(line: str, rules: PageRules) -> FrontLine | None:
    if _SENTENCE_END.search(line):
        return None
    name, _, place = line.partition(",")
    if ":" in name or not (is_name(name, rules) and names_outlet(name, rules)):
        return None
    return FrontLine("byline", outlet=name) if not place or is_name(place, rules) else None


def is_date_part(part: str, rules: PageRules) -> bool:
    """Whether a part of a line is a date or belongs to one ("Monday", "1999", "9 a.m.")."""
    return bool(_NUMERIC_DATE.fullmatch(part) or first_match(rules.dates, part))


def is_date(part: str, rules: PageRules) -> bool:
    """Whether a part of a line makes a date line by itself."""
    proper = tuple(rule for rule in rules.dates if not rule.beside)
    return bool(_NUMERIC_DATE.fullmatch(part) or first_match(proper, part))


def is_name(part: str, rules: PageRules) -> bool:
    """Whether all words begin with a capital, but for those that names write small."""
    words = part.split()
    if not words or len(words) > LONGEST_NAME:
        return False
    capitals = [word for word in words if _CAPITAL.match(word.lstrip("¡¿\"'“‘«"))]
    rest = [word for word in words if word not in capitals]
    return bool(capitals) and all(word.casefold() in rules.small for word in rest)


def names_outlet(part: str, rules: PageRules) -> bool:
    """Whether a name holds a noun that newspapers and publishing bodies are called by."""
    return any(word.strip(".'’").casefold() in rules.outlets for word in part.split())
