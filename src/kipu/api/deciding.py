"""What is written: each function answers one address, by the functions that the commands use."""

import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

import msgspec
from fastapi import Query, Request
from starlette.responses import Response

from kipu.api import asking
from kipu.api.looking import decode, reply
from kipu.api.problems import Refusal
from kipu.api.tags import seen_by
from kipu.api.tokens import Grant
from kipu.model.errors import DocumentError, RecordError, Superseded
from kipu.model.judgements import Action
from kipu.pipeline.batches import Addition
from kipu.pipeline.judging import By, Decision
from kipu.pipeline.loading import Source
from kipu.pipeline.pieces import give_action, give_judgement, judgement_pieces
from kipu.pipeline.records import Record
from kipu.record.refusals import is_of_the_file

_ID = re.compile(r"[vemsdj][0-9a-f]{16}", re.ASCII)
LONGEST_SUFFIX = 8

Id = Annotated[str, msgspec.Meta(pattern=rf"^{_ID.pattern}$", max_length=17)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Decided(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One decision; see ``kipu judge --help``.

    ``other`` are ids: what ``of`` is compared with, or what is split off it; of ``edit`` it is the
    one value of several that is meant. ``attribute`` is when, place, type, factuality, source or a
    role, ``value`` the value as it is shown, or the new one.
    """

    verb: Literal[
        "right", "wrong", "unsure", "prefer", "reject", "edit", "same", "different", "split",
        "copy", "original", "date", "key", "disputed", "note", "assign", "tag",
    ]  # fmt: skip
    of: Id
    other: Annotated[tuple[Words, ...], msgspec.Meta(max_length=500)] = ()
    attribute: Annotated[str, msgspec.Meta(min_length=1, max_length=60)] | None = None
    value: Words | None = None


class Decisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is decided at once, and undone at once; all of it is done or nothing."""

    decisions: Annotated[tuple[Decided, ...], msgspec.Meta(min_length=1, max_length=500)]
    reason: Words | None = None


def judge(request: Request, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """Decide something, on the state that If-Match names."""
    sent: Decisions = decode(request, Decisions)
    decisions = [Decision(**msgspec.structs.asdict(one)) for one in sent.decisions]
    for one in decisions:
        if one.verb != "edit" and not all(_ID.fullmatch(id_) for id_ in one.other):
            raise Refusal("unsuitable", "other holds whole ids, but for edit")
    with request.app.state.desk.writing() as record:
        return _done(record, _judge(request, record, decisions, sent.reason), 201)


def withdraw(request: Request, id: str, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """Withdraw a judgement of one's own; an owner may withdraw all."""
    with request.app.state.desk.writing() as record:
        known = give_judgement(record.lists, id)
        if known is None:
            raise Refusal("not-there")
        _refuse_of_others(request, known["judge"])
        if known["withdrawn"]:
            raise Refusal("conflict", f"judgement {id} is withdrawn already")
        action = _judge(request, record, [Decision("withdraw", id)], None)
        return _done(record, action, 200)


def undo(request: Request, id: str, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """Take an action of one's own back; an owner may take back all."""
    return _reverse(request, id, lambda record, by: record.undo(by, id))


def redo(request: Request, id: str, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """Do an undone action of one's own again; an owner may do so with all."""
    return _reverse(request, id, lambda record, by: record.redo(by, id))


def add(request: Request, asked: Annotated[asking.Upload, Query()]) -> Response:
    """Read the document that is sent, or the documents that it holds, into the record."""
    name = PurePosixPath(asked.name.replace("\\", "/")).name or "document"
    suffix = PurePosixPath(name).suffix
    is_plain = suffix.isascii() and suffix[1:].isalnum() and len(suffix) < LONGEST_SUFFIX
    with tempfile.TemporaryDirectory(prefix="kipu-") as folder:
        # The file has a name of our own; its own name is kept as the source's only.
        path = Path(folder) / f"document{suffix if is_plain else ''}"
        path.write_bytes(request.state.body)
        with request.app.state.desk.adding() as record:
            items = [_addition(one, folder) for one in record.add_all([Source(path, name)])]
    is_new = any(item["outcome"] == "added" for item in items)
    return reply({"items": items}, status=201 if is_new else 200)


def _addition(addition: Addition, folder: str) -> dict[str, str | None]:
    return {
        "uri": addition.uri,
        "outcome": addition.outcome,
        "document": addition.reading.doc.id if addition.reading else None,
        "reason": addition.reason and addition.reason.replace(folder, "…"),
    }


def _judge(
    request: Request, record: Record, decisions: Sequence[Decision], reason: str | None
) -> Action:
    seen = seen_by(request.headers.get("if-match"), record.lists)
    try:
        return record.judge(decisions, _by(request, reason), seen=seen)
    except Superseded as error:
        raise Refusal(
            "superseded", str(error), judgements=judgement_pieces(error.judgements)
        ) from error
    except (RecordError, DocumentError) as error:
        if is_of_the_file(error):
            raise
        raise Refusal("no-judgement", str(error)) from error


def _reverse(request: Request, id: str, reverse: Callable[[Record, By], Action]) -> Response:
    with request.app.state.desk.writing() as record:
        known = give_action(record.lists, id)
        if known is None:
            raise Refusal("not-there")
        _refuse_of_others(request, known["judge"])
        try:
            return _done(record, reverse(record, _by(request, None)), 201)
        except RecordError as error:
            if is_of_the_file(error):
                raise
            raise Refusal("conflict", str(error)) from error


def _refuse_of_others(request: Request, judge: str) -> None:
    grant: Grant = request.state.grant
    if grant.role != "owner" and grant.name != judge:
        raise Refusal("not-yours")


def _by(request: Request, reason: str | None) -> By:
    return By(request.state.grant.name, datetime.now(UTC), reason)


def _done(record: Record, action: Action, status: int) -> Response:
    return reply(
        give_action(record.lists, action.id), status=status, location=f"/v1/actions/{action.id}"
    )
