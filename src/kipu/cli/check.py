"""``kipu check``: verify that the record is whole."""

from pathlib import Path

import click

from kipu.cli.options import find_record, json_option, record_option
from kipu.cli.screens import counted, make_console, write_json
from kipu.model.errors import RecordError
from kipu.pipeline.records import open_record


@click.command("check")
@record_option
@json_option
def command(record_path: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Verify hashes, spans, quotes, ids and references.

    The exit status is 0 if the record is whole and 1 if it is not.
    """
    path = find_record(record_path, verb="check")
    with open_record(path, create=False, read_only=True) as record:
        problems = record.check()
        documents = len(record.documents())
        to_check = len(record.to_check()) if record.is_resolved() and not problems else 0
    if as_json:
        write_json(problems)
    else:
        for problem in problems:
            make_console().out(f"{problem.code}: {problem.message}", highlight=False)
    if problems:
        found = counted(len(problems), "problem")
        raise RecordError(f"{path} is not whole: {found}; restore it from a copy or add again")
    if not as_json:
        make_console().out(f"{path} is whole: {counted(documents, 'document')}", highlight=False)
        if to_check:
            judgements = counted(to_check, "judgement")
            make_console().out(
                f"{judgements} to check: kipu history --orphans lists them", highlight=False
            )
