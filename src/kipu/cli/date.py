"""``kipu date``: when texts were written, and what shows it."""

from itertools import zip_longest
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kipu.cli.screens import flat, write
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
from kipu.model.documents import CreationTime
from kipu.model.spans import Evidence
from kipu.model.times import Interval
from kipu.pipeline.times import TimeReading


@click.command("date")
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
    """When texts were written, and what shows it.

    FILES are texts or pages; - is the input. A date that a file or its text states is told as it
    stands there; else it is inferred from the times that the text tells, as an interval, with the
    bits by which each of them speaks for it; or it is not told at all. Then there are the days
    within which half, and nine of ten, of such texts lie, where that much is known.

    With --jsonl each line of the input, or of FILES, is {"id", "text", "date"?, "lang"?}, and is
    answered by a line {"id", "date", "earliest", "latest", "confidence"}, or {"id", "error"}.
    Nine of ten such texts lie from "earliest" to "latest", also of those without a "date";
    "confidence" is the share of such dates that proved right. What is not known is null.

    The exit status is 1 if a file or a line could not be read; the others are read all the same.
    """
    if jsonl:
        from kipu.pipeline.time_lines import date_of_line

        return answer_in_lines(files, date_of_line, stated=stated, language=language)
    return read_each(files, _render, stated=stated, language=language)


def _render(reading: TimeReading, console: Console) -> None:
    write_date(reading.doc, reading.created, console)
    parts = (_render_bounds(reading.created), _render_evidence(reading.created))
    write(console, *(Padding(part, (0, 0, 0, 2)) for part in parts), Text())


def _render_bounds(created: CreationTime) -> Table:
    """Write how often such dates are right, and within which days such texts lie."""
    table = Table.grid(padding=(0, 2, 0, 0))
    if created.confidence is not None:
        table.add_row(Text("right", "dim"), f"in {100 * created.confidence:.0f} of 100 such texts")
    for part, interval in (("half lie", created.likely), ("9 of 10 lie", created.within)):
        if interval is not None and interval != created.interval:
            table.add_row(Text(part, "dim"), f"within {render_interval(interval)}")
    return table


def _render_evidence(created: CreationTime) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for evidence, bits in zip_longest(created.evidence, created.weights):
        weight = "" if bits is None else f"{bits:+.1f} bits"
        table.add_row(Text(weight, "cyan"), Text(f"“{flat(evidence.quote)}”"), _rule(evidence))
    return table


def _rule(evidence: Evidence) -> Text:
    return Text(evidence.rule, "dim")
