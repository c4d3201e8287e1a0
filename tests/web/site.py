"""What tests of the pages share: asking for pages, and reading their elements and links."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import lxml.html
from starlette.testclient import TestClient

from kipu.web import make_app

BASE = "http://localhost:8787"


def client_of(record: Path) -> TestClient:
    """Make a browser without scripts; failures of the application come as their pages."""
    return TestClient(
        make_app(record), base_url=BASE, raise_server_exceptions=False, follow_redirects=False
    )


def another(client: TestClient) -> TestClient:
    """Make another browser that asks the same application."""
    return TestClient(
        client.app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False
    )


def crawl(client: TestClient, *, most: int = 10_000) -> dict[str, httpx2.Response]:
    """Ask for the first page and all that it leads to, each address without what follows `#`."""
    pages: dict[str, httpx2.Response] = {}
    waiting = ["/"]
    while waiting and len(pages) < most:
        path = waiting.pop()
        if path not in pages:
            pages[path] = client.get(path)
            waiting += [one.partition("#")[0] for one in links(pages[path].text, path)]
    return pages


def links(text: str, path: str) -> Iterator[str]:
    """Give the addresses that a page leads to, with what follows `#`."""
    for element in lxml.html.fromstring(text).iter("a"):
        found = element.get("href", "")
        yield path + found if found.startswith(("#", "?")) else found


def shapes(text: str) -> set[tuple[str, str]]:
    """Give the elements of a page, each with each of its attributes."""
    return {
        (str(element.tag), name)
        for element in lxml.html.fromstring(text).iter()
        for name in ("", *element.attrib)
    }


def ids(text: str) -> list[str]:
    """Give all ids of a page."""
    return [element.get("id") for element in lxml.html.fromstring(text).iter() if element.get("id")]


def host_of(address: str) -> str:
    """Give the host of an address, "" for one of the same site."""
    return urlsplit(address).netloc


def press(client: TestClient, path: str, button: str, /, **fields: str) -> httpx2.Response:
    """Press the first button of a page with these words, as a browser without scripts does.

    What stands in the form is sent, and the fields that are named with what was typed into them.
    """
    page = lxml.html.fromstring(client.get(path).text)
    found = [
        one for one in page.iter("button") if " ".join(" ".join(one.itertext()).split()) == button
    ]
    assert found, f"{path} has no button {button!r}"
    named = found[0].get("form")
    form = page.get_element_by_id(named) if named else next(found[0].iterancestors("form"))
    sent = [(name, value) for name, value in form.form_values() if name not in fields]
    if found[0].get("name"):
        sent.append((found[0].get("name"), found[0].get("value", "")))
    sent += fields.items()
    body: dict[str, list[str]] = {}
    for name, value in sent:
        body.setdefault(name, []).append(value)
    return client.post(form.get("action"), data=body)
