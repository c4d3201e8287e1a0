"""Measure how resolution grows with the number of documents.

    python -m bench.scaling [--documents 1000 3000 10000 30000]

The archives are made up: of our own sentences, with people, towns and days drawn from lists that
grow with the archive, each affair told by a few documents. Nothing is parsed. Printed: seconds,
event mentions a minute, the greatest memory, and the exponent of the fit of time by documents.
"""

import argparse
import hashlib
import random
import resource
import sys
import time
from collections.abc import Sequence
from math import log

from kipu.lang.resolution import load_resolution
from kipu.model import edtf
from kipu.model.documents import Block, CreationTime, Document
from kipu.model.ids import content_id
from kipu.model.readings import Argument, Chain, EntityType, EventMention, Mention, Reading
from kipu.model.spans import Evidence, Span
from kipu.model.times import EventTime
from kipu.resolution import resolve

_GIVEN = (
    "Ana",
    "Bruno",
    "Carla",
    "Dario",
    "Elsa",
    "Fabio",
    "Greta",
    "Hugo",
    "Ines",
    "Joel",
    "Karin",
)
_CONSONANTS, _VOWELS = "bdklmnrst", "aeo"
_ACTS = (
    (
        "killing",
        "killed",
        "Gunmen killed {who} in {where} on {day}, neighbours of the victim said.",
    ),
    (
        "arrest",
        "arrested",
        "Officers arrested {who} in {where} on {day} after a search of the house.",
    ),
    (
        "sentence",
        "sentenced",
        "A judge in {where} sentenced {who} on {day} at the end of a long trial.",
    ),
    ("resignation", "resigned", "{who} resigned in {where} on {day} after weeks of protest."),
    (
        "appointment",
        "appointed",
        "The council of {where} appointed {who} on {day} to lead the port.",
    ),
)
_MORE = (
    ("the harbour", "the market", "a lawyer", "the paper", "a teacher", "the mill", "one clerk"),
    ("closed", "waited", "asked", "wrote", "walked", "stopped", "promised", "laughed", "left"),
    ("before noon", "for two letters", "along the coast", "without wages", "after the rain"),
    ("while nobody looked", "as the files say", "though it was late", "until the bells rang"),
)
"""What else a text tells: one of each makes a sentence."""
_EXPONENT, _RATE, _MEMORY = 1.15, 20_000, 2.0
"""What is asked for: the growth at most, event mentions a minute at least, gigabytes at most."""


def make_archive(
    documents: int, seed: int = 1, *, happenings: int = 3, tellers: int = 6
) -> list[Reading]:
    """Make up an archive; each affair, of so many happenings, is told by one to six documents."""
    chance = random.Random(seed)
    readings: list[Reading] = []
    while len(readings) < documents:
        affair = [_happening(chance, documents) for _ in range(happenings)]
        for _ in range(min(chance.randint(1, tellers), documents - len(readings))):
            readings.append(_read(f"d{len(readings)}", affair, chance))
    return readings


class _Happening(tuple[int, str, str, str]):
    """The number of an act, who, where and when."""


def _happening(chance: random.Random, documents: int) -> _Happening:
    who = f"{chance.choice(_GIVEN)} {_word(chance, 4)}"
    towns = random.Random(chance.randrange(max(documents // 20, 5)))
    day = edtf.parse(
        f"20{chance.randint(0, 19):02}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    )
    assert day is not None
    return _Happening((chance.randrange(len(_ACTS)), who, _word(towns, 3), day.edtf))


def _word(chance: random.Random, syllables: int) -> str:
    letters = (chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(syllables))
    return "".join(letters).capitalize()


def _read(key: str, affair: Sequence[_Happening], chance: random.Random) -> Reading:
    sha256 = hashlib.sha256(key.encode()).hexdigest()
    doc_id = content_id("d", sha256)
    text = ""
    parts: list[tuple[Span, _Happening]] = []
    for happening in affair:
        act, who, where, day = happening
        sentence = _ACTS[act][2].format(who=who, where=where, day=day)
        parts.append((Span(doc_id, len(text), len(text) + len(sentence)), happening))
        told = " ".join(chance.choice(words) for words in _MORE)
        text += f"{sentence} {told.capitalize()}. "
    whole = Span(doc_id, 0, len(text))
    doc = Document(
        doc_id, sha256, key, "text/plain", text, (Block("paragraph", whole),), language="en"
    )
    mentions: dict[tuple[str, str], Mention] = {}
    events = tuple(_event(doc, span, happening, mentions) for span, happening in parts)
    chains = tuple(
        Chain(m.chain, m.type, name, (m.id,), named=True) for (_, name), m in mentions.items()
    )
    written = CreationTime(edtf.parse(affair[0][3]), "stated")
    return Reading(
        doc, written, tuple(mentions.values()), chains, (), events, (), (), (("made", "1"),)
    )


def _event(
    doc: Document, sentence: Span, happening: _Happening, mentions: dict[tuple[str, str], Mention]
) -> EventMention:
    act, who, where, day = happening
    kind, word, _ = _ACTS[act]

    def mention(name: str, sort: EntityType) -> Mention:
        start = doc.text.index(name, sentence.start)
        span = Span(doc.id, start, start + len(name))
        key, chain = content_id("m", doc.id, name), content_id("c", doc.id, name)
        return mentions.setdefault((sort, name), Mention(key, span, span, "name", sort, chain))

    person, town = mention(who, "person"), mention(where, "place")
    start = doc.text.index(word, sentence.start)
    trigger = Span(doc.id, start, start + len(word))
    return EventMention(
        id=content_id("v", doc.id, trigger.start),
        type=kind,
        trigger=trigger,
        sentence=sentence,
        lemma=word,
        rule="made",
        score=1.0,
        arguments=(Argument("patient", person.span, person.id, "made"),),
        place=Argument("place", town.span, town.id, "made"),
        time=EventTime(edtf.parse(day), day, evidence=(Evidence(trigger, word, "made"),)),
    )


def exponent(points: Sequence[tuple[int, float]]) -> float:
    """Fit seconds = a * documents ** b by least squares of the logarithms; give b."""
    xs, ys = [log(n) for n, _ in points], [log(seconds) for _, seconds in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return above / sum((a - x) ** 2 for a in xs)


def main(arguments: list[str]) -> int:
    """Run the bench; 1 if it grows too fast, is too slow or takes too much memory."""
    parser = argparse.ArgumentParser(description="Measure how resolution grows.")
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 3000, 10_000, 30_000])
    options = parser.parse_args(arguments)
    rules = load_resolution("en")
    points: list[tuple[int, float]] = []
    rate = memory = 0.0
    print(f"{'documents':>10}{'events':>9}{'found':>9}{'seconds':>9}{'a minute':>10}{'GB':>7}")
    for number in options.documents:
        readings = make_archive(number)
        mentions = sum(len(reading.events) for reading in readings)
        began = time.process_time()
        found = resolve(readings, (), rules)
        seconds = time.process_time() - began
        points.append((number, seconds))
        rate = 60 * mentions / seconds
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        sizes = f"{number:10}{mentions:9}{len(found.events):9}"
        print(f"{sizes}{seconds:9.1f}{rate:10.0f}{memory:7.2f}", flush=True)
    growth = exponent(points) if len(points) > 1 else 1.0
    print(f"time grows as documents ** {growth:.2f}")
    holds = growth <= _EXPONENT and rate >= _RATE and memory < _MEMORY
    print("holds" if holds else f"asked: at most {_EXPONENT}, {_RATE} a minute, {_MEMORY} GB")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
