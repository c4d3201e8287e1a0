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
@click.option(
    "--redact",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file of rules: which names and words to hide, which documents to withhold.",
)
def command(record: Place, folder: Path, language: str, redact: Path | None) -> None:
    """Write a record as web pages that need no server.

    FOLDER is made, and must be empty if it is there. The pages are those of kipu serve without
    what changes or filters; they hold the texts of all documents, so see that you may publish
    them, or keep back what you may not by --redact.
    """
    from kipu.web import publish
    from kipu.web.redacting import load_rules

    rules = load_rules(redact) if redact else None
    open_present(record, verb="publish").close()
    done = publish(record, folder, language=language, rules=rules)
    for rule, count in zip(rules.hide if rules else (), done.hidden, strict=True):
        click.echo(f"hid {rule.name or rule.words!r} {counted(count, 'time')}")
    click.echo(
        f"wrote {counted(done.pages, 'page')} into {folder}; begin at {folder / 'index.html'}"
    )
