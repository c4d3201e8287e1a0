"""Weigh two accounts for telling of one event."""

from collections.abc import Mapping
from itertools import product
from math import fsum, log2

from kipu.lang.resolution import EventWeights, ResolutionRules
from kipu.model.readings import OTHER
from kipu.model.times import Interval
from kipu.resolution.amounts import RARE, weigh_amounts
from kipu.resolution.clustering import NEVER
from kipu.resolution.manners import weigh_doers, weigh_manners, weigh_utterances
from kipu.resolution.profiles import Account, Information, People
from kipu.resolution.subjects import differ
from kipu.resolution.tellings import share_stem
from kipu.resolution.times import days_between, weigh_extents

_UNKNOWN = frozenset((OTHER,))
_NEWS_DAYS = 366
"""Documents written further apart tell of one event in the same words only by chance."""
_ENTITY_FLOOR, _ENTITY_CEILING = 0.5, 4.5


def weigh_accounts(
    one: Account, other: Account, information: Information, rules: ResolutionRules
) -> float:
    """Add up the evidence, in log2, that two accounts tell of one event.

    What is not above zero, whatever else there may be, is not worked out.
    """
    if _is_out_of_reach(one, other, information, rules):
        return NEVER
    evidence = compare_accounts(one, other, information, rules)
    return NEVER if evidence is None else sum(evidence.values())


def _is_out_of_reach(
    one: Account, other: Account, information: Information, rules: ResolutionRules
) -> bool:
    """Whether type, time and participants speak against one event more than all else could for it.

    Of the pairs that share a type and a year, nearly all are, so that what is cheap comes first.
    """
    if _is_copied(one, other) or _is_told_by_words(one, other):
        return False
    kind = _weigh_types(one, other, information, rules)
    if kind is None:
        return True
    weights = rules.weights.events
    told = kind + _weigh_prior(one, other, information, weights)
    told += _weigh_time_sets(one, other, weights)
    rest = weights.lemma + weights.words_most
    if _is_untyped(one, other):
        rest += weights.stem
    story = max(0.0, weights.story_most, weights.story_most_untyped)
    if not one.places.isdisjoint(other.places):
        rest += weights.same_place
    if not one.amounts.isdisjoint(other.amounts):
        rest += weights.same_quantity + len(RARE)
    if not one.documents.isdisjoint(other.documents):
        rest += weights.same_document
    if not one.topics.isdisjoint(other.topics):
        rest += weights.topic
    if told + rest + story + weights.entity_most + weights.once <= 0:
        return True
    told += _weigh_participants(one, other, information, rules)
    if told + rest + story <= 0:
        return True
    return told + rest + _weigh_stories(one, other, information, weights) <= 0


def _is_copied(one: Account, other: Account) -> bool:
    """Whether one account stands where the other does in a copied sentence.

    Of other people at another time or place the same words are a form that was filled in anew.
    """
    if not one.copied and not other.copied:
        return False
    if one.copied.isdisjoint(other.mentions) and other.copied.isdisjoint(one.mentions):
        return False
    if not _of_others(one.people, other.people):
        return True
    elsewhere = one.places and other.places and one.places.isdisjoint(other.places)
    return not (elsewhere or _at_another_time(one, other))


def _of_others(one: People, other: People) -> bool:
    """Whether other named people undergo it, or do it."""
    return any(a and b and a.isdisjoint(b) for a, b in zip(one, other, strict=True))


def _at_another_time(one: Account, other: Account) -> bool:
    pairs = product(one.extents, other.extents)
    together = [a.first <= b.last and b.first <= a.last for a, b in pairs]
    return bool(together) and not any(together)


