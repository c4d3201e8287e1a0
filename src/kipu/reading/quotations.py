"""The quotations of a text: what stands between quotation marks."""

from collections.abc import Iterator

from kipu.reading.trees import Tree

_OPENS, _CLOSES, _BOTH = frozenset("“«"), frozenset("”»"), frozenset('"')


def quotations(tree: Tree) -> tuple[range, ...]:
    """Give the tokens of each quotation, without its marks, in order.

    What is not closed ends with its paragraph. Quotations in a quotation are part of it.
    """
    return tuple(
        found for sentences in paragraphs(tree) for found in _in_paragraph(tree, sentences)
    )


def quoted_tokens(tree: Tree) -> frozenset[int]:
    """Give the tokens in quotation marks."""
    return frozenset(token for found in quotations(tree) for token in found)


def paragraphs(tree: Tree) -> Iterator[list[range]]:
    """Give the sentences of each paragraph."""
    blocks = [block.span for block in tree.doc.blocks if block.kind == "paragraph"]
    at = 0
    found: dict[int, list[range]] = {}
    for sentence in tree.sentences:
        start = tree.syntax.start[sentence.start] if len(sentence) else 0
        while at < len(blocks) and blocks[at].end <= start:
            at += 1
        if at < len(blocks) and blocks[at].start <= start:
            found.setdefault(at, []).append(sentence)
    yield from found.values()


def _in_paragraph(tree: Tree, sentences: list[range]) -> Iterator[range]:
    begin: int | None = None
    for token in range(sentences[0].start, sentences[-1].stop):
        form = tree.form[token]
        if begin is None and (form in _OPENS or form in _BOTH):
            begin = token + 1
        elif begin is not None and (form in _CLOSES or form in _BOTH):
            if begin < token:
                yield range(begin, token)
            begin = None
    if begin is not None and begin < sentences[-1].stop:
        yield range(begin, sentences[-1].stop)
