"""Numbers with bounds and units."""

from kipu.lang.quantities import QuantityLexicon
from kipu.model.documents import Document
from kipu.model.syntax import Syntax
from kipu.reading.quantities.numbers import (
    NumberPhrase,
    exceeded,
    in_sentence,
    quantity_of,
    read_numbers,
    sum_of,
)
from kipu.reading.trees import Tree

__all__ = ["NumberPhrase", "exceeded", "in_sentence", "quantity_of", "read_quantities", "sum_of"]


def read_quantities(
    doc: Document, syntax: Syntax, lexicon: QuantityLexicon
) -> tuple[NumberPhrase, ...]:
    """Find the numbers of a document with their bounds and what they count, in order.

    Numbers inside of dates are among them: only the time expressions can tell.
    """
    return read_numbers(Tree(doc, syntax), lexicon)
