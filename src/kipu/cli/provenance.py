"""The screen of one document: where it came from, and what the log of custody says of it."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kipu.cli.screens import counted, flat, write
from kipu.lang.dates import render_interval
from kipu.model.custody import CustodyEntry
from kipu.pipeline.provenance import Provenance

HEADERS = ("date", "last-modified", "etag", "server", "content-type", "via")
"""Headers of an answer that are shown, if it had them; the log has all."""


def render_provenance(found: Provenance, console: Console) -> None:
    """Write where a document came from."""
    doc = found.doc
    outlet = [doc.outlet] if doc.outlet else []
    heading = [*outlet, render_interval(found.created.interval), doc.media_type]
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, words in _rows(found):
        table.add_row(f"  {name}", flat(words))
    for problem in doc.problems:
        table.add_row(Text("  problem", "yellow"), flat(problem.message))
    write(
        console,
        Text(),
        Text(flat(doc.title or doc.uri), "bold"),
        Text(" · ").join(Text(flat(word)) for word in heading),
        Text(),
        table,
        Text(),
        Text(doc.id, "dim"),
    )


def _rows(found: Provenance) -> Iterator[tuple[str, str]]:
    doc = found.doc
    yield "file", doc.uri
    if doc.byline:
        yield "by", doc.byline
    if doc.url:
        yield "address", doc.url
    if found.custody is not None:
        yield from _intake(found.custody.entry)
    if doc.retrieved:
        yield "retrieved", doc.retrieved
    yield "bytes", f"SHA-256 {doc.sha256}"
    made = f", made by {doc.extractor}" if doc.extractor else ""
    yield "text", f"{counted(len(doc.text), 'character')}{made}"
    if found.custody is not None:
        link = found.custody
        yield "custody", f"entry {link.entry.number}, hash {link.hash}"


def _intake(entry: CustodyEntry) -> Iterator[tuple[str, str]]:
    if entry.kind == "found":
        yield "added", f"before the log of custody was kept, which began on {entry.at}"
    else:
        by = f" by {entry.by}" if entry.by else ""
        tools = ", ".join(f"{name} {version}" for name, version in entry.tools)
        yield "added", f"{entry.at}{by}, with {tools}"
    if entry.part_of:
        yield "part of", entry.part_of
    if entry.whole:
        yield "came in", f"a file of SHA-256 {entry.whole}"
    if entry.asked and entry.asked not in (entry.url, entry.uri):
        yield "asked for", entry.asked
    for name, value in entry.headers:
        if name.lower() in HEADERS:
            yield name.lower(), value
