"""Say why two events, entities or mentions are one or two, weight by weight."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Literal

import msgspec

from kipu.lang.resolution import ResolutionRules
from kipu.model.judgements import Judgement
from kipu.model.readings import Reading
from kipu.model.resolved import Entity
from kipu.resolution.chains import Profile, merge_profiles, weigh_names
from kipu.resolution.clustering import NEVER
from kipu.resolution.company import gather_company
from kipu.resolution.comparison import compare_accounts, why_apart
from kipu.resolution.copies import Overlap, find_copies
from kipu.resolution.entities import read_profiles
from kipu.resolution.events import generic_entities, read_accounts
from kipu.resolution.judged import judge_readings
from kipu.resolution.links import Links, read_links
from kipu.resolution.neighbourhood import read_neighbourhood
from kipu.resolution.placing import place_judgements
from kipu.resolution.profiles import measure_information, merge_accounts
from kipu.resolution.sources import Sources, gather_sources

_DECIDED = 100.0
"""What a judgement weighs, in log2."""


class Reason(msgspec.Struct, frozen=True):
    """One piece of evidence: what was compared, and its weight in log2."""

    compared: str
    weight: float


class Explanation(msgspec.Struct, frozen=True):
    """Why two things are one or two.

    ``weight`` is the sum of the ``reasons``, above zero if they speak for one; it is ``None`` where
    the two cannot be one, for what ``excluded`` says. ``together`` is what the record has: two may
    be together though little speaks for it, because each goes with a third.
    """

    kind: Literal["event", "entity"]
    together: bool
    weight: float | None
    reasons: tuple[Reason, ...] = ()
    excluded: str | None = None


def explain_events(
    one: Sequence[str],
    other: Sequence[str],
    readings: Iterable[Reading],
    judgements: Iterable[Judgement],
    *,
    entities: Sequence[Entity],
    rules: ResolutionRules,
) -> tuple[float | None, tuple[Reason, ...], str | None]:
    """Weigh two groups of event mentions for telling of one event.

    Args:
        one: Ids of event mentions that are taken for one event already.
        other: The same.
    """
    sources, links, overlaps = _judged(readings, judgements, rules)
    accounts = read_accounts(sources, entities, overlaps, links, rules)
    neighbourhood = read_neighbourhood(sources.readings, rules)
    information = measure_information(
        accounts.values(), neighbourhood, rules, generic_entities(entities, sources, rules)
    )
    left, right = (
        reduce(merge_accounts, (accounts[key] for key in sorted(keys))) for keys in (one, other)
    )
    evidence = compare_accounts(left, right, information, rules)
    if evidence is None:
        return None, (), why_apart(left, right, information, rules)
    return _summed({"judgement": _decided(one, other, links), **evidence})


def explain_entities(
    one: Sequence[str],
    other: Sequence[str],
    readings: Iterable[Reading],
    judgements: Iterable[Judgement],
    *,
    rules: ResolutionRules,
) -> tuple[float | None, tuple[Reason, ...], str | None]:
    """Weigh two groups of chains for naming one entity.

    Args:
        one: Ids of chains that are taken for one entity already.
        other: The same.
    """
    sources, links, overlaps = _judged(readings, judgements, rules)
    profiles = read_profiles(sources, overlaps, links, rules)
    company = gather_company(profiles.values(), sources.readings, rules.countries)
    left, right = (
        reduce(merge_profiles, (profiles[key] for key in sorted(keys))) for keys in (one, other)
    )
    weights = rules.weights.entities
    names = weigh_names(left, right, weights) if left.names and right.names else 0.0
    if names == NEVER or _are_apart(left, right):
        kept = "kin, or judged to be two" if _are_apart(left, right) else "names that exclude it"
        return None, (), kept
    shared = len(left.heads & right.heads), len((left.words & right.words) - left.heads)
    full = names > weights.spelling and not (left.bare or right.bare)
    evidence = {
        "judgement": _decided(one, other, links),
        "names": names,
        "bare name": weights.bare_name if not names and (left.bare or right.bare) else 0.0,
        "descriptions": weights.description * bool(shared[0])
        + weights.description_word * shared[1],
        "copied words": weights.copied if left.copied & right.chains else 0.0,
        "company": 0.0 if full else company.relate(left.documents, right.documents, weights),
        "prior": 0.0 if full else company.prior(weights),
    }
    return _summed(evidence)


def _judged(
    readings: Iterable[Reading], judgements: Iterable[Judgement], rules: ResolutionRules
) -> tuple[Sources, Links, Sequence[Overlap]]:
    """Give the sources as people judged them, what they linked, and what is copied."""
    found = tuple(readings)
    placed = place_judgements(tuple(judgements), gather_sources(found))
    sources = gather_sources(judge_readings(found, placed)[0])
    links = read_links(placed, sources)
    return sources, links, find_copies(sources, rules.weights.copies, links)[1]


def _decided(one: Sequence[str], other: Sequence[str], links: Links) -> float:
    """Give what a judgement that two are one outweighs: all else."""
    left, right = frozenset(one), frozenset(other)
    pairs = ({*pair} for pair in links.same)
    return _DECIDED if any(pair & left and pair & right for pair in pairs) else 0.0


def _are_apart(one: Profile, other: Profile) -> bool:
    return bool(one.apart & other.chains or other.apart & one.chains)


def _summed(
    evidence: Mapping[str, float],
) -> tuple[float, tuple[Reason, ...], str | None]:
    """The sum, and what is not zero, the strongest first."""
    told = [Reason(name, round(weight, 2)) for name, weight in evidence.items() if weight]
    told.sort(key=lambda reason: (-abs(reason.weight), reason.compared))
    return round(sum(evidence.values()), 2), tuple(told), None
