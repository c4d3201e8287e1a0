"""The sentences of a document as trees that can be walked downwards."""

from collections.abc import Iterator
from functools import cached_property

from kipu.model.documents import Document
from kipu.model.spans import Span
from kipu.model.syntax import NameType, Syntax


class Tree:
    """A document's tokens with what its columns do not hold: children, sentences, quotations.

    A view that is computed once and read by every step; it changes nothing and keeps no result.
    """

    def __init__(self, doc: Document, syntax: Syntax) -> None:
        self.doc = doc
        self.syntax = syntax
        self.form = syntax.form
        self.upos = syntax.upos
        self.deprel = syntax.deprel
        self.head = syntax.head
        self.lower = tuple(form.lower() for form in syntax.form)
        self.lemma = tuple(
            (lemma or form).lower() for lemma, form in zip(syntax.lemma, syntax.form, strict=True)
        )

    def __len__(self) -> int:
        return len(self.syntax)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The dependents of each token, in the order of the text."""
        below: list[list[int]] = [[] for _ in range(len(self))]
        for token, head in enumerate(self.head):
            if head != token:
                below[head].append(token)
        return tuple(map(tuple, below))

    @cached_property
    def sentence(self) -> tuple[int, ...]:
        """The number of the sentence that each token is in."""
        return tuple(
            number for number, tokens in enumerate(self.syntax.sentence_ranges()) for _ in tokens
        )

    @cached_property
    def ranges(self) -> tuple[range, ...]:
        """The tokens of each sentence."""
        return tuple(self.syntax.sentence_ranges())

    @cached_property
    def headline(self) -> frozenset[int]:
        """The numbers of the sentences in headlines, captions and headings."""
        blocks = self.doc.blocks
        found = set()
        at = 0
        for number, tokens in enumerate(self.ranges):
            start = self.syntax.start[tokens.start]
            while at < len(blocks) and blocks[at].span.end <= start:
                at += 1
            if at < len(blocks) and blocks[at].kind != "paragraph":
                found.add(number)
        return frozenset(found)

    @cached_property
    def name_inside(self) -> dict[int, NameType]:
        """The tokens of the model's names but their first ones, with the names' types."""
        return {
            token: name.type
            for name in self.syntax.names
            for token in range(name.start + 1, name.end)
        }

    def text(self, start: int, end: int) -> str:
        """Give the characters from the first token to the last of a half-open range of tokens."""
        return self.doc.text[self.syntax.start[start] : self.syntax.end[end - 1]]

    def span(self, start: int, end: int) -> Span:
        """Make the span of a half-open range of tokens."""
        return self.doc.span(self.syntax.start[start], self.syntax.end[end - 1])

    def glued(self, token: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return token > 0 and self.syntax.start[token] == self.syntax.end[token - 1]

    def child(self, token: int, *relations: str) -> int | None:
        """Give the first dependent with one of the relations, subtypes taken as named."""
        for below in self.children[token]:
            if self.deprel[below] in relations:
                return below
        return None

    def below(self, token: int, *relations: str) -> Iterator[int]:
        """Give the dependents with one of the relations."""
        return (child for child in self.children[token] if self.deprel[child] in relations)

    def edges(self, token: int, *, without: frozenset[str] = frozenset()) -> tuple[int, int]:
        """Give the half-open range of tokens below a token, leaving out branches by relation."""
        first = last = token
        stack = [token]
        while stack:
            current = stack.pop()
            first, last = min(first, current), max(last, current)
            stack.extend(c for c in self.children[current] if self.deprel[c] not in without)
        return first, last + 1

    def above(self, token: int) -> Iterator[int]:
        """Give the governors of a token, nearest first."""
        while self.head[token] != token:
            token = self.head[token]
            yield token
