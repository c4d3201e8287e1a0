"""Name spans from the model's BIO tags."""

from collections.abc import Sequence
from typing import cast

from kipu.model.syntax import Name, NameType


def name_spans(tags: Sequence[str]) -> list[Name]:
    """Give the names of a sentence's BIO tags, as indices of its words.

    An ``I-`` that follows nothing of its type begins a name.

    >>> [(name.start, name.end, name.type) for name in name_spans(["B-PER", "I-PER", "I-LOC", "O"])]
    [(0, 2, 'PER'), (2, 3, 'LOC')]
    """
    names: list[Name] = []
    begin, open_type = 0, ""
    for index, tag in enumerate((*tags, "O")):
        kind = tag[2:]
        if open_type and (tag[0] != "I" or kind != open_type):
            names.append(Name(begin, index, cast(NameType, open_type)))
            open_type = ""
        if kind and not open_type:
            begin, open_type = index, kind
    return names


def joined_names(
    names: Sequence[Name], heads: Sequence[int], labels: Sequence[str], upos: Sequence[str]
) -> list[Name]:
    """Join neighbouring names that the tree has as one, and cut punctuation off their ends.

    Measured with gold words (F1): EWT dev 67.4 to 67.6, CrossNER politics dev 73.2 to 73.7.

    Args:
        heads: Each word's head; words count from 1.
    """
    joined: list[Name] = []
    for name in names:
        last = joined[-1] if joined else None
        if last is not None and last.end == name.start and _flat(last, name, heads, labels):
            kind: NameType = "PER" if "PER" in (last.type, name.type) else last.type
            joined[-1] = Name(last.start, name.end, kind)
        else:
            joined.append(name)
    return [bare for name in joined if (bare := _bare(name, upos)) is not None]


def _flat(last: Name, name: Name, heads: Sequence[int], labels: Sequence[str]) -> bool:
    return any(
        labels[word] == "flat" and last.start <= heads[word] - 1 < last.end
        for word in range(name.start, name.end)
    )


def _bare(name: Name, upos: Sequence[str]) -> Name | None:
    words = [word for word in range(name.start, name.end) if upos[word] != "PUNCT"]
    return Name(words[0], words[-1] + 1, name.type) if words else None
