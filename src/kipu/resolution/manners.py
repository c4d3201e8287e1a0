"""Weigh two accounts by how something was done and by whom, where no name tells."""

from itertools import product

from kipu.lang.resolution import EventWeights, ResolutionRules
from kipu.resolution.profiles import Account
from kipu.resolution.subjects import alike

_OF_ONE_MANNER = 1.0
"""Weight of two types of deed from which they may be one."""


def weigh_manners(one: Account, other: Account, rules: ResolutionRules) -> float:
    """Who died in a fire that was set did not die in the bus that fell into the river.

    Of one victim, or one train, sources may say that it was an attack, and that it was an accident.
    """
    befell = [{e for role, e in account.roles if role == "undergoer"} for account in (one, other)]
    pairs = list(product(one.manners, other.manners))
    weights = [rules.types.weight(left, right) or 0.0 for left, right in pairs]
    if not weights or befell[0] & befell[1] or max(weights) >= _OF_ONE_MANNER:
        return 0.0
    return rules.weights.events.other_manner


def weigh_doers(one: Account, other: Account, weights: EventWeights) -> float:
    """What farmers did, teachers did not, unless one description is as good as the other."""
    if _actors(one) & _actors(other) or not one.doers or not other.doers:
        return 0.0
    same = any(alike(left, right) for left, right in product(one.doers, other.doers))
    return 0.0 if same else weights.other_actor


def weigh_utterances(one: Account, other: Account, rules: ResolutionRules) -> float:
    """Two who speak say two things, and who speaks twice does, unless both are on one topic."""
    if not rules.types.utterances.issuperset(one.types | other.types):
        return 0.0
    weights = rules.weights.events
    left, right = _actors(one), _actors(other)
    if left and right and left.isdisjoint(right) and one.topics.isdisjoint(other.topics):
        return weights.other_speaker
    topic = one.topics & other.topics or one.lemmas & other.lemmas
    return 0.0 if topic else weights.other_utterance


def _actors(account: Account) -> frozenset[str]:
    return frozenset(entity for role, entity in account.roles if role == "actor")
