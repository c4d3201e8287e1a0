"""People judge in the browser, without scripts, and see what they and others decided."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import kipu
from kipu.pipeline.records import Record
from tests.web.site import another, press


def named(client: TestClient, name: str = "ada") -> TestClient:
    """Make a browser that knows who judges."""
    answer = press(client, "/history", "Keep this name", judge=name)
    assert (answer.status_code, answer.headers["location"]) == (303, "/history")
    return client


@pytest.fixture
def ada(client: TestClient) -> TestClient:
    return named(client)


@pytest.fixture
def record(marena: Path) -> Record:
    return kipu.open_record(marena)


def test_nobody_judges_without_a_name(client: TestClient, record: Record) -> None:
    """A browser whose user is not known shows no decision, but where to write the name."""
    event = record.chronology()[0].event.id
    page = client.get(f"/events/{event}").text
    assert "To judge, write your name" in page
    assert 'value="right"' not in page
    answer = press(client, f"/events/{event}", "Begin", judge=" Ada  Ünal ")
    assert answer.headers["location"] == f"/events/{event}"
    assert "You judge as Ada Ünal." in client.get(f"/events/{event}").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    form = {"token": token[1], "verb": "right", "of": event}
    assert "Nobody is named who judges" in another(client).post("/judge", data=form).text
    assert record.history() == ()


@pytest.mark.parametrize(
    ("button", "shown"),
    [("Accept a", "accepted by ada"), ("Unsure u", 'pending">pending'), ("Key fact f", "key fact")],
)
def test_an_event_is_judged_on_its_page(
    ada: TestClient, record: Record, button: str, shown: str
) -> None:
    """Each button of the event's page does what it says, and leads back to the page."""
    path = f"/events/{record.chronology()[0].event.id}"
    answer = press(ada, path, button)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert shown in ada.get(path).text
    assert "ada" in ada.get("/history").text


def test_a_rejected_event_is_gone_and_comes_back(ada: TestClient, record: Record) -> None:
    """Who rejects all accounts is led to the history, from where one button brings them back."""
    event = record.chronology()[0].event
    answer = press(ada, f"/events/{event.id}", "Reject x", reason="another mine")
    assert answer.headers["location"] == "/history?gone=1"
    history = ada.get("/history?gone=1").text
    assert "No account of this event is left" in history
    assert "another mine" in history
    assert ada.get(f"/events/{event.id}").status_code == 404
    assert press(ada, "/history", "Undo").status_code == 303
    assert ada.get(f"/events/{event.id}").status_code == 200
    assert "undone" in ada.get("/history").text
    assert press(ada, "/history", "Redo").status_code == 303
    assert ada.get(f"/events/{event.id}").status_code == 404


def test_one_account_of_several_is_rejected(ada: TestClient, record: Record) -> None:
    """The page of the event is shown again, under its new id, without the account."""
    event = next(e.event for e in record.chronology() if e.event.sources > 1)
    answer = press(ada, f"/events/{event.id}", "Reject", reason="another mine")
    led = ada.get(answer.headers["location"])
    assert led.status_code == 200
    assert event.summary.split()[0] in led.text
    with kipu.open_record(record.store.place) as now:
        assert len(now.left_out()) == 1


def test_a_value_is_preferred_with_a_reason(ada: TestClient, record: Record) -> None:
    """The preferred value is marked with who prefers it and why, and can be taken back."""
    entry = record.conflicts()[0]
    path = f"/events/{entry.event.id}"
    press(ada, path, "Prefer 1", reason="the final report")
    shown = " ".join(ada.get(path).text.split())
    assert 'chip preferred">preferred' in shown
    assert "the final report" in shown
    press(ada, path, "Take back")
    assert 'chip preferred">preferred' not in ada.get(path).text


def test_a_value_is_corrected(ada: TestClient, record: Record) -> None:
    """What kipu misread is corrected in the way people write dates, and shown beside."""
    entry = next(e for e in record.chronology() if e.event.sources == 1 and e.when.interval)
    account, path = entry.event.mentions[0], f"/events/{entry.event.id}"
    fields = {"of": account, "attribute": "when", "value": "03/1991", "reason": "the almanac"}
    answer = press(ada, path, "Correct it", **fields)
    assert answer.status_code == 303
    shown = ada.get(answer.headers["location"]).text
    for words in ("Mar 1991", "kipu read", "the almanac", "edited"):
        assert words in shown


