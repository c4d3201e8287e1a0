"""The server as its users start it: tokens by the command, requests by the docs."""

import re
import socket
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from docs.commands import commands_of

from kipu.api.tokens import Doorkeeper, add_token, load_grants, tokens_path
from kipu.model.errors import SettingsError
from kipu.pipeline.records import open_record
from tests.conftest import EXAMPLES, KIPU, ROOT, Run, environment

DOCS = ROOT / "docs" / "api.md"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.mark.slow
def test_what_the_docs_show_runs(marena: Path, tmp_path: Path) -> None:
    """Every command and program of docs/api.md runs, in order, in a copy of the examples."""
    (tmp_path / "examples").symlink_to(EXAMPLES)
    path = f"{KIPU.parent}:{environment()['PATH']}"
    try:
        for command in commands_of(DOCS.read_text("utf-8").replace("8787", str(free_port()))):
            done = subprocess.run(
                command,
                cwd=tmp_path,
                env=environment(PATH=path, NO_PROXY="127.0.0.1"),
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
            assert "/v1/problems/" not in done.stdout, done.stdout
    finally:
        subprocess.run(["bash", "-c", "kill $(cat api.pid)"], cwd=tmp_path, check=False)
    assert (tmp_path / "api.log").read_text("utf-8").count("\n") == 1
    with open_record(marena) as record:
        assert [deed.action.kind for deed in record.history()] == ["undo", "judge"]


def test_a_token_is_shown_once(run: Run, marena: Path) -> None:
    """A token is printed alone, works, and stands nowhere; its file is its owner's only."""
    made = run("token", "add", "ada", "--role", "reviewer")
    assert made.returncode == 0
    token = made.stdout.strip()
    assert re.fullmatch(r"kipu_[\w-]{43}", token)
    assert "ada may ask as reviewer" in made.stderr
    path = tokens_path(marena)
    assert token not in path.read_text("utf-8")
    assert token[5:].encode() not in marena.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    grant = Doorkeeper(marena).grant_of(token)
    assert grant is not None
    assert (grant.name, grant.role) == ("ada", "reviewer")
    listed = run("token", "list").stdout.split()
    assert listed[2:] == ["reviewer", "ada"]
    assert 364 <= (date.fromisoformat(listed[1]) - date.fromisoformat(listed[0])).days <= 366
    assert run("token", "revoke", "ada").returncode == 0
    assert run("token", "list").stdout == ""


def test_copies_and_exports_hold_no_token(run: Run, marena: Path, tmp_path: Path) -> None:
    """A backup, an export and published pages tell nothing of who has a token."""
    run("token", "add", "ada-lovelace", "--role", "owner")
    (grant,) = load_grants(marena)
    run("backup", "copy.kipu", "--record", marena)
    exported = run("export", "json", "--record", marena)
    run("publish", marena, "site")
    files = [tmp_path / "copy.kipu", *(tmp_path / "site").rglob("*.html")]
    assert len(files) > 10
    for data in (exported.stdout.encode(), *(path.read_bytes() for path in files)):
        assert data
        assert grant.hash.encode() not in data
        assert b"ada-lovelace" not in data


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add"], "name whose token it is"),
        (["add", "ada"], "say what the token allows"),
        (["add", "ada", "--role", "king"], "'king' is not one of"),
        (["add", " ada", "--role", "reader"], "is no name"),
        (["add", "a\tb", "--role", "reader"], "is no name"),
        (["add", "a" * 101, "--role", "reader"], "101 characters"),
        (["revoke", "bob"], "nobody called 'bob' has a token: ada has"),
        (["revoke", "bob", "--role", "reader"], "takes no role"),
        (["list", "bob"], "takes no name"),
        (["add", "ada", "--role", "owner"], "ada has a token already"),
        (
            ["add", "bob", "--role", "reader", "--record", "none.kipu"],
            "there is no record none.kipu",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    run: Run, marena: Path, arguments: list[str], words: str
) -> None:
    """A token command that was put wrongly says what is wrong, and changes nothing."""
    if "already" in words or "ada has" in words:
        add_token(marena, "ada", "reader")
    before = load_grants(marena)
    done = run("token", *arguments)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert load_grants(marena) == before


def test_a_damaged_file_of_tokens_is_told(marena: Path) -> None:
    """A file of tokens that cannot be used is refused with what to do, and not written over."""
    for damage in (b"", b"{", b'{"tokens": [{"name": "a"}]}', b'{"tokens": [], "more": 1}'):
        tokens_path(marena).write_bytes(damage)
        with pytest.raises(SettingsError, match="damaged"):
            add_token(marena, "ada", "owner")
        assert tokens_path(marena).read_bytes() == damage


def test_without_fastapi_the_extra_is_named(marena: Path) -> None:
    """Where FastAPI is missing, the command says how to get it; tokens need none."""
    program = (
        "import sys; sys.modules['fastapi'] = None; from kipu.cli import main; "
        f"sys.argv = ['kipu', 'serve', {str(marena)!r}, '--api']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "pip install 'kipu[api]'" in done.stderr
    program = "import sys; import kipu.cli.token; assert 'fastapi' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_who_starts_without_tokens_is_told(marena: Path) -> None:
    """A server that nobody may ask says so, and how to let somebody in."""
    with subprocess.Popen(
        [str(KIPU), "serve", str(marena), "--api", "--port", str(free_port())],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as server:
        try:
            assert server.stderr is not None
            assert "kipu token add NAME" in server.stderr.readline()
            assert server.stdout is not None
            assert "/v1/ (Ctrl-C ends it)" in server.stdout.readline()
        finally:
            server.terminate()
