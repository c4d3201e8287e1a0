"""Which phrases are one: a partition that grows by merging, with pairs that must stay apart."""

from collections import defaultdict

import msgspec

from kipu.lang.names import Gender
from kipu.model.readings import EntityType
from kipu.reading.names.phrases import Phrase

_SEXES = frozenset(("m", "f"))
_MOST_SHOWN = 24
"""Members of a set, the first ones, that tell what it is; it may have thousands."""


class Summary(msgspec.Struct, frozen=True):
    """What is known of a set, kept so that no question walks through its members.

    ``sexes`` gives for each kind of mention its first phrase that tells a sex. ``telling`` is the
    phrase that tells the type best, ``rank`` how well.
    """

    sexes: tuple[tuple[str, int], ...]
    telling: int
    rank: int
    named: bool


class Partition:
    """Sets of phrases, addressed by the number of any member.

    Built within one call of :func:`kipu.reading.coreference.read_entities` and thrown away; a merge
    that an earlier decision forbids is refused.
    """

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self.phrases = phrases
        self._parent = list(range(len(phrases)))
        self._members: dict[int, list[int]] = {i: [i] for i in range(len(phrases))}
        self._apart: dict[int, set[int]] = defaultdict(set)
        self._known = {i: _summary(i, phrase) for i, phrase in enumerate(phrases)}

    def root(self, phrase: int) -> int:
        """Give the number that stands for a phrase's set."""
        while self._parent[phrase] != phrase:
            self._parent[phrase] = self._parent[self._parent[phrase]]
            phrase = self._parent[phrase]
        return phrase

    def members(self, phrase: int) -> list[int]:
        """Give the phrases of a set, in the order of the text."""
        return self._members[self.root(phrase)]

    def first_members(self, phrase: int) -> list[int]:
        """Give the first phrases of a set, enough to tell what it is."""
        return self.members(phrase)[:_MOST_SHOWN]

    def roots(self) -> list[int]:
        """Give one number a set."""
        return [i for i, parent in enumerate(self._parent) if i == parent]

    def keep_apart(self, one: int, other: int) -> None:
        """Forbid that two phrases become one."""
        a, b = self.root(one), self.root(other)
        if a != b:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def may_merge(self, one: int, other: int) -> bool:
        """Whether nothing decided before, and no sex, forbids to merge two sets."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return True
        if b in self._apart[a]:
            return False
        sexes = {self.gender(a), self.gender(b)} & _SEXES
        return len(sexes) < 2

    def merge(self, one: int, other: int, *, sure: bool = False) -> bool:
        """Make two sets one; gives whether they are one now.

        A merge that the grammar itself tells (``sure``) is not refused for the sex that a given
        name usually has.
        """
        apart = self.root(other) in self._apart[self.root(one)]
        if apart if sure else not self.may_merge(one, other):
            return False
        a, b = sorted((self.root(one), self.root(other)))
        if a == b:
            return True
        self._parent[b] = a
        self._members[a] = sorted(self._members[a] + self._members.pop(b))
        self._known[a] = _joint(self._known[a], self._known.pop(b))
        for far in self._apart.pop(b, set()):
            self._apart[far].discard(b)
            self._apart[far].add(a)
            self._apart[a].add(far)
        return True

    def gender(self, phrase: int) -> Gender:
        """Give the sex that any member of a set tells, descriptions and names before pronouns."""
        sexes = dict(self._known[self.root(phrase)].sexes)
        for kind in ("nominal", "name", "pronoun"):
            if kind in sexes:
                return self.phrases[sexes[kind]].gender
        return "-"

    def type_of(self, phrase: int) -> EntityType:
        """Give the type of a set: that of a name with a telling noun, a name, a description."""
        return self.phrases[self._known[self.root(phrase)].telling].type

    def is_named(self, phrase: int) -> bool:
        """Whether a set has a name."""
        return self._known[self.root(phrase)].named


def _summary(number: int, phrase: Phrase) -> Summary:
    sexes = ((phrase.kind, number),) if phrase.gender in _SEXES else ()
    return Summary(sexes, number, _tells_type(phrase), phrase.kind == "name")


def _joint(one: Summary, other: Summary) -> Summary:
    """Join what is known of two sets; where both tell, the first in the text."""
    sexes = dict(other.sexes)
    for kind, number in one.sexes:
        sexes[kind] = min(number, sexes.get(kind, number))
    ranks = (one.rank, -one.telling), (other.rank, -other.telling)
    best = one if ranks[0] >= ranks[1] else other
    named = one.named or other.named
    return Summary(tuple(sorted(sexes.items())), best.telling, best.rank, named)


def _tells_type(phrase: Phrase) -> int:
    """Rank what tells a type best."""
    if phrase.kind == "name":
        return 3 if phrase.family else 2
    return int(phrase.kind == "nominal")
