"""Documents made by hand for the tests of the syntax stage."""

from kipu.model.documents import Block, BlockKind, Document
from kipu.model.spans import Span


def document(*blocks: tuple[BlockKind, str]) -> Document:
    """Make a document of blocks, an empty line between each two."""
    text = "\n\n".join(block for _, block in blocks)
    made, start = [], 0
    for kind, block in blocks:
        if block:
            made.append(Block(kind, Span("d", start, start + len(block))))
        start += len(block) + 2
    return Document("d", "0" * 64, "made.txt", "text/plain", text, tuple(made))


def paragraph(text: str) -> Document:
    """Make a document of one paragraph."""
    return document(("paragraph", text))
