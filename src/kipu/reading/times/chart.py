"""The chart: every result that the rules give for stretches of tokens, small ones first.

Positions are worked off from the last to the first, so that when a rule begins at one, all that
may follow is known. Rules are tried where their first item stands, all those together that begin
alike.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import msgspec

from kipu.lang.times import Rule, Step, TimeRules
from kipu.reading.times.build import Unbuildable, build
from kipu.reading.times.tokens import Token, adjoins, seed


class Piece(msgspec.Struct, frozen=True):
    """A word of the lexicon or a figure inside a result."""

    name: str
    value: str
    start: int
    end: int


class Edge(msgspec.Struct, frozen=True):
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
    place = _Place(start, tokens, chart)
    ways = list(_begin(root, edge, place))
    ways.sort(key=lambda way: way[0])
    found = (_result(rule, way, start) for _, rule, way in ways)
    return [result for result in found if result]


class _Place(NamedTuple):
    """Where rules begin, and what stands there and after it."""

    start: int
    tokens: tuple[Token, ...]
    chart: Chart


_Way: TypeAlias = tuple[Edge, ...]
"""What stands for the items of a rule, one edge for each that is not absent."""


def _result(rule: Rule, way: _Way, start: int) -> Edge | None:
    items = [item for item in rule.items if not item.absent]
    values = {i.name: e.value for i, e in zip(items, way, strict=True) if i.name}
    try:
        value = build(rule.make, values)
    except Unbuildable:
        return None
    inside = [e for i, e in zip(items, way, strict=True) if not i.outside]
    if not inside:
        return None
    pieces = tuple(piece for edge in inside for piece in edge.pieces)
    first, last = inside[0].first, inside[-1].last
    return Edge(rule.category, start, way[-1].end, first, last, value, rule, pieces)


def _begin(step: Step, edge: Edge | None, place: _Place) -> Iterator[tuple[int, Rule, _Way]]:
    """Give the rules that an edge, or else a word, begins, each with what stands for its items."""
    for absent in step.absent:
        if not _stands(absent, place.start, place):
            yield from _begin(absent, edge, place)
    if edge is not None:
        for after in step.by_category.get(edge.category, ()):
            yield from _go_on(after, (edge,), place)
        return
    for after in step.by_word.get(place.tokens[place.start].lower, ()):
        if not _parted(after, place.start, place):
            yield from _go_on(after, (_word(place.start),), place)


def _go_on(step: Step, way: _Way, place: _Place) -> Iterator[tuple[int, Rule, _Way]]:
    """Give the rules that are complete after a way, and those that can be completed from there."""
    for number, rule in step.ends:
        yield number, rule, way
    index = way[-1].end
    for absent in step.absent:
        if not _stands(absent, index, place):
            yield from _go_on(absent, way, place)
    if index >= len(place.tokens):
        return
    if step.by_word:
        for after in step.by_word.get(place.tokens[index].lower, ()):
            if not _parted(after, index, place):
                yield from _go_on(after, (*way, _word(index)), place)
    if step.by_category:
        for category, edges in place.chart[index].items():
            for after in step.by_category.get(category, ()):
                if not _parted(after, index, place):
                    for edge in edges:
                        if edge.first == edge.start:
                            yield from _go_on(after, (*way, edge), place)


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
