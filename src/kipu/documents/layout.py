"""What each passage of a text is: headline, byline, caption, heading, paragraph, residue."""

import re
from collections.abc import Sequence
from itertools import takewhile

import msgspec

from kipu.documents.datelines import find_dateline
from kipu.documents.dumps import choose_headline, find_article, links_within
from kipu.documents.front import FrontLine, first_match, is_name, read_front_line
from kipu.documents.passages import Passage
from kipu.lang.documents import PageRules
from kipu.model.documents import BlockKind

LONGEST_RESIDUE = 200
LONGEST_END = 300
LONGEST_CAPTION = 80
FEWEST_NAMES, LONGEST_NAME = 3, 3
"""Names in a line of a menu, and words in each."""
SHORTEST_HEADLINE, LONGEST_HEADLINE = 4, 30
LONGEST_HEADING = 12
MOST_FRONT = 8
"""Passages between a headline and its text: outlet, date, byline, section, caption, standfirst."""
SHORTEST_BODY = 12
"""Words of a passage that ends like a sentence and so begins the text. A standfirst of that length
is then a paragraph, which costs nothing."""

_PARTS = re.compile(r"\s*[|·•/>»]\s*")
_SENTENCE_END = re.compile(r"[.!?…]['’\"”»)\]]*$")
_FULL_STOP = re.compile(r"(?<![A-Z.])\.['’\"”»)\]]*$")
_CLOSED = re.compile(r"[.!?…,;:”\"»)]$")
_TOLD = re.compile(r"[^\W\d_]|^\W*(?:1[5-9]|20)\d\d\W*$")
"""A letter, or a year as a heading; lines of figures and asterisks tell nothing."""
_TRAILING = re.compile(r"[.,:;!?…\s]+$")
_ENTRY = re.compile(r"(?:[-–—•*·‣▪●○]|\(?[a-z]?\d{0,3}[.)])\s|\S+(?: \S+){0,5}: \S")


class LaidOut(msgspec.Struct, frozen=True):
    """The kinds of a text's passages, one each, and what its front lines name."""

    kinds: tuple[BlockKind, ...]
    author: str | None = None
    outlet: str | None = None


def lay_out(passages: Sequence[Passage], rules: PageRules) -> LaidOut:
    """Tell what each passage is.

    The order decides: first what shows wherever it stands (residues, captions), then the headline,
    the lines between it and the text, the end of the text, and last headings within.
    """
    kinds = [_fixed(passage, rules) for passage in passages]
    article = find_article(passages, kinds, rules.comments)
    if article is None or any(passage.hint for passage in passages):
        headline = _find_headline(passages, kinds, rules)
    else:
        headline = _strip_page(passages, kinds, rules, article)
    if headline is not None:
        kinds[headline] = "headline"
    front = _lay_out_front(passages, kinds, rules, headline)
    front += _marked_front(passages, rules)
    _lay_out_end(passages, kinds, rules)
    body = tuple(
        kind or _body_kind(passages, kinds, position, rules) for position, kind in enumerate(kinds)
    )
    author = next((line.author for line in front if line.author), None)
    return LaidOut(
        body,
        author or _signature(passages, rules),
        next((line.outlet for line in front if line.outlet), None),
    )


def _signature(passages: Sequence[Passage], rules: PageRules) -> str | None:
    """The name that only the markup says is the author's."""
    signed = (passage.words for passage in passages if passage.hint == "byline")
    return next((words for words in signed if is_name(words, rules)), None)


def _strip_page(
    passages: Sequence[Passage],
    kinds: list[BlockKind | None],
    rules: PageRules,
    article: range,
) -> int | None:
    """Set all lines around the article of a copied page to residue; give its headline."""
    candidates = [
        position
        for position in range(article.start)
        if kinds[position] is None
        and passages[position].count >= SHORTEST_HEADLINE
        and _could_be_headline(passages[position], rules)
        and read_front_line(passages[position].words, rules) is None
    ]
    headline = choose_headline(passages, article, candidates)
    begin = article.start if headline is None else headline
    links = links_within(passages, article)
    for position in range(len(passages)):
        outside = not begin <= position < article.stop or position in links
        if kinds[position] is None and outside:
            kinds[position] = "residue"
    return headline


def is_residue(words: str, rules: PageRules) -> bool:
    """Whether a line is nothing but what a page leaves behind.

    >>> from kipu.lang.documents import load_page_rules
    >>> is_residue("Share | English", load_page_rules())
    True
    """
    if len(words) > LONGEST_RESIDUE:
        return False
    if first_match(rules.residue, words):
        return True
    parts = [part for part in _PARTS.split(words) if part]
    if _is_menu(parts) and read_front_line(words, rules) is None:
        return True
    return all(first_match(rules.residue, part) or _all_residue(part, rules) for part in parts)


def _is_menu(parts: Sequence[str]) -> bool:
    """Whether a line is three or more short names side by side ("News | Sport | Weather")."""
    names = [part for part in parts if part.count(" ") < LONGEST_NAME and part.istitle()]
    return len(parts) >= FEWEST_NAMES and len(names) == len(parts)


