"""Which lines of a page are its article: trafilatura's choice, mended by the page's markup."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import msgspec
import trafilatura
from lxml import etree
from trafilatura.settings import Document as Found

from kipu.documents.layout import is_residue
from kipu.documents.page_lines import PageLine
from kipu.lang.documents import PageRules

MOST_LINES = 6_000
"""Lines of a page up to which trafilatura is asked; 20,000 paragraphs take it four seconds,
180,000 more than two minutes. Longer pages are read by their structure alone."""
HALF = 0.5
PROSE = 12
"""Words of a line that is taken for text where trafilatura found none."""
SHORT = 40
"""Characters of a line below which only a whole line counts as found; "Share" is in every text."""

_LETTERS = re.compile(r"[\W_]+")


class Page(msgspec.Struct, frozen=True):
    """What is known of a page as a whole while its lines are chosen.

    ``kept`` are the lines that trafilatura took, ``first`` and ``last`` the first and last of
    them; ``void`` numbers furniture that holds half of the article and so is none (a form around
    a whole page); ``article`` numbers the ``<article>`` around most of it; ``groups`` the parents
    of its lines.
    """

    kept: tuple[bool, ...]
    first: int
    last: int
    void: frozenset[int]
    article: int | None
    groups: frozenset[int]


def choose_lines(
    root: etree._Element, lines: Sequence[PageLine], rules: PageRules
) -> tuple[bool, ...]:
    """Tell for each line of a page whether it belongs to the article.

    trafilatura sees what is text and what is furniture, but drops captions, short lists and
    lines between, and changes some; so its choice marks lines of the page, and lines among them
    that show no sign of furniture are added. The tree may be changed by it.
    """
    kept = _kept(root, lines)
    if not any(kept):
        kept = tuple(_is_prose(line) for line in lines)
    if not any(kept):
        return tuple(line.linked < HALF and not line.furniture for line in lines)
    page = _survey(lines, kept)
    return tuple(_belongs(position, line, page, rules) for position, line in enumerate(lines))


def folded(text: str) -> str:
    """Give the letters and digits of a text alone, in small letters, to compare it by.

    >>> folded("He said: “No!”")
    'hesaidno'
    """
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _kept(root: etree._Element, lines: Sequence[PageLine]) -> tuple[bool, ...]:
    if len(lines) > MOST_LINES:
        return (False,) * len(lines)
    found = trafilatura.bare_extraction(root, fast=True, include_comments=False)
    text = (found.text or "") if isinstance(found, Found) else ""
    whole = {folded(line) for line in text.split("\n")}
    joined = "\n".join(whole)
    return tuple(_is_found(folded(line.text), whole, joined) for line in lines)


def _is_found(line: str, whole: set[str], joined: str) -> bool:
    return line in whole or (len(line) >= SHORT and line in joined)


def _is_prose(line: PageLine) -> bool:
    long = line.text.count(" ") >= PROSE or (line.articles and line.text.count(" ") >= PROSE / 2)
    return bool(long) and line.linked < HALF and not line.furniture


def _survey(lines: Sequence[PageLine], kept: tuple[bool, ...]) -> Page:
    places = [position for position, is_kept in enumerate(kept) if is_kept]
    furniture, articles, groups = Counter[int](), Counter[int](), Counter[int]()
    for position in places:
        line, size = lines[position], len(lines[position].text)
        furniture.update(dict.fromkeys(line.furniture, size))
        articles.update(dict.fromkeys(line.articles, size))
        groups.update({line.group: size})
    total = sum(groups.values())
    around = [number for number, size in articles.items() if size > HALF * total]
    return Page(
        kept=kept,
        first=places[0],
        last=places[-1],
        void=frozenset(number for number, size in furniture.items() if size > HALF * total),
        article=max(around, default=None),
        groups=frozenset(groups),
    )


def _belongs(position: int, line: PageLine, page: Page, rules: PageRules) -> bool:
    if any(number not in page.void for number in line.furniture):
        return False
    if is_residue(line.text, rules):
        return False
    if page.kept[position]:
        return True
    if line.linked >= HALF:
        return False
    if page.article is not None:
        return page.article in line.articles
    return page.first < position < page.last and (line.caption or line.group in page.groups)
