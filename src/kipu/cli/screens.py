"""What the screens have in common: the console, events as rows, words for what is known."""

import re
from collections.abc import Iterable
from itertools import groupby

import msgspec
from rich.console import (
    Console,
    ConsoleOptions,
    ConsoleRenderable,
    Group,
    RenderableType,
    RenderHook,
)
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from kipu.cli.printable import printable
from kipu.lang.dates import parse_day, render_interval
from kipu.model.readings import Factuality
from kipu.model.resolved import Contradiction
from kipu.pipeline.chronology import Entry
from kipu.pipeline.standing import Value
from kipu.pipeline.wording import long_numbers_apart, year_of

NARROW = 64
"""Columns below which a row of the chronology is broken into lines of its own."""
WIDE = 104
"""Columns from which the longest dates and statuses stand on one line."""
SHORT_ID = 6
"""Characters of an event's id that are shown; ids can be given by their beginning."""

_BEYOND_ASCII = re.compile("[\x7f-\x9f]")
"""Commands of a terminal that JSON leaves as they are."""

REPORTED: dict[Factuality, str] = {
    "certain": "",
    "probable": "probable",
    "possible": "alleged",
    "denied": "denied",
    "planned": "planned",
    "hypothetical": "hypothetical",
}
"""How factuality is put in words; what is certain is not said."""
STATUS = {
    "agreed": "agreed",
    "single-source": "single source",
    "inferred": "inferred date",
    "disputed": "disputed",
    "pending": "pending",
    "rejected": "rejected",
}
STYLES = {
    "agreed": "green",
    "single-source": "dim",
    "inferred": "dim italic",
    "disputed": "bold yellow",
    "pending": "bold magenta",
    "rejected": "red strike",
}


def make_console(*, errors: bool = False) -> Console:
    """Make the console of the output, or of what is only for people to see."""
    console = Console(stderr=errors, highlight=False, markup=False, emoji=False)
    console.push_render_hook(_PrintableOnly())
    return console


class _PrintableOnly(RenderHook):
    """Lets no text command the terminal, wherever on a screen it stands.

    Titles, names, outlets and files come from strangers as quotes do, so this is done once for all
    that is written.
    """

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Printable(one) for one in renderables]


class _Printable:
    def __init__(self, inner: ConsoleRenderable) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        for segment in console.render(self._inner, options):
            # What moves the cursor for a progress bar is rich's own, and no text.
            yield segment if segment.control else segment._replace(text=printable(segment.text))


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
    text = _BEYOND_ASCII.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    make_console().file.write(f"{text}\n")


def standing_words(entry: Entry) -> list[str]:
    """Give how an event stands, in words: how certain, by whom disputed, what people said."""
    event, standing = entry.event, entry.standing
    words = [REPORTED[event.factuality]] if event.factuality != "certain" else []
    status = STATUS[standing.status]
    if standing.status == "disputed" and standing.disputed_by:
        status += f" by {', '.join(standing.disputed_by)}"
    if standing.reason and standing.status == "pending":
        status += f" ({flat(standing.reason)})"
    words.append(status)
    if standing.status == "inferred":
        words.append(STATUS[event.status])
    words += [f"accepted by {', '.join(standing.accepted_by)}"] if standing.accepted_by else []
    words += ["key fact"] if standing.key else []
    words += [f"for {name}" for name in standing.assigned]
    return [*words, *(f"#{tag}" for tag in standing.tags)]


def render_status(entry: Entry, *, wide: bool) -> Text:
    """Write an event's standing, and how many documents tell of it."""
    event, standing = entry.event, entry.standing
    text = Text()
    if event.factuality != "certain":
        text.append(f"{REPORTED[event.factuality]}\n", "magenta")
    text.append(STATUS[standing.status], STYLES[standing.status])
    if event.status != "single-source":
        text.append(f" in {event.sources}{' sources' if wide else ''}", "dim")
    elif event.sources > 1 and wide:
        text.append(", copied", "dim")
    if standing.accepted_by:
        text.append("\naccepted", "green")
    return text.append("\nkey fact", "bold") if standing.key else text


