"""Who "the guerrillas" or "his kidnappers" are: the one armed body that a text names."""

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.phrases import NOWHERE, Phrase
from kipu.reading.names.segments import fold
from kipu.reading.trees import Tree, relation

_MAY_BE_ARMED = frozenset(("", "armed", "party", "alliance"))
"""Kinds of body that may bear arms against a state, by their names: a front is a party."""
_SAID = frozenset(("definite", "possessive"))


def join_armed(partition: Partition, tree: Tree, lexicon: NameLexicon) -> None:
    """Merge what insurgents and kidnappers are called with the body that they are of.

    Only where the text names one body that may be theirs, and tells that this one
    kidnaps, or is armed by its name: a party that condemns an attack is not who attacked.
    """
    named = [root for root in partition.roots() if _may_be_theirs(partition, lexicon, root)]
    armed = [root for root in named if _is_armed(partition, tree, lexicon, root)]
    if len(armed) != 1:
        return
    for number, phrase in enumerate(partition.phrases):
        if _takes_up(phrase, lexicon) and not partition.is_named(number):
            partition.merge(armed[0], number)


def _may_be_theirs(partition: Partition, lexicon: NameLexicon, root: int) -> bool:
    """Whether a named body is no state's; an army may be one "of liberation"."""
    if partition.type_of(root) != "organization" or not partition.is_named(root):
        return False
    members = [partition.phrases[m] for m in partition.first_members(root)]
    words = {fold(word) for member in members for word in member.words}
    own = bool(words & lexicon.words.insurgent_words)
    return all(m.family in _MAY_BE_ARMED or (own and m.family == "army") for m in members)


def _is_armed(partition: Partition, tree: Tree, lexicon: NameLexicon, root: int) -> bool:
    """Whether a body is called an armed one, has a name of one, or kidnaps somebody."""
    members = [partition.phrases[m] for m in partition.members(root)]
    named = {fold(word) for member in members for word in member.words}
    if named & lexicon.words.insurgent_words or any(m.family == "armed" for m in members):
        return True
    return any(_kidnaps(tree, m, lexicon) for m in members)


def _kidnaps(tree: Tree, phrase: Phrase, lexicon: NameLexicon) -> bool:
    """Whether a phrase is who kidnaps: a subject, or the agent of a passive."""
    verb = tree.governor(phrase.head) if phrase.head != NOWHERE else None
    if verb is None or tree.lower_lemma[verb] not in lexicon.words.armed_verbs:
        return False
    if any(tree.lower[c] in lexicon.words.negations for c in tree.children(verb, "advmod")):
        return False
    if relation(tree.deprel[phrase.head]) == "nsubj":
        return not tree.deprel[phrase.head].endswith("pass")
    case = tree.child(phrase.head, "case")
    return case is not None and tree.lower[case] in lexicon.words.agent_links


def _takes_up(phrase: Phrase, lexicon: NameLexicon) -> bool:
    """Whether a description means them: all of them, and no one else's ("rebels of the north")."""
    if phrase.kind != "nominal" or phrase.determination not in _SAID or not phrase.plural:
        return False
    return phrase.noun in lexicon.words.insurgents and len(phrase.words) <= 2
