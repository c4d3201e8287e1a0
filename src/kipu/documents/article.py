"""Which lines of a page are its article: trafilatura's choice, mended by the page's markup."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import msgspec
import trafilatura
from lxml import etree
from trafilatura.settings import Document as Found

from kipu.documents.agreement import lines_by_length, mean_agreement
from kipu.documents.layout import is_residue
from kipu.documents.page_lines import PageLine, PageText
from kipu.lang.documents import PageRules

MOST_DEPTH = 300
"""Depth of a page up to which trafilatura is asked; 2,000 nested elements take it ten seconds.
Honest pages have less than 100."""
MOST_LINES = 6_000
"""Lines of a page up to which trafilatura is asked; 20,000 paragraphs take it four seconds,
180,000 more than two minutes. Longer pages are read by their structure alone."""
HALF = 0.5
PROSE = 12
"""Words of a line that is taken for text where trafilatura found none."""
SENTENCE = 6
"""Blanks in a line that is long enough to be a sentence of its own."""
MOST_BEFORE = 12
"""Lines before the first of the text: headline, standfirst, byline, date, caption."""
FEWEST_TOLD = 600
"""Characters of an article below which ways of finding it are not compared."""
SHORT = 40
"""Characters of a line below which only a whole line counts as found; "Share" is in every text."""

_SENTENCE_END = re.compile(r"[.!?…:;,]['’\"”»)\]]*$")
_LETTERS = re.compile(r"[\W_]+")


class Page(msgspec.Struct, frozen=True):
    """What is known of a page as a whole while its lines are chosen.

    ``kept`` are the lines that trafilatura took, ``first`` and ``last`` the first and last of
    them, ``begin`` the highest heading shortly before. ``void`` numbers furniture that holds half
    of the article and so is none (a form around a whole page); ``article`` numbers the
    ``<article>`` around most of it; ``groups`` the parents of its lines.
    """

    kept: tuple[bool, ...]
    begin: int
    first: int
    last: int
    void: frozenset[int]
    article: int | None
    groups: frozenset[int]


class Choice(msgspec.Struct, frozen=True):
    """For each line of a page whether it belongs to the article.

    ``sure`` is whether trafilatura or the page itself (by ``<article>``) says where the article
    is; otherwise every line of prose was taken. ``agreement`` is how far three ways of finding it
    agree: trafilatura's, that by the length of lines, and the choice itself; ``None`` where there
    is too little of it to tell.
    """

    chosen: tuple[bool, ...]
    sure: bool
    agreement: float | None = None


def choose_lines(root: etree._Element, text: PageText, rules: PageRules) -> Choice:
    """Choose the lines of a page that belong to the article.

    trafilatura sees what is text and what is furniture, but drops captions, short lists and
    lines between, and changes some; so its choice marks lines of the page, and lines among them
    that show no sign of furniture are added. The tree may be changed by it.
    """
    lines = text.lines
    kept = _kept(root, text)
    found = _any_unlinked(lines, kept)
    if not found:
        kept = tuple(_is_prose(line) for line in lines)
    if not any(kept):
        plain = tuple(line.linked < HALF and not line.furniture for line in lines)
        return Choice(plain, sure=False)
    page = _survey(lines, kept)
    belongs = [_belongs(position, line, page) for position, line in enumerate(lines)]
    chosen = _without_bare_headings(lines, _extended(lines, page, belongs), page)
    clean = tuple(
        is_chosen and not is_residue(line.text, rules)
        for line, is_chosen in zip(lines, chosen, strict=True)
    )
    choices = (kept, lines_by_length(lines), clean)
    told = sum(len(line.text) for line, is_kept in zip(lines, clean, strict=True) if is_kept)
    agreement = mean_agreement(lines, choices) if found and told >= FEWEST_TOLD else None
    return Choice(clean, found or page.article is not None, agreement)


def _any_unlinked(lines: Sequence[PageLine], kept: tuple[bool, ...]) -> bool:
    return any(is_kept and line.linked < HALF for line, is_kept in zip(lines, kept, strict=True))


def folded(text: str) -> str:
    """Give the letters and digits of a text alone, in small letters, to compare it by.

    >>> folded("He said: “No!”")
    'hesaidno'
    """
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _kept(root: etree._Element, page: PageText) -> tuple[bool, ...]:
    if len(page.lines) > MOST_LINES or page.depth > MOST_DEPTH:
        return (False,) * len(page.lines)
    found = trafilatura.bare_extraction(root, fast=True, include_comments=False)
    text = (found.text or "") if isinstance(found, Found) else ""
    # rows of tables come as "| cell | cell |"
    whole = {folded(part) for line in text.split("\n") for part in (line, *line.split("|"))} - {""}
    joined = "\n".join(whole)
    return tuple(_is_found(folded(line.text), whole, joined) for line in page.lines)


def _is_found(line: str, whole: set[str], joined: str) -> bool:
    return line in whole or (len(line) >= SHORT and line in joined)


def _is_prose(line: PageLine) -> bool:
    long = line.text.count(" ") >= PROSE or (line.articles and line.text.count(" ") >= PROSE / 2)
    return bool(long) and line.linked < HALF and not (line.furniture or line.named)


def _survey(lines: Sequence[PageLine], kept: tuple[bool, ...]) -> Page:
    places = [
        position
        for position, (line, is_kept) in enumerate(zip(lines, kept, strict=True))
        if is_kept and line.linked < HALF
    ]
    furniture, articles, groups = Counter[int](), Counter[int](), Counter[int]()
    for position in places:
        line, size = lines[position], len(lines[position].text)
        furniture.update(dict.fromkeys(line.furniture + line.named, size))
        articles.update(dict.fromkeys(line.articles, size))
        groups.update({line.group: size})
    total = sum(groups.values())
    around = [number for number, size in articles.items() if size > HALF * total]
    return Page(
        kept=kept,
        begin=_beginning(lines, places[0]),
        first=places[0],
        last=places[-1],
        void=frozenset(number for number, size in furniture.items() if size > HALF * total),
        article=max(around, default=None),
        groups=frozenset(groups),
    )


def _beginning(lines: Sequence[PageLine], first: int) -> int:
    """The first heading of the highest level among the lines before, else the last of another."""
    before = range(max(0, first - MOST_BEFORE), first)
    highest = next((position for position in before if lines[position].level == 1), None)
    if highest is not None:
        return highest
    return next((position for position in reversed(before) if lines[position].level), first)


def _belongs(position: int, line: PageLine, page: Page) -> bool:
    if any(number not in page.void for number in line.furniture):
        return False
    named = any(number not in page.void for number in line.named)
    if page.kept[position]:
        inside = page.first < position < page.last
        apart = line.linked >= HALF and not (inside and _is_sentence(line))
        return not apart and (not named or line.text.count(" ") >= SENTENCE)
    if named or line.linked >= HALF or not _is_around(line, page):
        return False
    if page.begin <= position < page.first:
        return True
    inside = page.first < position < page.last
    return inside and (line.caption or line.group in page.groups or _is_sentence(line))


def _is_sentence(line: PageLine) -> bool:
    return line.text.count(" ") >= SENTENCE and bool(_SENTENCE_END.search(line.text))


def _extended(lines: Sequence[PageLine], page: Page, chosen: list[bool]) -> list[bool]:
    """Add the lines that follow the last one without a gap and are of the same kind."""
    for position in range(page.last + 1, len(lines)):
        line = lines[position]
        alike = line.group in page.groups and not line.level and line.linked < HALF
        if not (line.caption or alike) or line.furniture or line.named:
            break
        chosen[position] = True
    return chosen


def _without_bare_headings(lines: Sequence[PageLine], chosen: list[bool], page: Page) -> list[bool]:
    """Leave out headings that trafilatura left out and that no text follows."""
    for position in reversed(range(page.first, len(lines) - 1)):
        bare = lines[position].level and not chosen[position + 1] and not page.kept[position]
        chosen[position] = chosen[position] and not bare
    return chosen


def _is_around(line: PageLine, page: Page) -> bool:
    """Whether a line stands in the article's own element, not in that of another."""
    if page.article is None:
        return not line.articles
    return page.article in line.articles and line.articles[-1] == page.article
