"""What is listed: the pieces of an export, all of them, however it is walked through."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from kipu.api import shapes
from kipu.api.asking import Events, write_cursor
from kipu.pipeline.records import open_record
from tests.api.service import Service, code_of, first_event, make_service
from tests.pipeline.judged import make_record, readings

LISTS = {
    "documents": shapes.DocumentPiece,
    "entities": shapes.EntityPiece,
    "events": shapes.EventPiece,
    "judgements": shapes.JudgementPiece,
}


def exported(path: Path, *, with_text: bool = False) -> Any:
    with open_record(path) as record:
        return msgspec.json.decode(record.export_json(with_text=with_text))


@pytest.fixture(scope="module")
def marena_service(marena_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service on a copy of examples/marena, with some judgements."""
    path = tmp_path_factory.mktemp("api") / "marena.kipu"
    path.write_bytes(marena_made.read_bytes())
    service = Service(path)
    for event in service.get("/v1/events", params={"limit": 3}).json()["items"]:
        tag = service.get("/v1/events").headers["etag"]
        service.judge({"verb": "right", "of": event["id"]}, tag=tag)
        service.judge({"verb": "tag", "of": event["id"], "value": "seen"}, tag=tag)
    return service


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("limit", [1, 7, 200])
def test_lists_hold_what_an_export_holds(marena_service: Service, name: str, limit: int) -> None:
    """Page by page, each list is that of an export, and each thing is there but for long parts."""
    found = marena_service.walk(f"/v1/{name}", limit)
    wanted = exported(marena_service.path)[name]
    left_out = {"entities": {"mentions"}}.get(name, set())
    assert len(wanted) > 5 or name == "documents"
    assert {one["id"]: one for one in found} == {
        one["id"]: {key: one[key] for key in one.keys() - left_out} for one in wanted
    }
    assert len(found) == len(wanted)


@pytest.mark.parametrize("name", LISTS)
def test_single_things_are_those_of_an_export(marena_service: Service, name: str) -> None:
    """Each thing at its own address is what an export holds, and has the shape that is told."""
    for one in exported(marena_service.path, with_text=name == "documents")[name]:
        piece = marena_service.get(f"/v1/{name}/{one['id']}").json()
        assert piece == {key: one[key] for key in one.keys() - {"reading", "as_read"}}
        msgspec.convert(piece, LISTS[name])


def test_conflicts_are_those_of_an_export(marena_service: Service) -> None:
    """The contradictions of all pages are those of an export, each in its shape."""
    found = marena_service.walk("/v1/conflicts", 1)
    assert found
    in_order = sorted(found, key=lambda one: (one["event"], one["attribute"], str(one)))
    wanted = exported(marena_service.path)["contradictions"]
    assert in_order == sorted(wanted, key=lambda one: (one["event"], one["attribute"], str(one)))
    msgspec.convert(found, list[shapes.ContradictionPiece])


def test_events_are_in_order_of_time(marena_service: Service) -> None:
    """Events come by their first days, the undated last, and backwards the other way round."""
    events = marena_service.walk("/v1/events", 3)
    times = [one["when"] for one in events]
    days = [(time["earliest"] or time["latest"]) if time else "~" for time in times]
    assert days == sorted(days)
    backwards = marena_service.walk("/v1/events", 3, sort="-time")
    assert backwards == events[::-1]


def test_filters_leave_what_is_asked_for(service: Service) -> None:
    """Each filter leaves those events that it says, together those that all of them say."""
    everything = service.walk("/v1/events")

    def asked(**filters: str) -> set[str]:
        return {one["type"] for one in service.walk("/v1/events", 1, **filters)}

    assert {one["type"] for one in everything} == {"killing", "arrest", "release"}
    assert asked(type="arrest") == {"arrest"}
    assert asked(about="Rosa Quispe") == asked(about=everything[0]["participants"][1]["entity"])
    assert asked(about="Rosa Quispe") == {"killing"}
    assert asked(words="baker") == {"release"}
    assert asked(status="disputed") == {"killing"}
    assert asked(**{"from": "06/2018"}) == {"arrest", "release"}
    assert asked(**{"from": "2018-06", "to": "2018"}) == {"arrest"}
    assert asked(about="Junín", type="killing") == set()
    assert len(service.walk("/v1/entities", name="rosa")) == 1
    assert {e["type"] for e in service.walk("/v1/entities", type="place")} == {"place"}
    assert service.walk("/v1/documents", language="es") == []
    assert len(service.walk("/v1/documents", language="en")) == 4
    assert service.walk("/v1/documents", outlet="none") == []


