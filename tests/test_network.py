"""No test leaves this computer, in whatever process: attempts are stopped and counted."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import VARIABLE, environment

OUTSIDE = "93.184.216.34"
CODE = f"import socket; socket.create_connection(({OUTSIDE!r}, 80))"


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Note attempts in a file of the test's own, as they are wanted here."""
    path = tmp_path / "attempts"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_this_process_may_not_leave(notes: Path) -> None:
    """Connecting, sending and asking for a name are stopped before anything is sent."""
    for attempt in (
        lambda: socket.create_connection((OUTSIDE, 80)),
        lambda: socket.getaddrinfo("a.example", 80),
        lambda: socket.gethostbyname("a.example"),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"a", (OUTSIDE, 53)),
    ):
        with pytest.raises(PermissionError, match="may not leave this computer"):
            attempt()
    assert len(notes.read_text().splitlines()) == 4


def test_a_process_that_is_started_may_not_leave(notes: Path) -> None:
    """What a test starts is stopped and counted too."""
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, env=environment(), check=False
    )
    assert "may not leave this computer" in done.stderr
    assert OUTSIDE in notes.read_text()


def test_this_computer_may_be_reached() -> None:
    """Tests may talk to servers of their own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
