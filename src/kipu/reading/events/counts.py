"""How many: the quantities of an event, with their roles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from kipu.lang.events import EventResources
from kipu.lang.quantities import RoleRule, StateRule
from kipu.model.readings import EntityType, EventQuantity
from kipu.reading.events.arguments import role_of
from kipu.reading.events.clauses import coordinated
from kipu.reading.events.effects import causes_of
from kipu.reading.events.estimates import ROLE
from kipu.reading.events.measures import measures, role_of_measure, unknown_currencies
from kipu.reading.events.sums import with_single_people
from kipu.reading.events.tolls import read_tolls
from kipu.reading.events.triggers import Trigger
from kipu.reading.events.votes import (
    MARGIN,
    VOTES,
    is_margin,
    is_rejected,
    read_scores,
    vote_beside,
    voted_otherwise,
)
from kipu.reading.events.words_near import words_near
from kipu.reading.quantities import NumberPhrase, in_sentence, quantity_of, sum_of
from kipu.reading.trees import Tree

_COUNTS = frozenset(("person", "item"))
_EFFECTS: Mapping[str, str] = {"death": "killed", "injury": "injured"}
"""Types of what befell people by something else, with the only role that counts them."""
_FATES = frozenset(("killed", "injured", "missing"))
_PEOPLE = frozenset(
    (
        "killed", "injured", "missing", "rescued", "aboard", "arrested", "abducted", "charged",
        "displaced", "released", "participants", "executed", "accused", "sentenced_to_death",
        "convicted", "acquitted", "commuted", "prisoners", "pardoned", "deported", "sanctioned",
        "buried",
    )
)  # fmt: skip
"""Roles that count people."""
_UNITS: Mapping[str, str] = {
    **dict.fromkeys(_PEOPLE, "person"),
    **dict.fromkeys((*VOTES, MARGIN), "vote"),
    "age": "year",
}
"""What a bare number counts, by its role."""

Counts = Mapping[int, tuple[EventQuantity, ...]]
_Told = tuple[str, NumberPhrase]
"""A number with its role."""


def read_counts(
    tree: Tree,
    triggers: Sequence[Trigger],
    numbers: Iterable[NumberPhrase],
    resources: EventResources,
    types: Mapping[int, EntityType],
    *,
    estimates: Mapping[int, NumberPhrase],
) -> Counts:
    """Give the quantities of each event, by the index of its trigger in ``triggers``.

    A number belongs to an event because it counts one of its participants, because its unit fits
    the type (the money of a payment), or because a word beside it says what it is ("missing").

    Args:
        estimates: Rival counts of crowds, by the tokens that are their triggers.
    """
    phrases = tuple(phrase for phrase in numbers if not _is_nobody(tree, phrase, resources))
    rivals = {i: estimates[t.token] for i, t in enumerate(triggers) if t.token in estimates}
    found: dict[int, list[_Told]] = {
        i: [(ROLE, rivals[i])] if i in rivals else [] for i in range(len(triggers))
    }
    used = {token for phrase in rivals.values() for token in (phrase.head, phrase.number)}
    for index, role, phrase in _votes(tree, triggers, phrases, resources):
        found[index].append((role, phrase))
        used.update((phrase.head, phrase.number))
    phrases = tuple(phrase for phrase in phrases if phrase.head not in used)
    unknown = unknown_currencies(tree, phrases, resources.persons)
    for index, trigger in enumerate(triggers):
        for role, phrase in _own(tree, trigger, phrases, triggers, resources, unknown):
            all_told = _with_singles(tree, trigger, phrase, phrases, types, resources)
            found[index].append((role, all_told if role in _PEOPLE else phrase))
            used.update((phrase.head, phrase.number))
    tolls = read_tolls(tree, triggers, phrases, resources, _PEOPLE)
    for index, role, phrase in tolls:
        if phrase.number not in used:
            found[index].append((role, phrase))
            used.update((phrase.head, phrase.number))
    for phrase in (p for p in phrases if not _is_of_a_part(tree, p, resources)):
        is_used = phrase.head in used or phrase.number in used
        # "fifteen people were never found and are presumed dead" are missing, too
        states = tuple(state for state in resources.states if state.beside or not is_used)
        told = _told(tree, phrase, phrases, triggers, resources, states)
        if told is not None and not _is_of_a_person(triggers[told[0]], told[1], types):
            index = _voted_on(tree, phrase, told, triggers, found)
            found[index].append((told[1], phrase))
            used.add(phrase.head)
    _share_effects(tree, triggers, found, resources)
    return {
        index: tuple(dict.fromkeys(_event_quantity(tree, *each) for each in told))
        for index, told in found.items()
    }


def _is_nobody(tree: Tree, phrase: NumberPhrase, resources: EventResources) -> bool:
    """Whether a number is the one of "no one", "not one", "not even one"."""
    lexicon = resources.factuality
    before = range(max(phrase.number - 2, tree.sentence_of[phrase.number].start), phrase.number)
    words = [tree.lower[t] for t in before]
    if words and words[-1] in lexicon.least_words:
        words.pop()
    negative = bool(words) and words[-1] in lexicon.negations | lexicon.negative_determiners
    return phrase.value == 1 and negative


def _voted_on(
    tree: Tree,
    phrase: NumberPhrase,
    told: tuple[int, str],
    triggers: Sequence[Trigger],
    found: Mapping[int, list[_Told]],
) -> int:
    """Give the event of a told number: all votes of a sentence are cast on one thing."""
    index, role = told
    if role not in VOTES:
        return index
    sentence = tree.sentence_of[phrase.head]
    here = (i for i in found if triggers[i].token in sentence)
    return next((i for i in here if any(each in VOTES for each, _ in found[i])), index)


def _with_singles(
    tree: Tree,
    trigger: Trigger,
    phrase: NumberPhrase,
    phrases: Sequence[NumberPhrase],
    types: Mapping[int, EntityType],
    resources: EventResources,
) -> NumberPhrase:
    """Add to a number the single persons beside those it counts: "a judge and two guards"."""
    for complement in trigger.complements:
        conjuncts = coordinated(tree, complement.token)
        others = (p for p in in_sentence(tree, phrase.number, phrases) if p is not phrase)
        counted = {token for p in others for token in range(p.first, p.last + 1)}
        if phrase.head in conjuncts:
            single = [token for token in conjuncts if token not in counted]
            return with_single_people(tree, phrase, single, types, resources)
    return phrase


def _share_effects(
    tree: Tree,
    triggers: Sequence[Trigger],
    found: Mapping[int, list[_Told]],
    resources: EventResources,
) -> None:
    """Add to events how many they killed or hurt, where a word of its own tells of the dead."""
    effects = [
        (index, role, phrase)
        for index, told in found.items()
        for role, phrase in told
        if role in _FATES
    ]
    shared: dict[tuple[int, str], list[NumberPhrase]] = {}
    for index, role, phrase in effects:
        others = [p for i, _, p in effects if i == index and p is not phrase]
        for cause in causes_of(tree, triggers[index], phrase, others, triggers, resources):
            if all(each != (role, phrase) for each in found[cause]):
                found[cause].append((role, phrase))
            if phrase not in shared.setdefault((index, role), []):
                shared[index, role].append(phrase)
    for (index, role), parts in shared.items():
        if len(parts) > 1:  # "49 died in riots and eleven in accidents": in all 60 died
            kept = [each for each in found[index] if each[0] != role or each[1] not in parts]
            found[index][:] = [*kept, (role, sum_of(tree, parts))]


def _votes(
    tree: Tree,
    triggers: Sequence[Trigger],
    phrases: Sequence[NumberPhrase],
    resources: EventResources,
) -> Iterator[tuple[int, str, NumberPhrase]]:
    """Give the numbers of a score in a vote, "passed by 62 to 9", and by how many it was won."""
    scores = read_scores(tree, phrases, resources.lexicon)
    state = next(state for state in resources.states if state.role == "votes_for")
    margins = (p for p in phrases if is_margin(tree, p, scores, resources.lexicon))
    for told in (*((margin,) for margin in margins), *scores):
        event = _event_of(tree, told[0], triggers, state, resources)
        roles = VOTES[:2] if len(told) > 1 else (MARGIN,)
        if is_rejected(tree, told[0], resources.states):
            roles = roles[::-1]
        if event is not None:
            yield from ((event, role, phrase) for role, phrase in zip(roles, told, strict=True))


def _event_quantity(tree: Tree, role: str, phrase: NumberPhrase) -> EventQuantity:
    quantity = quantity_of(tree, phrase)
    if role in _UNITS and (quantity.unit == "item" or role in _PEOPLE):
        quantity = msgspec.structs.replace(quantity, unit=_UNITS[role])
    elif role in VOTES:
        quantity = msgspec.structs.replace(quantity, unit="vote")
    return EventQuantity(role, quantity)


def _own(
    tree: Tree,
    trigger: Trigger,
    phrases: Sequence[NumberPhrase],
    triggers: Sequence[Trigger],
    resources: EventResources,
    unknown: frozenset[int],
) -> Iterator[tuple[str, NumberPhrase]]:
    """Quantities by what they count or by their unit."""
    others = frozenset(t.token for t in triggers if t.token != trigger.token)
    fitting = [rule for rule in resources.roles if trigger.frame.type in rule.types]
    sentence = tree.sentence_of[trigger.token]
    for phrase in (p for p in phrases if p.number in sentence) if fitting else ():
        for rule in fitting:
            votes = rule.role in VOTES
            if votes and voted_otherwise(tree, phrase, phrases, resources.states):
                continue
            if votes and is_rejected(tree, phrase, resources.states):
                continue
            if _counts_own(tree, trigger, phrase, rule, resources):
                yield rule.role, phrase
                break
            own = frozenset() if trigger.frame.type == "seizure" else unknown
            if _measures_own(tree, trigger, phrase, rule, others, own):
                yield role_of_measure(tree, rule, phrase), phrase
                break


def _counts_own(
    tree: Tree,
    trigger: Trigger,
    phrase: NumberPhrase,
    rule: RoleRule,
    resources: EventResources,
) -> bool:
    """Whether a number counts those in a role of an event: "198 dead", "killed two guards"."""
    named = phrase.unit in _COUNTS or phrase.head == trigger.token  # "46 deaths", "17 arrests"
    counts = rule.fillers and named and not rule.money
    if not counts or not _is_counted(tree, trigger, phrase, rule):
        return False
    told_of = phrase.head
    if told_of == phrase.number:  # "the dead were eighteen"
        told_of = tree.child(phrase.number, "nsubj") or told_of
    if told_of == trigger.token and _names(tree, trigger, rule, resources):
        both = [t for t in tree.children(told_of, "conj") if tree.upos[t] == "NOUN"]
        return all(tree.children(t, "nummod", "det") for t in both)  # "46 deaths and kidnappings"
    fills = _counts_filler(tree, trigger, phrase, rule)
    return fills and not _befell_otherwise(tree, trigger, phrase, rule, resources.states)


def _measures_own(
    tree: Tree,
    trigger: Trigger,
    phrase: NumberPhrase,
    rule: RoleRule,
    others: frozenset[int],
    unknown: frozenset[int],
) -> bool:
    """Whether a number has a unit that a rule asks for, and belongs to an event.

    Args:
        unknown: The heads of numbers that may be money of an unknown currency.
    """
    money = rule.money and (phrase.is_money or phrase.head in unknown)
    fits = phrase.unit in rule.units or money
    if not fits or (trigger.frame.exact and phrase.low != phrase.high):
        return False
    if rule.fillers and not _counts_filler(tree, trigger, phrase, rule):
        return False
    return measures(tree, trigger, phrase, others)


def _is_counted(tree: Tree, trigger: Trigger, phrase: NumberPhrase, rule: RoleRule) -> bool:
    """Whether a rule is on a trigger of these words and on what a number counts."""
    words = {tree.lower_lemma[token] for token in trigger.tokens}
    if rule.triggers and not words & rule.triggers:
        return False
    noun = tree.lower_lemma[phrase.head]
    return noun not in rule.never and (not rule.nouns or noun in rule.nouns)


def _names(tree: Tree, trigger: Trigger, rule: RoleRule, resources: EventResources) -> bool:
    """Whether a trigger names those whom its event befell ("198 dead"), and not the event."""
    words = {word for token in trigger.tokens for word in tree.names_of(token)}
    states = (state for state in resources.states if state.role == rule.role)
    return trigger.part != "verb" and any(words & state.words for state in states)


def _befell_otherwise(
    tree: Tree,
    trigger: Trigger,
    phrase: NumberPhrase,
    rule: RoleRule,
    states: Sequence[StateRule],
) -> bool:
    """Whether the noun counted says that something else befell them: "left one dead and two
    injured" counts one who was not injured."""
    names, verb = tree.names_of(phrase.head), tree.names_of(trigger.token)
    return rule.role in _FATES and any(
        state.role in _FATES and state.role != rule.role and state.words & names
        for state in states
        if not any(own.role == rule.role and own.words & (names | verb) for own in states)
    )


