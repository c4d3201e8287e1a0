"""``kipu read``: what documents say, without a record."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from kipu.cli.options import parser_option
from kipu.cli.screens import REPORTED, counted, make_console, write
from kipu.cli.show import render_quote
from kipu.lang.dates import render_interval
from kipu.model.documents import Document
from kipu.model.readings import EventMention, Reading


@click.command("read")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write the whole reading as JSON.")
@click.option("--explain", is_flag=True, help="Say of each value which words and rules gave it.")
@parser_option
@click.option(
    "--jsonl", is_flag=True, help="Read documents as lines of JSON; answer each with a line."
)
def command(
    *, file: Path | None, as_json: bool, explain: bool, parser: str | None, jsonl: bool
) -> None:
    """What one document says, or many.

    With --jsonl each line of the input is {"id", "text", "title"?, "date"?, "lang"?}. Each line of
    the output holds the "line" and "id" it answers and a "reading", or an "error" that says why
    there is none.
    """
    if jsonl:
        if file is not None:
            raise click.UsageError("--jsonl reads the input: write kipu read --jsonl < FILE")
        _read_lines(parser)
    elif file is None:
        raise click.UsageError(
            "no file is named: write kipu read FILE, or kipu read --jsonl < FILE"
        )
    else:
        _read_file(file, parser, as_json=as_json, explain=explain)


def _read_lines(parser: str | None) -> None:
    from kipu.pipeline.lines import read_lines

    for line in read_lines(sys.stdin.buffer, parser=parser):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def _read_file(file: Path, parser: str | None, *, as_json: bool, explain: bool) -> None:
    from kipu.pipeline.loading import load
    from kipu.pipeline.reading import read

    reading = read(load(file), parser=parser)
    if as_json:
        text = msgspec.json.format(msgspec.json.encode(reading), indent=1)
        sys.stdout.buffer.write(text + b"\n")
    else:
        _render(reading, make_console(), explain=explain)


def _render(reading: Reading, console: Console, *, explain: bool) -> None:
    doc = reading.doc
    parts: list[RenderableType] = [Text(), Text(doc.title or doc.uri, "bold")]
    facts = [doc.outlet, doc.byline, doc.language, _date_words(reading)]
    parts += [Text(" · ".join(fact for fact in facts if fact), "dim"), Text()]
    for event in reading.events:
        parts += [_render_event(event), Padding(render_quote(doc, [event]), (0, 0, 1, 4))]
        if explain:
            parts += [*(Padding(line, (0, 0, 0, 4)) for line in _reasons(event, doc)), Text()]
    parts += [Text(f"not read: {problem.message}", "yellow") for problem in reading.problems]
    write(console, *parts, Text(counted(len(reading.events), "event mention"), "dim"))


def _render_event(event: EventMention) -> Text:
    text = Text(render_interval(event.time.interval), "cyan")
    text.append(f"  {event.type.replace('_', ' ')}", "bold")
    reported = REPORTED[event.factuality]
    return text.append(f"  {reported}", "magenta") if reported else text


def _reasons(event: EventMention, doc: Document) -> Iterator[Text]:
    """Say of each value of an event which words gave it, by which rule, in the order of reading.

    A role is told with the place in the clause that its filler has: ``subject``, ``object``, the
    preposition before it; ``understood`` is one that the clause leaves out.
    """
    yield _reason("event", doc.quote(event.trigger), event.rule)
    for argument in event.arguments:
        yield _reason(argument.role, doc.quote(argument.span), argument.rule)
    if event.place is not None:
        yield _reason("place", doc.quote(event.place.span), event.place.rule)
    for quantity in event.quantities:
        told = quantity.quantity
        yield _reason(quantity.role, doc.quote(told.span), told.rule)
    for evidence in event.time.evidence:
        counted_from = f", counted from the {event.time.anchor}" if _is_counted(event) else ""
        yield _reason("time", evidence.quote, f"{evidence.rule}{counted_from}")
    said = event.attribution
    while said is not None:
        source = f" by “{doc.quote(said.source)}”" if said.source else ""
        yield _reason("said", f"{doc.quote(said.cue)}", f"attribution{source}")
        said = said.within
    yield Text(f"{'certainty':<14}{event.factuality}", "dim")


def _is_counted(event: EventMention) -> bool:
    return event.time.anchor in ("document", "event", "text")


def _reason(name: str, quote: str, rule: str) -> Text:
    words = " ".join(quote.split())
    return Text(f"{name.replace('_', ' '):<14}“{words}”  {rule}", "dim")


def _date_words(reading: Reading) -> str:
    created = reading.created
    if created.interval is None:
        return "undated"
    quotes = ", ".join(f"“{evidence.quote}”" for evidence in created.evidence)
    because = f": {quotes}" if quotes and created.basis == "inferred" else ""
    return f"{render_interval(created.interval)} ({created.basis}{because})"
