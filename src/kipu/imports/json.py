"""Reads what :mod:`kipu.exports.json` writes."""

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from kipu.model.errors import RecordError
from kipu.model.judgements import Judgement, Placement
from kipu.model.readings import Reading
from kipu.model.resolved import Contradiction, Copy, Entity, Event, LinkConflict, Resolution

T = TypeVar("T")
Json = dict[str, Any]

_RESOLVED = ("entities", "events", "contradictions", "copies")


class Imported(msgspec.Struct, frozen=True):
    """A record as it was exported; see :func:`kipu.exports.json.export_json`."""

    readings: tuple[Reading, ...]
    resolution: Resolution
    judgements: tuple[Judgement, ...]
    machine: dict[str, Reading] = {}


def import_json(data: bytes) -> Imported:
    """Read an exported record.

    The shape of every value is verified here; that spans lie within their texts and ids lead
    somewhere is verified when it is added to a record.

    Raises:
        RecordError: It is no export of kipu, holds no texts, or is damaged; the message says where.
    """
    exported = _decode(data)
    _refuse_other_json(exported)
    entities, events, contradictions, copies = (list(_parts(exported, name)) for name in _RESOLVED)
    exported.setdefault("link_conflicts", [])  # an export from before there were any
    documents, judged = (list(_parts(exported, name)) for name in ("documents", "judgements"))
    return Imported(
        tuple(_reading(part, at) for at, part in documents),
        Resolution(
            entities=tuple(_entity(part, at) for at, part in entities),
            events=tuple(_event(part, at) for at, part in events),
            contradictions=tuple(_converted(p, Contradiction, at) for at, p in contradictions),
            copies=tuple(_converted(part, Copy, at) for at, part in copies),
            placements=tuple(_placement(part, at) for at, part in judged if "standing" in part),
            link_conflicts=tuple(
                _converted(part, LinkConflict, at)
                for at, part in _parts(exported, "link_conflicts")
            ),
        ),
        tuple(_judgement(part, at) for at, part in judged),
        {
            str(part["id"]): _reading(part | {"reading": part["as_read"]}, at)
            for at, part in documents
            if "as_read" in part
        },
    )


def _decode(data: bytes) -> Json:
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError(
            f"this is no export of kipu: it is not a JSON object ({error})"
        ) from error


def _refuse_other_json(exported: Json) -> None:
    missing = [n for n in ("kipu", "documents", *_RESOLVED, "judgements") if n not in exported]
    if missing:
        raise RecordError(f"this is no export of kipu: it has no {missing[0]!r}")


def _parts(exported: Json, name: str) -> Iterator[tuple[str, Json]]:
    """Give the parts of a list, each with where it stands."""
    parts = exported[name]
    if not isinstance(parts, list):
        raise RecordError(f"this is no export of kipu: its {name!r} is no list")
    for number, part in enumerate(parts):
        if not isinstance(part, dict):
            raise RecordError(f"{name}[{number}] of the export is no object")
        yield f"{name}[{number}]", part


def _converted(value: Any, kind: type[T], at: str) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise RecordError(f"{at} of the export cannot be used: {error}") from error


def _part(value: Json, key: str, at: str) -> Json:
    part = value.get(key)
    if not isinstance(part, dict):
        raise RecordError(f"{at} of the export cannot be used: it has no {key!r}")
    return part


def _reading(document: Json, at: str) -> Reading:
    if "text" not in document or "reading" not in document:
        raise RecordError(
            f"{at} of the export has no text: only an export made with its texts can be imported"
        )
    reading = _part(document, "reading", at)
    whole = document | _part(reading, "doc", at)
    return _converted(reading | {"doc": whole}, Reading, at)


def _entity(entity: Json, at: str) -> Entity:
    statements = entity.get("statements")
    if not isinstance(statements, list):
        raise RecordError(f"{at} of the export cannot be used: it has no list 'statements'")
    whole = {
        "location": entity.get("place"),
        "statements": [_statement(statement, at) for statement in statements],
    }
    return _converted(entity | whole, Entity, at)


def _statement(statement: Any, at: str) -> Json:
    if not isinstance(statement, dict):
        raise RecordError(f"{at} of the export cannot be used: one of its statements is no object")
    mention = _part(statement, "mention", at)
    return statement | {
        "span": mention | {"doc_id": mention.get("doc")},
        "subject": statement.get("subject_chain"),
        "object": statement.get("object_chain"),
    }


def _event(event: Json, at: str) -> Event:
    return _converted(event | {"mentions": event.get("accounts")}, Event, at)


def _judgement(judgement: Json, at: str) -> Judgement:
    known = judgement | {"target": judgement.get("address")}
    if "kind" not in known:  # an export from before judgements had kinds
        pair = isinstance(known["target"], dict) and known["target"].get("other")
        known["kind"] = "same" if pair else "right"
    return _converted(known, Judgement, at)


def _placement(judgement: Json, at: str) -> Placement:
    place = {"judgement": judgement.get("id"), "other": judgement.get("other_target")}
    return _converted(judgement | place, Placement, at)


def import_judgements(data: bytes) -> tuple[Judgement, ...]:
    """Read only the judgements of an exported record.

    Raises:
        RecordError: It is no export of kipu, or is damaged; the message says where.
    """
    exported = _decode(data)
    _refuse_other_json(exported)
    return tuple(_judgement(part, at) for at, part in _parts(exported, "judgements"))
