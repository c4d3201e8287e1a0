"""``kipu show``: one event, every account of it side by side."""

from collections.abc import Iterator, Sequence

import click
from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kipu.cli.options import json_option, open_present, record_option
from kipu.cli.provenance import render_provenance
from kipu.cli.screens import (
    REPORTED,
    SHORT_ID,
    counted,
    flat,
    make_console,
    render_contradiction,
    render_value,
    standing_words,
    write,
    write_json,
)
from kipu.lang.dates import render_interval
from kipu.model.documents import CreationTime, Document
from kipu.model.readings import Attribution, EventMention
from kipu.model.resolved import Event, ResolvedQuantity
from kipu.model.spans import Span
from kipu.pipeline.pages import EventPage
from kipu.pipeline.provenance import Provenance
from kipu.pipeline.wording import number_words, source_of
from kipu.record import Account
from kipu.record.connections import Place

ACCOUNT_WIDTH = 52
"""Columns that one account needs beside another."""


@click.command("show")
@click.argument("event")
@record_option
@json_option
def command(event: str, record_path: Place | None, as_json: bool) -> None:  # noqa: FBT001
    """One event: every account of it, side by side. Or one document: where it came from.

    EVENT is the id that the timeline shows, or the beginning of it; or the file, the address or the
    id of a document.
    """
    with open_present(record_path, verb="ask") as record:
        found = record.provenance(event)
        if found is not None:
            _show_document(found, as_json=as_json)
            return
        page = record.show(event)
    if as_json:
        write_json(page)
    else:
        _render(page, make_console())


def _show_document(found: Provenance, *, as_json: bool) -> None:
    if as_json:
        write_json(found)
    else:
        render_provenance(found, make_console())


def _render(page: EventPage, console: Console) -> None:
    write(
        console,
        Text(),
        Text(page.entry.text, "bold"),
        Text(" · ").join(Text(word) for word in _heading(page)),
        Text(),
        _render_table(page),
        Text(),
        _render_accounts(page, console.width),
        Text(page.entry.event.id, "dim"),
    )


def _heading(page: EventPage) -> list[str]:
    event = page.entry.event
    place = [page.names[event.place]] if event.place in page.names else []
    if place and event.place_inferred:
        place = [f"{place[0]} (inferred: no account says where)"]
    words = [render_interval(page.entry.when.interval), *place, event.type.replace("_", " ")]
    return [*words, *standing_words(page.entry), _sources(event)]


def _sources(event: Event) -> str:
    text = counted(event.sources, "source")
    if event.independent_sources != event.sources:
        text += f" ({event.independent_sources} independent)"
    return text


def _render_table(page: EventPage) -> RenderableType:
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(style="dim")
    table.add_column()
    for participant in page.entry.event.participants:
        name = page.names.get(participant.entity, participant.entity)
        table.add_row(f"  {_role(participant.role)}", name)
    for quantity in page.entry.event.quantities:
        table.add_row(f"  {_role(quantity.role)}", render_quantity(quantity))
    for contradiction in page.entry.contradictions:
        table.add_row(Text("  disputed", "yellow"), render_contradiction(contradiction))
    for value in page.values:
        if value.judgements:
            table.add_row(f"  {_role(value.attribute)}", render_value(value))
    for note in page.entry.standing.notes:
        table.add_row("  note", Text(flat(note), "italic"))
    return table


def render_quantity(quantity: ResolvedQuantity) -> str:
    """Write a quantity with its bounds, as "at least 12 persons"."""
    unit = quantity.unit
    if quantity.low is None and quantity.high is not None:
        words = f"up to {number_words(quantity.high)}"
    elif quantity.high is None and quantity.low is not None:
        words = f"at least {number_words(quantity.low)}"
    elif quantity.low != quantity.high and quantity.low is not None and quantity.high is not None:
        words = f"{number_words(quantity.low)} to {number_words(quantity.high)}"
    else:
        words = number_words(quantity.value)
    plural = unit if quantity.value == 1 or unit.isupper() else f"{unit}s"
    return f"{'about ' if quantity.approximate else ''}{words} {plural}"


