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
from kipu.model.resolved import Contradiction
from kipu.pipeline.chronology import Entry
from kipu.pipeline.standing import Value

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
    text.append_text(Text(" or ", "yellow").join(values))
    if contradiction.preferred is not None:
        chosen = [side.value for side in contradiction.values].index(contradiction.preferred)
        text.append(f"; {value_words(contradiction)[chosen]} is preferred", "cyan not bold")
    return text


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
