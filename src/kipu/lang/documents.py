"""Rules for the lines of a page: what is a byline, a date line, a caption, a residue.

Pages mix languages (a Spanish page carries a lone "English"), and a page's language is not known
before its text is; so the rules of all languages are used together.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from kipu.lang.resources import load_table, load_toml, resource_path

FOLDER = "documents"
RULE_FILES = ("bylines", "captions", "dates", "residue", "ends")


class LineRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern that one whole line matches, with lines it must read and lines it must not.

    In ``find``, ``{month}`` and ``{weekday}`` stand for the names of the same language, ``{name}``
    for words of a name. ``outlet`` and ``author`` are its named groups. A date rule that is
    ``beside`` makes no date line by itself ("Monday"), only next to one that does.
    """

    id: str
    find: str
    says: tuple[str, ...]
    never: tuple[str, ...]
    beside: bool = False


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of one TOML file; the lists are only given where they are needed."""

    rule: tuple[LineRule, ...]
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()


class LinePattern(msgspec.Struct, frozen=True):
    """A rule of one language, compiled; ``id`` is its full name ("en/documents/residue/share")."""

    id: str
    pattern: re.Pattern[str]
    beside: bool


class PageRules(msgspec.Struct, frozen=True):
    """Everything the layout of a page is read with, for all languages together.

    ``ends`` are residues only where nothing but residues follows. ``comments`` are words over the
    comments of readers. ``outlets`` are nouns in names
    of newspapers and the like, ``small`` words that a name writes small, ``markup`` names of
    classes and ids that furniture of a page bears, ``byline_markup`` those of bylines;
    ``date_words`` finds dates and the stamps before them ("Updated") anywhere in a line.
    """

    bylines: tuple[LinePattern, ...]
    captions: tuple[LinePattern, ...]
    dates: tuple[LinePattern, ...]
    residue: tuple[LinePattern, ...]
    ends: tuple[LinePattern, ...]
    residue_words: frozenset[str]
    comments: frozenset[str]
    outlets: frozenset[str]
    small: frozenset[str]
    markup: frozenset[str]
    byline_markup: frozenset[str]
    date_words: re.Pattern[str]


_NAME = r"[^\W\d_a-zß-öø-ÿ][\w.'’&-]*"


def rule_languages() -> tuple[str, ...]:
    """Give the codes of the languages that have rules for pages."""
    root = Path(resource_path())
    return tuple(sorted(path.parent.name for path in root.glob(f"*/{FOLDER}")))


def load_rule_file(language: str, name: str) -> RuleFile:
    """Read one file of line rules."""
    return load_toml(RuleFile, language, FOLDER, f"{name}.toml")


@cache
def load_page_rules() -> PageRules:
    """Load the rules of all languages.

    Raises:
        ResourceError: A file is missing or damaged.
    """
    languages = rule_languages()
    patterns = {name: _patterns(languages, name) for name in RULE_FILES}
    return PageRules(
        **patterns,
        residue_words=_words(languages, "residue"),
        comments=_words(languages, "comments"),
        outlets=_words(languages, "outlets"),
        small=_words(languages, "small"),
        markup=_words(languages, "markup"),
        byline_markup=_words(languages, "byline_markup"),
        date_words=_date_words(languages, patterns["dates"]),
    )


def _patterns(languages: Iterable[str], name: str) -> tuple[LinePattern, ...]:
    return tuple(
        LinePattern(f"{code}/{FOLDER}/{name}/{rule.id}", compile_rule(code, rule), rule.beside)
        for code in languages
        for rule in load_rule_file(code, name).rule
    )


def compile_rule(language: str, rule: LineRule) -> re.Pattern[str]:
    """Put the names of a language into a rule's pattern."""
    dates = load_rule_file(language, "dates")
    find = (
        rule.find.replace("{month}", f"(?i:{_any_of(dates.months)})")
        .replace("{weekday}", f"(?i:{_any_of(dates.weekdays)})")
        .replace("{name}", rf"{_NAME}(?: {_NAME}){{0,6}}")
    )
    return re.compile(find)


def _date_words(languages: Iterable[str], dates: tuple[LinePattern, ...]) -> re.Pattern[str]:
    stamps = [word for code in languages for word in load_rule_file(code, "dates").stamps]
    finds = [f"(?i:{_any_of(stamps)}):?", *(rule.pattern.pattern for rule in dates)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(finds)})(?!\w)")


def _any_of(words: Iterable[str]) -> str:
    """Longest first, since a pattern takes the first that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _words(languages: Iterable[str], name: str) -> frozenset[str]:
    return frozenset(
        row[0].casefold() for code in languages for row in load_table(code, FOLDER, f"{name}.tsv")
    )


class DateWords(msgspec.Struct, frozen=True):
    """Words of dates in cells of tables, in small letters: months by number, hedges by meaning.

    Meanings are ``about``, ``before``, ``after``, ``until``, ``since``, ``unsure``, ``between``,
    ``to`` (which parts the ends of a range) and ``unknown``.
    """

    months: dict[str, int]
    hedges: dict[str, tuple[str, ...]]


@cache
def load_columns() -> dict[str, str]:
    """Load what the columns of a table hold by their heads in small letters, of all languages.

    They hold the day on which something ``happened``, what the ``event`` was, a ``date``,
    ``text``, ``title``, ``place``, ``outlet``, ``author``, ``url`` or ``language``.
    """
    tables = [load_table(code, FOLDER, "columns.tsv") for code in rule_languages()]
    return {head: role for rows in tables for role, head in rows}


@cache
def load_date_words() -> DateWords:
    """Load the words of dates in cells of tables, of all languages."""
    tables = [load_table(code, FOLDER, "written_dates.tsv") for code in rule_languages()]
    rows = [row for table in tables for row in table]
    hedges: dict[str, list[str]] = {}
    for meaning, word in rows:
        if not meaning.isdigit():
            hedges.setdefault(meaning, []).append(word)
    return DateWords(
        {word: int(number) for number, word in rows if number.isdigit()},
        {meaning: tuple(sorted(words, key=len, reverse=True)) for meaning, words in hedges.items()},
    )
