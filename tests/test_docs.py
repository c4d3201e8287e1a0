"""The documents say what is so: commands, words, files; and what they show runs."""

import re
import subprocess
from pathlib import Path

import click
import pytest
from docs.commands import commands_of
from docs.reference import ONTOLOGY, REFERENCE, render_ontology, render_reference

from kipu.cli.entry import cli
from tests.conftest import EXAMPLES, KIPU, ROOT, environment

README = ROOT / "README.md"
TUTORIAL = ROOT / "docs" / "tutorial.md"
PROSE = sorted(path for path in (README, *(ROOT / "docs").rglob("*.md"), *EXAMPLES.rglob("*.md")))
COMMANDS = cli.list_commands(click.Context(cli))


def test_the_readme_is_short() -> None:
    """The README has fewer than 120 lines."""
    assert len(README.read_text("utf-8").splitlines()) < 120


def test_the_reference_is_that_of_the_commands() -> None:
    """docs/reference.md is what the commands say of themselves: run `make reference` if not."""
    assert REFERENCE.read_text("utf-8") == render_reference()


def test_the_page_of_event_types_is_that_of_the_ontology() -> None:
    """docs/ontology.md is what the ontology and the frames say: run `make reference` if not."""
    assert ONTOLOGY.read_text("utf-8") == render_ontology()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told_of(name: str) -> None:
    """Every command is in the reference, and in the README or the tutorial."""
    assert f"### kipu {name}\n" in REFERENCE.read_text("utf-8")
    told = README.read_text("utf-8") + TUTORIAL.read_text("utf-8")
    assert re.search(rf"kipu {name}\b", told)


@pytest.mark.parametrize("path", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link of a document leads to a file."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


@pytest.mark.parametrize("folder", ["peru", "marena"])
def test_every_article_is_described(folder: str) -> None:
    """The README of an example names each of its articles, and says that outlets are invented."""
    text = (EXAMPLES / folder / "README.md").read_text("utf-8")
    assert "invented" in text
    for path in (EXAMPLES / folder).iterdir():
        assert path.name == "README.md" or f"`{path.name}`" in text


def test_words_of_the_glossary_are_there() -> None:
    """The words of the field that the code uses are explained."""
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    words = (
        "document span token sentence mention entity event trigger argument role timex quantity "
        "attribution factuality coreference resolution statement contradiction evidence reading "
        "record chronology judgement problem score copy gold"
    )
    for word in words.split():
        assert re.search(rf"\*\*[^*]*\b{word}\b[^*]*\*\*", glossary), word


def test_decisions_are_numbered_and_titled() -> None:
    """Each decision has a number of its own, which its title repeats."""
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in paths]
    assert len(set(numbers)) == len(numbers)
    for path in paths:
        assert re.match(rf"# 0*{int(path.name[:4])}[.:]? \S", path.read_text("utf-8")), path


def test_the_repository_is_named_after_nothing_else() -> None:
    """Nothing in it points to the disk it was written on."""
    for path in (*ROOT.glob("src/**/*.py"), *ROOT.glob("tests/**/*.py"), *PROSE):
        text = path.read_text("utf-8")
        assert not re.search(r"/(?:home|root|Users|work)/\w", text), path


def test_changes_are_told_in_fragments() -> None:
    """Each fragment of the changelog has a kind, and is written for users."""
    for path in (ROOT / "changelog.d").glob("*.md"):
        assert path.name == "README.md" or re.fullmatch(
            r"[\w-]+\.(added|changed|fixed|removed)\.md", path.name
        )


@pytest.mark.slow
def test_what_the_tutorial_shows_runs(tmp_path: Path) -> None:
    """Every command and program of the tutorial runs, in order, in a copy of the examples.

    Those of the README are run by ``.ci/run`` in a folder that holds nothing else.
    """
    (tmp_path / "examples").symlink_to(EXAMPLES)
    path = f"{KIPU.parent}:{environment()['PATH']}"
    for command in commands_of(TUTORIAL.read_text("utf-8")):
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment(PATH=path),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
