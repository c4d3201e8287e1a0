"""Judgements, as rows that are appended and never changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from kipu.model.errors import RecordError
from kipu.model.judgements import Judgement, Placement
from kipu.model.resolved import LinkConflict
from kipu.model.targets import slot_of
from kipu.record.connections import Connection
from kipu.record.documents import encode

_COLUMNS = (
    "id, document, exact, prefix, suffix, role, other, verdict, judge, made, reason, withdrawn,"
    " kind, attribute, value, machine, target_type, target_rank, action, withdrawn_by"
)
_SELECT = f"SELECT {_COLUMNS} FROM judgement "
_INSERT = f"INSERT INTO judgement ({_COLUMNS}) VALUES ({', '.join('?' * 20)})"


def insert_judgement(connection: Connection, judgement: Judgement) -> bool:
    """Append a judgement; ``False`` if the very same one is there.

    Raises:
        RecordError: Another one has its id.
    """
    known = fetch_judgement(connection, judgement.id)
    if known is None:
        connection.execute(_INSERT, _row(judgement))
        return True
    said = {name: getattr(judgement, name) for name in ("withdrawn", "withdrawn_by", "action")}
    if msgspec.structs.replace(known, **said) != judgement:
        raise RecordError(f"judgement {judgement.id} is there already and says something else")
    return False


def _row(judgement: Judgement) -> tuple[str | int | None, ...]:
    target = judgement.target
    return (
        *(judgement.id, target.document, target.exact, target.prefix, target.suffix, target.role),
        encode(target.other) if target.other else None,
        *(judgement.verdict, judgement.judge, stamp(judgement.made), judgement.reason),
        stamp(judgement.withdrawn) if judgement.withdrawn else None,
        *(judgement.kind, judgement.attribute, judgement.value, judgement.machine),
        *(target.type, target.rank, judgement.action, judgement.withdrawn_by),
    )


def stamp(moment: datetime) -> str:
    """Write the time of a judgement.

    Raises:
        RecordError: It does not say in which time zone it is.
    """
    if moment.tzinfo is None:
        raise RecordError(f"the time {moment.isoformat()} of a judgement needs its time zone")
    return str(msgspec.to_builtins(moment))


def withdraw(
    connection: Connection, judgement_id: str, at: datetime, action: str | None = None
) -> None:
    """Put the time of its withdrawal on a judgement, and the action that withdrew it.

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
        "UPDATE judgement SET withdrawn = ?, withdrawn_by = ? WHERE id = ?",
        (stamp(at), action, judgement_id),
    )


def fetch_judgement(connection: Connection, judgement_id: str) -> Judgement | None:
    """Give one judgement, if it is there."""
    row = connection.execute(_SELECT + "WHERE id = ?", (judgement_id,)).fetchone()
    return _judgement(row) if row else None


def fetch_judgements(connection: Connection) -> tuple[Judgement, ...]:
    """Give all judgements in the order they were added."""
    return tuple(map(_judgement, connection.execute(_SELECT + "ORDER BY number")))


def fetch_beside(connection: Connection, judgement: Judgement) -> list[Judgement]:
    """Give all judgements that answer what this one answers, the withdrawn ones too."""
    slot, document = slot_of(judgement), judgement.target.document
    others = {document, judgement.target.other.document} if judgement.target.other else {document}
    rows = (
        row
        for one in sorted(others)
        for row in connection.execute(
            _SELECT + "WHERE document = ? AND kind = ? ORDER BY number", (one, judgement.kind)
        )
    )
    return [known for known in map(_judgement, rows) if slot_of(known) == slot]


def fetch_values(connection: Connection, documents: Sequence[str]) -> tuple[Judgement, ...]:
    """Give the judgements in effect on values in documents with these hashes."""
    query = "WHERE document IN (SELECT value FROM json_each(?)) AND kind = 'value'"
    rows = connection.execute(
        f"{_SELECT} {query} AND withdrawn IS NULL ORDER BY number", (encode(documents),)
    )
    return tuple(map(_judgement, rows.fetchall()))


