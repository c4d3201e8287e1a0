"""``kipu watch``: follow feeds and folders."""

import time
from collections import Counter

import click
from rich.console import Console
from rich.text import Text

from kipu.cli.additions import holdings, summary, tell_addition, with_means
from kipu.cli.entry import tell
from kipu.cli.options import find_record, record_option
from kipu.cli.screens import counted, flat, make_console
from kipu.model.errors import RecordError
from kipu.pipeline.batches import Addition, Outcome
from kipu.pipeline.records import Record, open_record
from kipu.pipeline.watching import Glance, Means, Watched, find_watched
from kipu.record.addresses import Address
from kipu.record.connections import Place


@click.command("watch")
@click.argument("sources", nargs=-1, required=True)
@record_option
@click.option("--once", is_flag=True, help="Look once and end, as a timer such as cron needs it.")
@click.option(
    "--every",
    metavar="MINUTES",
    type=click.FloatRange(min=1),
    default=30.0,
    show_default=True,
    help="How long to wait between two looks.",
)
@with_means
def command(
    *,
    sources: tuple[str, ...],
    record_path: Place | None,
    once: bool,
    every: float,
    means: Means,
) -> int:
    """Follow feeds and folders, and add what is new in them.

    SOURCES are addresses of feeds (RSS, Atom, JSON Feed), lists of feeds (OPML), and folders. The
    page that an entry of a feed leads to is fetched; where it cannot be had three times, the words
    of the feed itself are added. Nothing is added twice, also where kipu was stopped in the middle.

    With --once the exit status is 1 if a feed or a document could not be read.
    """
    path = find_record(record_path, verb="add to")
    if any(Address.is_meant(named) for named in sources):
        raise click.UsageError("the address of a record goes behind --record")
    watched = find_watched(sources)
    people = make_console(errors=True)
    with open_record(path) as record:
        if once:
            outcomes = _look(record, watched, means, people)
            make_console().out(summary(outcomes, path), highlight=False)
            people.out(holdings(record.counts()), highlight=False)
            return int(outcomes["refused"] > 0)
        while True:
            try:
                outcomes = _look(record, watched, means, people)
                make_console().out(summary(outcomes, path), highlight=False)
            except RecordError as error:  # in use elsewhere, perhaps: the next look goes on
                tell(str(error))
            time.sleep(every * 60)


def _look(
    record: Record, watched: tuple[Watched, ...], means: Means, people: Console
) -> Counter[Outcome]:
    """Look at everything once, and count what came of it; a feed that fails counts as refused."""
    outcomes: Counter[Outcome] = Counter()
    for told in record.watch(watched, means):
        if isinstance(told, Addition):
            tell_addition(told, people)
            outcomes[told.outcome] += 1
        else:
            _tell(told, people)
            outcomes["refused"] += told.outcome == "failed"
    record.resolve()
    return outcomes


def _tell(glance: Glance, people: Console) -> None:
    name = flat(glance.watched.name)
    if glance.outcome == "failed":
        line = Text("not read  ", "red").append(f"{name}: {glance.reason}", "default")
    elif glance.outcome == "unchanged":
        line = Text("unchanged ", "dim").append(name, "default")
    else:
        line = Text("looked at ", "dim").append(
            f"{name}: {counted(glance.seen, 'item')}", "default"
        )
        line.append(f", {glance.later} to be tried again" if glance.later else "", "default")
    people.print(line, soft_wrap=True)
