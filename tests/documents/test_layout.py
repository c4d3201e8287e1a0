"""Plain texts are laid out as a reader sees them."""

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from kipu.documents import from_text
from kipu.documents.datelines import find_dateline
from kipu.documents.front import read_front_line
from kipu.lang.documents import load_page_rules

T = TypeVar("T")
HERE = Path(__file__).parent
RULES = load_page_rules()


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text, the beginnings of its blocks, and what the document says of it ("" for nothing)."""

    id: str
    text: str
    shows: tuple[str, ...]
    title: str | None = None
    outlet: str | None = None
    fails: str | None = None


class Datelines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    says: tuple[tuple[str, str], ...]
    never: tuple[str, ...]
    fails: tuple[str, ...]


class Front(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lines: tuple[tuple[str, str, str, str], ...]


class Layouts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: tuple[Case, ...]


def read_cases(kind: type[T], name: str) -> T:
    return msgspec.convert(tomllib.loads((HERE / name).read_text("utf-8")), kind)


DATELINES = read_cases(Datelines, "datelines.toml")
LAYOUTS = read_cases(Layouts, "layout.toml").case


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        pytest.param(
            dateline,
            rest,
            marks=[pytest.mark.xfail(strict=True)] if dateline in DATELINES.fails else [],
        )
        for dateline, rest in DATELINES.says
    ],
)
def test_dateline(dateline: str, rest: str) -> None:
    """A dateline is found whole, and the paragraph goes on after it."""
    passage = f"{dateline} {rest} and more was told."
    found = find_dateline(passage, RULES)
    assert found
    assert (passage[: found.end], passage[found.resume :]) == (
        dateline,
        f"{rest} and more was told.",
    )


@pytest.mark.parametrize("passage", DATELINES.never)
def test_no_dateline(passage: str) -> None:
    """A sentence with a dash keeps its beginning."""
    assert find_dateline(passage, RULES) is None


@pytest.mark.parametrize(
    ("line", "kind", "author", "outlet"), read_cases(Front, "front.toml").lines
)
def test_front_line(line: str, kind: str, author: str, outlet: str) -> None:
    """A line under a headline is known for what it is, with the names it gives."""
    found = read_front_line(line, RULES)
    given = (found.kind, found.author or "", found.outlet or "") if found else ("", "", "")
    assert given == (kind, author, outlet)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.id,
            marks=[pytest.mark.xfail(reason=case.fails, strict=True)] if case.fails else [],
        )
        for case in LAYOUTS
    ],
)
def test_layout(case: Case) -> None:
    """Each block of a text has its kind and begins where it should."""
    doc = from_text(case.text.lstrip("\n"), uri="case.txt")
    given = [f"{block.kind}: {doc.quote(block.span)}" for block in doc.blocks]
    shown = [line[: len(wanted)] for line, wanted in zip(given, case.shows, strict=False)]
    assert (len(given), shown) == (len(case.shows), list(case.shows))
    assert case.title is None or (doc.title or "") == case.title
    assert case.outlet is None or (doc.outlet or "") == case.outlet
