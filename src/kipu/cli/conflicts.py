"""``kipu conflicts``: what the sources disagree on."""

import click
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kipu.cli.options import json_option, open_present, record_option
from kipu.cli.screens import (
    SHORT_ID,
    counted,
    make_console,
    value_words,
    write,
    write_json,
)
from kipu.lang.dates import render_interval
from kipu.model.documents import Document
from kipu.model.resolved import Contradiction
from kipu.pipeline.chronology import Entry
from kipu.pipeline.wording import source_of
from kipu.record.connections import Place


@click.command("conflicts")
@record_option
@json_option
def command(record_path: Place | None, as_json: bool) -> None:  # noqa: FBT001
    """What the sources disagree on: each value, and who gives it."""
    with open_present(record_path, verb="ask") as record:
        entries = record.conflicts()
        contradicting = record.link_conflicts()
        documents = {doc.id: doc for doc in record.documents()}
    if as_json:
        write_json(entries)
    elif not entries and not contradicting:
        make_console(errors=True).print("the sources do not contradict each other")
    else:
        _render(entries, documents, make_console())
        if contradicting:
            make_console().out(
                f"{counted(len(contradicting), 'contradiction')} between people's judgements:"
                " kipu history --orphans shows them",
                highlight=False,
            )


def _render(entries: tuple[Entry, ...], documents: dict[str, Document], console: Console) -> None:
    parts: list[RenderableType] = [Text()]
    for entry in entries:
        title = Text(f"{render_interval(entry.when.interval)}  ", "cyan")
        title.append(entry.text, "bold not cyan").append(f"  {entry.event.id[:SHORT_ID]}", "dim")
        parts += [title, *(_render_values(c, documents) for c in entry.contradictions), Text()]
    disagreements = sum(len(entry.contradictions) for entry in entries)
    tail = f"{counted(disagreements, 'disagreement')} on {counted(len(entries), 'event')}"
    write(console, *parts, Text(tail, "dim"))


def _render_values(contradiction: Contradiction, documents: dict[str, Document]) -> Padding:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="yellow", min_width=8)
    table.add_column(style="bold")
    table.add_column()
    table.add_column(style="cyan")
    label = contradiction.attribute.replace("_", " ")
    for words, value in zip(value_words(contradiction), contradiction.values, strict=True):
        sources = sorted(_source(documents[id]) for id in value.documents)
        preferred = "preferred" if value.value == contradiction.preferred else ""
        table.add_row(label, words, "\n".join(sources), preferred)
        label = ""
    return Padding(table, (0, 0, 0, 4))


def _source(doc: Document) -> str:
    name, file = source_of(doc), doc.uri.rsplit("/", 1)[-1]
    return name if name == file else f"{name} ({file})"
