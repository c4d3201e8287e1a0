"""What people decide in the browser: forms that judge, undo and redo, and who it is that judges."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import get_args
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kipu.lang.dates import parse_day
from kipu.model.errors import KipuError, RecordError, Superseded
from kipu.model.judgements import Judgement
from kipu.model.resolved import Contradiction
from kipu.pipeline.judging import By, Decision, Verb
from kipu.pipeline.records import Record
from kipu.record.refusals import ServerError
from kipu.web.screens import JUDGE_COOKIE, Refusal, Screen, judge_of, language_of, render
from kipu.web.words import load_catalogue

LONGEST_NAME = 80
"""Letters of the name of a judge."""
YEAR = 365 * 24 * 3600
"""Seconds for which a browser remembers who judges."""
GONE = "/history?gone=1"
"""Where a person is led whose event has no account left."""
_SETTLED: dict[str, Verb] = {"keep": "right", "pending": "unsure", "ask": "unsure"}
_OURS = re.compile(r"/(?![/\\])[\w/?=&%#.+~-]*", re.ASCII)

Answer = Callable[[Request, FormData], Response]


def take(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Make an endpoint of what answers a form, if the form was made by this run."""

    async def receive(request: Request) -> Response:
        async with request.form() as form:
            if not request.app.state.guard.accepts(form.get("token")):
                raise Refusal(403, "stale-form")
            return await run_in_threadpool(answer, request, form)

    return receive


def judge(request: Request, form: FormData) -> Response:
    """Do what a form decides, and lead back to the page that it was on."""
    judge, back = _judge(request, form), back_of(form)
    with request.app.state.desk.writing() as record:
        try:
            by = By(judge, datetime.now(UTC), _reason(form, language_of(request)))
            decisions = _settled(record, form) or _decisions(form)
            here = _Here(record, back, tuple(decision.of for decision in decisions))
            record.judge(decisions, by, seen=_seen(form))
            led = here.now()
        except KipuError as error:
            return _refused(request, error, back)
    return _lead(led, judge)


def undo(request: Request, form: FormData) -> Response:
    """Take an action back, or do it again; in a review the card that it was on comes back."""
    judge, back = _judge(request, form), back_of(form)
    named = text_of(form, "action") or None
    with request.app.state.desk.writing() as record:
        try:
            here = _Here(record, back, ())
            by = By(judge, datetime.now(UTC))
            _ = record.redo(by, named) if form.get("redo") else record.undo(by, named)
            led = _touched(record, back) or here.now()
        except KipuError as error:
            return _refused(request, error, back)
    return _lead(led, judge)


def name(request: Request, form: FormData) -> Response:
    """Keep in the browser who judges."""
    return _lead(back_of(form), _judge(request, form))


def text_of(form: FormData, field: str) -> str:
    """Read a field as text without blanks at its ends; "" if it is not there."""
    value = form.get(field)
    return value.strip() if isinstance(value, str) else ""


def back_of(form: FormData) -> str:
    """Read the page that a form was on; no other site's."""
    asked = text_of(form, "back")
    return asked if _OURS.fullmatch(asked) else "/"


def _judge(request: Request, form: FormData) -> str:
    given = " ".join(text_of(form, "judge").split())[:LONGEST_NAME]
    judge = given or judge_of(request)
    if not judge:
        raise Refusal(400, "no-judge")
    return judge


def _reason(form: FormData, language: str) -> str | None:
    """Read why it is decided; of a source that is to be asked, the reason names it."""
    reason, how = text_of(form, "reason"), text_of(form, "settle")
    catalogue = load_catalogue(language)
    if how == "ask":
        asked = catalogue.gettext("to be asked: %(name)s") % {"name": text_of(form, "whom")}
        return f"{asked}. {reason}" if reason else asked
    return reason or (catalogue.gettext("all values kept") if how == "keep" else None)


def _settled(record: Record, form: FormData) -> list[Decision]:
    """Read what is decided of all sides of a contradiction at once; nothing if that is not asked.

    Who keeps all values takes their accounts for right and prefers none; who leaves them pending
    or asks a source is unsure of each.

    Raises:
        RecordError: The sources do not contradict each other on this.
    """
    verb = _SETTLED.get(text_of(form, "settle"))
    if verb is None:
        return []
    event, attribute = text_of(form, "of"), text_of(form, "attribute")
    page = record.show(event)
    found = [one for one in page.entry.contradictions if one.attribute == attribute]
    if not found:
        raise RecordError("the sources do not contradict each other on this: look at it again")
    accounts = {mention for side in found[0].values for mention in side.mentions}
    taken_back = [
        Decision("withdraw", one.id) for one in page.judgements if _is_choice(one, found[0])
    ]
    return [*taken_back, *(Decision(verb, account) for account in sorted(accounts))]


