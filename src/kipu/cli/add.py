"""``kipu add``: read articles into a record."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from kipu.cli.options import find_record, parser_option, record_option
from kipu.cli.screens import counted, make_console
from kipu.lang.dates import render_interval
from kipu.model.readings import Reading
from kipu.pipeline.batches import Addition, Outcome
from kipu.pipeline.fetching import Fetcher
from kipu.pipeline.loading import Source, Sources, find_sources
from kipu.pipeline.records import Record, open_record


@click.command("add")
@click.argument("paths", nargs=-1, required=True)
@record_option
@parser_option
@click.option(
    "--allow-private",
    is_flag=True,
    help="Fetch also from this machine and the networks beside it.",
)
def command(
    paths: tuple[str, ...], record_path: Path | None, parser: str | None, *, allow_private: bool
) -> int:
    """Read articles into a record, which is made if it is not there.

    PATHS are files and folders of them: texts, pages, PDF, Word and other documents, mails and
    mailboxes, feeds, tables, web archives, ZIP files; addresses of web pages; or - for the input.
    What is in the record already is passed over. What cannot be read is named with the reason, and
    the others go on; the exit status is then 1.
    """
    path = find_record(record_path, verb="add to")
    sources = find_sources(paths)
    people = make_console(errors=True)
    for source in sources.left_out:
        people.out(
            f"left out  {source.uri}: no article by its name; name it to add it", highlight=False
        )
    if parser is not None:
        from kipu.syntax import load_named

        load_named(parser)  # what is not there is told before a record is made
    with open_record(path) as record:
        outcomes = _add(record, sources, people, Options(parser, allow_private))
        counts = record.counts()
    make_console().out(_summary(outcomes, path), highlight=False)
    people.out(
        f"The record holds {counted(counts.documents, 'document')},"
        f" {counted(counts.events, 'event')}, {counted(counts.contradictions, 'disagreement')}.",
        highlight=False,
    )
    return int(outcomes["refused"] > 0)


class Options(msgspec.Struct, frozen=True):
    """How documents are read and fetched."""

    parser: str | None
    allow_private: bool


def _add(record: Record, sources: Sources, people: Console, options: Options) -> Counter[Outcome]:
    """Add all sources, telling of each as it is done, and count what came of them."""
    outcomes: Counter[Outcome] = Counter()
    with _progress(people, len(sources.found)) as progress:
        task = progress.add_task("reading", total=len(sources.found)) if progress else None
        done: Source | None = None
        fetcher = Fetcher(allow_private=options.allow_private)
        for addition in record.add_all(sources.found, parser=options.parser, fetcher=fetcher):
            _tell(addition, people)
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


def _tell(addition: Addition, people: Console) -> None:
    name = addition.uri
    if addition.outcome == "left out":
        line = Text("left out  ", "dim").append(f"{name}: {addition.reason}", "default")
    elif addition.outcome == "refused":
        line = Text("not read  ", "red").append(str(addition.reason), "default")
    elif addition.reading is None:
        line = Text("known     ", "dim").append(name)
    else:
        line = Text("added     ", "green").append(name, "default")
        line.append(f"  {_found(addition.reading)}", "dim")
    # One line for one source, however long: a script may read them.
    people.print(line, soft_wrap=True)


def _found(reading: Reading) -> str:
    parts = [
        render_interval(reading.created.interval),
        counted(len(reading.events), "event mention"),
    ]
    return ", ".join([*parts, *(problem.message for problem in reading.problems)])


def _summary(outcomes: Counter[Outcome], path: Path) -> str:
    parts = [f"added {counted(outcomes['added'], 'document')} to {path}"]
    parts += [f"{outcomes['known']} already there"] if outcomes["known"] else []
    parts += [f"{outcomes['refused']} could not be read"] if outcomes["refused"] else []
    return ", ".join(parts)
