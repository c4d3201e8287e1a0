"""Why an event has its roles and its certainty: the ways in the tree, the words that bear on it."""

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from kipu.model.readings import EventMention, Factuality
from kipu.model.spans import Span
from kipu.reading.events.accounts import Undated
from kipu.reading.events.triggers import Trigger
from kipu.reading.factuality.scopes import Bearing, combined, read_bearings
from kipu.reading.trees import Tree


class Way(msgspec.Struct, frozen=True):
    """The way in the tree from an event's trigger to another word.

    ``tokens`` are in the order of the way, ``text`` is what people read: ``a <-nsubj- b`` where b
    depends on a, ``a -acl-> b`` where a depends on b. The tree is that of reading, with the
    mistakes of parsers mended. Both are empty where the words stand in different sentences.
    """

    tokens: tuple[int, ...]
    text: str


class Reason(msgspec.Struct, frozen=True):
    """What one word or form does to the certainty of an event, by which rule, over which way."""

    bearing: Bearing
    cue: Span
    way: Way


class Explanation(msgspec.Struct, frozen=True):
    """Why an event has the values that it has.

    ``roles`` are the ways to the fillers of ``event.arguments``, one each, ``place`` that to where
    it was, ``source`` that to the cue of who says so. ``factuality`` is what ``reasons`` make,
    from the inside outwards; none make it certain. A reading may call the event planned all the
    same, if its time lies after the text.
    """

    event: EventMention
    roles: tuple[Way, ...]
    place: Way | None
    source: Way | None
    reasons: tuple[Reason, ...]
    factuality: Factuality


def explain_events(undated: Undated) -> Iterator[Explanation]:
    """Explain the events of a document one by one, those of no type too, by reading them again."""
    pairs = zip(undated.triggers, undated.events, strict=True)
    for trigger, event in (*pairs, *undated.others):
        yield _explain(undated, trigger, event)


def _explain(undated: Undated, trigger: Trigger, event: EventMention) -> Explanation:
    tree, token = undated.tree, trigger.token
    said = event.attribution
    is_noun = trigger.part == "noun"
    bearings = read_bearings(tree, token, undated.scopes, trigger.frame, is_noun=is_noun)
    return Explanation(
        event=event,
        roles=tuple(_way_to(tree, token, argument.span) for argument in event.arguments),
        place=_way_to(tree, token, event.place.span) if event.place else None,
        source=_way_to(tree, token, said.cue) if said else None,
        reasons=tuple(
            Reason(each, tree.token_span(each.cue), way_between(tree, token, each.cue))
            for each in bearings
        ),
        factuality=combined(bearings),
    )


def _way_to(tree: Tree, token: int, span: Span) -> Way:
    head = tree.head_of(span)
    return Way((), "") if head is None else way_between(tree, token, head)


def way_between(tree: Tree, start: int, end: int) -> Way:
    """Give the way from one word to another, up to the word that both hang on and down again."""
    above = [end, *tree.ancestors(end)]
    up = [start, *tree.ancestors(start)]
    meeting = next((token for token in up if token in above), None)
    if meeting is None:
        return Way((), "")
    climbed = up[: up.index(meeting) + 1]
    down = above[: above.index(meeting)][::-1]
    text = tree.form[start]
    for token, upper in pairwise(climbed):
        text += f" -{tree.deprel[token]}-> {tree.form[upper]}"
    for token in down:
        text += f" <-{tree.deprel[token]}- {tree.form[token]}"
    return Way((*climbed, *down), text)
