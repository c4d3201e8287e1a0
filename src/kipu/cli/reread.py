"""``kipu reread``: read all documents of a record again."""

import click

from kipu.cli.diff import render_differences
from kipu.cli.options import find_record, parser_option, record_option
from kipu.cli.screens import counted, make_console
from kipu.pipeline.differences import compare_records
from kipu.pipeline.records import open_record
from kipu.record.connections import Place


@click.command("reread")
@parser_option
@record_option
def command(parser: str | None, record_path: Place | None) -> None:
    """Read all documents again, as this kipu reads, and tell what changed.

    A copy of the record is put beside it first. Every judgement stays: those that are about
    something that is read otherwise now are listed by kipu history --orphans.
    """
    path = find_record(record_path, verb="read again")
    people = make_console(errors=True)
    with open_record(path, create=False) as record:
        record.resolve()
        copy = record.put_copy_aside()
        changed = 0
        for one in record.read_again(parser=parser):
            changed += one.changed
            state = "changed  " if one.changed else "as before"
            people.out(f"{state}  {one.doc.uri}", highlight=False)
        record.resolve()
        to_check = len(record.to_check())
        with open_record(copy, create=False, read_only=True) as before:
            differences = compare_records(before, record)
    render_differences(differences)
    people.out(
        f"{counted(changed, 'document')} read otherwise, {counted(to_check, 'judgement')} to check;"
        f" the record as it was is {copy}",
        highlight=False,
    )
