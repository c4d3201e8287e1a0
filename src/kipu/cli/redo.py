"""``kipu redo``: do again what was undone."""

import click

from kipu.cli.options import find_record, record_option
from kipu.cli.people import by, judge_option, write_reversal
from kipu.pipeline.records import open_record
from kipu.record.connections import Place


@click.command("redo")
@click.argument("action", required=False)
@judge_option
@record_option
def command(action: str | None, judge: str | None, record_path: Place | None) -> None:
    """Do again what was undone.

    ACTION is an id of kipu history; without one it is the last undo of the judge.
    """
    path = find_record(record_path, verb="judge")
    with open_record(path, create=False) as record:
        done = record.redo(by(judge), action)
        write_reversal(done, record.history(1)[0])
