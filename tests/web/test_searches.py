"""Searches are kept under names in the record, for all who have it."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

import kipu
from tests.web.site import another, client_of, press


def test_a_search_is_kept_and_asked_again(client: TestClient, marena: Path) -> None:
    """Everybody finds it above the chronology; its link asks the same again."""
    asked = client.get("/?about=Belor&from=2010&status=disputed").text
    answer = press(
        client, "/map?about=Belor&from=2010&status=disputed", "Keep", name=" Belor  10s "
    )
    assert (answer.status_code, answer.headers["location"][:5]) == (303, "/map?")
    found = another(client).get("/").text
    assert 'href="/?about=Belor&amp;from=2010&amp;status=disputed">Belor 10s</a>' in found
    link = "/?about=Belor&from=2010&status=disputed"
    assert client.get(link).text.count("/events/") == asked.count("/events/")
    with kipu.open_record(marena) as record:
        (kept,) = record.searches.all()
        assert (kept.name, kept.asked) == ("Belor 10s", "about=Belor&from=2010&status=disputed")


def test_a_name_is_given_anew_and_forgotten(client: TestClient) -> None:
    """A name stands for the search kept last under it, until it is forgotten."""
    client.cookies.set("kipu-judge", "Ada")
    press(client, "/?about=Belor", "Keep", name="mine")
    press(client, "/?from=2015&page=3", "Keep", name="mine")
    page = client.get("/searches").text
    assert page.count("/?from=2015") == 1
    assert "page=" not in page
    assert "Ada" in page
    press(client, "/searches", "Forget")
    assert "None is kept yet" in client.get("/searches").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": "", "asked": "about=x"}, 400),
        ({"name": "x", "asked": ""}, 400),
        ({"name": "x", "asked": "page=2&evil=1"}, 400),
        ({"name": "x", "asked": "about=x", "token": "guessed"}, 403),
    ],
)
def test_what_is_no_search_is_refused(
    client: TestClient, marena: Path, fields: dict[str, str], status: int
) -> None:
    """Without a name, without a question or from elsewhere nothing is kept."""
    page = client.get("/?about=Belor").text
    token = page.split('name="token" value="')[1].split('"')[0]
    assert client.post("/searches", data={"token": token, **fields}).status_code == status
    with kipu.open_record(marena) as record:
        assert record.searches.all() == ()


def test_nothing_is_worked_out_anew(marena: Path) -> None:
    """Keeping a search changes nothing that was worked out."""
    with kipu.open_record(marena) as record:
        assert record.is_resolved()
    client = client_of(marena)
    press(client, "/?about=Belor", "Keep", name="kept")
    with kipu.open_record(marena) as record:
        assert record.is_resolved()
    press(client, "/searches", "Forget")
