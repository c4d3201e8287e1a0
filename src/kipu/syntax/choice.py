"""Which parser reads a document: kipu's own model, or one that a setting names."""

from typing import TYPE_CHECKING, Protocol

from kipu.model.documents import Document
from kipu.model.errors import SettingsError
from kipu.model.syntax import Syntax
from kipu.syntax.parser import load_parser

if TYPE_CHECKING:
    from kipu.syntax.spacy import SpacyParser

SPACY = "spacy:"


class Parser(Protocol):
    """Anything that gives documents their tokens, sentences, trees and names."""

    def parse(self, doc: Document) -> Syntax:
        """Give the tokens, sentences, trees and names of a document's narrative blocks."""
        ...


def choose_parser(language: str, named: str | None = None) -> Parser:
    """Give the parser for documents in a language.

    Args:
        named: ``"spacy:NAME"``, NAME being an installed spaCy pipeline or its folder; it reads the
            documents in its own language, kipu's model the others.

    Raises:
        SettingsError: The name is of no known kind.
        ResourceError: The parser is not installed, or there is none for the language.
    """
    if named is None:
        return load_parser(language)
    parser = load_named(named)
    return parser if parser.language == language else load_parser(language)


def load_named(named: str) -> "SpacyParser":
    """Load the parser that a setting names.

    Raises:
        SettingsError: The name is of no known kind.
        ResourceError: The parser is not installed.
    """
    if not named.startswith(SPACY) or named == SPACY:
        raise SettingsError(f"no parser is called {named!r}: write spacy:NAME")
    from kipu.syntax.spacy import load_spacy

    return load_spacy(named.removeprefix(SPACY))
