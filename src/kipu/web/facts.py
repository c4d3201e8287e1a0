"""Values as the screens write them: numbers, sources, contradictions, citations."""

from collections.abc import Collection
from datetime import UTC, datetime
from gettext import NullTranslations

from kipu.lang.dates import parse_day, render_interval
from kipu.model import edtf
from kipu.model.documents import CreationTime, Document
from kipu.model.judgements import Judgement
from kipu.model.readings import Attribution
from kipu.model.resolved import Contradiction, Location, ResolvedQuantity
from kipu.model.spans import Span
from kipu.pipeline.wording import long_numbers_apart, number_words, source_of
from kipu.web.words import type_word, word

MOST_LETTERS = 20
"""Letters that are named of those that cannot be shown."""
SHORT_HASH = 12
"""Digits of a hash that a citation gives."""


def quantity_words(catalogue: NullTranslations, quantity: ResolvedQuantity) -> str:
    """Write a quantity with its bounds, as "at least 12"; persons are not named as a unit."""
    low, high, _ = quantity.low, quantity.high, catalogue.gettext
    if low is None and high is not None:
        words = _("up to %(number)s") % {"number": number_words(high)}
    elif high is None and low is not None:
        words = _("at least %(number)s") % {"number": number_words(low)}
    elif low is not None and high is not None and low != high:
        words = f"{number_words(low)}–{number_words(high)}"
    else:
        words = number_words(quantity.value)
    if quantity.approximate:
        words = _("about %(number)s") % {"number": words}
    unit = "" if quantity.unit == "person" else _unit(catalogue, quantity)
    return f"{words} {unit}".strip()


def _unit(catalogue: NullTranslations, quantity: ResolvedQuantity) -> str:
    """Name a unit as its number wants it: lengths of time in the language of the page."""
    n = 1 if quantity.value == 1 else 2
    named = {
        "year": catalogue.ngettext("year", "years", n),
        "month": catalogue.ngettext("month", "months", n),
        "week": catalogue.ngettext("week", "weeks", n),
        "day": catalogue.ngettext("day", "days", n),
        "hour": catalogue.ngettext("hour", "hours", n),
    }
    plain = quantity.unit if n == 1 or quantity.unit.isupper() else f"{quantity.unit}s"
    return named.get(quantity.unit, plain)


def value_words(contradiction: Contradiction, language: str) -> list[str]:
    """Give the values of a contradiction as people read them."""
    return [
        side_words(value.value, contradiction.attribute, language) for value in contradiction.values
    ]


def side_words(value: str, attribute: str, language: str) -> str:
    """Give one value of a contradiction as people read it."""
    if attribute != "when":
        return long_numbers_apart(value)
    day = parse_day(value)
    return render_interval(day, language) if day else value


def said_words(catalogue: NullTranslations, value: str, judgement: Judgement, language: str) -> str:
    """Give a value of a judgement as people read it."""
    if judgement.kind not in ("value", "date"):
        return value  # the words of a note are as somebody wrote them
    attribute = "when" if judgement.kind == "date" else judgement.attribute
    return valued_words(catalogue, value, attribute or "", language)


def valued_words(catalogue: NullTranslations, value: str, attribute: str, language: str) -> str:
    """Give a value of an attribute of an event as people read it."""
    if attribute == "type":
        return type_word(value, language)
    if attribute == "factuality":
        return word(catalogue, value)
    return side_words(value, attribute, language)


def day_words(moment: datetime, language: str) -> str:
    """Give the day of a moment, and its time on the clock of this computer."""
    here = moment.astimezone()
    return f"{render_interval(edtf.of_day(here.date()), language)}, {here:%H:%M}"


def moment_words(moment: str, language: str) -> str:
    """Give the day and the minute of a moment in UTC; what is no ISO date-time stays as it is."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    there = found.astimezone(UTC) if found.tzinfo else found
    zone = " UTC" if found.tzinfo else ""
    return f"{render_interval(edtf.of_day(there.date()), language)}, {there:%H:%M}{zone}"


def attribution_words(catalogue: NullTranslations, attribution: Attribution, doc: Document) -> str:
    """Write who says so, outermost last."""
    source = catalogue.gettext("an unnamed source")
    if attribution.source:
        source = f"“{flat(doc.quote(attribution.source))}”"
    outer = attribution.within
    rest = f", {attribution_words(catalogue, outer, doc)}" if outer else ""
    return f"{source} ({flat(doc.quote(attribution.cue))}){rest}"


def citation(doc: Document, created: CreationTime, span: Span | None, language: str) -> str:
    """Write a quote with where it stands, to be pasted into a text."""
    dated = render_interval(created.interval, language)
    if created.basis == "inferred":
        dated = f"[{dated}]"
    title = f" “{doc.title}”," if doc.title else ""
    where = f"{source_of(doc)},{title} {dated}, {doc.uri}"
    proof = f"SHA-256 {doc.sha256[:SHORT_HASH]}…"
    if span is None:
        return f"{where}; {proof}"
    return f"“{flat(doc.quote(span))}” — {where}, {span.start}–{span.end}; {proof}"


def unshown_words(catalogue: NullTranslations, letters: Collection[str]) -> str:
    """Say which letters a file cannot show as they are."""
    found = " ".join(sorted(letters)[:MOST_LETTERS])
    more = " …" if len(letters) > MOST_LETTERS else ""
    _ = catalogue.gettext
    return _(
        "This file cannot show some letters as they are: %(letters)s. The file for Word has them."
    ) % {"letters": found + more}


def degree_words(catalogue: NullTranslations, location: Location) -> str:
    """Write where a place lies.

    >>> degree_words(NullTranslations(), Location(-12.04, -77.03, "PE", "1"))
    '12.0° S, 77.0° W'
    """
    north, east, _ = location.latitude, location.longitude, catalogue.gettext
    along = _("%(degrees)s° S") if north < 0 else _("%(degrees)s° N")
    across = _("%(degrees)s° W") if east < 0 else _("%(degrees)s° E")
    return f"{along % {'degrees': f'{abs(north):.1f}'}}, {across % {'degrees': f'{abs(east):.1f}'}}"


def flat(text: str) -> str:
    """Write a stretch of a text on one line.

    >>> flat("on\\n Friday")
    'on Friday'
    """
    return " ".join(text.split())
