"""What a text asserts beside the ontology: the clauses whose verb no frame took."""

from collections.abc import Iterator, Sequence

import msgspec

from kipu.lang.events import EventResources, Frame
from kipu.model.readings import OTHER
from kipu.reading.events.arguments import Mentions
from kipu.reading.events.clauses import Complement
from kipu.reading.events.completion import Completion
from kipu.reading.events.triggers import Trigger
from kipu.reading.factuality.forms import first_verb, is_finite
from kipu.reading.factuality.rules import Scopes
from kipu.reading.trees import Tree, relation

_FRAME = Frame(id=OTHER, type=OTHER, says=(), never=(), indirect="recipient")
"""Whatever the verb: who does it, what it is done to, to whom; others only take part."""
_CARRIED = ("obj", "nsubj", "obl", "xcomp")


def other_triggers(
    tree: Tree,
    found: Sequence[Trigger],
    mentions: Mentions,
    resources: EventResources,
    scopes: Scopes,
) -> Iterator[Trigger]:
    """Find the verbs that head a clause of their own about some entity, and that no frame took.

    Left out are verbs of speech and belief, which say who tells; those that tell of a state, a
    phase or an attempt, or bear on how certain the clause below is; and those that only carry a
    trigger noun ("staged a march").

    Args:
        found: The triggers of the ontology's types, kept or not.
    """
    taken = {token for trigger in found for token in trigger.tokens}
    carriers = {_carrier(tree, trigger) for trigger in found if trigger.part == "noun"}
    empty = _empty_verbs(resources)
    entities = frozenset(mentions.by_token)
    told = {tree.sentence[token] for token in entities}
    completion = Completion(tree, resources, mentions.types)
    for verb, tag in enumerate(tree.upos):
        if tag != "VERB" or verb in taken or tree.lower_lemma[verb] in empty:
            continue
        if tree.sentence[verb] not in told or verb in carriers:
            continue
        if not _heads_clause(tree, verb, scopes):
            continue
        complements = completion.of_verb(_FRAME, (verb,))
        if any(_holds_entity(tree, c, entities) for c in complements):
            yield Trigger(verb, (verb,), "verb", _frame_of(complements), complements)


def _empty_verbs(resources: EventResources) -> frozenset[str]:
    words, said = resources.lexicon, resources.attribution
    return words.uneventful_verbs | said.speech_verbs | said.claim_verbs


def _carrier(tree: Tree, trigger: Trigger) -> int | None:
    """Give the verb that an event noun is the subject or object of."""
    noun = tree.first_conjunct(trigger.token)
    return tree.governor(noun) if relation(tree.deprel[noun]) in _CARRIED else None


def _heads_clause(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether a verb says something of its own: it is finite and bears on no clause below."""
    governs = tree.children(verb, "xcomp", "ccomp", "csubj")
    if governs and scopes.rules("clause", tree.lower_lemma[verb]):
        return False
    form = tree.has_feature(first_verb(tree, verb), "VerbForm=Fin")
    return form or is_finite(tree, verb, scopes.lexicon)


def _holds_entity(tree: Tree, complement: Complement, entities: frozenset[int]) -> bool:
    return complement.token in entities or any(
        token in entities for token in tree.children(complement.token, "conj", "appos")
    )


def _frame_of(complements: Sequence[Complement]) -> Frame:
    """Let what stands behind any preposition take part."""
    cases = dict.fromkeys((c.case for c in complements if c.case), "participant")
    return msgspec.structs.replace(_FRAME, prepositions=cases) if cases else _FRAME
