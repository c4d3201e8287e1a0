"""Tell an event in one plain sentence."""

import re
from collections.abc import Sequence

from kipu.lang.resolution import ResolutionRules
from kipu.model.resolved import Participant
from kipu.resolution.claims import World

_SLOT = re.compile(r"\{(\w+)\}")
_MANY = 3
"""Names in one place of a sentence; further ones are counted."""


def summarise(
    kind: str,
    noun: str,
    participants: Sequence[Participant],
    place: str | None,
    world: World,
    rules: ResolutionRules,
) -> str:
    """Fill the first sentence of a type for which every role is known; else give its noun.

    In each role those with a name are told, the others only where no one has one. ``noun`` are
    the words of the event's first account.
    """
    values = {"noun": noun}
    for role in {participant.role for participant in participants}:
        ids = [p.entity for p in participants if p.role == role]
        named = [key for key in ids if key in world.named]
        values[role] = _join([world.names[key] for key in named or ids])
    if place is not None:
        values["place"] = world.names[place]
    for sentence in rules.summaries.get(kind, ()):
        if all(slot in values for slot in _SLOT.findall(sentence)):
            filled = sentence.format_map(values)
            return filled[0].upper() + filled[1:]
    label = noun if kind == "other" else kind.replace("_", " ")
    return (label[0].upper() + label[1:]) + (f", {values['place']}" if place is not None else "")


def _join(names: Sequence[str]) -> str:
    if len(names) > _MANY:
        return f"{', '.join(names[:_MANY])} and {len(names) - _MANY} others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
