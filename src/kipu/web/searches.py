"""Searches that people keep under a name, for themselves and for all who have the record."""

from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kipu.pipeline.records import Record
from kipu.web.chronology import FILTERS
from kipu.web.deciding import back_of, text_of
from kipu.web.screens import Refusal, Screen, judge_of

LONGEST_NAME = 60
LONGEST = 1000
"""Letters of a search."""


def searches(record: Record, request: Request) -> Screen:
    """List the searches that are kept."""
    del request
    kept = record.searches.all()
    return Screen("searches.html", {"kept": [(one, dict(parse_qsl(one.asked))) for one in kept]})


def keep(request: Request, form: FormData) -> Response:
    """Keep what a view was asked under a name, and lead back to it."""
    name = " ".join(text_of(form, "name").split())[:LONGEST_NAME]
    given = dict(parse_qsl(text_of(form, "asked")[:LONGEST]))
    asked = urlencode({key: given[key] for key in FILTERS if given.get(key)})
    if not name or not asked:
        raise Refusal(400, "no-search")
    with request.app.state.desk.writing() as record:
        record.searches.keep(name, asked, judge_of(request))
    return RedirectResponse(back_of(form), status_code=303)


def forget(request: Request, form: FormData) -> Response:
    """Forget a search, and lead back to the list."""
    with request.app.state.desk.writing() as record:
        record.searches.forget(text_of(form, "name"))
    return RedirectResponse("/searches", status_code=303)