def _render_accounts(page: EventPage, width: int) -> RenderableType:
    """Set the documents in as many columns as fit, row by row, each with all that it tells."""
    by_document: dict[str, list[Account]] = {}
    for account in page.accounts:
        by_document.setdefault(account.doc.id, []).append(account)
    columns = max(1, min(len(by_document), width // ACCOUNT_WIDTH, 3))
    table = Table.grid(expand=True, padding=(0, 1, 0, 0))
    for _ in range(columns):
        table.add_column(ratio=1)
    panels = [_render_document(told, page.dated[id]) for id, told in by_document.items()]
    for first in range(0, len(panels), columns):
        table.add_row(*panels[first : first + columns])
    return table


def _render_document(accounts: list[Account], dated: CreationTime) -> Panel:
    doc = accounts[0].doc
    by_sentence: dict[Span, list[EventMention]] = {}
    for account in accounts:
        by_sentence.setdefault(account.mention.sentence, []).append(account.mention)
    lines: list[RenderableType] = []
    for mentions in by_sentence.values():
        lines += [render_quote(doc, mentions), _render_facts(doc, mentions), Text()]
    return Panel(
        Group(*lines[:-1]),
        title=Text(f" {source_of(doc)} ", "bold cyan"),
        title_align="left",
        subtitle=Text(f" {_origin(doc, dated)} ", "dim"),
        subtitle_align="left",
        box=box.ROUNDED,
        border_style="dim",
    )


def _render_facts(doc: Document, mentions: list[EventMention]) -> Text:
    """Write when, how many, who says so and how firmly, under the words that say it."""
    facts = [fact for mention in mentions for fact in _facts(doc, mention)]
    times = [_time_words(mention) for mention in mentions if mention.time.interval]
    ids = " ".join(mention.id[:SHORT_ID] for mention in mentions)
    text = Text(f"  when: {'; '.join(dict.fromkeys(times)) or 'not said'}", "dim")
    for fact in dict.fromkeys(facts):
        text.append(f"\n  {fact}")
    for firmness in dict.fromkeys(REPORTED[mention.factuality] for mention in mentions):
        text.append(f"\n  {firmness or 'stated as fact'}", "magenta not dim" if firmness else "")
    return text.append(f"\n  {ids}")


def _facts(doc: Document, mention: EventMention) -> Iterator[str]:
    for told in mention.quantities:
        yield f"{_role(told.role)}: {flat(doc.quote(told.quantity.span))}"
    if mention.attribution:
        yield f"who says so: {attribution_words(doc, mention.attribution)}"


def _role(role: str) -> str:
    return role.replace("_", " ")


def _origin(doc: Document, dated: CreationTime) -> str:
    shown = render_interval(dated.interval)
    inferred = ", inferred" if dated.basis == "inferred" else ""
    inferred += f", {doc.id[:SHORT_ID]}"
    file = doc.uri.rsplit("/", 1)[-1]
    return f"{shown}{inferred}" if source_of(doc) == file else f"{file}, {shown}{inferred}"


def _time_words(mention: EventMention) -> str:
    """Write when this account puts the event, and by which of its words."""
    shown = render_interval(mention.time.interval)
    words = [f"“{flat(evidence.quote)}”" for evidence in mention.time.evidence]
    if words:
        return f"{shown} ({', '.join(words)})"
    return f"{shown} (by its own date)" if mention.time.anchor == "document" else shown


def attribution_words(doc: Document, attribution: Attribution) -> str:
    """Write who says so, outermost last."""
    words = f"“{flat(doc.quote(attribution.source))}”" if attribution.source else "unnamed"
    cue = flat(doc.quote(attribution.cue))
    outer = f", {attribution_words(doc, attribution.within)}" if attribution.within else ""
    return f"{words} ({cue}){outer}"


def render_quote(doc: Document, mentions: Sequence[EventMention]) -> Text:
    """Write the sentence that event mentions share with their triggers marked."""
    sentence = mentions[0].sentence
    text = Text("“").append(doc.quote(sentence).replace("\n", " ").rstrip())
    for mention in mentions:
        begin = mention.trigger.start - sentence.start + 1
        text.stylize("bold reverse", begin, begin + mention.trigger.length)
    return text.append("”")
