"""``kipu export``: the whole record in another form."""

import sys
from pathlib import Path

import click

from kipu.cli.options import RecordPlace, open_present, record_option
from kipu.cli.screens import counted, make_console
from kipu.pipeline.exporting import WaczReport
from kipu.record.connections import Place


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(["json", "wacz"]))
@click.argument("record_file", metavar="[RECORD]", required=False, type=RecordPlace())
@click.option("--with-text", is_flag=True, help="With the texts, so that it can be imported again.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="Where a wacz is written to."
)
@record_option
def command(
    *,
    form: str,
    record_file: Place | None,
    with_text: bool,
    out: Path | None,
    record_path: Place | None,
) -> None:
    """Write the record in another form: json to the output, wacz to the file of --out.

    json is the whole record but the bytes of its sources; wacz is a web archive of the sources with
    the log of custody. Two exports of one record are equal byte by byte.
    """
    if (form == "wacz") != (out is not None):
        raise click.UsageError("wacz is written to a file, json to the output: --out is for wacz")
    with open_present(record_file or record_path, verb="export") as record:
        if out is not None:
            _tell(record.export_wacz(out), out)
            return
        exported = record.export_json(with_text=with_text)
    sys.stdout.buffer.write(exported)
    sys.stdout.buffer.flush()


def _tell(report: WaczReport, out: Path) -> None:
    console = make_console()
    console.out(f"wrote {counted(report.documents, 'document')} to {out}", highlight=False)
    if report.without_bytes:
        console.out(
            f"left out {counted(report.without_bytes, 'document')}, whose bytes were never at hand",
            highlight=False,
        )
