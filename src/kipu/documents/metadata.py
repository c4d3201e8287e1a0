"""What a page states about its article in its head: title, author, outlet, date, language."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

import msgspec
from lxml import etree

_ARTICLE_TYPES = re.compile(r"article|posting|report|review|webpage|liveblog", re.IGNORECASE)
_BEST_TYPE = re.compile(r"newsarticle|article|posting|report", re.IGNORECASE)
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publication_date",
    "date_published",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "dcterms.date",
    "citation_publication_date",
    "rnews:datepublished",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "date",
    "fecha",
)
"""Names of ``meta`` elements that give a publication date, the surest first; dates of changes are
none of them."""
_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "title", "headline")
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "og:article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "article:author_name",
    "cxenseparse:author",
    "autor",
)
_OUTLET_NAMES = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "publisher",
    "twitter:site_name",
)
_ISO_DAY = re.compile(
    r"((?:1[5-9]|20)\d\d)[-/.]?(0[1-9]|1[0-2])[-/.]?(0[1-9]|[12]\d|3[01])(?!\d{3})"
)
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?=$|[-_])")
_WRAPPING = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$")
_ADDRESS = re.compile(r"https?:|www\.|@|/")
_WEB = re.compile(r"\s*https?://[^\s/]{3,}")
DEEPEST_JSON = 40


class Metadata(msgspec.Struct, frozen=True):
    """The page's own words; ``date_field`` names where the day stands.

    ``titles`` are all that it gives, the surest first, the outlet's name still in some.
    """

    titles: tuple[str, ...] = ()
    author: str | None = None
    outlet: str | None = None
    language: str | None = None
    day: date | None = None
    date_field: str | None = None
    url: str | None = None


def read_metadata(root: etree._Element) -> Metadata:
    """Read ``meta`` elements, JSON-LD and ``time`` elements; nothing is guessed from the text."""
    named = _named(root)
    linked = tuple(_linked_data(root))
    day, field = _published(root, named, linked)
    return Metadata(
        titles=tuple(map(unescape, _titles(root, named, linked))),
        author=_author(root, named, linked),
        outlet=_first(named, _OUTLET_NAMES) or _publisher(linked),
        language=_language(root, named),
        day=day,
        date_field=field,
        url=_address(root, named),
    )


def read_day(stated: str) -> date | None:
    """Read the day of a date as machines write it (ISO 8601, RFC 2822), in its own time zone.

    >>> read_day("2024-09-12T00:40:00+02:00")
    datetime.date(2024, 9, 12)
    """
    match = _ISO_DAY.match(stated.strip())
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
        return parsedate_to_datetime(stated).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _named(root: etree._Element) -> dict[str, str]:
    """The contents of ``meta`` elements by name, the first of each."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = " ".join(element.get("content", "").split())
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _first(named: dict[str, str], names: Iterable[str]) -> str | None:
    return next((named[name] for name in names if name in named), None)


def _linked_data(root: etree._Element) -> Iterator[dict[str, Any]]:
    """Give the JSON-LD objects that describe an article, the plainest type first."""
    found: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if script.get("type", "").lower().startswith("application/ld+json") and script.text:
            found.extend(_objects(_parsed(script.text), 0))
    described = [item for item in found if _ARTICLE_TYPES.search(_type(item))]
    yield from sorted(described, key=lambda item: not _BEST_TYPE.search(_type(item)))


def _parsed(text: str) -> Any:
    try:
        return json.loads(_WRAPPING.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST_JSON:
        return
    if isinstance(value, list):
        for part in value:
            yield from _objects(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _objects(value.get(key), depth + 1)


def _type(item: dict[str, Any]) -> str:
    return json.dumps(item.get("@type", ""))


def _published(
    root: etree._Element, named: dict[str, str], linked: Iterable[dict[str, Any]]
) -> tuple[date | None, str | None]:
    for name, stated in _stated_dates(root, named, linked):
        day = read_day(stated)
        if day:
            return day, name
    return None, None


def _stated_dates(
    root: etree._Element, named: dict[str, str], linked: Iterable[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    for item in linked:
        if isinstance(item.get("datePublished"), str):
            yield "JSON-LD datePublished", item["datePublished"]
    for name in _DATE_NAMES:
        if name in named:
            yield name, named[name]
    for element in root.iter("time", "span", "abbr", "div", "p"):
        published = "datePublished" in element.get("itemprop", "") or "pubdate" in element.attrib
        if published:
            yield "itemprop datePublished", element.get("datetime") or element.get("content") or ""
    yield from _times(root)


def _times(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The one ``<time>`` of a page; of several, those in the article before its first paragraph."""
    times = [element for element in root.iter("time") if element.get("datetime")]
    days = {read_day(element.get("datetime", "")) for element in times}
    if len(days) == 1:
        yield "time datetime", times[0].get("datetime", "")
    article = next(root.iter("article"), None)
    if len(days) > 1 and article is not None:
        for element in article.iter("p", "time"):
            if element.tag == "time" and element.get("datetime"):
                yield "time datetime", element.get("datetime", "")
            elif len("".join(element.itertext())) > 200:
                return


def _titles(
    root: etree._Element, named: dict[str, str], linked: Iterable[dict[str, Any]]
) -> Iterator[str]:
    for item in linked:
        if isinstance(item.get("headline"), str):
            yield " ".join(item["headline"].split())
    yield from (named[name] for name in _TITLE_NAMES if name in named)
    for element in root.iter("title"):
        if element.text and element.text.strip():
            yield " ".join(element.text.split())
            return


def _author(
    root: etree._Element, named: dict[str, str], linked: Iterable[dict[str, Any]]
) -> str | None:
    for item in linked:
        names = list(dict.fromkeys(_person_names(item.get("author"))))
        if names:
            return ", ".join(names)
    stated = _first(named, _AUTHOR_NAMES)
    if stated and not _ADDRESS.search(stated):
        return stated
    for element in root.iter("a", "span"):
        if element.get("rel") == "author" or element.get("itemprop") == "author":
            text = " ".join("".join(element.itertext()).split())
            if 0 < len(text) < 80:
                return text
    return None


def _person_names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value[:50]:
            yield from _person_names(part)
    elif isinstance(value, dict):
        yield from _person_names(value.get("name"))
    elif isinstance(value, str) and value.strip() and not _ADDRESS.search(value):
        yield " ".join(value.split())


def _publisher(linked: Iterable[dict[str, Any]]) -> str | None:
    for item in linked:
        name = next(_person_names(item.get("publisher")), None)
        if name:
            return name
    return None


def _address(root: etree._Element, named: dict[str, str]) -> str | None:
    """The address under which the page wants to be known."""
    links = (link.get("href") for link in root.iter("link") if link.get("rel") == "canonical")
    addresses = (next(filter(None, links), None), named.get("og:url"))
    return next((a.strip() for a in addresses if a and _WEB.match(a)), None)


def _language(root: etree._Element, named: dict[str, str]) -> str | None:
    stated = root.get("lang") or named.get("og:locale") or named.get("content-language") or ""
    match = _LANGUAGE.match(stated)
    return match[0].lower() if match else None
