"""Measure how fast kipu reads, what takes the time, and how much memory it needs.

    python -m bench.speed [FOLDER] [--articles 100] [--words 600] [--pilot PACK]

Without a folder, articles are put together from the sentences below, so that every run reads the
same text; with one, its documents are read. One process reads them one after another. The split by
stage adds up to the whole. Bars must hold: the syntax model takes more than half of the time, the
memory stays below 700 MB at its peak, times are read at 20,000 words a second of CPU where trees
are there. Seconds depend on the machine; shares do not.

With ``--pilot`` the pilot model of that folder reads the same sentences, in turns with kipu: its
word pieces and its network alone, against kipu's whole syntax stage.
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from onnxruntime import InferenceSession

from kipu.documents import from_text
from kipu.lang.times import load_time_rules
from kipu.model.documents import Document
from kipu.pipeline import reading
from kipu.pipeline.loading import find_sources, load
from kipu.reading import times
from kipu.syntax import OnnxParser, load_parser

KIPU = Path(sys.executable).with_name("kipu")
MODEL_SHARE, MEMORY_MB, HELP_SECONDS, IMPORT_SECONDS = 0.5, 700.0, 0.3, 0.15
TIME_WORDS, TIME_ARTICLES = 20_000.0, 20
"""Words a second that times are read at, apart from syntax, and the articles to measure it."""

MODEL, PARSE = "syntax, the model", "syntax"
STAGES = {
    "read_quantities": "quantities",
    "read_times": "times",
    "read_entities": "names and chains",
    "date_document": "dating",
    "resolve_times": "times",
    "find_events": "events",
    "date_events": "events",
    "read_statements": "statements",
}
"""The stages by their functions in the pipeline, apart from syntax."""

PLACES = ("Corran", "Port Sarn", "Tamlin", "Lesk", "Eastmark", "Velm", "Orrin")
PEOPLE = ("Tomas Arvell", "Ines Calder", "Bruno Hask", "Mirela Tov", "Davor Ilk", "Ana Ruvik")
MONTHS = ("January", "March", "April", "June", "September", "November")
SENTENCES = (
    "President {a} resigned on {day} {month} {year}, two weeks after the strike in {place} began.",
    "Police in {place} arrested {a} last {month}, a court spokesman said on Thursday.",
    "According to {b}, the soldiers killed at least {n} miners and wounded {m} others.",
    "{a}, a former minister of the interior, denied that he had ordered the attack.",
    "The Supreme Court sentenced {a} to {n} years in prison for the massacre of {place}.",
    "Three years later {b} pardoned the general, who had served less than half of his term.",
    "An election will be held in {month} {year}, and {a} is expected to be a candidate.",
    "“They came at night and took my brother away,” {b} told reporters in {place}.",
    "The company agreed to pay {m} million dollars to the families of the dead.",
    "Nobody was convicted, although {b} and the doctors' association had named those responsible.",
    "In {month} {year} about {m} thousand people protested in the streets of {place}.",
    "If the parliament is dissolved, {a} could govern by decree until {month}.",
    "The commission that {b} chaired published its report in {year}; it counted {m} victims.",
    "{a} fled to {place}, where he was detained a day later and extradited within {n} months.",
    "She was born in {place} in {year} and studied law before she joined the party of {a}.",
    "The old bridge, the market and the school of {place} were damaged by the fire.",
)


def main() -> int:
    """Print one table; the exit status is 1 if a bar is missed."""
    options = _options()
    documents = _documents(options)
    reading.read(documents[0])
    stages = Stages()
    stages.watch_all()
    stages.run(documents)
    words = sum(len(doc.text.split()) for doc in documents)
    missed = _report(stages, len(documents), words)
    missed = max(
        missed, _judge("times alone, words/s", _time_words(documents), TIME_WORDS, above=True)
    )
    if options.pilot and options.pilot.exists():
        _compare(documents, options.pilot)
    return missed


def _time_words(documents: Iterable[Document]) -> float:
    """Give the words a second of CPU whose times are read and resolved where trees are there."""
    rules = load_time_rules("en")
    parsed = [(doc, load_parser("en").parse(doc)) for doc in list(documents)[:TIME_ARTICLES]]
    words = sum(len(doc.text.split()) for doc, _ in parsed)
    start = time.process_time()
    for doc, syntax in parsed:
        times.resolve_times(times.read_times(doc, syntax, rules), doc.published)
    return words / (time.process_time() - start)


def _compare(documents: Iterable[Document], pack: Path) -> None:
    """Print the words that a core reads in a second, with kipu and with the pilot."""
    from bench.pilot import Pilot

    pilot, parser = Pilot(pack), load_parser("en")
    seconds: defaultdict[str, float] = defaultdict(float)
    total = 0
    for doc in documents:
        start = time.process_time()
        syntax = parser.parse(doc)
        seconds["kipu, the syntax stage"] += time.process_time() - start
        total += len(syntax)
        sentences = [[syntax.form[word] for word in each] for each in syntax.sentence_ranges()]
        for together, name in ((1, "sentence by sentence"), (8, "eight sentences a run")):
            start = time.process_time()
            for begin in range(0, len(sentences), together):
                pilot.run_together(sentences[begin : begin + together])
            seconds[f"pilot, {name}"] += time.process_time() - start
    for name, taken in seconds.items():
        print(f"  {name:<32}{total / taken:8,.0f} tokens/s of CPU")


class Stages:
    """The seconds that each stage took, added up over documents."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.total = 0.0

    def watch(self, owner: object, function: str, name: str) -> None:
        """Put a watch around a function, so that its seconds count under a name."""
        inner = getattr(owner, function)

        @wraps(inner)
        def call(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return inner(*args, **kwargs)
            finally:
                self.seconds[name] += time.perf_counter() - start

        setattr(owner, function, call)

    def watch_all(self) -> None:
        """Put a watch around each stage of the pipeline."""
        for function, name in STAGES.items():
            self.watch(reading, function, name)
        self.watch(OnnxParser, "parse", PARSE)
        self.watch(InferenceSession, "run", MODEL)

    def run(self, documents: Iterable[Document]) -> None:
        """Read documents one after another."""
        start = time.perf_counter()
        for doc in documents:
            reading.read(doc)
        self.total = time.perf_counter() - start

    def split(self) -> Iterator[tuple[str, float]]:
        """Give the seconds of each part; together they are the whole."""
        yield MODEL, self.seconds[MODEL]
        yield "syntax, the rest", self.seconds[PARSE] - self.seconds[MODEL]
        for name in dict.fromkeys(STAGES.values()):
            yield name, self.seconds[name]
        stages = self.seconds[PARSE] + sum(self.seconds[name] for name in set(STAGES.values()))
        yield "between the stages", self.total - stages


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How fast kipu reads.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--pilot", type=Path)
    return parser.parse_args()


def _documents(options: argparse.Namespace) -> list[Document]:
    if options.folder:
        return [load(source.path) for source in find_sources([options.folder]).found]
    chance = random.Random(20)
    return [
        from_text(
            _article(chance, options.words),
            uri=f"article-{number}",
            title="Court hears of the events in Corran",
            published=date(2015, 6, 1 + number % 28),
            language="en",
        )
        for number in range(options.articles)
    ]


def _article(chance: random.Random, words: int) -> str:
    """Put an article together, in paragraphs of three sentences."""
    paragraphs: list[str] = []
    while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
        paragraphs.append(" ".join(_sentence(chance) for _ in range(3)))
    return "\n\n".join(paragraphs)


def _sentence(chance: random.Random) -> str:
    one, other = chance.sample(PEOPLE, 2)
    return chance.choice(SENTENCES).format(
        a=one,
        b=other,
        place=chance.choice(PLACES),
        month=chance.choice(MONTHS),
        day=chance.randint(1, 28),
        year=chance.randint(1985, 2014),
        n=chance.randint(2, 30),
        m=chance.randint(31, 90),
    )


def _report(stages: Stages, articles: int, words: int) -> int:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = _least([str(KIPU), "--help"], wall=True)
    imported = _least(["-c", "import kipu"], wall=False) - _least(["-c", ""], wall=False)
    print(f"{articles} articles, {words:,} words, one process\n")
    for name, seconds in stages.split():
        print(f"  {name:<24}{seconds:8.2f} s {100 * seconds / stages.total:6.1f} %")
    print(f"  {'the whole':<24}{stages.total:8.2f} s  {words / stages.total:8,.0f} words/s\n")
    bars = (
        ("syntax model's share", stages.seconds[MODEL] / stages.total, MODEL_SHARE, True),
        ("peak memory, MB", memory, MEMORY_MB, False),
        ("kipu --help, s", start, HELP_SECONDS, False),
        ("import kipu, s of CPU", imported, IMPORT_SECONDS, False),
    )
    return max(_judge(*bar) for bar in bars)


def _judge(name: str, value: float, bar: float, above: bool) -> int:  # noqa: FBT001
    holds = value > bar if above else value < bar
    sign = ">" if above else "<"
    print(f"  {name:<24}{value:8.2f}   {sign} {bar:g}  {'holds' if holds else 'MISSED'}")
    return 0 if holds else 1


def _least(arguments: list[str], *, wall: bool) -> float:
    """Give the least seconds of seven runs of Python, by the clock or of CPU."""
    least = float("inf")
    for _ in range(7):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        elapsed = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        least = min(least, elapsed if wall else cpu)
    return least


if __name__ == "__main__":
    sys.exit(main())
