"""``kipu read``: what documents say, without a record."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from kipu.cli.options import parser_option
from kipu.cli.screens import REPORTED, counted, flat, make_console, write
from kipu.cli.show import render_quote
from kipu.lang.dates import render_interval
from kipu.model.documents import Document
from kipu.model.readings import OTHER, EventMention, Reading

if TYPE_CHECKING:  # a heavy import, which --help does without
    from kipu.reading.events.explaining import Explanation, Way


@click.command("read")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write the whole reading as JSON.")
@click.option("--explain", is_flag=True, help="Say of each value which words and rules gave it.")
@click.option("--other", is_flag=True, help="Also the events that no type fits.")
@parser_option
@click.option(
    "--jsonl", is_flag=True, help="Read documents as lines of JSON; answer each with a line."
)
def command(
    *,
    file: Path | None,
    as_json: bool,
    explain: bool,
    other: bool,
    parser: str | None,
    jsonl: bool,
) -> None:
    """What one document says, or many; - is the input.

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
        _read_file(file, parser, as_json=as_json, explain=explain, other=other)


def _read_lines(parser: str | None) -> None:
    from kipu.pipeline.lines import read_lines

    for line in read_lines(sys.stdin.buffer, parser=parser):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()


def _read_file(
    file: Path, parser: str | None, *, as_json: bool, explain: bool, other: bool
) -> None:
    from kipu.pipeline.loading import load
    from kipu.pipeline.reading import read, read_explained

    doc = load(file)
    if explain and not as_json:
        reading, explained = read_explained(doc, parser=parser)
        reasons = {each.event.id: each for each in explained}
    else:
        reading, reasons = read(doc, parser=parser), {}
    if as_json:
        text = msgspec.json.format(msgspec.json.encode(reading), indent=1)
        sys.stdout.buffer.write(text + b"\n")
    else:
        events = sorted((*reading.events, *reading.others), key=lambda event: event.trigger)
        _render(reading, events if other else reading.events, make_console(), reasons)


def _render(
    reading: Reading,
    events: Sequence[EventMention],
    console: Console,
    reasons: Mapping[str, "Explanation"],
) -> None:
    doc = reading.doc
    parts: list[RenderableType] = [Text(), Text(doc.title or doc.uri, "bold")]
    facts = [doc.outlet, doc.byline, doc.language, _date_words(reading)]
    parts += [Text(" · ".join(fact for fact in facts if fact), "dim"), Text()]
    for event in events:
        told = Text(" · ".join(_told(event, doc)), "dim")
        below = 1 if not told else 0
        parts += [_render_event(event), Padding(render_quote(doc, [event]), (0, 0, below, 4))]
        parts += [Padding(told, (0, 0, 1, 4))] if told else []
        if event.id in reasons:
            lines = _reasons(event, reasons[event.id], doc)
            parts += [*(Padding(line, (0, 0, 0, 4)) for line in lines), Text()]
    parts += [Text(f"not read: {problem.message}", "yellow") for problem in reading.problems]
    write(console, *parts, Text(counted(len(events), "event mention"), "dim"))


def _told(event: EventMention, doc: Document) -> Iterator[str]:
    """Say who took part as what, where it was and how many it befell, in the text's own words."""
    for argument in event.arguments:
        yield f"{argument.role.replace('_', ' ')}: {flat(doc.quote(argument.span))}"
    if event.place is not None:
        yield f"place: {flat(doc.quote(event.place.span))}"
    for quantity in event.quantities:
        words = flat(doc.quote(quantity.quantity.span))
        yield f"{quantity.role.replace('_', ' ')}: {words}"
    if event.attribution is not None:
        source = event.attribution.source or event.attribution.cue
        yield f"said by: {flat(doc.quote(source))}"


def _render_event(event: EventMention) -> Text:
    text = Text(render_interval(event.time.interval), "cyan")
    named = f"other: {event.lemma}" if event.type == OTHER else event.type.replace("_", " ")
    text.append(f"  {named}", "bold")
    reported = REPORTED[event.factuality]
    return text.append(f"  {reported}", "magenta") if reported else text


def _reasons(event: EventMention, why: "Explanation", doc: Document) -> Iterator[Text]:
    """Say of each value of an event which words gave it, by which rule, in the order of reading.

    A role is told with the place in the clause that its filler has: ``subject``, ``object``, the
    preposition before it; ``understood`` is one that the clause leaves out. Then comes the way to
    it in the tree.
    """
    yield _reason("event", doc.quote(event.trigger), event.rule)
    for argument, path in zip(event.arguments, why.roles, strict=True):
        yield _reason(argument.role, doc.quote(argument.span), argument.rule, path)
    if event.place is not None:
        yield _reason("place", doc.quote(event.place.span), event.place.rule, why.place)
    for quantity in event.quantities:
        told = quantity.quantity
        yield _reason(quantity.role, doc.quote(told.span), told.rule)
    for evidence in event.time.evidence:
        counted_from = f", counted from the {event.time.anchor}" if _is_counted(event) else ""
        yield _reason("time", evidence.quote, f"{evidence.rule}{counted_from}")
    said = event.attribution
    while said is not None:
        source = f" by “{doc.quote(said.source)}”" if said.source else ""
        cue = why.source if said is event.attribution else None
        yield _reason("said", doc.quote(said.cue), f"attribution{source}", cue)
        said = said.within
    yield from _certainty(event, why, doc)


def _certainty(event: EventMention, why: "Explanation", doc: Document) -> Iterator[Text]:
    """Say what makes an event as certain as it is, from the inside outwards."""
    asserted = "" if why.reasons else ": asserted, no word bears on it"
    ahead = ": told of a time after the text's own" if event.presented else asserted
    yield Text(f"{'certainty':<14}{event.factuality}{ahead}", "dim")
    for reason in why.reasons:
        bearing = reason.bearing
        rule = f"factuality/{bearing.rule}: {bearing.effect}"
        yield _reason("", doc.quote(reason.cue), rule, reason.way)


def _is_counted(event: EventMention) -> bool:
    return event.time.anchor in ("document", "event", "text")


def _reason(name: str, quote: str, rule: str, path: "Way | None" = None) -> Text:
    way = "" if path is None else f"  {path.text or 'in another sentence'}"
    return Text(f"{name.replace('_', ' '):<14}“{flat(quote)}”  {rule}{way}", "dim")


def _date_words(reading: Reading) -> str:
    created = reading.created
    if created.interval is None:
        return "undated"
    quotes = ", ".join(f"“{evidence.quote}”" for evidence in created.evidence)
    because = f": {quotes}" if quotes and created.basis == "inferred" else ""
    return f"{render_interval(created.interval)} ({created.basis}{because})"
