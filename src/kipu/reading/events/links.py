"""Times for events whose own words give none, from the same document's other accounts of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from kipu.lang.ontology import Ontology
from kipu.model import edtf
from kipu.model.documents import CreationTime, Document
from kipu.model.readings import EventMention, Mention

_SIDES: Mapping[str, Literal["acts", "undergoes"]] = {
    "agent": "acts",
    "authority": "acts",
    "victim": "undergoes",
    "patient": "undergoes",
    "beneficiary": "undergoes",
}
_RELATED = (
    {"death", "violence"},
    {"death", "disaster"},
    {"removal", "vote"},
    {"custody", "taking"},
)
"""Families of which two accounts of one event can be: "was hit by a bullet", "died"."""
_SURVIVED = frozenset(("torture", "sexual_violence", "injury"))
"""Types that are no account of a death: who was tortured in 1978 may have died in 2001."""
_SPILLS = frozenset(("events/spill", "events/release-of-substance"))
"""Rules of accidents that are no account of a fire or a crash."""
_VAGUE = frozenset(("MORE_THAN", "EQUAL_OR_MORE"))
"""How a text says that something was longer ago than it tells."""
_UNKNOWN = "?"
_TO_COME = ("planned", "hypothetical")
"""What is to come is no account of what was."""
_PERSONAL = frozenset(("speech", "movement", "payment", "publication", "resignation", "decree"))
"""Families whose events are another's if somebody else does them, or with another sum; of a deed
or a vote a text may name several doers ("the court", "three judges")."""
_ONCE_BY = frozenset(
    ("movement", "resignation", "death", "violence", "taking", "disaster", "protest")
)
"""Families of which somebody does few in one text; courts and parliaments decide often."""
_ONE_THING = frozenset(("death", "violence", "taking", "disaster", "protest", "custody", "vote"))
"""Families of which a bare word of another type can point back to an event: "the attack" to a
killing. An appeal is no complaint."""
_EACH_ITS_OWN = ("speech",)
"""Families of which somebody does many in one text, so that one's time says nothing of another's:
"announced the death" is not of July because "in July she had announced" something else."""
_SHORT = 3
"""Letters of words that say nothing by themselves ("the", "of", "una")."""
_BEFALLEN = ("killed", "injured", "arrested", "abducted", "missing")
"""Roles of quantities that count whom an event befell."""
_OF_THINGS = frozenset(("accident", "disaster"))
"""Types of what befalls ships and mines, in which many people may be."""
_A_YEAR = 366
"""Days after which what somebody does shows that he was alive."""
_LEAD = 2
"""Paragraphs that tell what the headline says in short."""
_LEAST = 2
"""Points from which two accounts in one document are taken for one event."""


class _Told(msgspec.Struct, frozen=True):
    """What accounts are compared by: their text, chains of mentions and kinds of events."""

    doc: Document
    chains: Mapping[str, str]
    ontology: Ontology

    def family(self, event: EventMention) -> str:
        return self.ontology.types[event.type].family


def share_times(
    doc: Document, events: Sequence[EventMention], mentions: Sequence[Mention], ontology: Ontology
) -> tuple[EventMention, ...]:
    """Give accounts without a time the time of a dated one of the same event in the document.

    The anchor is then ``"event"``, the evidence the words that date the other account. Where
    dated accounts that fit equally well have different times, the event stays undated.
    """
    told = _Told(doc, {mention.id: mention.chain for mention in mentions}, ontology)
    return tuple(
        event if _stands_apart(event, ontology) else _linked(event, events, told)
        for event in events
    )


def _stands_apart(event: EventMention, ontology: Ontology) -> bool:
    """Whether an account has a time of its own, or must not take that of another one.

    "More than three weeks ago" leaves room for the day that another sentence tells.
    """
    own = event.another or event.introduced or ontology.types[event.type].family in _EACH_ITS_OWN
    return own or (bool(event.time.evidence) and event.time.mod not in _VAGUE)


def date_headline(
    doc: Document, events: Sequence[EventMention], mentions: Sequence[Mention], ontology: Ontology
) -> tuple[EventMention, ...]:
    """Give an undated event of the headline the time of the lead's events of its type.

    A headline says in short what the first paragraphs tell: "Court tears up pardon", "a judge on
    Wednesday struck it down". Where they date several events of the type, it stays undated; where
    they tell of none, one of its family is meant ("Leader killed": he was assassinated).
    """
    heads = [block.span for block in doc.blocks if block.kind == "headline"]
    lead = [block.span for block in doc.blocks if block.kind == "paragraph"][:_LEAD]
    dated = [e for e in events if e.time.evidence and any(b.holds(e.trigger) for b in lead)]
    told = _Told(doc, {mention.id: mention.chain for mention in mentions}, ontology)
    named = frozenset(mention.id for mention in mentions if mention.kind != "nominal")
    return tuple(
        _as_in_lead(event, dated, told, named)
        if not event.time.evidence and any(head.holds(event.trigger) for head in heads)
        else event
        for event in events
    )


def _as_in_lead(
    event: EventMention, dated: Sequence[EventMention], told: _Told, named: frozenset[str]
) -> EventMention:
    """Give a headline's event the time of the lead's.

    Whom the headline only describes ("a farm leader is shot dead") the lead names.
    """
    family = told.family(event)
    known = tuple(a for a in event.arguments if a.mention in named)
    bare = msgspec.structs.replace(event, arguments=known)
    done = [
        e
        for e in dated
        if e.factuality not in _TO_COME
        and _shared_sides(bare, e, told.chains, family) is not None
        and not (_amounts_differ(event, e) or _counts_apart(event, e) or _counts_apart(e, event))
    ]
    same = [e for e in done if e.type == event.type]
    if not same and family in _ONE_THING:
        same = [e for e in done if told.family(e) == family]
    dates = {(t.earliest, t.latest) if (t := e.time.interval) else None for e in same}
    if len(dates) != 1 or event.factuality in _TO_COME:
        return event
    return msgspec.structs.replace(
        event, time=msgspec.structs.replace(same[0].time, anchor="event")
    )


def mark_future(events: Sequence[EventMention], created: CreationTime) -> tuple[EventMention, ...]:
    """Call planned what a text tells of a time after its own date, however surely it does."""
    latest = created.interval.latest if created.interval else None
    return tuple(
        msgspec.structs.replace(event, factuality="planned", presented=event.factuality)
        if latest and _begins_after(event, latest) and event.factuality in ("certain", "probable")
        else event
        for event in events
    )


def _begins_after(event: EventMention, day: date) -> bool:
    begin = event.time.interval.earliest if event.time.interval else None
    return begin is not None and begin > day


def _linked(event: EventMention, events: Sequence[EventMention], told: _Told) -> EventMention:
    own = event.time.interval
    dated = [
        e
        for e in events
        if (t := e.time.interval) is not None and (own is None or edtf.contains(own, t))
        if e.time.mod not in _VAGUE
    ]
    scores = [
        (_likeness(event, other, told), other)
        for other in dated
        if not _is_brought_up(other, event, told)
    ]
    best = max((score for score, _ in scores), default=0)
    if best < _LEAST:
        return event
    fitting = [other for score, other in scores if score == best]
    times = {(t.earliest, t.latest) for e in fitting if (t := e.time.interval)}
    if len(times) != 1 or (_is_bare(event) and not _is_only_one(fitting[0], events, told)):
        return event
    if told.family(event) == "death" and _acts_later(event, fitting[0], events, told):
        return event
    return msgspec.structs.replace(
        event, time=msgspec.structs.replace(fitting[0].time, anchor="event")
    )


def _acts_later(
    event: EventMention, dated: EventMention, events: Sequence[EventMention], told: _Told
) -> bool:
    """Whether somebody who died does something long after the time that the death would get.

    Within a year it may be somebody else whom a word for him was taken for.
    """
    dead = _sides(event, told.chains).get("undergoes", set()) - {_UNKNOWN}
    end = dated.time.interval.latest if dated.time.interval else None
    done = (other for other in events if other.factuality not in (*_TO_COME, "denied"))
    return any(
        dead & _sides(other, told.chains).get("acts", set())
        for other in done
        if end and (t := other.time.interval) and t.earliest and (t.earliest - end).days > _A_YEAR
    )


def _is_bare(event: EventMention) -> bool:
    """Whether an account says nothing of its event but that it was ("the killings")."""
    return not event.arguments and not event.place


def _is_only_one(dated: EventMention, events: Sequence[EventMention], told: _Told) -> bool:
    """Whether a document tells of one event of a family, so that a bare word can mean no other."""
    family = told.family(dated)
    others = (
        event
        for event in events
        if event is not dated
        and told.family(event) == family
        and not _is_bare(event)
        and event.factuality not in _TO_COME
    )
    return all(_likeness(event, dated, told) >= _LEAST for event in others)


def _likeness(one: EventMention, other: EventMention, told: _Told) -> int:
    """Say how much speaks for two accounts of one document being of the same event.

    A common participant on the same side (those who act, those who undergo) counts most; two
    different ones among those who undergo forbid it, as do two different places.
    """
    family = told.family(one)
    if _exclude_each_other(one, other, told):
        return 0
    shared = _shared_sides(one, other, told.chains, family)
    places = [told.chains.get(e.place.mention or "") for e in (one, other) if e.place]
    same_place = len(places) == 2 and places[0] == places[1]
    bare = _is_bare(one) and (one.type == other.type or family in _ONE_THING)
    worded = one.lemma == other.lemma and "denied" not in (one.factuality, other.factuality)
    if shared is None or not (bare or worded or shared or same_place):
        return 0  # two events of one kind are not one event
    if family != told.family(other) and not (bare or shared):
        return 0  # nor is a murder in a village what a company did to its river
    named = ["undergoes" in _sides(event, told.chains) for event in (one, other)]
    if one.type == other.type == "death" and not (shared or bare) and named[0] != named[1]:
        return 0  # "my father died ... the lieutenant was never tried: died in Miami in 2015"
    points = (family == told.family(other)) + (one.type == other.type) + (one.lemma == other.lemma)
    points += bare + 2 * shared + 2 * same_place  # "the disaster" points back
    return points - 2 * (len(places) == 2 and not same_place)


def _exclude_each_other(one: EventMention, other: EventMention, told: _Told) -> bool:
    """Whether what two accounts say keeps them from being of one event, whoever took part."""
    family = told.family(one)
    families = {family, told.family(other)}
    if (one.factuality in _TO_COME) != (other.factuality in _TO_COME):
        return True
    if len(families) > 1 and (families not in _RELATED or {one.type, other.type} & _SURVIVED):
        return True
    if one.type != other.type and (_lasts(one) or _dies_later(other, told)):
        return True
    if family == "movement" and one.type != other.type:
        return True  # who fled and came back did so at two times
    if one.type == other.type == "accident" and len(_SPILLS & {one.rule, other.rule}) == 1:
        return True
    if _counts_apart(one, other) or _counts_apart(other, one):
        return True
    if _are_of_other_things(one, other, told.doc):
        return True
    if family == "vote" and _results_differ(one, other):
        return True
    differ = _amounts_differ(one, other)
    if one.type == other.type == "death" and differ:
        return True  # a toll of one day is not that of the next
    return family in _PERSONAL and (_speak_apart(one, other, told.ontology) or differ)


def _is_brought_up(event: EventMention, before: EventMention, told: _Told) -> bool:
    """Whether an event in other words is new to a text that has told of the one before: "the
    landslide buried a street ... In 2008 a cave-in in the same place killed seven".

    It is told in another paragraph; what a headline says comes again as new.
    """
    if not event.introduced or event.lemma == before.lemma:
        return False
    blocks = told.doc.blocks
    above = any(b.kind == "headline" and b.span.holds(before.trigger) for b in blocks)
    lead = [b.span for b in blocks if b.kind == "paragraph"][:_LEAD]
    again = event.type == before.type or any(span.holds(event.trigger) for span in lead)
    between = told.doc.text[before.trigger.end : event.trigger.start]
    return "\n" in between and not (above and again)


def _lasts(event: EventMention) -> bool:
    """Whether an account says how long: "three weeks in captivity" is not the day of an arrest."""
    return any(q.role == "duration" for q in event.quantities)


def _dies_later(event: EventMention, told: _Told) -> bool:
    """Whether a death is counted from what was told before: "was shot; he died two days later"."""
    return told.family(event) == "death" and event.time.anchor == "text"


def _are_of_other_things(one: EventMention, other: EventMention, doc: Document) -> bool:
    """Whether both say what they are about, in other words: "ordered the raid", "the search"."""
    ones, others = _topic_words(one, doc), _topic_words(other, doc)
    return bool(ones and others and not ones & others)


def _topic_words(event: EventMention, doc: Document) -> set[str]:
    topics = (doc.quote(a.span).casefold() for a in event.arguments if a.role == "topic")
    return {word for topic in topics for word in topic.split() if len(word) > _SHORT}


def _shared_sides(
    one: EventMention, other: EventMention, chains: Mapping[str, str], family: str
) -> int | None:
    """Count the sides on which both name somebody in common; ``None`` if they are of others."""
    ones, others = _sides(one, chains), _sides(other, chains)
    shared = 0
    for side in ones.keys() & others.keys():
        common = ones[side] & others[side]
        if common - {_UNKNOWN}:
            shared += side == "undergoes" or family in _ONCE_BY
        elif side == "acts" and family in _PERSONAL and not common:
            return None
        elif side == "undergoes" and (common or _UNKNOWN not in ones[side] | others[side]):
            return None  # two others, or two whom nothing identifies ("two soldiers", "six miners")
    return shared


def _speak_apart(one: EventMention, other: EventMention, ontology: Ontology) -> bool:
    """Whether two are different acts of speech: a denial is no apology."""
    return ontology.types[one.type].family == "speech" and one.type != other.type


def _counts_apart(one: EventMention, other: EventMention) -> bool:
    """Whether one tells of several and the other of somebody: "four dead" is no man's death."""
    several = any(q.role in _BEFALLEN and (q.quantity.low or 0) > 1 for q in one.quantities)
    if several and any(q.role in _BEFALLEN and q.quantity.high == 1 for q in other.quantities):
        return True
    undergone = [a for a in other.arguments if _SIDES.get(a.role) == "undergoes"]
    counted = any(q.role in _BEFALLEN for q in other.quantities)
    alone = len(undergone) == 1 and bool(undergone[0].mention)
    return several and not counted and alone and other.type not in _OF_THINGS


def _amounts_differ(one: EventMention, other: EventMention) -> bool:
    """Whether two give different numbers in one role."""
    ones = {q.role: q.quantity.value for q in one.quantities}
    others = {q.role: q.quantity.value for q in other.quantities}
    return any(ones[role] != others[role] for role in ones.keys() & others.keys())


def _results_differ(one: EventMention, other: EventMention) -> bool:
    """Whether two tell results of votes, and none of their numbers is the same."""
    ones = {(q.role, q.quantity.value) for q in one.quantities}
    others = {(q.role, q.quantity.value) for q in other.quantities}
    return bool(ones and others) and ones.isdisjoint(others)


def _sides(event: EventMention, chains: Mapping[str, str]) -> dict[str, set[str]]:
    """Give who acts and who undergoes; all that are no entities are one unknown."""
    found: dict[str, set[str]] = {}
    for argument in event.arguments:
        if argument.role in _SIDES:
            name = chains[argument.mention] if argument.mention else _UNKNOWN
            found.setdefault(_SIDES[argument.role], set()).add(name)
    return found
