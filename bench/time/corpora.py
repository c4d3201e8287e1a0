"""The corpora of times in one shape: texts with a day, and gold that a found time meets or not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import msgspec

from bench.time.recognizers import Expected, expected_of


class Found(msgspec.Struct, frozen=True):
    """A time that a system found; ``value`` as in TIMEX3, the days as ISO dates where known."""

    start: int
    end: int
    value: str
    earliest: str | None = None
    latest: str | None = None


class Gold(Protocol):
    """What a corpus marks in a text."""

    @property
    def start(self) -> int:
        """The first character."""
        ...

    @property
    def end(self) -> int:
        """The character after the last one."""
        ...

    def meets(self, found: Found) -> bool:
        """Whether a found time has the value that is meant."""
        ...


class Marked(msgspec.Struct, frozen=True):
    """A time with one value, as TimeML and TEI have it."""

    start: int
    end: int
    value: str

    def meets(self, found: Found) -> bool:
        """Whether the values are one string."""
        return found.value == self.value


class Dated(msgspec.Struct, frozen=True):
    """A date as GUM has it: the two ends of a range are marked apart, and no parts of days."""

    start: int
    end: int
    when: str

    def meets(self, found: Found) -> bool:
        """Whether the date is the value, an end of the range, or the day that is told a part of."""
        ends = found.value.split("/")
        if "T" not in self.when:
            ends = [end.partition("T")[0] for end in ends]
        return self.when in ends


class Text(msgspec.Struct, frozen=True):
    """One text of a corpus."""

    id: str
    text: str
    day: str
    language: str
    gold: tuple[Gold, ...]


class Corpus(msgspec.Struct, frozen=True):
    """A corpus by name. ``exact`` where it marks all times, so that extents can be scored."""

    name: str
    texts: tuple[Text, ...]
    exact: bool
    left_out: int = 0


def read_corpora(folder: Path) -> Iterator[Corpus]:
    """Read the corpora below a folder that are there."""
    for language in ("en", "es"):
        path = folder / "meantime" / f"{language}.jsonl"
        if path.exists():
            yield Corpus(f"meantime {language}", tuple(_meantime(path, language)), exact=True)
    for language in ("en", "es"):
        path = folder / "recognizers" / f"{language}_odd.jsonl"
        if path.exists():
            yield _recognizers(path, language)
    path = folder / "gum" / "gum_dates_train.jsonl"
    if path.exists():
        yield Corpus("gum", tuple(_gum(path)), exact=False)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


def _meantime(path: Path, language: str) -> Iterator[Text]:
    for record in _records(path):
        gold = (Marked(t["start"], t["end"], t["value"]) for t in record["timexes"])
        yield Text(record["id"], record["text"], record["dct"], language, tuple(gold))


def _gum(path: Path) -> Iterator[Text]:
    """Read the days, months and years of GUM; bounds without a date have no one value."""
    for record in _records(path):
        dated = (t for t in record["timexes"] if "when" in t)
        gold = (Dated(t["start"], t["end"], _timex_value(t["when"])) for t in dated)
        yield Text(record["id"], record["text"], record["dct"], "en", tuple(gold))


def _timex_value(when: str) -> str:
    """Write a date of TEI as TIMEX3 does: X for what is open, BC, and four digits of a year."""
    if when.startswith("--"):
        return f"XXXX-{when[2:]}"
    if when.lstrip("-").isdecimal():
        return f"BC{int(when[1:]):04}" if when.startswith("-") else f"{int(when):04}"
    return when


def _recognizers(path: Path, language: str) -> Corpus:
    texts, left_out = [], 0
    for record in _records(path):
        gold: tuple[Expected, ...] | None = expected_of(record)
        if gold is None:
            left_out += 1
        else:
            day = record["reference"][:10]
            texts.append(Text(record["id"], record["input"], day, language, gold))
    return Corpus(f"recognizers {language}", tuple(texts), exact=False, left_out=left_out)