def render_value(value: Value) -> Text:
    """Write a value with how it stands, and beside an edited one what kipu had read."""
    interval = parse_day(value.value) if value.attribute == "when" else None
    words = render_interval(interval) if interval else flat(value.value)
    text = Text(words, "strike dim" if value.status == "rejected" else "")
    if value.machine is not None:
        text.append(f"  kipu read {flat(value.machine)}", "dim not strike")
    if value.status in ("disputed", "inferred", "pending", "rejected"):
        text.append(f"  {STATUS[value.status]}", "yellow not strike not dim")
    for judgement in value.judgements:
        said = {"negative": "rejected", "unsure": "unsure"}.get(judgement.verdict, "preferred")
        said = "edited" if judgement.value else said
        reason = f": {flat(judgement.reason)}" if judgement.reason else ""
        text.append(f"  {said} by {flat(judgement.judge)}{reason}", "cyan not strike not dim")
    return text


def flat(text: str) -> str:
    """Write a stretch of a text on one line.

    >>> flat("on\\n Friday")
    'on Friday'
    """
    return " ".join(text.split())


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
    text.append_text(Text(" or ", "yellow").join(values))
    if contradiction.preferred is not None:
        chosen = [side.value for side in contradiction.values].index(contradiction.preferred)
        text.append(f"; {value_words(contradiction)[chosen]} is preferred", "cyan not bold")
    return text


def value_words(contradiction: Contradiction) -> list[str]:
    """Give the values of a contradiction as people read them."""
    values = [value.value for value in contradiction.values]
    if contradiction.attribute != "when":
        return [long_numbers_apart(value) for value in values]
    return [render_interval(parse_day(value)) if parse_day(value) else value for value in values]


def render_chronology(entries: tuple[Entry, ...], width: int) -> RenderableType:
    """Write events under the years in which they begin, the undated ones last."""
    blocks: list[RenderableType] = []
    longest = max((_render_when(entry).cell_len for entry in entries), default=0)
    dates = min(longest, 23 if width >= WIDE else 14)
    for year, group in groupby(entries, key=lambda entry: year_of(entry.when.interval)):
        title = Text(year or "Undated", "bold cyan")
        told: list[Entry] = []
        bare: list[Entry] = []
        for entry in group:
            (bare if _is_bare(entry) else told).append(entry)
        blocks += [title, _render_group(told, width, dates)] if told else [title]
        blocks += [_render_bare(bare), Text()] if bare else [Text()]
    return Group(*blocks)


_MOST_BARE = 40
"""Events of which nothing is told that are named, of a record of many."""


def _is_bare(entry: Entry) -> bool:
    """Whether no source tells more than that there was an event of its type."""
    event = entry.event
    place = event.place and not event.place_inferred
    told = (place, event.participants, event.quantities, entry.contradictions)
    return entry.when.interval is None and event.factuality == "certain" and not any(told)


def _render_bare(entries: list[Entry]) -> RenderableType:
    """Name events of which nothing is told in one paragraph, with their ids, by their types."""
    text = Text("Also told, with no time, place, people or numbers: ")
    ordered = sorted(entries, key=lambda entry: entry.text)
    named = [
        Text(f"{entry.text} ").append(entry.event.id[:SHORT_ID], "dim")
        for entry in ordered[:_MOST_BARE]
    ]
    if len(ordered) > _MOST_BARE:
        named.append(Text(f"and {len(ordered) - _MOST_BARE:,} more, which --json lists"))
    return Padding(text.append_text(Text(", ").join(named)), (0, 0, 0, 2))


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
            render_status(entry, wide=width >= WIDE),
            entry.event.id[:SHORT_ID],
        )
    return Padding(table, (0, 0, 0, 2))


def _render_stacked(entry: Entry) -> RenderableType:
    first = _render_when(entry).append("  ").append(entry.event.id[:SHORT_ID], "dim")
    return Padding(
        Group(first, _render_what(entry), render_status(entry, wide=True), Text()),
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
