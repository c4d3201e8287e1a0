"""Every frame finds what it says, and nothing where it must not."""

import pytest

from kipu.lang.events import Frame, load_frames
from tests.events.reading import read_sentence

FRAMES = load_frames("en")
SAYS = [(frame, case) for frame in FRAMES for case in frame.says]
NEVER = [(frame, text) for frame in FRAMES for text in frame.never]


@pytest.mark.parametrize(("frame", "case"), SAYS, ids=[f"{f.id}: {c[0]}" for f, c in SAYS])
def test_frame_says(frame: Frame, case: tuple[str, ...]) -> None:
    """A frame finds its own examples, with the roles that they name."""
    events, text = read_sentence(case[0])
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
    events, _ = read_sentence(text)
    assert not [event for event in events if event.rule == f"events/{frame.id}"]
