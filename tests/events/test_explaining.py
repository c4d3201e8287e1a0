"""What a reading holds is explained, and explaining gives every value again."""

import pytest

from kipu.lang.events import load_frames
from kipu.model.readings import OTHER, Reading
from kipu.pipeline.loading import load
from kipu.pipeline.reading import read_explained
from kipu.reading.events.explaining import Explanation
from tests.conftest import EXAMPLES

FILES = sorted(
    path for path in EXAMPLES.rglob("*") if path.is_file() and path.suffix in (".txt", ".html")
)


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.name)
def told(request: pytest.FixtureRequest) -> tuple[Reading, dict[str, Explanation]]:
    """Read and explain an example."""
    reading, explained = read_explained(load(request.param))
    return reading, {each.event.id: each for each in explained}


def test_explaining_gives_every_value_again(
    told: tuple[Reading, dict[str, Explanation]],
) -> None:
    """Type, roles, place, numbers and source are what the rules read; certainty what cues make."""
    reading, explained = told
    events = (*reading.events, *reading.others)
    assert explained.keys() == {event.id for event in events}
    types = {f"events/{frame.id}": frame.type for frame in load_frames(reading.doc.language or "")}
    for event in events:
        why = explained[event.id]
        assert types.get(event.rule, OTHER) == event.type == why.event.type
        assert why.event.arguments == event.arguments
        assert why.event.place in (event.place, None)
        assert why.event.quantities == event.quantities
        assert why.event.attribution == event.attribution
        assert why.factuality == (event.presented or event.factuality)
        assert bool(why.reasons) or why.factuality == "certain"


def test_ways_lead_from_the_trigger_to_what_they_explain(
    told: tuple[Reading, dict[str, Explanation]],
) -> None:
    """Each way begins in the trigger and ends in the filler, the place, the source or the cue."""
    reading, explained = told
    for event in (*reading.events, *reading.others):
        why = explained[event.id]
        parts = zip(event.arguments, why.roles, strict=True)
        ends = [(argument.span, way) for argument, way in parts]
        ends += [(reason.cue, reason.way) for reason in why.reasons]
        for span, way in ends:
            words = way.text.split(" ")
            if way.tokens:
                assert words[0] in reading.doc.quote(event.sentence)
                assert words[-1] in reading.doc.quote(span)
                assert len(words) == 2 * len(way.tokens) - 1


def test_times_are_those_of_the_words_that_state_them(
    told: tuple[Reading, dict[str, Explanation]],
) -> None:
    """The words that date an event are a time expression, which has the event's value and rule."""
    reading, _ = told
    timexes = {timex.span: timex for timex in reading.timexes}
    for event in (*reading.events, *reading.others):
        for evidence in event.time.evidence:
            assert reading.doc.quote(evidence.span) == evidence.quote
            assert evidence.span in timexes
            assert timexes[evidence.span].rule == evidence.rule
