"""Write ``docs/reference.md`` and ``docs/ontology.md``; ``--check`` only compares.

python docs/reference.py [--check]

The first comes from the commands themselves, the second from the event types and their frames.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from kipu.cli.entry import SECTIONS, cli
from kipu.lang.events import load_frames
from kipu.lang.ontology import EventType, load_ontology
from kipu.lang.resources import languages

REFERENCE = Path(__file__).with_name("reference.md")
ONTOLOGY = Path(__file__).with_name("ontology.md")
HEAD = """\
# The commands

<!-- Written by docs/reference.py from the commands: run `make reference`, do not edit. -->

Every command answers on the output and tells of progress and failures on the error output. The
exit status is 0 when it did what was asked, 1 when it failed, 2 when it was put wrongly.
`NO_COLOR=1` turns colours off; in a pipe there are none. `COLUMNS` sets the width.
"""


ONTOLOGY_HEAD = """\
# The event types

<!-- Written by docs/reference.py from the ontology: run `make reference`, do not edit. -->

Each event that kipu reads has one of {types} types. A type has its id, a name in English and in
Spanish, a definition, and roles: who or what takes part, with the kinds of entity that can. Every
event may have a place and a time beside its roles. A role without kinds is filled by words alone.

Types of one family can stand for one occurrence: what one text calls a killing, another calls a
massacre. Frames are the ways in which a language tells of a type; their examples and
counterexamples are in `src/kipu/lang/en/events/` and `src/kipu/lang/es/events/`.

**Equivalents** are given where a vocabulary has one, and left out where it would have to be
stretched: PLOVER 0.8 (type and mode), ACE 2005, CAMEO (root or three-digit code), ACLED (event type
and sub-event type), HURIDOCS Micro-thesaurus 4 (types of acts), FollowTheMoney (schema, and the
property that holds a role) and schema.org. An equivalent is the nearest category, not the same one:
ACLED counts as an attack on civilians only what its codebook says, and CAMEO knows no victim apart
from its target. In FollowTheMoney everything else can only be an `Event` with the people involved.
"""


def main() -> int:
    """Write or compare; the exit status is 1 if a file is not what it should be."""
    pages = {REFERENCE: render_reference(), ONTOLOGY: render_ontology()}
    if "--check" not in sys.argv[1:]:
        for path, text in pages.items():
            path.write_text(text, "utf-8")
        return 0
    return int(any(not p.exists() or p.read_text("utf-8") != text for p, text in pages.items()))


def render_reference() -> str:
    """Write the whole reference."""
    parts = [HEAD]
    for heading, commands in SECTIONS:
        parts.append(f"## {heading}\n")
        parts.extend(_render_command(name) for name, _ in commands)
    return "\n".join(parts)


def _render_command(name: str) -> str:
    context = click.Context(cli)
    command = cli.get_command(context, name)
    assert command is not None
    inner = click.Context(
        command, info_name=f"kipu {name}", max_content_width=96, terminal_width=96
    )
    return f"### kipu {name}\n\n```text\n{click.unstyle(command.get_help(inner))}\n```\n"


def render_ontology() -> str:
    """Write the whole page of event types, by family."""
    types = load_ontology().types
    order = list(dict.fromkeys(kind.family for kind in types.values()))
    frames = {code: Counter(f.type for f in load_frames(code)) for code in languages()}
    parts = [ONTOLOGY_HEAD.format(types=len(types) - 1)]
    by_family = sorted(types.items(), key=lambda each: order.index(each[1].family))
    for family, members in groupby(by_family, key=lambda each: each[1].family):
        parts.append(f"## Family: {family}\n")
        for key, kind in members:
            counted = ", ".join(f"{frames[code][key]} in {code}" for code in frames)
            parts.append(_render_type(key, kind, counted))
    return "\n".join(parts)


def _render_type(key: str, kind: EventType, counted: str) -> str:
    lines = [f"### {key}\n", f"*{kind.en}*, *{kind.es}*. {kind.definition}\n"]
    roles = (f"| `{role}` | {_kinds(fillers)} |" for role, fillers in kind.roles.items())
    lines += ["| role | who or what |", "|---|---|", *roles, ""]
    equivalents = "; ".join(_equivalents(kind)) or "none"
    return "\n".join([*lines, f"Equivalents: {equivalents}.\n", f"Frames: {counted}.\n"])


def _kinds(fillers: tuple[str, ...]) -> str:
    return ", ".join(fillers) or "words"


def _equivalents(kind: EventType) -> Iterator[str]:
    plain = ("PLOVER", kind.plover), ("ACE", kind.ace), ("schema.org", kind.schema_org)
    yield from (f"{name} `{term}`" for name, term in plain if term)
    if kind.cameo:
        yield f"CAMEO `{kind.cameo.code}` {kind.cameo.term}"
    if kind.acled:
        yield "ACLED " + " / ".join(filter(None, (kind.acled.type, kind.acled.sub_type)))
    yield from (f"HURIDOCS `{act.code}` {act.term}" for act in kind.huridocs)
    if kind.ftm:
        held = ", ".join(f"{role} = `{name}`" for role, name in kind.ftm.properties.items())
        yield f"FollowTheMoney `{kind.ftm.schema}`" + (f" ({held})" if held else "")


if __name__ == "__main__":
    sys.exit(main())
