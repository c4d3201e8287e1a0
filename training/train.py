"""Train the syntax model of a language.

    python -m training.train CONFIG CORPORA OUT [--threads 2] [--round 2 --start FILE] [--body FILE]
        [--resume]

``CORPORA`` is the folder of corpora that the paths of the configuration are below. ``OUT`` gets
``model.pt`` after every epoch (weights, labels, configuration), ``state.pt``, from which
``--resume`` goes on where a run was broken off as if it had not been, and ``tokenizer.json``.
Scores of the dev parts, from gold words and sentences and without repair of trees, are printed on
the way.
With ``--round`` training goes on where an earlier run ended, whose ``model.pt`` is named; with
``--body`` it begins with the encoder and the arcs of another language's.
"""

import argparse
import logging
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from kipu.model.errors import SettingsError
from kipu.syntax.batches import Pieces
from training.config import Config, Round, Schedule, load_config
from training.corpora import Sentence, Source, read_demonyms, read_source
from training.encoders import learn_pieces, load_bert
from training.learner import Average, Learner
from training.model import Scores, SyntaxModel
from training.packages import package_folder
from training.rows import (
    UNKNOWN,
    Lesson,
    batched,
    collect_labels,
    tags_together,
    whole_lemmas,
    windows,
)

log = logging.getLogger(__name__)
MASK = 103
_GROUPED = 4000
"""Rows among which those of like length are put together, so that steps stay mixed."""
_MEASURED = 4000
"""Pieces that are measured at once."""
Row = tuple[int, list[Sentence]]


def main() -> None:
    """Train, and keep what was learnt after every epoch."""
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    config = load_config(options.config)
    options.out.mkdir(parents=True, exist_ok=True)
    training = Training(config, options.corpora, options.out, options.start)
    if options.body:
        take_over(training.model, torch.load(options.body)["weights"])
    state = torch.load(options.out / "state.pt") if options.resume else None
    first = state["round"] if state else options.round
    for number, each in enumerate(config.schedule.rounds, 1):
        if number >= first:
            training.run(number, each, state)
            state = None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--round", type=int, default=1)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--body", type=Path)
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()


