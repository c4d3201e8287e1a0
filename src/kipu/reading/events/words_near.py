"""The words beside a number, which may say what it counts."""

from collections.abc import Sequence

from kipu.reading.quantities import NumberPhrase, in_sentence
from kipu.reading.trees import Tree

_NEAR = 2
_NONE: frozenset[str] = frozenset()
_REACH = 12
"""Tokens from a number within which a word can say what it counts."""


def words_near(
    tree: Tree,
    phrase: NumberPhrase,
    phrases: Sequence[NumberPhrase],
    corpses: frozenset[str] = _NONE,
) -> dict[str, int]:
    """Give the words beside a number and how far each is: of the noun counted, its dependents, its
    governor and theirs, but none that another number has ("nine dead and thirty injured")."""
    head = phrase.head
    tokens = {head, *tree.descendants(head, _NEAR)}
    upper = tree.governor(head)
    if upper is not None and tree.lower_lemma[upper] in corpses:
        upper = tree.governor(upper)  # "the bodies of thirteen were never found"
    if upper is not None:
        tokens |= {upper, *tree.descendants(upper, _NEAR)}
    tokens |= {word for token in tokens for word in tree.children(token, "fixed")}
    sentence = tree.sentence_of[head]
    tokens &= set(range(max(sentence.start, head - _REACH), min(sentence.stop, head + _REACH + 1)))
    if upper is not None and phrase.unit == "item":  # "the number of dead in the ... rose to 16"
        for subject in tree.children(upper, "nsubj"):
            tokens |= {subject, *tree.children(subject, "nmod")}
    for other in in_sentence(tree, phrase.number, phrases):
        if not tree.dominates(other.head, head):
            tokens -= set(tree.descendants(other.head))
        tokens.discard(other.head)
    tokens |= {head, *tree.descendants(head, 1)}
    words: dict[str, int] = {}
    for token in sorted(tokens, key=lambda t: abs(t - head), reverse=True):
        words[tree.lower_lemma[token]] = abs(token - head)
        words[tree.lower[token]] = abs(token - head)
    return words
