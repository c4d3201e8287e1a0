"""Judgements in a record whose texts were extracted anew and differ: on their words, or told."""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random

import msgspec
import pytest

from kipu.model.documents import CreationTime, Document
from kipu.model.ids import content_id
from kipu.model.judgements import Judgement
from kipu.model.readings import EventMention, Reading
from kipu.model.times import EventTime
from kipu.pipeline.records import open_record
from kipu.resolution.placing import address_account
from tests.pipeline.judged import START, by
from tests.resolution.test_placing import KINDS, Letters, Text, judged_words, text_of


class Case(msgspec.Struct, frozen=True):
    """A document before and after it was mutated, and a judgement on some of its words.

    ``before`` and ``after`` are the numbers of the characters of the texts.
    """

    old: Reading
    new: Reading
    judgement: Judgement
    before: list[int]
    after: list[int]
    judged: tuple[int, int]


def read_word(key: str, text: str, word: str) -> Reading:
    """Read a word, wherever it stands, as the trigger of an account; nothing else is read."""
    hash_ = sha256(key.encode()).hexdigest()
    doc = Document(content_id("d", hash_), hash_, f"{key}.txt", "text/plain", text, ())
    spans = [doc.span(*found.span()) for found in re.finditer(rf"\b{word}\b", text)]
    events = tuple(
        EventMention(
            *(content_id("m", doc.id, span.start), "arrest", span, span, word, "made", 1.0),
            arguments=(),
            time=EventTime(),
        )
        for span in spans
    )
    return Reading(doc, CreationTime(), (), (), (), events, (), (), (("made", "1"),))


def make_case(seed: int, kind: str) -> Case:
    """Make a text, judge a word of it, and mutate it."""
    chance = Random(f"{seed} {kind}")
    text = Text(chance)
    at, *judged = judged_words(text, chance)
    before, key = text.letters(), f"{kind} {seed}"
    word = text_of(before)[slice(*judged)]
    old = read_word(key, text_of(before), word)
    account = next(one for one in old.events if one.trigger.start <= judged[0] < one.trigger.end)
    text.mutate(kind, at)
    after = text.letters()
    target = address_account(account, old)
    id_ = content_id("j", key)
    return Case(
        old,
        read_word(key, text_of(after), word),
        Judgement(id_, target, "unsure", "ada", START, kind="note", value="seen"),
        _numbers(before),
        _numbers(after),
        (account.trigger.start, account.trigger.end),
    )


def _numbers(letters: Letters) -> list[int]:
    return [number for _, number in letters]


def outcomes(path: Path, cases: list[Case]) -> dict[str, str]:
    """Put the mutated texts into a record, take the judgements over, and tell where each stands.

    ``right`` and ``wrong``: on the words that were judged, on others; ``told``: on the list of what
    is to be checked; ``lost``: neither. A mutation that leaves the text as it was is right
    wherever the record finds the words, for nobody can tell its copies apart.
    """
    with open_record(path) as record:
        for case in cases:
            assert record.store.add_document(case.new.doc, None, case.new)
        record.take_over([case.judgement for case in cases], by())
        record.resolve()
        assert record.check() == ()
        to_check = {loose.judgement.id for loose in record.to_check()}
        placed = {judgement.id: place for judgement, place in record.store.desk.placed()}
    found = {}
    for case in cases:
        place = placed[case.judgement.id]
        if case.judgement.id in to_check:
            found[case.judgement.id] = "told" if place.target is None else "both"
        elif place.standing != "found":
            found[case.judgement.id] = "lost"
        else:
            found[case.judgement.id] = "right" if _is_right(case, place.target) else "wrong"
    return found


def _is_right(case: Case, target: str | None) -> bool:
    (account,) = [one for one in case.new.events if one.id == target]
    there = case.after[account.trigger.start : account.trigger.end]
    same = case.new.doc.text == case.old.doc.text
    return there == case.before[slice(*case.judged)] or same


EACH = 4
"""Mutations of a kind in one record."""


def outcomes_of(folder: Path, first: int) -> list[str]:
    """Tell where the judgements stand in a record of some mutations of each kind."""
    cases = [make_case(seed, kind) for kind in KINDS for seed in range(first, first + EACH)]
    found = outcomes(folder / f"{first}.kipu", cases)
    assert len(found) == len(cases)
    return [*found.values()]


@pytest.mark.slow
def test_no_judgement_in_a_record_is_on_other_words(tmp_path: Path) -> None:
    """Of 28 mutated texts, each judgement is on its words or on the list of those to check."""
    assert set(outcomes_of(tmp_path, 0)) == {"right", "told"}


@pytest.mark.exhaustive
def test_no_judgement_of_five_hundred_is_on_other_words(tmp_path: Path) -> None:
    """The same of 504 mutated texts."""
    found = Counter(one for number in range(18) for one in outcomes_of(tmp_path, number * EACH))
    assert found.total() == 504
    assert set(found) == {"right", "told"}
    assert min(found.values()) > 100
