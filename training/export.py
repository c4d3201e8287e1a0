"""Write a trained model in the form that kipu reads.

    python -m training.export OUT TARGET [--full]

``OUT`` is the folder of ``training.train``; ``TARGET``, usually ``src/kipu/lang/<code>``, gets
``syntax.onnx`` (int8; with ``--full`` in 32-bit numbers), ``relations.npz``, ``labels.json`` and
``tokenizer.json``. Weights keep seven bits and a scale for each column, so that processors with and
without int8 instructions give the same numbers.
"""

import argparse
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kipu.syntax.batches import Row, model_inputs
from training.config import Config
from training.model import LAYERS_OF_WORDS, SyntaxModel
from training.rows import Labels

OPSET = 17
EXACT = frozenset((
    "arc", "arc_below", "arc_above", "arc_likes", "below", "above", "named", "names",
))  # fmt: skip
LEMMAS = 6
"""Lemma rules that are given for a word, the likeliest first."""
OUTPUTS = ("starts", "arc", "below", "above", *LAYERS_OF_WORDS, "names")


class Trained(NamedTuple):
    """What ``training.train`` kept.

    Attributes:
        whole: The forms of each lemma rule that replaces a whole word.
        together: The parts of speech and features, by number, that words had together.
    """

    model: SyntaxModel
    labels: Labels
    whole: dict[str, list[str]]
    together: list[tuple[int, int]]
    config: Config


class Exported(nn.Module):
    """The network as it ships: the best labels of each word instead of the scores of all.

    A part of speech and features are chosen as a pair that a corpus has.
    """

    def __init__(self, trained: Trained) -> None:
        super().__init__()
        self.model = trained.model
        upos, feats = torch.tensor(trained.together).T
        self.register_buffer("upos", upos)
        self.register_buffer("feats", feats)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """Give the outputs in the order of ``OUTPUTS``."""
        scores = self.model(*inputs)
        pair = (scores.upos[:, :, self.upos] + scores.feats[:, :, self.feats]).argmax(2)
        best = {"upos": self.upos[pair], "feats": self.feats[pair]}
        best["lemma"] = scores.lemma.topk(LEMMAS, 2).indices
        return tuple(best.get(name, getattr(scores, name)) for name in OUTPUTS)


def load_trained(out: Path) -> Trained:
    """Read what ``training.train`` kept."""
    kept = torch.load(out / "model.pt")
    config = msgspec.json.decode(kept["config"], type=Config)
    pieces = len(kept["weights"]["piece.weight"])
    model = SyntaxModel(config.size, pieces, kept["labels"], len(config.conventions))
    model.load_state_dict(kept["weights"])
    return Trained(model.eval(), kept["labels"], kept["whole"], kept["together"], config)


def export(out: Path, target: Path, *, full: bool) -> None:
    """Write the four files of a language's model."""
    trained = load_trained(out)
    model, config = trained.model, trained.config
    target.mkdir(parents=True, exist_ok=True)
    inputs = model_inputs(
        [
            Row(("one", "Two"), [(1000, 1001), (1002,)]),
            Row(("three",), [(1003,)]),
        ]
    )
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            Exported(trained),
            tuple(torch.from_numpy(value) for value in inputs.values()),
            str(plain),
            input_names=list(inputs),
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "b", 1: f"{name}_1"} for name in (*inputs, *OUTPUTS)}
            | {"arc": {0: "b", 1: "n", 2: "heads"}, "convention": {0: "b"}},
            opset_version=OPSET,
            dynamo=False,
        )
        if full:
            shutil.copy(plain, target / "syntax.onnx")
        else:
            quantise(plain, target / "syntax.onnx")
    np.savez_compressed(
        target / "relations.npz",
        weight=model.relation.weight.detach().numpy(),
        bias=model.relation.bias.detach().numpy(),
    )
    shown = {
        "name": config.name,
        "conventions": config.conventions,
        "convention": config.exported,
        **trained.labels,
        "whole": trained.whole,
    }
    (target / "labels.json").write_bytes(msgspec.json.format(msgspec.json.encode(shown)) + b"\n")
    shutil.copy(out / "tokenizer.json", target / "tokenizer.json")


def quantise(plain: Path, target: Path) -> None:
    """Write a model with the weights of its encoder, tags and word pieces in int8.

    The layers that find heads, relations and names stay as they are: on GUM dev (LAS) of an
    earlier model 87.9 in 32 bits, 87.6 with all layers in int8, 87.8 so; they take a tenth of the
    time.
    """
    nodes = onnx.load(str(plain)).graph.node
    quantize_dynamic(
        plain,
        target,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=[node.name for node in nodes if set(node.name.split("/")) & EXACT],
    )
    onnx.checker.check_model(str(target))


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    export(options.out, options.target, full=options.full)


if __name__ == "__main__":
    main()
