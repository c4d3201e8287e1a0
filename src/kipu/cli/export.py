"""``kipu export``: the whole record in another form."""

import sys
from pathlib import Path

import click

from kipu.cli.options import open_present, record_option


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(["json"]))
@click.argument("record_file", metavar="[RECORD]", required=False, type=click.Path(path_type=Path))
@click.option("--with-text", is_flag=True, help="With the texts, so that it can be imported again.")
@record_option
def command(
    form: str,
    record_file: Path | None,
    with_text: bool,  # noqa: FBT001 - click passes flags by name
    record_path: Path | None,
) -> None:
    """Write the whole record to the output; FORMAT is json.

    Two exports of one record are equal byte by byte.
    """
    with open_present(record_file or record_path, verb="export") as record:
        exported = record.export_json(with_text=with_text)
    sys.stdout.buffer.write(exported)
    sys.stdout.buffer.flush()
