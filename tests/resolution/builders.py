"""Small readings made of literals."""

from collections.abc import Mapping, Sequence

import msgspec

from kipu.model import edtf
from kipu.model.documents import Block, CreationTime, Document
from kipu.model.ids import content_id
from kipu.model.readings import (
    Argument,
    Attribution,
    Chain,
    EntityType,
    EventMention,
    EventQuantity,
    Factuality,
    Mention,
    Quantity,
    Reading,
    Statement,
)
from kipu.model.spans import Evidence, Span
from kipu.model.times import EventTime


class Told(msgspec.Struct, frozen=True):
    """One event mention: its type, its trigger's words, and what is said of it."""

    type: str
    trigger: str
    roles: Mapping[str, str] = {}
    when: str | None = None
    place: str | None = None
    counts: Mapping[str, str] = {}
    factuality: Factuality = "certain"
    source: str | None = None


def person(*names: str) -> tuple[EntityType, Sequence[str]]:
    """A chain of names of one person."""
    return "person", names


def body(*names: str) -> tuple[EntityType, Sequence[str]]:
    """A chain of names of one body."""
    return "organization", names


def place(*names: str) -> tuple[EntityType, Sequence[str]]:
    """A chain of names of one place."""
    return "place", names


def document(key: str, text: str) -> Document:
    """A document whose first line is its headline."""
    doc_id = content_id("d", key)
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n")):
        if line:
            span = Span(doc_id, start, start + len(line))
            blocks.append(Block("paragraph" if number else "headline", span))
        start += len(line) + 1
    return Document(doc_id, key, f"{key}.txt", "text/plain", text, tuple(blocks), language="en")


def reading(
    key: str,
    text: str,
    *,
    created: str | None = None,
    chains: Sequence[tuple[EntityType, Sequence[str]]] = (),
    events: Sequence[Told] = (),
    kin: Sequence[tuple[str, str]] = (),
) -> Reading:
    """A reading of a text with the chains and events given."""
    doc = document(key, text)
    made = [_chain(doc, kind, names) for kind, names in chains]
    mentions = tuple(mention for found, _ in made for mention in found)
    by_text = {doc.quote(mention.span): mention for mention in mentions}
    dated = CreationTime(edtf.parse(created), "stated") if created else CreationTime()
    statements = tuple(
        Statement(
            content_id("s", key, one, other), by_text[one].chain, "kinship", "kin",
            by_text[one].span, "test", by_text[other].chain,
        )
        for one, other in kin
    )  # fmt: skip
    return Reading(
        doc, dated, mentions, tuple(chain for _, chain in made), (),
        tuple(_event(doc, told, by_text) for told in events), statements, (), (("test", "1"),),
    )  # fmt: skip


def _chain(doc: Document, kind: EntityType, names: Sequence[str]) -> tuple[list[Mention], Chain]:
    chain_id = content_id("c", doc.id, *names)
    mentions = []
    for name in names:
        span = _find(doc, name)
        head = Span(doc.id, span.start + name.rfind(" ") + 1, span.end)
        mention_kind = "name" if name.split()[-1][:1].isupper() else "nominal"
        key = content_id("m", doc.id, span.start, span.end)
        mentions.append(Mention(key, span, head, mention_kind, kind, chain_id))  # type: ignore[arg-type]
    named = any(mention.kind == "name" for mention in mentions)
    ids = tuple(mention.id for mention in mentions)
    return mentions, Chain(chain_id, kind, names[0], ids, named)


def _find(doc: Document, words: str) -> Span:
    start = doc.text.index(words)
    return Span(doc.id, start, start + len(words))


def _event(doc: Document, told: Told, by_text: Mapping[str, Mention]) -> EventMention:
    trigger = _find(doc, told.trigger)
    sentence = next(block.span for block in doc.blocks if block.span.holds(trigger))
    arguments = tuple(
        Argument(role, by_text[name].span, by_text[name].id, "test")
        for role, name in told.roles.items()
    )
    there = by_text.get(told.place or "")
    interval = edtf.parse(told.when) if told.when else None
    evidence = (Evidence(trigger, told.trigger, "test"),)
    source = Attribution(trigger, _find(doc, told.source)) if told.source else None
    return EventMention(
        id=content_id(
            "m", doc.id, trigger.start, told.type, told.trigger, *sorted(told.roles.values())
        ),
        type=told.type,
        trigger=trigger,
        sentence=sentence,
        lemma=told.trigger.split()[0],
        rule="test",
        score=1.0,
        arguments=arguments,
        place=Argument("place", there.span, there.id, "test") if there else None,
        time=EventTime(interval, told.when, evidence=evidence) if interval else EventTime(),
        quantities=tuple(
            EventQuantity(role, quantity(words, trigger)) for role, words in told.counts.items()
        ),
        factuality=told.factuality,
        attribution=source,
    )


def quantity(words: str, span: Span) -> Quantity:
    """Read "14", "14 vote", ">=12" (at least), "<=40" (at most), "~6000", "~<50" (nearly)."""
    number, _, unit = words.partition(" ")
    value = float(number.lstrip("<>=~"))
    low = None if "<" in number or number.startswith("~") else value
    high = None if ">" in number or number.startswith("~") else value
    if number.startswith("~<"):
        high = value - 1
    return Quantity(value, low, high, unit or "person", "~" in number, span, "test")
