"""``kipu judge``: decide something without the screen of ``kipu review``."""

from pathlib import Path
from typing import get_args

import click

from kipu.cli.entry import meant
from kipu.cli.options import find_record, record_option
from kipu.cli.people import by, judge_option, judgement_words
from kipu.cli.screens import make_console
from kipu.model.judgements import Action
from kipu.pipeline.judging import Decision, Verb
from kipu.pipeline.records import Record, open_record
from kipu.record.connections import Place

_VALUES = ("prefer", "reject", "edit")
_OTHERS = ("same", "different", "split", "copy", "original")


@click.command("judge")
@click.argument("verb", metavar="VERB")
@click.argument("of", metavar="ID")
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@click.option("--reason", metavar="WORDS", help="Why; it is shown with the judgement.")
@judge_option
@record_option
def command(
    *,
    verb: str,
    of: str,
    words: tuple[str, ...],
    reason: str | None,
    judge: str | None,
    record_path: Place | None,
) -> None:
    """Decide something: one sentence of VERB, ID and WORDS.

    \b
      right ID, wrong ID, unsure ID     an event, account, mention or statement
      prefer ID killed 14               the value that is right; the others stay on the page
      reject ID when 1991-11            no account says so
      edit ID when 1991-11-03           what an account says, where kipu misread it
      same ID ID, different ID ID       two entities or events are one, are not
      split ID ID...                    an event without these accounts, an entity without mentions
      copy ID ID, original ID ID        a document is a copy of another, is none
      date ID 1991-11                   the date of a document
      key ID                            a key fact
      disputed ID WHO, note ID WORDS, assign ID WHO, tag ID WORD
      withdraw ID                       a judgement
      import FILE                       all judgements of an exported record

    Ids are those that timeline, show, who and history show, or their beginnings. Several events
    may be given to right, wrong and unsure. kipu undo takes back what was decided at once.
    """
    path = find_record(record_path, verb="judge")
    with open_record(path, create=False) as record:
        if verb == "import":
            action = _take_over(record, Path(of), judge)
        else:
            action = record.judge(_decisions(verb, of, words), by(judge, reason))
        _tell(record, action)


def _decisions(verb: str, of: str, words: tuple[str, ...]) -> list[Decision]:
    verbs: tuple[Verb, ...] = get_args(Verb)
    if verb not in verbs:
        raise click.UsageError(f"nothing is judged by {verb!r}{meant(verb, verbs)}")
    known = verbs[verbs.index(verb)]
    if known in ("right", "wrong", "unsure", "key", "withdraw"):
        return [Decision(known, id_) for id_ in (of, *words)]
    if not words:
        raise click.UsageError(f"{verb} {of} says too little: kipu judge --help shows how")
    if known in _OTHERS:
        return [Decision(known, of, words)]
    if known in _VALUES:
        if len(words) < 2:
            raise click.UsageError(f"write {verb} ID ATTRIBUTE VALUE, as in {verb} {of} when 1991")
        return [Decision(known, of, attribute=words[0], value=" ".join(words[1:]))]
    return [Decision(known, of, value=" ".join(words))]


def _take_over(record: Record, file: Path, judge: str | None) -> Action:
    from kipu.imports.json import import_judgements
    from kipu.pipeline.loading import load_bytes

    return record.take_over(import_judgements(load_bytes(file)), by(judge))


def _tell(record: Record, action: Action) -> None:
    console = make_console()
    deed = record.history(1)[0]
    files = record.files()
    for judgement in deed.made:
        console.print(judgement_words(judgement, files), soft_wrap=True)
    for judgement in deed.withdrawn:
        line = judgement_words(judgement, files)
        console.print("withdrawn:", line, soft_wrap=True)
    console.out(f"action {action.id}; kipu undo takes it back", highlight=False, style="dim")
