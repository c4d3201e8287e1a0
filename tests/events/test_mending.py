"""Trees that are mended stay trees, whatever a parser made of the sentences."""

import random

import msgspec
import pytest

from kipu.documents import from_text
from kipu.lang.events import load_event_resources
from kipu.lang.names import load_name_lexicon
from kipu.lang.times import load_time_rules
from kipu.model.documents import CreationTime
from kipu.model.syntax import Syntax
from kipu.reading.coreference import read_entities
from kipu.reading.events.accounts import find_accounts
from kipu.reading.times import read_times, resolve_times
from kipu.syntax import load_parser

TEXTS = {
    "en": (
        "The UN mission accused government forces of killing two. The funeral was on Friday, the "
        "trial on Monday. Nine died; two, Luis Paz and his son, fled. Four, missing since 3 May, "
        "were found after the fall of the wall on 4 May. She is Ana Rey of the union, which fled."
    ),
    "es": (
        "Supo que lo dieron por ejecutado. A mi hermano Luis se lo llevaron. Según el fiscal, Ana "
        "Rey, uno confesó. «Fue así», dijo tras la audiencia Ana Rey, que declaró en abril. Llegó "
        "a Lima una compañía y huyeron a los cerros. Cree que lo dan por fusilado."
    ),
}
_TRIES = 400


def _rehung(syntax: Syntax, chance: random.Random) -> Syntax:
    """Hang a quarter of the words elsewhere in their sentences, without a cycle."""
    head, deprel, kinds = list(syntax.head), list(syntax.deprel), sorted(set(syntax.deprel))
    for sentence in syntax.sentence_ranges():
        for _ in range(1 + len(sentence) // 4):
            token, upper = chance.choice(sentence), chance.choice(sentence)
            if head[token] != token and token not in _above(head, upper):
                head[token], deprel[token] = upper, chance.choice(kinds)
    return msgspec.structs.replace(syntax, head=tuple(head), deprel=tuple(deprel))


def _above(head: list[int] | tuple[int, ...], token: int) -> list[int]:
    """Give a token and all above it; more than there are if that never ends."""
    found = [token]
    while head[found[-1]] != found[-1] and len(found) <= len(head):
        found.append(head[found[-1]])
    return found


@pytest.mark.parametrize("code", TEXTS)
def test_mended_trees_are_trees(code: str) -> None:
    """No word hangs on itself, however wrong the tree was."""
    doc = from_text(TEXTS[code], uri="case", language=code)
    syntax = load_parser(code).parse(doc)
    mentions = read_entities(doc, syntax, load_name_lexicon(code)).mentions
    times = resolve_times(read_times(doc, syntax, load_time_rules(code)), CreationTime())
    resources, chance = load_event_resources(code), random.Random(26)
    for _ in range(_TRIES):
        undated = find_accounts(doc, _rehung(syntax, chance), mentions, times, (), resources)
        head = undated.tree.head
        assert all(len(_above(head, token)) <= len(head) for token in range(len(head)))