def test_walks_meet_what_is_added_between(tmp_path: Path) -> None:
    """What was there is met once, though documents are added after each page; order is kept."""
    path = tmp_path / "growing.kipu"
    first, then, second, last = readings()
    later = [last, then]
    service = make_service(path, [first, second])
    # The id of an entity or event may change when more is said of it; what it is does not.
    for name, key in {"documents": "id", "entities": "name", "events": "type"}.items():
        before = {one[key] for one in service.walk(f"/v1/{name}")}
        growing = tmp_path / f"{name}.kipu"
        growing.write_bytes(path.read_bytes())
        walked = Service(growing)
        waiting, cursor, met = list(later), None, []
        while True:
            asked = {"limit": 1} | ({"cursor": cursor} if cursor else {})
            page = walked.get(f"/v1/{name}", params=asked).json()
            met += [one[key] for one in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
            if waiting:
                added = waiting.pop(0)
                with open_record(growing) as record:
                    record.store.add_document(added.doc, None, added)
        assert len(met) == len(set(met))
        assert set(met) >= before
        assert len(met) > len(before)


def test_judgements_and_actions_are_listed_as_they_were_made(service: Service) -> None:
    """What people did comes in the order they did it, with what is withdrawn."""
    event, tag = first_event(service)
    made = []
    for words in ("one", "two", "three"):
        decision = {"verb": "note", "of": event["id"], "value": words}
        made.append(service.judge(decision, tag=tag).json())
    service.ask("POST", f"/v1/actions/{made[1]['id']}/undo", "reviewer")
    assert [one["value"] for one in service.walk("/v1/judgements", 1)] == ["one", "two", "three"]
    live = service.walk("/v1/judgements", 1, in_effect="true", sort="-made")
    assert [one["value"] for one in live] == ["three", "one"]
    actions = service.walk("/v1/actions", 1)
    assert [(one["kind"], one["undone"]) for one in actions] == [
        ("judge", False), ("judge", True), ("judge", False), ("undo", False),
    ]  # fmt: skip
    assert actions[3]["withdrew"] == made[1]["judgements"]
    assert service.walk("/v1/actions", 3, sort="-made") == actions[::-1]
    msgspec.convert(actions, list[shapes.ActionPiece])


def test_a_cursor_is_of_one_list_only(service: Service) -> None:
    """With other filters, another order or another list, or made up, a cursor is refused."""
    cursor = service.get("/v1/events", params={"limit": 1}).json()["next"]
    for path, more in (
        ("/v1/events", {"type": "killing"}),
        ("/v1/events", {"sort": "-time"}),
        ("/v1/entities", {}),
        ("/v1/conflicts", {}),
        ("/v1/judgements", {}),
    ):
        answer = service.get(path, params={"cursor": cursor} | more)
        assert (answer.status_code, code_of(answer)) == (400, "cursor")
    for made_up in ("", "x", "AAAA", cursor[:-3], cursor + "=", "é", "%00", "W10", "bnVsbA"):
        answer = service.get("/v1/events", params={"cursor": made_up})
        assert code_of(answer) == "cursor"
    other = write_cursor(Events(limit=1), ("a", "b"))
    assert code_of(service.get("/v1/events", params={"cursor": other})) == "cursor"


def test_a_search_gives_words_around_hits(service: Service) -> None:
    """A search finds events and documents, at most so many of each kind."""
    hits = service.get("/v1/search", params={"q": "Tarma", "limit": 1}).json()["items"]
    assert [hit["kind"] for hit in hits] == ["event", "document"]
    assert all("Tarma" in hit["quote"] for hit in hits)
    assert service.get("/v1/search", params={"q": "?!"}).json() == {"items": []}


def test_counts_are_those_of_the_record(service: Service) -> None:
    """The record is counted as the commands count it."""
    with make_record(service.path.with_name("again.kipu")) as record:
        assert service.get("/v1/record").json() == msgspec.to_builtins(record.counts())


def test_times_of_a_text_are_read(service: Service) -> None:
    """A text's times come as those of a line of `kipu times --jsonl`; nothing is kept."""
    body = {"id": "a", "text": "He fled last May.", "date": "2001-03-04", "lang": "en"}
    answer = service.ask("POST", "/v1/times", json=body).json()
    assert answer["id"] == "a"
    assert [(one["text"], one["value"]) for one in answer["timexes"]] == [("last May", "2000-05")]
    refused = service.ask("POST", "/v1/times", json=body | {"lang": "xx"})
    assert code_of(refused) == "no-reading"
    long = service.ask("POST", "/v1/times", json=body | {"text": "a" * 50_001})
    assert code_of(long) == "unsuitable"


def test_what_is_not_there_is_said(service: Service) -> None:
    """Ids of nothing, and beginnings of ids, are answered by the same refusal."""
    event, _ = first_event(service)
    for name in (*LISTS, "actions"):
        for id_ in ("v0000000000000000", event["id"][:-1], event["id"].upper(), "v", "%00", "é"):
            assert code_of(service.get(f"/v1/{name}/{id_}")) == "not-there"