def compare_accounts(
    one: Account, other: Account, information: Information, rules: ResolutionRules
) -> Mapping[str, float] | None:
    """List the evidence, in log2, that two accounts tell of one event; ``None`` if they cannot.

    The names of its parts are those of the weights, or of what is compared.
    """
    if one.apart & other.mentions or other.apart & one.mentions:
        return None
    weights = rules.weights.events
    copied = _is_copied(one, other)
    if not copied and _is_told_by_words(one, other):
        return _compare_tellings(one, other, information, rules)
    kind = _weigh_types(one, other, information, rules)
    if kind is None and not copied:
        return None
    if not copied and (_sentenced_apart(one, other, rules) or counted_apart(one, other)):
        return None
    hard = {
        "copied": weights.copied if copied else 0.0,
        "time": _weigh_time_sets(one, other, weights),
        "participants": _weigh_participants(one, other, information, rules),
        "place": _weigh_places(one, other, weights),
        "quantities": weigh_amounts(one, other, rules),
        "topic": weights.topic if one.topics & other.topics else 0.0,
    }
    supported = max(hard.values()) > 0
    if not supported and (_is_adrift(one, other) or _is_one_of_many(one, other)):
        return None
    return hard | {
        "prior": _weigh_prior(one, other, information, weights),
        "type": kind or 0.0,
        "story": _weigh_stories(one, other, information, weights),
        "stem": weights.stem if _is_untyped(one, other) else 0.0,
        "documents": _weigh_documents(one, other, weights, supported=supported),
        "wording": _weigh_wording(one, other, information, weights),
        "subjects": 0.0 if copied else _weigh_subjects(one, other, rules),
        "headline": _weigh_headline(one, other, weights),
        "beside": _weigh_beside(one, other, weights),
        "utterance": 0.0 if copied else weigh_utterances(one, other, rules),
        "manner": 0.0 if copied else weigh_manners(one, other, rules),
        "doers": 0.0 if copied else weigh_doers(one, other, weights),
    }


def is_supported(
    one: Account, other: Account, information: Information, rules: ResolutionRules
) -> bool:
    """Whether more than type, wording and story speaks for two accounts being of one event.

    That the police take part in both is no more.
    """
    if _is_copied(one, other) or _is_told_by_words(one, other):
        return True
    weights = rules.weights.events
    hard = (
        _weigh_time_sets(one, other, weights),
        _weigh_participants(one, other, information, rules) - weights.generic_most,
        _weigh_places(one, other, weights),
        weigh_amounts(one, other, rules),
        weights.topic if one.topics & other.topics else 0.0,
    )
    return max(hard) > 0


def _is_told_by_words(one: Account, other: Account) -> bool:
    """Whether no type is known of one of two accounts, and what its words tell can be weighed."""
    return bool(one.tellings and other.tellings) and _is_untyped(one, other)


def _compare_tellings(
    one: Account, other: Account, information: Information, rules: ResolutionRules
) -> Mapping[str, float] | None:
    """List what words and story tell, and what times and numbers say against one event.

    That other people take part says nothing here: of the participants of such events too many are
    one person under two descriptions.
    """
    if counted_apart(one, other):
        return None
    weights = rules.weights.events
    against = {
        "time": _weigh_time_sets(one, other, weights),
        "quantities": weigh_amounts(one, other, rules),
        "beside": _weigh_beside(one, other, weights),
        "utterance": weigh_utterances(one, other, rules),
    }
    learnt = information.tellings.weigh(one.tellings, other.tellings)
    return learnt | {name: min(0.0, weight) for name, weight in against.items()}


def _is_adrift(one: Account, other: Account) -> bool:
    """Whether a word that tells nothing more ("the killings") stands in another text.

    Where a text tells of several events of the kind, such words would join them all.
    """
    crowded = one.crowded or other.crowded
    return crowded and one.documents.isdisjoint(other.documents) and (one.bare or other.bare)


def _is_one_of_many(one: Account, other: Account) -> bool:
    """Whether one tells of many people and the other of one."""
    return any(_is_of_one(a) and _is_of_many(b) for a, b in ((one, other), (other, one)))


def _is_of_one(account: Account) -> bool:
    numbers = {subject.number for subject in account.subjects}
    several = account.tallies or any(number and number > 1 for number in numbers)
    return numbers == {1} or (bool(account.people.undergoers) and not several)


def _is_of_many(account: Account) -> bool:
    if any(tally.low > 1 for tally in account.tallies):
        return True
    numbers = [0 if subject.names else subject.number or 1 for subject in account.subjects]
    return bool(numbers) and min(numbers) > 1


def why_apart(
    one: Account, other: Account, information: Information, rules: ResolutionRules
) -> str:
    """Say what excludes that two accounts tell of one event, where ``compare_accounts`` does."""
    if one.apart & other.mentions or other.apart & one.mentions:
        return "two by the words of one document, or judged to be two"
    words = _is_told_by_words(one, other)
    if not words and _weigh_types(one, other, information, rules) is None:
        return "kinds of event that are never one"
    if _sentenced_apart(one, other, rules):
        return "two terms in one document, of different people"
    if counted_apart(one, other):
        return "two numbers of people in one document, of one source or none"
    if _is_adrift(one, other):
        return "in two documents, and one tells nothing but the word for it"
    return "many people, and somebody named, with nothing in common"


