"""Feeds: each entry of RSS, Atom and JSON Feed is a text of its own.

Source: RSS 2.0, RSS 1.0 with its content and Dublin Core modules, RFC 4287, JSON Feed 1.1.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
from lxml import etree

from kipu.documents.assembly import Stated, stated_on
from kipu.documents.metadata import read_day
from kipu.documents.pieces import Extract, Piece, flat
from kipu.documents.readers.markup_lines import page_pieces
from kipu.documents.trees import attribute, local, parse_xml
from kipu.model.errors import DocumentError

MOST_ENTRIES = 10_000
_ENTRIES = frozenset(("item", "entry"))
_CONTENT = ("encoded", "content", "description", "summary")
"""Names of the elements that hold the text, the fullest first."""
_DATES = ("pubDate", "published", "date", "issued")
"""Dates of publication; that of the last change is none of them."""
_JSON_CONTENT = ("content_html", "content_text", "summary")


class Entry(msgspec.Struct, frozen=True):
    """One entry: its own bytes within the feed, and what is read in it."""

    data: bytes
    extract: Extract


def split_feed(data: bytes, uri: str) -> Iterator[Entry]:
    """Give the entries of a feed in XML; of a damaged one, those before the damage.

    Raises:
        DocumentError: It is no feed, or none that can be read.
    """
    root = parse_xml(data, uri, recover=True)
    channel = next((e for e in root.iter(etree.Element) if local(e) in ("channel", "feed")), root)
    outlet = _child_text(channel, ("title",))
    language = _child_text(channel, ("language",)) or attribute(root, "lang")
    entries = [element for element in root.iter(etree.Element) if local(element) in _ENTRIES]
    _refuse_count(len(entries), uri)
    for entry in entries:
        written = etree.tostring(entry, encoding="utf-8", with_tail=False)
        yield Entry(written, _extract(entry, outlet, language))


def _refuse_count(entries: int, uri: str) -> None:
    if not entries:
        raise DocumentError(f"{uri} is no feed, or one without entries: nothing to read")
    if entries > MOST_ENTRIES:
        raise DocumentError(f"{uri} has {entries:,} entries, more than {MOST_ENTRIES:,}: split it")


def _extract(entry: etree._Element, outlet: str | None, language: str | None) -> Extract:
    title = _plain(_child_text(entry, ("title",)) or "")
    content = next((text for name in _CONTENT if (text := _content(entry, name))), "")
    day, field = _published(entry)
    stated = Stated(
        title=title or None,
        author=_author(entry),
        outlet=outlet,
        language=(language or "").partition("-")[0].lower() or None,
        published=stated_on(day, field) if day else None,
        url=_link(entry),
    )
    return _told(title, content, stated)


def _told(title: str, content: str, stated: Stated) -> Extract:
    pieces = list(page_pieces(content))
    first = [Piece(title, "headline")] if title else []
    return Extract((*first, *pieces), stated, (), "kipu-feed")


def _child_text(element: etree._Element, names: tuple[str, ...]) -> str | None:
    for name in names:
        for child in element:
            if isinstance(child.tag, str) and local(child) == name:
                text = flat("".join(child.itertext()))
                if text:
                    return text
    return None


def _content(entry: etree._Element, name: str) -> str:
    """Give the HTML of an entry: as text, or as elements (XHTML in Atom)."""
    for child in entry:
        if isinstance(child.tag, str) and local(child) == name:
            if len(child):
                return str(etree.tostring(child, encoding="unicode", with_tail=False))
            return child.text or ""
    return ""


def _plain(title: str) -> str:
    """Give a title without markup, which some feeds write into it."""
    if "<" not in title and "&" not in title:
        return title
    return flat(" ".join(piece.text for piece in page_pieces(title)))


def _published(entry: etree._Element) -> tuple[Any, str]:
    for name in _DATES:
        day = read_day(_child_text(entry, (name,)) or "")
        if day:
            return day, name
    return None, ""


def _author(entry: etree._Element) -> str | None:
    for child in entry:
        if isinstance(child.tag, str) and local(child) in ("creator", "author"):
            name = _child_text(child, ("name",)) or flat("".join(child.itertext()))
            if name and "@" not in name:
                return name
    return None


def _link(entry: etree._Element) -> str | None:
    for child in entry:
        if isinstance(child.tag, str) and local(child) == "link":
            address = child.get("href") or (child.text or "").strip()
            if address and child.get("rel", "alternate") == "alternate":
                return str(address)
    return None


def split_json_feed(data: bytes, uri: str) -> Iterator[Entry]:
    """Give the entries of a JSON feed.

    Raises:
        DocumentError: It is damaged.
    """
    try:
        feed = json.loads(data)
    except RecursionError as error:
        raise DocumentError(f"{uri} is no feed: it is nested too deeply for one") from error
    except ValueError as error:
        raise DocumentError(
            f"{uri} is a damaged feed: it is no JSON ({error}); get it again"
        ) from error
    listed = feed.get("items") if isinstance(feed, dict) else None
    entries = [e for e in listed if isinstance(e, dict)] if isinstance(listed, list) else []
    _refuse_count(len(entries), uri)
    for entry in entries:
        yield Entry(json.dumps(entry, ensure_ascii=True).encode(), _json_extract(entry, feed))


def _json_extract(entry: dict[str, Any], feed: dict[str, Any]) -> Extract:
    day = read_day(_string(entry, "date_published"))
    listed = entry.get("authors")
    authors = listed if isinstance(listed, list) else [entry.get("author")]
    names = [_string(author, "name") for author in authors if isinstance(author, dict)]
    stated = Stated(
        title=_string(entry, "title") or None,
        author=", ".join(filter(None, names)) or None,
        outlet=_string(feed, "title") or None,
        language=_string(feed, "language").partition("-")[0].lower() or None,
        published=stated_on(day, "date_published") if day else None,
        url=_string(entry, "url") or None,
    )
    content = next((text for name in _JSON_CONTENT if (text := _string(entry, name))), "")
    return _told(_string(entry, "title"), content, stated)


def _string(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    return value.strip() if isinstance(value, str) else ""
