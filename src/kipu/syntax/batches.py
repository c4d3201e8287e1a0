"""Sentences to the arrays that the model reads."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS, SEP, UNKNOWN = 101, 102, 100
MOST_PIECES = 510
"""Pieces of one row besides the two marks at its ends; the encoder knows 512 places."""
MOST_WORDS = 200
"""Words of one row: the scores of heads grow with its square."""
PIECES_A_WORD = 16
"""A longer word keeps its first and last pieces; the model reads no others."""
KEPT_WORDS = 50_000

Ints = NDArray[np.int64]


class Row(NamedTuple):
    """One sentence for the model: the form, the pieces and the shape of each word."""

    forms: Sequence[str]
    pieces: list[tuple[int, ...]]
    shapes: list[int]

    @property
    def length(self) -> int:
        """Number of pieces."""
        return sum(map(len, self.pieces))


class Pieces:
    """Word pieces of words, remembered: most words of a text have been met before."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Give the piece ids of each word, at least one a word."""
        if len(self._known) > KEPT_WORDS:
            self._known.clear()
        new = sorted({word for word in words if word not in self._known})
        # Lone surrogates, which damaged files leave behind, are nothing the tokenizer can take.
        clean = [word.encode("utf-8", "replace").decode("utf-8") for word in new]
        encoded = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        for word, pieces in zip(new, encoded, strict=True):
            self._known[word] = _shorten(pieces.ids)
        return [self._known[word] for word in words]


def _shorten(ids: list[int]) -> tuple[int, ...]:
    if len(ids) > PIECES_A_WORD:
        half = PIECES_A_WORD // 2
        ids = ids[:half] + ids[-half:]
    return tuple(ids) or (UNKNOWN,)


def word_shape(form: str) -> int:
    """Give the model's number for the shape of a word.

    >>> [word_shape(form) for form in ("150", "5th", "UN", "Lima", "McKay", "mine", "--")]
    [1, 2, 3, 4, 5, 6, 7]
    """
    if form.isdigit():
        return 1
    if any(letter.isdigit() for letter in form):
        return 2
    if len(form) > 1 and form.isupper():
        return 3
    if form[0].isupper():
        return 5 if any(letter.isupper() for letter in form[1:]) else 4
    if any(letter.isupper() for letter in form):
        return 5
    return 6 if form.isalpha() else 7


def batches(rows: Sequence[Row], most_pieces: int) -> Iterator[list[int]]:
    """Give the indices of the rows that go to the model together: of like length, few pieces.

    A row that has more than ``most_pieces`` by itself goes alone.
    """
    order = sorted(range(len(rows)), key=lambda index: (rows[index].length, index))
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * (rows[index].length + 2) > most_pieces:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def model_inputs(rows: Sequence[Row]) -> dict[str, Ints]:
    """Give the model's input arrays for one batch."""
    size = len(rows)
    places = max(row.length for row in rows) + 2
    words = max(len(row.pieces) for row in rows)
    ids, attention = np.zeros((2, size, places), np.int64)
    first, last, shapes, real = np.zeros((4, size, words), np.int64)
    for number, row in enumerate(rows):
        n, lengths = len(row.pieces), [len(pieces) for pieces in row.pieces]
        flat = [CLS, *(piece for pieces in row.pieces for piece in pieces), SEP]
        ids[number, : len(flat)] = flat
        attention[number, : len(flat)] = 1
        last[number, :n] = np.cumsum(lengths)
        first[number, :n] = last[number, :n] - lengths + 1
        shapes[number, :n] = row.shapes
        real[number, :n] = 1
    return {
        "ids": ids, "att": attention, "first": first, "last": last, "shp": shapes, "m": real
    }  # fmt: skip
