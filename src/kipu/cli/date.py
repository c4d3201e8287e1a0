"""``kipu date``: when texts were written, and what shows it."""

from pathlib import Path

import click
from rich.console import Console
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
from kipu.model.documents import CreationTime
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
    stands there; else it is inferred from the times that the text tells, as an interval, or not
    at all.

    With --jsonl each line of the input, or of FILES, is {"id", "text", "date"?, "lang"?}, and is
    answered by a line {"id", "date", "earliest", "latest", "confidence"}, or {"id", "error"}.
    What is not known is null.

    The exit status is 1 if a file or a line could not be read; the others are read all the same.
    """
    if jsonl:
        from kipu.pipeline.time_lines import date_of_line

        return answer_in_lines(files, date_of_line, stated=stated, language=language)
    return read_each(files, _render, stated=stated, language=language)


def _render(reading: TimeReading, console: Console) -> None:
    write_date(reading.doc, reading.created, console)
    write(console, _render_evidence(reading.created))


def _render_evidence(created: CreationTime) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for evidence in created.evidence:
        table.add_row("", Text(f"“{flat(evidence.quote)}”"), Text(evidence.rule, "dim"))
    return table
