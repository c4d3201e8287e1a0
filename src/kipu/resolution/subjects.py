"""Whom an account is about, named or not: who is killed, who is sentenced, who arrives.

Two killings of which one befell a driver and the other six soldiers are two, though no name and no
date holds them apart.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import product, takewhile

import msgspec

from kipu.lang.resolution import ResolutionRules, TypeRules, plain
from kipu.model.readings import Argument, EventMention
from kipu.resolution.sources import Sources

_WORD = re.compile(r"[^\W\d_]+")
OF_ONE_KIND = 1.5
"""Weight of two types from which those they are about are the same: not the dead and the hurt."""
_OTHER_NUMBER = 1.5
"""Numbers so many times apart are of other people, if nothing else tells."""
_STEM, _ENDING = 3, 2
"""Letters that two forms of one noun share at least, and by which they differ at most."""


class Subject(msgspec.Struct, frozen=True):
    """Whom one event mention is about.

    ``nouns`` are those of the descriptions that tell who is meant ("driver", not "people"),
    ``names`` the named entities among ``entities``, ``number`` how many there are, if it is told or
    the description is of one.
    """

    document: str
    type: str
    entities: frozenset[str]
    names: frozenset[str]
    nouns: frozenset[str]
    number: float | None = None


def read_subject(
    event: EventMention, entity_of: Mapping[str, str], sources: Sources, rules: ResolutionRules
) -> Subject | None:
    """Read whom an event mention is about; ``None`` if it does not tell."""
    group = rules.types.subject_group(event.type)
    found = [a for a in event.arguments if group and rules.types.roles.group(a.role) == group]
    if not found:
        return None
    keys = [a.mention for a in found if a.mention]
    mentions = [sources.mentions[key] for key in keys if key in sources.mentions]
    chains = [sources.chains[mention.chain] for mention in mentions]
    entities = frozenset(entity_of[chain.id] for chain in chains)
    names = frozenset(entity_of[chain.id] for chain in chains if chain.named)
    nouns = frozenset(noun for a in found for noun in argument_nouns(a, sources, rules))
    number = _number(event, found, sources, rules)
    if not names and not nouns and number is None:
        return None
    return Subject(event.trigger.doc_id, event.type, entities, names, nouns, number)


def argument_nouns(argument: Argument, sources: Sources, rules: ResolutionRules) -> set[str]:
    """The noun of a description: by language the first word, or the last before what is added."""
    mention = sources.mentions.get(argument.mention or "")
    if mention is not None:
        words = [] if mention.kind != "nominal" else [plain(sources.quote(mention.head))]
    else:
        words = _description(sources.quote(argument.span), rules)
    nouns = words[:1] if rules.names.head == "first" else words[-1:]
    return {word for word in nouns if word not in rules.names.anybody}


def _description(text: str, rules: ResolutionRules) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(text.split(",")[0]):
        if words and plain(word) in rules.names.function_words | rules.stop_words:
            break
        if plain(word) not in rules.stop_words:
            words.append(plain(word))
    return words


def _number(
    event: EventMention, arguments: Sequence[Argument], sources: Sources, rules: ResolutionRules
) -> float | None:
    spans = [argument.span for argument in arguments]
    people = [entry.quantity for entry in event.quantities if entry.quantity.unit == "person"]
    numbers = [q.value for q in people if any(span.overlaps(q.span) for span in spans)]
    alone = len(arguments) == 1 and _is_of_one(arguments[0], sources, rules)
    return max(numbers, default=1.0 if alone else None)


def _is_of_one(argument: Argument, sources: Sources, rules: ResolutionRules) -> bool:
    """Whether an argument is one person: "a clerk", "the clerk", "Ana Ruiz"."""
    words = [plain(word) for word in _WORD.findall(sources.quote(argument.span))]
    if not rules.names.groups.isdisjoint(words):
        return False
    if words and words[0] in rules.names.one_person:
        return True
    mention = sources.mentions.get(argument.mention or "")
    if mention is None or mention.type != "person":
        return False
    chain, sentences = sources.chains[mention.chain], rules.sentences
    name = chain.name.casefold()
    several = sentences.plural_names if chain.named else sentences.plural_form
    return name.split()[-1] not in sentences.plurals and not re.search(several, name)


def differ(ones: frozenset[Subject], others: frozenset[Subject], types: TypeRules) -> float:
    """How far two sets of accounts tell of different people, from 0 to 1.

    Within one document two descriptions of which none fits the other are two, whatever else there
    is; from two documents the share counts. What many documents say in the same words is compared
    once.
    """
    every = apart = 0
    within = together = False
    for (one, documents), (other, places) in product(_by_words(ones), _by_words(others)):
        if (types.weight(one.type, other.type) or 0.0) < OF_ONE_KIND:
            continue
        pairs, same = len(documents) * len(places), len(documents & places)
        shared = bool(one.entities & other.entities)
        every += pairs
        together = together or shared
        if same and not _fit(one, other, beside=True):
            apart += same
            within = within or not shared
        if pairs > same and not _fit(one, other, beside=False):
            apart += pairs - same
    if not apart:
        return 0.0
    return 1.0 if within and not together else apart / every


def _by_words(subjects: frozenset[Subject]) -> list[tuple[Subject, set[str]]]:
    """Give each thing said once, with the documents that say it."""
    found: dict[Subject, set[str]] = {}
    for subject in subjects:
        found.setdefault(msgspec.structs.replace(subject, document=""), set()).add(subject.document)
    return list(found.items())


def _fit(one: Subject, other: Subject, *, beside: bool) -> bool:
    """Whether two accounts, of one document if they stand ``beside``, may be about one people."""
    if one.entities & other.entities:
        return True
    if one.names and other.names:
        return False
    if one.names or other.names:
        named, described = (one, other) if one.names else (other, one)
        if beside and described.nouns:
            return False
        several = (described.number or 1) > 1 and bool(described.nouns)
        return not several or (named.number or 1) > 1
    if one.nouns and other.nouns:
        same = any(alike(left, right) for left, right in product(one.nouns, other.nouns))
        return same and not _counted_apart(one, other, beside=beside)
    return not _counted_apart(one, other, beside=beside)


def _counted_apart(one: Subject, other: Subject, *, beside: bool) -> bool:
    """Whether "two soldiers" are not the "six soldiers" of the same document, or of another."""
    if one.number is None or other.number is None:
        return False
    if not one.nouns or not other.nouns:
        return False  # a toll that grows, or that somebody disputes
    if beside:
        return one.number != other.number
    return max(one.number, other.number) >= _OTHER_NUMBER * min(one.number, other.number)


def alike(one: str, other: str) -> bool:
    """Whether two words may be forms of one noun.

    >>> alike("soldier", "soldiers"), alike("policeman", "policemen"), alike("boy", "body")
    (True, True, False)
    """
    letters = zip(one, other, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
    return shared >= _STEM and max(len(one), len(other)) - shared <= _ENDING
