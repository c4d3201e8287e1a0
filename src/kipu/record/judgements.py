"""Judgements, as rows that are appended and never changed."""

import sqlite3
from datetime import datetime

import msgspec

from kipu.model.errors import RecordError
from kipu.model.judgements import Judgement
from kipu.record.documents import encode

_SELECT = """
SELECT id, document, exact, prefix, suffix, role, other, verdict, judge, made, reason, withdrawn
FROM judgement
"""


def insert_judgement(connection: sqlite3.Connection, judgement: Judgement) -> bool:
    """Append a judgement; ``False`` if the very same one is there.

    Raises:
        RecordError: Another one has its id.
    """
    known = fetch_judgement(connection, judgement.id)
    if known is None:
        connection.execute(
            "INSERT INTO judgement (id, document, exact, prefix, suffix, role, other, verdict,"
            " judge, made, reason, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _row(judgement),
        )
        return True
    if msgspec.structs.replace(known, withdrawn=judgement.withdrawn) != judgement:
        raise RecordError(f"judgement {judgement.id} is there already and says something else")
    return False


def _row(judgement: Judgement) -> tuple[str | None, ...]:
    target = judgement.target
    return (
        *(judgement.id, target.document, target.exact, target.prefix, target.suffix, target.role),
        encode(target.other) if target.other else None,
        *(judgement.verdict, judgement.judge, _stamp(judgement.made), judgement.reason),
        _stamp(judgement.withdrawn) if judgement.withdrawn else None,
    )


def _stamp(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise RecordError(f"the time {moment.isoformat()} of a judgement needs its time zone")
    return str(msgspec.to_builtins(moment))


def withdraw(connection: sqlite3.Connection, judgement_id: str, at: datetime) -> None:
    """Put the time of its withdrawal on a judgement.

    Raises:
        RecordError: There is no such judgement, or it is withdrawn already.
    """
    known = fetch_judgement(connection, judgement_id)
    if known is None:
        raise RecordError(f"the record has no judgement {judgement_id}")
    if known.withdrawn is not None:
        raise RecordError(
            f"judgement {judgement_id} was withdrawn before, at {known.withdrawn.isoformat()}"
        )
    connection.execute(
        "UPDATE judgement SET withdrawn = ? WHERE id = ?", (_stamp(at), judgement_id)
    )


def fetch_judgement(connection: sqlite3.Connection, judgement_id: str) -> Judgement | None:
    """Give one judgement, if it is there."""
    row = connection.execute(_SELECT + "WHERE id = ?", (judgement_id,)).fetchone()
    return _judgement(row) if row else None


def fetch_judgements(connection: sqlite3.Connection) -> tuple[Judgement, ...]:
    """Give all judgements in the order they were added."""
    return tuple(map(_judgement, connection.execute(_SELECT + "ORDER BY number")))


def _judgement(row: tuple[str, ...]) -> Judgement:
    id_, document, exact, prefix, suffix, role, other, verdict, judge, made, reason, gone = row
    target = {"document": document, "exact": exact, "prefix": prefix, "suffix": suffix}
    try:
        return msgspec.convert(
            {
                "id": id_,
                "target": target
                | {"role": role, "other": msgspec.json.decode(other) if other else None},
                "verdict": verdict,
                "judge": judge,
                "made": made,
                "reason": reason,
                "withdrawn": gone,
            },
            Judgement,
        )
    except msgspec.MsgspecError as error:
        raise RecordError(
            f"judgement {id_} of the record is damaged ({error}): go back to a copy of the record"
        ) from error
