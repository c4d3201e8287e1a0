"""The visible lines of a page, each with what the markup around it tells."""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from lxml import etree

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
_CELLS = frozenset(("td", "th"))
_EMPTY = frozenset(("br", "img", "hr", "input"))
_WHOLE = frozenset(("html", "body", "main", "article"))
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
LONGEST_CELL = 60
"""Characters of a cell of a table of figures and names."""
LONGEST_CAPTION, LONGEST_SENTENCE = 40, 12
"""Words of a line below a picture without markup of its own; sentences may be paragraphs."""

_NAME_PART = re.compile(r"[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class PageLine(msgspec.Struct, frozen=True):
    """A line of a page as a reader sees it, with runs of white space made one space.

    ``level`` is 1 to 6 in a heading, else 0. ``linked`` is the share of its characters that are in
    links. ``furniture``, ``named`` and ``articles`` are the numbers of the elements around it that
    are furniture by tag or role, that only bear a name of furniture, and that are ``<article>``,
    the outermost first; ``group`` is that of its block's parent. ``names`` are the class and id
    names of its block.
    """

    text: str
    tag: str
    level: int
    linked: float
    caption: bool
    entry: bool
    group: int
    furniture: tuple[int, ...]
    named: tuple[int, ...]
    articles: tuple[int, ...]
    names: str


class PageText(msgspec.Struct, frozen=True):
    """All visible lines of a page, and how deeply its elements are nested."""

    lines: tuple[PageLine, ...]
    depth: int


class _Frame(msgspec.Struct, frozen=True):
    """What holds inside of an element."""

    number: int
    tag: str
    block: int = 0
    group: int = 0
    link: bool = False
    level: int = 0
    caption: bool = False
    entry: bool = False
    furniture: tuple[int, ...] = ()
    named: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    names: str = ""


def read_page_lines(root: etree._Element, markup: frozenset[str]) -> PageText:
    """Give the visible lines of a page in order.

    Args:
        markup: Parts of class names that furniture bears.
    """
    walk = _Walk(markup)
    lines = tuple(walk.lines(root))
    return PageText(lines, walk.deepest)


class _Walk:
    """One pass over a tree without recursion, since pages nest as deep as they like."""

    def __init__(self, markup: frozenset[str]) -> None:
        self.markup = markup
        self.frames = [_Frame(0, "html")]
        self.pieces: list[tuple[str, bool]] = []
        self.pictured: set[int] = set()
        self.rows: set[int] = set()
        self.count = self.deepest = 0

    def lines(self, root: etree._Element) -> Iterator[PageLine]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = str(element.tag)
            if event == "start":
                if tag in _SILENT:
                    walk.skip_subtree()
                yield from self._open(element, tag)
                self._add(None if tag in _SILENT else element.text)
            else:
                yield from self._close(tag)
                self._add(element.tail)
        yield from self._line()

    def _open(self, element: etree._Element, tag: str) -> Iterator[PageLine]:
        if not self._goes_on(tag):
            yield from self._line()
        self.count += 1
        self.frames.append(self._frame(dict(element.items()), tag, self.frames[-1]))
        self.deepest = max(self.deepest, len(self.frames))
        if tag == "img":
            self.pictured.add(self.frames[-1].block)
        elif tag == "tr" and _is_row(element):
            self.rows.add(self.count)

    def _close(self, tag: str) -> Iterator[PageLine]:
        frame = self.frames.pop()
        if not self._goes_on(tag):
            self.frames.append(frame)
            yield from self._line()
            self.frames.pop()

    def _goes_on(self, tag: str) -> bool:
        """Whether an element leaves its line unbroken.

        A line break in a heading is a question of looks, and so are the cells of a row of figures.
        """
        outer = self.frames[-1]
        apart = (tag == "br" and outer.level) or (tag in _CELLS and outer.number in self.rows)
        if apart:
            self.pieces.append((" ", False))
        return bool(apart) or tag in _INLINE

    def _add(self, text: str | None) -> None:
        if text:
            self.pieces.append((text, self.frames[-1].link))

    def _frame(self, attributes: dict[str, str], tag: str, outer: _Frame) -> _Frame:
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        number = self.count
        inline = tag in _INLINE or tag in _EMPTY
        return _Frame(
            number,
            tag,
            block=outer.block if inline else number,
            group=outer.group if inline else outer.block,
            link=outer.link or tag == "a",
            level=_HEADINGS.get(tag, outer.level),
            caption=outer.caption or _is_caption(tag, names),
            entry=outer.entry or tag in ("li", "dd", "dt"),
            furniture=_with(outer.furniture, number, _is_furniture(attributes, tag)),
            named=_with(outer.named, number, self._is_named(attributes, tag, names)),
            articles=_with(outer.articles, number, tag == "article"),
            names=f"{outer.names} {names}" if inline else names,
        )

    def _is_named(self, attributes: dict[str, str], tag: str, names: str) -> bool:
        if tag in _WHOLE or not attributes:
            return False
        return not self.markup.isdisjoint(name_parts(names)) or _is_hidden(attributes)

    def _line(self) -> Iterator[PageLine]:
        pieces, self.pieces = self.pieces, []
        text = " ".join("".join(piece for piece, _ in pieces).split())
        if not text:
            return
        frame = self.frames[-1]
        linked = sum(len(piece) for piece, link in pieces if link)
        yield PageLine(
            text=text,
            tag=frame.tag,
            level=frame.level,
            linked=linked / sum(len(piece) for piece, _ in pieces),
            caption=frame.caption or self._is_below_picture(frame, text),
            entry=frame.entry,
            group=frame.group,
            furniture=frame.furniture,
            named=frame.named,
            articles=frame.articles,
            names=frame.names,
        )

    def _is_below_picture(self, frame: _Frame, text: str) -> bool:
        """Whether a short line follows a picture in the same block, as old pages write captions."""
        words = text.count(" ") + 1
        longest = LONGEST_SENTENCE if text.endswith((".", "?", "!")) else LONGEST_CAPTION
        return frame.block in self.pictured and words <= longest


def _is_row(row: etree._Element) -> bool:
    """Whether a row holds short cells without blocks; old pages are laid out by other ones."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    plain = all(element.tag in _INLINE for cell in cells for element in cell.iterdescendants())
    return plain and all(len("".join(cell.itertext())) < LONGEST_CELL for cell in cells)


def _with(numbers: tuple[int, ...], number: int, added: object) -> tuple[int, ...]:
    return (*numbers, number) if added else numbers


def _is_furniture(attributes: dict[str, str], tag: str) -> bool:
    if tag in _WHOLE:
        return False
    return tag in _FURNITURE or attributes.get("role", "").lower() in _FURNITURE_ROLES


def _is_caption(tag: str, names: str) -> bool:
    if tag in ("figcaption", "figure"):
        return True
    return tag not in _WHOLE and "caption" in name_parts(names)


@lru_cache(maxsize=10_000)
def name_parts(names: str) -> frozenset[str]:
    """Split class and id names into their words: "share-barTop" is share, bar, top."""
    return frozenset(part.lower() for part in _NAME_PART.split(names) if part)


def _is_hidden(attributes: dict[str, str]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN_STYLE.search(style))
