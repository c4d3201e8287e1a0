"""A page's markup parsed; hostile pages are cut down before the parser sees them."""

import re
from html.parser import HTMLParser

import lxml.html
from lxml import etree

LONGEST_TAG = 8_000
"""Characters of one tag. libxml2 compares each attribute with all others: 50,000 took 3.5 s and
trafilatura 40 s; data URIs and embedded JSON are longer too, and nothing in them is read."""
DEEPEST = 2_000
"""libxml2 drops what is nested deeper than 2,048 elements; no browser shows such pages either."""

_TAG = re.compile(
    r"<[a-zA-Z]"
    r"(?:[^\s=>]++|\s++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|=)*+>?"
)
_TAG_NAME = re.compile(r"<[a-zA-Z][\w:-]{0,40}")
_NO_TEXT = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "head", "title"))
_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "time",
    )
)


def parse_page(html: str) -> etree._Element | None:
    """Parse a page; ``None`` where nothing is left of it.

    Tags longer than any honest one lose their attributes first.
    """
    short = "".join(_without_long_tags(html))
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        return lxml.html.document_fromstring(short.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _without_long_tags(html: str) -> list[str]:
    """Every branch of the pattern eats a character and never gives it back, so this is linear."""
    pieces, position = [], 0
    for tag in _TAG.finditer(html):
        if tag.end() - tag.start() > LONGEST_TAG:
            name = _TAG_NAME.match(tag[0])
            pieces += [html[position : tag.start()], name[0] + ">" if name else ""]
            position = tag.end()
    return [*pieces, html[position:]]


def stripped_lines(html: str) -> list[str]:
    """Give the visible text of a page line by line, by its tags alone: for pages without a tree."""
    lines = (" ".join(line.split()) for line in "".join(_Stripped(html).parts).split("\n"))
    return [line for line in lines if line]


class _Stripped(HTMLParser):
    """Collects text outside of scripts; needs no tree, so depth does not matter to it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: str | None = None
        self.feed(html)
        self.close()

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002
        """Pass over ``<![...``, as browsers do; the library fails on names it does not know."""
        del report
        end = self.rawdata.find(">", i)
        return -1 if end < 0 else end + 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in _INLINE:
            self.parts.append("\n")
        if self.silent is None and tag in _NO_TEXT:
            self.silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append("\n")
        if self.silent == tag:
            self.silent = None

    def handle_data(self, data: str) -> None:
        if self.silent is None:
            self.parts.append(data.replace("\n", " "))
