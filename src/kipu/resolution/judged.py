"""Readings as people judged them: what was rejected is gone, what was edited is in its place.

The readings that are stored stay as they are: what kipu read is shown beside what people said.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import msgspec

from kipu.model import edtf
from kipu.model.readings import (
    Argument,
    Chain,
    EventMention,
    EventQuantity,
    Factuality,
    Mention,
    Quantity,
    Reading,
)
from kipu.model.times import EventTime, Timex
from kipu.resolution.placing import Placed

RULE = "judgement"
"""The rule of a value that a person gave."""


class Preference(msgspec.Struct, frozen=True):
    """A value of an account that people take for the right one of its event.

    ``edited`` where they say that the account itself was misread.
    """

    account: str
    attribute: str
    value: str
    edited: bool


def judge_readings(
    readings: Sequence[Reading], placed: Iterable[Placed]
) -> tuple[tuple[Reading, ...], tuple[Preference, ...]]:
    """Apply what people said of values, mentions and statements; give what they prefer too.

    A rejected value that is proposed again stays rejected. What kipu now reads otherwise than the
    person judged it is left as it is, unless the person said what it is.
    """
    names = _mentions_by_name(readings)
    values: dict[str, list[Placed]] = defaultdict(list)
    rejected: set[str] = set()
    for one in placed:
        judgement, at = one.judgement, one.at
        if at.target is None:
            continue
        if judgement.kind == "value":
            values[at.target].append(one)
        elif judgement.kind == "right" and judgement.verdict == "negative":
            rejected.add(at.target)
    judged = tuple(_judge_reading(reading, values, rejected, names) for reading in readings)
    return judged, _preferences(values)


def _judge_reading(
    reading: Reading,
    values: Mapping[str, Sequence[Placed]],
    rejected: set[str],
    names: Mapping[str, Sequence[Mention]],
) -> Reading:
    concerned = {event.id for event in reading.events} & values.keys()
    parts = rejected & {*(m.id for m in reading.mentions), *(s.id for s in reading.statements)}
    if not concerned and not parts:
        return reading
    reading = _without(reading, parts) if parts else reading
    events, timexes = [], reading.timexes
    for event in reading.events:
        for one in values.get(event.id, ()):
            timexes = _without_rejected_time(timexes, one)
            event = _judge_value(event, one, names)
        events.append(event)
    return msgspec.structs.replace(reading, events=tuple(events), timexes=timexes)


def _without(reading: Reading, rejected: set[str]) -> Reading:
    """Take mentions and statements out, and chains that nothing is left of."""
    mentions = tuple(mention for mention in reading.mentions if mention.id not in rejected)
    left = {mention.id: mention.chain for mention in mentions}
    chains = tuple(_rest(chain, left) for chain in reading.chains if chain.id in left.values())
    ids = {chain.id for chain in chains}
    return msgspec.structs.replace(
        reading,
        mentions=mentions,
        chains=chains,
        country=reading.country if reading.country in ids else None,
        events=tuple(_unnamed(event, rejected) for event in reading.events),
        statements=tuple(
            s
            for s in reading.statements
            if s.id not in rejected and s.subject in ids and (s.object is None or s.object in ids)
        ),
    )


def _rest(chain: Chain, left: Mapping[str, str]) -> Chain:
    return msgspec.structs.replace(
        chain, mentions=tuple(mention for mention in chain.mentions if mention in left)
    )


def _unnamed(event: EventMention, rejected: set[str]) -> EventMention:
    """Take rejected mentions out of an account: a setting that nothing names any more is none."""

    def clear(argument: Argument) -> Argument:
        gone = argument.mention in rejected
        return msgspec.structs.replace(argument, mention=None) if gone else argument

    place = clear(event.place) if event.place else None
    return msgspec.structs.replace(
        event,
        arguments=tuple(map(clear, event.arguments)),
        place=place,
        settings=tuple(s for s in event.settings if s.mention not in rejected),
    )


def _without_rejected_time(timexes: Sequence[Timex], one: Placed) -> tuple[Timex, ...]:
    """Take out the words of a rejected time, which could date the event from beside it."""
    judgement, told = one.judgement, one.told
    rejected = _is_rejection(one) and judgement.attribute == "when"
    span = told.span if rejected and told else None
    return tuple(timex for timex in timexes if timex.span != span)


def _is_rejection(one: Placed) -> bool:
    return one.judgement.verdict == "negative" and one.at.standing == "found"


def _judge_value(
    event: EventMention, one: Placed, names: Mapping[str, Sequence[Mention]]
) -> EventMention:
    """Apply one judgement to a value of an account."""
    judgement, attribute = one.judgement, one.judgement.attribute
    edited = judgement.value if judgement.verdict == "positive" else None
    if edited is None and not _is_rejection(one):
        return event
    if attribute == "when":
        return msgspec.structs.replace(event, time=_stated_time(edited))
    if attribute == "type" and edited:
        return msgspec.structs.replace(event, type=edited)
    if attribute == "factuality" and edited in get_args(Factuality):
        return msgspec.structs.replace(event, factuality=edited, presented=None)
    if attribute == "place":
        return msgspec.structs.replace(event, place=_said(event.place, edited, event, names))
    if attribute == "source":
        return event if edited else msgspec.structs.replace(event, attribution=None)
    return _judge_role(event, one, edited, names)


def _judge_role(
    event: EventMention, one: Placed, edited: str | None, names: Mapping[str, Sequence[Mention]]
) -> EventMention:
    """Reject or edit a participant or a number."""
    span = one.told.span if one.told else None
    role = one.judgement.attribute
    arguments, quantities = [], []
    for argument in event.arguments:
        if argument.role != role or argument.span != span:
            arguments.append(argument)
        elif edited and (said := _said(argument, edited, event, names)) is not None:
            arguments.append(said)
    for part in event.quantities:
        if part.role != role or part.quantity.span != span:
            quantities.append(part)
        elif edited and (number := read_number(edited, part.quantity)) is not None:
            quantities.append(EventQuantity(part.role, number))
    if edited and one.told is None and (said := _said(None, edited, event, names)) is not None:
        arguments.append(msgspec.structs.replace(said, role=role or said.role))
    return msgspec.structs.replace(event, arguments=tuple(arguments), quantities=tuple(quantities))


def _stated_time(value: str | None) -> EventTime:
    return EventTime(edtf.parse(value), value) if value else EventTime()


def _said(
    argument: Argument | None,
    name: str | None,
    event: EventMention,
    names: Mapping[str, Sequence[Mention]],
) -> Argument | None:
    """Give an argument the entity that a person named; none where nobody is called so."""
    if name is None:
        return None
    known = names.get(_folded(name), ())
    own = [m for m in known if m.span.doc_id == event.trigger.doc_id]
    mention = next(iter(own or known), None)
    if mention is None:
        return argument
    span, role = (argument.span, argument.role) if argument else (event.trigger, "place")
    return Argument(role, span, mention.id, RULE)


def _mentions_by_name(readings: Iterable[Reading]) -> dict[str, list[Mention]]:
    """Give the first mention of each chain under the names of the chain."""
    names: dict[str, list[Mention]] = defaultdict(list)
    for reading in sorted(readings, key=lambda reading: reading.doc.id):
        mentions = {mention.id: mention for mention in reading.mentions}
        for chain in reading.chains:
            first = next((mentions[m] for m in chain.mentions if m in mentions), None)
            if first is not None:
                names[_folded(chain.name)].append(first)
    return names


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


_NUMBER = re.compile(r"(?:(at least|at most|about) )?(\d[\d,]*(?:\.\d+)?)")


def read_number(text: str, like: Quantity) -> Quantity | None:
    """Read a number as it is shown: "14", "at least 12", "at most 50", "about 300"."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    bound, value = match[1], float(match[2].replace(",", ""))
    return msgspec.structs.replace(
        like,
        value=value,
        low=None if bound == "at most" else value,
        high=None if bound == "at least" else value,
        approximate=bound == "about",
        rule=RULE,
        parts=(),
    )


def _preferences(values: Mapping[str, Sequence[Placed]]) -> tuple[Preference, ...]:
    """Give what is preferred: a value said to be the right one, or said in another's place."""
    return tuple(
        Preference(
            account,
            judgement.attribute or "",
            judgement.value or judgement.machine or "",
            judgement.value is not None,
        )
        for account, decided in sorted(values.items())
        for judgement in (
            one.judgement
            for one in decided
            if one.at.standing == "found" or one.judgement.value is not None
        )
        if judgement.verdict == "positive"
    )


def is_preferred(value: str, preference: Preference) -> bool:
    """Whether a value is the one preferred."""
    return _folded(value) == _folded(preference.value)
