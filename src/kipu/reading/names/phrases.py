"""Stretches that will be mentions, with what their words tell."""

from typing import Literal

import msgspec

from kipu.lang.names import Gender
from kipu.model.readings import EntityType, MentionKind
from kipu.model.spans import Span

Determination = Literal["definite", "indefinite", "possessive", "bare"]
NOWHERE = -1
"""The token number of a phrase outside of the narrative, such as a dateline."""


class Phrase(msgspec.Struct, frozen=True):
    """A mention before it has its chain.

    ``start``, ``end`` and ``head`` are tokens, half-open; :data:`NOWHERE` outside of the narrative.
    ``words`` are the words of a name without its titles, or the lower-case words of a description
    without its determiner. ``titles`` are the lower-case titles of a name. ``noun`` is the
    describing noun, lower case and singular, ``family`` its kind (a kind of body or place, a class
    of person). ``first`` is the first token of ``words``. ``other`` marks a name said of
    another than its usual bearer ("the younger Reyes"), ``given`` one that is a given name by
    what stands before it ("his daughter Alba").
    """

    span: Span
    start: int
    end: int
    head: int
    kind: MentionKind
    type: EntityType
    words: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    noun: str = ""
    family: str = ""
    gender: Gender = "-"
    plural: bool = False
    determination: Determination = "bare"
    first: int = NOWHERE
    other: bool = False
    given: bool = False

    @property
    def text(self) -> str:
        """The words, joined."""
        return " ".join(self.words)
