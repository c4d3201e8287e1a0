"""What a text says does not depend on the day on which it is read."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import EXAMPLES, ROOT, environment

UNDATED = """Mayor held

Today the mayor was held, as last week. She fled yesterday and will be tried next month. On Friday
she said that in May she had been ill. Ten years ago, in '98, the law was passed; by 3/4/05 it was
gone. This year's vote is due on 29 February. Now it is noon. It ended on Tuesday, 5 March.
"""


def read_on(day: str, files: list[Path], **more: str) -> str:
    """Read files in a process of its own whose clock is at a day."""
    command = [sys.executable, "-m", "tests.pipeline.clock", day, *map(str, files)]
    env = environment(**more)
    env["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_day_gives_the_same_reading(tmp_path: Path) -> None:
    """Readings made on two days, in two time zones, with two orders of sets, are the same."""
    undated = tmp_path / "undated.txt"
    undated.write_text(UNDATED)
    files = [
        undated,
        *(EXAMPLES / "marena" / f"{n}.txt" for n in ("magazine-pardon", "chronology")),
    ]
    one = read_on("1999-12-31", files, TZ="Asia/Tokyo", PYTHONHASHSEED="1")
    other = read_on("2032-02-29", files, TZ="America/Lima", PYTHONHASHSEED="2")
    assert len(one.splitlines()) == 2 * len(files)
    assert one == other
