"""A table that is pasted: its columns are guessed, or chosen, and read as they were chosen."""

import csv
import io
import re

import lxml.html
import pytest
from starlette.testclient import TestClient

from kipu.web.pasting import read_pasted, write_chosen
from kipu.web.screens import Refusal
from tests.web.hostile import PAYLOADS

TOLD = "Two ministers of the country were arrested in Belor."
SHEET = f"Day\tWhat happened\tWhere\tCode\n03/2001\t{TOLD}\tBelor\tK1\nc. 1990\tA mine shut.\t\t"
BARE = f"03/2001,{TOLD},K1\n1990,The mine of the town was shut by its owners in Belor.,K2"


@pytest.mark.parametrize(
    ("text", "roles", "rows"),
    [
        (SHEET, ["happened", "text", "place", None], 2),
        (SHEET.replace("What happened", "Article"), ["date", "text", "place", None], 2),
        (BARE, [None, "text", None], 2),
        ("\n\nFecha;Hecho\n1990;La mina cerró.", ["happened", "text"], 1),
    ],
)
def test_columns_are_guessed(text: str, roles: list[str | None], rows: int) -> None:
    """Heads in English and Spanish tell what columns hold, else what stands in them."""
    pasted = read_pasted(text)
    assert ([one.role for one in pasted.columns], pasted.rows) == (roles, rows)


def test_what_is_chosen_is_what_is_read() -> None:
    """The file that is read has the heads that were chosen, every cell, and no others' heads."""
    written = write_chosen(SHEET, 1, {0: "date", 1: "text"})
    rows = list(csv.reader(io.StringIO(written.decode())))
    assert rows[0] == ["Published", "Text", "(Where)", "(Code)", "Language"]
    assert rows[1] == ["03/2001", TOLD, "Belor", "K1", "en"]
    assert len(rows) == 3


@pytest.mark.parametrize(("text", "roles"), [("", {}), (" \n\t\n", {}), (SHEET, {0: "happened"})])
def test_what_cannot_be_read_is_refused(text: str, roles: dict[int, str]) -> None:
    """A table without rows, or without a column for the text, is no table."""
    with pytest.raises(Refusal):
        write_chosen(text, 1, roles)


def test_cells_are_shown_as_text(client: TestClient) -> None:
    """The page on which columns are chosen has the same elements whatever stands in the cells."""
    page = client.get("/add").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    shown = []
    for words in ("a mine", *PAYLOADS[::20]):
        cells = io.StringIO()
        csv.writer(cells, delimiter="\t").writerows([[words, "Event"], [words, words]])
        answer = client.post("/add/rows", data={"token": token[1], "rows": cells.getvalue()})
        assert answer.status_code == 200
        (form,) = (one for one in lxml.html.fromstring(answer.text).forms if one.action == "/add")
        shown.append([(one.tag, *one.attrib) for one in form.iter() if one.tag != "option"])
    assert all(one == shown[0] for one in shown)
