"""What is read: each function answers one address.

All take ``asked``, also where nothing can be asked for: what is not in it is refused.
"""

from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec
from fastapi import Query, Request
from starlette.responses import Response

from kipu.api import asking
from kipu.api.asking import first_day, last_day, stretch_of, write_cursor
from kipu.api.desk import LATER
from kipu.api.problems import KINDS, Refusal, give_problem
from kipu.api.tags import is_known, tag_of
from kipu.lang.ontology import load_ontology
from kipu.model.errors import DocumentError
from kipu.pipeline import pieces
from kipu.pipeline.pieces import Pieces
from kipu.pipeline.time_lines import TextLine, times_of_line
from kipu.record import Question, Store

T = TypeVar("T")

TEXT, NUMBER = (str, str), (int,)
TIME = (str, str, str, str)
LONGEST_TEXT = 50_000
"""Characters of a text whose times are read."""


def reply(value: object, *, status: int = 200, **headers: str) -> Response:
    """Write an answer as JSON."""
    return Response(
        msgspec.json.encode(value), status, headers=headers, media_type="application/json"
    )


def answer(request: Request, ask: Callable[[Store], object]) -> Response:
    """Answer from the record as it is at one moment, unless the client holds the answer already.

    Raises:
        Refusal: The record does not hold what is asked for (``ask`` gives ``None``).
    """
    with request.app.state.desk.looking() as (store, moment):
        tag = tag_of(moment)
        if is_known(tag, request.headers.get("if-none-match")):
            return Response(status_code=304, headers={"etag": tag})
        found = ask(store)
        if found is None:
            raise Refusal("not-there")
        return reply(found, etag=tag)


def decode(request: Request, kind: type[T]) -> T:
    """Read the body of a request.

    Raises:
        Refusal: It is not JSON, or of another shape.
    """
    try:
        return msgspec.json.decode(request.state.body, type=kind)
    except msgspec.ValidationError as error:
        raise Refusal("unsuitable", str(error)) from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("malformed") from error


def _listed(asked: asking.List, found: Pieces) -> dict[str, object]:
    return {"items": found.items, "next": write_cursor(asked, found.last)}


def counts(request: Request, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """How much the record holds."""
    return answer(request, lambda store: store.counts())


def documents(request: Request, asked: Annotated[asking.Documents, Query()]) -> Response:
    """The documents, by where they came from, without their texts."""
    stretch = stretch_of(asked, TEXT)
    return answer(
        request,
        lambda store: _listed(
            asked,
            pieces.list_documents(store, stretch, language=asked.language, outlet=asked.outlet),
        ),
    )


def document(request: Request, id: str, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """One document with its text."""
    return answer(request, lambda store: pieces.give_document(store, id))


def entities(request: Request, asked: Annotated[asking.Entities, Query()]) -> Response:
    """Persons, bodies and places by name, without their mentions."""
    stretch = stretch_of(asked, TEXT)
    return answer(
        request,
        lambda store: _listed(
            asked, pieces.list_entities(store, stretch, name=asked.name, type=asked.type)
        ),
    )


def entity(request: Request, id: str, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """One person, body or place, with its mentions."""
    return answer(request, lambda store: pieces.give_entity(store, id))


def events(request: Request, asked: Annotated[asking.Events, Query()]) -> Response:
    """What happened, by time, each with all accounts of it; the undated last."""
    stretch = stretch_of(asked, TIME)
    question = _question(asked)
    return answer(
        request,
        lambda store: _listed(asked, pieces.list_events(store, stretch, question(store))),
    )


def event(request: Request, id: str, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """One event with all accounts of it."""
    return answer(request, lambda store: pieces.give_event(store, id))


def conflicts(request: Request, asked: Annotated[asking.Conflicts, Query()]) -> Response:
    """What the sources disagree on, by the time of the event; the limit counts events."""
    stretch = stretch_of(asked, TIME)
    question = _question(asked)
    return answer(
        request,
        lambda store: _listed(asked, pieces.list_contradictions(store, stretch, question(store))),
    )


def _question(asked: asking.Events) -> Callable[[Store], Question]:
    """Give what makes a question to the record of what is asked for.

    Raises:
        Refusal: There is no such day or type.
    """
    earliest, latest = first_day(asked.since, "from"), last_day(asked.until, "to")
    if asked.type is not None and asked.type not in load_ontology().types:
        raise Refusal("unsuitable", "there is no such type of event: see docs/ontology.md")

    def ask(store: Store) -> Question:
        about = None if asked.about is None else _entities_asked(store, asked.about)
        return Question(about, earliest, latest, asked.type, asked.status, asked.words)

    return ask


def _entities_asked(store: Store, about: str) -> list[str]:
    """Give the entities that are meant by an id or by words of a name."""
    found = store.fetch_entities([about]) or store.entities(about)
    return [entity.id for entity in found]


def judgements(request: Request, asked: Annotated[asking.Judgements, Query()]) -> Response:
    """What people decided, also what was withdrawn."""
    stretch = stretch_of(asked, NUMBER)
    return answer(
        request,
        lambda store: _listed(
            asked, pieces.list_judgements(store, stretch, in_effect=asked.in_effect)
        ),
    )


def judgement(request: Request, id: str, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """One decision."""
    return answer(request, lambda store: pieces.give_judgement(store.lists, id))


def actions(request: Request, asked: Annotated[asking.Actions, Query()]) -> Response:
    """What people did at once: decided, undid, did again."""
    stretch = stretch_of(asked, NUMBER)
    return answer(request, lambda store: _listed(asked, pieces.list_actions(store, stretch)))


def action(request: Request, id: str, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """One action."""
    return answer(request, lambda store: pieces.give_action(store.lists, id))


def search(request: Request, asked: Annotated[asking.Search, Query()]) -> Response:
    """Events and documents that hold all the words, the best first, with words around them."""
    return answer(request, lambda store: {"items": store.search(asked.q, limit=asked.limit)})


def times(request: Request, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """The times that a text tells, and what days they come to; nothing is kept."""
    line = decode(request, TextLine)
    if len(line.text) > LONGEST_TEXT:
        raise Refusal("unsuitable", f"the text is longer than {LONGEST_TEXT:,} characters")
    texts = request.app.state.desk.texts
    # Whoever waited here would keep a thread from those who ask for something quick.
    if not texts.acquire(blocking=False):
        raise Refusal("too-many", "other texts are being read", headers=LATER)
    try:
        return reply(times_of_line(line))
    except DocumentError as error:
        raise Refusal("no-reading", str(error)) from error
    finally:
        texts.release()


def problem(code: str, asked: Annotated[asking.Nothing, Query()]) -> Response:
    """What a kind of problem means, and what to do."""
    if code not in KINDS:
        raise Refusal("not-found")
    return reply(give_problem(code))
