"""Texts on one story, and texts made of one form."""

from kipu.lang.resolution import load_resolution
from kipu.model.readings import Reading
from kipu.model.resolved import Resolution
from kipu.resolution import resolve
from tests.resolution.builders import Told, person, place, reading

_RULES = load_resolution("en")
_REPORT = (
    "Floods cut off three valleys in the north after a week of rain, the regional government said. "
    "Army engineers were building a bridge of boats near the mill of Orsk on Monday evening. "
    "Farmers who had moved their cattle to the hills waited for news of the harvest and the road."
)


def _resolve(*readings: Reading) -> Resolution:
    return resolve(readings, (), _RULES)


def _duty_report(key: str, *arrests: tuple[str, str, str]) -> Reading:
    """A report that fills in a form for each arrest: who, where, when."""
    lines = [
        f"Officers arrested {who} in {where} after a search of the house by the dogs of the county."
        for who, where, _ in arrests
    ]
    told = reading(
        key, f"X\n{' '.join(lines)} {_REPORT}", created="2003-06-01",
        chains=[c for who, where, _ in arrests for c in (person(who), place(where))],
        events=[Told("arrest", f"arrested {who}", {"patient": who}, when, where)
                for who, where, when in arrests],
    )  # fmt: skip
    return told


def test_a_form_filled_in_anew_is_no_copy_of_what_it_tells() -> None:
    """Sentences that differ in who, where and when are of two arrests, though they are alike."""
    one = [("Ana Ruiz", "Orsk", "2001-05-03"), ("John Hale", "Ulm", "2001-05-04")]
    two = [("Bela Toth", "Kirn", "2001-05-08"), ("Ivan Prat", "Lorne", "2001-05-09")]
    found = _resolve(_duty_report("a", *one), _duty_report("b", *two))
    assert len(found.copies) == 1
    assert len(found.events) == 4
    later = [("Ana Ruiz", "Orsk", "2001-05-04"), ("John Hale", "Ulm", "2001-05-04")]
    assert len(_resolve(_duty_report("a", *one), _duty_report("b", *later)).events) == 2


def _described(key: str, who: str, text: str) -> Reading:
    return reading(key, f"X\n{who} was found. {text}", chains=[("person", [who])])


_PIRATES = (
    "The warship intercepted three boats of pirates near the strait and freed a tanker. Sailors "
    "had locked themselves in the engine room. A helicopter lowered marines onto the deck."
)
_BUDGET = (
    "The council voted on its budget after a long quiet debate. Schools receive twice what they "
    "asked for, libraries nothing. Taxes on bread and milk rise again, as the mayor had warned."
)


def test_descriptions_in_texts_on_one_story() -> None:
    """One noun is enough where two texts are on one story, unless it says next to nothing."""
    one, same = _described("a", "a fisherman", _PIRATES), _described("b", "the fisherman", _PIRATES)
    other = _described("c", "the fisherman", _BUDGET)
    assert len(_resolve(one, same).entities) == 1
    assert len(_resolve(one, other).entities) == 2
    men = _described("a", "a man", _PIRATES), _described("b", "the man", _PIRATES)
    assert len(_resolve(*men).entities) == 2


_RETOLD = (
    "Near the strait a warship freed the tanker and intercepted pirates in three boats. In the "
    "engine room sailors waited, locked. Marines came to the deck at sunrise by helicopter."
)


def test_an_undated_deed_is_not_the_old_one_of_a_chronology() -> None:
    """A text that gives no day tells of what is not long past, unless something shows it."""

    def told(key: str, text: str, when: str | None) -> Reading:
        who = text.split()[0]
        events = [Told("killing", "killed", {"agent": who}, when)]
        chain = person(who)
        return reading(key, f"X\n{text}", created="2023-05-01", chains=[chain], events=events)

    new = told("b", f"Police killed marchers. {_RETOLD}", None)
    old = told("a", f"Gunmen killed farmers. {_PIRATES}", "1997-04-22")
    fresh = told("a", f"Gunmen killed farmers. {_PIRATES}", "2023-04-28")
    later = told("a", f"Gunmen killed farmers. {_PIRATES}", "2023-06-28")
    assert [len(_resolve(one, new).events) for one in (old, fresh, later)] == [2, 1, 2]


def test_bare_words_join_no_crowds_of_events() -> None:
    """Where a text tells of several killings, "the killings" of another text is none of them."""

    def told(key: str, text: str, *days: str | None) -> Reading:
        events = [Told("killing", f"killings {n}", {}, day) for n, day in enumerate(days)]
        return reading(key, f"X\n{text}", created="2023-05-01", events=events)

    bare = told("b", f"Nobody was tried for the killings 0. {_RETOLD}", None)
    one = told("a", f"The killings 0 stirred the port. {_PIRATES}", "2023-04-28")
    text = f"The killings 0 stirred the port, as killings 1 had. {_PIRATES}"
    crowd = told("a", text, "2023-04-28", "2023-03-02")
    assert [len(_resolve(other, bare).events) for other in (one, crowd)] == [1, 3]


def test_many_dead_are_not_somebody_named() -> None:
    """More than sixty dead of one text are not the man whose death another one tells."""
    many = [Told("death", "died", counts={"killed": "60 person"})]
    single = [Told("death", "died", {"patient": "Ann Roe"})]
    one = reading("a", f"X\n60 people died. {_RETOLD}", created="2023-05-01", events=many)
    other = reading(
        "b", f"X\nAnn Roe died. {_PIRATES}", created="2023-05-01", events=single,
        chains=[person("Ann Roe")],
    )  # fmt: skip
    assert len(_resolve(one, other).events) == 2
