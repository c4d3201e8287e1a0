"""Readings whose mentions are those of a corpus of coreference across documents.

The text is read as any other. Then each gold mention of a person, body, place or thing takes the
place of the mention with the same head, and each gold trigger that of the event mention there; what
the system has none for is added, an event as type ``other`` with what its trigger governs. Event
mentions that are not in the gold are left out, those of entities stay as company.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from bench.tokens import Place, join_tokens
from kipu.model.ids import content_id
from kipu.model.readings import (
    Argument,
    Chain,
    EntityType,
    EventMention,
    Mention,
    MentionKind,
    Reading,
)
from kipu.model.spans import Span
from kipu.model.times import Timex
from kipu.pipeline.reading import read
from kipu.reading.trees import Tree
from kipu.syntax import load_parser

Json = dict[str, Any]
_ROLES = {
    "nsubj": "agent",
    "nsubj:pass": "patient",
    "obj": "patient",
    "iobj": "recipient",
    "obl:agent": "agent",
    "obl": "other",
    "nmod": "patient",
    "nmod:poss": "agent",
    "compound": "patient",
}
"""Roles of what a trigger governs that no frame reads."""


class GoldReading(msgspec.Struct, frozen=True):
    """A reading with gold mentions.

    ``events`` leads from the gold's ids to event mentions, ``entities`` to chains or, of times, to
    what they say (texts on one story that say "Saturday" mean one); ``heads`` to the lemma of each
    mention's head.
    """

    reading: Reading
    events: Mapping[str, str]
    entities: Mapping[str, str]
    heads: Mapping[str, str]


class _Place(msgspec.Struct, frozen=True):
    """Where a gold mention stands: its span, its head and its first token."""

    key: str
    kind: str
    tag: str
    span: Span
    head: int


def read_entry(entry: Json) -> GoldReading:
    """Read one document of the corpus with its gold mentions of validated sentences."""
    doc, places = join_tokens(entry["doc"], entry["sents"])
    tree = Tree(doc, load_parser("en").parse(doc))
    reading = read(doc)
    gold = [
        _locate(mention, places[mention["sent"]], tree)
        for mention in entry["mentions"]
        if mention["sent"] in entry["validated"]
    ]
    things = [place for place in gold if place.kind not in ("event", "time")]
    mentions, chains, owners = _entities(reading, tree, things)
    events, triggers = _events(reading, tree, [p for p in gold if p.kind == "event"], mentions)
    times = {p.key: _time(p, reading.timexes, tree) for p in gold if p.kind == "time"}
    changed = msgspec.structs.replace(reading, mentions=mentions, chains=chains, events=events)
    heads = {place.key: tree.lower_lemma[place.head] for place in gold}
    return GoldReading(changed, triggers, owners | times, heads)


def _locate(mention: Json, row: Sequence[Place], tree: Tree) -> _Place:
    doc_id = tree.doc.id
    start, end = row[min(mention["tokens"])][0], row[max(mention["tokens"])][1]
    inside = [t for n in mention["tokens"] for t in tree.tokens_in(Span(doc_id, *row[n]))]
    tops = [token for token in inside if tree.head[token] not in inside or tree.is_root(token)]
    head = (tops or inside)[0]
    return _Place(mention["id"], mention["kind"], mention["tag"], Span(doc_id, start, end), head)


def _entities(
    reading: Reading, tree: Tree, places: Iterable[_Place]
) -> tuple[tuple[Mention, ...], tuple[Chain, ...], dict[str, str]]:
    """Put gold mentions for those with the same head; give mentions, chains and their owners."""
    by_head = {mention.head.end: mention for mention in reading.mentions}
    kept = {mention.id: mention for mention in reading.mentions}
    chains = {chain.id: chain for chain in reading.chains}
    owners: dict[str, str] = {}
    texts: dict[tuple[str, str], str] = {}
    for place in places:
        own = by_head.get(tree.token_span(place.head).end)
        if own is None:
            kind: EntityType = "place" if place.kind == "loc" else _human(place.tag)
            told = (kind, reading.doc.quote(place.span).casefold())
            key = texts.setdefault(told, content_id("c", reading.doc.id, *told))
            own = _mention(place, kind, key, tree)
            kept[own.id] = own
            chains[key] = _grown(chains.get(key), own, reading)
        owners[place.key] = own.chain
    ordered = sorted(kept.values(), key=lambda m: (m.span.start, -m.span.end))
    return tuple(ordered), tuple(chains.values()), owners


def _human(tag: str) -> EntityType:
    return "person" if tag.startswith(("HUMAN_PART_PER", "HUMAN_PART_GENERIC")) else "organization"


def _mention(place: _Place, kind: EntityType, chain: str, tree: Tree) -> Mention:
    named = tree.upos[place.head] == "PROPN"
    pronoun = tree.upos[place.head] == "PRON"
    form: MentionKind = "name" if named else "pronoun" if pronoun else "nominal"
    key = content_id("m", tree.doc.id, place.span.start, place.span.end, form)
    return Mention(key, place.span, tree.token_span(place.head), form, kind, chain)


def _grown(chain: Chain | None, mention: Mention, reading: Reading) -> Chain:
    before = chain.mentions if chain else ()
    name = chain.name if chain else reading.doc.quote(mention.span)
    named = mention.kind == "name" or (chain is not None and chain.named)
    return Chain(mention.chain, mention.type, name, (*before, mention.id), named)


def _events(
    reading: Reading, tree: Tree, places: Iterable[_Place], mentions: Iterable[Mention]
) -> tuple[tuple[EventMention, ...], dict[str, str]]:
    """Put gold triggers for those of the system that they overlap, or add them."""
    by_head = {mention.head.start: mention for mention in mentions}
    free = list(reading.events)
    found: dict[str, EventMention] = {}
    for place in places:
        head = tree.token_span(place.head)
        own = next((e for e in free if e.trigger.overlaps(head)), None)
        if own is not None:
            free.remove(own)
        found[place.key] = own or _other(place, tree, by_head)
    events = sorted(found.values(), key=lambda event: (event.trigger, event.id))
    return tuple(events), {key: event.id for key, event in found.items()}


def _other(place: _Place, tree: Tree, by_head: Mapping[int, Mention]) -> EventMention:
    """An event of no type that is known, with the entities that its trigger governs."""
    sentence = tree.sentence_of[place.head]
    first, last = tree.token_span(sentence.start), tree.token_span(sentence.stop - 1)
    arguments = [
        Argument(role, mention.span, mention.id, "gold")
        for child in tree.children(place.head)
        if (role := _ROLES.get(tree.deprel[child])) is not None
        and (mention := by_head.get(tree.token_span(child).start)) is not None
    ]
    return EventMention(
        id=content_id("v", tree.doc.id, place.span.start, place.span.end, place.key),
        type="other",
        trigger=place.span,
        sentence=Span(tree.doc.id, first.start, last.end),
        lemma=tree.lower_lemma[place.head],
        rule="gold",
        score=1.0,
        arguments=tuple(a for a in arguments if a.role != "other"),
        place=next((a for a in arguments if a.role == "other" and _is_place(a, by_head)), None),
    )


def _is_place(argument: Argument, by_head: Mapping[int, Mention]) -> bool:
    return any(m.id == argument.mention and m.type == "place" for m in by_head.values())


def _time(place: _Place, timexes: Iterable[Timex], tree: Tree) -> str:
    """What a time says: its days if they are known, else the day it is read as, or its words.

    "Thursday evening" and "on Thursday" are read as one day.
    """
    for timex in timexes:
        if timex.span.overlaps(tree.token_span(place.head)):
            if timex.interval is not None:
                return f"time {timex.interval.edtf}"
            if timex.value and timex.type in ("DATE", "TIME"):
                return f"time {timex.value.split('T')[0]}"
    return f"time {tree.doc.quote(place.span).casefold()}"
