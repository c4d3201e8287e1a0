"""A record as a site of files: the same pages, written down."""

import asyncio
import re
from collections import Counter, deque
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec
from starlette.types import ASGIApp, Message

from kipu.model.errors import RecordError
from kipu.pipeline.records import open_record
from kipu.record.connections import Place
from kipu.web.app import make_app
from kipu.web.redacting import Redaction, Rules, apply_rules, find_leak, redact
from kipu.web.screens import FOLDER

# Only markup has these: in a text, the quotation mark would be escaped.
_LINK = re.compile(r'(?P<name>href|src)="(?P<path>/[^"]*)"')


class Published(msgspec.Struct, frozen=True):
    """What was written: pages and other files; ``hidden`` counts for each rule what it hid."""

    pages: int
    files: int
    hidden: tuple[int, ...] = ()


def publish(record: Place, folder: Path, *, language: str, rules: Rules | None = None) -> Published:
    """Write every page that the first one leads to into a folder that is not there or empty.

    Raises:
        RecordError: The record cannot be read, a page fails, or the folder cannot be written; or
            something would be published that the rules keep back. Nothing is written then.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RecordError(f"{folder} is not an empty folder: name a new one, nothing was written")
    rules = rules or Rules()
    with open_record(record, create=False) as opened:
        redaction = apply_rules(rules, opened)
    app = make_app(record, live=False, withheld=redaction.withheld)
    pages = asyncio.run(_crawl(app, language))
    pages, counts = _redacted(pages, redaction)
    try:
        for path, text in pages.items():
            target = folder / file_of(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_relative(text, path), "utf-8")
        files = _copy_static(folder / "static")
    except OSError as error:
        raise RecordError(f"{folder} cannot be written ({error.strerror or error})") from error
    hidden = tuple(counts[number] for number in range(len(rules.hide)))
    return Published(len(pages), files, hidden)


def _redacted(pages: dict[str, str], redaction: Redaction) -> tuple[dict[str, str], Counter[int]]:
    """Hide what is to be hidden on all pages, and look whether it is.

    Raises:
        RecordError: A page tells it all the same.
    """
    clean, counts = {}, Counter[int]()
    for path, text in pages.items():
        clean[path], found = redact(text, redaction)
        counts += found
        leak = find_leak(clean[path], redaction)
        if leak is not None:
            raise RecordError(
                f"page {path} still tells {leak!r}, which the rules keep back: hide it under "
                "another name, or withhold the documents that tell it; nothing was written"
            )
    return clean, counts


async def _crawl(app: ASGIApp, language: str) -> dict[str, str]:
    """Ask for the first page, and for all that the pages link to."""
    waiting, pages = deque(["/"]), {"/": ""}
    while waiting:
        path = waiting.popleft()
        status, body = await ask(app, path, language)
        if status != 200:
            raise RecordError(f"page {path} could not be made (status {status}): run kipu check")
        pages[path] = body.decode()
        for found in _LINK.finditer(pages[path]):
            linked = urlsplit(found["path"]).path
            if linked not in pages and not linked.startswith("/static/"):
                pages[linked] = ""
                waiting.append(linked)
    return pages


async def ask(app: ASGIApp, path: str, language: str) -> tuple[int, bytes]:
    """Ask the application for a page without a network; gives status and body."""
    status, parts = 0, []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept-language", language.encode())],
        "server": ("localhost", 80),
        "client": ("localhost", 0),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, b"".join(parts)


def file_of(path: str) -> str:
    """Give the file of an address.

    >>> file_of("/events/v1"), file_of("/")
    ('events/v1.html', 'index.html')
    """
    inner = path.strip("/")
    if inner.startswith("static/"):
        return inner
    return f"{inner or 'index'}.html"


def _relative(text: str, path: str) -> str:
    """Make the links of a page lead from file to file, wherever the folder is put."""
    up = "../" * (len(PurePosixPath(file_of(path)).parts) - 1)

    def lead(found: re.Match[str]) -> str:
        parts = urlsplit(found["path"])
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f'{found["name"]}="{up}{file_of(parts.path)}{fragment}"'

    return _LINK.sub(lead, text)


def _copy_static(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    files = [path for path in (FOLDER / "static").iterdir() if path.is_file()]
    for path in files:
        (folder / path.name).write_bytes(path.read_bytes())
    return len(files)
