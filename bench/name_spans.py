"""Score the names that the syntax model finds, beside those of the pilot model.

    python -m bench.name_spans SHARED [--language en] [--floors]

``SHARED`` is the folder that holds ``corpora``, ``stories`` and ``packs``. Exact spans and types of
persons, bodies and places, from gold words; in the stories, from raw text: gold are the places
where an alias of a person, body or place that is a name stands in a text, the longest first, and a
name elsewhere counts for nothing. ``mean`` is the mean of the F1s.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from training.corpora import Sentence, Source, ranges_of, read_source, running_rows

from bench.floors import corpus_hash, judge
from bench.pilot import Pilot
from kipu.model.documents import Document
from kipu.model.syntax import Name
from kipu.pipeline.loading import load
from kipu.syntax import OnnxParser, load_parser
from kipu.syntax.batches import MOST_PIECES
from kipu.syntax.names import consistent_names, name_spans

MARGIN = 0.005
SCORED = frozenset(("PER", "ORG", "LOC"))
TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
POLITICS = {
    "politician": ("PER",), "person": ("PER",), "politicalparty": ("ORG",),
    "organisation": ("ORG",), "country": ("LOC",), "location": ("LOC",),
}  # fmt: skip
SETS = {
    "en": (
        Source("ewt", "ner/uner_en_ewt/test.iob2"),
        Source(
            "gum",
            "ner/gum_named_silver/dev.iob2",
            types={"person": ("PER",), "organization": ("ORG",), "place": ("LOC",)},
        ),
        Source(
            "crossner", "ner/crossner_politics/dev.iob2", types=POLITICS, running=False, keep="0/5"
        ),
    ),
    "es": (
        Source(
            "cess",
            "spanish/ud/cess_dev.pos.tsv",
            like="spanish/ud/es_ancora-ud-dev.conllu",
        ),
    ),
}
PARTICLES = frozenset(("de", "del", "la", "los", "las", "y", "of", "and", "the", "for", "in", "al"))
TITLES = frozenset((
    "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Gen.", "Col.", "Capt.", "The", "A",
    "Judge", "President", "General", "Señor", "Sr.", "Sra.", "Don", "El", "La", "Los", "Las",
))  # fmt: skip


class Tally(msgspec.Struct):
    """Counts of right, said and wanted names."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, said: set[tuple[int, int, str]], wanted: set[tuple[int, int, str]]) -> None:
        """Count one sentence or document."""
        self.right += len(said & wanted)
        self.said += len(said)
        self.wanted += len(wanted)

    @property
    def scores(self) -> tuple[float, float, float]:
        """Precision, recall and F1 in per cent."""
        p = 100 * self.right / max(1, self.said)
        r = 100 * self.right / max(1, self.wanted)
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def spans(names: Sequence[Name], at: int = 0) -> set[tuple[int, int, str]]:
    """Give the scored names, their words counted from ``at`` on."""
    return {(at + n.start, at + n.end, n.type) for n in names if n.type in SCORED}


def gold_spans(sentence: Sentence, at: int = 0) -> set[tuple[int, int, str]]:
    """Give the names of a sentence; a name that the corpus gives no type counts for nothing."""
    labels = [label[0] if len(label) == 1 else "O" for label in sentence.names or ()]
    return spans(name_spans(labels), at)


def score_words(
    sentences: Sequence[Sentence], parser: OnnxParser, pilot: Pilot | None
) -> tuple[Tally, Tally]:
    """Score both models on gold words; the pilot reads sentence by sentence, as it must."""
    ours, theirs = Tally(), Tally()
    for doc in _documents(sentences):
        wanted = {
            span
            for sentence, (begin, _) in zip(doc, ranges_of(doc), strict=True)
            for span in gold_spans(sentence, begin)
        }
        ours.add(spans(_names(doc, parser)), wanted)
        if pilot is not None:
            for sentence in doc:
                theirs.add(spans(pilot.names(sentence.forms)), gold_spans(sentence))
    return ours, theirs