class Training:
    """A network that learns, and what it learns from."""

    def __init__(self, config: Config, corpora: Path, out: Path, start: Path | None) -> None:
        self.config, self.out = config, out
        torch.manual_seed(config.seed)
        self.chance = random.Random(config.seed)
        demonyms = read_demonyms(corpora / config.demonyms, config.demonym_columns)
        self.train = [(each, read_source(corpora, each, demonyms)) for each in config.train]
        self.dev = [(each, read_source(corpora, each, demonyms)) for each in config.dev]
        everything = [sentence for _, sentences in self.train for sentence in sentences]
        earlier = torch.load(start) if start is not None else None
        if earlier is None:
            self.labels = collect_labels(everything, config.least, config.subtypes)
        else:
            self.labels = earlier["labels"]
        known = set(self.labels["lemma"])
        self.whole = {
            script: forms for script, forms in whole_lemmas(everything).items() if script in known
        }
        self.together = tags_together(everything, self.labels)
        self.pieces = self._pieces(everything)
        self.model = SyntaxModel(config.size, self.vocabulary, self.labels, len(config.conventions))
        if config.encoder.package is not None:
            load_bert(self.model, package_folder(config.encoder.package), self.tokenizer)
        if earlier is not None:
            self.model.load_state_dict(earlier["weights"])
        self.wider = wider_relations(config, self.labels["deprel"])

    def _pieces(self, sentences: Sequence[Sentence]) -> Pieces:
        encoder = self.config.encoder
        if encoder.vocabulary is not None:
            self.tokenizer = learn_pieces(sentences, encoder.vocabulary)
        elif encoder.package is not None:
            folder = package_folder(encoder.package)
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self.tokenizer.no_padding()
            self.tokenizer.no_truncation()
        else:
            raise SettingsError("the configuration names neither a package nor a vocabulary")
        self.tokenizer.save(str(self.out / "tokenizer.json"), pretty=False)
        self.vocabulary = self.tokenizer.get_vocab_size()
        return Pieces(self.tokenizer)

    def run(self, number: int, plan: Round, state: dict[str, Any] | None = None) -> None:
        """Go through the corpora as often as a round says.

        Args:
            number: Of the round.
            state: What ``state.pt`` holds of a run that was broken off in this round.
        """
        average = Average(self.model, plan.average)
        steps = len(self._batches(random.Random(0))) * plan.epochs
        optimizer = torch.optim.AdamW(_groups(self.model, plan), weight_decay=0.01)
        rates = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: _rate(step, steps, self.config.schedule.warm_up)
        )
        learner = Learner(self.model, average, optimizer, rates, self.chance)
        done = learner.restore(state) if state else 0
        begin, step, learnt = time.perf_counter(), 0, 0
        for epoch in range(done + 1, plan.epochs + 1):
            totals: Counter[str] = Counter()
            for batch in self._batches(self.chance):
                lesson = self._lesson(batch)
                losses = self._learn(lesson, optimizer)
                rates.step()
                average.add(self.model)
                totals.update({name: float(value.detach()) for name, value in losses.items()})
                totals["steps"] += 1
                step += 1
                learnt += int(lesson.inputs["attention"].sum())
                if step % 100 == 0:
                    pace = learnt / (time.perf_counter() - begin)
                    log.info("step %d of %d, %.0f pieces/s", rates.last_epoch, steps, pace)
            log.info("epoch %d: %s", epoch, _shown(totals))
            torch.save(learner.state(number, epoch), self.out / "state.pt")
            self.keep(average.weights)
        self.model.load_state_dict(average.weights)

    def _learn(self, lesson: Lesson, optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
        self.model.train()
        inputs = dict(lesson.inputs)
        hidden = (torch.rand(inputs["ids"].shape) < self.config.schedule.masked) & (
            inputs["word"] > 0
        )
        inputs["ids"] = inputs["ids"].masked_fill(hidden, MASK)
        told = torch.rand(lesson.convention.shape) < self.config.schedule.told
        with halved():
            scores = self.model(**inputs, convention=lesson.convention * told)
        losses = all_losses(self.model, scores, lesson, self.wider)
        total = sum(self.config.weights[name] * value for name, value in losses.items())
        optimizer.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.schedule.clip)
        optimizer.step()
        return losses

    def keep(self, weights: dict[str, Tensor]) -> None:
        """Write ``model.pt``, and print the scores of the dev parts."""
        torch.save(
            {
                "weights": weights,
                "labels": self.labels,
                "whole": self.whole,
                "together": self.together,
                "config": msgspec.json.encode(self.config),
            },
            self.out / "model.pt",
        )
        trained = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.model.load_state_dict(weights)
        for source, sentences in self.dev:
            log.info("  %s: %s", source.path, self.measure(source, sentences))
        self.model.load_state_dict(trained)

    def _batches(self, chance: random.Random) -> list[list[Row]]:
        """Give the rows of one epoch, grouped for its steps."""
        schedule = self.config.schedule
        rows: list[Row] = []
        for source, sentences in self.train:
            number = self.config.conventions[source.convention]
            for row in self._rows(source, sentences, chance):
                whole = int(source.share)
                for _ in range(whole + (chance.random() < source.share - whole)):
                    rows.append((number, [vary(each, len(row), chance, schedule) for each in row]))
        chance.shuffle(rows)
        groups: list[list[Row]] = []
        for begin in range(0, len(rows), _GROUPED):
            part = batched(rows[begin : begin + _GROUPED], self.pieces, schedule.pieces)
            chance.shuffle(part)
            groups += part
        return groups

    def _lesson(self, batch: Sequence[Row]) -> Lesson:
        return Lesson(batch, self.pieces, self.labels, self.config.subtypes)

    def _rows(
        self, source: Source, sentences: Sequence[Sentence], chance: random.Random
    ) -> Iterator[list[Sentence]]:
        alone = self.config.schedule.alone if source.running else 1.0
        return windows(sentences, chance, self.length, most=self.config.schedule.row, alone=alone)

    def length(self, forms: Sequence[str]) -> int:
        """Give the number of word pieces of words."""
        return sum(map(len, self.pieces.of(forms)))

    @torch.no_grad()
    def measure(self, source: Source, sentences: Sequence[Sentence]) -> str:
        """Give the scores of a dev part from gold words and sentences."""
        self.model.eval()
        number = self.config.conventions.get(source.convention, 0) if source.told else 0
        rows = [(number, row) for row in self._rows(source, sentences, random.Random(0))]
        right: Counter[str] = Counter()
        for batch in batched(rows, self.pieces, _MEASURED):
            lesson = self._lesson(batch)
            with halved():
                scores = self.model(**lesson.inputs, convention=lesson.convention)
            right.update(_counts(self.model, scores, lesson, self.labels["names"]))
        layers = ("starts", "upos", "feats", "lemma", "uas", "las")
        shares = [
            f"{layer} {100 * right[layer] / right[layer + ' of']:.2f}"
            for layer in layers
            if right[layer + " of"]
        ]
        if right["named"]:
            f1 = 200 * right["named right"] / (right["named"] + right["names said"])
            shares.append(f"names {f1:.2f}")
        return ", ".join(shares)


