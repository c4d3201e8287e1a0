"""Tell an event in one plain sentence."""

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from kipu.lang.resolution import Sentences
from kipu.model.resolved import Participant
from kipu.resolution.claims import EventClaims, World, counts_by_role
from kipu.resolution.counts import is_part

_SLOT = re.compile(r"\{(\w+)\}")
_FORMS = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
_MANY = 3
"""Names in one place of a sentence; further ones are counted."""
_FAR = 2
"""A number so many times another is none of the same people."""
_TOPIC_LENGTH = 50
"""Characters of the longest words that are told as the topic of something said."""


class Phrase(msgspec.Struct, frozen=True):
    """The words that fill a slot of a sentence, and whether a verb that follows is plural."""

    words: str
    plural: bool = False
    named: bool = True
    person: bool = False


def summarise(
    kind: str, participants: Sequence[Participant], place: str | None, claims: EventClaims
) -> str:
    """Fill the first sentence of a type for which every role is known; else give its noun.

    In each role those with a name are told, the others only where no one has one, and rather
    how many they are.
    """
    rules, world = claims.rules, claims.world
    told = _tell_roles(kind, participants, claims)
    where = _tell_place(place, world, rules.sentences)
    if place is not None and where is not None:
        told |= {"where": where, "place": Phrase(_name(place, world))}
    for sentence in rules.sentences.summaries.get(kind, ()):
        slots = _SLOT.findall(sentence)
        if all(slot in told for slot in slots):
            chosen = _FORMS.sub(r"\2" if told[slots[0]].plural else r"\1", sentence)
            return _capital(chosen.format_map({slot: told[slot].words for slot in slots}))
    noun = claims.sources.quote(claims.mentions[0].trigger)
    label = _capital(noun if kind == "other" else kind.replace("_", " "))
    return f"{label} {where.words}" if where is not None else label


def _tell_place(place: str | None, world: World, sentences: Sentences) -> Phrase | None:
    if place is None or _is_unclear(place, world, sentences):
        return None
    form = sentences.where[place in world.facilities]
    return Phrase(form.format(place=_name(place, world)))


def _tell_roles(
    kind: str, participants: Sequence[Participant], claims: EventClaims
) -> dict[str, Phrase]:
    sentences = claims.rules.sentences
    told: dict[str, Phrase] = {}
    for role in sorted({participant.role for participant in participants}):
        entities = [p.entity for p in participants if p.role == role]
        entities = [e for e in entities if _can_be_told(e, role, kind, claims)]
        if entities:
            told[role] = _tell(role, entities, claims.world, sentences)
    number = _count_people(kind, claims)
    for role in ("victim", "patient"):
        if number is not None:
            told[role] = _with_number(told.get(role), number, sentences)
    topic = _tell_topic(claims)
    if topic is not None:
        told.setdefault("topic", topic)
    return told


def _can_be_told(entity: str, role: str, kind: str, claims: EventClaims) -> bool:
    """Whether a description is clear by itself; a place neither dies nor is arrested."""
    undergoes = claims.types.roles.group(role) == claims.types.subject_group(kind) == "undergoer"
    lifeless = undergoes or kind in claims.types.once
    if lifeless and entity in claims.world.places and role not in claims.rules.sentences.single:
        return False
    return not _is_unclear(entity, claims.world, claims.rules.sentences)


def _is_unclear(entity: str, world: World, sentences: Sentences) -> bool:
    first = world.names[entity].split()[0].casefold()
    return entity not in world.named and first in sentences.unclear


def _tell(role: str, entities: Sequence[str], world: World, sentences: Sentences) -> Phrase:
    """Those with a name, or all if none has one."""
    named = [entity for entity in entities if entity in world.named]
    chosen = named or list(entities)
    if role in sentences.single:
        chosen = chosen[:1]
    plural = len(chosen) > 1 or _is_plural(chosen[0], world, sentences)
    return Phrase(
        _join([_name(key, world) for key in chosen], sentences),
        plural,
        bool(named),
        chosen[0] in world.people,
    )


def _name(entity: str, world: World) -> str:
    """A name as it is; a description without the capital of a sentence's first word."""
    name = world.names[entity]
    first = name.split()[0]
    acronym = len(first) > 1 and first.isupper()
    return name if entity in world.named or acronym else name[0].lower() + name[1:]


def _is_plural(entity: str, world: World, sentences: Sentences) -> bool:
    last = world.names[entity].casefold().split()[-1]
    if last in sentences.plurals:
        return True
    return entity not in world.named and bool(re.search(sentences.plural_form, last))


def _count_people(kind: str, claims: EventClaims) -> tuple[float, float] | None:
    """The least and the greatest number of those whom an event befell.

    Numbers far apart count a whole and parts of it: those near the one that most accounts give
    are told.
    """
    counts = counts_by_role(claims)
    for counted in claims.rules.sentences.counted.get(kind, ()):
        values = Counter(
            count.quantity.value
            for count in counts.get(counted, ())
            if count.quantity.unit == "person" and not is_part(count, claims)
        )
        if values:
            most = max(values, key=lambda value: (values[value], value))
            near = [value for value in values if most <= _FAR * value and value <= _FAR * most]
            return min(near), max(near)
    return None


def _with_number(
    phrase: Phrase | None, number: tuple[float, float], sentences: Sentences
) -> Phrase:
    """Say how many, if that is more than the words told already."""
    low, high = (f"{value:,.0f}" for value in number)
    one, several, between = sentences.people
    if number[1] <= 1:
        return phrase or Phrase(one, named=False)
    people = between.format(low=low, high=high) if low != high else several.format(number=low)
    if phrase is None or not phrase.named:
        keep = phrase is not None and low == high and low in phrase.words.split()
        return phrase if phrase is not None and keep else Phrase(people, plural=True, named=False)
    if phrase.plural or not phrase.person:
        return phrase
    return Phrase(sentences.among.format(people=people, names=phrase.words), plural=True)


def _tell_topic(claims: EventClaims) -> Phrase | None:
    """What is said, in the words of the first account that tells it in few."""
    for mention in claims.mentions:
        for argument in mention.arguments:
            words = claims.sources.quote(argument.span)
            short = argument.role == "topic" and len(words) <= _TOPIC_LENGTH
            first = words.split()[0].casefold()
            if short and "\n" not in words and first not in claims.rules.sentences.unclear:
                return Phrase(words)
    return None


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _join(names: Sequence[str], sentences: Sentences) -> str:
    if len(names) == 1:
        return names[0]
    two, more = sentences.joined
    if len(names) > _MANY:
        return more.format(first=", ".join(names[:_MANY]), number=len(names) - _MANY)
    return two.format(first=", ".join(names[:-1]), last=names[-1])
