"""Many documents as lines, in memory that does not grow with their number."""

import json
import resource
from collections.abc import Iterator

from kipu.pipeline.lines import read_lines

TEXT = "The minister of mines, {name}, resigned on 3 March 2014. She was arrested a day later. "
MOST_GROWTH_MB = 60


def many(number: int) -> Iterator[bytes]:
    for count in range(number):
        text = TEXT.format(name=f"Ida Lorn {count}") * 20
        yield json.dumps({"id": str(count), "text": text, "lang": "en"}).encode()


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_memory_does_not_grow_with_the_lines() -> None:
    """Answers are given one at a time, and nothing is kept of a line once it is answered."""
    answers = read_lines(many(60))
    first = [json.loads(next(answers)) for _ in range(20)]
    assert [answer["id"] for answer in first] == [str(number) for number in range(20)]
    before = peak()
    assert sum(1 for _ in answers) == 40
    assert peak() - before < MOST_GROWTH_MB
