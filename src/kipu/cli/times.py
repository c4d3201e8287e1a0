"""``kipu times``: the time expressions of texts, what they come to, and why."""

from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kipu.cli.screens import NARROW, counted, flat, write
from kipu.cli.texts import (
    answer_in_lines,
    date_option,
    files_argument,
    jsonl_option,
    language_option,
    read_each,
    write_date,
)
from kipu.lang.dates import render_interval
from kipu.model import edtf
from kipu.model.expressions import Tense, TimeExpression
from kipu.model.times import Interval, Timex
from kipu.pipeline.times import TimeReading

ANCHORS = {
    "document": "the document’s date",
    "text": "the text",
    "event": "an event",
    "none": "what is not told",
}
TENSES: dict[Tense | None, str] = {
    "past": "past tense",
    "pluperfect": "past perfect",
    "present": "present tense",
    "future": "still to come",
    "prospective": "was still to come",
}


@click.command("times")
@files_argument
@date_option
@language_option
@jsonl_option
def command(
    files: tuple[Path, ...],
    stated: Interval | None,
    language: str | None,
    jsonl: bool,  # noqa: FBT001 - click passes flags by name
) -> int:
    """The times that texts tell, what days they come to, and why.

    FILES are texts or pages; - is the input. First comes the document's own date, with what it
    rests on. Each time then has its words, its value as in TIMEX3 of ISO-TimeML, its days, and
    what they follow from: the anchor that they are counted from, the direction, the tense of the
    clause, the rule.

    With --jsonl each line of the input, or of FILES, is {"id", "text", "date"?, "lang"?}, and is
    answered by a line {"id", "timexes": [{"start", "end", "text", "type", "value", "mod",
    "earliest", "latest"}]}, or {"id", "error"}. Positions count the characters of the text; what
    is not known is null.

    The exit status is 1 if a file or a line could not be read; the others are read all the same.
    """
    if jsonl:
        from kipu.pipeline.time_lines import times_of_line

        return answer_in_lines(files, times_of_line, stated=stated, language=language)
    return read_each(files, _render, stated=stated, language=language)


def _render(reading: TimeReading, console: Console) -> None:
    narrow, width = console.width < NARROW, console.width
    shown = _render_stacked(reading) if narrow else _render_table(reading, width)
    folder = next((f", by rules of {t.rule.rpartition('/')[0]}" for t in reading.timexes), "")
    tail = Text(counted(len(reading.timexes), "time") + folder, "dim")
    write_date(reading.doc, reading.created, console)
    write(console, Text(), shown, Text(), tail, Text())


def _render_table(reading: TimeReading, width: int) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=width // 5, overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(max_width=width // 5, overflow="fold")
    table.add_column(overflow="fold")
    if reading.timexes:
        table.add_row(*(Text(name, "dim") for name in ("words", "value", "days", "why")))
    for row in _rows(reading):
        table.add_row(*row)
    return Padding(table, (0, 0, 0, 2))


def _render_stacked(reading: TimeReading) -> RenderableType:
    parts: list[RenderableType] = []
    for words, value, days, why in _rows(reading):
        parts.append(Padding(Text("  ").join((words, value, days)), (0, 0, 0, 2)))
        parts.append(Padding(why, (0, 0, 0, 4)))
    return Group(*parts)


def _rows(reading: TimeReading) -> Iterator[tuple[Text, Text, Text, Text]]:
    by_span = {timex.span: timex for timex in reading.timexes}
    for expression, timex in zip(reading.expressions, reading.timexes, strict=True):
        anchor = by_span.get(timex.anchor_span) if timex.anchor_span else None
        counted_from = anchor.interval if anchor else None
        if timex.anchor == "document":
            counted_from = reading.created.interval
        yield (
            Text(flat(reading.doc.quote(timex.span)), "bold"),
            Text(f"{timex.value} {timex.mod}" if timex.mod else timex.value),
            Text(render_interval(timex.interval) if timex.interval else "", "cyan"),
            _why(reading, expression, timex, counted_from),
        )


def _why(
    reading: TimeReading, expression: TimeExpression, timex: Timex, counted_from: Interval | None
) -> Text:
    """Write what a time follows from, and the rule that read it."""
    kinds = {"DURATION": "a length of time", "SET": "how often"}
    words = kinds.get(timex.type) or _anchor_words(reading, timex, counted_from)
    tense = TENSES.get(expression.tense, "") if timex.anchor != "none" else ""
    text = Text(", ".join(part for part in (words, tense) if part))
    rule = timex.rule.rpartition("/")[2]
    return text.append(f"  {rule}" if words else rule, "dim")


def _anchor_words(reading: TimeReading, timex: Timex, counted_from: Interval | None) -> str:
    if timex.anchor == "none":
        return "its own words" if timex.interval else "open: what it counts from is not told"
    words = ANCHORS[timex.anchor]
    if timex.anchor_span is not None:
        words = f"“{flat(reading.doc.quote(timex.anchor_span))}”"
    if timex.interval is None:
        return f"open: counts from {words}, not dated"
    return f"{_direction(timex.interval, counted_from)} {words}"


def _direction(interval: Interval, counted_from: Interval | None) -> str:
    """Tell on which side of its anchor a time lies."""
    if counted_from is None:
        return "counted from"
    if edtf.is_before(interval, counted_from):
        return "back from"
    return "ahead of" if edtf.is_after(interval, counted_from) else "at"
