"""A record in which every text, name and address tries to run a script."""

from hashlib import sha256
from itertools import product
from pathlib import Path

from kipu.model.documents import Block, CreationTime, Document
from kipu.model.ids import content_id
from kipu.model.readings import Argument, Chain, EventMention, Mention, Reading
from kipu.model.resolved import Entity, Event, Participant, Resolution
from kipu.model.times import EventTime
from kipu.record import open_store

ACTS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>", "<math><mi xlink:href=javascript:alert(1)>x",
    "<object data=javascript:alert(1)>", "<base href=//x.invalid/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<form><button formaction=javascript:alert(1)>x", "<style>@import '//x.invalid/'</style>",
    "<link rel=stylesheet href=//x.invalid>", "<div hx-on:click=alert(1) hx-get=/add>x</div>",
    "<div hx-trigger='load[alert(1)]' hx-get=/>x</div>", "{{ 7*7 }}", "{% include 'base.html' %}",
    "<template><script>alert(1)</script></template>", "\x01javascript:alert(1)",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
)  # fmt: skip
BREAKS = (
    "", "\"'>", "</title></script></style>", "--><!--", "'\" onmouseover=alert(1) x='",
    "</textarea></select>", "&lt;&#60;", "\u2028]]>", "`${alert(1)}`", "javascript:alert(1)//",
)  # fmt: skip
PAYLOADS = tuple(before + act for act, before in product(ACTS, BREAKS))
HARMLESS = ("Ada", "the mine at Corran", "a report of 1991")


def make_record(path: Path, payloads: tuple[str, ...]) -> None:
    """Make a record whose every document consists of one payload, in every place there is."""
    readings = [_reading(number, payload) for number, payload in enumerate(payloads)]
    with open_store(path, create=True) as store:
        for reading in readings:
            store.add_document(reading.doc, reading.doc.text.encode(), reading)
        store.store_resolution(_resolution(readings))


def _reading(number: int, payload: str) -> Reading:
    name = " ".join(payload.split()) or payload
    text = f"{name}\n\n{name} pardoned {name}."
    hash_ = sha256(text.encode()).hexdigest()
    id_ = content_id("d", hash_)
    bare = Document(id_, hash_, f"{number}/{name}", "text/html", text, ())
    body = bare.span(len(name) + 2, len(text))
    doc = Document(
        id_, hash_, bare.uri, "text/html", text,
        (Block("headline", bare.span(0, len(name))), Block("paragraph", body)),
        title=name, byline=name, outlet=name, language="en", extractor=name,
    )  # fmt: skip
    chain = content_id("c", doc.id)
    span = doc.span(body.start, body.start + len(name))
    mention = Mention(content_id("m", doc.id), span, span, "name", "person", chain)
    start = span.end + 1
    event = EventMention(
        id=content_id("m", doc.id, "pardon"), type="pardon", trigger=doc.span(start, start + 8),
        sentence=body, lemma="pardon", rule="made/pardon", score=0.9,
        arguments=(Argument("agent", span, mention.id, "made"),), time=EventTime(),
    )  # fmt: skip
    return Reading(
        doc, CreationTime(), (mention,), (Chain(chain, "person", name, (mention.id,), named=True),),
        (), (event,), (), (), (("kipu", "0.1.0"),),
    )  # fmt: skip


def _resolution(readings: list[Reading]) -> Resolution:
    entities, events = [], []
    for reading in readings:
        chain, mention = reading.chains[0], reading.events[0]
        one = Entity(content_id("e", chain.id), "person", chain.name, (chain.name,), (chain.id,))
        entities.append(one)
        events.append(
            Event(
                content_id("v", mention.id),
                "pardon",
                chain.name,
                mention.time,
                one.id,
                "certain",
                (Participant("agent", one.id),),
                (),
                "single-source",
                1,
                1,
                (mention.id,),
            )
        )
    return Resolution(
        tuple(sorted(entities, key=lambda entity: entity.id)),
        tuple(sorted(events, key=lambda event: event.id)), (), (),
    )  # fmt: skip