def _counts_filler(tree: Tree, trigger: Trigger, phrase: NumberPhrase, rule: RoleRule) -> bool:
    fillers = {
        token
        for complement in trigger.complements
        if not complement.member and role_of(trigger, complement) in rule.fillers
        for token in coordinated(tree, complement.token)
        if trigger.part_of is None
        or complement.token != trigger.part_of[0]
        or trigger.covers(token)
    }
    if phrase.head in tree.children(phrase.number) and tree.dominates(phrase.head, trigger.token):
        return False  # "twelve of the 17 men arrested": 17 were arrested
    upper = tree.governor(phrase.head)
    if upper is not None and tree.upos[upper] == "NUM" and upper != phrase.number:
        return False  # "three of the five prisoners"
    if phrase.head in fillers or phrase.number in fillers:
        return True
    if rule.inside and any(tree.dominates(token, phrase.head) for token in fillers):
        return True
    # "two of the men": the number is the complement, its noun hangs below it
    return any(
        tree.dominates(token, phrase.number) and tree.upos[token] == "NUM" for token in fillers
    )


def _told(
    tree: Tree,
    phrase: NumberPhrase,
    phrases: Sequence[NumberPhrase],
    triggers: Sequence[Trigger],
    resources: EventResources,
    states: Sequence[StateRule],
) -> tuple[int, str] | None:
    """Find the event and role of a number by a word beside it that says what it counts."""
    near = words_near(tree, phrase, phrases, resources.lexicon.corpses)
    vote = vote_beside(tree, phrase, phrases, resources.states)
    of_cases = resources.lexicon.of_cases
    wholes = (c for c in tree.children(phrase.number, "nmod") if tree.case(c) in of_cases)
    # "two of the survivors" says nothing of how many survived
    of_whole = {w for c in wholes if tree.children(c, "det") for w in tree.names_of(c)}
    told: list[tuple[int, int, str]] = []
    for state in states:
        if phrase.unit not in (state.units or _COUNTS) or not _may_tell(state, near):
            continue
        words = {word: 0 for word in tree.names_of(phrase.head)} if state.counted else near
        distances = [d for word, d in words.items() if word in state.words - of_whole]
        if tree.case(phrase.head) in state.cases and _has_article(tree, phrase):
            distances.append(0)
        if state.shares and _is_share(tree, phrase, state.shares, resources):
            distances.append(-1)  # nearer than any word beside it
        if state.decisive.intersection(near):
            distances.append(-2)
        if vote is not None and state.role in VOTES:
            distances = [0] if state is vote else []
        event = _event_of(tree, phrase, triggers, state, resources) if distances else None
        if event is not None and state.role in VOTES and phrase.unit != "vote" and vote is None:
            family = resources.ontology.types[triggers[event].frame.type].family
            if family == "decree":  # "a decree in favour of 70 widows"
                continue
        if event is not None:
            told.append((min(distances), event, state.role))
    return min(told)[1:] if told else None


