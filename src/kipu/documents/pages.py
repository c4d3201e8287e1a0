"""A web page to a Document: its article's lines, and what its head states."""

import re
from collections.abc import Sequence

import msgspec
import trafilatura

from kipu.documents.article import choose_lines, folded
from kipu.documents.assembly import Origin, Stated, assemble, stated_on
from kipu.documents.credits import credit_kinds, stated_names
from kipu.documents.front import names_outlet, read_front_line
from kipu.documents.markup import DEEPEST, parse_page, stripped_lines
from kipu.documents.metadata import Metadata, read_metadata
from kipu.documents.page_lines import PageLine, name_parts, read_page_lines
from kipu.documents.passages import Passage
from kipu.documents.refusals import refuse_passages, refuse_text
from kipu.lang.documents import PageRules, load_page_rules
from kipu.model.documents import BlockKind, Document
from kipu.model.spans import Problem

BREAK = "\n\n"
HIGHEST = 3
"""Heading levels that may bear a headline."""
FEWEST_WORDS = 3
LEAST_AGREEMENT = 0.8
"""Mean agreement of the ways of finding an article below which a person should look at it."""
LONGEST_SIGNATURE = 10

_UNSURE = Problem(
    "article-unsure",
    "no article was found on the page: all its prose was taken, look whether it is one text",
)
_WITHOUT_STRUCTURE = Problem(
    "page-without-structure",
    "the page is nested too deeply or damaged: all its text was taken, menus included",
)
_MARKS = " -–—|·•«»:"
_SEPARATOR = re.compile(r"\s*(?:\||\s[-–—·•«»]\s|::)\s*")


def read_page(html: str, origin: Origin) -> Document:
    """Make a document of a page.

    The text begins with the headline; each block of the article stands on its own line with a
    blank line between.

    Raises:
        DocumentError: The page has no text, or too much.
    """
    rules = load_page_rules()
    origin = msgspec.structs.replace(origin, extractor=f"trafilatura {trafilatura.__version__}")
    root = parse_page(html)
    page = read_page_lines(root, rules.markup) if root is not None else None
    if root is None or page is None or page.depth >= DEEPEST or not page.lines:
        return _read_stripped(html, origin)
    refuse_passages(page.lines, origin.uri)
    metadata = read_metadata(root)
    choice = choose_lines(root, page, rules)
    headline = _headline(page.lines, choice.chosen, metadata)
    lines = _ordered(page.lines, choice.chosen, headline, metadata, rules)
    title = headline.text if headline else _bare_title(metadata, rules)
    if headline is None and title:
        lines = [(title, "headline"), *lines]
    text, passages = _passages(lines)
    refuse_text(text, origin.uri)
    origin = origin if choice.sure else _with_problem(origin, _UNSURE)
    if choice.agreement is not None and choice.agreement < LEAST_AGREEMENT:
        origin = _with_problem(origin, _doubtful(choice.agreement))
    return assemble(text, passages, origin, _stated(metadata, title))


def _doubtful(agreement: float) -> Problem:
    message = (
        f"three ways of finding the article on the page agree on {agreement:.0%} of it: look"
        " whether all of it is here and nothing else"
    )
    return Problem("article-doubtful", message)


def _with_problem(origin: Origin, problem: Problem) -> Origin:
    return msgspec.structs.replace(origin, problems=(*origin.problems, problem))


def _read_stripped(html: str, origin: Origin) -> Document:
    """Read a page whose elements make no tree: all its text, furniture included."""
    text, passages = _passages([(line, None) for line in stripped_lines(html)])
    refuse_text(text, origin.uri)
    return assemble(text, passages, _with_problem(origin, _WITHOUT_STRUCTURE), Stated())


def _stated(metadata: Metadata, title: str | None) -> Stated:
    outlet = metadata.outlet or _outlet_in_title(metadata, title)
    published = (
        stated_on(metadata.day, metadata.date_field)
        if metadata.day and metadata.date_field
        else None
    )
    return Stated(
        title=title,
        author=metadata.author,
        outlet=outlet,
        language=metadata.language,
        published=published,
        url=metadata.url,
    )


