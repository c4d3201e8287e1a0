"""What is said when a request is refused: problem details as of RFC 9457."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from starlette.responses import Response

Json = dict[str, Any]

MEDIA_TYPE = "application/problem+json"


class Kind(msgspec.Struct, frozen=True):
    """A kind of refusal: its status, what happened, and what to do."""

    status: int
    title: str
    advice: str


KINDS = {
    "malformed": Kind(
        400,
        "The body is not JSON",
        "Send one JSON object in UTF-8, not nested deeper than the shape that is asked for.",
    ),
    "cursor": Kind(
        400,
        "This cursor is not one of this list",
        "Take the cursor from the answer before, and send it with the same filters and order.",
    ),
    "no-token": Kind(
        401,
        "A token is needed",
        "Send the header Authorization: Bearer TOKEN; kipu token add makes one.",
    ),
    "token": Kind(
        401,
        "This token is not known",
        "It may have been revoked, or be of another record; kipu token add makes one.",
    ),
    "forbidden": Kind(
        403,
        "The role of this token does not allow this",
        "Ask the owner of the record for a token with a role that does.",
    ),
    "not-yours": Kind(
        403,
        "Somebody else decided this",
        "Take back what you decided yourself; the owner of the record may take back all.",
    ),
    "not-found": Kind(
        404, "There is no such address", "/v1/openapi.json lists the addresses that there are."
    ),
    "not-there": Kind(
        404,
        "The record does not hold this",
        "Give the whole id; it may be of another record, or be gone since documents were added.",
    ),
    "method": Kind(
        405,
        "This address cannot be used so",
        "/v1/openapi.json lists the methods of each address.",
    ),
    "conflict": Kind(
        409,
        "This cannot be taken back or done again as things stand",
        "Look at /v1/actions, and decide anew.",
    ),
    "superseded": Kind(
        412,
        "Somebody judged the same since you looked",
        "See what they decided, get what you judge again, and decide with its ETag.",
    ),
    "state": Kind(
        412,
        "This ETag is of no state of this record",
        "Get what you judge again, and send the one strong ETag of that answer.",
    ),
    "too-large": Kind(413, "The body is too large", "Send less at once."),
    "too-long": Kind(414, "The address is too long", "Ask for less at once."),
    "media-type": Kind(
        415, "The body is of another type", "Send it with the type that the address takes."
    ),
    "unsuitable": Kind(
        422,
        "What was sent does not fit",
        "See detail, and the shapes in /v1/openapi.json.",
    ),
    "no-judgement": Kind(
        422,
        "This cannot be judged so",
        "See detail; nothing was written.",
    ),
    "no-reading": Kind(422, "This cannot be read", "See detail."),
    "precondition": Kind(
        428,
        "Say which state you decided on",
        "Send the ETag of what you looked at as the header If-Match, one tag.",
    ),
    "too-many": Kind(429, "Too many requests", "Wait as many seconds as Retry-After says."),
    "tokens": Kind(
        503,
        "Nobody is let in at present",
        "The file of the tokens cannot be used; the log of the server says why.",
    ),
    "fault": Kind(
        500,
        "kipu failed, which is a fault of kipu",
        "Nothing was changed; what happened stands where the server writes its log.",
    ),
    "record": Kind(
        503,
        "The record cannot be read or written at present",
        "Another program may be writing to it; try again. If that lasts, run kipu check.",
    ),
}
"""All kinds of refusal by their code, the last part of a problem's ``type``."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Problem details. ``type`` is an address that tells of the kind; ``detail`` is this case.

    ``judgements`` are those that somebody else made, or withdrew, of what was to be judged.
    """

    type: str
    title: str
    status: int
    advice: str
    detail: str | None = None
    judgements: Sequence[Json] = ()


class Refusal(Exception):
    """A request that is not answered; ``code`` is one of ``KINDS``."""

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        judgements: Sequence[Json] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.headers = headers or {}
        self.judgements = judgements


def give_problem(code: str, detail: str | None = None, judgements: Sequence[Json] = ()) -> Problem:
    """Make the details of a problem of a kind."""
    kind = KINDS[code]
    return Problem(f"/v1/problems/{code}", kind.title, kind.status, kind.advice, detail, judgements)


def render_refusal(refusal: Refusal) -> Response:
    """Write a refusal as the answer to its request."""
    problem = give_problem(refusal.code, refusal.detail, refusal.judgements)
    return Response(
        msgspec.json.encode(problem),
        problem.status,
        headers=dict(refusal.headers),
        media_type=MEDIA_TYPE,
    )
