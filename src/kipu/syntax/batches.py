"""Sentences to the arrays that the model reads."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CLS, SEP, UNKNOWN = 101, 102, 100
MOST_PIECES = 160
"""Pieces of one row besides the two marks at its ends; the model has learnt from rows so long."""
MOST_WORDS = 160
PIECES_A_WORD = 16
"""A longer word keeps its first and last pieces; the model reads no others."""
SHAPES = 8
LETTERS_A_WORD = 16
LAST_LETTER = 368
KEPT_WORDS = 50_000

Ints = NDArray[np.int64]


class Row(NamedTuple):
    """Running text for the model, a paragraph at most: the form and the pieces of each word.

    ``marked`` are the words that begin a sentence as far as marks and capitals show.
    """

    forms: Sequence[str]
    pieces: list[tuple[int, ...]]
    marked: Sequence[int] = ()

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


def load_tokenizer(path: Path) -> "Tokenizer":
    """Load the word pieces of a model."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


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


def letters(form: str) -> list[int]:
    """Give the model's numbers for the characters of a word, 0 where there are no more of them.

    A long word keeps its first and last characters.

    >>> letters("Año")[:5]
    [34, 177, 80, 0, 0]
    """
    if len(form) > LETTERS_A_WORD:
        half = LETTERS_A_WORD // 2
        form = form[:half] + form[-half:]
    return [_letter(ord(sign)) for sign in form] + [0] * (LETTERS_A_WORD - len(form))


def _letter(code: int) -> int:
    """Number the signs of ASCII, Latin and general punctuation; all others share the last one."""
    for begin, end, number in ((32, 127, 1), (160, 384, 96), (0x2010, 0x2040, 320)):
        if begin <= code < end:
            return code - begin + number
    return LAST_LETTER


def _is_odd(marked: Sequence[int], words: int) -> Ints:
    """Tell for each word whether the number of marked sentence starts up to it is odd."""
    begins = np.zeros(words, np.int64)
    begins[[word for word in marked if word > 0]] = 1
    odd: Ints = begins.cumsum() % 2
    return odd


def model_inputs(rows: Sequence[Row], convention: int = 0) -> dict[str, Ints]:
    """Give the model's input arrays for one batch of ``b`` rows, ``t`` pieces and ``n`` words.

    ``ids`` and ``attention`` [b, t]; ``word`` [b, t] is the number of each piece's word, from 1, 0
    at the marks; ``first`` and ``last`` [b, n] are the places of each word's pieces; ``shape``
    [b, n], eight higher in every other marked sentence, and ``letters`` [b, n, 16] show how it is
    written; 0 everywhere where a row is shorter. ``convention`` [b] is the number of the corpus
    whose own ways the model is to follow.
    """
    size = len(rows)
    places = max(row.length for row in rows) + 2
    words = max(len(row.pieces) for row in rows)
    ids, attention, word = np.zeros((3, size, places), np.int64)
    first, last, shape = np.zeros((3, size, words), np.int64)
    signs = np.zeros((size, words, LETTERS_A_WORD), np.int64)
    for number, row in enumerate(rows):
        n, lengths = len(row.pieces), [len(pieces) for pieces in row.pieces]
        flat = [CLS, *(piece for pieces in row.pieces for piece in pieces), SEP]
        ids[number, : len(flat)] = flat
        attention[number, : len(flat)] = 1
        word[number, 1 : len(flat) - 1] = np.repeat(np.arange(1, n + 1), lengths)
        last[number, :n] = np.cumsum(lengths)
        first[number, :n] = last[number, :n] - lengths + 1
        shape[number, :n] = [word_shape(form) for form in row.forms]
        shape[number, :n] += SHAPES * _is_odd(row.marked, n)
        signs[number, :n] = [letters(form) for form in row.forms]
    return {
        "ids": ids, "attention": attention, "word": word, "first": first, "last": last,
        "shape": shape, "letters": signs, "convention": np.full(size, convention),
    }  # fmt: skip
