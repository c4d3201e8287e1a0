"""Acts that a text does by its own words: "The second accused is acquitted", "I find him guilty".

They are done when the text is given. Their verb is a time expression like "today", counted from the
document's date, so that another date for the document dates them anew.
"""

from collections.abc import Iterator, Sequence

from kipu.lang.events import EventLexicon
from kipu.model.documents import Document
from kipu.model.expressions import Reference, Snap, TimeExpression
from kipu.model.ids import content_id
from kipu.model.spans import Span
from kipu.model.times import Timex
from kipu.reading.events.accounts import Undated
from kipu.reading.quotations import quoted_tokens
from kipu.reading.trees import Tree, relation

_RULE = "events/performed"
_DONE = frozenset(
    (
        "acquittal", "amnesty", "annulment", "appointment", "conviction", "decree", "dismissal",
        "dissolution", "pardon", "resignation", "sentence", "state_of_emergency", "verdict",
    )
)  # fmt: skip
"""Types of what is done by saying so."""
_MAIN = ("conj", "parataxis")


def read_performed(
    undated: Undated, timexes: Sequence[Timex], lexicon: EventLexicon
) -> tuple[TimeExpression, ...]:
    """Give the verbs by which a text does something, as expressions of its own day.

    In the present, in a main clause, not quoted, negated or dated: in the first person anywhere, in
    the passive where a heading says that the text is an act ("DECREE No. 1", "Judgment").
    """
    tree = undated.tree
    is_act = _is_act(tree.doc, lexicon)
    apart = quoted_tokens(tree) | _dated(tree, timexes)
    return tuple(
        _expression(tree, word)
        for trigger, event in zip(undated.triggers, undated.events, strict=True)
        if event.type in _DONE and trigger.part == "verb" and event.factuality == "certain"
        if trigger.token not in apart
        for word in _performing(tree, trigger.token, is_act=is_act)
    )


def _performing(tree: Tree, verb: int, *, is_act: bool) -> Iterator[int]:
    """Give the word in the present that does what a clause says, if one does."""
    top = verb
    while relation(tree.deprel[top]) in _MAIN and not tree.is_root(top):
        top = tree.head[top]
    if not tree.is_root(top):
        return
    persons = (c for each in (verb, top) for c in tree.children(each, "nsubj"))
    own = any(tree.has_feature(c, "Person=1") for c in persons)
    auxiliaries = tree.children(verb, "aux:pass") or tree.children(top, "aux:pass")
    if own and _is_present(tree, verb):
        yield verb
    elif is_act and auxiliaries and _is_present(tree, auxiliaries[0]):
        perfect = len(tree.children(verb, "aux")) > len(tree.children(verb, "aux:pass"))
        yield from () if perfect else auxiliaries[:1]  # not "has been freed", "will be freed"


def _is_present(tree: Tree, word: int) -> bool:
    return tree.has_feature(word, "Tense=Pres") and tree.has_feature(word, "VerbForm=Fin")


def _is_act(doc: Document, lexicon: EventLexicon) -> bool:
    """Whether a heading opens with the name of an act."""
    heads = (b.span for b in doc.blocks if b.kind in ("headline", "heading"))
    return any(doc.quote(span).lower().startswith(lexicon.acts) for span in heads)


def _dated(tree: Tree, timexes: Sequence[Timex]) -> frozenset[int]:
    """Give the words of which something else says when."""
    points = (tree.head_of(t.span) for t in timexes if t.type in ("DATE", "TIME"))
    return frozenset(tree.head[token] for token in points if token is not None)


def _expression(tree: Tree, word: int) -> TimeExpression:
    span: Span = tree.token_span(word)
    blocks = tree.doc.blocks
    return TimeExpression(
        id=content_id("t", span.doc_id, span.start, span.end),
        span=span,
        type="DATE",
        expression=Snap(Reference("document"), "day", 0),
        rule=_RULE,
        tense="present",
        narrative=False,
        block=next(i for i, block in enumerate(blocks) if block.span.holds(span)),
        sentence=tree.syntax.start[tree.sentence_of[word].start],
    )
