"""What the numbers of two accounts say for or against their being of one event."""

from math import log2

from kipu.lang.resolution import ResolutionRules
from kipu.resolution.profiles import Account

RARE = (20, 1000, 1000)
"""Numbers from which sharing one tells more, by one in log2 each."""
_DISPUTABLE = 4
"""Log2 of the ratio up to which numbers may be of one event that sources disagree on. Of 69,280
dead and 61 nobody disputes."""
_KNOWN = 1
"""The same of numbers that do not grow as more is found."""


def weigh_amounts(one: Account, other: Account, rules: ResolutionRules) -> float:
    """The same number speaks for one event; numbers of one role against it, by their ratio.

    How many were arrested or convicted is known from the first day on: four are not 74.
    """
    weights, steady = rules.weights.events, rules.types.counts.steady
    shared = [value for _, value in one.amounts & other.amounts if value > 1]
    if shared:
        return weights.same_quantity + sum(max(shared) >= rare for rare in RARE)
    ratios = [
        (abs(log2(left / right)), _KNOWN if role in steady else _DISPUTABLE)
        for role, left in one.amounts
        for same, right in other.amounts
        if role == same and left > 0 and right > 0
    ]
    if not ratios:
        return 0.0
    apart, disputable = min(ratios)
    beyond = weights.ratio_beyond * max(0.0, apart - disputable)
    within = not one.documents.isdisjoint(other.documents)
    other_number = weights.other_quantity_within if within else weights.other_quantity
    return other_number + max(weights.ratio_most, weights.ratio * apart + beyond)
