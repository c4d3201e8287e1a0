"""Actions: what people do at once, and take back at once.

An action makes judgements and withdraws others. To reverse it, its judgements are withdrawn and
those that it withdrew are made anew; that is an action too, so an undo is undone in the same way.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kipu.model.errors import RecordError, Superseded
from kipu.model.ids import content_id
from kipu.model.judgements import Action, ActionKind, Judgement
from kipu.model.targets import slot_of
from kipu.record.connections import Connection
from kipu.record.judgements import (
    fetch_beside,
    fetch_by_action,
    fetch_judgement,
    insert_judgement,
    stamp,
    withdraw,
)

_SELECT = "SELECT id, number, kind, judge, made, reverses FROM action "


class Deed(msgspec.Struct, frozen=True):
    """An action with the judgements that it made and withdrew, and whether it was taken back."""

    action: Action
    made: tuple[Judgement, ...]
    withdrawn: tuple[Judgement, ...]
    undone: bool


class Actor(msgspec.Struct, frozen=True):
    """Who acts, and when."""

    judge: str
    at: datetime


def last_number(connection: Connection) -> int:
    """Give the number of the last action, 0 if there is none."""
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM action").fetchone()[0])


def fetch_actions(connection: Connection) -> tuple[Action, ...]:
    """Give all actions, the first first."""
    return tuple(to_action(row) for row in connection.execute(_SELECT + "ORDER BY number"))


def to_action(row: tuple[object, ...]) -> Action:
    """Make an action of its row: id, number, kind, judge, time, what it takes back.

    Raises:
        RecordError: The row is damaged.
    """
    names = ("id", "number", "kind", "judge", "made", "reverses")
    try:
        return msgspec.convert(dict(zip(names, row, strict=True)), Action)
    except msgspec.ValidationError as error:
        raise RecordError(
            f"action {row[0]} of the record is damaged ({error}): go back to a copy of the record"
        ) from error


def fetch_deeds(connection: Connection, limit: int | None) -> tuple[Deed, ...]:
    """Give the actions with what they did, the last first."""
    actions = fetch_actions(connection)
    live = live_actions(actions)
    chosen = list(reversed(actions))[:limit]
    return tuple(
        Deed(action, *fetch_by_action(connection, action.id), action.id not in live)
        for action in chosen
    )


def live_actions(actions: Sequence[Action]) -> set[str]:
    """Give the ids of the actions that are in effect: that no action in effect takes back."""
    live: set[str] = set()
    reversed_: set[str] = set()
    for action in reversed(actions):
        if action.id not in reversed_:
            live.add(action.id)
            if action.reverses is not None:
                reversed_.add(action.reverses)
    return live


def _begin(
    connection: Connection, kind: ActionKind, actor: Actor, reverses: str | None = None
) -> Action:
    number = last_number(connection) + 1
    made = stamp(actor.at)
    action = Action(
        content_id("a", number, kind, actor.judge, made, reverses),
        *(number, kind, actor.judge, actor.at, reverses),
    )
    connection.execute(
        "INSERT INTO action (number, id, kind, judge, made, reverses) VALUES (?, ?, ?, ?, ?, ?)",
        (number, action.id, kind, actor.judge, made, reverses),
    )
    return action


def act(
    connection: Connection,
    actor: Actor,
    made: Sequence[Judgement],
    withdrawn: Sequence[str],
    *,
    seen: int | None,
) -> Action:
    """Make judgements in the place of those that answer the same, and withdraw others.

    Raises:
        Superseded: Another action than those up to number ``seen`` touched what is judged.
        RecordError: What is to be withdrawn is not in effect.
    """
    beside = [known for judgement in made for known in fetch_beside(connection, judgement)]
    named = [_known(connection, id_) for id_ in withdrawn]
    if seen is not None:
        _refuse_superseded(connection, [*beside, *named], seen)
    action = _begin(connection, "judge", actor)
    for id_ in sorted({known.id for known in (*named, *beside) if known.in_effect}):
        withdraw(connection, id_, actor.at, action.id)
    # Of several answers to one question the last one counts. What somebody decides, takes back and
    # decides again is another judgement, even within one second.
    for judgement in {slot_of(judgement): judgement for judgement in made}.values():
        id_ = content_id("j", judgement.id, action.id)
        insert_judgement(connection, msgspec.structs.replace(judgement, id=id_, action=action.id))
    return action


def take_over(connection: Connection, actor: Actor, judgements: Sequence[Judgement]) -> Action:
    """Add the judgements of another record as one action, the withdrawn ones too.

    Those that are there already stay as they are; where another answer is in effect, it stays in
    effect and the one that is added counts as withdrawn.
    """
    action = _begin(connection, "import", actor)
    for judgement in judgements:
        if fetch_judgement(connection, judgement.id) is not None:
            continue
        beside = [known for known in fetch_beside(connection, judgement) if known.in_effect]
        gone = judgement.withdrawn or (max(actor.at, judgement.made) if beside else None)
        insert_judgement(
            connection,
            msgspec.structs.replace(judgement, action=action.id, withdrawn=gone, withdrawn_by=None),
        )
    return action


def _known(connection: Connection, judgement_id: str) -> Judgement:
    known = fetch_judgement(connection, judgement_id)
    if known is None:
        raise RecordError(f"the record has no judgement {judgement_id}")
    return known


def _refuse_superseded(connection: Connection, known: Sequence[Judgement], seen: int) -> None:
    later = {
        id_ for (id_,) in connection.execute("SELECT id FROM action WHERE number > ?", (seen,))
    }
    newer = tuple(j for j in known if j.action in later or j.withdrawn_by in later)
    if newer:
        who = ", ".join(sorted({judgement.judge for judgement in newer}))
        raise Superseded(
            f"{who} judged the same thing meanwhile: look at it again and decide anew", newer
        )


def reverse(connection: Connection, action: Action, actor: Actor) -> Action:
    """Take an action back.

    Raises:
        RecordError: A later action decided the same anew; that one has to be taken back first.
    """
    made, withdrawn = fetch_by_action(connection, action.id)
    present = [_present(connection, judgement) for judgement in made]
    live = {judgement.id for judgement in present if judgement.in_effect}
    _refuse_decided_anew(connection, action, (present, withdrawn), live)
    kind: ActionKind = "redo" if action.kind == "undo" else "undo"
    reversal = _begin(connection, kind, actor, action.id)
    for id_ in sorted(live):
        withdraw(connection, id_, actor.at, reversal.id)
    for judgement in withdrawn:
        again = msgspec.structs.replace(
            judgement,
            id=_again_id(judgement, reversal.id),
            action=reversal.id,
            withdrawn=None,
            withdrawn_by=None,
        )
        insert_judgement(connection, again)
    return reversal


def _again_id(judgement: Judgement, reversal: str) -> str:
    """Give the id of a judgement that is made anew by taking back what withdrew it."""
    return content_id("j", judgement.id, reversal)


def _present(connection: Connection, judgement: Judgement) -> Judgement:
    """Give the judgement that stands for one now: itself, or the last that was made anew of it."""
    while judgement.withdrawn_by is not None:
        rows = connection.execute(
            "SELECT id FROM action WHERE reverses = ? ORDER BY number DESC",
            (judgement.withdrawn_by,),
        )
        again = [fetch_judgement(connection, _again_id(judgement, id_)) for (id_,) in rows]
        found = next((one for one in again if one is not None), None)
        if found is None:
            break
        judgement = found
    return judgement


def _refuse_decided_anew(
    connection: Connection,
    action: Action,
    touched: tuple[Sequence[Judgement], Sequence[Judgement]],
    live: set[str],
) -> None:
    made, withdrawn = touched
    later = {judgement.withdrawn_by for judgement in made if judgement.withdrawn_by is not None}
    later |= {
        known.action or "an import"
        for judgement in withdrawn
        for known in fetch_beside(connection, judgement)
        if known.in_effect and known.id not in live
    }
    if later:
        raise RecordError(
            f"what action {action.id} did was decided anew since, by {', '.join(sorted(later))}: "
            "take that back first"
        )


def chosen_action(connection: Connection, judge: str, named: str | None, *, undone: bool) -> Action:
    """Find the action that is to be undone, or the undo that is to be undone in its turn.

    Args:
        named: An action by its id or the beginning of it; else the last of this judge.
        undone: Whether an undone action is to come back.

    Raises:
        RecordError: There is none.
    """
    actions = fetch_actions(connection)
    live = live_actions(actions)
    known = [a for a in actions if (a.kind == "undo") == undone and a.id in live]
    if named is None:
        ours = [action for action in known if action.judge == judge]
        if not ours:
            raise RecordError(f"{judge} has nothing to {'redo' if undone else 'undo'}")
        return ours[-1]
    by_id = {action.id: action for action in actions}
    wanted = [
        action
        for action in known
        if action.id.startswith(named) or _origin(action, by_id).startswith(named)
    ]
    if len({_origin(action, by_id) for action in wanted}) > 1:
        raise RecordError(f"more than one action begins with {named!r}: give more of it")
    if not wanted:
        there = any(action.id.startswith(named) for action in actions)
        state = ("is not undone" if undone else "is undone already") if there else "is not there"
        raise RecordError(f"action {named} {state}: kipu history lists the actions")
    return wanted[-1]


def _origin(action: Action, by_id: dict[str, Action]) -> str:
    """Give the action that a chain of undos and redos is about."""
    while action.reverses is not None:
        action = by_id[action.reverses]
    return action.id
