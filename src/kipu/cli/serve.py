"""``kipu serve``: look at a record in the browser, or let programs ask it."""

import socket
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

    RECORD is the same as --record FILE; the record is made if it is not there. The address that is
    printed can be opened on this computer only, by all who use it. Ctrl-C ends it.

    With --api it answers other programs in JSON, if they hold a token: see kipu token.
    """
    import uvicorn

    from kipu.pipeline.records import open_record

    path = find_record(_named(record, record_path), verb="show")
    open_record(path).close()
    app = _make_api(path) if api else _make_pages(path)
    listening = _listen(port)
    address = f"http://{HOST}:{listening.getsockname()[1]}/{'v1/' if api else ''}"
    click.echo(f"{path} is at {address} (Ctrl-C ends it)")
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, date_header=False, workers=1
    )
    uvicorn.Server(config).run(sockets=[listening])


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
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, wanted))
            listening.listen()  # who opens the address as soon as it is printed waits
        except OSError:
            listening.close()
        else:
            return listening
    named = f"port {port} is" if port else f"ports {PORT} to {PORT + TRIES - 1} are"
    raise RecordError(f"{named} taken by another program: name a free one with --port")