def _may_tell(state: StateRule, near: Mapping[str, int]) -> bool:
    """Whether the words that a rule asks for stand near a number, and none that it forbids."""
    asked = not state.beside or not state.beside.isdisjoint(near)
    return asked and state.without.isdisjoint(near)


def _is_of_a_person(trigger: Trigger, role: str, types: Mapping[int, EntityType]) -> bool:
    """Whether votes were cast against a person: who wants him gone is for that."""
    others = (c.token for c in trigger.complements if c.slot != "subject")
    persons = (types.get(token) == "person" for token in others)
    return role == "votes_against" and any(persons)


def _is_share(
    tree: Tree, phrase: NumberPhrase, wholes: frozenset[str], resources: EventResources
) -> bool:
    """Whether a number is a part of one of some wholes: "54 percent of the vote"."""
    parts = (c for t in (phrase.head, phrase.number) for c in tree.children(t, "nmod"))
    of = (c for c in parts if tree.case(c) in resources.lexicon.of_cases)
    return any(tree.lower_lemma[c] in wholes for c in of)


def _has_article(tree: Tree, phrase: NumberPhrase) -> bool:
    """Whether an article stands before a number: "a los 86 años", not "a dos años del crimen"."""
    before = (phrase.first, max(0, phrase.first - 1))
    return any(tree.upos[token] == "DET" for token in before)


