"""Quantities with a unit: terms, sums of money, lengths, and which event they are of."""

from collections import Counter
from collections.abc import Sequence

from kipu.lang.quantities import RoleRule
from kipu.reading.events.triggers import Trigger
from kipu.reading.quantities import NumberPhrase
from kipu.reading.trees import Tree

_THOUSAND, _MILLION = 1_000, 1_000_000


def measures(tree: Tree, trigger: Trigger, phrase: NumberPhrase, others: frozenset[int]) -> bool:
    """Whether a quantity hangs below a trigger, or below the verb that carries it.

    No other event stands between them, and neither a clause about somebody ("the prosecution, which
    had asked for 22 years, will appeal") nor the one whose age it is ("Rey, aged 71, heard the
    sentence"). Or the trigger is about it: "9,000 euros, handed over", "a fast of two days".
    """
    if phrase.head in trigger.tokens:  # "gets nine years over a fraud"
        return True
    upper = tree.governor(trigger.token)
    if phrase.head == upper and tree.deprel[trigger.token] in ("nmod", "acl", "amod"):
        return True
    tops = {trigger.token}
    upper = tree.governor(tree.first_conjunct(trigger.token))
    carried = upper is not None and tree.upos[upper] == "VERB" and upper not in others
    if trigger.part == "noun" and upper is not None and carried:
        tops.add(upper)
    for token in (phrase.head, *tree.ancestors(phrase.head)):
        if token in tops:
            return True
        if token != phrase.head and (token in others or _is_somebody_else(tree, phrase, token)):
            return False
        if tree.deprel[token] == "acl:relcl" and tree.head[token] not in tops:
            return False
    return False


def unknown_currencies(
    tree: Tree, phrases: Sequence[NumberPhrase], persons: frozenset[str]
) -> frozenset[int]:
    """Give the nouns that nobody knows which may count money: "57 million kwela".

    Foreign money has no plural here, and there are millions of it, or a text counts it again.
    """
    units = Counter(phrase.unit for phrase in phrases)
    return frozenset(
        phrase.head
        for phrase in phrases
        if tree.upos[phrase.head] == "NOUN" and tree.has_feature(phrase.head, "Number=Sing")
        if phrase.unit == tree.lower_lemma[phrase.head] and phrase.unit not in persons
        if phrase.number < phrase.head <= phrase.number + 2 and phrase.unit.isalpha()
        if phrase.value >= (_THOUSAND if units[phrase.unit] > 1 else _MILLION)
    )


def _is_somebody_else(tree: Tree, phrase: NumberPhrase, token: int) -> bool:
    """Whether years are the age of the one whose name they hang on."""
    return phrase.unit == "year" and tree.upos[token] == "PROPN"


def role_of_measure(tree: Tree, rule: RoleRule, phrase: NumberPhrase) -> str:
    """Give the role of a quantity: of a sum for each, of the second number of a score, its own."""
    if phrase.each and rule.role == "amount":
        return "amount_per_head"
    upper = tree.governor(phrase.number)
    second = upper is not None and tree.deprel[phrase.number] == "nmod"
    return "votes_against" if rule.role == "votes_for" and second else rule.role
