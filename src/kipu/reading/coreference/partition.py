"""Which phrases are one: a partition that grows by merging, with pairs that must stay apart."""

from collections import defaultdict
from collections.abc import Iterable

from kipu.lang.names import Gender
from kipu.model.readings import EntityType
from kipu.reading.names.phrases import Phrase

_SEXES = frozenset(("m", "f"))


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

    def root(self, phrase: int) -> int:
        """Give the number that stands for a phrase's set."""
        while self._parent[phrase] != phrase:
            self._parent[phrase] = self._parent[self._parent[phrase]]
            phrase = self._parent[phrase]
        return phrase

    def members(self, phrase: int) -> list[int]:
        """Give the phrases of a set, in the order of the text."""
        return self._members[self.root(phrase)]

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
        for far in self._apart.pop(b, set()):
            self._apart[far].discard(b)
            self._apart[far].add(a)
            self._apart[a].add(far)
        return True

    def merge_all(self, phrases: Iterable[int]) -> None:
        """Merge each phrase with the first."""
        first: int | None = None
        for phrase in phrases:
            if first is None:
                first = phrase
            else:
                self.merge(first, phrase)

    def gender(self, phrase: int) -> Gender:
        """Give the sex that any member of a set tells, names and descriptions before pronouns."""
        told: dict[str, Gender] = {}
        for member in self.members(phrase):
            one = self.phrases[member]
            if one.gender in _SEXES:
                told.setdefault(one.kind, one.gender)
        return told.get("nominal") or told.get("name") or told.get("pronoun") or "-"

    def type_of(self, phrase: int) -> EntityType:
        """Give the type of a set: that of a name with a telling noun, a name, a description."""
        members = [self.phrases[m] for m in self.members(phrase)]
        return max(members, key=_tells_type).type

    def is_named(self, phrase: int) -> bool:
        """Whether a set has a name."""
        return any(self.phrases[m].kind == "name" for m in self.members(phrase))


def _tells_type(phrase: Phrase) -> int:
    """Rank what tells a type best; of equals ``max`` takes the first in the text."""
    if phrase.kind == "name":
        return 3 if phrase.family else 2
    return int(phrase.kind == "nominal")
