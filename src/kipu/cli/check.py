"""``kipu check``: verify that the record is whole."""

from collections.abc import Sequence

import click

from kipu.cli.options import find_record, json_option, record_option
from kipu.cli.screens import counted, make_console, write_json
from kipu.model.errors import RecordError
from kipu.model.spans import Problem
from kipu.pipeline.records import open_record
from kipu.record.connections import Place

SHORTEST_HEAD = 16


@click.command("check")
@record_option
@json_option
@click.option(
    "--custody", is_flag=True, help="Verify the log of how documents came in, and show its head."
)
@click.option(
    "--head", metavar="HASH", help="A head of that log noted earlier, which must still be in it."
)
def command(*, record_path: Place | None, as_json: bool, custody: bool, head: str | None) -> None:
    """Verify hashes, spans, quotes, ids, references and the log of custody.

    The exit status is 0 if the record is whole and 1 if it is not.
    """
    path = find_record(record_path, verb="check")
    if head is not None and len(head) < SHORTEST_HEAD:
        raise click.UsageError(f"{head} is too short to tell one head from another: give all of it")
    if custody or head is not None:
        _check_custody(path, head, as_json=as_json)
        return
    with open_record(path, create=False, read_only=True) as record:
        problems = record.check()
        documents = len(record.documents())
        to_check = len(record.to_check()) if record.is_resolved() and not problems else 0
    _tell(problems, path, as_json=as_json)
    if not as_json:
        make_console().out(f"{path} is whole: {counted(documents, 'document')}", highlight=False)
        if to_check:
            judgements = counted(to_check, "judgement")
            make_console().out(
                f"{judgements} to check: kipu history --orphans lists them", highlight=False
            )


def _tell(problems: Sequence[Problem], path: Place, *, as_json: bool) -> None:
    if as_json:
        write_json(problems)
    else:
        for problem in problems:
            make_console().out(f"{problem.code}: {problem.message}", highlight=False)
    if problems:
        found = counted(len(problems), "problem")
        raise RecordError(f"{path} is not whole: {found}; restore it from a copy or add again")


def _check_custody(path: Place, head: str | None, *, as_json: bool) -> None:
    with open_record(path, create=False, read_only=True) as record:
        problems = record.custody.check(head)
        if problems:
            _tell(problems, path, as_json=as_json)
        report, links = record.custody.report(), record.custody.links()
    if as_json:
        write_json(links)
        return
    write = make_console().out
    entries = counted(report.entries, "entry").replace("entrys", "entries")
    write(
        f"{path}: {counted(report.documents, 'document')} as they came in, {entries} unbroken",
        highlight=False,
    )
    if report.began:
        write(
            f"begun on {report.began} with {counted(report.found, 'document')} that the record"
            " held already: of these nothing is known from before",
            highlight=False,
        )
    if report.head:
        write(f"head {report.head}", highlight=False)
        write(
            "note it elsewhere: kipu check --head with it shows later that nothing before it was"
            " changed",
            highlight=False,
        )
