"""The first screen, the table of commands, and how a failure is told."""

import difflib
import os
import re
import sys
from importlib import import_module

import click

from kipu.cli.printable import printable
from kipu.model.errors import KipuError

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Fill a record",
        (
            ("add", "Read articles into a record."),
            ("watch", "Follow feeds and folders, and add what is new."),
        ),
    ),
    (
        "Ask it",
        (
            ("timeline", "What happened, in order of time."),
            ("show", "One event: every account of it, side by side."),
            ("who", "One person, body or place: names, offices, kin, events."),
            ("conflicts", "What the sources disagree on."),
            ("explain", "Why two events, persons or mentions are one or two."),
            ("search", "Find words in texts and events."),
        ),
    ),
    (
        "Serve it",
        (
            ("serve", "The record as pages, or as JSON; on this computer only."),
            ("token", "Who may ask a served record for JSON, and judge."),
        ),
    ),
    (
        "Judge it",
        (
            ("review", "One claim after another, by single keys."),
            ("judge", "Decide something: right, same, prefer, date, note ..."),
            ("history", "What people decided, and what is to be checked."),
            ("undo", "Take back what was decided."),
            ("redo", "Do again what was undone."),
            ("reread", "Read all documents again; every judgement stays."),
        ),
    ),
    (
        "Take it elsewhere",
        (
            ("backup", "Copy the record, whole at one moment."),
            ("copy", "Copy a record from a file to a server, or back."),
            ("diff", "What differs between two records."),
            ("export", "Write the record as JSON, its sources as WACZ."),
            ("publish", "Write the record as web pages."),
            ("check", "Verify that the record is whole."),
        ),
    ),
    (
        "Without a record",
        (
            ("read", "What one document says, or many as lines of JSON."),
            ("times", "The times that texts tell, and what days they come to."),
            ("date", "When texts were written, and what shows it."),
        ),
    ),
)
"""The commands as the first screen shows them; each is the module of its name, loaded when used."""

EXAMPLE = """\
  kipu add articles/ --record peru.kipu
  kipu timeline --about Fujimori --from 1990 --to 2000
  kipu show v3f2a"""

_ADDRESS = re.compile(r"(?i)postgres(ql)?:/+\S*@")
BAD_USE = 2
FAILURE = 1
INTERRUPTED = 130
PIPE_CLOSED = 141


class Commands(click.Group):
    """The table of commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of the first screen."""
        return [name for _, commands in SECTIONS for name, _ in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"kipu.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was named, or say which one may have been meant."""
        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            raise click.UsageError(
                f"there is no command {name!r}{meant(name, self.list_commands(ctx))}", ctx
            )
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first screen."""
        title = click.style("kipu", bold=True)
        formatter.write(f"\n  {title}  from news articles to a sourced chronology\n\n")
        for heading, commands in SECTIONS:
            formatter.write(f"  {click.style(heading, dim=True)}\n")
            for name, summary in commands:
                command = click.style(name.ljust(10), fg="cyan", bold=True)
                formatter.write(f"    {command} {summary}\n")
            formatter.write("\n")
        formatter.write(f"  {click.style('For example', dim=True)}\n")
        formatter.write("\n".join(f"  {line}" for line in EXAMPLE.splitlines()) + "\n\n")
        formatter.write("  The record is the one of --record, else of the variable KIPU_RECORD,\n")
        formatter.write("  else the only *.kipu file in the folder.\n\n")
        formatter.write(
            "  kipu COMMAND --help tells more of one; kipu --version gives the version.\n"
        )


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="kipu", message="kipu %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """From news articles to a sourced chronology."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def meant(word: str, known: list[str] | tuple[str, ...]) -> str:
    """Give the end of a message that suggests the known words closest to one.

    >>> meant("timelime", ["timeline", "who"])
    '; did you mean timeline?'
    """
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def tell(message: str) -> None:
    """Write one sentence about a failure to the error output.

    An address that was given where none is expected is not repeated: it may hold a password.
    """
    shown = printable(_ADDRESS.sub("postgresql://...@", message))
    click.echo(f"{click.style('kipu:', fg='red', bold=True)} {shown}", err=True)


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(_run())


def _run() -> int:
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        return _refuse(error)
    except KipuError as error:
        tell(str(error))
        return FAILURE
    except (click.Abort, KeyboardInterrupt):
        tell("stopped; a record keeps what was added to it so far")
        return INTERRUPTED
    except BrokenPipeError:
        # Python would complain at exit while flushing what nobody reads any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        tell(f"the output could not be written: {error.strerror or error}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    return status if isinstance(status, int) else 0


def _refuse(error: click.ClickException) -> int:
    """Tell of a command that was put wrongly, and where its help is."""
    message = error.format_message().rstrip(".")
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    tell(message[:1].lower() + message[1:] if message[1:2].islower() else message)
    if ctx is not None:
        click.echo(f"      {ctx.command_path} --help tells how it is used", err=True)
    return BAD_USE
