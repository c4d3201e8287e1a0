"""A document's dependency trees, with the ways of walking them that reading needs."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from kipu.model.documents import Document
from kipu.model.spans import Span
from kipu.model.syntax import NameType, Syntax

NOMINAL_SUBJECTS = frozenset(("nsubj", "nsubj:pass", "nsubj:outer", "csubj"))
NOUN_RELATIONS = frozenset(("obj", "obl", "nmod", "nsubj", "iobj"))
"""By which a noun hangs on a verb or another noun, without subtypes."""


@cache
def relation(deprel: str) -> str:
    """Cut the subtype off a relation.

    >>> relation("nmod:poss")
    'nmod'
    """
    return deprel.partition(":")[0]


@cache
def _features(feats: str) -> frozenset[str]:
    """Give the features of a string of them, of which a language has some hundred."""
    return frozenset(feats.split("|"))


_POSSESSIVE = "Poss=Yes"
_TABLES = {
    "form": ("lower", "sentences", "sentence", "sentence_of", "headline_tokens", "name_inside"),
    "lemma": ("lower_lemma",),
    "head": ("_children", "_extents", "_bottom_up"),
    "deprel": ("_relations",),
}
"""What a tree knows by one column alone; the forms stand for all that no mending changes."""


def _put(values: tuple[str, ...], places: Sequence[bool], value: str) -> tuple[str, ...]:
    """Give values with another one at some places."""
    if not any(places):
        return values
    return tuple(value if at else own for own, at in zip(values, places, strict=True))


class Tree:
    """All trees of a document; tokens are named by their index in the syntax.

    Nothing here is language-specific: it knows the relations of Universal Dependencies 2 only. A
    possessive is a pronoun that depends as ``nmod:poss`` in all languages, whether its treebanks
    call it so ("his arrest") or a determiner ("su detención").
    """

    def __init__(self, doc: Document, syntax: Syntax) -> None:
        self.doc, self.syntax = doc, syntax
        self.form, self.lemma, self.head = syntax.form, syntax.lemma, syntax.head
        owners = [
            function == "det" and _POSSESSIVE in feats
            for function, feats in zip(syntax.deprel, syntax.feats, strict=True)
        ]
        self.upos = _put(syntax.upos, owners, "PRON")
        self.deprel = _put(syntax.deprel, owners, "nmod:poss")

    def __len__(self) -> int:
        return len(self.syntax)

    def mended(self, syntax: Syntax) -> "Tree":
        """Give the trees of a syntax that has other lemmas, tags, features, heads or relations.

        Tables of the columns that stay are kept, so that a small change costs little.
        """
        if syntax is self.syntax or syntax == self.syntax:
            return self
        tree = Tree(self.doc, syntax)
        known, tables = vars(self), vars(tree)
        for column, names in _TABLES.items():
            if known[column] == tables[column]:
                tables.update({name: known[name] for name in names if name in known})
        return tree

    @cached_property
    def lower(self) -> tuple[str, ...]:
        """The lower-case form of each token."""
        return tuple(form.lower() for form in self.form)

    @cached_property
    def lower_lemma(self) -> tuple[str, ...]:
        """The lower-case lemma of each token, of its form where it has none."""
        pairs = zip(self.lemma, self.form, strict=True)
        return tuple((lemma or form).lower() for lemma, form in pairs)

    @cached_property
    def _relations(self) -> tuple[str, ...]:
        """The relation of each token without its subtype."""
        return tuple(map(relation, self.deprel))

    def names_of(self, token: int) -> frozenset[str]:
        """The lower-case form and lemma of a token."""
        return frozenset((self.lower[token], self.lower_lemma[token]))

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        children: list[list[int]] = [[] for _ in range(len(self.syntax))]
        for token, head in enumerate(self.head):
            if head != token:
                children[head].append(token)
        return tuple(map(tuple, children))

    @cached_property
    def sentences(self) -> tuple[range, ...]:
        """The tokens of each sentence."""
        return tuple(self.syntax.sentence_ranges())

    @cached_property
    def sentence(self) -> tuple[int, ...]:
        """The number of the sentence that each token is in."""
        return tuple(number for number, tokens in enumerate(self.sentences) for _ in tokens)

    @cached_property
    def sentence_of(self) -> tuple[range, ...]:
        """The sentence of each token, as a range of tokens."""
        return tuple(sentence for sentence in self.sentences for _ in sentence)

    @cached_property
    def headline_tokens(self) -> frozenset[int]:
        """Tokens of headlines and headings, whose grammar is their own."""
        kinds = ("headline", "heading")
        blocks = [block.span for block in self.doc.blocks if block.kind in kinds]
        return frozenset(token for span in blocks for token in self.tokens_in(span))

    @cached_property
    def sentences_outside_text(self) -> frozenset[int]:
        """The numbers of the sentences in no paragraph: of headlines, headings and captions."""
        blocks = self.doc.blocks
        found = set()
        at = 0
        for number, tokens in enumerate(self.sentences):
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

    @cached_property
    def _extents(self) -> tuple[tuple[int, int], ...]:
        """First and last token of each token's subtree."""
        first, last = list(range(len(self.syntax))), list(range(len(self.syntax)))
        for token in self._bottom_up:
            head = self.head[token]
            first[head] = min(first[head], first[token])
            last[head] = max(last[head], last[token])
        return tuple(zip(first, last, strict=True))

    @cached_property
    def _bottom_up(self) -> tuple[int, ...]:
        """All tokens, dependents before their heads."""
        order = [token for token, head in enumerate(self.head) if token == head]
        for token in order:  # grows while it is read: heads first
            order.extend(self._children[token])
        return tuple(reversed(order))

    def children(self, token: int, *relations: str) -> tuple[int, ...]:
        """Give the dependents of a token, all or those of the given relations, in order.

        A relation without subtype ("obl") takes all its subtypes.
        """
        children = self._children[token]
        if not relations or not children:  # most tokens have none
            return children
        deprel, plain = self.deprel, self._relations
        return tuple([c for c in children if deprel[c] in relations or plain[c] in relations])

    def child(self, token: int, *relations: str) -> int | None:
        """Give the first dependent with one of the relations."""
        deprel, plain = self.deprel, self._relations
        for child in self._children[token]:
            if deprel[child] in relations or plain[child] in relations:
                return child
        return None

    def is_root(self, token: int) -> bool:
        """Whether a token is the root of its sentence."""
        return self.head[token] == token

    def governor(self, token: int) -> int | None:
        """Give the head of a token, ``None`` for a root."""
        return None if self.is_root(token) else self.head[token]

    def ancestors(self, token: int) -> Iterator[int]:
        """Give the governors of a token, nearest first."""
        while not self.is_root(token):
            token = self.head[token]
            yield token

    def descendants(self, token: int, depth: int = 1_000) -> Iterator[int]:
        """Give the dependents of a token down to a depth, nearest first."""
        level = list(self._children[token])
        while level and depth:
            yield from level
            level = [child for token in level for child in self._children[token]]
            depth -= 1

    def extent(self, token: int, *, without: frozenset[str] = frozenset()) -> tuple[int, int]:
        """Give the first and last token of a token's subtree, leaving out branches by relation.

        The relations to leave out are taken as they stand, subtypes apart.
        """
        if not without:
            return self._extents[token]
        first = last = token
        stack = [token]
        while stack:
            current = stack.pop()
            first, last = min(first, current), max(last, current)
            stack.extend(c for c in self._children[current] if self.deprel[c] not in without)
        return first, last

    def dominates(self, upper: int, lower: int) -> bool:
        """Whether the second token is the first one or below it."""
        return upper == lower or upper in self.ancestors(lower)

    def case(self, token: int) -> str | None:
        """Give a token's preposition or case marker, the first one: its lemma.

        One of several words is given by their forms ("a manos de", "because of").
        """
        marker = self.child(token, "case")
        if marker is None:
            return None
        fixed = self.children(marker, "fixed")
        if not fixed:
            return self.lower_lemma[marker]
        return " ".join(self.lower[part] for part in (marker, *fixed))

    def conjuncts(self, token: int) -> tuple[int, ...]:
        """Give a token and those coordinated with it below it, in order."""
        found = [token]
        for conjunct in found:  # grows while it is read: a chain of conjuncts may be nested
            found.extend(self.children(conjunct, "conj"))
        return tuple(sorted(found))

    def first_conjunct(self, token: int) -> int:
        """Give the token that a coordination hangs on."""
        while self.deprel[token] == "conj" and not self.is_root(token):
            token = self.head[token]
        return token

    def span(self, first: int, last: int) -> Span:
        """Give the characters from one token to another, both included, in either order."""
        first, last = min(first, last), max(first, last)
        return self.doc.span(self.syntax.start[first], self.syntax.end[last])

    def token_span(self, token: int) -> Span:
        """Give the characters of a token."""
        return self.span(token, token)

    def text(self, first: int, last: int) -> str:
        """Give the text from one token to another, both included."""
        return self.doc.text[self.syntax.start[first] : self.syntax.end[last]]

    def glued(self, token: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return token > 0 and self.syntax.start[token] == self.syntax.end[token - 1]

    def tokens_in(self, span: Span) -> range:
        """Give the tokens that begin inside a span."""
        starts = self.syntax.start
        first = end = bisect_left(starts, span.start)
        while end < len(starts) and starts[end] < span.end:
            end += 1
        return range(first, end) if end > first else range(0)

    def head_of(self, span: Span) -> int | None:
        """Give the token of a span whose governor lies outside of it, ``None`` if it has none."""
        tokens = self.tokens_in(span)
        for token in tokens:
            if self.is_root(token) or self.head[token] not in tokens:
                return token
        return None

    def has_feature(self, token: int, feature: str) -> bool:
        """Whether a token has a feature such as ``"VerbForm=Part"``."""
        return feature in _features(self.syntax.feats[token])
