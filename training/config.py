"""What a model is made of: one TOML file a language."""

from pathlib import Path

import msgspec

from training.corpora import Source
from training.model import Size


class Encoder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the word pieces and the first weights come from.

    Attributes:
        package: Python package that carries a BERT encoder in ``model/``; ``None``: the weights
            begin by chance, and ``vocabulary`` must be given.
        vocabulary: Word pieces to learn from the corpora; ``None``: those of the package.
    """

    package: str | None = None
    vocabulary: int | None = None


class Round(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some epochs in which the learning rates rise to their highest and fall to nothing.

    Attributes:
        rate_encoder: Highest learning rate of the encoder; ``rate`` of all else.
        average: Weight of the running average of the weights that a step keeps.
    """

    epochs: int
    rate_encoder: float = 1.2e-4
    rate: float = 1.2e-3
    average: float = 0.998


class Schedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long the network learns, and from what rows.

    Attributes:
        rounds: One after another; each begins with the averaged weights of the one before.
        row: Word pieces of a row at most.
        alone: Share of rows that are one sentence.
        pieces: Word pieces of a step.
        masked: Share of word pieces that are hidden.
        told: Share of rows that are read with the convention of their corpus.
        without_stop: Share of lone sentences that lose their full stop, as headlines have none;
            ``bare`` of those that lose articles and passive auxiliaries with it; ``capitals`` of
            sentences that are put into capitals.
    """

    rounds: tuple[Round, ...]
    row: int = 160
    alone: float = 0.3
    pieces: int = 2500
    warm_up: int = 100
    clip: float = 1.0
    masked: float = 0.03
    told: float = 0.5
    without_stop: float = 0.15
    bare: float = 0.0
    capitals: float = 0.03


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's model.

    Attributes:
        exported: The convention that the model follows where it is told no other.
        least: Times that a label of a layer must be seen to be one of the model's.
        weights: Of the loss of each layer.
    """

    language: str
    name: str
    seed: int
    subtypes: frozenset[str]
    demonyms: str
    demonym_columns: tuple[int, ...]
    encoder: Encoder
    size: Size
    schedule: Schedule
    least: dict[str, int]
    weights: dict[str, float]
    train: tuple[Source, ...]
    dev: tuple[Source, ...]
    exported: str | None = None

    @property
    def conventions(self) -> dict[str, int]:
        """The numbers of the conventions, from 1."""
        names = dict.fromkeys(source.convention for source in self.train)
        return {name: number for number, name in enumerate(names, 1)}


def load_config(path: Path) -> Config:
    """Read a configuration.

    Raises:
        msgspec.ValidationError: A key is unknown, missing or of a wrong type.
    """
    return msgspec.toml.decode(path.read_bytes(), type=Config)
