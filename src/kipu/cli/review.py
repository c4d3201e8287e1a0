"""``kipu review``: judge one claim after another, each with its sentence."""

import sys
from collections.abc import Callable, Sequence

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kipu.cli.options import find_record, known_name, record_option
from kipu.cli.people import by, judge_option
from kipu.cli.screens import (
    SHORT_ID,
    counted,
    flat,
    make_console,
    render_value,
    standing_words,
    write,
)
from kipu.cli.show import render_quote
from kipu.lang.dates import parse_day, render_interval
from kipu.model.errors import RecordError
from kipu.pipeline.judging import Decision, Verb
from kipu.pipeline.pages import Claim
from kipu.pipeline.records import Record, open_record
from kipu.pipeline.wording import source_of
from kipu.record.connections import Place

KEYS = {
    "a": "accept: the account is right",
    "x": "reject it; the reason is asked for",
    "u": "unsure: it stays pending",
    "e": "edit a value of the account: when=1991-11-03",
    "d": "disputed; by whom is asked for",
    "f": "a key fact",
    "1-9": "prefer this of the values that contradict each other",
    "j": "next, without judging",
    "k": "back",
    "o": "open the source: the text around the sentence",
    "z": "undo, Z redo",
    "?": "these keys",
    "q": "quit; everything is kept",
}


@click.command("review")
@click.option("--about", metavar="NAME", help="Only events of this person, body or place.")
@judge_option
@record_option
def command(about: str | None, judge: str | None, record_path: Place | None) -> None:
    """Judge what nobody has judged yet, one account after another, by single keys.

    \b
      a accept   x reject   u unsure    e edit      d disputed   f key fact
      1-9 prefer this value             j next      k back       o open source
      z undo     Z redo     ? help      q quit

    Each key is kept at once. The keys can also come from a pipe, where a question is answered by
    the rest of the line.
    """
    path = find_record(record_path, verb="review")
    with open_record(path, create=False) as record:
        if about:
            known_name(record, about)
        session = _Session(record, record.waiting(about=about), judge, make_console())
        session.run()
        record.resolve()


class _Session:
    """A person at the keys: which account they look at, and what they did."""

    def __init__(
        self, record: Record, accounts: Sequence[str], judge: str | None, console: Console
    ) -> None:
        self._record = record
        self._accounts = accounts
        self._judge = judge
        self._console = console
        self._at = 0
        self._judged = 0
        self._claim: Claim | None = None

    def run(self) -> None:
        """Show claims and do what the keys say, until there are no more."""
        self._show(forward=True)
        while self._claim is not None:
            key = _key()
            if key in ("", "q"):
                break
            self._press(key)
        self._console.out(
            f"{counted(self._judged, 'judgement')} made, "
            f"{len(self._accounts) - self._at} of {counted(len(self._accounts), 'account')} to go",
            highlight=False,
        )

    def _press(self, key: str) -> None:
        keys: dict[str, Callable[[], None]] = {
            "a": lambda: self._decide("right"),
            "x": lambda: self._decide("wrong", reason=_ask("why")),
            "u": lambda: self._decide("unsure"),
            "e": self._edit,
            "d": lambda: self._remark("disputed", _ask("by whom")),
            "f": lambda: self._remark("key", None),
            "j": lambda: self._move(1),
            "k": lambda: self._move(-1),
            "o": self._open,
            "z": lambda: self._take_back(undo=True),
            "Z": lambda: self._take_back(undo=False),
            "?": self._help,
        }
        try:
            if key in "123456789":
                self._prefer(int(key))
            elif key in keys:
                keys[key]()
            elif key.strip():
                self._console.print(f"{key!r} does nothing; ? shows the keys", style="dim")
        except RecordError as refused:
            self._console.print(f"not done: {refused}", style="yellow")

    # What the keys do.

    def _judge_it(self, decision: Decision, reason: str | None = None) -> None:
        assert self._claim is not None
        who = by(self._judge, reason)
        self._record.judge([decision], who, seen=self._claim.page.seen)
        self._judged += 1

    def _decide(self, verb: Verb, reason: str | None = None) -> None:
        assert self._claim is not None
        self._judge_it(Decision(verb, self._claim.account.mention.id), reason or None)
        self._console.print({"right": "accepted", "wrong": "rejected"}.get(verb, verb), style="dim")
        self._move(1)

    def _remark(self, verb: Verb, value: str | None) -> None:
        assert self._claim is not None
        self._judge_it(Decision(verb, self._claim.account.mention.id, value=value))
        self._show(fresh=True)

    def _edit(self) -> None:
        assert self._claim is not None
        attribute, equals, value = _ask("which value, as when=1991-11-03").partition("=")
        if not equals:
            raise RecordError("write the attribute, = and the new value, as in when=1991-11-03")
        attribute, value = attribute.strip(), value.strip()
        day = parse_day(value) if attribute == "when" else None
        account = self._claim.account.mention.id
        decision = Decision("edit", account, attribute=attribute, value=day.edtf if day else value)
        self._judge_it(decision)
        self._show(fresh=True)

    def _prefer(self, number: int) -> None:
        assert self._claim is not None
        alternatives = _alternatives(self._claim)
        if number > len(alternatives):
            raise RecordError(f"there is no value {number} to choose")
        attribute, value = alternatives[number - 1]
        event = self._claim.page.entry.event.id
        self._judge_it(Decision("prefer", event, attribute=attribute, value=value))
        self._show(fresh=True)

    def _take_back(self, *, undo: bool) -> None:
        who = by(self._judge)
        action = self._record.undo(who) if undo else self._record.redo(who)
        self._console.print(f"{action.kind} done", style="dim")
        deed = self._record.history(1)[0]
        judged = (*deed.made, *deed.withdrawn)
        waiting = {id_: n for n, id_ in enumerate(self._accounts)}
        self._record.resolve()
        touched = [waiting[id_] for id_ in self._record.accounts_of(judged) if id_ in waiting]
        self._at = min(touched, default=self._at)
        self._show(fresh=True)

    def _move(self, step: int) -> None:
        self._at = max(self._at + step, 0)
        self._show(forward=step > 0, fresh=step < 0)

    # What is shown.

    def _show(self, *, forward: bool = True, fresh: bool = False) -> None:
        """Show the account, or the nearest that was not rejected meanwhile."""
        self._claim = None
        while 0 <= self._at < len(self._accounts) and self._claim is None:
            account = self._accounts[self._at]
            self._claim = self._record.claim(account, fresh=fresh) or self._record.claim(account)
            if self._claim is None:
                self._at += 1 if forward or self._at == 0 else -1
        if self._claim is not None:
            _render(self._claim, self._at + 1, len(self._accounts), self._console)

    def _open(self) -> None:
        assert self._claim is not None
        account = self._claim.account
        doc, sentence = account.doc, account.mention.sentence
        first = doc.text.rfind("\n\n", 0, max(sentence.start - 2, 0))
        last = doc.text.find("\n\n", sentence.end + 2)
        end = len(doc.text) if last < 0 else last
        begin = max(first, 0)
        text = Text(doc.text[begin:end].strip("\n"))
        lead = len(doc.text[begin:end]) - len(doc.text[begin:end].lstrip("\n"))
        text.stylize("bold", sentence.start - begin - lead, sentence.end - begin - lead)
        write(self._console, Text(flat(doc.uri), "cyan"), Padding(text, (1, 2)))

    def _help(self) -> None:
        table = Table.grid(padding=(0, 2, 0, 0))
        for key, words in KEYS.items():
            table.add_row(Text(f"  {key}", "bold"), words)
        write(self._console, table)


