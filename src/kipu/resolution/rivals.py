"""Whether it is clear which event an account tells of that says little of it: "the killings".

It goes with each event of the kind, by type, wording and story alone. So it joins the one it goes
with best, and none where it goes nearly as well with a rival of that one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from kipu.lang.resolution import EventWeights
from kipu.resolution.profiles import Account

Weigh = Callable[[Account, Account], float]


def is_clear(
    one: str,
    other: str,
    accounts: Mapping[str, Account],
    near: Mapping[str, Iterable[str]],
    weigh: Weigh,
    weights: EventWeights,
) -> bool:
    """Whether two accounts, by their keys, go so well together that no rival comes near.

    Args:
        near: The keys of the accounts that each is paired with.
    """
    weight = weigh(accounts[one], accounts[other])
    for side, chosen in _in_doubt(one, other, accounts):
        for rival in near[side]:
            if rival == chosen or rival not in accounts:
                continue
            if _counts(accounts[side], accounts[chosen], accounts[rival], weights):
                instead = weigh(accounts[side], accounts[rival])
                if instead > max(0.0, weight - weights.lead) and (
                    weigh(accounts[chosen], accounts[rival]) <= weights.rival
                ):
                    return False
    return True


def _in_doubt(one: str, other: str, accounts: Mapping[str, Account]) -> Iterator[tuple[str, str]]:
    """Give the one that tells less, with the one it would join; each of two that tell as much."""
    told = _told(accounts[one]) - _told(accounts[other])
    if told <= 0:
        yield one, other
    if told >= 0:
        yield other, one


def _told(account: Account) -> int:
    people = len(account.people.undergoers) + len(account.people.actors)
    return len(account.times) + len(account.places) + len(account.amounts) + people


def _counts(side: Account, chosen: Account, rival: Account, weights: EventWeights) -> bool:
    """Whether a rival counts: not one that is told of far less, nor one of another text beside one
    of the same."""
    if len(rival.mentions) * weights.lead_times <= len(chosen.mentions):
        return False
    return bool(side.documents & rival.documents) or not side.documents & chosen.documents
