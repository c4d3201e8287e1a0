"""``kipu who``: one person, body or place."""

import click
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from kipu.cli.options import json_option, known_name, open_present, record_option
from kipu.cli.screens import SHORT_ID, make_console, render_chronology, write, write_json
from kipu.lang.dates import render_interval
from kipu.model.readings import Property
from kipu.pipeline.pages import EntityPage
from kipu.pipeline.wording import Told, group_statements, source_of
from kipu.record.connections import Place

HEADINGS: dict[Property, str] = {
    "office": "offices",
    "kinship": "kin",
    "membership": "member of",
    "employer": "works for",
    "born": "born",
    "died": "died",
    "age": "age",
    "nationality": "nationality",
    "alias": "called",
}


@click.command("who")
@click.argument("name")
@record_option
@json_option
def command(name: str, record_path: Place | None, as_json: bool) -> None:  # noqa: FBT001
    """One person, body or place: names, offices, kin, events."""
    with open_present(record_path, verb="ask") as record:
        known_name(record, name)
        pages = record.who(name)
    if as_json:
        write_json(pages)
        return
    console = make_console()
    for page in pages:
        _render(page, console)


def _render(page: EntityPage, console: Console) -> None:
    entity = page.entity
    title = Text(entity.name, "bold").append(f"  {entity.type}", "not bold cyan")
    also = Text("also ", "dim").append(", ".join(entity.aliases), "not dim")
    table = _render_statements(page)
    known: list[RenderableType] = [also] if entity.aliases else []
    known += [Text(), table] if table.row_count else []
    write(
        console,
        Text(),
        title.append(f"  {entity.id[:SHORT_ID]}", "not bold dim"),
        *known,
        Text(),
        render_chronology(page.entries, console.width),
    )


def _render_statements(page: EntityPage) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column()
    table.add_column(style="bold")
    table.add_column(style="dim")
    for kind, heading in HEADINGS.items():
        label = f"  {heading}"
        for told in group_statements(page.entity.statements, kind, page.names):
            intervals = (one.time.interval for one in told.statements)
            times = sorted({render_interval(interval) for interval in intervals if interval})
            table.add_row(label, _value(told), ", ".join(times), _sources(page, told))
            label = ""
    return table


def _value(told: Told[str]) -> str:
    other = told.other
    return f"{told.value} → {other}" if other and other not in told.value else told.value


def _sources(page: EntityPage, told: Told[str]) -> str:
    return ", ".join(sorted({source_of(page.documents[s.span.doc_id]) for s in told.statements}))