def halved() -> torch.autocast:
    """Reckon in 16 bits where the processor can; where it cannot, they take five times as long."""
    able = torch.cpu.get_capabilities()
    can = any(able.get(name) for name in ("avx512_bf16", "amx_bf16"))
    return torch.autocast("cpu", torch.bfloat16, enabled=can)


def vary(sentence: Sentence, among: int, chance: random.Random, schedule: Schedule) -> Sentence:
    """Give a sentence as headlines have it, now and then: no stop, no articles, all capitals."""
    lone = among == 1 and _has_loose_stop(sentence)
    if lone and chance.random() < schedule.without_stop:
        sentence = _without(sentence, {len(sentence.forms) - 1})
        if chance.random() < schedule.bare:
            sentence = _without(sentence, _function_words(sentence))
    if chance.random() < schedule.capitals:
        sentence = msgspec.structs.replace(
            sentence, forms=[form.upper() for form in sentence.forms], lemma=None
        )
    return sentence


def _has_loose_stop(sentence: Sentence) -> bool:
    """Whether a sentence ends with a full stop that is no word's head and has one itself."""
    head = sentence.head or []
    return bool(head) and sentence.forms[-1] == "." and len(head) not in head and head[-1] != 0


def _function_words(sentence: Sentence) -> set[int]:
    """Give the articles and passive auxiliaries that govern nothing."""
    heads, relations = sentence.head or [], sentence.deprel or []
    return {
        word
        for word, relation in enumerate(relations)
        if relation in ("det", "aux:pass") and word + 1 not in heads
    }


def _without(sentence: Sentence, words: set[int]) -> Sentence:
    """Give a sentence without some words that govern nothing."""
    kept = [word for word in range(len(sentence.forms)) if word not in words]
    number = {word + 1: place for place, word in enumerate(kept, 1)}
    layers = {
        name: [values[word] for word in kept]
        for name in ("forms", "upos", "feats", "lemma", "deprel", "names")
        if (values := getattr(sentence, name)) is not None
    }
    heads = sentence.head or []
    layers["head"] = [number.get(heads[word], 0) for word in kept]
    return msgspec.structs.replace(sentence, **layers)


def all_losses(
    model: SyntaxModel, scores: Scores, lesson: Lesson, wider: Tensor
) -> dict[str, Tensor]:
    """Give the mean loss of each layer over the words that have it.

    Args:
        wider: [conventions + 1, relations, relations]: what a convention's relation may be with us.
    """
    losses: dict[str, Tensor] = {}
    arc = within_sentences(scores.arc.float(), lesson)
    losses["arc"] = _choice(arc, lesson.heads)
    heads = lesson.heads.clamp(min=0)
    relations = model.relations(scores.below.float(), scores.above.float(), heads)
    labels = lesson.layers["deprel"]
    allowed = wider[lesson.convention[:, None], labels.clamp(min=0)]
    losses["deprel"] = _any_of(relations, allowed & (labels != UNKNOWN)[:, :, None])
    for layer in ("upos", "feats", "lemma"):
        losses[layer] = _choice(getattr(scores, layer).float(), lesson.layers[layer])
    marked = lesson.starts != UNKNOWN
    losses["starts"] = functional.binary_cross_entropy_with_logits(
        scores.starts.float()[marked], lesson.starts[marked], reduction="sum"
    ) / max(1, int(marked.sum()))
    losses["names"] = _any_of(scores.names.float(), lesson.names)
    return losses


def wider_relations(config: Config, relations: Sequence[str]) -> Tensor:
    """Give for each convention and relation which relations it may be, the first being none's."""
    wider = torch.eye(len(relations), dtype=torch.bool).repeat(len(config.conventions) + 1, 1, 1)
    for source in config.train:
        for subtype in source.unmarked:
            main = relations.index(subtype.split(":")[0])
            wider[config.conventions[source.convention], main, relations.index(subtype)] = True
    return wider


