"""The review: one account after another that nobody has judged, each with its sentence."""

from collections.abc import Sequence

import msgspec
from starlette.requests import Request

from kipu.pipeline.pages import Claim
from kipu.pipeline.records import Record
from kipu.pipeline.standing import Value
from kipu.web.events import attributes_of
from kipu.web.screens import Screen

ALTERNATIVES = 9
"""Values that contradict each other which have a key."""


class Alternative(msgspec.Struct, frozen=True):
    """A value of a contradiction, and the key that prefers it."""

    key: int
    attribute: str
    value: str
    is_preferred: bool


class Card(msgspec.Struct, frozen=True):
    """An account that is to be judged: what stands around its trigger, and what it gives."""

    claim: Claim
    before: str
    trigger: str
    after: str
    values: tuple[Value, ...]
    alternatives: tuple[Alternative, ...]


def may_lag(request: Request) -> bool:
    """Tell whether a card is the next one, which what was judged last has no part in.

    So a key takes no longer in a large record than in a small one.
    """
    return "after" in request.query_params


def review(record: Record, request: Request) -> Screen:
    """Show the account that is asked for, or the next one that waits."""
    about = request.query_params.get("about", "").strip()
    ids = record.store.overview.entity_ids(about) if about else None
    order = record.store.desk.accounts(ids)
    waiting = record.waiting_among(order)
    account = _chosen(request, order, waiting)
    claim = record.claim(account) if account else None
    return Screen(
        "review.html",
        {
            "card": _card(claim) if claim else None,
            "waiting": len(waiting),
            "number": waiting.index(account) + 1 if account in waiting else None,
            "attributes": attributes_of(claim.account.mention.type) if claim else (),
            "about": about,
            "unknown": ids == (),
        },
    )


def _chosen(request: Request, order: Sequence[str], waiting: Sequence[str]) -> str | None:
    """Choose an account by the address: at one, the one before one, else one that waits."""
    places = {id_: place for place, id_ in enumerate(order)}
    asked = request.query_params
    if asked.get("at") in places:
        return asked["at"]
    if asked.get("before") in places:
        return order[max(places[asked["before"]] - 1, 0)]
    place = places.get(asked.get("after", ""), -1)
    first = waiting[0] if waiting else None
    return next((id_ for id_ in waiting if places[id_] > place), first)


def _card(claim: Claim) -> Card:
    doc, mention = claim.account.doc, claim.account.mention
    sentence, trigger = mention.sentence, mention.trigger
    sides = [
        (found, side)
        for found in claim.page.entry.contradictions
        for side in found.values
        if any(mention.id in value.mentions for value in found.values)
    ]
    return Card(
        claim,
        doc.text[sentence.start : trigger.start],
        doc.quote(trigger),
        doc.text[trigger.end : sentence.end],
        tuple(value for value in claim.page.values if mention.id in value.accounts),
        tuple(
            Alternative(key, found.attribute, side.value, side.value == found.preferred)
            for key, (found, side) in enumerate(sides[:ALTERNATIVES], start=1)
        ),
    )
