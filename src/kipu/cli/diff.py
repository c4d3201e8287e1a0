"""``kipu diff``: what differs between two records."""

import click
from rich.text import Text

from kipu.cli.options import RecordPlace, json_option, open_present
from kipu.cli.screens import SHORT_ID, counted, make_console, write_json
from kipu.lang.dates import render_interval
from kipu.pipeline.chronology import Entry
from kipu.pipeline.differences import Difference, compare_records
from kipu.record.connections import Place


@click.command("diff")
@click.argument("before", metavar="A", type=RecordPlace())
@click.argument("after", metavar="B", type=RecordPlace())
@json_option
def command(before: Place, after: Place, as_json: bool) -> None:  # noqa: FBT001
    """What differs between two records, such as before and after documents were read again.

    Events of A and B are the same if they share an account of the same document.
    """
    with open_present(before, verb="compare") as one, open_present(after, verb="compare") as other:
        differences = compare_records(one, other)
    if as_json:
        write_json(differences)
    else:
        render_differences(differences)


def render_differences(differences: tuple[Difference, ...]) -> None:
    """Write what is new, what changed and what is gone, a line each."""
    console = make_console()
    for difference in differences:
        console.print(_line(difference), soft_wrap=True)
    kinds = [difference.change for difference in differences]
    console.print(
        f"{counted(kinds.count('new'), 'event')} new, {kinds.count('changed')} changed,"
        f" {kinds.count('gone')} gone",
        style="dim",
    )


def _line(difference: Difference) -> Text:
    before, after = difference.before, difference.after
    mark, style = {"new": ("+", "green"), "gone": ("-", "red"), "changed": ("~", "yellow")}[
        difference.change
    ]
    entry = after or before
    assert entry is not None
    text = Text(f"{mark} {entry.event.id[:SHORT_ID]}  ", style).append(_words(entry), "default")
    if before is not None and after is not None:
        if _words(before) != _words(after):
            text.append(f"  was: {_words(before)}", "dim")
        text.append(f"  [{', '.join(difference.what)}]", "dim")
    return text


def _words(entry: Entry) -> str:
    return f"{render_interval(entry.when.interval)}  {entry.text}"
