"""Vectors of a language's words: two words that mean something alike have a cosine near 1."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
import numpy as np

from kipu.lang.resources import has_resource, resource_path
from kipu.model.errors import ResourceError

Vector = np.ndarray[Any, np.dtype[np.float32]]


class WordVectors(msgspec.Struct, frozen=True, eq=False):
    """A row of whole numbers for each word, whose direction alone tells something.

    Words are in small letters. ``VECTORS.md`` says what the vectors were made of.
    """

    places: Mapping[str, int]
    rows: np.ndarray[Any, np.dtype[np.int8]]

    def mean(self, words: Iterable[str]) -> Vector:
        """Give the mean direction of words, of length 1; zero if none of them is known."""
        found = [self.places[word] for word in words if word in self.places]
        if not found:
            return np.zeros(self.rows.shape[1], np.float32)
        rows = self.rows[found].astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        total = rows.sum(0)
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-6), np.float32)


@cache
def load_vectors(language: str) -> WordVectors | None:
    """Load the vectors of a language's words; ``None`` if it has none.

    Raises:
        ResourceError: The file is not shaped as it must be.
    """
    place = language, "resolution", "vectors.npz"
    if not has_resource(*place):
        return None
    with np.load(resource_path(*place), allow_pickle=False) as stored:
        words = bytes(stored["words"]).decode().split("\n")
        rows = stored["rows"]
    if rows.dtype != np.int8 or rows.shape[:1] != (len(words),):
        raise ResourceError(f"{'/'.join(place)}: {len(words)} words, rows {rows.shape}")
    return WordVectors({word: place for place, word in enumerate(words)}, rows)
