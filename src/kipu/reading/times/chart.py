"""The chart: every result that the rules give for stretches of tokens, small ones first.

Positions are worked off from the last to the first, so that when a rule begins at one, all that
may follow is known. A rule is tried where its first item stands.
"""

from collections.abc import Iterator

import msgspec

from kipu.lang.times import Item, Rule, TimeRules
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


class _Match(msgspec.Struct, frozen=True):
    """A rule's items matched so far."""

    end: int
    first: int | None
    last: int
    values: tuple[tuple[str, object], ...]
    pieces: tuple[Piece, ...]


def fill_chart(tokens: tuple[Token, ...], rules: TimeRules) -> Chart:
    """Apply the rules to all tokens; the chart holds at each position what begins there."""
    chart: Chart = [{} for _ in range(len(tokens) + 1)]
    for start in range(len(tokens) - 1, -1, -1):
        agenda = [_lexical(start, found) for found in seed(tokens, start, rules)]
        for rule in rules.by_word.get(tokens[start].lower, ()):
            agenda += _apply(rule, None, start, tokens, chart)
        while agenda:
            edge = agenda.pop()
            if _enter(edge, chart):
                for rule in rules.by_category.get(edge.category, ()):
                    agenda += _apply(rule, edge, start, tokens, chart)
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
    rule: Rule, edge: Edge | None, start: int, tokens: tuple[Token, ...], chart: Chart
) -> list[Edge]:
    """Apply a rule whose first item is an edge, or a word if there is none."""
    found = []
    for match in _matches(rule.items, edge, start, tokens, chart):
        try:
            value = build(rule.make, dict(match.values))
        except Unbuildable:
            continue
        if match.first is not None:
            found.append(
                Edge(
                    rule.category, start, match.end, match.first, match.last, value, rule,
                    match.pieces,
                )
            )  # fmt: skip
    return found


def _matches(
    items: tuple[Item, ...], edge: Edge | None, start: int, tokens: tuple[Token, ...], chart: Chart
) -> Iterator[_Match]:
    matches = [_Match(start, None, start, (), ())]
    head = edge
    for item in items:
        if item.absent:
            matches = [m for m in matches if not _stands(item, m.end, start, tokens, chart)]
        elif head is not None:
            matches = [_extend(m, item, head) for m in matches]
            head = None
        else:
            matches = [n for m in matches for n in _following(item, m, tokens, chart)]
        if not matches:
            return
    yield from matches


def _following(
    item: Item, match: _Match, tokens: tuple[Token, ...], chart: Chart
) -> Iterator[_Match]:
    index = match.end
    if index >= len(tokens) or (item.adjoins and not adjoins(tokens, index)):
        return
    if item.words:
        if tokens[index].lower in item.words:
            yield _extend(match, item, Edge("", index, index + 1, index, index + 1, None))
        return
    for edge in chart[index].get(item.category or "", ()):
        if edge.first == edge.start:
            yield _extend(match, item, edge)


def _extend(match: _Match, item: Item, edge: Edge) -> _Match:
    values = (*match.values, (item.name, edge.value)) if item.name else match.values
    if item.outside:
        return _Match(edge.end, match.first, match.last, values, match.pieces)
    first = edge.first if match.first is None else match.first
    return _Match(edge.end, first, edge.last, values, (*match.pieces, *edge.pieces))


def _stands(item: Item, index: int, start: int, tokens: tuple[Token, ...], chart: Chart) -> bool:
    """Whether what must be absent stands at an index; at the rule's begin, before it."""
    if index == start:
        return start > 0 and tokens[start - 1].lower in item.words
    if index >= len(tokens) or (item.adjoins and not adjoins(tokens, index)):
        return False
    if item.words:
        return tokens[index].lower in item.words
    return bool(chart[index].get(item.category or ""))