def within_sentences(arc: Tensor, lesson: Lesson) -> Tensor:
    """Leave to each word the root and the words of its own sentence as heads."""
    sentence = lesson.sentence
    same = (sentence[:, :, None] == sentence[:, None, :]) & lesson.real[:, None, :]
    return arc.masked_fill(~functional.pad(same, (1, 0), value=True), -1e4)


def _choice(scores: Tensor, labels: Tensor) -> Tensor:
    total = functional.cross_entropy(
        scores.flatten(0, 1), labels.flatten(), ignore_index=UNKNOWN, reduction="sum"
    )
    return total / max(1, int((labels != UNKNOWN).sum()))


def _any_of(scores: Tensor, allowed: Tensor) -> Tensor:
    """Give minus the mean logarithm of the probability of all labels that a word may have."""
    given = allowed.any(2)
    logs = scores.log_softmax(2)[given].masked_fill(~allowed[given], float("-inf"))
    return -logs.logsumexp(1).sum() / max(1, int(given.sum()))


def _counts(
    model: SyntaxModel, scores: Scores, lesson: Lesson, labels: Sequence[str]
) -> dict[str, int]:
    """Count right choices and what there was to choose."""
    counts: dict[str, int] = {}
    arc = within_sentences(scores.arc.float(), lesson)
    heads = arc.argmax(2)
    relations = model.relations(scores.below.float(), scores.above.float(), heads).argmax(2)
    parsed = lesson.heads != UNKNOWN
    counts["uas of"] = counts["las of"] = int(parsed.sum())
    counts["uas"] = int((heads == lesson.heads)[parsed].sum())
    both = (heads == lesson.heads) & (relations == lesson.layers["deprel"])
    counts["las"] = int(both[parsed].sum())
    for layer in ("upos", "feats", "lemma"):
        given = parsed
        right = getattr(scores, layer).argmax(2) == lesson.layers[layer]
        counts[layer], counts[f"{layer} of"] = int(right[given].sum()), int(given.sum())
    marked = lesson.starts != UNKNOWN
    said = scores.starts > 0
    counts["starts"] = 2 * int((said & (lesson.starts > 0) & marked).sum())
    counts["starts of"] = int((said & marked).sum() + (lesson.starts[marked] > 0).sum())
    for row, tags in enumerate(scores.names.argmax(2).tolist()):
        real = int(lesson.real[row].sum())
        if not bool(lesson.names[row].any()):
            continue
        gold = [labels[int(each)] for each in lesson.names[row, :real].int().argmax(1)]
        wanted, found = _spans(gold), _spans([labels[tag] for tag in tags[:real]])
        counts["named"] = counts.get("named", 0) + len(wanted)
        counts["names said"] = counts.get("names said", 0) + len(found)
        counts["named right"] = counts.get("named right", 0) + len(wanted & found)
    return counts


def _spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Give the spans of persons, bodies and places."""
    from kipu.syntax.names import name_spans

    return {
        (name.start, name.end, name.type)
        for name in name_spans(tags)
        if name.type in ("PER", "ORG", "LOC")
    }


def _groups(model: SyntaxModel, plan: Round) -> list[dict[str, object]]:
    inner = [*model.blocks.parameters(), *model.piece.parameters(), *model.place.parameters()]
    inner += model.norm.parameters()
    known = {id(each) for each in inner}
    others = [each for each in model.parameters() if id(each) not in known]
    return [
        {"params": inner, "lr": plan.rate_encoder},
        {"params": others, "lr": plan.rate},
    ]


def _rate(step: int, steps: int, warm_up: int) -> float:
    if step < warm_up:
        return (step + 1) / warm_up
    return max(0.0, (steps - step) / max(1, steps - warm_up))


def take_over(model: SyntaxModel, weights: Mapping[str, Tensor]) -> None:
    """Take what does not depend on a language's pieces and labels from another model."""
    own = model.state_dict()
    shared = (
        "blocks.",
        "mixture",
        "from_words.",
        "word_blocks.",
        "starts.",
        "named.",
        "place.",
        "norm.",
        "spelling.",
        "written.",
        "arc",
        "root",
        "below.",
        "above.",
    )
    model.load_state_dict(
        {
            name: value
            for name, value in weights.items()
            if name.startswith(shared) and own[name].shape == value.shape
        },
        strict=False,
    )


def _shown(totals: Counter[str]) -> str:
    return ", ".join(
        f"{name} {value / totals['steps']:.3f}" for name, value in totals.items() if name != "steps"
    )


if __name__ == "__main__":
    main()