def _all_residue(part: str, rules: PageRules) -> bool:
    """Whether a part is residue phrases one after another ("Share English Loading")."""
    words = [_TRAILING.sub("", word) for word in part.casefold().split()]
    position = 0
    while position < len(words):
        ends = range(len(words), position, -1)
        end = next((e for e in ends if " ".join(words[position:e]) in rules.residue_words), None)
        if end is None:
            return not any(words[position:])
        position = end
    return True


def is_caption(passage: Passage, rules: PageRules) -> bool:
    """Whether a passage shows by a credit or the like that it stands under a picture."""
    short = passage.count <= LONGEST_CAPTION
    return short and any(rule.pattern.search(passage.words) for rule in rules.captions)


def _fixed(passage: Passage, rules: PageRules) -> BlockKind | None:
    if passage.hint:
        return passage.hint
    if is_residue(passage.words, rules) or not _TOLD.search(passage.words):
        return "residue"
    return "caption" if is_caption(passage, rules) else None


def _find_headline(
    passages: Sequence[Passage], kinds: Sequence[BlockKind | None], rules: PageRules
) -> int | None:
    """Find the headline among the first passages; lines about the text may stand before it."""
    if "headline" in kinds:
        return kinds.index("headline")
    for position in range(min(MOST_FRONT, len(passages) - 1)):
        if kinds[position] in ("residue", "dateline", "table", "footnote"):
            continue
        if not _could_be_headline(passages[position], rules):
            return None
        if not _is_masthead(passages, position, rules):
            return position
    return None


def _could_be_headline(passage: Passage, rules: PageRules) -> bool:
    short = passage.count <= LONGEST_HEADLINE
    closed = _FULL_STOP.search(passage.words) or find_dateline(passage.words, rules)
    return short and not closed


def _is_masthead(passages: Sequence[Passage], position: int, rules: PageRules) -> bool:
    """Whether a line names outlet, date or author, and a headline still follows."""
    if read_front_line(passages[position].words, rules) is None:
        return False
    rest = passages[position + 1 : MOST_FRONT]
    heads = takewhile(lambda passage: _could_be_headline(passage, rules), rest)
    return any(read_front_line(passage.words, rules) is None for passage in heads)


def _begins_text(passage: Passage, rules: PageRules) -> bool:
    if find_dateline(passage.words, rules):
        return True
    sentence = bool(_SENTENCE_END.search(passage.words))
    return (passage.count >= SHORTEST_BODY and sentence) or passage.count > LONGEST_HEADLINE


def _lay_out_front(
    passages: Sequence[Passage],
    kinds: list[BlockKind | None],
    rules: PageRules,
    headline: int | None,
) -> list[FrontLine]:
    """Set the kinds of the lines around the headline; give what they name."""
    places = [
        position
        for position in range(min(len(passages), (headline or 0) + MOST_FRONT))
        if kinds[position] is None
    ]
    before = list(takewhile(lambda place: not _begins_text(passages[place], rules), places))
    front = []
    for position in before:
        line = read_front_line(passages[position].words, rules)
        front += [line] if line else []
        if line:
            kinds[position] = line.kind
        elif headline is not None and before != places and not _is_closed(passages[position]):
            kinds[position] = "heading"
    return front


def _marked_front(passages: Sequence[Passage], rules: PageRules) -> list[FrontLine]:
    """Read the lines that their format says are about the text."""
    marked = (p for p in passages if p.hint == "dateline")
    return [line for p in marked if (line := read_front_line(p.words, rules))]


def _lay_out_end(
    passages: Sequence[Passage], kinds: list[BlockKind | None], rules: PageRules
) -> None:
    """Set the kinds of the last passages, as long as none of them is text."""
    for position in reversed(range(len(passages))):
        if kinds[position] is None:
            kinds[position] = _end_kind(passages[position].words, rules)
        if kinds[position] not in ("residue", "byline", "dateline", "caption"):
            break


def _end_kind(words: str, rules: PageRules) -> BlockKind | None:
    if len(words) > LONGEST_END:
        return None
    if first_match(rules.ends, words):
        return "residue"
    if first_match(rules.bylines, words.strip("()[]*-–— ")):
        return "byline"
    line = read_front_line(words, rules)
    return "dateline" if line and line.kind == "dateline" else None


def _is_closed(passage: Passage) -> bool:
    """Whether a passage is a sentence or an entry of a list, and so no heading."""
    return bool(_CLOSED.search(passage.words) or _ENTRY.match(passage.words))


def _body_kind(
    passages: Sequence[Passage],
    kinds: Sequence[BlockKind | None],
    position: int,
    rules: PageRules,
) -> BlockKind:
    passage = passages[position]
    if _is_closed(passage) or passage.count > LONGEST_HEADING:
        return "paragraph"
    after = next((i for i in range(position + 1, len(passages)) if kinds[i] is None), None)
    if after is None or find_dateline(passage.words, rules):
        return "paragraph"
    introduces = passages[after].count > passage.count or passage.words.isupper()
    return "heading" if introduces else "paragraph"
