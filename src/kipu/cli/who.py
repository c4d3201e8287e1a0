"""``kipu who``: one person, body or place."""

from pathlib import Path

import click
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from kipu.cli.options import json_option, known_name, open_present, record_option
from kipu.cli.screens import SHORT_ID, make_console, render_chronology, source_of, write, write_json
from kipu.lang.dates import render_interval
from kipu.model.readings import Property, Statement
from kipu.pipeline.pages import EntityPage

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
def command(name: str, record_path: Path | None, as_json: bool) -> None:  # noqa: FBT001
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
        for value, told in _by_value(page, kind):
            times = sorted({render_interval(s.time.interval) for s in told if s.time.interval})
            table.add_row(label, value, ", ".join(times), _sources(page, told))
            label = ""
    return table


def _by_value(page: EntityPage, kind: Property) -> list[tuple[str, list[Statement]]]:
    """Group the statements of a property by what they say."""
    groups: dict[str, list[Statement]] = {}
    for statement in page.entity.statements:
        if statement.property == kind:
            groups.setdefault(_value(page, statement), []).append(statement)
    return sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _value(page: EntityPage, statement: Statement) -> str:
    other = page.names.get(statement.object or "")
    return (
        f"{statement.value} → {other}"
        if other and other not in statement.value
        else statement.value
    )


def _sources(page: EntityPage, statements: list[Statement]) -> str:
    return ", ".join(sorted({source_of(page.documents[s.span.doc_id]) for s in statements}))
