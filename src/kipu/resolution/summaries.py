"""Tell an event in one plain sentence."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from kipu.lang.resolution import Sentences
from kipu.model.readings import OTHER
from kipu.model.resolved import Participant
from kipu.resolution.claims import EventClaims, World, counts_by_role, preferred_counts
from kipu.resolution.counts import is_part

_SLOT = re.compile(r"\{(?:(\w+) )?(\w+)\}")
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
    place: bool = False


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
        slots = [slot for _, slot in _SLOT.findall(sentence)]
        if all(slot in told for slot in slots):
            chosen = _FORMS.sub(r"\2" if told[slots[0]].plural else r"\1", sentence)
            return _capital(_merge(_fill(chosen, told), rules.sentences))
    noun = claims.sources.quote(claims.mentions[0].trigger)
    label = _capital(noun if kind == OTHER else rules.labels[kind])
    return _merge(f"{label} {where.words}", rules.sentences) if where is not None else label


def _fill(sentence: str, told: Mapping[str, Phrase]) -> str:
    """Put the words of each role in its place, with the word before them but before a place."""

    def words(slot: re.Match[str]) -> str:
        phrase = told[slot[2]]
        return f"{slot[1]} {phrase.words}" if slot[1] and not phrase.place else phrase.words

    return _SLOT.sub(words, sentence)


def _merge(sentence: str, sentences: Sentences) -> str:
    """Make one of words that the language does not leave apart."""
    for pattern, merged in sentences.merged:
        sentence = re.sub(pattern, merged, sentence)
    return sentence


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
    return entity not in world.named and _means_nothing(world.names[entity], sentences)


def _means_nothing(description: str, sentences: Sentences) -> bool:
    """Whether words mean nothing outside of their sentence: "his wife", "el mismo grupo"."""
    words = description.casefold().split()
    alone = len(words) == 1 and words[0] in sentences.articles  # "los": a pronoun
    return alone or bool({words[0], " ".join(words[:2])} & sentences.unclear)


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
        chosen[0] in world.places,
    )


def _name(entity: str, world: World) -> str:
    """A name, with its article; a description without the capital of a sentence's first word."""
    name = world.names[entity]
    first, _, rest = name.partition(" ")
    article = world.articles.get(entity)
    if article is not None:
        return f"{article} {rest if rest and first.casefold() == article else name}"
    acronym = len(first) > 1 and first.isupper()
    return name if entity in world.named or acronym else name[0].lower() + name[1:]


def _is_plural(entity: str, world: World, sentences: Sentences) -> bool:
    name = _name(entity, world).casefold()
    if name.split()[-1] in sentences.plurals:
        return True
    form = sentences.plural_names if entity in world.named else sentences.plural_form
    return bool(re.search(form, name))


def _count_people(kind: str, claims: EventClaims) -> tuple[float, float] | None:
    """The least and the greatest number of those whom an event befell.

    Numbers far apart count a whole and parts of it: those near the one that most accounts give
    are told.
    """
    counts = counts_by_role(claims)
    for counted in claims.rules.sentences.counted.get(kind, ()):
        values = Counter(
            count.quantity.value
            for count in preferred_counts(counted, counts.get(counted, ()), claims)
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
    low, high = (f"{value:,.0f}".replace(",", sentences.thousands) for value in number)
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
            if short and "\n" not in words and not _means_nothing(words, claims.rules.sentences):
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
