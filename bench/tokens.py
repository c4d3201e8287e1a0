"""Documents made of the tokens of a corpus, with the place of each token in the text."""

from collections.abc import Sequence

from kipu.model.documents import Block, Document
from kipu.model.ids import content_id
from kipu.model.spans import Span

Place = tuple[int, int]
_CLOSING = frozenset(".,;:!?%)]}’”")
_CLITICS = frozenset(("'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m", "'"))
_OPENING = frozenset("([{$£€“‘")
_PLAIN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


def join_tokens(
    key: str, sentences: Sequence[Sequence[str]], *, language: str = "en"
) -> tuple[Document, list[list[Place]]]:
    """Write sentences out as text, each a paragraph, and give the place of each token.

    Blanks stand where print has them: a parser has learnt from texts, not from tokens.
    """
    doc_id = content_id("d", key)
    text = ""
    places: list[list[Place]] = []
    blocks: list[Block] = []
    for sentence in sentences:
        text = text and text + "\n"
        start = len(text)
        text, row = _write(text, sentence)
        places.append(row)
        if len(text) > start:
            blocks.append(Block("paragraph", Span(doc_id, start, len(text))))
    doc = Document(doc_id, doc_id, key, "text/plain", text, tuple(blocks), language=language)
    return doc, places


def _write(text: str, sentence: Sequence[str]) -> tuple[str, list[Place]]:
    row: list[Place] = []
    glued = True
    quoted = False
    for token in sentence:
        form = _PLAIN.get(token, token)
        closes = form == '"' and (quoted or token == "''")
        after = form[:1] in _CLOSING or form in _CLITICS or closes
        text += "" if glued or after else " "
        row.append((len(text), len(text) + len(form)))
        text += form
        quoted = quoted != (form == '"')
        glued = form in _OPENING or (form == '"' and quoted)
    return text, row
