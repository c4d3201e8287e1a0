"""``kipu redo``: do again what was undone."""

from pathlib import Path

import click

from kipu.cli.options import find_record, record_option
from kipu.cli.people import by, judge_option, write_reversal
from kipu.pipeline.records import open_record


@click.command("redo")
@click.argument("action", required=False)
@judge_option
@record_option
def command(action: str | None, judge: str | None, record_path: Path | None) -> None:
    """Do again what was undone.

    ACTION is an id of kipu history; without one it is the last undo of the judge.
    """
    path = find_record(record_path, verb="judge")
    with open_record(path, create=False) as record:
        done = record.redo(by(judge), action)
        write_reversal(done, record.history(1)[0])
