"""Events of one word told apart: "the killing of two men in May and of a woman in June"."""

from collections.abc import Iterator

import msgspec

from kipu.lang.events import EventResources
from kipu.model.readings import Argument
from kipu.reading.events.arguments import Mentions
from kipu.reading.events.clauses import Slot
from kipu.reading.events.triggers import Trigger
from kipu.reading.trees import Tree


def split_coordinated(
    tree: Tree,
    trigger: Trigger,
    mentions: Mentions,
    resources: EventResources,
    events: frozenset[int],
    dates: frozenset[int],
) -> Iterator[Trigger]:
    """Tell apart the events of one trigger that has coordinated complements of its own case.

    "the killing of two men in May and of a woman in June" is two events; "of two men and a woman"
    is one; "the massacres of Alta and Baja", two places, are two. ``events`` are the tokens of all
    triggers: "guilty of the kidnapping of A and of the murder of B" names B's murder by its own.
    So are two whom a verb does something to if each has a date in brackets: "killed fifteen people
    in Alta (1991) and nine students in Baja (1992)"; ``dates`` are the tokens of dates.
    """
    for complement in trigger.complements:
        if complement.slot == "object":
            heads = _dated_apart(tree, complement.token, dates, mentions)
            if len(heads) > 1:
                for head in heads:
                    yield _part(trigger, head, tuple(h for h in heads if h != head), "object")
                return
        if complement.slot != "of":
            continue
        coordinated = {*tree.conjuncts(complement.token), *_detached(tree, trigger, resources)}
        heads = [c for c in sorted(coordinated - events) if _is_own(tree, c, mentions, resources)]
        if len(heads) > 1:
            for head in heads:
                others = tuple(h for h in heads if h != head)
                yield _part(trigger, head, others, "of")
            return
    yield trigger


def _detached(tree: Tree, trigger: Trigger, resources: EventResources) -> Iterator[int]:
    """Find later conjuncts with a noun's own case that the parser hung on another word.

    In "the killing of two men in the old port in May and of a woman in June" the second "of" goes
    with the first, however far it is.
    """
    sentence = tree.sentence_of[trigger.token]
    for token in range(trigger.token + 1, sentence.stop):
        if tree.deprel[token] != "conj" or tree.case(token) not in resources.lexicon.of_cases:
            continue
        if tree.head[token] <= trigger.token or tree.children(token, "cc"):
            yield token


def _is_own(tree: Tree, token: int, mentions: Mentions, resources: EventResources) -> bool:
    if tree.case(token) in resources.lexicon.of_cases:
        return True
    mention = mentions.by_token.get(token)
    return mention is not None and mention.type == "place" and mention.kind == "name"


def _part(trigger: Trigger, head: int, others: tuple[int, ...], slot: Slot) -> Trigger:
    """Give the event of one of several coordinated complements, which stand in a slot."""
    following = min((o for o in others if o > head), default=None)
    first = min((head, *others))
    kept = tuple(
        msgspec.structs.replace(c, token=head) if c.slot == slot else c
        for c in trigger.complements
        if c.slot in (slot, "subject", "possessor") or _between(c.token, head, first, following)
    )
    return msgspec.structs.replace(trigger, complements=kept, part_of=(head, others))


def _between(token: int, head: int, first: int, following: int | None) -> bool:
    begin = 0 if head == first else head
    return begin <= token and (following is None or token < following)


def _dated_apart(tree: Tree, first: int, dates: frozenset[int], mentions: Mentions) -> list[int]:
    """Give the first of each group of conjuncts that ends with a place and a date in brackets.

    A person's years are no date of his death: "Ana Paz (1950-1990)".
    """
    sentence = tree.sentence_of[first]
    if "(" not in tree.form[first : sentence.stop]:
        return []
    places = {
        tree.tokens_in(m.span)[-1]
        for m in mentions.by_id.values()
        if m.type == "place" and tree.tokens_in(m.span)
    }
    heads: list[int] = []
    following: int | None = None
    bracket = False
    conjuncts = tree.conjuncts(first)
    for token in range(first, sentence.stop):
        if token in conjuncts and following is None:
            following = token
        opens = tree.form[token] == "(" and token - 1 in places
        bracket = opens or (bracket and tree.form[token] != ")")
        whole = bracket and token in dates and tree.form[token + 1 : token + 2] == (")",)
        if whole and tree.form[token - 1] == "(" and following is not None:
            heads.append(following)
            following = None
    return heads


def place_of_part(tree: Tree, trigger: Trigger, mentions: Mentions) -> Argument | None:
    """Give the place right before the date of one of several events: "in Baja (1992)"."""
    if trigger.part_of is None or trigger.part != "verb":
        return None
    for token in range(trigger.part_of[0], tree.sentence_of[trigger.token].stop):
        if not trigger.covers(token):
            return None
        if tree.form[token] == "(":
            before = (m for m in mentions.by_id.values() if m.type == "place")
            place = next((m for m in before if token - 1 in tree.tokens_in(m.span)[-1:]), None)
            rule = f"{trigger.frame.id}/place-of-part"
            return Argument("place", place.span, place.id, rule) if place else None
    return None
