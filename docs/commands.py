"""Run the commands that a document shows, as it shows them.

    python docs/commands.py README.md [--skip COMMAND ...]

Every line of its ``sh`` blocks is one command, run by bash in the present folder, and every
``python`` block is one program. The first that fails ends the run with status 1.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands_of(text: str) -> Iterator[list[str]]:
    """Give what a document tells its reader to run, in order."""
    for kind, block in _BLOCK.findall(text):
        if kind == "python":
            yield [sys.executable, "-c", block]
        else:
            yield from (["bash", "-c", line] for line in block.splitlines() if line.strip())


def main() -> int:
    """Run them all."""
    parser = argparse.ArgumentParser(description="Run the commands that a document shows.")
    parser.add_argument("document", type=Path)
    parser.add_argument("--skip", nargs="*", default=[])
    options = parser.parse_args()
    for command in commands_of(options.document.read_text("utf-8")):
        if command[-1] in options.skip:
            continue
        sys.stdout.write(f"\n$ {command[-1].rstrip()}\n")
        sys.stdout.flush()
        status = subprocess.run(command, check=False).returncode
        if status:
            sys.stderr.write(f"{options.document}: this failed with {status}: {command[-1]}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
