"""Tell an event in one plain sentence."""

import re
from collections.abc import Sequence

from kipu.lang.resolution import Sentences
from kipu.model.resolved import Participant
from kipu.resolution.claims import World

_SLOT = re.compile(r"\{(\w+)\}")
_FORMS = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
_MANY = 3
"""Names in one place of a sentence; further ones are counted."""


def summarise(
    kind: str,
    noun: str,
    participants: Sequence[Participant],
    place: str | None,
    world: World,
    sentences: Sentences,
) -> str:
    """Fill the first sentence of a type for which every role is known; else give its noun.

    In each role those with a name are told, the others only where no one has one. ``noun`` are
    the words of the event's first account.
    """
    told = {role: _told(role, participants, world) for role in {p.role for p in participants}}
    if place is not None:
        told["place"] = [place]
    for sentence in sentences.summaries.get(kind, ()):
        slots = _SLOT.findall(sentence)
        if all(slot in told for slot in slots):
            several = _is_plural(told[slots[0]], world, sentences)
            chosen = _FORMS.sub(r"\2" if several else r"\1", sentence)
            names = {role: _join([world.names[key] for key in told[role]]) for role in slots}
            return _capital(chosen.format_map(names))
    label = _capital(noun if kind == "other" else kind.replace("_", " "))
    return f"{label}, {world.names[place]}" if place is not None else label


def _told(role: str, participants: Sequence[Participant], world: World) -> list[str]:
    entities = [participant.entity for participant in participants if participant.role == role]
    return [entity for entity in entities if entity in world.named] or entities


def _is_plural(entities: Sequence[str], world: World, sentences: Sentences) -> bool:
    if len(entities) > 1:
        return True
    words = world.names[entities[0]].casefold().split()
    described = entities[0] not in world.named or len(words) == 1
    plural = re.search(sentences.plural_form, words[-1]) or words[-1] in sentences.plurals
    return described and bool(plural)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _join(names: Sequence[str]) -> str:
    if len(names) > _MANY:
        return f"{', '.join(names[:_MANY])} and {len(names) - _MANY} others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
