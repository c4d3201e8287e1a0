"""The chart: every result that the rules give for stretches of tokens, small ones first.

Positions are worked off from the last to the first, so that when a rule begins at one, all that
may follow is known. Rules are tried where their first item stands, all those together that begin
alike.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from kipu.lang.times import Ending, Rule, Step, TimeRules
from kipu.reading.times.build import Unbuildable, build
from kipu.reading.times.tokens import Token, adjoins, seed


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A word of the lexicon or a figure inside a result."""

    name: str
    value: str
    start: int
    end: int


class Edge(msgspec.Struct, frozen=True, gc=False):
    """A result: tokens ``start`` to ``end`` were used, ``first`` to ``last`` are its words."""

    category: str
    start: int
    end: int
    first: int
    last: int
    value: object
    rule: Rule | None = None
    pieces: tuple[Piece, ...] = ()


Chart = list[dict[str, list[Edge]]]


def fill_chart(tokens: tuple[Token, ...], rules: TimeRules) -> Chart:
    """Apply the rules to all tokens; the chart holds at each position what begins there."""
    chart: Chart = [{} for _ in range(len(tokens) + 1)]
    for start in range(len(tokens) - 1, -1, -1):
        agenda = [_lexical(start, found) for found in seed(tokens, start, rules)]
        root = rules.by_word.get(tokens[start].lower)
        if root:
            agenda += _apply(root, None, start, tokens, chart)
        while agenda:
            edge = agenda.pop()
            root = rules.by_category.get(edge.category)
            if _enter(edge, chart) and root:
                agenda += _apply(root, edge, start, tokens, chart)
    return chart


def _lexical(start: int, found: object) -> Edge:
    category, end, value = found.category, found.end, found.value  # type: ignore[attr-defined]
    piece = Piece(category, str(value), start, end)
    return Edge(category, start, end, start, end, value, None, (piece,))


def _enter(edge: Edge, chart: Chart) -> bool:
    """Put a result into the chart, unless one as good is there for the same words."""
    edges = chart[edge.start].setdefault(edge.category, [])
    for index, other in enumerate(edges):
        if (other.end, other.first, other.last) == (edge.end, edge.first, edge.last):
            if rank(edge) <= rank(other):
                return False
            edges[index] = edge
            return True
    edges.append(edge)
    return True


def rank(edge: Edge) -> int:
    """Give a result's rank by its rule."""
    return edge.rule.rank if edge.rule else 0


def _apply(
    root: Step, edge: Edge | None, start: int, tokens: tuple[Token, ...], chart: Chart
) -> list[Edge]:
    """Apply the rules whose first item is an edge, or a word if there is none."""
    ways: list[_Way] = []
    _begin(root, edge, _Place(start, tokens, chart, ways))
    if len(ways) > 1:
        ways.sort(key=_rule_number)
    return [result for way in ways if (result := _result(way, start))]


class _Way(NamedTuple):
    """A rule that is complete, and what stands for its items: an edge for each but absent ones."""

    ending: Ending
    edges: tuple[Edge, ...]


class _Place(NamedTuple):
    """Where rules begin, what stands there and after it, and the ways found so far."""

    start: int
    tokens: tuple[Token, ...]
    chart: Chart
    ways: list[_Way]


def _rule_number(way: _Way) -> int:
    return way.ending.number


def _result(way: _Way, start: int) -> Edge | None:
    (_, rule, names, inside), edges = way
    try:
        value = build(rule.make, {name: edges[index].value for index, name in names})
    except Unbuildable:
        return None
    if len(edges) == 1 == len(inside):
        (only,) = edges
        return Edge(
            rule.category, start, only.end, only.first, only.last, value, rule, only.pieces
        )  # fmt: skip
    if not inside:
        return None
    first, last = edges[inside[0]], edges[inside[-1]]
    pieces = first.pieces
    for index in inside[1:]:
        pieces += edges[index].pieces
    return Edge(
        rule.category, start, edges[-1].end, first.first, last.last, value, rule, pieces
    )  # fmt: skip


def _begin(step: Step, edge: Edge | None, place: _Place) -> None:
    """Find the rules that an edge, or else a word, begins."""
    for absent in step.absent:
        if not _stands(absent, place.start, place):
            _begin(absent, edge, place)
    if edge is not None:
        for after in step.by_category.get(edge.category, ()):
            _go_on(after, (edge,), place)
    elif step.by_word:
        _go_on_by_word(step, (), place.start, place)


def _go_on(step: Step, edges: tuple[Edge, ...], place: _Place) -> None:
    """Find the rules that are complete after some edges, and those that can be completed."""
    for ending in step.ends:
        place.ways.append(_Way(ending, edges))
    index = edges[-1].end
    for absent in step.absent:
        if not _stands(absent, index, place):
            _go_on(absent, edges, place)
    if index < len(place.tokens):
        if step.by_word:
            _go_on_by_word(step, edges, index, place)
        if step.by_category:
            _go_on_by_result(step, edges, index, place)


def _go_on_by_word(step: Step, edges: tuple[Edge, ...], index: int, place: _Place) -> None:
    for after in step.by_word.get(place.tokens[index].lower, ()):
        if not _parted(after, index, place):
            _go_on(after, (*edges, _word(index)), place)


def _go_on_by_result(step: Step, edges: tuple[Edge, ...], index: int, place: _Place) -> None:
    standing, wanted = place.chart[index], step.by_category
    fewer: Iterable[str] = standing if len(standing) < len(wanted) else wanted
    for category in fewer:
        steps = wanted.get(category)
        for result in standing.get(category, ()) if steps else ():
            if result.first != result.start:
                continue
            for after in steps or ():
                if not _parted(after, index, place):
                    _go_on(after, (*edges, result), place)


def _word(index: int) -> Edge:
    return Edge("", index, index + 1, index, index + 1, None)


def _parted(step: Step, index: int, place: _Place) -> bool:
    """Whether a blank stands before what must adjoin the token before it."""
    return step.item is not None and step.item.adjoins and not adjoins(place.tokens, index)


def _stands(step: Step, index: int, place: _Place) -> bool:
    """Whether what must be absent stands at an index; at the rule's begin, before it."""
    item, tokens = step.item, place.tokens
    assert item is not None
    if index == place.start:
        return index > 0 and tokens[index - 1].lower in item.words
    if index >= len(tokens) or _parted(step, index, place):
        return False
    if item.words:
        return tokens[index].lower in item.words
    return bool(place.chart[index].get(item.category or ""))
