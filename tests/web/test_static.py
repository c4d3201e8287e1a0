"""The scripts in the repository are what their sources make."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src" / "kipu" / "web" / "static"
TEMPLATES = ROOT / "src" / "kipu" / "web" / "templates"
ISLANDS = ROOT / "islands"

MOST = 130_000
"""Bytes of all scripts and styles together, before they are packed."""


@pytest.mark.slow
@pytest.mark.skipif(
    not (ISLANDS / "node_modules").exists() or not shutil.which("node"),
    reason="the npm packages are not installed: make web",
)
def test_built_files_are_those_of_the_sources(tmp_path: Path) -> None:
    """Building again gives the same bytes."""
    subprocess.run(["node", "build.js", str(tmp_path)], cwd=ISLANDS, check=True)
    built = sorted(path.name for path in tmp_path.iterdir())
    scripts = {"htmx.js", "kipu.js", "map.js", "timeline.js", "network.js"}
    assert set(built) == {*scripts, "LICENCES.txt"}
    for name in built:
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), name
    subprocess.run(["node", "world.js", str(tmp_path / "world.json")], cwd=ISLANDS, check=True)
    assert (tmp_path / "world.json").read_bytes() == (STATIC.parent / "world.json").read_bytes()


def test_scripts_are_small() -> None:
    """All scripts and styles together are light."""
    assert sum(path.stat().st_size for path in STATIC.iterdir()) < MOST


def test_templates_need_no_unsafe_script() -> None:
    """No template has a script or style of its own, a handler, or what htmx would evaluate."""
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(
            r"<script(?! src=\"/static/)|<style|\sstyle=|\son\w+=|hx-on|js:|\|\s*safe", text
        ), path
        assert not re.search(r"hx-trigger=\"[^\"]*\[", text), path


def test_nothing_is_fetched_from_elsewhere() -> None:
    """No template and no style names another host."""
    for path in (*TEMPLATES.glob("*.html"), STATIC / "kipu.css"):
        assert not re.search(
            r"(?:src|href|action)=\"(?:https?:)?//|url\((?!#)", path.read_text("utf-8")
        )
