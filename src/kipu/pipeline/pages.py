"""What a record tells of one event, of one person, body or place, and of one claim."""

import msgspec

from kipu.model.documents import CreationTime, Document
from kipu.model.judgements import Judgement
from kipu.model.resolved import Entity
from kipu.pipeline.chronology import Entry
from kipu.pipeline.standing import Value
from kipu.record import Account


class EventPage(msgspec.Struct, frozen=True):
    """Everything about one event: each document's account, and who and where in words.

    ``names`` leads from the ids of the entities that take part to their names, ``dated`` from the
    ids of the documents to their dates, stated or inferred. ``values`` are all that its accounts
    give, with what people judged of them; ``seen`` is the number of the last action that is in it.
    """

    entry: Entry
    accounts: tuple[Account, ...]
    names: dict[str, str]
    dated: dict[str, CreationTime]
    values: tuple[Value, ...]
    judgements: tuple[Judgement, ...]
    seen: int


class EntityPage(msgspec.Struct, frozen=True):
    """Everything about one person, body or place.

    ``names`` leads from the ids of the chains that its statements are about to the names of
    their entities. ``documents`` leads from a document's id to it.
    """

    entity: Entity
    entries: tuple[Entry, ...]
    names: dict[str, str]
    documents: dict[str, Document]
    judgements: tuple[Judgement, ...] = ()
    seen: int = 0


class Claim(msgspec.Struct, frozen=True):
    """One account that nobody has judged yet, on the page of its event."""

    account: Account
    page: EventPage
