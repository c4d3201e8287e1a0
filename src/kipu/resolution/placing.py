"""Find what judgements are about in the present readings: at its exact place, or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from kipu.model.judgements import Judgement, Placement, PlacementStanding, Target
from kipu.model.readings import EventMention, Mention, Reading, Statement
from kipu.model.spans import Span
from kipu.model.targets import address, find_quote
from kipu.resolution.sources import Sources
from kipu.resolution.values import Told, describe_account, describe_statement, values_of

T = TypeVar("T", EventMention, Mention, Statement)


class Placed(msgspec.Struct, frozen=True):
    """A judgement in effect and where it stands; ``told`` is the value that it judges."""

    judgement: Judgement
    at: Placement
    told: Told | None = None


def place_judgements(judgements: Iterable[Judgement], sources: Sources) -> tuple[Placed, ...]:
    """Place all judgements in effect, sorted by their ids."""
    documents = {reading.doc.sha256: reading for reading in sources.readings.values()}
    live = sorted((j for j in judgements if j.in_effect), key=lambda j: j.id)
    return tuple(_place(judgement, documents) for judgement in live)


def _place(judgement: Judgement, documents: Mapping[str, Reading]) -> Placed:
    standing, target = find_target(judgement.target, documents)
    other = None
    if judgement.kind in ("same", "copy") and judgement.target.other is not None:
        also, other = find_target(judgement.target.other, documents)
        standing = max(standing, also, key=_WORSE.index)
    told = None
    compared = judgement.kind in ("right", "value") and judgement.machine is not None
    if standing == "found" and target is not None and compared:
        reading = documents[judgement.target.document]
        standing, told = _compare(judgement, target, reading)
    return Placed(judgement, Placement(judgement.id, standing, target, other), told)


_WORSE: tuple[PlacementStanding, ...] = ("found", "changed", "missing", "orphaned")


def find_target(
    target: Target, documents: Mapping[str, Reading]
) -> tuple[PlacementStanding, str | None]:
    """Find what stands at an address; ``documents`` are readings by the hash of their bytes."""
    reading = documents.get(target.document)
    if reading is None:
        return "orphaned", None
    if target.role == "document":
        return "found", reading.doc.id
    where = find_quote(reading.doc.text, target)
    if where is None:
        return "orphaned", None
    span = Span(reading.doc.id, *where)
    if target.role == "event":
        found: str | None = _event_at(span, target, reading)
    elif target.role == "statement":
        found = _nearest(span, reading.statements)
    else:
        found = _nearest(span, reading.mentions)
    return ("missing", None) if found is None else ("found", found)


def _event_at(span: Span, target: Target, reading: Reading) -> str | None:
    """Give the account whose trigger is at a span; none where it is not told which of several."""
    hits = [event for event in reading.events if event.trigger.overlaps(span)]
    typed = [event for event in hits if event.type == target.type] or hits
    nearest = min((_distance(event.trigger, span) for event in typed), default=0)
    same = [event.id for event in typed if _distance(event.trigger, span) == nearest]
    if target.type is None:
        return min(same, default=None)
    if target.rank is None:
        return same[0] if len(same) == 1 else None
    return same[target.rank] if 1 < len(same) > target.rank else None


def _nearest(span: Span, parts: Sequence[Mention] | Sequence[Statement]) -> str | None:
    hits = [part for part in parts if part.span.overlaps(span)]
    best = min(hits, key=lambda part: (_distance(part.span, span), part.id), default=None)
    return best.id if best else None


def _distance(one: Span, other: Span) -> int:
    return abs(one.start - other.start) + abs(one.end - other.end)


def _compare(
    judgement: Judgement, target: str, reading: Reading
) -> tuple[PlacementStanding, Told | None]:
    """Tell whether what was judged is still what kipu reads, and find the value judged."""
    if judgement.kind == "value":
        account = next((event for event in reading.events if event.id == target), None)
        return ("missing", None) if account is None else _compare_value(judgement, account, reading)
    now = describe(judgement.target.role, target, reading)
    return ("found" if now == judgement.machine else "changed"), None


def _compare_value(
    judgement: Judgement, account: EventMention, reading: Reading
) -> tuple[PlacementStanding, Told | None]:
    told = [
        value for value in values_of(account, reading.doc) if value.attribute == judgement.attribute
    ]
    same = [value for value in told if value.value == judgement.machine]
    words = judgement.target.other
    where = find_quote(reading.doc.text, words) if words is not None else None
    here = [v for v in told if where and v.span and (v.span.start, v.span.end) == where]
    if same:
        return "found", next((value for value in same if value in here), same[0])
    if here or (told and words is None):
        return "changed", (here or told)[0]
    return "missing", None


def describe(role: str, id: str, reading: Reading) -> str | None:
    """Say what kipu reads of a mention, account or statement; ``None`` of anything else."""
    if role == "event":
        account = next((event for event in reading.events if event.id == id), None)
        return describe_account(account, reading.doc) if account else None
    if role == "statement":
        said = next((statement for statement in reading.statements if statement.id == id), None)
        return describe_statement(said) if said else None
    if role == "mention":
        mention = next((mention for mention in reading.mentions if mention.id == id), None)
        names = {chain.id: chain.name for chain in reading.chains}
        return f"{mention.type}: {names.get(mention.chain)}" if mention else None
    return None


def address_account(account: EventMention, reading: Reading) -> Target:
    """Address an account; of several with one trigger and type by its place among them too."""
    same = [e for e in reading.events if (e.trigger, e.type) == (account.trigger, account.type)]
    rank = same.index(account) if len(same) > 1 else None
    return address(reading.doc, account.trigger, "event", type=account.type, rank=rank)
