"""Ten thousand documents, good and bad ones among them, leave the process that asks as it was."""

import os
from pathlib import Path

import pytest

from kipu.pipeline.frames import Loaded, Refusal, Request
from kipu.pipeline.isolation import Reader
from tests.documents.fuzzing import PAGE, SEEDS, TOLD

DOCUMENTS = 10_000
MOST_GROWTH = 50_000_000
FIRST = 200
"""Documents after which the growth is counted: by then everything is loaded."""
DEADLY = b"%PDF-1.4 cut off"


def memory() -> int:
    """Give the memory of this process, in bytes."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def file_of(number: int) -> tuple[str, bytes]:
    """Make a file that is like no other: pages, texts, and now and then one of another format."""
    if number % 50 == 0:
        return sorted(SEEDS.items())[number // 50 % len(SEEDS)]
    if number % 50 == 25:
        return f"{number}.pdf", DEADLY
    name = "html" if number % 2 else "txt"
    text = PAGE if name == "html" else f"Shot at Corran\n\n{TOLD}"
    return f"{number}.{name}", text.replace("Rui Lorn", f"Rui Lorn {number}").encode()


@pytest.mark.exhaustive
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_ten_thousand_documents(capsys: pytest.CaptureFixture[str]) -> None:
    """The process grows by less than 50 MB, none hangs, and every good one is read."""
    reader, began = Reader(), 0
    read = refused = 0
    for number in range(DOCUMENTS):
        name, data = file_of(number)
        answers = list(reader.read(Request(name, data)))
        assert answers
        read += sum(isinstance(answer, Loaded) for answer in answers)
        refused += sum(isinstance(answer, Refusal) for answer in answers)
        if number == FIRST:
            began = memory()
    reader.close()
    growth = memory() - began
    with capsys.disabled():
        told = f"{DOCUMENTS:,} files: {read:,} documents read, {refused:,} refused"
        os.write(1, f"\n{told}; the parent grew by {growth / 1e6:.1f} MB\n".encode())
    assert growth < MOST_GROWTH
    assert read >= DOCUMENTS * 0.97
