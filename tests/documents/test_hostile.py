"""Hostile files end as text or a stated refusal, and take nothing else with them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kipu.pipeline.confinement import MEMORY
from kipu.pipeline.frames import Loaded, Named, Refusal, Request
from kipu.pipeline.isolation import MUCH_MEMORY, Reader
from kipu.pipeline.isolation import reader as shared_reader
from tests.documents.hostile import hostile_files
from tests.documents.hostile_packed import SENTENCE
from tests.documents.making import make_mail, make_mbox

FILES = hostile_files()
QUICK = [
    "html attributes.html", "html nested.html", "text lone surrogates.txt", "noise.docx",
    "cut at 50.pdf", "encrypted.pdf", "path 0.zip", "link.zip", "twice.zip", "bomb.zip",
    "nested 4.zip", "laughs.rss", "file.docx", "deep parts.eml", "length 5.warc", "bomb.warc.gz",
    "dates.csv", "groups.rtf", "picture.png", "deep.json", "empty.zip", "addresses.eml",
]  # fmt: skip
GOOD_PER_BAD = 3
MOST_SECONDS = 30
"""Of the processor for one file, that of a process started anew included."""
GOOD = f"Owner held in Corran\n\nPort Sarn, 3 March 2014\n\n{SENTENCE}\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def answers(reader: Reader, name: str) -> list[Loaded | Named | Refusal]:
    return list(reader.read(Request(name, FILES[name]())))


def check(reader: Reader, name: str) -> None:
    """A file is answered for; texts and reasons are whole, and the spans of texts are right."""
    given = answers(reader, name)
    assert given
    for answer in given:
        if isinstance(answer, Refusal):
            assert len(answer.reason) > 10
            continue
        assert isinstance(answer, Loaded), name
        doc = answer.document
        doc.text.encode()
        for block in doc.blocks:
            quote = doc.quote(block.span)
            assert quote == quote.strip() != ""


def test_there_are_many() -> None:
    """The corpus has at least three hundred files."""
    assert len(FILES) >= 300


@pytest.mark.parametrize("name", QUICK)
def test_hostile_file(reader: Reader, name: str) -> None:
    """Some of each kind: answered for, within the memory that a document may take."""
    check(reader, name)
    assert 0 < memory(reader) <= MEMORY


def memory(reader: Reader) -> int:
    list(reader.read(Request("a.txt", GOOD.encode())))
    return reader.memory


def cpu_seconds(reader: Reader) -> float:
    """Give the time that all readers so far have worked, those that died included."""
    took = os.times()
    stat = Path(f"/proc/{reader.process}/stat")
    alive = stat.read_text("ascii").rpartition(")")[2].split()[11:13] if stat.exists() else []
    ticks = sum(map(int, alive)) / os.sysconf("SC_CLK_TCK")
    return took.children_user + took.children_system + ticks


@pytest.mark.exhaustive
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_every_hostile_file_among_good_ones(
    reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    """All among a thousand good ones: no good one is lost, and each bad one keeps its limits."""
    lost, took, most = [], {}, 0
    for name in FILES:
        began = cpu_seconds(reader)
        check(reader, name)
        took[name] = cpu_seconds(reader) - began
        most = max(most, reader.memory)
        for _ in range(GOOD_PER_BAD):
            (good,) = reader.read(Request("good.txt", GOOD.encode()))
            lost += [name] if not isinstance(good, Loaded) or good.document.text != GOOD else []
        assert reader.memory <= MEMORY, name
    slowest = sorted(took, key=lambda name: -took[name])[:5]
    told = ", ".join(f"{name} {took[name]:.1f} s" for name in slowest)
    with capsys.disabled():
        good_ones = len(FILES) * GOOD_PER_BAD
        os.write(1, f"\n{len(FILES)} hostile among {good_ones} good: {told}; "
                    f"{most / 1e6:.0f} MB\n".encode())  # fmt: skip
    assert not lost
    assert took[slowest[0]] <= MOST_SECONDS


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("open('out.txt', 'w')", "may not make kipu write"),
        (
            "import socket; socket.create_connection(('127.0.0.1', 9))",
            "may not make kipu use socket",
        ),
        ("import subprocess; subprocess.run(['true'])", "may not make kipu run"),
        ("import os; os.remove('a')", "may not make kipu use os.remove"),
        ("import os; os.write(os.open('/tmp', os.O_RDWR), b'a')", "may not make kipu write"),
        ("bytearray(2_000_000_000)", "MemoryError"),
    ],
)
def test_what_a_reader_may_not_do(tmp_path: Path, code: str, says: str) -> None:
    """Writing, the network, other programs and much memory are refused to it."""
    confined = f"from kipu.pipeline.confinement import confine\nconfine()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", confined], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 1
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_answers_that_nobody_waits_for_are_not_those_of_the_next(reader: Reader) -> None:
    """Of a file whose answers are not all taken, none is taken for one of the next file."""
    box = make_mbox([make_mail(f"Letter {n}", GOOD) for n in range(3)])
    assert isinstance(next(reader.read(Request("box.mbox", box))), Loaded)
    (answer,) = reader.read(Request("a.txt", GOOD.encode()))
    assert isinstance(answer, Loaded)
    assert answer.document.uri == "a.txt"


def test_a_reader_that_dies_is_replaced(reader: Reader) -> None:
    """A reader that is killed is a refusal with its reason at most, and the next one reads on."""
    list(reader.read(Request("a.txt", GOOD.encode())))
    process = reader.process
    assert process
    os.kill(process, 9)
    (answer,) = reader.read(Request("a.txt", GOOD.encode()))
    if isinstance(answer, Refusal):  # it had taken the request when it died
        assert "SIGKILL" in answer.reason
        (answer,) = reader.read(Request("a.txt", GOOD.encode()))
    assert isinstance(answer, Loaded)
    assert reader.process != process


def test_the_memory_of_a_reader_is_its_own() -> None:
    """A kipu that has grown large does not make each reader look as large, and be replaced."""
    large = bytearray(MUCH_MEMORY)
    large[::4096] = b"a" * len(large[::4096])
    made = Reader()
    assert 0 < memory(made) < MUCH_MEMORY / 2
    process = made.process
    assert 0 < memory(made) < MUCH_MEMORY / 2
    assert made.process == process
    made.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_has_a_reader_of_its_own() -> None:
    """A child that reads while its parent does gets its own answers."""
    list(shared_reader().read(Request("a.txt", GOOD.encode())))
    process = shared_reader().process
    child = os.fork()
    if child == 0:
        answers = list(shared_reader().read(Request("b.txt", GOOD.encode())))
        own = shared_reader().process
        shared_reader().close()
        whole = [a.document.uri for a in answers if isinstance(a, Loaded)] == ["b.txt"]
        os._exit(0 if whole and own != process else 1)
    _, status = os.waitpid(child, 0)
    assert status == 0
    (answer,) = shared_reader().read(Request("c.txt", GOOD.encode()))
    assert isinstance(answer, Loaded)
    assert (answer.document.uri, shared_reader().process) == ("c.txt", process)
