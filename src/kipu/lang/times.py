"""The words and rules of a language's time expressions.

A rule rewrites a sequence of tokens and earlier results into a typed result. Its ``form`` is a
list of alternatives, each a line of items:

``month:m``   a result of the category ``month``, called ``m`` in ``make``
``'of|in'``   one of these words
``~item``     must stand there, but is no part of the expression
``+item``     must follow without a blank
``!item``     must not stand there
``item?``     may be left out

``make`` is a call of the functions of ``kipu.reading.times.build`` over those names.
"""

import ast
import re
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from kipu.lang.resources import load_table, load_toml, resource_names
from kipu.model.errors import ResourceError
from kipu.model.expressions import Relation

NumericOrder = Literal["month-first", "day-first"]
"""How a language reads a day and a month in figures."""

_ITEM = re.compile(r"(?P<marks>[~+!]*)(?:'(?P<words>[^']+|')'|(?P<category>[a-z]+))"
                   r"(?::(?P<name>[a-z]+))?(?P<optional>\?)?")  # fmt: skip
_FIGURES = (
    r"(?<![\d/.-])\d{4}(?:-\d\d-\d\d|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})(?![\d/-])",
    r"(?<![\d/])\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])",
    r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?![\d.])",
    r"(?<![\d-])\d{1,2}-(?:\d{1,2}-\d{4}|\d\d-\d\d)(?![\d-])",
    r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])",
    r"(?<!\d)\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,9})?",
    r"(?<!\d)\d{1,3}(?:\.\d{3}){1,4}(?!\d)(?:,\d{1,9})?",
    r"(?<!\d)\d{1,9},\d{1,2}(?!\d)",
    r"(?<!\d)\d{1,9}\.\d{1,9}(?!\d)",
    r"\d+",
)
"""Dates in figures, times of day, and numbers with their commas and points are one word each."""
_WORD = re.compile("|".join(_FIGURES) + r"|[^\W\d_]+(?:['’](?=[^\W\d_]{2})[^\W\d_]+)?|[^\w\s]")


class Item(msgspec.Struct, frozen=True):
    """One item of a form: a category, or words of which one must stand there."""

    category: str | None
    words: frozenset[str]
    name: str | None = None
    outside: bool = False
    adjoins: bool = False
    absent: bool = False


class Call(msgspec.Struct, frozen=True):
    """A call in ``make``; arguments are calls, names of items, or constants."""

    function: str
    arguments: tuple["Template", ...]
    options: tuple[tuple[str, "Template"], ...]


class Bound(msgspec.Struct, frozen=True):
    """The value of a named item."""

    name: str


class Constant(msgspec.Struct, frozen=True):
    """A word or number written in ``make``."""

    value: str | int | float | None


Template: TypeAlias = Call | Bound | Constant


class Rule(msgspec.Struct, frozen=True):
    """One alternative of a rule, compiled. ``rank`` decides between readings of equal length."""

    id: str
    category: str
    items: tuple[Item, ...]
    make: Template
    rank: int
    narrative: bool
    beside_name: bool = False
    dateline: bool = False
    ahead: bool = False


class Ending(NamedTuple):
    """A rule that is complete, with its number in the order of the files.

    Of its items without the absent ones ``names`` are those that have a name, by their position,
    and ``inside`` the positions of those that are part of the expression.
    """

    number: int
    rule: Rule
    names: tuple[tuple[int, str], ...]
    inside: tuple[int, ...]


class Step(msgspec.Struct, frozen=True):
    """Where rules whose forms begin alike have got to, and what may come next.

    ``item`` is the one that led here, without its name; ``ends`` are the rules that are complete.
    """

    item: Item | None
    ends: tuple[Ending, ...]
    absent: tuple["Step", ...]
    by_word: dict[str, tuple["Step", ...]]
    by_category: dict[str, tuple["Step", ...]]


class RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as its file has it.

    ``says`` are triples of expression, TIMEX3 value and a sentence; ``never`` are sentences in
    which the rule finds nothing. Rules whose category is no time of its own need neither.
    ``beside_name`` rules hold only where the expression hangs on a proper name before it,
    ``dateline`` rules only in datelines. The length that an ``ahead`` rule finds tells, after "in"
    and of what is to come, when that will be ("will rule in two months").
    """

    id: str
    of: str
    form: tuple[str, ...]
    make: str
    says: tuple[tuple[str, str, str], ...] = ()
    never: tuple[str, ...] = ()
    rank: int = 0
    narrative: bool = True
    beside_name: bool = False
    dateline: bool = False
    ahead: bool = False


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of rules; ``anchor`` is the creation date that its cases are read with."""

    anchor: str
    rule: tuple[RuleEntry, ...]


