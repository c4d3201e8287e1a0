"""Readings as a perfect reader would make them of a story, to measure resolution by itself.

Mentions come from the aliases of the gold, one chain for each entity in each document; events from
its event mentions. The gold gives participants and quantities for events, not for mentions: a
mention gets those that its own sentence names.
"""

import re
from datetime import date
from typing import Any

from kipu.model.documents import Block, CreationTime, Document
from kipu.model.ids import content_id
from kipu.model.readings import (
    Argument,
    Chain,
    EventMention,
    EventQuantity,
    Mention,
    MentionKind,
    Quantity,
    Reading,
    Statement,
)
from kipu.model.spans import Evidence, Span
from kipu.model.times import EventTime, Interval

Json = dict[str, Any]
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_NUMBER_WORDS = {word: value for value, word in enumerate(_SMALL.split())}
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * value for value, word in enumerate(_ROUND.split(), 2)}
_WORD = r"[A-Za-z]+(?:-[a-z]+)*"
_NUMBER = re.compile(rf"\d[\d,]*(?:\.\d+)?|{_WORD}")


def read_story(gold: Json, texts: dict[str, str], occurrences: Any) -> list[Reading]:
    """Make the readings of all documents of a story."""
    return [
        _read(gold, document, texts[document["file"]], occurrences)
        for document in gold["documents"]
    ]


def interval_of(pair: list[str] | None) -> Interval | None:
    """Make an interval of a pair of dates as the gold writes them."""
    if pair is None:
        return None
    first, last = _days(pair[0])[0], _days(pair[1])[1]
    grain = {4: "year", 7: "month", 10: "day"}[len(pair[0])] if pair[0] == pair[1] else None
    return Interval(pair[0] if grain else "/".join(pair), first, last, grain)  # type: ignore[arg-type]


def _days(text: str) -> tuple[date, date]:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    year, month = parts
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(following.toordinal() - 1)


def _read(gold: Json, entry: Json, text: str, occurrences: Any) -> Reading:
    doc = _document(gold, entry, text)
    mentions, chains = _mentions(gold, doc, occurrences)
    events = [
        _event(gold, doc, event, number, mention, mentions)
        for event in gold["events"]
        for number, mention in enumerate(event["mentions"])
        if mention["file"] == entry["file"]
    ]
    interval = interval_of(entry["published"])
    created = CreationTime(interval, "stated" if entry["stated"] else "inferred")
    return Reading(
        doc, created, mentions, chains, (), tuple(sorted(events, key=lambda e: (e.trigger, e.id))),
        _statements(gold, doc, chains), (), (("gold", "1"),),
    )  # fmt: skip


def _document(gold: Json, entry: Json, text: str) -> Document:
    doc_id = content_id("d", gold["story"], entry["file"])
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            kind = "paragraph" if blocks else "headline"
            blocks.append(Block(kind, Span(doc_id, start, start + len(line))))  # type: ignore[arg-type]
        start += len(line) + 1
    return Document(
        doc_id, doc_id, entry["file"], "text/plain", text, tuple(blocks), language=gold["language"]
    )


def _mentions(
    gold: Json, doc: Document, occurrences: Any
) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    owners: dict[str, list[str]] = {}
    for entity in gold["entities"]:
        for alias in entity["aliases"]:
            owners.setdefault(alias, []).append(entity["id"])
    types = {entity["id"]: entity["type"] for entity in gold["entities"]}
    full = {entity["id"]: entity["name"].lower() for entity in gold["entities"]}
    mentions = []
    for alias, (start, end) in occurrences(list(owners), doc.text):
        key = owners[alias][0]
        span = Span(doc.id, start, end)
        head = Span(doc.id, start + _head(alias), end)
        kind: MentionKind = "name" if _is_name(alias, full[key]) else "nominal"
        chain = content_id("c", doc.id, key)
        mentions.append(
            Mention(content_id("m", doc.id, start, end), span, head, kind, types[key], chain)
        )
    mentions.sort(key=lambda mention: mention.span)
    return tuple(mentions), _chains(doc, mentions)


def _head(alias: str) -> int:
    before = (
        re.split(r" (?:of|in|on|for|to|who|with|at)\b", alias)[0] if not _is_name(alias) else alias
    )
    return before.rfind(" ") + 1


def _is_name(alias: str, full: str = "") -> bool:
    if full and " " not in alias and not alias.isupper() and alias.lower() not in full:
        return False
    head = re.split(r" (?:of|in|for|on) ", alias)[0].split()
    return head[-1][:1].isupper() and head[0].lower() not in ("his", "her", "one", "our", "a", "an")


def _chains(doc: Document, mentions: list[Mention]) -> tuple[Chain, ...]:
    by_chain: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_chain.setdefault(mention.chain, []).append(mention)
    chains = []
    for key, members in by_chain.items():
        names = [doc.quote(member.span) for member in members if member.kind == "name"]
        name = max(names, key=len) if names else doc.quote(members[0].span)
        ids = tuple(member.id for member in members)
        chains.append(Chain(key, members[0].type, name, ids, bool(names)))
    return tuple(chains)


