"""Every frame finds what it says, and nothing where it must not."""

import pytest

from kipu.lang.events import Frame, load_frames
from kipu.lang.resources import languages
from tests.events.reading import read_sentence

FRAMES = [(code, frame) for code in languages() for frame in load_frames(code)]
SAYS = [(code, frame, case) for code, frame in FRAMES for case in frame.says]
FAILS = [(code, frame, case) for code, frame in FRAMES for case in frame.fails]
NEVER = [(code, frame, text) for code, frame in FRAMES for text in frame.never]


@pytest.mark.parametrize(
    ("code", "frame", "case"), SAYS, ids=[f"{code}-{f.id}: {c[0]}" for code, f, c in SAYS]
)
def test_frame_says(code: str, frame: Frame, case: tuple[str, ...]) -> None:
    """A frame finds its own examples, with the roles that they name."""
    events, text = read_sentence(case[0], code)
    own = [event for event in events if event.type == frame.type]
    assert own, f"found only {[(e.rule, text[e.trigger.start : e.trigger.end]) for e in events]}"
    filled = {
        f"{a.role}={text[a.span.start : a.span.end]}".lower() for e in own for a in e.arguments
    }
    missing = [
        wanted for wanted in case[1:] if not any(f.startswith(wanted.lower()) for f in filled)
    ]
    assert not missing, f"has {sorted(filled)}"


@pytest.mark.xfail(strict=True, raises=AssertionError, reason="listed as not read yet")
@pytest.mark.parametrize(
    ("code", "frame", "case"), FAILS, ids=[f"{code}-{f.id}: {c[0]}" for code, f, c in FAILS]
)
def test_frame_fails(code: str, frame: Frame, case: tuple[str, ...]) -> None:
    """A frame does not find yet what it lists as such; one that it does find is a says."""
    test_frame_says(code, frame, case)


@pytest.mark.parametrize(
    ("code", "frame", "text"), NEVER, ids=[f"{code}-{f.id}: {t}" for code, f, t in NEVER]
)
def test_frame_never(code: str, frame: Frame, text: str) -> None:
    """A frame finds nothing in texts that use its words in another sense."""
    events, _ = read_sentence(text, code)
    assert not [event for event in events if event.rule == f"events/{frame.id}"]
