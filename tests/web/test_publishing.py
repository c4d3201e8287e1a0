"""A published record is a site of files that needs nobody to answer."""

import re
from pathlib import Path

import lxml.html
import pytest

from kipu.model.errors import RecordError
from kipu.web import publish
from tests.conftest import Run


def test_published_pages_lead_to_each_other(marena_made: Path, tmp_path: Path) -> None:
    """Every link of every page leads to a file that is there, and no form is left."""
    folder = tmp_path / "site"
    done = publish(marena_made, folder, language="es")
    assert done.pages == len(list(folder.rglob("*.html"))) > 60
    for path in folder.rglob("*.html"):
        page = lxml.html.fromstring(path.read_text("utf-8"))
        assert page.get("lang") == "es"
        assert not page.xpath("//form")
        for link in page.xpath("//@href | //@src"):
            target = link.partition("#")[0]
            assert not target.startswith("/")
            assert not target or (path.parent / target).is_file(), f"{link} in {path}"


def test_rules_are_told_of_at_the_command_line(marena_made: Path, tmp_path: Path, run: Run) -> None:
    """The command says how often each rule hid something, and refuses rules that it cannot read."""
    rules = tmp_path / "rules.toml"
    rules.write_text('[[hide]]\nwords = "Belor"\nas = "x"\n[[hide]]\nwords = "no such words"\n')
    done = run("publish", marena_made, tmp_path / "site", "--redact", rules)
    assert done.returncode == 0, done.stderr
    assert re.search(r"hid 'Belor' \d+ times\nhid 'no such words' 0 times\nwrote ", done.stdout)
    assert "Belor" not in (tmp_path / "site" / "index.html").read_text("utf-8")
    rules.write_text("[[hide]]\nwho = 1\n")
    refused = run("publish", marena_made, tmp_path / "none", "--redact", rules)
    assert refused.returncode != 0
    assert "rules.toml" in refused.stderr
    assert not (tmp_path / "none").exists()


def test_a_folder_with_files_is_left_alone(marena_made: Path, tmp_path: Path) -> None:
    """Nothing is written into a folder that holds something."""
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(RecordError, match="not an empty folder"):
        publish(marena_made, tmp_path, language="en")
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
