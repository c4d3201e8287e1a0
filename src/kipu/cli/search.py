"""``kipu search``: words in texts and events."""

import click
from rich.table import Table
from rich.text import Text

from kipu.cli.options import json_option, open_present, record_option
from kipu.cli.screens import SHORT_ID, make_console, write, write_json
from kipu.record.connections import Place

_KINDS = {"other": "other event"}
"""How what is no plain event or document is called: an event outside of the ontology."""


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@record_option
@json_option
def command(words: tuple[str, ...], record_path: Place | None, as_json: bool) -> None:  # noqa: FBT001
    """Find events and documents that hold all the words.

    An "other event" is one that no type of event fits; it is also found by the verb's basic form.
    """
    with open_present(record_path, verb="search") as record:
        hits = record.search(" ".join(words))
    if as_json:
        write_json(hits)
        return
    if not hits:
        make_console(errors=True).print("nothing in the record holds all these words")
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(style="cyan")
    table.add_column()
    for hit in hits:
        quote = "" if hit.quote == hit.title else hit.quote.replace("\n", " ")
        shown = Text(hit.title, "bold").append(f"\n{quote}" if quote else "", "not bold")
        table.add_row(hit.id[:SHORT_ID], _KINDS.get(hit.kind, hit.kind), shown)
    write(make_console(), table)