def _statements(gold: Json, doc: Document, chains: tuple[Chain, ...]) -> tuple[Statement, ...]:
    ids = {chain.id for chain in chains}
    statements = []
    for relation in gold["relations"]:
        subject = content_id("c", doc.id, relation["subject"])
        other = content_id("c", doc.id, relation["object"])
        if relation["relation"] == "kinship" and {subject, other} <= ids:
            key = content_id("s", subject, other)
            span = Span(doc.id, 0, 1)
            statements.append(Statement(key, subject, "kinship", "kin", span, "gold", other))
    return tuple(statements)


def _event(
    gold: Json, doc: Document, event: Json, number: int, entry: Json, mentions: tuple[Mention, ...]
) -> EventMention:
    start = doc.text.index(entry["quote"])
    sentence = _sentence(doc, start)
    trigger_start = doc.text.index(entry["trigger"], start)
    trigger = Span(doc.id, trigger_start, trigger_start + len(entry["trigger"]))
    inside = [mention for mention in mentions if sentence.holds(mention.span)]
    arguments = [
        Argument(participant["role"], mention.span, mention.id, "gold")
        for participant in event["participants"]
        for mention in _first(doc, participant["entity"], inside)
    ]
    places = [
        Argument("place", mention.span, mention.id, "gold")
        for mention in _first(doc, event["place"], inside)
    ]
    interval = interval_of(entry["when"])
    evidence = (Evidence(trigger, entry["trigger"], "gold"),) if interval else ()
    return EventMention(
        id=content_id("v", doc.id, trigger.start, event["id"], number),
        type=_type(event, trigger),
        trigger=trigger,
        sentence=sentence,
        lemma=_lemma(entry["trigger"]),
        rule="gold",
        score=1.0,
        arguments=tuple(arguments),
        place=places[0] if places else None,
        time=EventTime(interval, interval.edtf, evidence=evidence) if interval else EventTime(),
        quantities=_quantities(gold, doc, event, sentence, entry["file"]),
        factuality=entry["factuality"],
    )


def _first(doc: Document, entity: str | None, mentions: list[Mention]) -> list[Mention]:
    chain = content_id("c", doc.id, entity)
    return [mention for mention in mentions if mention.chain == chain][:1]


def _type(event: Json, trigger: Span) -> str:
    """One of the acceptable types, the same for the same place of a text; a reader finds any."""
    return str(event["types"][trigger.start % len(event["types"])])


def _lemma(trigger: str) -> str:
    word = trigger.split()[0].lower()
    return re.sub(r"(?:ings?|ed|es|s|e|ions?)$", "", word)


def _sentence(doc: Document, start: int) -> Span:
    block = next(b.span for b in doc.blocks if b.span.start <= start < b.span.end)
    ends = [
        m.end()
        for m in re.finditer(r"[.!?]+[”\"’]?\s+(?=[A-Z“\"])", doc.text[: block.end])
        if m.end() > block.start
    ]
    begin = max([block.start, *[end for end in ends if end <= start]])
    return Span(doc.id, begin, min([block.end, *[end for end in ends if end > start]]))


def _quantities(
    gold: Json, doc: Document, event: Json, sentence: Span, file: str
) -> tuple[EventQuantity, ...]:
    wanted = _wanted_values(gold, event, file)
    found = []
    for match in _NUMBER.finditer(doc.text, sentence.start, sentence.end):
        value = number_value(match.group())
        for role, (unit, values) in wanted.items():
            if value is not None and value in values:
                before = doc.text[max(match.start() - 12, 0) : match.start()].lower()
                floor = "at least " in before or "more than " in before or "no less" in before
                span = Span(doc.id, match.start(), match.end())
                vague = bool(
                    re.search(r"(some|about|nearly|estimated|roughly|approximately) $", before)
                )
                quantity = Quantity(
                    value, value, None if floor else value, unit, vague, span, "gold"
                )
                found.append(EventQuantity(role, quantity))
    return tuple(found)


def _wanted_values(gold: Json, event: Json, file: str) -> dict[str, tuple[str, set[float]]]:
    wanted: dict[str, tuple[str, set[float]]] = {}
    for quantity in event["quantities"]:
        values = {
            float(quantity[bound]) for bound in ("low", "high") if quantity[bound] is not None
        }
        wanted[quantity["role"]] = (quantity["unit"], values)
    for kind in ("contradictions", "compatible"):
        for entry in gold[kind]:
            if entry["event"] == event["id"] and entry["attribute"] in wanted:
                for value in entry["values"]:
                    if kind == "compatible" or file in value["files"]:
                        text = value["value"] if kind == "contradictions" else value
                        numbers = (number_value(m.group()) for m in _NUMBER.finditer(text))
                        wanted[entry["attribute"]][1].update(n for n in numbers if n is not None)
    return wanted


def number_value(text: str) -> float | None:
    """Read a number in digits or words up to ninety-nine."""
    if text[0].isdigit():
        return float(text.replace(",", "").rstrip("."))
    parts = text.lower().split("-")
    if parts[0] in _TENS:
        return float(_TENS[parts[0]] + (_NUMBER_WORDS.get(parts[1], 0) if len(parts) == 2 else 0))
    return float(_NUMBER_WORDS[text.lower()]) if text.lower() in _NUMBER_WORDS else None
