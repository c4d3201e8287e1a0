"""What came of sources that were added, in words: shared by ``kipu add`` and ``kipu watch``."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from kipu.cli.options import parser_option
from kipu.cli.people import adder
from kipu.cli.screens import counted
from kipu.lang.dates import render_interval
from kipu.model.readings import Reading
from kipu.pipeline.batches import Addition, Outcome
from kipu.pipeline.fetching import Fetcher
from kipu.pipeline.watching import Means
from kipu.record import Counts
from kipu.record.connections import Place

_private_option = click.option(
    "--allow-private",
    is_flag=True,
    help="Fetch also from this machine and the networks beside it.",
)
_by_option = click.option(
    "--by",
    "added_by",
    metavar="NAME",
    envvar="KIPU_JUDGE",
    help="Who adds, for the log of custody; else the variable KIPU_JUDGE, else the user's name.",
)


def with_means(function: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that say how documents are got and who adds them, as one."""

    @parser_option
    @_private_option
    @_by_option
    @wraps(function)
    def command(
        *, parser: str | None, allow_private: bool, added_by: str | None, **others: Any
    ) -> int:
        means = Means(Fetcher(allow_private=allow_private), parser, adder(added_by))
        return function(means=means, **others)

    return command


def tell_addition(addition: Addition, people: Console) -> None:
    """Write one line about a document, however long: a script may read it."""
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
    people.print(line, soft_wrap=True)


def _found(reading: Reading) -> str:
    parts = [
        render_interval(reading.created.interval),
        counted(len(reading.events), "event mention"),
    ]
    return ", ".join([*parts, *(problem.message for problem in reading.problems)])


def summary(outcomes: Mapping[Outcome, int], path: Place) -> str:
    """Say what came of all of them."""
    counts = Counter(outcomes)
    parts = [f"added {counted(counts['added'], 'document')} to {path}"]
    parts += [f"{counts['known']} already there"] if counts["known"] else []
    parts += [f"{counts['refused']} could not be read"] if counts["refused"] else []
    return ", ".join(parts)


def holdings(counts: Counts) -> str:
    """Say how much a record holds."""
    return (
        f"The record holds {counted(counts.documents, 'document')},"
        f" {counted(counts.events, 'event')}, {counted(counts.contradictions, 'disagreement')}."
    )
