"""Rival counts of a crowd: "the police counted 6,000, the organisers spoke of 20,000"."""

from collections.abc import Iterator, Mapping, Sequence

from kipu.lang.events import EventResources
from kipu.model.readings import EntityType
from kipu.reading.events.triggers import Trigger
from kipu.reading.quantities import NumberPhrase
from kipu.reading.trees import Tree, relation

ROLE = "participants"
_TELLERS = ("person", "organization")
_CROWD = 10
"""Nobody disputes whether nine people came."""
_BACK = 2
"""Sentences before a count, in its paragraph, in which the crowd is told of."""
_BLOCK_END = "\n"


def read_estimates(
    tree: Tree,
    triggers: Sequence[Trigger],
    phrases: Sequence[NumberPhrase],
    resources: EventResources,
    types: Mapping[int, EntityType],
) -> Mapping[int, NumberPhrase]:
    """Give the counts that somebody sets against that of a crowd told of just before.

    Returns:
        The numbers, by the tokens that head them; :func:`as_triggers` makes accounts of them.
    """
    taken = {token for trigger in triggers for token in trigger.tokens}
    return {
        phrase.head: phrase
        for phrase in phrases
        if phrase.unit in ("person", "item") and phrase.value >= _CROWD and not phrase.is_money
        if taken.isdisjoint((phrase.head, phrase.number))
        if _is_estimated(tree, phrase, taken, resources, types)
        and _crowd_before(tree, phrase, triggers, phrases, resources) is not None
    }


def as_triggers(
    tree: Tree,
    triggers: Sequence[Trigger],
    estimates: Mapping[int, NumberPhrase],
    phrases: Sequence[NumberPhrase],
    resources: EventResources,
) -> Iterator[Trigger]:
    """Give the triggers with an account of the crowd for each rival count, in order."""
    added = [
        Trigger(head, (head,), "noun", crowd.frame, (), said_by=tree.governor(head))
        for head, phrase in estimates.items()
        if (crowd := _crowd_before(tree, phrase, triggers, phrases, resources)) is not None
    ]
    yield from sorted((*triggers, *added), key=lambda trigger: trigger.token)


def _is_estimated(
    tree: Tree,
    phrase: NumberPhrase,
    taken: set[int],
    resources: EventResources,
    types: Mapping[int, EntityType],
) -> bool:
    """Whether a number is all that somebody says: of people, or of nothing named."""
    verb = tree.governor(phrase.head)
    if verb is None or tree.upos[verb] != "VERB" or verb in taken:
        return False
    people = phrase.head == phrase.number or tree.lower_lemma[phrase.head] in resources.persons
    says = tree.lower_lemma[verb] in resources.lexicon.estimating_verbs
    case = tree.case(phrase.head) or ""
    beside = relation(tree.deprel[phrase.head])
    fits = beside in ("obj", "obl") and case in resources.lexicon.estimating_cases
    tellers = tree.children(verb, "nsubj")
    somebody = any(
        types.get(teller) in _TELLERS or tree.lower_lemma[teller] in resources.persons
        for teller in tellers
    )
    return people and says and fits and somebody and not tree.children(verb, "ccomp", "xcomp")


def _crowd_before(
    tree: Tree,
    phrase: NumberPhrase,
    triggers: Sequence[Trigger],
    phrases: Sequence[NumberPhrase],
    resources: EventResources,
) -> Trigger | None:
    """Find the last crowd told of, if its sentence has a number of its own."""
    kinds = frozenset(kind for rule in resources.roles if rule.role == ROLE for kind in rule.types)
    number = tree.sentence[phrase.head]
    begin = tree.sentences[max(0, number - _BACK)].start
    told = [t for t in triggers if begin <= t.token < phrase.first and t.frame.type in kinds]
    if not told:
        return None
    crowd = told[-1]
    between = tree.doc.text[tree.syntax.end[crowd.token] : tree.syntax.start[phrase.first]]
    sentence = tree.sentence_of[crowd.token]
    counted = any(
        other.number in sentence and other.value >= _CROWD and other is not phrase
        for other in phrases
        if other.unit == "person"
    )
    return crowd if counted and _BLOCK_END not in between else None
