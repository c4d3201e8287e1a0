"""What the screens have in common: the console, events as rows, words for what is known."""

import re

import msgspec
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kipu.lang.dates import parse_day, render_interval
from kipu.model.documents import Document
from kipu.model.readings import Factuality
from kipu.model.resolved import Contradiction, Event
from kipu.pipeline.records import Entry

NARROW = 64
"""Columns below which a row of the chronology is broken into lines of its own."""
WIDE = 104
"""Columns from which the longest dates and statuses stand on one line."""
SHORT_ID = 6
"""Characters of an event's id that are shown; ids can be given by their beginning."""

_LONG_NUMBER = re.compile(r"\b\d{5,15}\b")

REPORTED: dict[Factuality, str] = {
    "certain": "",
    "probable": "probable",
    "possible": "alleged",
    "denied": "denied",
    "planned": "planned",
    "hypothetical": "hypothetical",
}
"""How factuality is put in words; what is certain is not said."""
STATUS = {"agreed": "agreed", "single-source": "single source", "disputed": "disputed"}
STYLES = {"agreed": "green", "single-source": "dim", "disputed": "bold yellow"}


def make_console(*, errors: bool = False) -> Console:
    """Make the console of the output, or of what is only for people to see."""
    return Console(stderr=errors, highlight=False, markup=False, emoji=False)


def write(console: Console, *parts: RenderableType) -> None:
    """Write to the output; outside of a terminal no line ends in blanks."""
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    text = capture.get()
    if not console.is_terminal:
        text = "".join(line.rstrip() + "\n" for line in text.splitlines())
    console.file.write(text)


def write_json(value: object) -> None:
    """Write records as JSON to the output."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
    make_console().out(text, highlight=False)


def status_words(event: Event) -> list[str]:
    """Give what is known of an event's standing, in words."""
    words = [STATUS[event.status]]
    if event.factuality != "certain":
        words.insert(0, REPORTED[event.factuality])
    return words


def render_status(event: Event, *, wide: bool) -> Text:
    """Write an event's standing, and how many documents tell of it."""
    *reported, status = status_words(event)
    text = Text("".join(f"{word}\n" for word in reported), "magenta")
    text.append(status, STYLES[event.status])
    if event.status != "single-source":
        text.append(f" in {event.sources}{' sources' if wide else ''}", "dim")
    elif event.sources > 1 and wide:
        text.append(", copied", "dim")
    return text


def flat(text: str) -> str:
    """Write a stretch of a text on one line, without signs that would move or colour the screen.

    >>> flat("on\\n Friday")
    'on Friday'
    """
    words = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in words)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> counted(2, "source")
    '2 sources'
    """
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def render_contradiction(contradiction: Contradiction) -> Text:
    """Write on one line what the values are that cannot all hold."""
    text = Text(f"{contradiction.attribute.replace('_', ' ')}: ", "yellow")
    values = [Text(word, "bold yellow") for word in value_words(contradiction)]
    return text.append_text(Text(" or ", "yellow").join(values))


def value_words(contradiction: Contradiction) -> list[str]:
    """Give the values of a contradiction as people read them."""
    values = [value.value for value in contradiction.values]
    if contradiction.attribute != "when":
        return [_LONG_NUMBER.sub(lambda found: f"{int(found[0]):,}", value) for value in values]
    return [render_interval(parse_day(value)) if parse_day(value) else value for value in values]


def source_of(doc: Document) -> str:
    """Name a document by its outlet if it has one, else by its file."""
    return doc.outlet or doc.uri.rsplit("/", 1)[-1]


def render_chronology(entries: tuple[Entry, ...], width: int) -> RenderableType:
    """Write events under the years in which they begin, the undated ones last."""
    blocks: list[RenderableType] = []
    longest = max((_render_when(entry).cell_len for entry in entries), default=0)
    dates = min(longest, 23 if width >= WIDE else 14)
    for year, group in _by_year(entries):
        blocks += [Text(year, "bold cyan"), _render_group(group, width, dates), Text()]
    return Group(*blocks)


def _by_year(entries: tuple[Entry, ...]) -> list[tuple[str, list[Entry]]]:
    groups: list[tuple[str, list[Entry]]] = []
    for entry in entries:
        year = _year_of(entry)
        if not groups or groups[-1][0] != year:
            groups.append((year, []))
        groups[-1][1].append(entry)
    return groups


def _year_of(entry: Entry) -> str:
    interval = entry.when.interval
    if interval is None:
        return "Undated"
    first = interval.earliest or interval.latest
    return str(first.year) if first else "Undated"


def _render_group(entries: list[Entry], width: int, dates: int) -> RenderableType:
    if width < NARROW:
        return Group(*(_render_stacked(entry) for entry in entries))
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=dates)
    table.add_column(ratio=1)
    table.add_column(width=26 if width >= WIDE else 13)
    table.add_column(width=SHORT_ID, style="dim")
    for entry in entries:
        table.add_row(
            _render_when(entry),
            _render_what(entry),
            render_status(entry.event, wide=width >= WIDE),
            entry.event.id[:SHORT_ID],
        )
    return Padding(table, (0, 0, 0, 2))


def _render_stacked(entry: Entry) -> RenderableType:
    first = _render_when(entry).append("  ").append(entry.event.id[:SHORT_ID], "dim")
    return Padding(
        Group(first, _render_what(entry), render_status(entry.event, wide=True), Text()),
        (0, 0, 0, 2),
    )


def _render_when(entry: Entry) -> Text:
    undated = entry.when.interval is None
    return Text("" if undated else render_interval(entry.when.interval), "bold")


def _render_what(entry: Entry) -> Text:
    certain = entry.event.factuality == "certain"
    text = Text(entry.text, "" if certain else "italic")
    for contradiction in entry.contradictions:
        text.append("\n").append_text(render_contradiction(contradiction))
    return text
