"""Reads the events of one sentence, for the tests of rules."""

from kipu.documents import from_text
from kipu.lang.events import load_event_resources
from kipu.lang.names import load_name_lexicon
from kipu.lang.quantities import load_quantity_lexicon
from kipu.lang.times import load_time_rules
from kipu.model.documents import CreationTime
from kipu.model.readings import EventMention
from kipu.reading.coreference import read_entities
from kipu.reading.events.accounts import read_accounts
from kipu.reading.quantities import read_quantities
from kipu.reading.times import read_times, resolve_times
from kipu.syntax import load_parser

OPENING = "These words are not what this case is about."


def read_sentence(sentence: str) -> tuple[tuple[EventMention, ...], str]:
    """Read the events of a sentence in the body of a text; gives them and the text."""
    doc = from_text(f"Notes of the day\n\n{OPENING} {sentence}", uri="case", language="en")
    syntax = load_parser("en").parse(doc)
    entities = read_entities(doc, syntax, load_name_lexicon("en"))
    numbers = read_quantities(doc, syntax, load_quantity_lexicon("en"))
    resources = load_event_resources("en")
    times = resolve_times(read_times(doc, syntax, load_time_rules("en")), CreationTime())
    return read_accounts(doc, syntax, entities.mentions, times, numbers, resources), doc.text
