"""How many, where a clause says it of a toll: "the number of dead rose from 12 to 15"."""

from collections.abc import Container, Iterator, Sequence

import msgspec

from kipu.lang.events import EventLexicon, EventResources
from kipu.reading.events.triggers import Trigger
from kipu.reading.quantities import NumberPhrase, exceeded, in_sentence
from kipu.reading.trees import Tree, relation

_COUNTS = ("person", "item")
_CLIMB = 3
"""Nouns and participles between a toll and the word that says whose it is: "of people killed"."""


def read_tolls(
    tree: Tree,
    triggers: Sequence[Trigger],
    phrases: Sequence[NumberPhrase],
    resources: EventResources,
    roles: Container[str],
) -> Iterator[tuple[int, str, NumberPhrase]]:
    """Give what clauses say of the tolls of events, each with the index of its trigger and a role.

    Args:
        phrases: The numbers of the document, in order.
        roles: Those that count people.
    """
    for index, trigger in enumerate(triggers):
        kind = trigger.frame.type
        role = next((rule.role for rule in resources.roles if kind in rule.types), None)
        if role is not None and role in roles:
            here = in_sentence(tree, trigger.token, phrases)
            words = frozenset(w for s in resources.states if s.role == role for w in s.words)
            counted = words if trigger.part != "verb" else frozenset()
            phrase = _toll_of(tree, trigger.token, here, counted, resources.lexicon)
            if phrase is not None:
                more = _is_exceeded(tree, phrase, resources.lexicon)
                yield index, role, exceeded(phrase) if more else phrase


def _is_exceeded(tree: Tree, phrase: NumberPhrase, lexicon: EventLexicon) -> bool:
    """Whether a toll is more than a number: "passed 100"; "passed about 100" says no more."""
    exact = phrase.low == phrase.high == phrase.value
    return exact and tree.lower_lemma[tree.head[phrase.head]] in lexicon.exceeding_verbs


def _toll_of(
    tree: Tree,
    trigger: int,
    phrases: Sequence[NumberPhrase],
    befallen: frozenset[str],
    lexicon: EventLexicon,
) -> NumberPhrase | None:
    """Give the number that a clause says of the toll of an event; of two, where it leads.

    ``befallen`` are words for those whom the event befell, of whom it may be said as well.
    """
    counted = [phrase for phrase in phrases if phrase.unit in _COUNTS and not phrase.is_money]
    counted = [_end_of_rise(tree, phrase, lexicon) for phrase in counted]
    for noun in _tolls(tree, trigger, befallen, lexicon):
        found = [phrase for phrase in counted if _is_said_of(tree, phrase, noun, lexicon)]
        if found:
            return found[-1]
    return None


def _end_of_rise(tree: Tree, phrase: NumberPhrase, lexicon: EventLexicon) -> NumberPhrase:
    """Give where a number leads that looks like a range: "from 12 to 15" is 15 now."""
    rises = phrase.low != phrase.high and phrase.high is not None and phrase.last > phrase.number
    before = phrase.last - 1
    leads = tree.upos[phrase.last] == "NUM" and tree.lower[before] in lexicon.toll_cases
    if not (rises and leads):
        return phrase
    return msgspec.structs.replace(
        phrase,
        first=phrase.last,
        number=phrase.last,
        head=phrase.last if phrase.head == phrase.number else phrase.head,
        value=phrase.high,
        low=phrase.high,
    )


def _tolls(
    tree: Tree, trigger: int, befallen: frozenset[str], lexicon: EventLexicon
) -> Iterator[int]:
    """Give the words of which a number may be said: a toll above the trigger, or the trigger."""
    token = trigger
    for _ in range(_CLIMB):
        if tree.lower_lemma[token] in lexicon.toll_nouns:
            yield token
            return
        upper = tree.governor(token)
        if upper is None or relation(tree.deprel[token]) not in ("nmod", "acl", "amod", "compound"):
            break
        token = upper
    if not tree.names_of(trigger).isdisjoint(befallen):
        yield trigger


def _is_said_of(tree: Tree, phrase: NumberPhrase, noun: int, lexicon: EventLexicon) -> bool:
    """Whether a number stands beside a toll below one verb, is its predicate or its complement."""
    number, case, beside = phrase.head, tree.case(phrase.head) or "", relation(tree.deprel[noun])
    if number == tree.governor(noun):  # "the toll was 15"
        return beside == "nsubj"
    verb = tree.governor(number)
    if verb == noun:  # "a death toll of 15"
        is_toll = tree.lower_lemma[noun] in lexicon.toll_nouns
        return is_toll and case in lexicon.of_cases and number == phrase.number
    if verb is not None and tree.upos[verb] == "NUM":  # "from 12 to 15", where 15 hangs on 12
        verb = tree.governor(verb)
    if verb is None or verb != tree.governor(noun) or beside not in ("nsubj", "obj", "obl"):
        return False
    if tree.upos[verb] == "AUX":  # "el saldo es de 15 muertos"
        return case in lexicon.of_cases
    moves = not tree.names_of(verb).isdisjoint(lexicon.toll_verbs)
    return moves and case in lexicon.toll_cases
