"""What may be asked: the parameters of each list, and cursors. A name not listed is refused."""

import base64
import binascii
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from kipu.api.problems import Refusal
from kipu.lang.dates import parse_day
from kipu.model.ids import content_id
from kipu.model.readings import EntityType
from kipu.model.resolved import EventStatus
from kipu.model.times import Interval
from kipu.record.listing import Key, Stretch

MOST = 200
"""Things that one answer may hold."""

Words = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[str, Field(min_length=1, max_length=40)]

_Position = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class Asked(BaseModel):
    """The parameters of one address."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Asked):
    """No parameters."""


class List(Asked):
    """Which part of a list: after a cursor, at most so many things."""

    cursor: str | None = Field(
        default=None,
        max_length=2000,
        description="next of the answer before; left out: from the begin",
    )
    limit: int = Field(default=50, ge=1, le=MOST, description="at most so many things")


class Documents(List):
    """Documents by where they came from."""

    language: Words | None = Field(default=None, description="a language, by its code")
    outlet: Words | None = Field(default=None, description="an outlet, by its whole name")
    sort: Literal["uri", "-uri"] = Field(default="uri", description="by uri, or backwards")


class Entities(List):
    """Persons, bodies and places by name."""

    name: Words | None = Field(default=None, description="words, all of them in one of its names")
    type: EntityType | None = Field(default=None, description="persons, organizations or places")
    sort: Literal["name", "-name"] = Field(default="name", description="by name, or backwards")


class Events(List):
    """Events by time, the undated ones last."""

    about: Words | None = Field(
        default=None, description="the id of somebody or something, or words of a name"
    )
    since: Day | None = Field(
        default=None, alias="from", description="events that may lie on this day or later"
    )
    until: Day | None = Field(
        default=None, alias="to", description="events that may lie on this day or earlier"
    )
    type: Words | None = Field(default=None, description="an event type")
    status: EventStatus | None = Field(
        default=None, description="how its sources stand to each other"
    )
    words: Words | None = Field(
        default=None, description="words, all in one sentence of an account"
    )
    sort: Literal["time", "-time"] = Field(default="time", description="by time, or backwards")


class Conflicts(Events):
    """Events on which sources disagree."""


class Judgements(List):
    """Judgements in the order they were made."""

    in_effect: bool | None = Field(
        default=None, description="only those in effect, or only withdrawn"
    )
    sort: Literal["made", "-made"] = Field(
        default="made", description="the first first, or the last"
    )


class Actions(List):
    """Actions in the order they were made."""

    sort: Literal["made", "-made"] = Field(
        default="made", description="the first first, or the last"
    )


class Search(Asked):
    """Words to be found."""

    q: Annotated[str, Field(min_length=1, max_length=500)] = Field(description="words, all found")
    limit: int = Field(default=20, ge=1, le=50, description="at most so many of each kind")


class Upload(Asked):
    """The name of a document that is sent."""

    name: Annotated[str, Field(min_length=1, max_length=300)] = Field(
        description="its file name; the record keeps it as its uri"
    )


def day_asked(text: str | None, name: str) -> Interval | None:
    """Read a day, month or year as people type it.

    Raises:
        Refusal: It is none.
    """
    interval = parse_day(text) if text is not None else None
    if text is not None and interval is None:
        raise Refusal("unsuitable", f"{name} is no date: write 2001, 03/2001 or 2001-03-15")
    return interval


def first_day(text: str | None, name: str) -> date | None:
    """Give the first day of a time that was asked for."""
    interval = day_asked(text, name)
    return interval.earliest if interval else None


def last_day(text: str | None, name: str) -> date | None:
    """Give the last day of a time that was asked for."""
    interval = day_asked(text, name)
    return interval.latest if interval else None


# Cursors.


def stretch_of(asked: List, kinds: tuple[type, ...]) -> Stretch:
    """Give the part of a list that is asked for; ``kinds`` are the types of its order.

    Raises:
        Refusal: The cursor is not one of this list, asked for in this way.
    """
    sort = getattr(asked, "sort", "")
    after = _read_cursor(asked, kinds) if asked.cursor is not None else None
    return Stretch(after, asked.limit, sort.startswith("-"))


def write_cursor(asked: List, last: Key | None) -> str | None:
    """Give the cursor of what comes after a place in a list; ``None`` if nothing does."""
    if last is None:
        return None
    packed = msgspec.json.encode((_list_asked(asked), last))
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read_cursor(asked: List, kinds: tuple[type, ...]) -> Key:
    sent = asked.cursor or ""
    try:
        packed = base64.b64decode(sent + "=" * (-len(sent) % 4), altchars=b"-_", validate=True)
        _, key = msgspec.json.decode(packed, type=tuple[str, tuple[str | _Position, ...]])
    except (msgspec.MsgspecError, binascii.Error, ValueError, RecursionError) as error:
        raise Refusal("cursor") from error
    if tuple(map(type, key)) != kinds or write_cursor(asked, key) != sent:
        raise Refusal("cursor")
    return key


def _list_asked(asked: List) -> str:
    """Give what tells one list, its filters and its order, from others."""
    values: dict[str, Any] = asked.model_dump(exclude={"cursor", "limit"})
    parts = [f"{name}={value}" for name, value in sorted(values.items()) if value is not None]
    return content_id("q", type(asked).__name__, *parts)
