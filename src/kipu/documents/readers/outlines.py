"""Lists of feeds (OPML), as every feed reader exports them.

Source: OPML 2.0, subscription lists.
"""

import msgspec
from lxml import etree

from kipu.documents.trees import local, parse_xml
from kipu.model.errors import DocumentError

MOST_FEEDS = 10_000


class FeedLink(msgspec.Struct, frozen=True):
    """A feed of a list: its address, and what the list calls it."""

    url: str
    title: str | None = None


def read_outline(data: bytes, uri: str) -> tuple[FeedLink, ...]:
    """Give the feeds of a list in their order, each once.

    Raises:
        DocumentError: It is no list of feeds, is damaged, or names none.
    """
    root = parse_xml(data, uri)
    if local(root) != "opml":
        raise DocumentError(f"{uri} is no list of feeds (OPML): name a feed by its address")
    found: dict[str, FeedLink] = {}
    for outline in root.iter(etree.Element):
        url = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
        if local(outline) == "outline" and url:
            title = outline.get("title") or outline.get("text")
            found.setdefault(url, FeedLink(url, title or None))
    if not found:
        raise DocumentError(f"{uri} names no feed: there is no xmlUrl in it")
    if len(found) > MOST_FEEDS:
        raise DocumentError(f"{uri} names {len(found):,} feeds, more than {MOST_FEEDS:,}: split it")
    return tuple(found.values())
