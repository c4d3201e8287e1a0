"""``kipu history``: what people decided, and what of it is to be checked."""

import click
from rich.text import Text

from kipu.cli.options import json_option, open_present, record_option
from kipu.cli.people import judgement_words
from kipu.cli.screens import SHORT_ID, counted, flat, make_console, write_json
from kipu.pipeline.records import Record
from kipu.pipeline.standing import Loose
from kipu.record import Deed
from kipu.record.connections import Place

SHOWN = 5
"""Judgements of one action that are shown, unless all are asked for."""


@click.command("history")
@click.option("--limit", metavar="NUMBER", type=click.IntRange(1), help="Only the last so many.")
@click.option(
    "--orphans",
    is_flag=True,
    help="Only judgements to check: their words are gone, or are read otherwise now.",
)
@click.option("--all", "whole", is_flag=True, help="Every judgement of each action.")
@record_option
@json_option
def command(
    *, limit: int | None, orphans: bool, whole: bool, record_path: Place | None, as_json: bool
) -> None:
    """What people decided, the last first, with what was taken back."""
    with open_present(record_path, verb="ask") as record:
        if orphans:
            _list_loose(record, as_json=as_json)
        elif as_json:
            write_json(record.history(limit))
        else:
            _list_deeds(record, record.history(limit), whole=whole)


def _list_deeds(record: Record, deeds: tuple[Deed, ...], *, whole: bool) -> None:
    console, files = make_console(), record.files()
    if not deeds:
        make_console(errors=True).print("nobody has judged anything in this record yet")
    for deed in deeds:
        action = deed.action
        line = Text(action.id[:SHORT_ID], "dim").append(f"  {action.made:%Y-%m-%d %H:%M}  ")
        line.append(flat(action.judge), "cyan not dim").append(f"  {action.kind}", "not dim")
        if action.reverses:
            line.append(f" {action.reverses[:SHORT_ID]}")
        line.append("  undone" if deed.undone and action.kind != "undo" else "", "yellow")
        console.print(line, soft_wrap=True)
        shown = deed.made if whole else deed.made[:SHOWN]
        for judgement in shown:
            words = Text("    ").append_text(judgement_words(judgement, files))
            console.print(words, soft_wrap=True)
        if len(shown) < len(deed.made):
            console.print(f"    and {len(deed.made) - len(shown)} more", style="dim")
        if deed.withdrawn:
            console.print(f"    {counted(len(deed.withdrawn), 'judgement')} withdrawn", style="dim")


_STANDINGS = {
    "changed": "kipu reads something else now",
    "missing": "nothing is read in these words now",
    "orphaned": "the words are not in the text",
}


def _list_loose(record: Record, *, as_json: bool) -> None:
    loose = record.to_check()
    if as_json:
        write_json(loose)
        return
    console, files = make_console(), record.files()
    for one in loose:
        line = Text(one.judgement.id[:SHORT_ID], "dim").append("  ")
        console.print(line.append_text(judgement_words(one.judgement, files)), soft_wrap=True)
        console.print(_what_changed(one), soft_wrap=True)
    for conflict in record.link_conflicts():
        console.print(Text("judgements that contradict each other:", "yellow"))
        for judgement in (conflict.different, *conflict.same):
            words = Text(f"    {judgement.id[:SHORT_ID]}  ", "dim")
            console.print(words.append_text(judgement_words(judgement, files)), soft_wrap=True)
    console.print(f"{counted(len(loose), 'judgement')} to check", style="dim")


def _what_changed(one: Loose) -> Text:
    text = Text(f"        {_STANDINGS[one.standing]}", "yellow")
    if one.was and one.now and one.was != one.now:
        was, now = flat(one.was), flat(one.now)
        text.append(f"\n        before: {was}\n        now:    {now}", "not yellow")
    return text
