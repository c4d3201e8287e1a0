"""``kipu explain``: why two events, entities or mentions are one or two."""

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kipu.cli.options import json_option, open_present, record_option
from kipu.cli.screens import make_console, write, write_json
from kipu.pipeline.explaining import Comparison, explain_pair
from kipu.record.connections import Place


@click.command("explain")
@click.argument("one")
@click.argument("other")
@record_option
@json_option
def command(one: str, other: str, record_path: Place | None, as_json: bool) -> None:  # noqa: FBT001
    """Why two events, entities or mentions are one or two, weight by weight.

    ONE and OTHER are ids, or the beginning of ids, of two events or two entities, or of mentions
    of them, or names of entities. Weights are in log2: what is above zero speaks for one.
    """
    with open_present(record_path, verb="ask") as record:
        comparison = explain_pair(record, one, other)
    if as_json:
        write_json(comparison)
    else:
        write(make_console(), *_lines(comparison))


def _lines(comparison: Comparison) -> list[RenderableType]:
    told = comparison.explanation
    lines: list[RenderableType] = [
        Text(),
        Text(comparison.one.shown, "bold"),
        Text(comparison.other.shown, "bold"),
        Text(_verdict(comparison), "cyan"),
        Text(),
    ]
    if told.excluded is not None:
        return [*lines, Text(f"  they cannot be one: {told.excluded}", "yellow")]
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    for reason in told.reasons:
        table.add_row(f"  {reason.weight:+.2f}", reason.compared)
    table.add_row(Text(f"  {told.weight:+.2f}", "bold"), Text("together", "bold"))
    return [*lines, table]


def _verdict(comparison: Comparison) -> str:
    told = comparison.explanation
    speaks_for = told.weight is not None and told.weight > 0
    if told.together and not speaks_for:
        return f"one {told.kind} in the record, joined through what else belongs to it"
    if told.together:
        return f"one {told.kind} in the record"
    if speaks_for:
        return f"two in the record: what else belongs to either {told.kind} speaks against one"
    return "two in the record"
