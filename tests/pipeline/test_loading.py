"""Finding and loading source files."""

from pathlib import Path

import pytest

import kipu
from kipu.model.errors import DocumentError
from kipu.pipeline.loading import find_sources
from tests.conftest import EXAMPLES


def test_a_folder_gives_its_articles_in_order() -> None:
    """Files of a folder are known by the folder's name and theirs, and come sorted."""
    sources = find_sources([EXAMPLES / "marena"])
    uris = [source.uri for source in sources.found]
    assert len(uris) == 8
    assert uris == sorted(uris)
    assert all(uri.startswith("marena/") for uri in uris)
    assert [source.uri for source in sources.left_out] == ["marena/README.md"]


def test_a_named_file_is_always_a_source(tmp_path: Path) -> None:
    """A file that is named is read, whatever its name; nothing comes twice."""
    odd = tmp_path / "README.md"
    odd.write_text("Text.")
    plain = tmp_path / "a.txt"
    plain.write_text("Text.")
    sources = find_sources([tmp_path, odd, plain])
    assert sorted(source.path for source in sources.found) == sorted([odd, plain])
    assert sources.left_out == ()


def test_no_uri_tells_where_the_folder_lies(tmp_path: Path) -> None:
    """The record knows a file by its place in what was added, and nothing above that."""
    inner = tmp_path / "stories" / "2014"
    inner.mkdir(parents=True)
    (inner / "a.txt").write_text("Text.")
    assert [s.uri for s in find_sources([tmp_path / "stories"]).found] == ["stories/2014/a.txt"]
    assert [s.uri for s in find_sources([inner / "a.txt"]).found] == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere", "does not exist"), ("empty", "is empty"), ("photos", "none is a text")],
)
def test_nothing_to_read_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    """A path that is not there and a folder without articles are refused by name."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(DocumentError, match=reason):
        find_sources([tmp_path / name])


def test_loading_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    """`kipu.load` wants one file that is there."""
    with pytest.raises(kipu.KipuError, match="is a folder"):
        kipu.load(tmp_path)
    with pytest.raises(kipu.KipuError, match="no such file"):
        kipu.load(tmp_path / "a.txt")
