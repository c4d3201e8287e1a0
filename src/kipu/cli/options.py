"""Options that commands share: which record, which days, which name."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

import click

from kipu.cli.entry import meant
from kipu.lang.dates import parse_day
from kipu.model.errors import RecordError
from kipu.model.times import Interval
from kipu.pipeline.answering import open_answering
from kipu.pipeline.records import Record
from kipu.record.connections import Place, is_there, place_of

F = TypeVar("F", bound=Callable[..., object])


class RecordPlace(click.ParamType[Place]):
    """A file, or the address of a record on a server of PostgreSQL."""

    name = "record"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Place:
        """Tell what is meant; a wrong address is not repeated, as it may hold a password."""
        return place_of(value) if isinstance(value, str) else cast(Place, value)


record_option = click.option(
    "--record",
    "record_path",
    envvar="KIPU_RECORD",
    metavar="FILE",
    type=RecordPlace(),
    help=(
        "The record, a file or postgresql://...; else the variable KIPU_RECORD, else the only"
        " *.kipu file in the folder."
    ),
)
parser_option = click.option(
    "--parser",
    metavar="spacy:NAME",
    help="Find words, trees and names with a spaCy pipeline, which reads its own language.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON, for scripts.")


def find_record(named: Place | None, *, verb: str) -> Place:
    """Tell which record is meant.

    Raises:
        click.UsageError: None is named, and the folder has none or several.
    """
    if named:
        return named
    found = sorted(Path().glob("*.kipu"))
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(path.name for path in found[:4]) + (", ..." if len(found) > 4 else "")
        raise click.UsageError(f"this folder has several records ({names}): name one with --record")
    raise click.UsageError(
        f"there is no record in this folder to {verb}: name one with --record FILE.kipu"
    )


def open_present(named: Place | None, *, verb: str) -> Record:
    """Find a record that has to be there, and open it to be asked.

    Raises:
        RecordError: It is not there, or is no record.
    """
    path = find_record(named, verb=verb)
    if isinstance(path, Path) and not is_there(path):
        near = meant(path.name, [other.name for other in path.parent.glob("*.kipu")])
        raise RecordError(f"there is no record {path}{near or ': make it with kipu add'}")
    return open_answering(path)


def first_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Read a day, month or year as people type it, and give its first day.

    Raises:
        click.BadParameter: It is no date.
    """
    return None if value is None else _interval(value, ctx, param).earliest


def last_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Read a day, month or year as people type it, and give its last day.

    Raises:
        click.BadParameter: It is no date.
    """
    return None if value is None else _interval(value, ctx, param).latest


def _interval(value: str, ctx: click.Context, param: click.Parameter) -> Interval:
    interval = parse_day(value)
    if interval is None:
        raise click.BadParameter(
            f"{value!r} is no date: write 2001, 03/2001 or 2001-03-15", ctx, param
        )
    return interval


def known_name(record: Record, name: str) -> None:
    """Check that some entity bears a name.

    Raises:
        RecordError: None does; the message suggests names that are near.
    """
    if not record.store.entities(name):
        raise RecordError(
            f"nobody and nothing in the record is called {name!r}{meant(name, record.names())}"
        )
