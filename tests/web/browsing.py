"""What tests in a real browser share: a server, and somebody who watches a page."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import ConsoleMessage, Page, Request
from starlette.types import ASGIApp

from kipu.web import make_app, make_shelf

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


def serve(record: Path) -> Iterator[str]:
    """Serve one record; gives its address."""
    listening = listen()
    yield from _run(make_app(record), [listening])


def serve_folder(folder: Path) -> Iterator[str]:
    """Serve the records of a folder; gives the address of their list."""
    listening = [listen() for _ in range(4)]
    yield from _run(make_shelf(folder, [one.getsockname()[1] for one in listening]), listening)


def listen() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


def _run(app: ASGIApp, listening: list[socket.socket]) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": listening}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


class Watch:
    """Notes what a page complains of, and what it asks others for."""

    def __init__(self, page: Page, address: str) -> None:
        self.notes: list[str] = []
        self._address = address
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.notes.append(str(error)))
        page.on("dialog", lambda dialog: self.notes.append(f"dialog {dialog.message}"))
        page.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        # That a page is not there is told by its status; the browser notes it as an error too.
        if message.type == "error" and "status of 404" not in message.text:
            self.notes.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith(self._address):
            self.notes.append(f"asks {request.url}")
