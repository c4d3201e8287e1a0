"""The analysis of a document while it is put together."""

from collections import defaultdict


class Columns:
    """The words of a document with their tags and heads, and the children of each."""

    def __init__(
        self,
        form: tuple[str, ...],
        lemma: tuple[str, ...],
        upos: tuple[str, ...],
        head: tuple[int, ...],
        deprel: tuple[str, ...],
    ) -> None:
        self.form, self.lemma, self.upos, self.deprel = form, lemma, upos, deprel
        self.head = head
        self.children: dict[int, list[int]] = defaultdict(list)
        for word, above in enumerate(head):
            if above != word:
                self.children[above].append(word)