def _passages(lines: Sequence[tuple[str, BlockKind | None]]) -> tuple[str, tuple[Passage, ...]]:
    passages, position = [], 0
    for line, hint in lines:
        passages.append(Passage(position, position + len(line), line, hint))
        position += len(line) + len(BREAK)
    return BREAK.join(line for line, _ in lines), tuple(passages)


def _headline(
    lines: Sequence[PageLine], chosen: Sequence[bool], metadata: Metadata
) -> PageLine | None:
    """Choose the heading that the page's titles repeat, else the first of the highest level."""
    titles = [folded(title) for title in metadata.titles]
    headings = [
        (line, is_chosen)
        for line, is_chosen in zip(lines, chosen, strict=True)
        if 0 < line.level <= HIGHEST and (is_chosen or line.level == 1)
    ]

    def merit(heading: tuple[PageLine, bool]) -> tuple[bool, bool, int]:
        line, is_chosen = heading
        return _is_titled(line, titles), is_chosen, -line.level

    best = max(headings, key=merit, default=None)
    if best is None or not (merit(best)[0] or (best[0].level == 1 and best[1])):
        return None
    return best[0]


def _is_titled(line: PageLine, titles: Sequence[str]) -> bool:
    letters = folded(line.text)
    long = line.text.count(" ") + 1 >= FEWEST_WORDS
    return any(letters == title or (long and letters in title) for title in titles)


def _ordered(
    lines: Sequence[PageLine],
    chosen: Sequence[bool],
    headline: PageLine | None,
    metadata: Metadata,
    rules: PageRules,
) -> list[tuple[str, BlockKind | None]]:
    """Give the lines of the article with what their markup says they are, the headline first."""
    first: list[tuple[str, BlockKind | None]] = [(headline.text, "headline")] if headline else []
    others = [
        line
        for line, is_chosen in zip(lines, chosen, strict=True)
        if is_chosen and not (headline and folded(line.text) == folded(headline.text))
    ]
    outlet = (metadata.outlet or "").casefold()
    names = [name for name in stated_names(metadata.author) if name.casefold() not in outlet]
    credits = credit_kinds(others, metadata.day, names)
    rest = [
        (line.text, _hint(line, credit, rules))
        for line, credit in zip(others, credits, strict=True)
    ]
    return first + _without_repeats(rest)


def _without_repeats(
    lines: list[tuple[str, BlockKind | None]],
) -> list[tuple[str, BlockKind | None]]:
    """Galleries repeat each caption for every width of screen."""
    captions = set[str]()
    kept = []
    for text, hint in lines:
        if hint != "caption" or text not in captions:
            kept.append((text, hint))
        captions.add(text)
    return kept


def _hint(line: PageLine, credit: BlockKind | None, rules: PageRules) -> BlockKind | None:
    if line.caption and credit is None:
        return "caption"
    if read_front_line(line.text, rules):
        return None
    if credit:
        return credit
    if _is_signature(line, rules):
        return "byline"
    if line.entry or line.tag == "tr":
        return "paragraph"
    return "heading" if line.level else None


def _is_signature(line: PageLine, rules: PageRules) -> bool:
    """Whether the markup of a short line says that it names the author."""
    named = not rules.byline_markup.isdisjoint(name_parts(line.names))
    return named and line.text.count(" ") < LONGEST_SIGNATURE and line.text[-1:] not in ".!?:"


def _bare_title(metadata: Metadata, rules: PageRules) -> str | None:
    """The page's title without the name of the outlet; the longest of several other parts."""
    if not metadata.titles:
        return None
    parts = [part for part in _SEPARATOR.split(metadata.titles[0]) if part]
    others = [part for part in parts if part != metadata.outlet and not names_outlet(part, rules)]
    return max(others or parts, key=len, default=None)


def _outlet_in_title(metadata: Metadata, title: str | None) -> str | None:
    """What stands beside the headline in the page's title: "Headline | Outlet"."""
    if title is None or not metadata.titles:
        return None
    for stated in metadata.titles:
        position = stated.find(title)
        before, after = stated[:position], stated[position + len(title) :]
        rest = [part for part in _SEPARATOR.split(f"{before} | {after} ") if part.strip(_MARKS)]
        if position >= 0 and rest:
            return rest[0].strip(_MARKS)
    return None
