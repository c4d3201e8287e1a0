"""Training learns what its corpus holds, and goes on where it was broken off."""

from itertools import product
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from torch import Tensor  # noqa: E402
from training.config import Config, load_config  # noqa: E402 (only where there is torch)
from training.train import Training  # noqa: E402

CONFIG = """
language = "xx"
name = "small"
seed = 3
dev = []
subtypes = []
demonyms = "demonyms.tsv"
demonym_columns = []
least = {}

[weights]
starts = 1.0
arc = 1.0
deprel = 1.0
upos = 1.0
feats = 1.0
lemma = 1.0
names = 1.0

[encoder]
vocabulary = 200

[size]
layers = 1
width = 32
attention_heads = 2
inner = 64

[schedule]
pieces = 300
warm_up = 5
masked = 0.0
rounds = [{ epochs = EPOCHS, rate_encoder = 4e-3, rate = 4e-3, average = 0.5 }]

[[train]]
convention = "own"
path = "small.conllu"
names = "small.iob2"
"""


PERSONS, VERBS, THINGS = ("Ana", "Luis", "Eva"), {"saw": "see", "met": "meet"}, ("dogs", "cats")
SENTENCES = [(*words, ".") for words in product(PERSONS, VERBS, THINGS)]


def _trees() -> str:
    """Give the sentences with trees."""
    blocks = []
    for person, verb, thing, stop in SENTENCES:
        rows = [
            (person, person, "PROPN", "_", 2, "nsubj"),
            (verb, VERBS[verb], "VERB", "Tense=Past", 0, "root"),
            (thing, thing[:-1], "NOUN", "Number=Plur", 2, "obj"),
            (stop, stop, "PUNCT", "_", 2, "punct"),
        ]
        blocks.append(
            "\n".join(
                f"{number}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{relation}\t_\t_"
                for number, (form, lemma, upos, feats, head, relation) in enumerate(rows, 1)
            )
        )
    return "\n\n".join(blocks) + "\n"


def _names() -> str:
    """Give the sentences with names."""
    tags = ("B-PER", "O", "O", "O")
    return "\n\n".join(
        "\n".join(f"{word}\t{tag}" for word, tag in zip(words, tags, strict=True))
        for words in SENTENCES
    )


def _prepared(folder: Path, epochs: int) -> tuple[Config, Path]:
    (folder / "small.conllu").write_text(_trees(), encoding="utf-8")
    (folder / "small.iob2").write_text(_names(), encoding="utf-8")
    (folder / "demonyms.tsv").write_text("place\tword\n", encoding="utf-8")
    path = folder / "small.toml"
    path.write_text(CONFIG.replace("EPOCHS", str(epochs)), encoding="utf-8")
    return load_config(path), folder


def test_training_learns(tmp_path: Path) -> None:
    """A small network comes to read the sentences that it has seen."""
    config, corpora = _prepared(tmp_path, 25)
    training = Training(config, corpora, tmp_path, None)
    training.run(1, config.schedule.rounds[0])
    source, sentences = training.train[0]
    shown = training.measure(source, sentences)
    assert all(f"{layer} 100.00" in shown for layer in ("upos", "feats", "lemma", "las", "names"))


def test_training_goes_on(tmp_path: Path) -> None:
    """A run taken up after an epoch ends with the weights of one that was not broken off."""
    config, corpora = _prepared(tmp_path, 2)
    plan = config.schedule.rounds[0]
    whole = Training(config, corpora, tmp_path, None)
    whole.run(1, plan)
    with pytest.raises(KeyboardInterrupt):
        _BrokenOff(config, corpora, tmp_path, None).run(1, plan)
    taken_up = Training(config, corpora, tmp_path, None)
    taken_up.run(1, plan, torch.load(tmp_path / "state.pt"))
    for name, value in whole.model.state_dict().items():
        assert torch.equal(value, taken_up.model.state_dict()[name]), name


class _BrokenOff(Training):
    """Stops after its first epoch."""

    def keep(self, weights: dict[str, Tensor]) -> None:
        raise KeyboardInterrupt
