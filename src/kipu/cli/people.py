"""Who judges and when, and judgements in words."""

import getpass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.text import Text

from kipu.cli.screens import counted, flat, make_console
from kipu.model.judgements import Action, Judgement
from kipu.pipeline.judging import By
from kipu.record import Deed

judge_option = click.option(
    "--judge",
    metavar="NAME",
    envvar="KIPU_JUDGE",
    help="Who judges; else the variable KIPU_JUDGE, else the name of the user.",
)


def adder(named: str | None) -> str | None:
    """Say who adds, if anybody is known."""
    try:
        return named or getpass.getuser()
    except (OSError, KeyError):
        return None


def by(judge: str | None, reason: str | None = None) -> By:
    """Say who decides, now."""
    return By(judge or _user(), datetime.now(UTC), reason)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise click.UsageError("nobody is named who judges: name one with --judge") from error


_WORDS = {
    ("right", "positive"): "right",
    ("right", "negative"): "wrong",
    ("right", "unsure"): "unsure",
    ("same", "positive"): "one and the same",
    ("same", "negative"): "not the same",
    ("same", "unsure"): "perhaps the same",
    ("copy", "positive"): "a copy",
    ("copy", "negative"): "no copy",
    ("value", "positive"): "preferred",
    ("value", "negative"): "rejected",
}
LONGEST = 40


def judgement_words(judgement: Judgement, files: dict[str, tuple[str, str]]) -> Text:
    """Write a judgement on one line: what it says, of which words, in which document."""
    said = _WORDS.get((judgement.kind, judgement.verdict), judgement.kind)
    if judgement.kind == "value" and judgement.value is not None:
        said = "edited"
    text = Text(said, "bold")
    if judgement.attribute:
        text.append(f" {judgement.attribute.replace('_', ' ')}", "not bold")
    if judgement.machine and judgement.kind in ("value", "date"):
        text.append(f" {_short(judgement.machine)}", "not bold")
    if judgement.value:
        text.append(f" → {_short(judgement.value)}" if judgement.machine else f" {judgement.value}")
    target, other = judgement.target, judgement.target.other
    text.append(f"  {_where(target.exact, target.document, files)}", "not bold dim")
    if judgement.kind in ("same", "copy") and other is not None:
        text.append(f" and {_where(other.exact, other.document, files)}", "not bold dim")
    if judgement.reason:
        text.append(f"  ({flat(judgement.reason)})", "not bold italic")
    return text


def _short(words: str) -> str:
    words = flat(words)
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _where(exact: str, document: str, files: dict[str, tuple[str, str]]) -> str:
    uri = files[document][1] if document in files else "a document that is not in the record"
    name = Path(uri).name
    return f"“{_short(exact)}” in {name}" if exact else name


def write_reversal(done: Action, deed: Deed) -> None:
    """Tell what an undo or a redo withdrew and made again."""
    parts = [f"{counted(len(deed.withdrawn), 'judgement')} withdrawn"] if deed.withdrawn else []
    parts += [f"{counted(len(deed.made), 'judgement')} made again"] if deed.made else []
    make_console().out(f"{', '.join(parts)}: action {done.id}", highlight=False)
