"""What an event did to people, told beside it: "the raid left nine dead"."""

from collections.abc import Iterator, Sequence

from kipu.lang.events import EventResources
from kipu.reading.events.triggers import Trigger
from kipu.reading.quantities import NumberPhrase
from kipu.reading.trees import Tree, relation

_NOMINAL = frozenset(("nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos"))
"""Relations over which a noun belongs to the clause of a verb."""


def causes_of(
    tree: Tree,
    effect: Trigger,
    phrase: NumberPhrase,
    others: Sequence[NumberPhrase],
    triggers: Sequence[Trigger],
    resources: EventResources,
) -> Iterator[int]:
    """Give the events, by index, of which people died or were hurt in a number.

    They stand in the clause that tells of the dead, or are what a relative clause is about
    ("the raid that killed nine"). What only came before or after is no cause, nor is what is told
    of ``others`` of the dead alone ("49 in riots and eleven in accidents").
    """
    heads = {phrase.head, *(other.head for other in others)}
    own = _top(tree, effect.token)
    tops = {own, _top(tree, phrase.head)}
    about = set(tops)
    if tree.deprel[own] == "acl:relcl":
        about.add(tree.head[own])
        if relation(tree.deprel[tree.head[own]]) == "nmod":
            about.add(tree.head[tree.head[own]])  # "the grounding of the Queen, which cost five"
    about |= {c.token for c in effect.complements if c.slot == "subject"}
    for index, trigger in enumerate(triggers):
        here = trigger.token in tree.sentence_of[effect.token] and trigger is not effect
        if not here or trigger.frame.type not in resources.causes:
            continue
        if (
            next((t for t in tree.ancestors(trigger.token) if t in heads), phrase.head)
            != phrase.head
        ):
            continue
        if trigger.token in about or (
            _top(tree, trigger.token) in tops and _is_told_as_cause(tree, trigger.token, resources)
        ):
            yield index


def _top(tree: Tree, token: int) -> int:
    """Give the verb whose clause a noun is in, or the noun that no verb governs."""
    while tree.upos[token] not in ("VERB", "AUX") and not tree.is_root(token):
        if relation(tree.deprel[token]) not in _NOMINAL:
            break
        token = tree.head[token]
    return token


def _is_told_as_cause(tree: Tree, token: int, resources: EventResources) -> bool:
    if tree.upos[token] == "VERB":
        return True
    first = tree.first_conjunct(token)
    if tree.children(first, "nmod:unmarked", "obl:unmarked"):
        return False  # "a day after an attack"
    case = tree.case(first)
    return case is None or case in resources.lexicon.cause_cases
