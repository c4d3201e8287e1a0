"""``kipu copy``: a whole record, from a file to a server or back."""

import click

from kipu.cli.options import RecordPlace
from kipu.cli.screens import counted, make_console
from kipu.pipeline.copying import copy_record
from kipu.record.connections import Place


@click.command("copy")
@click.argument("source", metavar="FROM", type=RecordPlace())
@click.argument("target", metavar="TO", type=RecordPlace())
def command(source: Place, target: Place) -> None:
    """Copy the record FROM to a new one, TO: a file, or postgresql://HOST/DATABASE.

    All is copied in one transaction: documents with their bytes, readings, every judgement with its
    history, the log of custody. Then both are compared, row by row, and TO keeps nothing unless
    they are equal. A record that holds something already is not touched.
    """
    copied = copy_record(source, target)
    write = make_console().out
    rows = counted(copied.rows, "row")
    write(f"{source} is copied to {target}: {rows}, equal in both", highlight=False)
    write(f"dump {copied.dump}", highlight=False)
