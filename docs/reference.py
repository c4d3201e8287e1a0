"""Write ``docs/reference.md`` from the commands themselves; ``--check`` only compares.

python docs/reference.py [--check]
"""

import sys
from pathlib import Path

import click

from kipu.cli.entry import SECTIONS, cli

REFERENCE = Path(__file__).with_name("reference.md")
HEAD = """\
# The commands

<!-- Written by docs/reference.py from the commands: run `make reference`, do not edit. -->

Every command answers on the output and tells of progress and failures on the error output. The
exit status is 0 when it did what was asked, 1 when it failed, 2 when it was put wrongly.
`NO_COLOR=1` turns colours off; in a pipe there are none. `COLUMNS` sets the width.
"""


def main() -> int:
    """Write or compare; the exit status is 1 if the file is not what it should be."""
    text = render_reference()
    if "--check" not in sys.argv[1:]:
        REFERENCE.write_text(text, "utf-8")
        return 0
    return int(not REFERENCE.exists() or REFERENCE.read_text("utf-8") != text)


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


if __name__ == "__main__":
    sys.exit(main())
