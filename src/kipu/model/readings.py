"""What one document says: mentions, times, events, statements."""

from typing import Literal

import msgspec

from kipu.model.documents import CreationTime, Document
from kipu.model.expressions import TimeExpression
from kipu.model.spans import Problem, Span
from kipu.model.times import EventTime, Timex

MentionKind = Literal["name", "nominal", "pronoun"]
EntityType = Literal["person", "organization", "place"]
Property = Literal[
    "office", "kinship", "membership", "employer", "born", "died", "age", "nationality", "alias"
]
_LONGEST_PHRASE = 120
"""Characters of a clause that are quoted whole."""
OTHER = "other"
"""The type of an event that no type of the ontology fits; its lemma says what it is."""
Factuality = Literal["certain", "probable", "possible", "denied", "planned", "hypothetical"]
"""How a text, or the source it names, presents an event.

``probable`` "is said to have"; ``possible`` alleged, rumoured; ``denied`` negated or denied;
``planned`` announced, not yet done; ``hypothetical`` conditional, demanded, wished.
"""


class Mention(msgspec.Struct, frozen=True):
    """A stretch of text that names a person, a body or a place.

    ``head`` is the syntactic head of a description, the last name token of a name. ``chain`` is
    the id of the chain that it belongs to; every mention belongs to one.
    """

    id: str
    span: Span
    head: Span
    kind: MentionKind
    type: EntityType
    chain: str


class Chain(msgspec.Struct, frozen=True):
    """Mentions of one document that name the same entity; the document's own entity.

    ``name`` is the fullest name in the chain, or its first description if it has none.
    ``mentions`` are ids in the order of the text.
    """

    id: str
    type: EntityType
    name: str
    mentions: tuple[str, ...]
    named: bool
    gender: Literal["masculine", "feminine"] | None = None


class Statement(msgspec.Struct, frozen=True):
    """One value of one property of an entity, from one span.

    ``subject`` is a chain id; ``object`` the chain of the other entity, if it is one. ``value`` is
    in the words of the text ("member of Congress"); of kinship the term alone where ``object`` is
    the relative ("daughter"), else with its complement ("mother of four"). An office that was held
    before the text has ``time.mod`` BEFORE.
    """

    id: str
    subject: str
    property: Property
    value: str
    span: Span
    rule: str
    object: str | None = None
    time: EventTime = EventTime()


class Quantity(msgspec.Struct, frozen=True):
    """A number with its bounds, as a text gives it.

    ``value`` is the number named, ``low`` and ``high`` the bounds that it states: "nearly 50" is
    50, none, 49; "at least a dozen" 12, 12, none; "14" 14, 14, 14. ``unit`` is "person", "vote",
    "year", a currency code, or the noun counted. ``parts`` are the spans of summed numbers ("nine
    students and a professor").
    """

    value: float
    low: float | None
    high: float | None
    unit: str
    approximate: bool
    span: Span
    rule: str
    parts: tuple[Span, ...] = ()


class Argument(msgspec.Struct, frozen=True):
    """Who or what takes part in an event, and as what.

    ``role`` is one of the event type's roles in the ontology. ``mention`` is the id of a mention,
    ``None`` where nothing that is an entity fills the role ("the government's bill").
    """

    role: str
    span: Span
    mention: str | None
    rule: str


class EventQuantity(msgspec.Struct, frozen=True):
    """A quantity in a role of an event: killed, injured, amount, sentence_term, votes_for, ..."""

    role: str
    quantity: Quantity


class Attribution(msgspec.Struct, frozen=True):
    """Who says so: the source, and the words that show it.

    ``source`` is ``None`` where the text names none ("it is widely believed"); what is rumoured has
    the words of the rumour for its source ("it is rumoured"). ``within`` is the
    outer attribution of "prosecutors said that witnesses had claimed".
    """

    cue: Span
    source: Span | None = None
    mention: str | None = None
    within: "Attribution | None" = None


class EventMention(msgspec.Struct, frozen=True):
    """One text's account of an event.

    ``trigger`` is the word that stands for the event, ``type`` an id of the ontology. Two events
    may have one trigger ("the killing of 15 people in 1991 and of ten in 1992"). ``presented`` is
    how the text puts an event that is only ``planned`` because it lies after the text's own date.
    ``passage`` are the words that date the sentences before, which tell of its time too, should
    nothing nearer do so. ``another`` is true of one told apart from those before ("another raid"),
    ``introduced`` of one that an indefinite article tells for the first time ("a raid"),
    ``closing`` where it is the end that is told ("the strike ended"): the time bounds the event.
    ``settings`` are where the text has an event that no words place, the surest first: the scene
    that it sets, its dateline, the country whose body acts. A place is inferred from them, none is
    stated by them; an event with a ``place`` has none.
    """

    id: str
    type: str
    trigger: Span
    sentence: Span
    lemma: str
    rule: str
    score: float
    arguments: tuple[Argument, ...] = ()
    place: Argument | None = None
    time: EventTime = EventTime()
    quantities: tuple[EventQuantity, ...] = ()
    factuality: Factuality = "certain"
    attribution: Attribution | None = None
    presented: Factuality | None = None
    passage: tuple[Span, ...] = ()
    another: bool = False
    introduced: bool = False
    closing: bool = False
    settings: tuple[Argument, ...] = ()


def in_words(event: EventMention, doc: Document) -> str:
    """Tell an event by the text's own words, from its first argument or trigger to its last.

    Words that lie far apart are joined by an ellipsis.
    """
    spans = sorted({event.trigger, *(argument.span for argument in event.arguments)})
    first, last = spans[0].start, max(span.end for span in spans)
    if last - first <= _LONGEST_PHRASE:
        return " ".join(doc.text[first:last].split())
    return " … ".join(" ".join(doc.quote(span).split()) for span in spans)


class Reading(msgspec.Struct, frozen=True):
    """What one document says, with the versions that made it.

    ``created`` is the document's own date, stated or inferred. All lists are in the order of the
    text. ``expressions`` are what ``timexes`` were resolved from, one each, so that a corrected
    date resolves them again without reading. ``versions`` are pairs of a maker ("kipu",
    "syntax/en") and its version. ``country`` is the chain of the country that the text is about.
    ``others`` are what else the text asserts, of type ``OTHER``: they stand apart from ``events``,
    as no type of the ontology says what they are.
    """

    doc: Document
    created: CreationTime
    mentions: tuple[Mention, ...]
    chains: tuple[Chain, ...]
    timexes: tuple[Timex, ...]
    events: tuple[EventMention, ...]
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    versions: tuple[tuple[str, str], ...]
    expressions: tuple[TimeExpression, ...] = ()
    country: str | None = None
    others: tuple[EventMention, ...] = ()