def fetch_by_action(
    connection: Connection, action: str
) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...]]:
    """Give the judgements that an action made, and those that it withdrew."""
    made = connection.execute(_SELECT + "WHERE action = ? ORDER BY number", (action,))
    gone = connection.execute(_SELECT + "WHERE withdrawn_by = ? ORDER BY number", (action,))
    return tuple(map(_judgement, made.fetchall())), tuple(map(_judgement, gone.fetchall()))


def _judgement(row: tuple[str | int | None, ...]) -> Judgement:
    known = dict(zip(_COLUMNS.split(", "), row, strict=True))
    other = known.pop("other")
    target = {name: known.pop(name) for name in ("document", "exact", "prefix", "suffix", "role")}
    target |= {"type": known.pop("target_type"), "rank": known.pop("target_rank")}
    try:
        target["other"] = msgspec.json.decode(str(other)) if other else None
        return msgspec.convert(known | {"target": target}, Judgement)
    except msgspec.MsgspecError as error:
        raise RecordError(
            f"judgement {row[0]} of the record is damaged ({error}): go back to a copy of it"
        ) from error


def insert_placements(connection: Connection, placements: Iterable[Placement]) -> None:
    """Write where judgements stand."""
    connection.executemany(
        "INSERT INTO placement VALUES (?, ?, ?, ?)",
        ((at.judgement, at.standing, at.target, at.other) for at in placements),
    )


def fetch_placements(connection: Connection) -> tuple[Placement, ...]:
    """Give where each judgement in effect stands, sorted by judgement."""
    rows = connection.execute("SELECT * FROM placement ORDER BY judgement")
    return tuple(Placement(*row) for row in rows)


def fetch_placed(
    connection: Connection, ids: Sequence[str] | None
) -> tuple[tuple[Judgement, Placement], ...]:
    """Give the judgements on the things with these ids, or all, in the order they were made."""
    where = "" if ids is None else _ON_THESE
    chosen = () if ids is None else (encode(tuple(ids)),) * 2
    columns = ", ".join(f"judgement.{name}" for name in _COLUMNS.split(", "))
    rows = connection.execute(_PLACED.format(columns=columns, where=where), chosen)
    return tuple((_judgement(row[4:]), Placement(*row[:4])) for row in rows)


def fetch_unplaced(connection: Connection) -> tuple[Judgement, ...]:
    """Give the judgements in effect that have no place yet, in the order they were made."""
    rows = connection.execute(f"{_SELECT} {_UNPLACED} ORDER BY number")
    return tuple(map(_judgement, rows.fetchall()))


def first_unplaced(connection: Connection) -> int | None:
    """Give the number of the first action that made a judgement which has no place yet."""
    made = f"SELECT action FROM judgement {_UNPLACED}"
    row = connection.execute(f"SELECT min(number) FROM action WHERE id IN ({made})").fetchone()
    return None if row[0] is None else int(row[0])


_UNPLACED = "WHERE withdrawn IS NULL AND id NOT IN (SELECT judgement FROM placement)"
_PLACED = """
SELECT placement.judgement, placement.standing, placement.target, placement.other, {columns}
FROM placement JOIN judgement ON judgement.id = placement.judgement
WHERE judgement.withdrawn IS NULL {where} ORDER BY judgement.number
"""
_ON_THESE = """
AND placement.judgement IN (
  SELECT judgement FROM placement WHERE target IN (SELECT value FROM json_each(?))
  UNION SELECT judgement FROM placement WHERE other IN (SELECT value FROM json_each(?))
)
"""


def insert_link_conflicts(connection: Connection, conflicts: Iterable[LinkConflict]) -> None:
    """Write which judgements contradict each other."""
    connection.executemany(
        "INSERT INTO link_conflict VALUES (?, ?, ?)",
        ((c.different, n, same) for c in conflicts for n, same in enumerate(c.same)),
    )


def fetch_link_conflicts(connection: Connection) -> tuple[LinkConflict, ...]:
    """Give the judgements that contradict each other."""
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        "SELECT different, same FROM link_conflict ORDER BY different, position"
    )
    for different, same in rows:
        found.setdefault(different, []).append(same)
    return tuple(LinkConflict(different, tuple(same)) for different, same in found.items())
