"""The network: a small transformer over word pieces, and a layer for each kind of annotation."""

from typing import NamedTuple

import msgspec
import torch
from torch import Tensor, nn
from torch.nn import functional

from kipu.syntax.batches import LAST_LETTER, LETTERS_A_WORD

SHAPES = 16
"""Eight shapes, in sentences of even and of odd number."""
LAYERS_OF_WORDS = ("upos", "feats", "lemma")
"""Annotations that are one label a word, chosen by one linear layer each."""


class Size(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The widths of the network."""

    layers: int = 6
    width: int = 384
    attention_heads: int = 12
    inner: int = 1536
    places: int = 512
    letter: int = 24
    letters: int = 96
    shape: int = 16
    arc: int = 256
    relation: int = 256
    word_blocks: int = 1
    name: int = 256
    dropout: float = 0.1
    head_dropout: float = 0.3


class Scores(NamedTuple):
    """What the network says of ``b`` rows of ``n`` words.

    ``starts`` [b, n]: a sentence begins here; ``arc`` [b, n, n + 1]: a word's head, column 0 being
    the root; ``below`` [b, n, r] and ``above`` [b, n + 1, r]: a word as dependent and as head of a
    relation; ``upos``, ``feats``, ``lemma`` and ``names`` [b, n, labels].
    """

    starts: Tensor
    arc: Tensor
    below: Tensor
    above: Tensor
    upos: Tensor
    feats: Tensor
    lemma: Tensor
    names: Tensor


class Block(nn.Module):
    """One layer of a BERT encoder."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.attention_heads
        self.mixed = nn.Linear(size.width, 3 * size.width)
        self.joined = nn.Linear(size.width, size.width)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.inner = nn.Linear(size.width, size.inner)
        self.outer = nn.Linear(size.inner, size.width)
        self.last_norm = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = nn.Dropout(size.dropout)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        """Give the next vectors; ``hidden`` [b, 1, 1, t] is very low where there is no piece."""
        b, t, width = x.shape
        mixed = self.mixed(x).view(b, t, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        weights = query @ key.transpose(2, 3) / (width // self.heads) ** 0.5 + hidden
        seen = self.dropout(weights.softmax(-1)) @ value
        x = self.norm(x + self.dropout(self.joined(seen.transpose(1, 2).reshape(b, t, width))))
        return self.last_norm(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


class Spelling(nn.Module):
    """A vector of how a word is written: its characters with their case, and its shape."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.letter = nn.Embedding(LAST_LETTER + 1, size.letter, padding_idx=0)
        self.near = nn.Conv1d(size.letter, size.letters, 3, padding=1)
        self.shape = nn.Embedding(SHAPES, size.shape)
        self.width = size.letters + size.shape

    def forward(self, letters: Tensor, shape: Tensor) -> Tensor:
        """Give [b, n, width] of ``letters`` [b, n, 16] and ``shape`` [b, n]."""
        b, n = shape.shape
        signs = self.letter(letters.reshape(b * n, LETTERS_A_WORD)).transpose(1, 2)
        found = functional.relu(self.near(signs)).amax(2)
        return torch.cat([found.reshape(b, n, -1), self.shape(shape)], 2)


class SyntaxModel(nn.Module):
    """Sentence starts, tags, features, lemma rules, trees and names in one pass over a paragraph.

    How words are written enters below the encoder, which knows small letters only, and again
    above it. So does the convention: a vector for each corpus that stands for what its makers do
    their own way. In training it is left out now and then, so that the network can do without.
    """

    def __init__(
        self, size: Size, pieces: int, labels: dict[str, tuple[str, ...]], conventions: int
    ) -> None:
        super().__init__()
        self.size = size
        self.piece = nn.Embedding(pieces, size.width)
        self.place = nn.Embedding(size.places, size.width)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = nn.Dropout(size.dropout)
        self.spelling = Spelling(size)
        self.written = nn.Linear(self.spelling.width, size.width)
        nn.init.zeros_(self.written.weight)
        nn.init.zeros_(self.written.bias)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.layers))
        # At first nearly all of the last layer, as encoders are made to be read.
        self.mixture = nn.Parameter(torch.tensor([0.0] * (size.layers - 1) + [3.0]))
        self.from_words = nn.Linear(size.width + self.spelling.width, size.width)
        self.word_blocks = nn.ModuleList(Block(size) for _ in range(size.word_blocks))
        self.convention = nn.Embedding(conventions + 1, size.width, padding_idx=0)
        self.convention_below = nn.Embedding(conventions + 1, size.width, padding_idx=0)
        nn.init.zeros_(self.convention_below.weight)
        width = size.width + self.spelling.width
        self.head_dropout = nn.Dropout(size.head_dropout)
        self.starts = nn.Linear(width, 1)
        self.tags = nn.ModuleDict(
            {layer: nn.Linear(width, len(labels[layer])) for layer in LAYERS_OF_WORDS}
        )
        self.named = nn.Linear(width, size.name)
        self.names = nn.Linear(size.name, len(labels["names"]))
        self.root = nn.Parameter(torch.zeros(1, 1, width))
        self.arc_below = nn.Linear(width, size.arc)
        self.arc_above = nn.Linear(width, size.arc)
        self.arc = nn.Linear(size.arc, size.arc, bias=False)
        self.arc_likes = nn.Linear(size.arc, 1)
        self.below = nn.Linear(width, size.relation)
        self.above = nn.Linear(width, size.relation)
        self.relation = nn.Linear(size.relation, len(labels["deprel"]))

    def encode(
        self, ids: Tensor, attention: Tensor, word: Tensor, spelling: Tensor, convention: Tensor
    ) -> Tensor:
        """Give a vector [b, t, width] for each piece: a mixture of what all layers make of it."""
        written = functional.pad(self.written(spelling), (0, 0, 1, 0))
        at = word.unsqueeze(2).expand(-1, -1, written.shape[2])
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.piece(ids) + self.place(places) + torch.gather(written, 1, at)
        x = x + self.convention_below(convention)[:, None, :]
        x = self.dropout(self.norm(x))
        hidden = (1.0 - attention[:, None, None, :].to(x.dtype)) * -10000.0
        layers = []
        for block in self.blocks:
            x = block(x, hidden)
            layers.append(x)
        shares = self.mixture.softmax(0)
        mixed: Tensor = sum(share * layer for share, layer in zip(shares, layers, strict=True))
        return mixed

    def forward(  # noqa: PLR0913 - the inputs of the graph that is exported
        self,
        ids: Tensor,
        attention: Tensor,
        word: Tensor,
        first: Tensor,
        last: Tensor,
        shape: Tensor,
        letters: Tensor,
        convention: Tensor,
    ) -> Scores:
        """Score rows as ``kipu.syntax.batches.model_inputs`` lays them out.

        Args:
            convention: [b], the number of the corpus whose own ways are followed; 0: of none.
        """
        spelling = self.spelling(letters, shape)
        x = self.encode(ids, attention, word, spelling, convention)
        width = x.shape[2]
        ends = [torch.gather(x, 1, at.unsqueeze(2).expand(-1, -1, width)) for at in (first, last)]
        vector = (ends[0] + ends[1]) / 2
        if len(self.word_blocks):
            hidden = (1.0 - (shape > 0)[:, None, None, :].to(x.dtype)) * -10000.0
            among = self.from_words(torch.cat([vector, spelling], 2))
            for block in self.word_blocks:
                among = block(among, hidden)
            vector = vector + among
        vector = vector + self.convention(convention)[:, None, :]
        words = self.head_dropout(torch.cat([vector, spelling], 2))
        heads = torch.cat([self.root.expand(words.shape[0], -1, -1), words], 1)
        arc_below = self._inner(self.arc_below(words))
        arc_above = self._inner(self.arc_above(heads))
        arc = self.arc(arc_below) @ arc_above.transpose(1, 2)
        return Scores(
            starts=self.starts(words).squeeze(2),
            arc=arc / self.size.arc**0.5 + self.arc_likes(arc_above).transpose(1, 2),
            below=self._inner(self.below(words)),
            above=self._inner(self.above(heads)),
            names=self.names(self._inner(self.named(words))),
            **{layer: self.tags[layer](words) for layer in LAYERS_OF_WORDS},
        )

    def _inner(self, x: Tensor) -> Tensor:
        inner: Tensor = self.head_dropout(functional.gelu(x))
        return inner

    def relations(self, below: Tensor, above: Tensor, heads: Tensor) -> Tensor:
        """Score the relations [b, n, labels] of words to given heads; 0 is the root."""
        at = heads.unsqueeze(2).expand(-1, -1, above.shape[2])
        scores: Tensor = self.relation(below * torch.gather(above, 1, at))
        return scores