def _weigh_subjects(one: Account, other: Account, rules: ResolutionRules) -> float:
    """Different people are different events, the less so if two documents speak of one day."""
    weights = rules.weights.events
    share = differ(one.subjects, other.subjects, rules.types)
    if not share:
        return 0.0
    within = bool(one.documents & other.documents)
    days = product(one.extents, other.extents)
    same_day = any(weigh_extents(a, b, weights) >= weights.same_day for a, b in days)
    one_day = same_day and not within
    return share * (weights.other_subject_day if one_day else weights.other_subject)


def _weigh_headline(one: Account, other: Account, weights: EventWeights) -> float:
    """A headline tells the news of the day rather than what happened years ago."""
    for news, old in ((one, other), (other, one)):
        if news.headline and not news.times and old.times and not old.headline:
            days = [time.latest for time in old.times if time.latest]
            gaps = [(made - day).days for made in news.written for day in days]
            if gaps and min(gaps) > _NEWS_DAYS:
                return weights.old_headline
    return 0.0


def _weigh_beside(one: Account, other: Account, weights: EventWeights) -> float:
    """An account without a date that stands beside another year's is of that year."""
    if (one.another & other.documents or other.another & one.documents) and not any(
        days_between(a, b) == 0 for a in _clause_times(one) for b in _clause_times(other)
    ):
        return weights.other_era
    for undated, dated in ((one, other), (other, one)):
        times = dated.times or dated.beside
        if undated.times or not undated.beside or not times:
            continue
        gaps = [days_between(a, b) for a in undated.beside for b in times]
        if min(gaps) > _NEWS_DAYS:
            return weights.other_era
    return 0.0


def _clause_times(account: Account) -> frozenset[Interval]:
    return account.times | account.beside


def _sentenced_apart(one: Account, other: Account, rules: ResolutionRules) -> bool:
    """Whether one document gives two terms to different people."""
    terms = [{v for role, v in a.amounts if role in rules.types.counts.terms} for a in (one, other)]
    if not one.documents & other.documents or not all(terms) or terms[0] & terms[1]:
        return False
    left, right = ({e for role, e in a.roles if role == "undergoer"} for a in (one, other))
    return not left & right


def counted_apart(one: Account, other: Account) -> bool:
    """Whether one text gives two numbers of people that cannot both hold, and means two events.

    It may tell what two sources say of one, or break a day's number down.
    """
    if one.times and one.times == other.times:
        return False
    return any(
        left.document == right.document
        and left.role == right.role
        and (left.high < right.low or right.high < left.low)
        and (left.source is None or right.source is None or left.source == right.source)
        for left in one.tallies
        for right in other.tallies
    )


def _weigh_documents(
    one: Account, other: Account, weights: EventWeights, *, supported: bool
) -> float:
    """One document speaks of few events of a kind; two need more than type and wording to agree.

    What is told as done and what as planned or denied is one only if something shows it.
    """
    same = bool(one.documents & other.documents)
    total = weights.same_document if same else 0.0
    if not supported and not same:
        total += _weigh_unsupported(one, other, weights)
    if one.real != other.real:
        total += weights.hypothetical if supported else weights.unreal
    return total


def _weigh_stories(
    one: Account, other: Account, information: Information, weights: EventWeights
) -> float:
    """Weigh the likeness of the documents, unless one of them tells of both."""
    if one.documents & other.documents:
        return 0.0
    most = weights.story_most_untyped if _is_untyped(one, other) else weights.story_most
    return information.neighbourhood.weigh(one.documents, other.documents, weights, most=most)


def _years_apart(one: Account, other: Account) -> bool:
    """Whether two accounts are of different years: "the killings" then are not those now."""
    gaps = [abs((a - b).days) for a in one.written for b in other.written]
    return bool(gaps) and min(gaps) > _NEWS_DAYS


def _weigh_unsupported(one: Account, other: Account, weights: EventWeights) -> float:
    """Weigh that nothing but type and wording agrees, the more against one the more time may lie
    between the two."""
    if _years_apart(one, other) and not (one.extents and other.extents):
        return weights.unsupported_apart
    old = _is_old(one, other) or _is_old(other, one)
    return weights.unsupported + (weights.unsupported_old if old else 0.0)


def _is_old(dated: Account, undated: Account) -> bool:
    """Whether one is of a day long before the text that tells the other, without a day.

    Or of one after it, where the other is told as done.
    """
    if undated.extents or not dated.extents or not undated.written:
        return False
    written = [day.toordinal() for day in undated.written]
    before = min(written) - max(extent.last for extent in dated.extents) > _NEWS_DAYS
    after = min(extent.first for extent in dated.extents) > max(written)
    return before or (after and undated.real)


