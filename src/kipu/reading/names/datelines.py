"""The places that datelines open with ("LIMA, Peru, April 7"); they stand outside of sentences."""

import re
from collections.abc import Iterator

from kipu.lang.names import NameLexicon
from kipu.model.documents import Document
from kipu.reading.names.phrases import NOWHERE, Phrase

_PART = re.compile(r"[^\W\d_][^,(\d–—:·\n]{1,40}")


def dateline_places(doc: Document, lexicon: NameLexicon) -> Iterator[Phrase]:
    """Give the places of a document's datelines, in the order of the text."""
    for block in doc.blocks:
        if block.kind != "dateline":
            continue
        for part in _PART.finditer(doc.quote(block.span).partition("(")[0]):
            words = tuple(part.group().split())
            if not _is_place(lexicon, words):
                break
            start = block.span.start + part.start()
            span = doc.span(start, start + len(part.group().rstrip()))
            yield Phrase(
                span, NOWHERE, NOWHERE, NOWHERE, "name", "place", words=words, gender="n"
            )


def _is_place(lexicon: NameLexicon, words: tuple[str, ...]) -> bool:
    """Whether a part of a dateline is a place: no month, no outlet, no byline."""
    small = [word.lower() for word in words]
    if not all(word[0].isupper() or word in lexicon.words.links for word in words):
        return False
    if any(word in lexicon.words.calendar for word in small) or small[0] in lexicon.words.bylines:
        return False
    return small[0] not in lexicon.words.definite and small[-1] not in lexicon.organizations
