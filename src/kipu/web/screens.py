"""What a page is made of: a template, its values, and the words of a language."""

from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kipu import __version__
from kipu.lang.dates import render_interval
from kipu.pipeline.wording import number_words, source_of
from kipu.web import words
from kipu.web.facts import (
    attribution_words,
    citation,
    day_words,
    degree_words,
    flat,
    moment_words,
    quantity_words,
    said_words,
    side_words,
    value_words,
    valued_words,
)

FOLDER = Path(str(files("kipu.web")))
LANGUAGE_COOKIE = "kipu-language"
JUDGE_COOKIE = "kipu-judge"


class Screen(msgspec.Struct, frozen=True):
    """A page before it is written: the template and what it shows."""

    template: str
    values: Mapping[str, Any]
    status: int = 200


class Refusal(Exception):
    """A request that is not answered; ``code`` is one of ``words.REFUSALS``."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@cache
def environment(language: str) -> Environment:
    """Give the templates with the words of a language; everything in them is escaped."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = words.load_catalogue(language)
    # The extension of Jinja adds this method to its environments.
    made.install_gettext_callables(  # type: ignore[attr-defined]
        catalogue.gettext, catalogue.ngettext, newstyle=True
    )
    made.filters |= {
        "date": partial(render_interval, language=language),
        "number": number_words,
        "source": source_of,
        "word": partial(words.word, catalogue),
        "type": partial(words.type_word, language=language),
        "quantity": partial(quantity_words, catalogue),
        "side": partial(side_words, language=language),
        "values": partial(value_words, language=language),
        "attribution": partial(attribution_words, catalogue),
        "citation": partial(citation, language=language),
        "verdict": partial(words.verdict_words, catalogue),
        "said": lambda value, one: said_words(catalogue, value, one, language),
        "valued": lambda value, of: valued_words(catalogue, value, of, language),
        "day": partial(day_words, language=language),
        "moment": partial(moment_words, language=language),
        "flat": flat,
        "degrees": partial(degree_words, catalogue),
        "query": lambda values: urlencode({k: v for k, v in values.items() if v}),
    }
    return made


def language_of(request: Request) -> str:
    """Choose the language of a page: asked for, chosen before, or wished by the browser."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if asked in words.LANGUAGES:
        return str(asked)
    wished = request.headers.get("accept-language", "").lower()
    known = [part.strip()[:2] for part in wished.split(",")]
    return next((language for language in known if language in words.LANGUAGES), "en")


def judge_of(request: Request) -> str:
    """Give the name under which this browser judged last; "" if it did not."""
    return unquote(request.cookies.get(JUDGE_COOKIE, ""))


def write_page(screen: Screen, request: Request) -> str:
    """Write a page in the language that its reader wants."""
    language = language_of(request)
    desk = getattr(request.app.state, "desk", None)
    return (
        environment(language)
        .get_template(screen.template)
        .render(
            screen.values,
            desk=desk,
            # Under the name by which this computer was asked, since cookies belong to a name.
            projects_address=f"http://{request.url.hostname}:{desk.projects}/" if desk else None,
            path=request.url.path,
            here=f"{request.url.path}?{request.url.query}".rstrip("?"),
            asked=request.query_params,
            judge=judge_of(request),
            language=language,
            refusals=words.REFUSALS,
            version=__version__,
        )
    )


def render(screen: Screen, request: Request) -> Response:
    """Answer with a page, and remember its language where it was asked for."""
    language = language_of(request)
    response = HTMLResponse(write_page(screen, request), status_code=screen.status)
    if request.query_params.get("lang") == language:
        response.set_cookie(LANGUAGE_COOKIE, language, samesite="strict", httponly=True)
    return response
