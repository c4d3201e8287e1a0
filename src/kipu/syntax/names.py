"""Name spans from the model's BIO tags."""

from collections.abc import Sequence
from typing import cast

from kipu.model.syntax import Name, NameType


def name_spans(tags: Sequence[str], first: int = 0) -> list[Name]:
    """Give the names of a sequence of BIO tags, as token indices counted from ``first``.

    An ``I-`` that follows nothing of its type begins a name.

    >>> [(name.start, name.end, name.type) for name in name_spans(["B-PER", "I-PER", "I-LOC", "O"])]
    [(0, 2, 'PER'), (2, 3, 'LOC')]
    """
    names: list[Name] = []
    begin, open_type = 0, ""
    for index, tag in enumerate((*tags, "O")):
        kind = tag[2:]
        if open_type and (tag[0] != "I" or kind != open_type):
            names.append(Name(first + begin, first + index, cast(NameType, open_type)))
            open_type = ""
        if kind and not open_type:
            begin, open_type = index, kind
    return names
