"""Reads the events of one sentence, for the tests of rules."""

from kipu.documents import from_text
from kipu.lang.events import load_event_resources
from kipu.lang.names import load_name_lexicon
from kipu.lang.quantities import load_quantity_lexicon
from kipu.lang.times import load_time_rules
from kipu.model.documents import CreationTime
from kipu.model.readings import EventMention
from kipu.pipeline.reading import read
from kipu.reading.coreference import read_entities
from kipu.reading.events.accounts import attach, date_accounts, find_accounts
from kipu.reading.quantities import read_quantities
from kipu.reading.times import read_times, resolve_times
from kipu.syntax import load_parser

OPENINGS = {
    "en": "Notes of the day\n\nThese words are not what this case is about.",
    "es": "Notas sueltas\n\nEstas palabras no son de lo que trata el caso.",
}


def read_others(sentence: str, language: str = "en") -> tuple[tuple[EventMention, ...], str]:
    """Read what a sentence asserts that no type of event fits; gives it and the text."""
    doc = from_text(f"{OPENINGS[language]} {sentence}", uri="case", language=language)
    reading = read(doc)
    return reading.others, doc.text


def read_sentence(sentence: str, language: str = "en") -> tuple[tuple[EventMention, ...], str]:
    """Read the events of a sentence in the body of a text; gives them and the text."""
    doc = from_text(f"{OPENINGS[language]} {sentence}", uri="case", language=language)
    syntax = load_parser(language).parse(doc)
    entities = read_entities(doc, syntax, load_name_lexicon(language))
    numbers = read_quantities(doc, syntax, load_quantity_lexicon(language))
    resources = load_event_resources(language)
    expressions = read_times(doc, syntax, load_time_rules(language))
    times = resolve_times(expressions, CreationTime())
    undated = find_accounts(doc, syntax, entities.mentions, times, numbers, resources)
    attachment = attach(undated, times, resources)
    return date_accounts(undated.triggers, undated.events, attachment, resources), doc.text
