"""One document from its text to what it says: the stages in their order."""

from functools import cache

import msgspec

import kipu
from kipu.lang.events import EventResources, load_event_resources
from kipu.lang.names import NameLexicon, load_name_lexicon
from kipu.lang.ontology import load_ontology
from kipu.lang.quantities import QuantityLexicon, load_quantity_lexicon
from kipu.lang.resources import languages
from kipu.lang.times import TimeRules, load_time_rules
from kipu.model.documents import CreationTime, Document
from kipu.model.expressions import TimeExpression
from kipu.model.readings import Reading
from kipu.model.spans import Evidence, Problem
from kipu.model.syntax import Syntax
from kipu.model.times import EventTime, Timex
from kipu.reading import redating
from kipu.reading.coreference import read_entities
from kipu.reading.coreference.entities import Entities
from kipu.reading.dating import date_document
from kipu.reading.events import (
    date_events,
    date_rows,
    find_events,
    mark_future,
    read_performed,
)
from kipu.reading.events.accounts import Undated
from kipu.reading.events.counting import count_back, dated_events
from kipu.reading.events.explaining import Explanation, explain_events
from kipu.reading.names.statements import read_statements
from kipu.reading.quantities import read_quantities
from kipu.reading.times import read_times, resolve_times
from kipu.syntax import Parser, choose_parser


class Resources(msgspec.Struct, frozen=True):
    """Everything that reading takes from one language."""

    language: str
    parser: Parser
    times: TimeRules
    names: NameLexicon
    quantities: QuantityLexicon
    events: EventResources


@cache
def load_resources(language: str, parser: str | None = None) -> Resources:
    """Load what reading takes from a language; a process loads each once.

    Raises:
        SettingsError: There is no parser of that name.
        ResourceError: kipu cannot read the language, or a resource is missing or damaged.
    """
    return Resources(
        language,
        choose_parser(language, parser),
        load_time_rules(language),
        load_name_lexicon(language),
        load_quantity_lexicon(language),
        load_event_resources(language),
    )


def read(doc: Document, *, parser: str | None = None) -> Reading:
    """Read what a document says.

    A document in a language that kipu cannot read gives a reading that holds its text and a
    problem that says so.

    Args:
        parser: ``"spacy:NAME"`` to have a spaCy pipeline find words, trees and names.

    Raises:
        SettingsError: There is no parser of that name.
        ResourceError: A resource of the document's language is missing or damaged.
    """
    if doc.language not in languages():
        return _unread(doc)
    return read_with(doc, load_resources(doc.language, parser))


def read_with(doc: Document, resources: Resources) -> Reading:
    """Read what a document says with the resources of its language: each stage in its turn."""
    return _dated(doc, _find(doc, resources), resources)


def read_explained(
    doc: Document, *, parser: str | None = None
) -> tuple[Reading, tuple[Explanation, ...]]:
    """Read what a document says, and say of each event why it has its roles and its certainty.

    Explanations are not kept with a reading: they are made anew from the text. Those of a document
    that kipu cannot read are none.

    Args:
        parser: As for :func:`read`.
    """
    if doc.language not in languages():
        return _unread(doc), ()
    resources = load_resources(doc.language, parser)
    found = _find(doc, resources)
    return _dated(doc, found, resources), tuple(explain_events(found.undated))


class _Found(msgspec.Struct, frozen=True):
    """What the words of a document tell before its events are dated."""

    syntax: Syntax
    expressions: tuple[TimeExpression, ...]
    entities: Entities
    created: CreationTime
    timexes: tuple[Timex, ...]
    undated: Undated


def _find(doc: Document, resources: Resources) -> _Found:
    syntax = resources.parser.parse(doc)
    quantities = read_quantities(doc, syntax, resources.quantities)
    expressions = read_times(doc, syntax, resources.times)
    entities = read_entities(doc, syntax, resources.names)
    created = date_document(doc, expressions, resources.times)
    timexes = resolve_times(expressions, created)
    undated = find_events(
        doc, syntax, entities, timexes, quantities=quantities, resources=resources.events
    )
    performed = read_performed(undated, timexes, resources.events.lexicon)
    if performed:
        expressions = tuple(sorted((*expressions, *performed), key=lambda each: each.span))
        timexes = resolve_times(expressions, created)
    return _Found(syntax, expressions, entities, created, timexes, undated)


def _dated(doc: Document, found: _Found, resources: Resources) -> Reading:
    syntax, entities, created = found.syntax, found.entities, found.created
    expressions, timexes, undated = found.expressions, found.timexes, found.undated
    dated = date_events(doc, syntax, undated, entities, timexes, resources.events)
    events = dated.events
    if any(timex.anchor == "event" and timex.interval is None for timex in timexes):
        # "a week after the murder": only now is it known when the murder was
        timexes = resolve_times(expressions, created, dated_events(events))
        dated = date_events(doc, syntax, undated, entities, timexes, resources.events)
        events = count_back(doc, dated.events, expressions)
    events = mark_future(date_rows(doc, syntax, events), created)
    others = mark_future(dated.others, created)
    statements = read_statements(doc, syntax, entities, timexes, resources.names)
    return Reading(
        doc=doc,
        created=created,
        mentions=entities.mentions,
        chains=entities.chains,
        timexes=timexes,
        expressions=expressions,
        events=events,
        others=others,
        statements=statements,
        problems=doc.problems,
        country=entities.country,
        versions=(("kipu", kipu.__version__), (f"syntax/{resources.language}", syntax.model)),
    )


def redate(reading: Reading, created: CreationTime) -> Reading:
    """Give what a document says if it is of another date: everything counted from it is new.

    The text is not read again, and nothing is parsed. A reading of the same text with that date
    stated is the same, with one exception: where the date was not known before, an event that
    only a "now" dates stays undated.

    Args:
        created: The date, as ``kipu.pipeline.times.as_stated`` makes it of what a person states.
    """
    return redating.redate(reading, created, load_ontology())


def _unread(doc: Document) -> Reading:
    known = " and ".join(languages())
    name = f"is in {doc.language!r}" if doc.language else "is in a language that was not recognised"
    problem = Problem("language-not-read", f"the text {name}; kipu reads {known}, so far")
    return Reading(
        doc=doc,
        created=doc.published,
        mentions=(),
        chains=(),
        timexes=(),
        events=(),
        statements=(),
        problems=(*doc.problems, problem),
        versions=(("kipu", kipu.__version__),),
    )


def explain(value: EventTime | CreationTime) -> tuple[Evidence, ...]:
    """Give the characters that show a time, each with the rule that read it.

    Nothing is given where a time rests on no words of its own: an event that has the date of its
    document, a document dated by its file.
    """
    return value.evidence
