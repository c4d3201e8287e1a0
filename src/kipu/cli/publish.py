"""``kipu publish``: a record as a site of files."""

from pathlib import Path

import click

from kipu.cli.options import RecordPlace, open_present
from kipu.cli.screens import counted
from kipu.record.connections import Place


@click.command("publish")
@click.argument("record", type=RecordPlace())
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--language", type=click.Choice(["en", "es"]), default="en", help="The language of the pages."
)
def command(record: Place, folder: Path, language: str) -> None:
    """Write a record as web pages that need no server.

    FOLDER is made, and must be empty if it is there. The pages are those of kipu serve without
    what changes or filters; they hold the texts of all documents, so see that you may publish
    them.
    """
    from kipu.web import publish

    open_present(record, verb="publish").close()
    done = publish(record, folder, language=language)
    click.echo(
        f"wrote {counted(done.pages, 'page')} into {folder}; begin at {folder / 'index.html'}"
    )
