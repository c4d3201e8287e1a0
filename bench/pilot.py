"""The pilot syntax model of ``../shared/packs/en``, run as its README says, to compare with."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from onnxruntime import InferenceSession, SessionOptions

from kipu.model.syntax import Name
from kipu.syntax.analyses import Analysis
from kipu.syntax.batches import Pieces, Row, load_tokenizer, model_inputs
from kipu.syntax.names import name_spans


class Pilot:
    """One sentence of words at a time: heads, relations, parts of speech and names."""

    def __init__(self, pack: Path) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = InferenceSession(str(pack / "syntax.onnx"), options)
        self._pieces = Pieces(load_tokenizer(pack / "tokenizer.json"))
        self._labels = msgspec.json.decode((pack / "labels.json").read_bytes())

    @property
    def relations(self) -> list[str]:
        """The relations that it tells apart."""
        relations: list[str] = self._labels["REL"]
        return relations

    def analyse(self, forms: Sequence[str]) -> Analysis:
        """Give the analysis of one sentence; the pilot knows no features and no lemmas."""
        found = self.run(forms)
        return Analysis(
            head=found["head"],
            deprel=[self._labels["REL"][number] for number in found["label"]],
            upos=[self._labels["UP"][number] for number in found["upos"]],
            feats=[""] * len(forms),
            lemma=[""] * len(forms),
            names=self.names(forms),
        )

    def names(self, forms: Sequence[str]) -> list[Name]:
        """Give the names of one sentence."""
        return name_spans([self._labels["NER"][tag] for tag in self.run(forms)["ner"]])

    def run(self, forms: Sequence[str]) -> dict[str, list[int]]:
        """Give each word's numbers: head, relation, part of speech and name tag."""
        return self.run_together([forms])[0]

    def run_together(self, sentences: Sequence[Sequence[str]]) -> list[dict[str, list[int]]]:
        """Give the numbers of the words of several sentences, read in one run."""
        inputs = model_inputs([Row(forms, self._pieces.of(forms)) for forms in sentences])
        taken = {
            "ids": inputs["ids"],
            "att": inputs["attention"],
            "first": inputs["first"],
            "last": inputs["last"],
            "shp": inputs["shape"],
            "m": (inputs["shape"] > 0).astype(np.int64),
        }
        names = ["head", "label", "upos", "ner"]
        found = self._session.run(names, taken)
        return [
            {
                name: values[number, : len(forms)].tolist()
                for name, values in zip(names, found, strict=True)
            }
            for number, forms in enumerate(sentences)
        ]
