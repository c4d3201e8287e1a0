"""How events and their values stand: by their sources, and by what people judged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from kipu.model.documents import Document
from kipu.model.judgements import Judgement, Placement, PlacementStanding
from kipu.model.readings import EventMention
from kipu.model.resolved import Contradiction, ContradictionValue, Event
from kipu.record import Account, Store

Status = Literal["agreed", "disputed", "single-source", "inferred", "pending", "rejected"]
Placed = tuple[Judgement, Placement]


class Standing(msgspec.Struct, frozen=True):
    """How an event stands.

    ``disputed_by`` are the sources on the sides of a contradiction that are not shown, and the
    parties whom people name; ``inferred`` the attributes that no text states ("when", "place");
    ``accepted_by`` the people who took all of its accounts for right.
    """

    status: Status
    disputed_by: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    accepted_by: tuple[str, ...] = ()
    key: bool = False
    tags: tuple[str, ...] = ()
    assigned: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str | None = None


class Value(msgspec.Struct, frozen=True):
    """One value of one attribute of an event, with the accounts that give it.

    ``shown`` tells whether it is what the event's line shows. ``machine`` is what kipu read, where
    a person said that it is something else.
    """

    attribute: str
    value: str
    status: Status
    shown: bool
    accounts: tuple[str, ...]
    documents: tuple[str, ...]
    machine: str | None = None
    judgements: tuple[Judgement, ...] = ()


class LeftOut(msgspec.Struct, frozen=True):
    """An account that a person rejected, so that the chronology leaves it out."""

    doc: Document
    mention: EventMention
    judgement: Judgement


class Loose(msgspec.Struct, frozen=True):
    """A judgement that is to be checked, because what it is about is not as it was.

    ``was`` is what kipu had read when it was made, ``now`` what it reads at present.
    """

    judgement: Judgement
    standing: PlacementStanding
    was: str | None
    now: str | None


class Contradicting(msgspec.Struct, frozen=True):
    """Judgements that cannot all hold: ``same`` join what ``different`` holds apart."""

    different: Judgement
    same: tuple[Judgement, ...]


class Surroundings(msgspec.Struct, frozen=True):
    """What the standing of events is worked out from."""

    placed: Mapping[str, Sequence[Placed]]
    sources: Mapping[str, str]
    inferred: frozenset[str]


def gather_surroundings(store: Store, ids: Sequence[str] | None = None) -> Surroundings:
    """Gather the judgements on some accounts, or on all, by what they are about."""
    placed: dict[str, list[Placed]] = defaultdict(list)
    for judgement, at in store.desk.placed(ids):
        for id_ in {at.target, at.other} - {None}:
            placed[id_ or ""].append((judgement, at))
    return Surroundings(placed, store.desk.sources(ids), store.desk.inferred_documents(ids))


def judgements_on(around: Surroundings, ids: Iterable[str]) -> tuple[Judgement, ...]:
    """Give the judgements on any of these things, in the order they were made."""
    found = {j.id: j for id_ in ids for j, _ in around.placed.get(id_, ())}
    return tuple(sorted(found.values(), key=lambda judgement: (judgement.made, judgement.id)))


def standing_of(
    event: Event, contradictions: Sequence[Contradiction], around: Surroundings
) -> Standing:
    """Work out how an event stands."""
    placed = [one for id_ in event.mentions for one in around.placed.get(id_, ())]
    remarks: dict[str, list[str]] = defaultdict(list)
    for judgement, _ in placed:
        remarks[judgement.kind].append(judgement.value or "")
    unsure = [j for j, _ in placed if j.kind == "right" and j.verdict == "unsure"]
    disputing = [*_other_sides(event, contradictions, around), *remarks["disputed"]]
    inferred = inferred_attributes(event, around)
    return Standing(
        status=_status(event, bool(unsure), bool(disputing), inferred),
        disputed_by=tuple(dict.fromkeys(disputing)),
        inferred=inferred,
        accepted_by=_accepted_by(event, placed),
        key="key" in remarks,
        tags=tuple(sorted(remarks["tag"])),
        assigned=tuple(remarks["assigned"]),
        notes=tuple(remarks["note"]),
        reason=next((j.reason for j in unsure if j.reason), None),
    )


def _status(event: Event, unsure: bool, disputed: bool, inferred: Sequence[str]) -> Status:  # noqa: FBT001
    if unsure:
        return "pending"
    if disputed:
        return "disputed"
    return "inferred" if "when" in inferred else event.status


def _accepted_by(event: Event, placed: Sequence[Placed]) -> tuple[str, ...]:
    """Give who took the accounts for right, if somebody did so of each."""
    accepted = {
        at.target: judgement.judge
        for judgement, at in placed
        if judgement.kind == "right" and judgement.verdict == "positive" and at.standing == "found"
    }
    return tuple(sorted(set(accepted.values()))) if accepted.keys() >= set(event.mentions) else ()


def _other_sides(
    event: Event, contradictions: Sequence[Contradiction], around: Surroundings
) -> list[str]:
    names = []
    for contradiction in contradictions:
        shown = shown_side(event, contradiction, around)
        others = {d for side in contradiction.values if side != shown for d in side.documents}
        names += sorted(around.sources[d] for d in others)
    return names


def shown_side(
    event: Event, contradiction: Contradiction, around: Surroundings
) -> ContradictionValue:
    """Give the side of a contradiction that is shown: the preferred one, else the strongest."""
    preferred = preferred_value(event, contradiction, around)
    shown = {"when": event.time.edtf}.get(contradiction.attribute)
    return min(
        contradiction.values,
        key=lambda s: (s.value != preferred, s.value != shown, -len(s.documents), s.value),
    )


def preferred_value(event: Event, contradiction: Contradiction, around: Surroundings) -> str | None:
    """Give the value of a contradiction that a person prefers."""
    preferring = {
        at.target
        for id_ in event.mentions
        for judgement, at in around.placed.get(id_, ())
        if judgement.kind == "value"
        and judgement.attribute == contradiction.attribute
        and judgement.verdict == "positive"
        and judgement.value is None
        and at.standing == "found"
    }
    sides = [side.value for side in contradiction.values if preferring & set(side.mentions)]
    return sides[0] if len(sides) == 1 else None


def inferred_attributes(event: Event, around: Surroundings) -> tuple[str, ...]:
    """Give what no text states: a time counted from an inferred date, a place of the country."""
    found = []
    if event.time.interval is not None and event.time.anchor == "document":
        documents = {evidence.span.doc_id for evidence in event.time.evidence}
        if documents and documents <= around.inferred:
            found.append("when")
    return (*found, "place") if event.place_inferred else tuple(found)


class _Row(msgspec.Struct, frozen=True):
    """A value as one account gives it, as judged; ``key`` is what makes it another value."""

    attribute: str
    value: str
    account: Account
    machine: str | None
    rejected: bool
    preferred: bool
    judgements: tuple[Judgement, ...]


def values_of_event(
    event: Event,
    accounts: Sequence[Account],
    contradictions: Sequence[Contradiction],
    names: Mapping[str, str],
    around: Surroundings,
) -> tuple[Value, ...]:
    """Give all values of an event, those that people rejected or edited too.

    Args:
        names: What is called how, by the id of the mention that names it.
    """
    groups: dict[tuple[str, str, str | None], list[_Row]] = defaultdict(list)
    for account in accounts:
        for row in _rows(account, around.placed.get(account.mention.id, ()), names):
            groups[row.attribute, row.value, row.machine].append(row)
    disputed = {
        (found.attribute, mention)
        for found in contradictions
        for side in found.values
        for mention in side.mentions
    }
    preferred = {rows[0].attribute for rows in groups.values() if any(r.preferred for r in rows)}
    return tuple(
        Value(
            attribute=attribute,
            value=value,
            status=_value_status(rows, disputed, event, around),
            shown=not rows[0].rejected
            and (any(r.preferred for r in rows) or attribute not in preferred)
            and _is_shown(attribute, value, event, rows),
            accounts=tuple(sorted({row.account.mention.id for row in rows})),
            documents=tuple(sorted({row.account.doc.id for row in rows})),
            machine=machine,
            judgements=tuple({j.id: j for row in rows for j in row.judgements}.values()),
        )
        for (attribute, value, machine), rows in sorted(
            groups.items(), key=lambda pair: (_ORDER.get(pair[0][0], 3), pair[0][:2])
        )
    )


_ORDER = {"type": 0, "when": 1, "place": 2, "factuality": 8, "source": 9}


def _rows(account: Account, placed: Sequence[Placed], names: Mapping[str, str]) -> Iterable[_Row]:
    from kipu.resolution.values import values_of

    mention = account.mention
    arguments = (*mention.arguments, *((mention.place,) if mention.place else ()))
    named = {a.span: names[a.mention] for a in arguments if a.mention in names}
    judged = [one for one in placed if one[0].kind == "value" and one[0].attribute]
    told_of: set[str] = set()
    for told in values_of(mention, account.doc):
        ours = [j for j, at in judged if j.attribute == told.attribute and j.machine == told.value]
        told_of |= {judgement.id for judgement in ours}
        shown = named.get(told.span, told.value) if told.span else told.value
        yield _row(told.attribute, shown, account, ours)
    for judgement, _ in judged:
        if judgement.id not in told_of and judgement.value is not None:
            yield _row(judgement.attribute or "", judgement.value, account, [judgement])


def _row(attribute: str, shown: str, account: Account, ours: Sequence[Judgement]) -> _Row:
    edited = next((j.value for j in ours if j.verdict == "positive" and j.value), None)
    return _Row(
        attribute,
        edited or shown,
        account,
        shown if edited and edited != shown else None,
        rejected=any(judgement.verdict == "negative" for judgement in ours),
        preferred=any(judgement.verdict == "positive" for judgement in ours),
        judgements=tuple(ours),
    )


def _value_status(
    rows: Sequence[_Row],
    disputed: set[tuple[str, str]],
    event: Event,
    around: Surroundings,
) -> Status:
    attribute = rows[0].attribute
    if all(row.rejected for row in rows):
        return "rejected"
    if any((attribute, row.account.mention.id) in disputed for row in rows):
        return "disputed"
    if attribute in inferred_attributes(event, around) and not rows[0].judgements:
        return "inferred"
    return "agreed" if len({row.account.doc.id for row in rows}) > 1 else "single-source"


def _is_shown(attribute: str, value: str, event: Event, rows: Sequence[_Row]) -> bool:
    single = {"when": event.time.edtf, "type": event.type, "factuality": event.factuality}
    if attribute in single:
        return value == single[attribute] or any(row.preferred for row in rows)
    return True
