"""What differs between two records, or between a record and a copy of it from before."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from kipu.pipeline.chronology import Entry
from kipu.pipeline.records import Record

Change = Literal["new", "gone", "changed"]


class Difference(msgspec.Struct, frozen=True):
    """An event that one of two records has only, or that is not the same in both.

    ``before`` and ``after`` are its lines; ``what`` names what changed.
    """

    change: Change
    before: Entry | None
    after: Entry | None
    what: tuple[str, ...] = ()


def compare_records(before: Record, after: Record) -> tuple[Difference, ...]:
    """Compare two records, in the order of time of the second, what is gone last.

    Events are the same that share an account of a document that is in both.
    """
    old, new = before.chronology(), after.chronology()
    by_account = {mention: entry for entry in old for mention in entry.event.mentions}
    names = (_names(before), _names(after))
    differences, seen = [], set()
    for entry in new:
        known = _counterpart(entry, by_account)
        if known is None:
            differences.append(Difference("new", None, entry))
            continue
        seen.add(known.event.id)
        what = _changes(known, entry, names)
        if what:
            differences.append(Difference("changed", known, entry, what))
    gone = [Difference("gone", e, None) for e in old if e.event.id not in seen]
    return (*differences, *gone)


def _counterpart(entry: Entry, by_account: Mapping[str, Entry]) -> Entry | None:
    shared = [by_account[m] for m in entry.event.mentions if m in by_account]
    return max(shared, key=lambda e: (shared.count(e), e.event.id)) if shared else None


def _names(record: Record) -> dict[str, str]:
    return {entity.id: entity.name for entity in record.store.entities()}


def _changes(before: Entry, after: Entry, names: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    one, other = _facts(before, names[0]), _facts(after, names[1])
    return tuple(name for name in one if one[name] != other[name])


def _facts(entry: Entry, names: Mapping[str, str]) -> dict[str, object]:
    event = entry.event
    return {
        "what": entry.text,
        "when": event.time.edtf,
        "where": names.get(event.place or ""),
        "who": sorted((p.role, names.get(p.entity, "")) for p in event.participants),
        "how many": sorted((q.role, q.value, q.low or 0, q.high or 0) for q in event.quantities),
        "factuality": event.factuality,
        "status": entry.standing.status,
        "sources": event.sources,
        "disagreements": [(c.attribute, [v.value for v in c.values]) for c in entry.contradictions],
    }
