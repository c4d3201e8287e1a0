"""Show that a record loses nothing: processes are killed, many edit at once, many make one.

    python -m bench.record_reliability [--kills 500] [--servers 50] [--edits 5000] [--folder /tmp]

All is done to a record in a file and to one on a server of PostgreSQL, which the bench starts for
itself where there is one; kill -9 at random moments ends the client that adds, judges, merges,
undoes or brings a record up to date, and ``--servers`` times the server's own process. What was
acknowledged and is not there afterwards is lost. Prints a table; 1 if anything is lost.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.record.kills import Kept, kill_adding, kill_judging, kill_migrating, kill_servers
from tests.record.server import find_programs, running_server
from tests.record.test_actions import edit_together
from tests.record.test_together import made_together

from bench.scaling import make_archive
from kipu.record.addresses import Address
from kipu.record.connections import Place, place_of

THREADS, THINGS = 50, 25
"""Who edits at once, and on how many things."""


def killed(place: Place, kills: int, servers: int) -> Iterator[tuple[str, Callable[[], Kept]]]:
    """Give what is killed, and what kills it so often: two, two and one of five kills each."""
    part = kills * 2 // 5
    yield "add", lambda: kill_adding(place, part, seed=11)
    yield "review, merge, undo", lambda: kill_judging(place, part, seed=12)
    yield "migrate", lambda: kill_migrating(place, kills - 2 * part)
    if isinstance(place, Address):
        yield "server's process", lambda: kill_servers(place, servers, seed=13)


def show_kills(place: Place, kills: int, servers: int) -> int:
    """Kill, print a line of each kind, and give how much was lost or wrong."""
    wrong = 0
    for name, kill in killed(place, kills, servers):
        began = time.monotonic()
        kept = kill()
        wrong += len(kept.lost) + len(kept.problems)
        print(
            f"  {name:20}{kept.kills:6} kills{kept.acknowledged:9,} acknowledged"
            f"{len(kept.lost):4} lost{len(kept.problems):4} problems"
            f"{time.monotonic() - began:7.0f} s",
            flush=True,
        )
        for told in (*kept.lost, *kept.problems):
            print(f"    {told}")
    return wrong


def show_edits(place: Place, edits: int) -> int:
    """Let fifty threads edit, print what came of it, and give how much was lost or wrong."""
    began = time.monotonic()
    edited = edit_together(place, THREADS, edits // THREADS, THINGS)
    lost = edits // THREADS * THREADS - edited.kept
    print(
        f"  {THREADS} threads{edited.kept:9,} edits{edited.refused:9,} refused and done again"
        f"{lost:4} lost{edited.problems:4} problems{time.monotonic() - began:7.0f} s",
        flush=True,
    )
    return lost + edited.problems


def show_together(place: Place) -> str:
    """Let one process make a record, then four; print the hashes, and give them."""
    readings = make_archive(40)
    hashes = [made_together(place, readings, processes) for processes in (1, 4)]
    print(f"  made by 1 process {hashes[0][:16]}, by 4 {hashes[1][:16]}", flush=True)
    return " ".join(hashes)


def show(first: Place, second: Place, third: Place, options: argparse.Namespace) -> tuple[int, str]:
    """Do all of it at three places of one kind; give how much was wrong, and the hashes."""
    wrong = show_kills(first, options.kills, options.servers)
    wrong += show_edits(second, options.edits)
    return wrong, show_together(third)


def main(arguments: list[str]) -> int:
    """Run the bench; 1 if anything was lost, was wrong, or differs."""
    parser = argparse.ArgumentParser(description="Show that a record loses nothing.")
    parser.add_argument("--kills", type=int, default=500, help="of each kind of record")
    parser.add_argument("--servers", type=int, default=50, help="kills of the server's process")
    parser.add_argument("--edits", type=int, default=5000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args(arguments)
    with TemporaryDirectory(dir=options.folder) as folder:
        print("in a file")
        files = [Path(folder) / f"{name}.kipu" for name in ("killed", "edited", "made")]
        wrong, hashes = show(files[0], files[1], files[2], options)
        if find_programs() is None:
            print("PostgreSQL is not installed, so that no server was tried")
        else:
            print("on a server")
            with running_server() as server:
                names = ("killed", "edited", "made")
                places = [place_of(f"{server}&schema={name}") for name in names]
                more, others = show(places[0], places[1], places[2], options)
            wrong += more + (others != hashes)
        wrong += len(set(hashes.split())) - 1
    print("nothing is lost" if not wrong else f"lost or wrong: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