def test_what_makes_no_sense_is_told(ada: TestClient, record: Record) -> None:
    """A decision that cannot be is answered with the reason and a way back, and changes nothing."""
    event = record.chronology()[0].event
    fields = {"of": event.mentions[0], "attribute": "when", "value": "yesterday-ish"}
    answer = press(ada, f"/events/{event.id}", "Correct it", **fields)
    assert answer.status_code == 400
    assert "there is no time" in answer.text
    assert f'href="/events/{event.id}' in answer.text
    document = f"/documents/{record.documents()[0].id}"
    undated = press(ada, document, "Date it so", value="yesterday-ish")
    assert (undated.status_code, "there is no date" in undated.text) == (400, True)
    assert record.history() == ()


def test_a_document_is_dated(ada: TestClient, record: Record) -> None:
    """A date is given on the document's page, and taken back there."""
    path = f"/documents/{record.documents()[0].id}"
    before = ada.get(path).text
    press(ada, path, "Date it so", value="5/2013", reason="the printer's note")
    shown = ada.get(path).text
    assert "May 2013" in shown
    assert "given by a person" in shown
    press(ada, path, "Take back")
    assert "given by a person" not in ada.get(path).text
    assert "May 2013" not in before


def test_notes_are_added_and_taken_back(ada: TestClient, record: Record) -> None:
    """What is said beside an event stands on its page until it is taken back."""
    path = f"/events/{record.chronology()[0].event.id}"
    press(ada, path, "Add it", value="ask <b>the ministry</b>, 5551234")
    assert "note: <i>ask &lt;b&gt;the ministry&lt;/b&gt;, 5551234<" in ada.get(path).text
    assert "5551234" in ada.get("/history").text
    press(ada, path, "Take back")
    assert "note: <i>" not in ada.get(path).text


def test_events_are_split_and_are_one_again(ada: TestClient, record: Record) -> None:
    """Ticked accounts become an event of their own; what may be one is offered as one."""
    event = next(e.event for e in record.chronology() if e.event.sources > 2)
    account = event.mentions[1]
    button = "The ticked accounts tell of another event s"
    led = press(ada, f"/events/{event.id}", button, other=account).headers["location"]
    with kipu.open_record(record.store.place) as now:
        assert now.event_of(account) != now.event_of(event.mentions[0])
    page = ada.get(led).text
    assert "Events that may be the same" in page
    press(ada, led, "One event", other=str(now_event(record, account)))
    with kipu.open_record(record.store.place) as now:
        assert now.event_of(account) == now.event_of(event.mentions[0])


def now_event(record: Record, account: str) -> str | None:
    with kipu.open_record(record.store.place) as now:
        return now.event_of(account)


def test_people_are_merged_and_split(ada: TestClient, record: Record) -> None:
    """Two names are made one on the page of either, and apart again by the ticked mentions."""
    people = [e for e in record.store.entities() if e.type == "person" and len(e.chains) > 1]
    one, other = people[0], people[1]
    path = f"/names/{one.id}?other={other.name.split()[-1]}"
    led = press(ada, path, "are one", other=other.id).headers["location"]
    page = ada.get(led).text
    assert one.name in page
    assert other.name in page
    assert "one and the same · ada" in " ".join(page.split())
    ticked = re.findall(r'name="other" value="(m\w+)"', page)
    assert len(ticked) == len(one.chains) + len(other.chains)
    press(ada, led, "Take back")
    with kipu.open_record(record.store.place) as now:
        assert now.store.entity(one.id).chains == one.chains
    mention = re.findall(r'name="other" value="(m\w+)"', ada.get(f"/names/{one.id}").text)[0]
    split = press(ada, f"/names/{one.id}", "The ticked ones are another s", other=mention)
    assert split.status_code == 303
    with kipu.open_record(record.store.place) as now:
        named = now.store.desk.entities_of([mention])[mention]
        assert len(now.store.entity(named).chains) in (1, len(one.chains) - 1)


