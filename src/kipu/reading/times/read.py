"""Finding the time expressions of a document."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from kipu.lang.times import TimeRules
from kipu.model.documents import Block, Document
from kipu.model.expressions import (
    Between,
    Calendar,
    Clock,
    Duration,
    Expression,
    Modified,
    Nth,
    Part,
    Recurring,
    Reference,
    Seek,
    Shift,
    Snap,
    TimeExpression,
    Within,
)  # fmt: skip
from kipu.model.ids import content_id
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.model.times import TimexType
from kipu.reading.times.chart import Edge, fill_chart, rank
from kipu.reading.times.clauses import read_clause, read_continues
from kipu.reading.times.cues import event_end, follows_name, is_in_name, read_relation, read_tense
from kipu.reading.times.signs import Signs, read_signs
from kipu.reading.times.tokens import Token, split_tokens
from kipu.reading.trees import Tree, relation

TYPES: dict[str, TimexType] = {
    "date": "DATE", "time": "TIME", "duration": "DURATION", "set": "SET"
}  # fmt: skip
"""The categories of results that are times of their own."""
_ENTRY_MARKS = frozenset(":-–—")
_ENTRY_SIGNS = 2
"""Characters behind a date within which its list has a mark."""
FEWEST_RUN_IN = 3
"""Dates that open their lines as sentences of their own, from which a text is a list of them."""
_HEADING_SIGNS = 2
"""Signs that a heading may end in: "1992.-"."""
_AHEAD = ("day", "week", "month", "year")
"""Units that tell when something will be, not how soon it is done."""
NO_TIME = "none"
"""The category of words that look like a time and are none ("a cold morning" is not tomorrow)."""


def read_times(
    doc: Document, syntax: Syntax | None, rules: TimeRules
) -> tuple[TimeExpression, ...]:
    """Find the time expressions of a document, in the order of the text.

    All blocks but residue are read: datelines and bylines hold dates, too. Expressions do not
    overlap. Nothing is counted from anything yet.

    Args:
        syntax: ``None`` in a language without a parser; then no verb tells on which side of the
            document a date lies.

    Source: ISO 24617-1 (TimeML), TIMEX3 extents and types.
    """
    tree = Tree(doc, syntax) if syntax else None
    found = [
        expression
        for number, block in enumerate(doc.blocks)
        if block.kind != "residue"
        for expression in _read_block(doc, number, block, tree, rules)
    ]
    if sum(expression.heads for expression in found) == 1:  # one year alone heads no chronology
        found = [msgspec.structs.replace(expression, heads=False) for expression in found]
    run_in = {e.span for e in found if e.type == "DATE" and is_run_in(doc.text, e.span)}
    if len(run_in) >= FEWEST_RUN_IN:
        found = [msgspec.structs.replace(e, entry=True) if e.span in run_in else e for e in found]
    return tuple(found)


def is_run_in(text: str, span: Span) -> bool:
    """Whether a date is the first sentence of a line that goes on: "12 May. Miners march"."""
    behind = text[span.end : span.end + _ENTRY_SIGNS]
    return _opens_line(text, span) and behind[:1] == "." and behind[1:] == " "


def read_residue(doc: Document, rules: TimeRules) -> tuple[TimeExpression, ...]:
    """Find the times in what a page leaves behind, where a date line may be hidden."""
    return tuple(
        expression
        for number, block in enumerate(doc.blocks)
        if block.kind == "residue"
        for expression in _read_block(doc, number, block, None, rules)
    )


def read_stretch(
    text: str, start: int, end: int, rules: TimeRules
) -> tuple[tuple[Token, ...], list[Edge]]:
    """Find the times in a stretch of text by its words alone."""
    tokens = split_tokens(text, start, end)
    chart = fill_chart(tokens, rules)
    edges = [edge for place in chart for kind in (*TYPES, NO_TIME) for edge in place.get(kind, ())]
    return tokens, _select(edges, tokens, rules)


def _select(edges: list[Edge], tokens: tuple[Token, ...], rules: TimeRules) -> list[Edge]:
    """Choose among overlapping results: the longest, then by rank; ages are left out."""
    taken: list[Edge] = []
    used: set[int] = set()
    for edge in sorted(edges, key=lambda e: (e.first - e.last, -rank(e), e.first)):
        words = range(edge.first, edge.last)
        if used.isdisjoint(words):
            taken.append(edge)
            used.update(words)
    kept = (e for e in taken if e.category != NO_TIME and not _is_age(e, tokens, rules))
    return sorted(kept, key=lambda edge: edge.first)


def _is_age(edge: Edge, tokens: tuple[Token, ...], rules: TimeRules) -> bool:
    if edge.category != "duration":
        return False
    context = rules.context
    before = [token.lower for token in tokens[max(edge.first - 2, 0) : edge.first]]
    after = " ".join(token.lower for token in tokens[edge.last : edge.last + 2])
    is_old = any(after == old or after.startswith(old + " ") for old in context.old_after)
    is_old = is_old or any(" ".join(before[n:]) in context.old_before for n in range(len(before)))
    goes_on = any(after.split(" ")[0] == word for word in context.old_verbs_not_before)
    is_old = is_old or (bool(before) and before[-1] in context.old_verbs and not goes_on)
    name = tokens[max(edge.first - 3, 0) : max(edge.first - 1, 0)]
    named = len(name) > 1 and all(token.text[0].isupper() for token in name)
    return is_old or (named and before[-1] in context.old_of_names)


def _read_block(
    doc: Document, number: int, block: Block, tree: Tree | None, rules: TimeRules
) -> Iterator[TimeExpression]:
    tokens, edges = read_stretch(doc.text, block.span.start, block.span.end, rules)
    if not edges:
        return
    signs = read_signs(doc.text, block.span.start, block.span.end)
    setting = _Setting(doc, number, tokens, signs, tree, rules)
    for edge in edges:
        span = doc.span(tokens[edge.first].start, tokens[edge.last - 1].end)
        if _is_bare(edge.value) and _is_name(edge, span, tokens, tree, rules):
            continue
        if edge.rule and edge.rule.dateline and block.kind != "dateline":
            continue
        if edge.rule and edge.rule.beside_name and not (tree and follows_name(tree, span)):
            continue
        yield _expression(edge, setting)


class _Setting(NamedTuple):
    """The block that expressions stand in, with its tokens and signs, and what reads them."""

    doc: Document
    number: int
    tokens: tuple[Token, ...]
    signs: Signs
    tree: Tree | None
    rules: TimeRules


def _is_bare(value: object) -> bool:
    """Whether an expression is but a name of a day or month, which may name other things.

    A year names none: in "the 2017 Senate race" it still says when.
    """
    base = value.base if isinstance(value, Modified) else value
    if not isinstance(base, Calendar) or base == Calendar(year=base.year):
        return False
    return base.day is None or base.year is None


def _is_name(
    edge: Edge, span: Span, tokens: tuple[Token, ...], tree: Tree | None, rules: TimeRules
) -> bool:
    """Whether the words are but a part of a name ("Chief Sunday Abani", "Bloody Sunday")."""
    if tree and is_in_name(tree.syntax, span):
        return True
    if edge.first == 0 or edge.last >= len(tokens):
        return False
    before, after = tokens[edge.first - 1], tokens[edge.last]
    capitals = before.text[0].isupper() and after.text[0].isupper()
    return capitals and before.lower not in rules.context.relations


def _expression(edge: Edge, setting: _Setting) -> TimeExpression:
    doc, number, tokens, signs, tree, rules = setting
    assert edge.rule is not None
    span = Span(doc.id, tokens[edge.first].start, tokens[edge.last - 1].end)
    event = _event_span(doc, edge, tokens, tree, rules)
    heads = _is_heading(edge, tokens)
    standing = read_relation(tokens, edge.first, rules.context)
    tense = read_tense(tree, span, rules.context) if tree else None
    value: Expression = edge.value  # type: ignore[assignment]  # categories of TYPES hold these
    is_ahead = edge.rule.ahead and (standing, tense) == ("in", "future")
    ahead = _length_ahead(value) if is_ahead else None
    value = ahead or _to_the_day(value, span, tree, rules)
    mod = value.mod if isinstance(value, Modified) else None
    if standing == "before" and mod == "END":  # "before the end of May" is by its last day
        standing = "by"
    return TimeExpression(
        id=content_id("t", doc.id, span.start, span.end),
        span=span,
        type="DATE" if ahead else TYPES[edge.category],
        expression=value,
        rule=edge.rule.id,
        parts=_parts(doc, edge, tokens),
        mod=mod,
        quant=value.quant if isinstance(value, Recurring) else None,
        freq=value.freq if isinstance(value, Recurring) else None,
        relation=standing,
        tense=tense,
        anchor_span=event,
        anchor_heads=_heads(tree, event) if tree and event else (),
        narrative=heads or (edge.rule.narrative and _is_narrative(span, tree)),
        quoted=signs.is_quoted(span.start),
        definite=tokens[edge.first].lower in rules.context.definite,
        heads=heads,
        block=number,
        sentence=_sentence_start(signs, span, tree),
        clause=read_clause(tree, span, rules.context) if tree else "main",
        continues=read_continues(tree, span) if tree else False,
        dateline=doc.blocks[number].kind == "dateline",
        entry=_is_entry(doc.text, span),
    )


def _is_entry(text: str, span: Span) -> bool:
    """Whether a time opens its line, and a colon or dash stands behind it."""
    behind = text[span.end : span.end + _ENTRY_SIGNS].strip()[:1]
    return _opens_line(text, span) and behind in _ENTRY_MARKS


def _opens_line(text: str, span: Span) -> bool:
    line = text.rfind("\n", 0, span.start) + 1
    return not any(map(str.isalnum, text[line : span.start]))


def _length_ahead(value: Expression) -> Expression | None:
    """Give the day that a length of time ends on: "the court will rule in two months"."""
    if not isinstance(value, Duration) or len(value.amounts) != 1:
        return None
    (amount,) = value.amounts
    ahead = amount.count is not None and amount.unit in _AHEAD
    return Shift(Reference("document"), amount, 1) if ahead else None


def _to_the_day(value: Expression, span: Span, tree: Tree | None, rules: TimeRules) -> Expression:
    """Count to the day in "September 11, the date on which she had died three years before"."""
    head = tree.head_of(span) if tree else None
    if tree is None or head is None or not isinstance(value, Shift) or value.amount.unit == "day":
        return value
    verb = next((t for t in (head, *tree.ancestors(head)) if tree.upos[t] == "VERB"), None)
    if verb is None or tree.is_root(verb) or relation(tree.deprel[verb]) != "acl":
        return value
    is_date = tree.lower_lemma[tree.head[verb]] in rules.context.day_nouns
    return msgspec.structs.replace(value, exact=True) if is_date else value


def _is_heading(edge: Edge, tokens: tuple[Token, ...]) -> bool:
    """Whether a year, or a month of a year, is all that its block says: "Year 1992"."""
    date = edge.value
    if edge.first > 1 or len(tokens) - edge.last > _HEADING_SIGNS:
        return False
    whole = all(not token.text[0].isalnum() for token in tokens[edge.last :])
    return whole and isinstance(date, Calendar) and date.year is not None and date.day is None


def _parts(doc: Document, edge: Edge, tokens: tuple[Token, ...]) -> tuple[Part, ...]:
    return tuple(
        Part(
            piece.name,
            piece.value,
            Span(doc.id, tokens[piece.start].start, tokens[piece.end - 1].end),
        )
        for piece in edge.pieces
        if piece.name
    )


def _is_narrative(span: Span, tree: Tree | None) -> bool:
    """Whether the expression says when the clause is, and not which thing is meant.

    Several words that open a sentence do, though a parser may hang them on the noun that follows:
    "Last Thursday vapour caught fire".
    """
    top = tree.head_of(span) if tree else None
    if tree is None or top is None:
        return True
    words, role = tree.tokens_in(span), relation(tree.deprel[top])
    if len(words) > 1 and words.start == tree.sentence_of[top].start:
        return role not in ("nummod", "nmod")
    return role not in ("compound", "nummod", "amod", "nmod")


def counts_from(expression: Expression, anchor: str) -> bool:
    """Whether an anchor of a kind stands anywhere in an expression."""
    if isinstance(expression, Reference):
        return expression.to == anchor
    if isinstance(expression, Shift | Snap | Seek | Modified):
        return counts_from(expression.base, anchor)
    if isinstance(expression, Within | Nth):
        return counts_from(expression.period, anchor)
    if isinstance(expression, Between):
        return counts_from(expression.first, anchor) or counts_from(expression.last, anchor)
    return isinstance(expression, Clock) and counts_from(expression.day, anchor)


def calendar_of(expression: Expression) -> Calendar | None:
    """Give the calendar date in an expression, without its time of day and modifier."""
    if isinstance(expression, Clock):
        return calendar_of(expression.day)
    if isinstance(expression, Modified):
        return calendar_of(expression.base)
    return expression if isinstance(expression, Calendar) else None


def is_free(expression: Expression) -> bool:
    """Whether a date without its year stands anywhere in an expression."""
    if isinstance(expression, Calendar):
        parts = (expression.year, expression.decade, expression.century)
        return all(part is None for part in parts)
    if isinstance(expression, Shift | Snap | Modified):
        return is_free(expression.base)
    if isinstance(expression, Nth):
        return is_free(expression.period)
    if isinstance(expression, Between):
        return is_free(expression.first) or is_free(expression.last)
    return isinstance(expression, Clock) and is_free(expression.day)


def _event_span(
    doc: Document, edge: Edge, tokens: tuple[Token, ...], tree: Tree | None, rules: TimeRules
) -> Span | None:
    value: Expression = edge.value  # type: ignore[assignment]
    if not counts_from(value, "event"):
        return None
    first = edge.last
    while first < len(tokens) and tokens[first].lower in rules.context.event_marks:
        first += 1
    end = event_end(tree, tokens, first, rules.context)
    return None if end is None else Span(doc.id, tokens[first].start, end)


def _heads(tree: Tree, event: Span) -> tuple[Span, ...]:
    """Give the verbs or nouns that name an event: "after they refused it and sacked him"."""
    top = tree.head_of(event)
    return () if top is None else tuple(tree.token_span(token) for token in tree.conjuncts(top))


def _sentence_start(signs: Signs, span: Span, tree: Tree | None) -> int:
    index = tree.head_of(span) if tree else None
    if tree and index is not None:
        return tree.syntax.start[tree.sentence_of[index].start]
    return signs.sentence_start(span.start)
