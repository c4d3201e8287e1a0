"""``kipu timeline``: what happened, in order of time."""

from datetime import date

import click
from rich.text import Text

from kipu.cli.entry import meant
from kipu.cli.options import (
    first_day,
    json_option,
    known_name,
    last_day,
    open_present,
    record_option,
)
from kipu.cli.screens import counted, make_console, render_chronology, write, write_json
from kipu.pipeline.chronology import Entry
from kipu.record.connections import Place


@click.command("timeline")
@click.option("--about", metavar="NAME", help="Only what this person, body or place takes part in.")
@click.option(
    "--from",
    "earliest",
    metavar="DATE",
    callback=first_day,
    help="Only from this date on: 2001, 03/2001 or 2001-03-15.",
)
@click.option(
    "--to", "latest", metavar="DATE", callback=last_day, help="Only up to this date, included."
)
@click.option("--type", "kind", metavar="TYPE", help="Only one type of event, such as pardon.")
@click.option("--other", is_flag=True, help="Also the events that no type fits, each by itself.")
@record_option
@json_option
def command(  # noqa: PLR0913 - one for each option
    about: str | None,
    earliest: date | None,
    latest: date | None,
    kind: str | None,
    other: bool,  # noqa: FBT001 - click passes flags by name
    record_path: Place | None,
    as_json: bool,  # noqa: FBT001 - click passes flags by name
) -> None:
    """What happened, in order of time.

    Dates are shown at the precision that the sources give them. What no source dates comes last,
    and is left out where --from or --to is given.
    """
    if kind:
        _known_type(kind)
    with open_present(record_path, verb="ask") as record:
        if about:
            known_name(record, about)
        entries = record.chronology(
            about=about, earliest=earliest, latest=latest, type=kind, other=other
        )
        documents = record.counts().documents
        left_out = len(record.left_out())
    if as_json:
        write_json(entries)
    else:
        _render(entries, documents, left_out)


def _known_type(kind: str) -> None:
    """Check that an event type is one of the ontology."""
    from kipu.lang.ontology import load_ontology

    known = [*load_ontology().types]
    if kind not in known:
        raise click.UsageError(f"there is no event type {kind!r}{meant(kind, known)}")


def _render(entries: tuple[Entry, ...], documents: int, left_out: int) -> None:
    if not entries:
        make_console(errors=True).print("no event in the record is like that")
        return
    console = make_console()
    disputed = sum(entry.standing.status == "disputed" for entry in entries)
    tail = f"{counted(len(entries), 'event')} of {counted(documents, 'document')}"
    write(
        console,
        Text(),
        render_chronology(entries, console.width),
        Text(f"{tail}, {disputed} disputed{_left_out(left_out)}", "dim"),
    )


def _left_out(number: int) -> str:
    """Say that something is left out, which kipu history shows."""
    return f"; {counted(number, 'account')} rejected by people left out" if number else ""