def test_the_second_of_two_is_told_of_the_first(ada: TestClient, record: Record) -> None:
    """Of two browsers with one page, the later form is answered with what the earlier decided."""
    path = f"/events/{record.chronology()[0].event.id}"
    opened = ada.get(path).text
    ben = named(another(ada), "ben")
    assert press(ben, path, "Reject x", reason="no witness").status_code == 303
    token, seen = (
        re.findall(rf'name="{name}" value="([^"]+)"', opened)[0] for name in ("token", "seen")
    )
    ids = re.findall(r'name="of" value="(m\w+)"', opened)
    form = {"token": token, "seen": seen, "verb": "right", "of": ids[0], "back": path}
    refused = ada.post("/judge", data=form)
    assert refused.status_code == 409
    text = " ".join(refused.text.split())
    assert "Somebody judged this meanwhile" in text
    assert "rejected · ben" in text
    assert "no witness" in text
    with kipu.open_record(record.store.place) as now:
        assert [deed.action.judge for deed in now.history()] == ["ben"]


@pytest.mark.parametrize("path", ["/judge", "/judge/undo", "/judge/name"])
@pytest.mark.parametrize("token", [None, "guessed"])
def test_forms_of_others_decide_nothing(
    client: TestClient, record: Record, path: str, token: str | None
) -> None:
    """Without the secret of this run nothing is judged; nor from another site."""
    event = record.chronology()[0].event.id
    form = {"verb": "wrong", "of": event, "judge": "eve"} | ({"token": token} if token else {})
    assert client.post(path, data=form).status_code == 403
    assert client.post(path, data=form, headers={"origin": "http://x.invalid"}).status_code == 403
    assert record.history() == ()


@pytest.mark.parametrize("back", ["//x.invalid/", "http://x.invalid", "/\\x.invalid", "", "/a\nb"])
def test_forms_lead_to_no_other_site(ada: TestClient, back: str) -> None:
    """A form leads back to a page of ours only."""
    assert press(ada, "/history", "Keep this name", back=back).headers["location"] == "/"


def test_the_history_is_said_in_spanish(ada: TestClient, record: Record) -> None:
    """What was judged is told in the language of the reader."""
    press(ada, f"/events/{record.chronology()[0].event.id}", "Unsure u", reason="¿quién?")
    page = ada.get("/history", headers={"accept-language": "es"}).text
    for words in ("Historial", "dudoso", "¿quién?", "Deshacer"):
        assert words in page


@pytest.mark.parametrize(
    ("how", "verdict", "reason"),
    [
        ("keep", "positive", "all values kept"),
        ("pending", "unsure", None),
        ("ask", "unsure", "to be asked: Eastmark Post"),
    ],
)
def test_all_sides_of_a_disagreement_are_decided_at_once(
    ada: TestClient, record: Record, how: str, verdict: str, reason: str | None
) -> None:
    """Who keeps all values, waits or asks judges every account on a side, and prefers none."""
    entry = record.conflicts()[0]
    found = next(one for one in entry.contradictions if one.attribute == "killed")
    form = {"of": entry.event.id, "attribute": "killed", "whom": "Eastmark Post"}
    page = ada.get(f"/events/{entry.event.id}").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    for more in ({"verb": "prefer", "value": found.values[0].value}, {"settle": how}):
        assert ada.post("/judge", data=form | more | {"token": token[1]}).status_code == 303
    settled, preferred = record.history()
    assert {(one.verdict, one.reason) for one in settled.made} == {(verdict, reason)}
    sides = {mention for side in found.values for mention in side.mentions}
    assert len(settled.made) == len(sides)
    assert [one.id for one in settled.withdrawn] == [one.id for one in preferred.made]


def test_what_nobody_disputes_is_not_settled(ada: TestClient, record: Record) -> None:
    """A disagreement that is there no more is told of, and nothing is written."""
    event = next(one.event.id for one in record.chronology() if not one.contradictions)
    token = re.search(r'name="token" value="([^"]+)"', ada.get(f"/events/{event}").text)
    assert token is not None
    form = {"token": token[1], "of": event, "attribute": "killed", "settle": "keep"}
    answer = ada.post("/judge", data=form)
    assert (answer.status_code, "do not contradict each other" in answer.text) == (400, True)
    assert record.history() == ()
