"""The rules of the house: sizes, layers, what may be imported where, what importing may do."""

import ast
import os
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import kipu

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "kipu"
LARGEST_FILE, LARGEST_FUNCTION = 500, 60
FILES = sorted(SOURCE.rglob("*.py"))
PURE = ("model", "lang", "syntax", "reading", "resolution", "documents", "exports", "imports")
"""Folders of stages: functions of what they are given, and of nothing else."""
IMPURE = {
    "datetime": {"now", "today", "utcnow"},
    "time": {
        "time", "time_ns", "localtime", "gmtime", "ctime", "perf_counter", "monotonic",
        "process_time", "sleep",
    },
    "os": {"environ", "getenv"},
    "random": {"random", "choice", "shuffle", "randint"},
}  # fmt: skip
NETWORK = {"socket", "urllib.request", "http.client", "httpx", "requests", "ssl", "ftplib"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, Function):
                yield f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}", node


def lines(function: Function) -> int:
    """Count the lines of a body, its docstring apart."""
    first = function.body[0]
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    begin = first.end_lineno if docstring else function.lineno
    assert begin is not None
    assert function.end_lineno is not None
    return function.end_lineno - begin


def test_files_are_short() -> None:
    """No file has more lines than can be kept in mind."""
    long = {
        str(path.relative_to(ROOT)): count
        for path in (*FILES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py"))
        if (count := len(path.read_text("utf-8").splitlines())) > LARGEST_FILE
    }
    assert not long


def test_functions_are_short() -> None:
    """Half of the functions have under 10 lines, nine of ten under 30, none more than 60."""
    lengths = {name: lines(function) for name, function in functions()}
    assert not {name: length for name, length in lengths.items() if length > LARGEST_FUNCTION}
    assert statistics.median(lengths.values()) < 10
    assert statistics.quantiles(lengths.values(), n=10)[-1] < 30


@pytest.mark.parametrize("folder", PURE)
def test_stages_know_no_clock_and_no_environment(folder: str) -> None:
    """A stage reads no clock, no environment, no chance and no network."""
    found = []
    for path in sorted((SOURCE / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            found += [f"{path.relative_to(SOURCE)}: {what}" for what in impurities(node)]
    assert not found


def impurities(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        names = {name for module, names in IMPURE.items() for name in names}
        owners = {*IMPURE, "date", "datetime", "dt"}
        if node.value.id in owners and node.attr in names:
            yield f"{node.value.id}.{node.attr}, line {node.lineno}"
    if isinstance(node, ast.Import):
        yield from (f"import {alias.name}" for alias in node.names if alias.name in NETWORK)
    if isinstance(node, ast.ImportFrom) and node.module in (*IMPURE, *NETWORK):
        wanted = IMPURE.get(node.module or "", set())
        yield from (
            f"from {node.module} import {alias.name}"
            for alias in node.names
            if node.module in NETWORK or alias.name in wanted
        )


def test_no_module_is_named_after_nothing() -> None:
    """A module is named after what it holds."""
    empty = {"utils", "util", "helpers", "common", "misc", "core", "base", "services"}
    assert not [path for path in FILES if path.stem in empty or path.parent.name in empty]


def test_layers_import_downwards_only() -> None:
    """The contracts on who may import whom hold."""
    command = [str(Path(sys.executable).with_name("lint-imports"))]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_public_names_are_these() -> None:
    """The package has these public names; a new one is a promise to keep."""
    assert sorted(kipu.__all__) == [
        "Contradiction", "Document", "Entity", "Event", "EventMention", "EventTime", "Evidence",
        "Interval", "KipuError", "Reading", "Record", "Span", "Timex", "explain", "load",
        "open_record", "read", "read_times",
    ]  # fmt: skip


@pytest.mark.parametrize("name", kipu.__all__)
def test_public_names_are_found_and_documented(name: str) -> None:
    """Every public name can be got from the package and has a docstring."""
    assert getattr(kipu, name).__doc__
    assert name in dir(kipu)


def test_unknown_names_are_refused() -> None:
    """Asking for a name that the package has not is an AttributeError that names it."""
    with pytest.raises(AttributeError, match="chronicle"):
        _ = kipu.chronicle


def test_version_is_that_of_the_project() -> None:
    """The version in the code is the one that is packaged."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert kipu.__version__ == project["project"]["version"]


IMPORT = """
import resource, sys
opened = []
sys.addaudithook(lambda event, args: opened.append((event, str(args[0]))) if event in (
    "open", "socket.connect", "socket.getaddrinfo") else None)
import kipu
outside = [path for event, path in opened if not path.endswith((".py", ".pyc", "None"))
           and "python" not in path and not path.isdigit()]
print(sorted(outside))
print(sorted(name for name in ("onnxruntime", "numpy", "trafilatura", "rich", "click", "sqlite3",
    "tokenizers", "msgspec", "socket") if name in sys.modules))
"""


def test_importing_touches_nothing() -> None:
    """`import kipu` opens no file of its own, no connection, and loads no heavy library."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines() == ["[]", "[]"]
