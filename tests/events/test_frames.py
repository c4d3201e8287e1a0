"""Every frame finds what it says, and nothing where it must not."""

import pytest

from kipu.documents import from_text
from kipu.lang.events import Frame, load_event_resources, load_frames
from kipu.lang.names import load_name_lexicon
from kipu.lang.quantities import load_quantity_lexicon
from kipu.model.readings import EventMention
from kipu.reading.coreference import read_entities
from kipu.reading.events.accounts import read_accounts
from kipu.reading.quantities import read_quantities
from kipu.syntax import load_parser

FRAMES = load_frames("en")
OPENING = "These words are not what this case is about."


def accounts(sentence: str) -> tuple[tuple[EventMention, ...], str]:
    """Read the events of one sentence in the body of a text."""
    doc = from_text(f"Notes of the day\n\n{OPENING} {sentence}", uri="case", language="en")
    syntax = load_parser("en").parse(doc)
    entities = read_entities(doc, syntax, load_name_lexicon("en"))
    numbers = read_quantities(doc, syntax, load_quantity_lexicon("en"))
    resources = load_event_resources("en")
    return read_accounts(doc, syntax, entities.mentions, (), numbers, resources), doc.text


SAYS = [(frame, case) for frame in FRAMES for case in frame.says]
NEVER = [(frame, text) for frame in FRAMES for text in frame.never]


@pytest.mark.parametrize(("frame", "case"), SAYS, ids=[f"{f.id}: {c[0]}" for f, c in SAYS])
def test_frame_says(frame: Frame, case: tuple[str, ...]) -> None:
    """A frame finds its own examples, with the roles that they name."""
    events, text = accounts(case[0])
    own = [event for event in events if event.type == frame.type]
    assert own, f"found only {[(e.rule, text[e.trigger.start : e.trigger.end]) for e in events]}"
    filled = {
        f"{a.role}={text[a.span.start : a.span.end]}".lower() for e in own for a in e.arguments
    }
    missing = [
        wanted for wanted in case[1:] if not any(f.startswith(wanted.lower()) for f in filled)
    ]
    assert not missing, f"has {sorted(filled)}"


@pytest.mark.parametrize(("frame", "text"), NEVER, ids=[f"{f.id}: {t}" for f, t in NEVER])
def test_frame_never(frame: Frame, text: str) -> None:
    """A frame finds nothing in texts that use its words in another sense."""
    events, _ = accounts(text)
    assert not [event for event in events if event.rule == f"events/{frame.id}"]
