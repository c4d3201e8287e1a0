"""What accounts of one event cannot both be right about, and what they can."""

import msgspec

from kipu.lang.resolution import load_resolution
from kipu.model.readings import Argument, Reading
from kipu.model.resolved import Resolution
from kipu.model.spans import Evidence
from kipu.resolution import resolve
from tests.resolution.builders import Told, body, person, place, reading

_RULES = load_resolution("en")


def _resolve(*readings: Reading) -> Resolution:
    return resolve(readings, (), _RULES)


def _types(resolution: Resolution) -> list[str]:
    return sorted(event.type for event in resolution.events)


def _disputed(resolution: Resolution) -> dict[str, list[str]]:
    return {c.attribute: [value.value for value in c.values] for c in resolution.contradictions}


def _paid(key: str, total: str, each: str) -> Reading:
    text = f"X\nThe company paid the families in May, said the {key}."
    told = Told(
        "payment", "paid", {"agent": "company"}, "2015-05",
        counts={"amount": f"{total} euro", "amount_per_head": f"{each} euro"},
    )  # fmt: skip
    return reading(key, text, created="2015-06-01", chains=[body("company")], events=[told])


def test_a_sum_and_what_each_got_of_it() -> None:
    """Each is disputed for itself; what each got is the amount where no sum is disputed."""
    both = _resolve(_paid("a", "90000", "3000"), _paid("b", "80000", "2000"))
    assert _disputed(both) == {
        "amount": ["80000", "90000"], "amount_per_head": ["2000", "3000"],
    }  # fmt: skip
    each = _resolve(_paid("a", "90000", "3000"), _paid("b", "90000", "2000"))
    assert _disputed(each) == {"amount": ["2000", "3000"]}


def _ferry(key: str, created: str, *events: Told) -> Reading:
    text = f"X\nThe ferry sank off Orsk. Bodies were recovered. Others are presumed dead. {key}"
    sank = Told("accident", "sank", {}, "2011-06-18", "Orsk")
    return reading(key, text, created=created, chains=[place("Orsk")], events=[sank, *events])


def _dead(killed: str) -> Told:
    return Told("death", "dead", {}, "2011-06-18", "Orsk", {"killed": killed})


def test_the_found_and_the_missing_add_up() -> None:
    """What one text tells as bodies found and people missing is the toll of another."""
    found = Told("search", "recovered", {}, None, None, {"bodies_recovered": "31"})
    parts = _ferry("a", "2011-12-20", found, _dead("15"))
    assert "killed" not in _disputed(_resolve(parts, _ferry("b", "2012-09-15", _dead("46"))))
    assert "killed" in _disputed(_resolve(parts, _ferry("b", "2012-09-15", _dead("45"))))


def test_one_number_is_no_sum_of_itself() -> None:
    """Four are not two and the same two."""
    two, four = _ferry("a", "2012-01-01", _dead("2")), _ferry("b", "2012-01-02", _dead("4"))
    assert _disputed(_resolve(two, four)) == {"killed": ["2", "4"]}


def test_who_denies_it_may_tell_what_others_said() -> None:
    """A mention that tells of nobody does not take a denial in the same text back."""
    told = [Told("death", "died", {"patient": "Ana Ruiz"})]
    one = reading("a", "X\nAna Ruiz died.", chains=[person("Ana Ruiz")], events=told)
    text = "X\nAna Ruiz has not perished. She was given up for dead."
    perished = Told("death", "perished", {"patient": "Ana Ruiz"}, factuality="denied")
    events = [perished, Told("death", "dead")]
    two = reading("b", text, chains=[person("Ana Ruiz")], events=events)
    assert "factuality" in _disputed(_resolve(one, two))
    again = [perished, Told("death", "dead", {"patient": "Ana Ruiz"})]
    both = reading("b", text, chains=[person("Ana Ruiz")], events=again)
    assert "factuality" not in _disputed(_resolve(one, both))


def _oath(key: str, text: str, words: str, when: str, *more: Told) -> Reading:
    """A text of an oath that is dated by some of its words."""
    oath = Told("inauguration", "sworn in", {"agent": "Ana Ruiz"}, when, "Orsk")
    chains = [person("Ana Ruiz"), place("Orsk")]
    told = reading(key, text, chains=chains, events=[oath, *more])
    start = text.index(words)
    evidence = (Evidence(told.doc.span(start, start + len(words)), words, "test"),)
    first = told.events[0]
    dated = msgspec.structs.replace(
        first, time=msgspec.structs.replace(first.time, evidence=evidence)
    )
    return msgspec.structs.replace(told, events=(dated, *told.events[1:]))


def test_a_day_that_may_be_another_events() -> None:
    """A time behind another event of the sentence, perhaps its own, contradicts nothing."""
    one = _oath("a", "X\nAna Ruiz was sworn in at Orsk on 24 May.", "24 May", "2003-05-24")
    text = "X\nAna Ruiz was sworn in at Orsk and won the election of 26 May."
    two = _oath("b", text, "26 May", "2003-05-26", Told("election", "election"))
    assert _types(_resolve(one, two)) == ["election", "inauguration"]
    assert _disputed(_resolve(one, two)) == {}
    first = "X\n26 May: Ana Ruiz was sworn in at Orsk and won the election."
    three = _oath("b", first, "26 May", "2003-05-26", Told("election", "election"))
    assert "when" in _disputed(_resolve(one, three))


def test_a_crowd_and_the_police() -> None:
    """A crowd that is no entity and the police are two who may have done it; a school is none."""
    raided = {"agent": "police"}
    text = "X\nThe police raided Orsk in May. A school burned."
    one = reading(
        "a", text, chains=[body("police"), place("Orsk"), body("school")],
        events=[
            Told("attack", "raided", raided, "2010-05-03", "Orsk"),
            Told("attack", "burned", {"agent": "school"}, "2010-05-03", "Orsk"),
        ],
    )  # fmt: skip
    raid = Told("attack", "raided", {}, "2010-05-03", "Orsk")
    two = reading("b", "X\nA mob raided Orsk in May.", chains=[place("Orsk")], events=[raid])
    doer = Argument("agent", two.doc.span(2, 7), None, "test")
    events = tuple(msgspec.structs.replace(event, arguments=(doer,)) for event in two.events)
    two = msgspec.structs.replace(two, events=events)
    assert _disputed(_resolve(one, two))["agent"] == ["A mob", "police"]


def _shot(key: str, kind: str, role: str, number: str) -> Reading:
    text = f"X\nRebels were shot in Orsk on 19 September 1932, said {key}."
    told = Told(kind, "shot", {}, "1932-09-19", "Orsk", {role: number})
    return reading(key, text, created="1935-01-01", chains=[place("Orsk")], events=[told])


def test_who_is_executed_is_killed() -> None:
    """Three executed and five killed are no toll of one event; three and three are."""
    three = _shot("a", "execution", "executed", "3")
    assert _disputed(_resolve(three, _shot("b", "killing", "killed", "5"))) == {
        "executed": ["3", "5"]
    }
    assert not _disputed(_resolve(three, _shot("b", "killing", "killed", "3")))
