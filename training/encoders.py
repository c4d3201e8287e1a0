"""First weights and word pieces: from a package's BERT encoder, or learnt from the corpora."""

from collections.abc import Iterable
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from torch import Tensor

from training.corpora import Sentence
from training.model import SyntaxModel

MARKS = ["[PAD]", *(f"[unused{number}]" for number in range(99)), "[UNK]", "[CLS]", "[SEP]"]
"""The first numbers are those of BERT, so that the marks have theirs in every model."""


def load_bert(model: SyntaxModel, folder: Path, tokenizer: Tokenizer) -> None:
    """Take the weights of a BERT encoder over, its first layers if the model has fewer.

    Where the model has word pieces of its own, each begins as the mean of the encoder's pieces of
    the same letters.
    """
    weights = load_file(str(folder / "model.safetensors"))
    own = model.state_dict()
    pieces = weights["embeddings.word_embeddings.weight"]
    theirs = Tokenizer.from_file(str(folder / "tokenizer.json"))
    if theirs.get_vocab() != tokenizer.get_vocab():
        pieces = _respelt(pieces, theirs, tokenizer)
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    own["piece.weight"] = pieces
    own["place.weight"] = weights["embeddings.position_embeddings.weight"] + kind
    own["norm.weight"] = weights["embeddings.LayerNorm.weight"]
    own["norm.bias"] = weights["embeddings.LayerNorm.bias"]
    for layer in range(len(model.blocks)):
        for name, value in _block(weights, f"encoder.layer.{layer}.").items():
            own[f"blocks.{layer}.{name}"] = value
    model.load_state_dict(own)


def _block(weights: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    parts = [f"{prefix}attention.self.{name}." for name in ("query", "key", "value")]
    for kind in ("weight", "bias"):
        found[f"mixed.{kind}"] = torch.cat([weights[part + kind] for part in parts])
        for ours, theirs in (
            ("joined", "attention.output.dense"),
            ("norm", "attention.output.LayerNorm"),
            ("inner", "intermediate.dense"),
            ("outer", "output.dense"),
            ("last_norm", "output.LayerNorm"),
        ):
            found[f"{ours}.{kind}"] = weights[f"{prefix}{theirs}.{kind}"]
    return found


def _respelt(pieces: Tensor, theirs: Tokenizer, ours: Tokenizer) -> Tensor:
    vocabulary = ours.get_vocab()
    found = torch.randn(len(vocabulary), pieces.shape[1]) * pieces.std()
    for piece, number in vocabulary.items():
        same = theirs.token_to_id(piece)
        if same is None:
            ids = theirs.encode(piece.removeprefix("##"), add_special_tokens=False).ids
        else:
            ids = [same]
        if ids:
            found[number] = pieces[ids].mean(0)
    return found


def learn_pieces(sentences: Iterable[Sentence], size: int) -> Tokenizer:
    """Learn word pieces from the words of the corpora, in small letters with their accents."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    marks = [*MARKS, "[MASK]"]
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=marks, min_frequency=2, show_progress=False
    )
    tokenizer.train_from_iterator(
        (" ".join(sentence.forms) for sentence in sentences), trainer=trainer
    )
    return tokenizer
