"""Score the cleaning of plain text: whole pages copied as text, and clean articles.

Lines are judged and weighted by their words: a line is of the article if the truth has it as one,
or has it within one and it is not short. Of clean articles only the loss counts: words that are
taken for what a page leaves behind.
"""

from collections.abc import Iterable

import msgspec

from kipu.documents import from_text
from kipu.documents.article import folded
from kipu.documents.markup import parse_page
from kipu.documents.page_lines import read_page_lines
from kipu.model.documents import Document
from kipu.model.errors import DocumentError

BODY = ("paragraph", "heading")
SHORT = 20
"""Letters of a line below which it has to be a whole line of the truth: "News" is in every text."""


class Words(msgspec.Struct, frozen=True):
    """Words of lines: kept and of the article, kept and not, of the article and not kept."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Words") -> "Words":
        return Words(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def scores(self) -> tuple[float, float, float]:
        """Give F1, precision and recall."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def printed(page: bytes) -> str:
    """Print a whole page as text, menus and all."""
    root = parse_page(page.decode("utf-8", "replace"))
    lines = read_page_lines(root, frozenset()).lines if root is not None else ()
    return "\n".join(line.text for line in lines)


def read_text(name: str, text: str) -> Document | None:
    """Read a text; ``None`` where kipu refuses it."""
    try:
        return from_text(text, uri=name)
    except DocumentError:
        return None


def judge_lines(doc: Document, gold: str) -> Words:
    """Judge each line of a copied page."""
    lines, whole = {folded(line) for line in gold.split("\n")}, folded(gold)
    total = Words()
    for block in doc.blocks:
        for line in doc.quote(block.span).split("\n"):
            letters, count = folded(line), len(line.split())
            of_article = letters in lines or (len(letters) >= SHORT and letters in whole)
            if block.kind in BODY:
                total += Words(right=count) if of_article else Words(wrong=count)
            elif of_article and letters:
                total += Words(missed=count)
    return total


def lost_share(texts: Iterable[tuple[str, str]]) -> float:
    """Give the share of the words of clean articles that are taken for residue."""
    lost = total = 0
    for name, text in texts:
        doc = read_text(name, text)
        for block in doc.blocks if doc else ():
            count = len(doc.quote(block.span).split()) if doc else 0
            total += count
            lost += count if block.kind == "residue" else 0
    return lost / max(1, total)