def _documents(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    doc: list[Sentence] = []
    for sentence in sentences:
        if sentence.begins and doc:
            yield doc
            doc = []
        doc.append(sentence)
    yield doc


def _names(doc: Sequence[Sentence], parser: OnnxParser) -> Sequence[Name]:
    """Give the names of a document of gold words as ``OnnxParser.parse`` does."""
    forms: list[str] = []
    upos: list[str] = []
    names: list[Name] = []
    starts: list[int] = []
    for row in running_rows(doc, parser.pieces_of, MOST_PIECES):
        words = [form for sentence in row for form in sentence.forms]
        for analysis in parser.analyse(words, ranges_of(row)):
            begin = len(upos)
            starts.append(begin)
            names += [Name(begin + n.start, begin + n.end, n.type) for n in analysis.names]
            upos += analysis.upos
        forms += words
    return consistent_names(forms, upos, names, starts)


def score_stories(
    folder: Path, language: str, parser: OnnxParser, pilot: Pilot | None
) -> tuple[Tally, Tally]:
    """Score both models on the names of the stories, in the words and sentences that ours finds."""
    ours, theirs = Tally(), Tally()
    for story in sorted(folder.glob("*/gold.json")):
        gold = msgspec.json.decode(story.read_bytes())
        if gold["language"] != language:
            continue
        for entry in gold["documents"]:
            doc = load(story.parent / entry["file"])
            syntax = parser.parse(doc)
            wanted = set(aliases(doc, gold["entities"]))
            ends = syntax.end

            def placed(names: Sequence[Name], at: int = 0) -> set[tuple[int, int, str]]:
                found = spans(names, at)
                return {(syntax.start[a], ends[b - 1], kind) for a, b, kind in found}  # noqa: B023

            ours.add(_near(placed(syntax.names), wanted), wanted)
            if pilot is not None:
                said: set[tuple[int, int, str]] = set()
                for words in syntax.sentence_ranges():
                    names = pilot.names([syntax.form[word] for word in words])
                    said |= placed(names, words[0])
                theirs.add(_near(said, wanted), wanted)
    return ours, theirs


def _near(
    said: set[tuple[int, int, str]], wanted: set[tuple[int, int, str]]
) -> set[tuple[int, int, str]]:
    return {(a, b, kind) for a, b, kind in said if any(c < b and a < d for c, d, _ in wanted)}


def aliases(doc: Document, entities: Sequence[dict[str, object]]) -> Iterator[tuple[int, int, str]]:
    """Find the aliases that are names in the narrative of a text, longer ones first."""
    from kipu.model.documents import NARRATIVE

    names: dict[str, str] = {}
    for entity in entities:
        kind = TYPES.get(str(entity["type"]))
        for alias in entity["aliases"] if kind else ():  # type: ignore[attr-defined]
            words = alias.split()
            if all(w[0].isupper() or w in PARTICLES for w in words) and words[0] not in TITLES:
                names[alias] = str(kind)
    ordered = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
    for block in doc.blocks if names else ():
        if block.kind in NARRATIVE:
            for match in pattern.finditer(doc.text, block.span.start, block.span.end):
                yield match.start(), match.end(), names[match.group()]


def main() -> int:
    """Print the table; the exit status is 1 if a floor is missed."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("shared", type=Path)
    options.add_argument("--language", choices=tuple(SETS), default="en")
    options.add_argument("--floors", action="store_true", help="hold the floors")
    options.add_argument("--write-floors", action="store_true", help="raise the floors")
    chosen = options.parse_args()
    if not (chosen.shared / "corpora").exists():
        print(f"skipped: no corpora in {chosen.shared}")
        return 0
    parser = load_parser(chosen.language)
    pack = chosen.shared / "packs" / chosen.language
    pilot = Pilot(pack) if pack.exists() else None
    print(f"{'':34}{'pilot':^22}{'kipu':^22}\n{'':34}" + f"{'P':>7}{'R':>7}{'F1':>7} " * 2)
    tallies = {
        source.path: score_words(
            read_source(chosen.shared / "corpora", source, frozenset()), parser, pilot
        )
        for source in SETS[chosen.language]
    }
    tallies["stories"] = score_stories(chosen.shared / "stories", chosen.language, parser, pilot)
    for name, (ours, theirs) in tallies.items():
        left = "".join(f"{value:7.1f}" for value in theirs.scores) if pilot else f"{'-':>7}" * 3
        print(f"{name:34}{left} {''.join(f'{value:7.1f}' for value in ours.scores)}")
    mean, before = (
        sum(pair[number].scores[2] for pair in tallies.values()) / len(tallies) for number in (0, 1)
    )
    shown = f"{before:21.1f}" if pilot else f"{'-':>21}"
    print(f"{'mean':34}{shown} {mean:21.1f}")
    if not chosen.floors and not chosen.write_floors:
        return 0
    reached = {name: ours.scores[2] / 100 for name, (ours, _) in tallies.items()}
    sources = SETS[chosen.language]
    files = [name for each in sources for name in (each.path, each.like) if name]
    stories = (chosen.shared / "stories").glob("*/*.*")
    corpus = corpus_hash([*(chosen.shared / "corpora" / name for name in files), *stories])
    suite = f"names-{chosen.language}"
    return judge(
        suite, reached | {"mean": mean / 100}, corpus, margin=MARGIN, write=chosen.write_floors
    )


if __name__ == "__main__":
    sys.exit(main())
