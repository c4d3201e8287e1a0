"""``kipu add``: read articles into a record."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kipu.cli.additions import holdings, summary, tell_addition, with_means
from kipu.cli.options import find_record, record_option
from kipu.cli.screens import make_console
from kipu.pipeline.batches import Outcome
from kipu.pipeline.loading import Source, Sources, find_sources
from kipu.pipeline.records import Record, open_record
from kipu.pipeline.watching import Means
from kipu.record.addresses import Address
from kipu.record.connections import Place


@click.command("add")
@click.argument("paths", nargs=-1, required=True)
@record_option
@with_means
def command(*, paths: tuple[str, ...], record_path: Place | None, means: Means) -> int:
    """Read articles into a record, which is made if it is not there.

    PATHS are files and folders of them: texts, pages, PDF, Word and other documents, mails and
    mailboxes, feeds, tables, web archives, ZIP files; addresses of web pages; or - for the input.
    What is in the record already is passed over. What cannot be read is named with the reason, and
    the others go on; the exit status is then 1.
    """
    path = find_record(record_path, verb="add to")
    if any(Address.is_meant(named) for named in paths):
        raise click.UsageError("the address of a record goes behind --record")
    sources = find_sources(paths)
    people = make_console(errors=True)
    for source in sources.left_out:
        people.out(
            f"left out  {source.uri}: no article by its name; name it to add it", highlight=False
        )
    if means.parser is not None:
        from kipu.syntax import load_named

        load_named(means.parser)  # what is not there is told before a record is made
    with open_record(path) as record:
        outcomes = _add(record, sources, people, means)
        counts = record.counts()
    make_console().out(summary(outcomes, path), highlight=False)
    people.out(holdings(counts), highlight=False)
    return int(outcomes["refused"] > 0)


def _add(record: Record, sources: Sources, people: Console, means: Means) -> Counter[Outcome]:
    """Add all sources, telling of each as it is done, and count what came of them."""
    outcomes: Counter[Outcome] = Counter()
    with _progress(people, len(sources.found)) as progress:
        task = progress.add_task("reading", total=len(sources.found)) if progress else None
        done: Source | None = None
        for addition in record.add_all(
            sources.found, parser=means.parser, fetcher=means.fetcher, by=means.by
        ):
            tell_addition(addition, people)
            outcomes[addition.outcome] += 1
            if progress and task is not None and addition.source != done:
                progress.advance(task)
            done = addition.source
        if progress and task is not None:
            progress.update(task, description="comparing")
        record.resolve()
    return outcomes


@contextmanager
def _progress(people: Console, total: int) -> Iterator[Progress | None]:
    """Show a bar on a terminal; in a pipe the lines alone tell how far it is."""
    if not people.is_terminal or total < 2:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(None), MofNCompleteColumn())
    with Progress(*columns, console=people, transient=True) as progress:
        yield progress