def _is_choice(judgement: Judgement, found: Contradiction) -> bool:
    """Tell whether a judgement prefers one of the values of a contradiction."""
    return (
        judgement.kind == "value"
        and judgement.attribute == found.attribute
        and judgement.verdict == "positive"
        and judgement.value is None
    )


def _seen(form: FormData) -> int | None:
    seen = text_of(form, "seen")
    return int(seen) if seen.isdecimal() and len(seen) < 12 else None


def _decisions(form: FormData) -> list[Decision]:
    """Read what is decided, the same of each thing that is named.

    Raises:
        RecordError: The form names no verb, or nothing to judge.
    """
    verbs: tuple[Verb, ...] = get_args(Verb)
    verb = next((known for known in verbs if known == text_of(form, "verb")), None)
    things = [one for one in form.getlist("of") if isinstance(one, str) and one]
    if verb is None or not things:
        raise RecordError("the form does not say what is decided: go back and choose")
    others = tuple(one for one in form.getlist("other") if isinstance(one, str) and one)
    attribute, value = text_of(form, "attribute") or None, text_of(form, "value") or None
    if value and (attribute == "when" or verb == "date") and verb != "prefer":
        day = parse_day(value)
        value = day.edtf if day else value
    return [Decision(verb, of, others, attribute, value) for of in things]


class _Here:
    """The page that a person judges on, by what stays when its event or name gets another id."""

    def __init__(self, record: Record, back: str, judged: tuple[str, ...]) -> None:
        self._record = record
        self._back = back
        kind, _, id_ = urlsplit(back).path.strip("/").partition("/")
        self._accounts: tuple[str, ...] = ()
        self._chains: dict[str, str] = {}
        try:
            if kind == "events":
                self._accounts = record.store.event(id_).mentions
            if kind == "names" and id_:
                self._chains = record.store.desk.documents_of(record.store.entity(id_).chains)
        except RecordError as error:
            if _is_of_the_file(error):
                raise
            self._accounts = judged  # the page is gone, and what was judged on it may be elsewhere

    def now(self) -> str:
        """Give the address of the page after what was decided."""
        fragment = urlsplit(self._back).fragment
        place = f"#{fragment}" if fragment else ""
        if self._accounts:
            desk = self._record.store.desk
            events = [event for event in map(desk.event_of, self._accounts) if event]
            return f"/events/{events[0]}{place}" if events else GONE
        for chain, document in self._chains.items():
            named = self._record.store.entities_by_chain(document)
            if chain in named:
                return f"/names/{named[chain]}{place}"
        return "/names" if self._chains else self._back


def _touched(record: Record, back: str) -> str | None:
    """Give the card of the account that the last action touched, if a review goes on."""
    parts = urlsplit(back)
    if parts.path != "/review":
        return None
    deed = record.history(1)[0]
    record.resolve()
    touched = record.accounts_of((*deed.made, *deed.withdrawn))
    if not touched:
        return None
    about = parse_qs(parts.query).get("about", [])[:1]
    return f"/review?{urlencode({'at': touched[0], **({'about': about[0]} if about else {})})}"


def _refused(request: Request, error: KipuError, back: str) -> Response:
    """Say why nothing was judged; the file's own failures are told as on any page."""
    if isinstance(error, Superseded):
        values = {"newer": error.judgements, "back": back}
        return render(Screen("superseded.html", values, 409), request)
    if _is_of_the_file(error):
        raise error
    values = {"code": "not-judged", "message": str(error), "back": back}
    return render(Screen("refusal.html", values, 400), request)


def _is_of_the_file(error: KipuError) -> bool:
    return isinstance(error.__cause__, sqlite3.Error | ServerError | OSError)


def _lead(path: str, judge: str) -> Response:
    response = RedirectResponse(path, status_code=303)
    response.set_cookie(JUDGE_COOKIE, quote(judge), YEAR, samesite="strict", httponly=True)
    return response