def _is_of_a_part(tree: Tree, phrase: NumberPhrase, resources: EventResources) -> bool:
    """Whether a number says nothing of the whole: a subset ("among them four infants"), an age
    ("a girl of six"), one of many ("one of the dead")."""
    upper = tree.governor(phrase.head)
    cases = {tree.case(phrase.head), tree.case(phrase.number)}
    before = {tree.lower[t] for t in range(max(0, phrase.first - 3), phrase.first)}
    if (cases | before) & resources.lexicon.subset_cases:
        return True
    whole = tree.children(phrase.number, "nmod")
    partitive = any(tree.case(c) in resources.lexicon.of_cases for c in whole)
    if phrase.value == 1 and partitive:
        return True
    groups = resources.lexicon.partitives | resources.lexicon.corpses  # "a crowd of about 300"
    person = upper is not None and tree.lower_lemma[upper] not in groups
    of_person = person and upper is not None and tree.lower_lemma[upper] in resources.persons
    return phrase.unit == "item" and of_person and bool(cases & resources.lexicon.of_cases)


def _is_other_effect(trigger: Trigger, role: str) -> bool:
    """Whether an event is a death or injury, which has no number of the others."""
    return _EFFECTS.get(trigger.frame.type, role) != role


def _event_of(
    tree: Tree,
    phrase: NumberPhrase,
    triggers: Sequence[Trigger],
    state: StateRule,
    resources: EventResources,
) -> int | None:
    """Choose the event that a told number belongs to: in its sentence, else the last before it."""
    sentence = tree.sentence_of[phrase.head]
    types = resources.ontology.types
    fitting = [
        (index, trigger)
        for index, trigger in enumerate(triggers)
        if {trigger.frame.type, types[trigger.frame.type].family} & state.families
        and not (state.role in _FATES and _is_other_effect(trigger, state.role))
    ]
    here = [(abs(t.token - phrase.head), index) for index, t in fitting if t.token in sentence]
    if here:
        return min(here)[1]
    if not state.across:
        return None
    before = [index for index, t in fitting if t.token < sentence.start]
    return before[-1] if before else None