def _weigh_prior(
    one: Account, other: Account, information: Information, weights: EventWeights
) -> float:
    """What speaks against any two, the more the more is told of events of the type."""
    mentions = max(information.types.get(kind, 1) for kind in one.types | other.types)
    return information.prior + weights.prior_type * log2(mentions)


def _weigh_types(
    one: Account, other: Account, information: Information, rules: ResolutionRules
) -> float | None:
    """The best pair of types; ``None`` if more than a third of the pairs cannot be one event.

    An event of no known type is one with another only if their words are of one stem.
    """
    if _is_untyped(one, other):
        return rules.types.weight(OTHER, OTHER) if _of_one_stem(one, other) else None
    key = one.types, other.types
    known = information.known
    if key not in known:
        known[key] = _best_of_types(*key, rules)
    return known[key]


def _best_of_types(
    ones: frozenset[str], others: frozenset[str], rules: ResolutionRules
) -> float | None:
    pairs = product(ones - {OTHER}, others - {OTHER})
    found = [rules.types.weight(left, right) for left, right in pairs]
    possible = [weight for weight in found if weight is not None]
    if 3 * len(possible) < 2 * len(found):
        return None
    return max(possible) - float(len(found) - len(possible))


def _is_untyped(one: Account, other: Account) -> bool:
    """Whether no type is known of one of two accounts, so that its words alone tell what it is."""
    return _UNKNOWN in (one.types, other.types)


def _of_one_stem(one: Account, other: Account) -> bool:
    """Whether a word of one account is that of another, or made of it: "resign", "resignation"."""
    return any(share_stem(left, right) for left, right in product(one.lemmas, other.lemmas))


def _weigh_time_sets(one: Account, other: Account, weights: EventWeights) -> float:
    """The mean over the pairs of times: an odd one out does not decide alone."""
    left, right = one.extents, other.extents
    if len(left) == len(right) == 1:
        return weigh_extents(left[0], right[0], weights)
    pairs = [weigh_extents(a, b, weights) for a in left for b in right]
    return fsum(pairs) / len(pairs) if pairs else 0.0


def _weigh_participants(
    one: Account, other: Account, information: Information, rules: ResolutionRules
) -> float:
    weights = rules.weights.events
    total = _weigh_others(one.people, other.people, rules, types=one.types | other.types)
    if one.entities.isdisjoint(other.entities):
        return total
    shared = one.roles & other.roles
    again = {entity for _, entity in shared}
    elsewhere = (one.entities & other.entities) - again
    bits = fsum([_bits(entity, information, weights) for _, entity in shared])
    bits += weights.other_role * fsum([_bits(key, information, weights) for key in elsewhere])
    total += min(weights.entity_most, weights.entity * bits)
    if not one.people.undergoers.isdisjoint(other.people.undergoers):
        total += weights.once * _happens_once(one, other, rules)
    return total


def _bits(entity: str, information: Information, weights: EventWeights) -> float:
    most = weights.generic_most if entity in information.generic else _ENTITY_CEILING
    return min(most, max(_ENTITY_FLOOR, information.entities.get(entity, 0.0)))


def _happens_once(one: Account, other: Account, rules: ResolutionRules) -> bool:
    return all(kind in rules.types.once for kind in one.types | other.types)


def _weigh_others(
    one: People, other: People, rules: ResolutionRules, *, types: frozenset[str]
) -> float:
    """What speaks against: other people undergo it, others do it.

    Sources disagree on who did a deed, hardly on who was sworn in or signed a pardon.
    """
    weights = rules.weights.events
    total = 0.0
    if one.undergoers and other.undergoers and one.undergoers.isdisjoint(other.undergoers):
        total += weights.other_patient
    if one.actors and other.actors and one.actors.isdisjoint(other.actors):
        deed = rules.types.blamed.issuperset(types)
        total += weights.other_doer if deed else weights.other_agent
    return total


def _weigh_places(one: Account, other: Account, weights: EventWeights) -> float:
    if not one.places or not other.places:
        return 0.0
    return weights.same_place if one.places & other.places else weights.other_place


def _weigh_wording(
    one: Account, other: Account, information: Information, weights: EventWeights
) -> float:
    # Two events of one sentence have all its words in common.
    one_sentence = one.words == other.words and one.documents == other.documents
    words = frozenset[str]() if one_sentence else one.words & other.words
    shared = fsum([information.words.get(word, 0.0) for word in words])
    # Long merged accounts share words by chance: the more there are, the less each tells.
    size = max(1.0, min(len(one.words), len(other.words)) / 12)
    own = min(weights.words_most, weights.word * shared / size)
    return own + (weights.lemma if one.lemmas & other.lemmas else 0.0)
