"""ETags: what is known is not sent again, and nobody overwrites what they have not seen."""

import threading
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from kipu.api.app import make_api
from kipu.model.resolved import Resolution
from kipu.pipeline import records
from kipu.pipeline.records import open_record
from tests.api.service import BASE, GENEROUS, Service, code_of, first_event, make_service
from tests.pipeline.judged import by


def test_what_is_known_is_not_sent_again(service: Service) -> None:
    """An answer has a strong tag; asked for with it, nothing comes until something is written."""
    for path in ("/v1/record", "/v1/events", "/v1/documents", "/v1/search?q=Tarma", "/v1/actions"):
        answer = service.get(path)
        tag = answer.headers["etag"]
        assert tag.startswith('"')
        for sent in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            again = service.get(path, headers={"if-none-match": sent})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
        for sent in ('"x"', tag[1:-1], "", tag.upper()):
            again = service.get(path, headers={"if-none-match": sent})
            assert (again.status_code, again.content) == (200, answer.content)


def test_the_head_of_an_answer_can_be_asked_for(service: Service) -> None:
    """HEAD gives what GET gives, without the body."""
    for path, status in (("/v1/events", 200), ("/v1/events/v0", 404), ("/v1/none", 404)):
        whole, head = service.get(path), service.ask("HEAD", path)
        assert (head.status_code, head.content) == (status, b"")
        assert dict(head.headers) == dict(whole.headers)
    assert service.ask("HEAD", "/v1/events", None).status_code == 401


def test_everything_that_is_written_changes_the_tag(service: Service) -> None:
    """Judgements, undo and redo, documents: after each, an answer has another tag."""
    event, tag = first_event(service)
    tags = [tag]
    made = service.judge({"verb": "key", "of": event["id"]}, tag=tag).json()
    for then in ("undo", "redo"):
        tags.append(service.get("/v1/events").headers["etag"])
        service.ask("POST", f"/v1/actions/{made['id']}/{then}", "reviewer")
    tags.append(service.get("/v1/events").headers["etag"])
    text = b"Mine\n\nThe mine of Corran shut on 3 May 2003."
    service.ask("POST", "/v1/documents", "owner", params={"name": "m.txt"}, content=text)
    tags.append(service.get("/v1/events").headers["etag"])
    assert len(set(tags)) == len(tags) == 5


def test_a_decision_has_to_say_what_it_rests_on(service: Service) -> None:
    """Without a tag of this record nothing is judged or withdrawn."""
    event, tag = first_event(service)
    decision = {"decisions": [{"verb": "key", "of": event["id"]}]}
    for sent, code in (
        (None, "precondition"),
        ("*", "precondition"),
        (f"W/{tag}", "state"),
        (f"{tag}, {tag}", "state"),
        ('"x"', "state"),
        (tag.replace(".", ".a0123456789abcdef"), "state"),
    ):
        headers = {} if sent is None else {"if-match": sent}
        answer = service.ask("POST", "/v1/judgements", "reviewer", json=decision, headers=headers)
        assert (answer.status_code, code_of(answer)) in ((428, code), (412, code))
    made = service.judge(*decision["decisions"], tag=tag).json()
    path = f"/v1/judgements/{made['judgements'][0]}"
    assert code_of(service.ask("DELETE", path, "reviewer")) == "precondition"
    assert service.get("/v1/record").json()["judgements"] == 1


def test_the_second_writer_sees_the_first_one_s_decision(service: Service) -> None:
    """Who decides on a value that another decided meanwhile is told what, and changes nothing."""
    event, tag = first_event(service)
    first = {"verb": "prefer", "of": event["id"], "attribute": "killed", "value": "14"}
    assert service.judge(first, tag=tag).status_code == 201
    refused = service.judge(first | {"value": "18"}, tag=tag, role="owner")
    assert (refused.status_code, code_of(refused)) == (412, "superseded")
    (seen,) = refused.json()["judgements"]
    assert (seen["judge"], seen["attribute"], seen["machine"]) == ("reviewer", "killed", "14")
    _, tag = first_event(service)
    assert service.judge(first | {"value": "18"}, tag=tag, role="owner").status_code == 201


def test_decisions_on_other_things_do_not_meet(service: Service) -> None:
    """A tag of before is good for all that nobody decided on since."""
    events = service.walk("/v1/events")
    tag = service.get("/v1/events").headers["etag"]
    for event in events:
        answer = service.judge({"verb": "right", "of": event["id"]}, tag=tag)
        assert answer.status_code == 201
        assert answer.headers["location"] == f"/v1/actions/{answer.json()['id']}"


def test_who_writes_sees_it_in_the_next_answer(service: Service) -> None:
    """What was decided is worked out before the next answer, by whomever it was decided."""
    event, tag = first_event(service, "arrest")
    edit = {"verb": "edit", "of": event["id"], "attribute": "when", "value": "2018-06-08"}
    assert service.judge(edit, tag=tag).status_code == 201
    assert first_event(service, "arrest")[0]["when"]["edtf"] == "2018-06-08"
    with open_record(service.path) as record:
        record.undo(by("reviewer", 99_999_999))
    assert first_event(service, "arrest")[0]["when"]["edtf"] == "2018-06-09"


def test_a_tag_promises_no_more_than_was_worked_out(service: Service) -> None:
    """What was decided while an answer was worked out counts as not seen by it."""
    event, tag = first_event(service, "arrest")
    note = {"verb": "note", "of": event["id"], "value": "x"}
    service.judge(note, tag=tag)
    with open_record(service.path, read_only=True, as_resolved=True) as record:
        with record.lists.at_one_moment() as moment:
            assert (moment.generation - moment.resolved, moment.seen) == (1, 0)
        service.get("/v1/record")
        with record.lists.at_one_moment() as moment:
            assert (moment.generation - moment.resolved, moment.seen) == (0, 1)


