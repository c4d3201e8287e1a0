"""What ``kipu times`` and ``kipu date`` share: files, stated dates, lines of JSON."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import click
import msgspec
from rich.console import Console
from rich.text import Text

from kipu.cli.entry import tell
from kipu.cli.screens import flat, make_console
from kipu.lang.dates import render_interval
from kipu.model.documents import CreationTime, Document
from kipu.model.errors import DocumentError
from kipu.model.times import Interval
from kipu.pipeline.loading import INPUT, load, open_bytes
from kipu.pipeline.time_lines import Answerer, Refusal, answer_lines
from kipu.pipeline.times import (
    TimeReading,
    known_language,
    parse_stated,
    read_document_times,
)


def _stated(ctx: click.Context, param: click.Parameter, value: str | None) -> Interval | None:
    try:
        return None if value is None else parse_stated(value)
    except DocumentError as error:
        raise click.BadParameter(str(error), ctx, param) from error


def _language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    try:
        return None if value is None else known_language(value)
    except DocumentError as error:
        raise click.BadParameter(str(error), ctx, param) from error


files_argument = click.argument("files", nargs=-1, type=click.Path(path_type=Path))
date_option = click.option(
    "--date",
    "stated",
    metavar="DATE",
    callback=_stated,
    help="The document's date, whatever it says itself: 2001, 2001-03 or 2001-03-15.",
)
language_option = click.option(
    "--language",
    metavar="CODE",
    callback=_language,
    help="Its language: en or es; of pt only dates and weekdays are read.",
)
jsonl_option = click.option(
    "--jsonl", is_flag=True, help="Read texts as lines of JSON; answer each with a line."
)


def read_each(
    files: Sequence[Path],
    render: Callable[[TimeReading, Console], None],
    *,
    stated: Interval | None,
    language: str | None,
) -> int:
    """Read the times of files one after another; the status is 1 if one could not be read.

    Raises:
        click.UsageError: No file is named.
    """
    if not files:
        raise click.UsageError("no file is named: write - for the input")
    console, failed = make_console(), False
    for file in files:
        try:
            reading = read_document_times(_document(file, language), stated=stated)
        except DocumentError as error:
            tell(str(error))
            failed = True
        else:
            render(reading, console)
    return int(failed)


def answer_in_lines(
    files: Sequence[Path], answer: Answerer, *, stated: Interval | None, language: str | None
) -> int:
    """Answer lines of JSON by lines of JSON; the status is 1 if one has no answer.

    Raises:
        click.UsageError: One date is stated for all lines.
    """
    if stated is not None:
        raise click.UsageError('--date is for files: with --jsonl each line has its "date"')
    return max([_answer_file(file, answer, language) for file in files or (INPUT,)])


def _answer_file(file: Path, answer: Answerer, language: str | None) -> int:
    if file == INPUT:
        return _answer_stream(sys.stdin.buffer, answer, language)
    try:
        stream = open_bytes(file)
    except DocumentError as error:
        tell(str(error))
        return 1
    with stream:
        return _answer_stream(stream, answer, language)


def _answer_stream(stream: BinaryIO, answer: Answerer, language: str | None) -> int:
    failed = False
    for one in answer_lines(stream, answer, language=language):
        failed = failed or isinstance(one, Refusal)
        sys.stdout.buffer.write(msgspec.json.encode(one) + b"\n")
        sys.stdout.buffer.flush()
    return int(failed)


def _document(file: Path, language: str | None) -> Document:
    doc = load(file)
    return msgspec.structs.replace(doc, language=language) if language else doc


def write_date(doc: Document, created: CreationTime, console: Console) -> None:
    """Write on one line, however long, the date of a document and what it rests on."""
    text = Text(f"{flat(doc.uri)}: ", "bold").append(render_interval(created.interval), "bold cyan")
    text.append(f"  {_basis_words(created)}", "dim")
    console.print(text, soft_wrap=True)


def _basis_words(created: CreationTime) -> str:
    if created.interval is None:
        return "nothing in it tells its date"
    quotes = ", ".join(f"“{flat(evidence.quote)}”" for evidence in created.evidence)
    if created.basis == "metadata":
        return "as stated with --date" if created.metadata == "date" else f"by {created.metadata}"
    return f"{created.basis}: {quotes}" if quotes else created.basis
