"""Names outside of the narrative: the places of datelines, the bodies of bylines."""

import re
from collections.abc import Iterator

from kipu.lang.names import NameLexicon
from kipu.model.documents import Document
from kipu.model.readings import EntityType
from kipu.model.spans import Span
from kipu.reading.names.phrases import NOWHERE, Phrase

_PART = re.compile(r"[^\W\d_][^,(\d–—:·\n]{1,40}")
_CAPITALS = re.compile(r"[^\W\d_a-z][\w’'-]*+(?: (?:[a-z]{2,3} )?[^\W\d_a-z][\w’'-]*+){1,8}")
_OUTLETS = frozenset(("press", "agency"))


def margin_names(doc: Document, lexicon: NameLexicon) -> Iterator[Phrase]:
    """Give the places of a document's datelines and the bodies that its bylines name."""
    for block in doc.blocks:
        if block.kind == "dateline":
            for words, start, end in _dateline(doc.quote(block.span), lexicon):
                span = doc.span(block.span.start + start, block.span.start + end)
                yield _phrase(span, words, "place", "")
        elif block.kind == "byline":
            for words, start, end, kind in _bodies(doc.quote(block.span), lexicon):
                span = doc.span(block.span.start + start, block.span.start + end)
                yield _phrase(span, words, "organization", kind)


def _dateline(text: str, lexicon: NameLexicon) -> Iterator[tuple[tuple[str, ...], int, int]]:
    for part in _PART.finditer(text.partition("(")[0]):
        words = tuple(part.group().split())
        if not _is_place(lexicon, words):
            return
        yield words, part.start(), part.start() + len(part.group().rstrip())


def _is_place(lexicon: NameLexicon, words: tuple[str, ...]) -> bool:
    """Whether a part of a dateline is a place: no month, no outlet, no byline."""
    small = [word.lower() for word in words]
    if words[-1][-1] in "-/":  # "27-VIII-1932"
        return False
    if not all(word[0].isupper() or word in lexicon.words.links for word in words):
        return False
    if any(word in lexicon.words.calendar for word in small) or small[0] in lexicon.words.bylines:
        return False
    return small[0] not in lexicon.words.definite and small[-1] not in lexicon.organizations


def _bodies(text: str, lexicon: NameLexicon) -> Iterator[tuple[tuple[str, ...], int, int, str]]:
    """Give the bodies of a byline, outlets left out; the head noun of each tells its kind."""
    for match in _CAPITALS.finditer(text):
        words = match.group().split(" ")
        first = next((i for i, w in enumerate(words) if not _opens(lexicon, w)), len(words))
        kept = words[first:]
        nouns = [lexicon.organizations.get(w.lower()) for w in (kept[:1] + kept[-1:])]
        kinds = [noun.kind for noun in nouns if noun is not None and noun.use != "d"]
        if len(kept) > 1 and kinds and kinds[-1] not in _OUTLETS:
            start = match.start() + len(" ".join(words[:first])) + bool(first)
            yield tuple(kept), start, match.end(), kinds[-1]


def _opens(lexicon: NameLexicon, word: str) -> bool:
    """Whether a word stands before a name in a byline ("STATEMENT BY THE ...")."""
    small, words = word.lower(), lexicon.words
    return small in words.definite or small in words.bylines or small in words.papers


def _phrase(span: Span, words: tuple[str, ...], kind: EntityType, family: str) -> Phrase:
    return Phrase(
        span, NOWHERE, NOWHERE, NOWHERE, "name", kind, words=words, family=family, gender="n"
    )