def test_a_judgement_is_withdrawn_once(service: Service) -> None:
    """A judgement that is withdrawn already cannot be withdrawn again, and undo takes one back."""
    event, tag = first_event(service)
    made = service.judge({"verb": "key", "of": event["id"]}, tag=tag).json()
    (judgement,) = made["judgements"]
    tag = service.get("/v1/judgements").headers["etag"]
    path, sent = f"/v1/judgements/{judgement}", {"headers": {"if-match": tag}}
    answer = service.ask("DELETE", path, "reviewer", **sent)
    assert answer.json()["withdrew"] == [judgement]
    assert service.get(path).json()["withdrawn"]
    assert code_of(service.ask("DELETE", path, "reviewer", **sent)) == "conflict"
    assert code_of(service.ask("POST", f"/v1/actions/{made['id']}/undo", "reviewer")) == "conflict"
    undone = service.ask("POST", f"/v1/actions/{answer.json()['id']}/undo", "reviewer")
    assert undone.status_code == 201
    assert len(service.walk("/v1/judgements", in_effect="true")) == 1


def test_decisions_at_once_are_all_done_or_none(service: Service) -> None:
    """Of several decisions in one body the first is not kept if the second makes no sense."""
    event, tag = first_event(service)
    good = {"verb": "key", "of": event["id"]}
    for bad in (
        {"verb": "edit", "of": event["id"], "attribute": "when", "value": "soon"},
        {"verb": "edit", "of": event["id"], "attribute": "type", "value": "party"},
        {"verb": "date", "of": event["mentions"][0]["doc"], "value": "soon"},
        {"verb": "same", "of": event["id"], "other": [event["place"]]},
        {"verb": "prefer", "of": event["id"], "attribute": "killed", "value": "99"},
        {"verb": "note", "of": "v0000000000000000", "value": "x"},
        {"verb": "tag", "of": event["id"]},
    ):
        answer = service.judge(good, bad, tag=tag)
        assert (answer.status_code, code_of(answer)) == (422, "no-judgement")
        assert "four.kipu" not in answer.text
    assert service.get("/v1/record").json()["judgements"] == 0
    assert service.judge(good, good | {"verb": "right"}, tag=tag).status_code == 201


def test_who_waits_holds_up_nobody_who_writes(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While many wait until the record is worked out, more are sent away, and judging goes on."""
    monkeypatch.setattr("kipu.api.desk.MOST_WAITING", 2)
    app = make_api(service.path, limits=GENEROUS)
    event, tag = first_event(service)
    assert service.judge({"verb": "key", "of": event["id"]}, tag=tag).status_code == 201
    begun, go_on = threading.Event(), threading.Event()
    resolve = records._resolve

    def wait(*inputs: Any) -> Resolution:
        begun.set()
        assert go_on.wait(60)
        return resolve(*inputs)

    monkeypatch.setattr(records, "_resolve", wait)
    answers: list[int] = []

    def look() -> None:
        client = TestClient(app, base_url=BASE)
        headers = {"authorization": f"Bearer {service.tokens['reader']}"}
        answers.append(client.get("/v1/events", headers=headers).status_code)

    lookers = [threading.Thread(target=look) for _ in range(5)]
    for looker in lookers:
        looker.start()
    assert begun.wait(60)
    for _ in range(6000):
        if len(answers) == 3:
            break
        time.sleep(0.01)
    assert answers == [429] * 3
    service.app = app
    service.client = TestClient(app, base_url=BASE)
    note = {"verb": "note", "of": event["id"], "value": "x"}
    assert service.judge(note, tag=tag).status_code == 201
    go_on.set()
    for looker in lookers:
        looker.join()
    assert sorted(answers) == [200, 200, 429, 429, 429]


def hammer(service: Service, days: int, threads: int, kinds: list[str]) -> Counter[str]:
    """Let many push the days of events on by one day each, over and over; count what was done."""
    done: Counter[str] = Counter()
    lock = threading.Lock()

    def push(number: int) -> None:
        kind, left = kinds[number % len(kinds)], days
        while left:
            event, tag = first_event(service, kind)
            day = date.fromisoformat(event["when"]["edtf"]) + timedelta(days=1)
            edit = {"verb": "edit", "of": event["id"], "attribute": "when", "value": str(day)}
            answer = service.judge(edit, tag=tag)
            with lock:
                done[f"{kind} {answer.status_code}"] += 1
            left -= answer.status_code == 201

    workers = [threading.Thread(target=push, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return done


@pytest.mark.slow
def test_no_edit_is_lost(tmp_path: Path) -> None:
    """Of eight who push two days on at once, every step that was acknowledged is in the record."""
    service = make_service(tmp_path / "four.kipu")
    begin = {kind: first_event(service, kind)[0]["when"]["edtf"] for kind in ("arrest", "release")}
    done = hammer(service, 6, 8, list(begin))
    for kind, day in begin.items():
        steps = done[f"{kind} 201"]
        end = first_event(service, kind)[0]["when"]["edtf"]
        assert date.fromisoformat(end) - date.fromisoformat(day) == timedelta(days=steps)
        assert steps == 24
        assert done[f"{kind} 412"]
    assert set(done) == {f"{kind} {status}" for kind in begin for status in (201, 412)}
    with open_record(service.path) as record:
        assert record.check() == ()
        assert len(record.history()) == 48
