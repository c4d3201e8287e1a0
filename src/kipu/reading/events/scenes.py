"""Where a text puts the events that their own words place nowhere: the scenes that it sets.

"A ferry sank off the cape. Fishing boats picked up sixty survivors": they did so off the cape. No
words say it, so that such a place is a setting, from which a record may infer one.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kipu.lang.events import EventResources
from kipu.lang.ontology import Ontology
from kipu.model.readings import Argument, EventMention, Mention
from kipu.reading.events.arguments import Mentions
from kipu.reading.events.places import AWAY, place_of_dateline
from kipu.reading.quotations import paragraphs
from kipu.reading.trees import Tree, relation

_BODILY = frozenset(
    ("death", "violence", "taking", "disaster", "custody", "protest", "aid", "seizure")
)
"""Families of events that a text goes on to tell where it is."""
_ON_SITE = frozenset(("search", "visit", "surrender"))
"""Types of other families of which the same holds."""
_COURT = frozenset(("trial", "verdict", "acquittal", "charge"))
"""Families of what a court does where it sits."""
_REACH = 3
"""Sentences after one that names a place which still tell of what happened there."""
_LEAD = 2
"""Paragraphs that tell of what a text is about."""
_OPENING = 3
"""Paragraphs that tell on of it."""


class _Scenes(msgspec.Struct, frozen=True):
    """What the walk through a document looks up; ``events`` are by sentence, in order."""

    mentions: Mentions
    ontology: Ontology
    events: Mapping[int, Sequence[EventMention]]

    def family(self, event: EventMention) -> str:
        """The family of an event's type."""
        return self.ontology.types[event.type].family

    def goes_on(self, event: EventMention) -> bool:
        """Whether an event is told as a part of a scene."""
        bodily = self.family(event) in _BODILY or event.type in _ON_SITE
        return bodily and event.factuality == "certain" and not event.another

    def is_scene(self, event: EventMention) -> bool:
        """Whether an event's place, one with a name, is where the text goes on."""
        unreal = event.factuality in ("denied", "planned")
        if event.place is None or event.place.mention is None or unreal:
            return False
        return self.mentions.is_spot(self.mentions.by_id[event.place.mention])


def set_scenes(
    tree: Tree, mentions: Mentions, events: Sequence[EventMention], resources: EventResources
) -> tuple[EventMention, ...]:
    """Give events without a place their settings, in the order in which they are to be believed.

    The passage is what the sentences before told in the same paragraph, the lead what the text
    told first. A court sits where the only one does that the text places. The dateline is where
    a deed or an accident of the day was; acts of bodies that it reports were done there, too.
    A setting that an event has already, of its own clause, comes last.
    """
    by_sentence: dict[int, list[EventMention]] = {}
    for event in events:
        token = tree.head_of(event.trigger)
        if token is not None:
            by_sentence.setdefault(tree.sentence[token], []).append(event)
    scenes = _Scenes(mentions, resources.ontology, by_sentence)
    found: dict[str, list[Argument]] = {event.id: [] for event in events}
    for event, place in _in_passages(tree, scenes):
        found[event.id].append(_setting(place, "passage"))
    opening = [b.span for b in tree.doc.blocks if b.kind == "paragraph"][:_OPENING]
    court, lead, dateline = (
        _court(tree, scenes, events, resources),
        _lead(tree, scenes),
        place_of_dateline(tree.doc, mentions),
    )
    for event in events:
        if court is not None and scenes.family(event) in _COURT:
            found[event.id].append(_setting(court, "court"))
        opens = any(block.holds(event.trigger) for block in opening)
        if lead is not None and opens and scenes.goes_on(event) and lead.span < event.trigger:
            found[event.id].append(_setting(lead, "lead"))
        if dateline is not None and scenes.family(event) not in AWAY:
            told = "dateline" if scenes.goes_on(event) else "report"
            found[event.id].append(_setting(dateline, told))
    return tuple(
        event
        if event.place is not None
        else msgspec.structs.replace(event, settings=(*found[event.id], *event.settings))
        for event in events
    )


def setting(place: Mention, rule: str) -> Argument:
    """Make a place the setting of an event, by the rule that finds it."""
    return Argument("place", place.span, place.id, f"setting/{rule}")


def _setting(place: Argument, rule: str) -> Argument:
    return Argument("place", place.span, place.mention, f"setting/{rule}")


def _in_passages(tree: Tree, scenes: _Scenes) -> Iterator[tuple[EventMention, Argument]]:
    """Give the bodily events of each paragraph that stand behind a place, and that place."""
    for sentences in paragraphs(tree):
        scene: Argument | None = None
        left = 0
        for sentence in sentences:
            told = scenes.events.get(tree.sentence[sentence.start], ()) if len(sentence) else ()
            left -= 1
            for event in told:
                if event.place is None and scene and left >= 0 and scenes.goes_on(event):
                    yield event, scene
            placed = [e.place for e in told if scenes.is_scene(e) and _is_main(tree, e)]
            if placed:
                scene, left = placed[-1], _REACH
            elif any(event.place is not None for event in told):
                scene = None


def _is_main(tree: Tree, event: EventMention) -> bool:
    """Whether an event is told by a verb, or is what its sentence tells of.

    "Sentenced for the massacres of Alta" is not told of Alta.
    """
    token = tree.head_of(event.trigger)
    if token is not None and tree.upos[token] == "VERB":
        return True
    return token is not None and relation(tree.deprel[token]) in ("root", "nsubj", "obj")


def _court(
    tree: Tree, scenes: _Scenes, events: Sequence[EventMention], resources: EventResources
) -> Argument | None:
    """Give the one place at which a text has courts sit."""
    places = [
        event.place
        for event in events
        if scenes.family(event) in _COURT and event.place is not None and scenes.is_scene(event)
    ]
    places += _seats(tree, scenes.mentions, resources)
    return places[0] if len({scenes.mentions.identity(place) for place in places}) == 1 else None


def _seats(tree: Tree, mentions: Mentions, resources: EventResources) -> Iterator[Argument]:
    """Give the towns in which a text has its courts: "the High Court at Orsk"."""
    cases = resources.lexicon.premises_cases - resources.lexicon.source_cases
    for mention in mentions.mentions:
        head = tree.head_of(mention.span) if mention.type == "organization" else None
        if head is None or tree.lower_lemma[head] not in resources.courts:
            continue
        for token in tree.children(head, "nmod"):
            place = mentions.by_token.get(token)
            if place is not None and mentions.is_spot(place) and tree.case(token) in cases:
                yield Argument("place", place.span, place.id, "seat")


def _lead(tree: Tree, scenes: _Scenes) -> Argument | None:
    """Give the place of the first bodily event that the opening paragraphs place."""
    for sentences in list(paragraphs(tree))[:_LEAD]:
        for sentence in sentences:
            told = scenes.events.get(tree.sentence[sentence.start], ()) if len(sentence) else ()
            for event in told:
                if scenes.is_scene(event) and scenes.goes_on(event):
                    return event.place
    return None
