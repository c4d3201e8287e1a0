"""Tokens, sentences, trees and names of one document, as columns."""

from collections.abc import Iterator
from typing import Literal

import msgspec

NameType = Literal["PER", "ORG", "LOC", "NORP", "EVENT", "WORK", "MISC"]


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name, as tokens ``start`` up to but not including ``end`` of its document."""

    start: int
    end: int
    type: NameType


class Syntax(msgspec.Struct, frozen=True):
    """Tokens with their analysis; every column has one value a token.

    ``start`` and ``end`` are code-point offsets into ``Document.text``. ``upos``, ``feats`` (the
    string form, ``"Number=Sing|Person=3"`` or ``""``) and ``deprel`` are those of Universal
    Dependencies 2. ``head`` is the index of the governing token; the root of a sentence is its own
    head. ``sentences`` are the indices of first tokens, rising, the first being 0. Tokens
    and sentences never cross a block; text outside of narrative blocks has no tokens.
    """

    doc_id: str
    start: tuple[int, ...]
    end: tuple[int, ...]
    form: tuple[str, ...]
    lemma: tuple[str, ...]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    head: tuple[int, ...]
    deprel: tuple[str, ...]
    sentences: tuple[int, ...]
    names: tuple[Name, ...]
    model: str

    def __len__(self) -> int:
        return len(self.start)

    def sentence_ranges(self) -> Iterator[range]:
        """Give the token indices of each sentence."""
        ends = (*self.sentences[1:], len(self))[: len(self.sentences)]
        for first, end in zip(self.sentences, ends, strict=True):
            yield range(first, end)
