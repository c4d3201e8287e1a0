"""What is to be checked by people: judgements that lost their place, accounts that are left out."""

from collections.abc import Mapping

from kipu.model.judgements import Judgement, Placement
from kipu.model.readings import Reading
from kipu.pipeline.standing import LeftOut, Loose
from kipu.record import Store


def left_out(store: Store) -> tuple[LeftOut, ...]:
    """Give the accounts that people rejected, by document and place in its text."""
    rejected = {
        at.target: judgement
        for judgement, at in store.desk.placed()
        if judgement.kind == "right" and judgement.verdict == "negative"
    }
    found = []
    for document in sorted(_documents(store, [j for j in rejected.values()])):
        reading = store.reading(document)
        found += [
            LeftOut(reading.doc, event, rejected[event.id])
            for event in reading.events
            if event.id in rejected
        ]
    return tuple(found)


def _documents(store: Store, judgements: list[Judgement]) -> set[str]:
    known = store.desk.documents_by_bytes()
    hashes = {judgement.target.document for judgement in judgements}
    return {known[sha256][0] for sha256 in hashes if sha256 in known}


def loose_judgements(store: Store) -> tuple[Loose, ...]:
    """Give the judgements that do not stand as they were made, in the order they were made.

    What was rejected and is not read any more is no loss.
    """
    known = store.desk.documents_by_bytes()
    readings: dict[str, Reading] = {}
    loose = []
    for judgement, at in store.desk.placed():
        if at.standing == "found" or _is_settled(judgement, at):
            continue
        document = known.get(judgement.target.document)
        if document is not None and document[0] not in readings:
            readings[document[0]] = store.reading(document[0])
        now = _now(judgement, at, readings, document[0]) if document else None
        loose.append(Loose(judgement, at.standing, judgement.machine, now))
    return tuple(loose)


def _is_settled(judgement: Judgement, at: Placement) -> bool:
    rejection = judgement.kind in ("right", "value") and judgement.verdict == "negative"
    return rejection and at.standing == "missing"


def _now(
    judgement: Judgement, at: Placement, readings: Mapping[str, Reading], document: str
) -> str | None:
    """Say what kipu reads now where it had read something else."""
    from kipu.resolution.placing import describe
    from kipu.resolution.values import values_of

    if at.target is None:
        return None
    reading = readings[document]
    if judgement.kind != "value":
        return describe(judgement.target.role, at.target, reading)
    account = next((event for event in reading.events if event.id == at.target), None)
    told = values_of(account, reading.doc) if account else ()
    return ", ".join(v.value for v in told if v.attribute == judgement.attribute) or None
