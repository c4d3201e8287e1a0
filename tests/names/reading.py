"""Reading short texts with the model of their language, once for each."""

from functools import cache

from kipu.documents import from_text
from kipu.lang.names import load_name_lexicon
from kipu.model.documents import Document
from kipu.model.readings import Chain, Statement
from kipu.model.syntax import Syntax
from kipu.reading.coreference import Entities, read_entities
from kipu.reading.names.statements import read_statements
from kipu.syntax import load_parser

LEXICON = load_name_lexicon("en")


@cache
def parse(text: str, language: str = "en") -> tuple[Document, Syntax]:
    """Make a document of a text and parse it."""
    doc = from_text(text, uri="case.txt", title=None, language=language)
    return doc, load_parser(language).parse(doc)


@cache
def entities_of(text: str, language: str = "en") -> tuple[Document, Entities]:
    """Read the entities of a text."""
    doc, syntax = parse(text, language)
    return doc, read_entities(doc, syntax, load_name_lexicon(language))


def statements_of(text: str) -> tuple[dict[str, Chain], tuple[Statement, ...]]:
    """Read the statements of a text; chains are by id."""
    doc, entities = entities_of(text)
    _, syntax = parse(text)
    chains = {chain.id: chain for chain in entities.chains}
    return chains, read_statements(doc, syntax, entities, (), LEXICON)


def quotes_of(text: str, language: str = "en") -> list[set[str]]:
    """Give the quotes of each chain of a text."""
    doc, entities = entities_of(text, language)
    spans = {mention.id: mention.span for mention in entities.mentions}
    return [{doc.quote(spans[m]) for m in chain.mentions} for chain in entities.chains]
