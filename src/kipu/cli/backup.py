"""``kipu backup``: a copy of the record, whole at one moment."""

from pathlib import Path

import click

from kipu.cli.options import find_record, record_option
from kipu.cli.screens import make_console
from kipu.pipeline.records import open_record
from kipu.record.connections import Place


@click.command("backup")
@click.argument("copy", metavar="FILE", type=click.Path(path_type=Path))
@record_option
def command(copy: Path, record_path: Place | None) -> None:
    """Copy the record to FILE, while others may go on working in it.

    A file that is there is not overwritten. The copy is a record like any other.
    """
    path = find_record(record_path, verb="copy")
    with open_record(path, create=False, read_only=True) as record:
        record.backup(copy)
    make_console().out(f"{path} is copied to {copy}", highlight=False)
