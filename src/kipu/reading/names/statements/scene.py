"""What a statement is read from: trees, mentions with their tokens, chains, times."""

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from kipu.lang.names import NameLexicon
from kipu.model.documents import Document
from kipu.model.ids import content_id
from kipu.model.readings import Chain, Mention, Property, Statement
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.model.times import EventTime, Timex
from kipu.reading.coreference.entities import Entities
from kipu.reading.name_lists import read_tree
from kipu.reading.trees import Tree

_MOST_JOINED = 4


class Scene(msgspec.Struct, frozen=True):
    """A document's mentions by token, with all that reading statements looks at.

    ``tokens`` gives for a mention's id its half-open token range and its head; mentions outside of
    the narrative have none. ``heads`` gives the mention that a token heads.
    """

    tree: Tree
    lexicon: NameLexicon
    mentions: tuple[Mention, ...]
    tokens: dict[str, tuple[int, int, int]]
    heads: dict[int, Mention]
    chains: dict[str, Chain]
    timexes: tuple[Timex, ...]

    def chain_at(self, token: int | None) -> Chain | None:
        """Give the chain of the mention that a token heads."""
        mention = self.heads.get(token) if token is not None else None
        return self.chains[mention.chain] if mention else None

    def named_at(self, token: int | None) -> Chain | None:
        """Give the chain of the mention that a token heads, if it has a name."""
        chain = self.chain_at(token)
        return chain if chain is not None and chain.named else None

    def subject_of(self, verb: int, *relations: str) -> int | None:
        """Give the subject of a verb, or of the verb that it is joined to by "and"."""
        for _ in range(_MOST_JOINED):
            subject = self.tree.child(verb, *relations)
            if subject is not None or self.tree.deprel[verb] != "conj":
                return subject
            verb = self.tree.head[verb]
        return None

    def time_of(self, first: int, last: int) -> EventTime:
        """Give the first time told from one token to another, else no time."""
        span = self.tree.span(first, last)
        for timex in self.timexes:
            if span.holds(timex.span) and timex.type in ("DATE", "TIME"):
                return EventTime(
                    interval=timex.interval,
                    value=timex.value,
                    type=timex.type,
                    mod=timex.mod,
                    anchor=timex.anchor,
                    evidence=(self.tree.doc.evidence(timex.span, timex.rule),),
                )
        return EventTime()


def make_scene(
    doc: Document,
    syntax: Syntax,
    entities: Entities,
    timexes: Sequence[Timex],
    lexicon: NameLexicon,
) -> Scene:
    """Look up the tokens of the mentions."""
    tree = read_tree(doc, syntax)
    tokens: dict[str, tuple[int, int, int]] = {}
    heads: dict[int, Mention] = {}
    for mention in entities.mentions:
        found = _tokens_of(tree, mention)
        if found is not None:
            tokens[mention.id] = found
            heads.setdefault(found[2], mention)
    chains = {chain.id: chain for chain in entities.chains}
    return Scene(tree, lexicon, entities.mentions, tokens, heads, chains, tuple(timexes))


def _tokens_of(tree: Tree, mention: Mention) -> tuple[int, int, int] | None:
    start = bisect_left(tree.syntax.start, mention.span.start)
    end = bisect_left(tree.syntax.start, mention.span.end)
    if start >= end or tree.syntax.start[start] != mention.span.start:
        return None
    inside = range(start, end)
    if mention.kind == "name":
        heads = [t for t in inside if tree.head[t] not in inside or tree.head[t] == t]
        return start, end, heads[0] if heads else end - 1
    return start, end, bisect_left(tree.syntax.start, mention.head.start)


def state(
    chain: Chain,
    kind: Property,
    value: str,
    span: Span,
    rule: str,
    *,
    other: Chain | None = None,
) -> Statement:
    """Make a statement without a time; white space in its value counts as one blank."""
    value = " ".join(value.split())
    target = other.id if other is not None and other.id != chain.id else None
    return Statement(
        id=content_id("s", chain.id, kind, value, span.start, span.end, target),
        subject=chain.id,
        property=kind,
        value=value,
        span=span,
        rule=f"names/statements/{rule}",
        object=target,
    )


def at_time(statement: Statement, time: EventTime | None) -> Statement:
    """Give a statement its time, if there is one."""
    return msgspec.structs.replace(statement, time=time) if time is not None else statement
