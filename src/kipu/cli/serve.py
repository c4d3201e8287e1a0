"""``kipu serve``: look at a record in the browser, or let programs ask it."""

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from kipu.cli.entry import tell
from kipu.cli.options import RecordPlace, find_record, record_option
from kipu.model.errors import RecordError, ResourceError
from kipu.record.connections import Place

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
PORT = 8787
TRIES = 20
"""Ports that are tried, from the first on, where none is named."""
SHELF = 40
"""Records of a folder that are served at once, each at a port of its own."""


@click.command("serve")
@click.argument("record", required=False, type=RecordPlace())
@record_option
@click.option(
    "--port", type=click.IntRange(1, 65535), help=f"The port; else {PORT} or the next free."
)
@click.option("--api", is_flag=True, help="Serve JSON for programs, to holders of a kipu token.")
def command(
    *, record: Place | None, record_path: Place | None, port: int | None, api: bool
) -> None:
    """Look at a record in the browser, and add to it.

    RECORD is the same as --record FILE; the record is made if it is not there. If it is a folder,
    all records of the folder are served, and a page lists them. The address that is printed can be
    opened on this computer only, by all who use it. Ctrl-C ends it.

    With --api it answers other programs in JSON, if they hold a token: see kipu token.
    """
    import uvicorn

    from kipu.pipeline.records import open_record

    path = find_record(_named(record, record_path), verb="show")
    is_folder = isinstance(path, Path) and path.is_dir()
    if is_folder and api:
        raise click.UsageError(f"--api serves one record, and {path} is a folder: name a record")
    if not is_folder:
        open_record(path).close()
    listening = [_listen(port)]
    first = listening[0].getsockname()[1]
    if isinstance(path, Path) and path.is_dir():
        listening += _listen_beside(first)
        app = _make_shelf(path, [one.getsockname()[1] for one in listening])
    else:
        app = _make_api(path) if api else _make_pages(path)
    click.echo(f"{path} is at http://{HOST}:{first}/{'v1/' if api else ''} (Ctrl-C ends it)")
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, date_header=False, workers=1
    )
    uvicorn.Server(config).run(sockets=listening)


def _named(argument: Place | None, option: Place | None) -> Place | None:
    """Give the record that is named, where a flag goes before the variable.

    Raises:
        click.UsageError: Two are named.
    """
    ctx = click.get_current_context()
    by_flag = ctx.get_parameter_source("record_path") is ParameterSource.COMMANDLINE
    if argument and by_flag and argument != option:
        raise click.UsageError(f"two records are named, {argument} and {option}: name one")
    return argument or option


def _make_pages(path: Place) -> "ASGIApp":
    from kipu.web import make_app

    return make_app(path)


def _make_shelf(folder: Path, ports: list[int]) -> "ASGIApp":
    from kipu.web import make_shelf

    return make_shelf(folder, ports)


def _make_api(path: Place) -> "ASGIApp":
    """Make the application for programs, to which nobody has access without a token.

    Raises:
        ResourceError: FastAPI is not installed.
    """
    try:
        from kipu.api.app import make_api
    except ModuleNotFoundError as error:
        raise ResourceError(
            f"{error.name} is not installed, which --api needs: pip install 'kipu[api]'"
        ) from error
    from kipu.api.tokens import load_grants

    if not load_grants(path):
        tell("nobody has a token yet: kipu token add NAME --role reader makes one")
    return make_api(path)


def _listen(port: int | None) -> socket.socket:
    """Take a port of this computer.

    Raises:
        RecordError: It is taken by another program.
    """
    for wanted in [port] if port else range(PORT, PORT + TRIES):
        listening = _try(wanted)
        if listening:
            return listening
    named = f"port {port} is" if port else f"ports {PORT} to {PORT + TRIES - 1} are"
    raise RecordError(f"{named} taken by another program: name a free one with --port")


def _listen_beside(first: int) -> list[socket.socket]:
    """Take the free ones of the ports after the first, as many as a folder may have records."""
    taken: list[socket.socket] = []
    for port in range(first + 1, min(first + 1 + 2 * SHELF, 65536)):
        if len(taken) < SHELF and (one := _try(port)):
            taken.append(one)
    return taken


def _try(port: int) -> socket.socket | None:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()  # who opens the address as soon as it is printed waits
    except OSError:
        listening.close()
        return None
    return listening