def _key() -> str:
    """Read one key; from a pipe the next character, the end of it being none."""
    if not sys.stdin.isatty():
        return sys.stdin.read(1)
    try:
        return click.getchar()
    except EOFError:
        return ""


def _ask(question: str) -> str:
    """Ask for some words; in a pipe they are the rest of the line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    answer: str = click.prompt(question, default="", show_default=False)
    return answer.strip()


def _alternatives(claim: Claim) -> list[tuple[str, str]]:
    """Give the values that contradict each other, in the order of their numbers."""
    return [
        (found.attribute, side.value)
        for found in claim.page.entry.contradictions
        for side in found.values
    ][:9]


def _render(claim: Claim, number: int, total: int, console: Console) -> None:
    page, account = claim.page, claim.account
    event = page.entry.event
    head = Text(f"{number} of {total}  ", "dim").append(event.id[:SHORT_ID], "dim")
    head.append(f"  {' · '.join(standing_words(page.entry))}", "not dim")
    source = Text(f"{source_of(account.doc)}, ", "cyan")
    source.append(render_interval(page.dated[account.doc.id].interval))
    table = Table.grid(padding=(0, 2, 0, 0))
    for value in page.values:
        if account.mention.id in value.accounts:
            table.add_row(
                Text(f"  {value.attribute.replace('_', ' ')}", "dim"), render_value(value)
            )
    line = Text(f"{render_interval(page.entry.when.interval)}  ", "bold")
    line.append(page.entry.text, "bold")
    write(
        console,
        Text(),
        head,
        line,
        Padding(render_quote(account.doc, [account.mention]), (1, 2)),
        source,
        table,
        *_render_alternatives(claim),
    )


def _render_alternatives(claim: Claim) -> list[Text]:
    preferred = {f.attribute: f.preferred for f in claim.page.entry.contradictions}
    lines = []
    for number, (attribute, value) in enumerate(_alternatives(claim), 1):
        shown = parse_day(value) if attribute == "when" else None
        words = render_interval(shown) if shown else value
        line = Text(f"  {number}  ", "bold yellow").append(
            f"{attribute.replace('_', ' ')}: {words}"
        )
        if preferred.get(attribute) == value:
            line.append("  preferred", "green")
        lines.append(line)
    return lines
