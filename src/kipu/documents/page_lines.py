"""The visible lines of a page, each with what the markup around it tells."""

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from kipu.documents.markup import DEEPEST

_SILENT = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "head", "title", "button",
    "select", "option", "input", "textarea", "object", "embed", "audio", "video", "canvas",
    "math", "datalist", "progress", "meter", "map",
))  # fmt: skip
_FURNITURE = frozenset((
    "nav", "aside", "footer", "form", "dialog", "menu",
))  # fmt: skip
_FURNITURE_ROLES = frozenset((
    "navigation", "complementary", "contentinfo", "search", "dialog", "alert", "banner", "form",
    "menu", "toolbar",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr",
    "picture", "source",
))  # fmt: skip
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_NAME_PART = re.compile(r"[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class PageLine(msgspec.Struct, frozen=True):
    """A line of a page as a reader sees it, with runs of white space made one space.

    ``level`` is 1 to 6 in a heading, else 0. ``linked`` is the share of its characters that are in
    links. ``furniture`` and ``articles`` are the numbers of the elements around it that look like
    furniture, or are ``<article>``, the outermost first; ``group`` that of its block's parent.
    ``names`` are the class and id names of its block.
    """

    text: str
    tag: str
    level: int
    linked: float
    caption: bool
    entry: bool
    group: int
    furniture: tuple[int, ...]
    articles: tuple[int, ...]
    names: str


class PageText(msgspec.Struct, frozen=True):
    """All visible lines of a page; ``cut`` where it is nested too deeply to be read whole."""

    lines: tuple[PageLine, ...]
    cut: bool


class _Frame(msgspec.Struct, frozen=True):
    """What holds inside of an element."""

    number: int
    tag: str
    block: int = 0
    group: int = 0
    silent: bool = False
    link: bool = False
    level: int = 0
    caption: bool = False
    entry: bool = False
    furniture: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    names: str = ""


def read_page_lines(root: etree._Element, markup: frozenset[str]) -> PageText:
    """Give the visible lines of a page in order.

    Args:
        markup: Parts of class names that furniture bears.
    """
    walk = _Walk(markup)
    lines = tuple(walk.lines(root))
    return PageText(lines, walk.deepest >= DEEPEST)


class _Walk:
    """One pass over a tree without recursion, since pages nest as deep as they like."""

    def __init__(self, markup: frozenset[str]) -> None:
        self.markup = markup
        self.frames = [_Frame(0, "html")]
        self.pieces: list[tuple[str, bool]] = []
        self.count = self.deepest = 0

    def lines(self, root: etree._Element) -> Iterator[PageLine]:
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                yield from self._open(element)
            elif event == "end":
                yield from self._close(element)
            self._add(element.text if event == "start" else element.tail)
        yield from self._line()

    def _open(self, element: etree._Element) -> Iterator[PageLine]:
        tag = str(element.tag).lower()
        if tag not in _INLINE and not self._within_heading(tag):
            yield from self._line()
        self.count += 1
        self.frames.append(self._frame(element, tag, self.frames[-1]))
        self.deepest = max(self.deepest, len(self.frames))

    def _close(self, element: etree._Element) -> Iterator[PageLine]:
        frame = self.frames[-1]
        if frame.tag not in _INLINE and not self._within_heading(frame.tag):
            yield from self._line()
        self.frames.pop()

    def _within_heading(self, tag: str) -> bool:
        """A line break in a heading is a question of looks."""
        if tag == "br" and self.frames[-1].level:
            self.pieces.append((" ", False))
            return True
        return False

    def _add(self, text: str | None) -> None:
        if text and not self.frames[-1].silent:
            self.pieces.append((text, self.frames[-1].link))

    def _frame(self, element: etree._Element, tag: str, outer: _Frame) -> _Frame:
        names = _names(element)
        number = self.count
        inline = tag in _INLINE
        furniture = self._is_furniture(element, tag, names)
        return _Frame(
            number,
            tag,
            block=outer.block if inline or tag == "br" else number,
            group=outer.group if inline or tag == "br" else outer.block,
            silent=outer.silent or tag in _SILENT or _is_hidden(element),
            link=outer.link or tag == "a",
            level=_HEADINGS.get(tag, outer.level),
            caption=outer.caption or tag == "figcaption" or "caption" in _parts(names),
            entry=outer.entry or tag in ("li", "dd", "dt"),
            furniture=(*outer.furniture, number) if furniture else outer.furniture,
            articles=(*outer.articles, number) if tag == "article" else outer.articles,
            names=f"{outer.names} {names}" if inline else names,
        )

    def _is_furniture(self, element: etree._Element, tag: str, names: str) -> bool:
        if tag in ("html", "body", "main", "article"):
            return False
        role = element.get("role", "").lower()
        named = bool(self.markup.intersection(_parts(names)))
        return tag in _FURNITURE or role in _FURNITURE_ROLES or named

    def _line(self) -> Iterator[PageLine]:
        pieces, self.pieces = self.pieces, []
        text = " ".join("".join(piece for piece, _ in pieces).split())
        if not text:
            return
        frame = self.frames[-1]
        linked = sum(len("".join(piece.split())) for piece, link in pieces if link)
        yield PageLine(
            text=text,
            tag=frame.tag,
            level=frame.level,
            linked=linked / len("".join(text.split())),
            caption=frame.caption,
            entry=frame.entry,
            group=frame.group,
            furniture=frame.furniture,
            articles=frame.articles,
            names=frame.names,
        )


def _names(element: etree._Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}".strip()


def _parts(names: str) -> set[str]:
    return {part.lower() for part in _NAME_PART.split(names) if part}


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return "hidden" in element.attrib or bool(style and _HIDDEN_STYLE.search(style))
