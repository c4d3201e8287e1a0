"""Judgements are found at their exact words, or are orphans; look-alikes are never taken."""

from collections.abc import Sequence
from random import Random

import msgspec
import pytest

from kipu.model.documents import Document
from kipu.model.judgements import Placement
from kipu.model.targets import address, find_quote
from kipu.resolution.placing import address_account, find_target
from tests.resolution.builders import Told, person, reading

Letters = list[tuple[str, int]]
"""Characters of a text, each with a number of its own that it keeps wherever it goes."""

WORDS = """
soldiers villagers mayor river bridge market union court judge strike march road school hill killed
wounded arrested freed burned closed opened seized denied said found lost
""".split()  # noqa: SIM905 - a list of words is easier to read so


def sentence(chance: Random) -> str:
    """Make a sentence of words that come again and again."""
    words = [chance.choice(WORDS) for _ in range(chance.randint(4, 9))]
    return " ".join(words).capitalize() + "."


def text_of(letters: Letters) -> str:
    return "".join(letter for letter, _ in letters)


class Text:
    """A text of paragraphs of sentences that is mutated while each character keeps its identity."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._next = 0
        made = [
            [self._new(sentence(chance)) for _ in range(chance.randint(1, 4))]
            for _ in range(chance.randint(3, 6))
        ]
        self.paragraphs: list[list[Letters]] = made

    def _new(self, words: str) -> Letters:
        letters = [(letter, self._next + number) for number, letter in enumerate(words)]
        self._next += len(words)
        return letters

    def letters(self) -> Letters:
        joined: Letters = []
        for number, paragraph in enumerate(self.paragraphs):
            joined += self._new("\n\n") if number else []
            for place, one in enumerate(paragraph):
                joined += (self._new(" ") if place else []) + one
        return joined

    def mutate(self, kind: str, at: int) -> None:
        """Change the paragraph ``at``, in which words were judged, or what stands beside it."""
        chance, paragraphs = self._chance, self.paragraphs
        elsewhere = chance.randrange(len(paragraphs) + 1)
        copy = [self._new(text_of(one)) for one in paragraphs[at]]
        if kind == "insert":
            paragraphs.insert(elsewhere, [self._new(sentence(chance))])
        elif kind == "delete":
            del paragraphs[at]
        elif kind == "duplicate":
            paragraphs.insert(elsewhere, copy)
        elif kind == "duplicate and delete":
            paragraphs.insert(elsewhere, copy)
            del paragraphs[at + (elsewhere <= at)]
        elif kind == "edit":
            place = chance.randrange(len(paragraphs[at]))
            paragraphs[at][place] = self._new(sentence(chance))
        elif kind == "look-alike":
            paragraphs[elsewhere % len(paragraphs)].append(chance.choice(copy))
        else:  # a look-alike, and the sentence itself is gone
            place = chance.randrange(len(copy))
            paragraphs[elsewhere % len(paragraphs)].append(copy[place])
            paragraphs[at][place] = self._new(sentence(chance))


KINDS = (
    "insert", "delete", "duplicate", "duplicate and delete", "edit", "look-alike",
    "look-alike instead",
)  # fmt: skip


def document(text: str) -> Document:
    return Document("d1", "sha", "a.txt", "text/plain", text, ())


def judged_words(text: Text, chance: Random) -> tuple[int, int, int]:
    """Choose a word to judge: its paragraph, where it begins and where it ends."""
    at = chance.randrange(len(text.paragraphs))
    letters = text.letters()
    whole = text_of(letters)
    one = text_of(chance.choice(text.paragraphs[at]))
    word = chance.choice([word.strip(".") for word in one.split()])
    starts = [n for n in range(len(whole)) if whole.startswith(word, n)]
    inside = {number for _, number in [x for s in text.paragraphs[at] for x in s]}
    start = chance.choice([n for n in starts if letters[n][1] in inside])
    return at, start, start + len(word)


def mutated(seed: int, kind: str) -> tuple[list[int], list[int] | None, bool]:
    """Mutate a text; give which characters were judged, which are found, and if it is the same."""
    chance = Random(seed)
    text = Text(chance)
    at, start, end = judged_words(text, chance)
    before = text.letters()
    doc = document(text_of(before))
    target = address(doc, doc.span(start, end), "event")
    assert find_quote(doc.text, target) == (start, end)
    text.mutate(kind, at)
    after = text.letters()
    found = find_quote(text_of(after), target)
    numbers = [number for _, number in after[found[0] : found[1]]] if found else None
    same = text_of(after) == doc.text
    return [number for _, number in before[start:end]], numbers, same


@pytest.mark.parametrize("kind", KINDS)
def test_no_judgement_is_on_the_wrong_words(kind: str) -> None:
    """Of 100 mutations of each kind none leads a judgement to other characters than its own."""
    wrong = kept = 0
    for seed in range(100):
        judged, found, same = mutated(seed, kind)
        kept += found == judged
        wrong += found not in (None, judged) and not same
    assert wrong == 0
    assert kept > 0 or "delete" in kind or kind == "edit" or "instead" in kind


def test_what_is_far_away_changes_nothing() -> None:
    """Most judgements stay where they are if a paragraph is put in somewhere."""
    outcomes = [mutated(seed, "insert") for seed in range(100)]
    assert sum(judged == found for judged, found, _ in outcomes) > 50


def test_words_that_come_twice_are_told_apart() -> None:
    """The context reaches as far as it must for a quote to be found once."""
    doc = document("He left.\n\n" * 50 + "He left. He left.")
    for start in (n for n in range(len(doc.text)) if doc.text.startswith("left", n)):
        target = address(doc, doc.span(start, start + 4), "event")
        assert find_quote(doc.text, target) == (start, start + 4)


def accounts(*types: str) -> Sequence[Told]:
    return [Told(kind, "killed", {"victim": name}) for kind, name in zip(types, "AB", strict=False)]


def test_of_several_accounts_of_one_word_each_is_found() -> None:
    """Type and place among them tell which is meant; where one is gone nobody guesses."""
    chains = [person(name) for name in "AB"]
    two = reading(
        "a", "X\nA was killed, B too.", chains=chains, events=accounts("killing", "killing")
    )
    documents = {two.doc.sha256: two}
    for account in two.events:
        target = address_account(account, two)
        assert find_target(target, documents) == ("found", account.id)
        fewer = msgspec.structs.replace(two, events=two.events[:1])
        assert find_target(target, {two.doc.sha256: fewer}) == ("missing", None)
        assert find_target(target, {}) == ("orphaned", None)
    assert Placement("j", "found") < Placement("k", "found")