class Lexeme(msgspec.Struct, frozen=True):
    """A word or phrase with its category and value.

    ``name`` says that its first letter must be a capital, ``plain`` that it must not be one.
    """

    category: str
    value: str
    words: tuple[str, ...]
    name: bool
    plain: bool = False


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around an expression that tell how it is meant.

    ``relations`` maps prepositions, of up to three words; the tenses' words are lemmas or forms.
    ``awaited`` are the predicates of what is to come ("due"), ``awaited_with`` those that only are
    so before one of ``awaiting_marks`` ("set for Monday"), ``setting`` the verbs whose object is
    then yet to come ("called a strike for Monday"), ``deferring`` those that put it off with one of
    ``deferring_marks`` ("adjourned until Monday"); ``attempts`` are the nouns whose infinitive was
    done or failed ("an attempt to flee"), ``firsts`` the words that make an infinitive a thing done
    ("the first to flee"), ``speech`` the verbs of saying, ``negations`` the words that tell what
    did not come. ``articles`` may stand between a preposition and a time, ``contracted`` are those
    of them that hold a preposition ("del"), ``definite`` the words that make "the Monday" one of
    the story. ``old_before`` and ``old_after`` are the words that make a length of time an age,
    ``old_verbs`` do so unless one of ``old_verbs_not_before`` follows ("tiene 20 años de cárcel"),
    ``old_of_names`` those that do so behind a name ("Ana Ruiz de 34 años"); after ``clause_ends``
    no event follows "after". A word with one of ``plural_endings`` that is none of ``no_plurals``
    is counted by the figure before it; a verb with one of ``future_endings``, unless it ends in one
    of ``no_futures``, is a future, whatever the parser takes it for; one with one of
    ``two_tense_endings`` is a present or a past, as the verb before it. ``hedges`` tell in the
    first person how sure one is ("I think in July"). ``infinitive_marks`` is empty where an
    infinitive has none, ``done_marks`` make one a thing done before ("después de huir").
    ``event_marks`` stand between a length of time and the event that it counts from ("two weeks
    prior to"). ``closing_formulas`` open the last line of a decree, which dates it, ``date_labels``
    end what a line above a text has before its date ("Judgment delivered on"); what happened on one
    of ``day_nouns`` "three years before" did so to the day. What somebody says with one of
    ``ability_auxiliaries`` is still to come ("said that it could close on Friday").
    """

    relations: dict[str, Relation]
    future_auxiliaries: tuple[str, ...]
    future_governors: tuple[str, ...]
    awaited: tuple[str, ...]
    awaited_with: tuple[str, ...]
    awaiting_marks: tuple[str, ...]
    setting: tuple[str, ...]
    deferring: tuple[str, ...]
    deferring_marks: tuple[str, ...]
    attempts: tuple[str, ...]
    firsts: tuple[str, ...]
    speech: tuple[str, ...]
    negations: tuple[str, ...]
    be: tuple[str, ...]
    have: tuple[str, ...]
    future_endings: tuple[str, ...]
    no_futures: tuple[str, ...]
    two_tense_endings: tuple[str, ...]
    hedges: frozenset[str]
    infinitive_marks: tuple[str, ...]
    done_marks: tuple[str, ...]
    articles: tuple[str, ...]
    contracted: tuple[str, ...]
    definite: tuple[str, ...]
    old_before: tuple[str, ...]
    old_after: tuple[str, ...]
    old_verbs: tuple[str, ...]
    old_verbs_not_before: tuple[str, ...]
    old_of_names: tuple[str, ...]
    plural_endings: tuple[str, ...]
    no_plurals: tuple[str, ...]
    clause_ends: tuple[str, ...]
    event_marks: tuple[str, ...]
    closing_formulas: tuple[str, ...]
    date_labels: tuple[str, ...]
    day_nouns: frozenset[str]
    numeric_order: NumericOrder
    decimal_mark: Literal[".", ","]
    ability_auxiliaries: tuple[str, ...] = ()


class TimeRules(msgspec.Struct, frozen=True):
    """All that is known of a language's time expressions; indexed for reading.

    ``by_category`` and ``by_word`` hold the rules that begin with a result or a word.
    """

    language: str
    by_category: dict[str, Step]
    by_word: dict[str, Step]
    lexicon: dict[str, tuple[Lexeme, ...]]
    context: Context


@cache
def load_time_rules(language: str) -> TimeRules:
    """Load the words and rules of time expressions of a language.

    Raises:
        ResourceError: A file is missing, or a rule cannot be read; the message names the rule.
    """
    rules = [rule for entry in load_rule_entries(language) for rule in _compile(entry, language)]
    by_category: dict[str, list[_Rest]] = {}
    by_word: dict[str, list[_Rest]] = {}
    for number, rule in enumerate(rules):
        head = next(item for item in rule.items if not item.absent)
        if head.category:
            by_category.setdefault(head.category, []).append((rule.items, number, rule))
        for word in head.words:
            by_word.setdefault(word, []).append((rule.items, number, rule))
    return TimeRules(
        language=language,
        by_category={key: _join(rests) for key, rests in by_category.items()},
        by_word={key: _join(rests) for key, rests in by_word.items()},
        lexicon=_load_lexicon(language),
        context=load_toml(Context, language, "times", "context.toml"),
    )


_Rest: TypeAlias = tuple[tuple[Item, ...], int, Rule]
"""The items of a rule that are still to come, its number, and itself."""


def _join(rests: list[_Rest], item: Item | None = None) -> Step:
    """Join rules into one tree in which those that go on alike share their way."""
    following: dict[Item, list[_Rest]] = {}
    for items, number, rule in rests:
        if items:
            shared = msgspec.structs.replace(items[0], name=None)
            following.setdefault(shared, []).append((items[1:], number, rule))
    steps = [_join(after, shared) for shared, after in following.items()]
    by_word: dict[str, tuple[Step, ...]] = {}
    by_category: dict[str, tuple[Step, ...]] = {}
    for shared, step in zip(following, steps, strict=True):
        for word in () if shared.absent else shared.words:
            by_word[word] = (*by_word.get(word, ()), step)
        if shared.category and not shared.absent:
            by_category[shared.category] = (*by_category.get(shared.category, ()), step)
    return Step(
        item=item,
        ends=tuple(_ending(number, rule) for items, number, rule in rests if not items),
        absent=tuple(s for i, s in zip(following, steps, strict=True) if i.absent),
        by_word=by_word,
        by_category=by_category,
    )


def _ending(number: int, rule: Rule) -> Ending:
    items = [item for item in rule.items if not item.absent]
    return Ending(
        number,
        rule,
        tuple((index, item.name) for index, item in enumerate(items) if item.name),
        tuple(index for index, item in enumerate(items) if not item.outside),
    )


def load_rule_entries(language: str) -> tuple[RuleEntry, ...]:
    """Give the rules of a language as their files have them, in the order of the files."""
    return tuple(entry for file in load_rule_files(language) for entry in file.rule)


def load_rule_files(language: str) -> tuple[RuleFile, ...]:
    """Give the rule files of a language, sorted by name."""
    names = resource_names(language, "times", suffix=".rules.toml")
    return tuple(load_toml(RuleFile, language, "times", name) for name in names)


def split_words(text: str) -> tuple[str, ...]:
    """Split text as time expressions are read: words, figures, and each other sign alone.

    >>> split_words("Jan. 5, 1,200")
    ('Jan', '.', '5', ',', '1,200')
    """
    return tuple(match.group() for match in _WORD.finditer(text))


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Give the begin and end of each word that :func:`split_words` gives."""
    return tuple(match.span() for match in _WORD.finditer(text))


def _load_lexicon(language: str) -> dict[str, tuple[Lexeme, ...]]:
    lexicon: dict[str, list[Lexeme]] = {}
    for category, value, forms, *flags in load_table(language, "times", "lexicon.tsv"):
        for form in forms.split("|"):
            words = tuple(word.lower() for word in split_words(form))
            lexeme = Lexeme(category, value, words, "name" in flags, "plain" in flags)
            lexicon.setdefault(words[0], []).append(lexeme)
    return {word: tuple(lexemes) for word, lexemes in lexicon.items()}


def _compile(entry: RuleEntry, language: str) -> list[Rule]:
    """Compile every form of a rule; an optional item doubles the alternatives."""
    try:
        make = _compile_make(ast.parse(entry.make, mode="eval").body)
        forms = [items for form in entry.form for items in _compile_form(form)]
    except (SyntaxError, ValueError) as error:
        raise ResourceError(f"{language}/times, rule {entry.id!r}: {error}") from error
    name = f"{language}/times/{entry.id}"
    return [
        Rule(
            name,
            entry.of,
            items,
            make,
            entry.rank,
            entry.narrative,
            beside_name=entry.beside_name,
            dateline=entry.dateline,
            ahead=entry.ahead,
        )
        for items in forms
    ]


def _compile_form(form: str) -> list[tuple[Item, ...]]:
    alternatives: list[tuple[Item, ...]] = [()]
    for text in form.split():
        match = _ITEM.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is no item of a form")
        longer = [(*items, _item(match)) for items in alternatives]
        alternatives = alternatives + longer if match["optional"] else longer
    if any(all(item.absent for item in items) for items in alternatives):
        raise ValueError(f"{form!r} can be empty")
    return alternatives


def _item(match: re.Match[str]) -> Item:
    return Item(
        category=match["category"],
        words=frozenset((match["words"] or "").split("|")) - {""},
        name=match["name"],
        outside="~" in match["marks"],
        adjoins="+" in match["marks"],
        absent="!" in match["marks"],
    )


def _compile_make(node: ast.expr) -> Template:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        options = tuple((str(k.arg), _compile_make(k.value)) for k in node.keywords)
        return Call(node.func.id, tuple(_compile_make(arg) for arg in node.args), options)
    if isinstance(node, ast.Name):
        return Bound(node.id)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return Constant(-ast.literal_eval(node.operand))
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float | None):
        return Constant(node.value)
    raise ValueError(f"{ast.unparse(node)!r} is neither a call, a name, a word nor a number")
