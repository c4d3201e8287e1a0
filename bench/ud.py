"""Score the syntax stage on Universal Dependencies, from gold words and from raw text.

    python -m bench.ud CORPUS_PATH [--part PART] [--language CODE] [--pilot PACK] [--show WHAT]
        [--floors]

``CORPUS_PATH`` is a folder with ``*-dev.conllu`` files in it or below it. A line of the table with
``gold`` is of gold words and sentences, running text as it stands in the corpus; one with ``told``
likewise, but the model is told to follow the ways of that corpus, as kipu never does; one with
``pilot`` is of the pilot model, sentence by sentence. For one with ``raw`` the text is put together
again from the words, every document and paragraph being a block, and read by kipu; its words are
aligned with the gold ones by their characters. Columns: F1 of words and sentences, then of right
parts of speech, lemmas, features, heads and labelled heads, over system words; words/s are those of
one core, cutting included. Relations are compared with the subtypes that the model knows. Tune on
``dev`` only.
"""

import argparse
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from training.corpora import Sentence, plain_relation, ranges_of, read_trees, running_rows

from bench.floors import corpus_hash, judge
from bench.pilot import Pilot
from kipu.model.documents import Block, Document
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.syntax import OnnxParser, load_parser
from kipu.syntax.analyses import Analysis
from kipu.syntax.batches import MOST_PIECES

MARGIN = 0.005
"""What another kind of processor may make of the same model: one without int8 instructions splits
two of the Spanish test part's 427 sentences otherwise, which is 0.0035."""
COLUMNS = ("words", "sents", "upos", "lemma", "feats", "uas", "las")


class GoldWord(msgspec.Struct):
    """One annotated word; ``head`` is its governor's index in the document, its own at a root."""

    start: int
    end: int
    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str


class GoldDocument(msgspec.Struct):
    """A text with its blocks, words and sentence starts as annotated."""

    text: str
    blocks: list[tuple[int, int]]
    words: list[GoldWord]
    sentences: list[int]


def read_gold(path: Path, subtypes: frozenset[str]) -> Iterator[GoldDocument]:
    """Read the documents of a CoNLL-U file."""
    for part in re.split(r"(?m)^(?=# newdoc id)", path.read_text("utf-8")):
        if part.strip():
            yield _gold_document(part, subtypes)


def _gold_document(part: str, subtypes: frozenset[str]) -> GoldDocument:
    doc = GoldDocument("", [], [], [])
    begin = 0
    for sentence in part.strip().split("\n\n"):
        if doc.text and re.search(r"(?m)^# newpar", sentence):
            doc.blocks.append((begin, len(doc.text.rstrip())))
            doc.text = doc.text.rstrip() + "\n\n"
            begin = len(doc.text)
        _add_sentence(doc, sentence, subtypes)
    doc.text = doc.text.rstrip()
    doc.blocks.append((begin, len(doc.text)))
    return doc


def _add_sentence(doc: GoldDocument, sentence: str, subtypes: frozenset[str]) -> None:
    first = len(doc.words)
    doc.sentences.append(first)
    rows = [line.split("\t") for line in sentence.split("\n") if not line.startswith("#")]
    end_of_range, at, surface_end = 0, len(doc.text), 0
    for row in rows:
        if "-" in row[0]:
            end_of_range = int(row[0].split("-")[1])
            at, surface_end = len(doc.text), len(doc.text) + len(row[1])
            doc.text += row[1] + _space(row)
        elif row[0].isdigit():
            if int(row[0]) > end_of_range:
                at, surface_end = len(doc.text), len(doc.text) + len(row[1])
                doc.text += row[1] + _space(row)
            # Words that are written as one: each has its letters, the last one what is left.
            last = int(row[0]) >= end_of_range
            end = surface_end if last else at + len(row[1])
            doc.words.append(_gold_word(row, (at, end), first, len(doc.words), subtypes))
            at = end


def _space(row: list[str]) -> str:
    return "" if "SpaceAfter=No" in row[9] else " "


def _gold_word(
    row: list[str], place: tuple[int, int], first: int, own: int, subtypes: frozenset[str]
) -> GoldWord:
    label = plain_relation(row[7], subtypes)
    head = first + int(row[6]) - 1 if row[6] != "0" else own
    feats = "" if row[5] == "_" else row[5]
    return GoldWord(*place, row[1], row[2], row[3], feats, head, label)


def as_document(gold: GoldDocument) -> Document:
    """Make the document that kipu reads."""
    blocks = tuple(Block("paragraph", Span("gold", a, b)) for a, b in gold.blocks if a < b)
    return Document("gold", "0" * 64, "gold", "text/plain", gold.text, blocks)


class Score(msgspec.Struct):
    """Counts of one corpus, added up document by document."""

    gold: int = 0
    system: int = 0
    right: Counter[str] = msgspec.field(default_factory=Counter)
    gold_sentences: int = 0
    system_sentences: int = 0
    seconds: float = 0.0
    seen: Counter[str] = msgspec.field(default_factory=Counter)


def add_document(score: Score, gold: GoldDocument, syntax: Syntax) -> None:
    """Count what is right in one document."""
    places = {(s, e): i for i, (s, e) in enumerate(zip(syntax.start, syntax.end, strict=True))}
    match = [places.get((word.start, word.end)) for word in gold.words]
    score.gold += len(gold.words)
    score.system += len(syntax)
    for index, word in enumerate(gold.words):
        place = match[index]
        if place is None:
            score.seen[f"words\t{_context(gold, index)}\t{_overlapping(syntax, word)}"] += 1
            continue
        _compare(score, syntax, word, place, match[word.head])
    _compare_sentences(score, gold, syntax)


def _compare(score: Score, syntax: Syntax, word: GoldWord, place: int, head: int | None) -> None:
    checks = {
        "words": True,
        "upos": syntax.upos[place] == word.upos,
        "lemma": syntax.lemma[place] == word.lemma,
        "feats": syntax.feats[place] == word.feats,
        "uas": head is not None and syntax.head[place] == head,
    }
    checks["las"] = checks["uas"] and syntax.deprel[place] == word.deprel
    score.right.update(name for name, right in checks.items() if right)
    if not checks["lemma"]:
        found = f"{syntax.upos[place]}\t{syntax.lemma[place]}"
        score.seen[f"lemmas\t{word.form}\t{word.upos}\t{word.lemma}\t{found}"] += 1
    if not checks["feats"]:
        found = f"{syntax.upos[place]}\t{syntax.feats[place]}"
        score.seen[f"feats\t{word.form}\t{word.upos}\t{word.feats}\t{found}"] += 1


def _compare_sentences(score: Score, gold: GoldDocument, syntax: Syntax) -> None:
    gold_ends = [*gold.sentences[1:], len(gold.words)]
    expected = {
        (gold.words[a].start, gold.words[b - 1].end)
        for a, b in zip(gold.sentences, gold_ends, strict=True)
    }
    found = {(syntax.start[r[0]], syntax.end[r[-1]]) for r in syntax.sentence_ranges()}
    score.gold_sentences += len(expected)
    score.system_sentences += len(found)
    score.right["sents"] += len(expected & found)
    for start, end in sorted(found - expected):
        near = gold.text[max(0, start - 40) : start] + "[[" + gold.text[start:end][:40]
        score.seen[
            f"sentences\t{near} ... {gold.text[end - 30 : end]}]]{gold.text[end : end + 30]}"
        ] += 1


def _context(gold: GoldDocument, index: int) -> str:
    near = gold.words[max(0, index - 1) : index + 2]
    return " ".join(word.form for word in near)


def _overlapping(syntax: Syntax, word: GoldWord) -> str:
    return " ".join(
        form
        for form, start, end in zip(syntax.form, syntax.start, syntax.end, strict=True)
        if start < word.end and word.start < end
    )


def score_raw(path: Path, parser: OnnxParser, subtypes: frozenset[str]) -> Score:
    """Read and score all documents of a CoNLL-U file from their text."""
    score = Score()
    for gold in read_gold(path, subtypes):
        doc = as_document(gold)
        begin = time.process_time()
        syntax = parser.parse(doc)
        score.seconds += time.process_time() - begin
        add_document(score, gold, syntax)
    return score


def score_gold(
    path: Path, parser: OnnxParser, subtypes: frozenset[str], convention: str | None = None
) -> Score:
    """Analyse and score the words and sentences of a CoNLL-U file as they are.

    Args:
        convention: The corpus whose ways the model is told to follow.
    """
    score = Score()
    for row in running_rows(read_trees(path), parser.pieces_of, MOST_PIECES):
        forms = [form for sentence in row for form in sentence.forms]
        begin = time.process_time()
        analyses = parser.analyse(forms, ranges_of(row), convention)
        score.seconds += time.process_time() - begin
        for sentence, analysis in zip(row, analyses, strict=True):
            _add_sentence_of_words(score, sentence, analysis, subtypes)
    return score


def _add_sentence_of_words(
    score: Score, gold: Sentence, found: Analysis, subtypes: frozenset[str]
) -> None:
    score.gold += len(gold.forms)
    score.system += len(gold.forms)
    score.right["words"] += len(gold.forms)
    labels = [plain_relation(label, subtypes) for label in gold.deprel or ()]
    score.right["upos"] += _same(gold.upos or (), found.upos)
    score.right["lemma"] += _same(gold.lemma or (), found.lemma)
    score.right["feats"] += _same(gold.feats or (), found.feats)
    score.right["uas"] += _same(gold.head or (), found.head)
    wanted = list(zip(gold.head or (), labels, strict=True))
    score.right["las"] += _same(wanted, list(zip(found.head, found.deprel, strict=True)))


def score_pilot(path: Path, pilot: Pilot) -> Score:
    """Score the pilot's greedy heads, relations and parts of speech."""
    score = Score()
    subtypes = frozenset(label for label in pilot.relations if ":" in label)
    for sentence in read_trees(path):
        begin = time.process_time()
        found = pilot.analyse(sentence.forms)
        score.seconds += time.process_time() - begin
        _add_sentence_of_words(score, sentence, found, subtypes)
    return score


def _same(wanted: Sequence[object], said: Sequence[object]) -> int:
    return sum(one == other for one, other in zip(wanted, said, strict=True))


def table_row(name: str, score: Score) -> str:
    """Give a corpus's line of the table."""
    found = shares(score)
    cells = " ".join(
        f"{100 * found[column]:6.2f}" if found[column] else "     -" for column in COLUMNS
    )
    return f"{name:30}{cells}{score.system:8}{score.system / score.seconds:9.0f}"


def shares(score: Score) -> dict[str, float]:
    """Give the F1 of each column."""
    words = score.gold + score.system
    found = {column: 2 * score.right[column] / words for column in COLUMNS}
    sentences = score.gold_sentences + score.system_sentences
    found["sents"] = 2 * score.right["sents"] / max(1, sentences)
    return found


def _held(name: str, score: Score, columns: Sequence[str]) -> dict[str, float]:
    found = shares(score)
    return {f"{name} {column}": found[column] for column in columns}


def main() -> int:
    """Print the table; the exit status is 1 if a floor is missed."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("path", type=Path)
    options.add_argument("--part", choices=("dev", "test", "train"), default="dev")
    options.add_argument("--language", default="en")
    options.add_argument("--pilot", type=Path, help="score the pilot of that folder too")
    options.add_argument("--floors", action="store_true", help="hold the floors")
    options.add_argument("--write-floors", action="store_true", help="raise the floors")
    options.add_argument("--show", choices=("words", "sentences", "lemmas", "feats"))
    chosen = options.parse_args()
    paths = sorted(chosen.path.rglob(f"*-{chosen.part}.conllu")) if chosen.path.exists() else []
    if not paths:
        print(f"skipped: no *-{chosen.part}.conllu under {chosen.path}")
        return 0
    begin = time.perf_counter()
    parser = load_parser(chosen.language)
    print(f"model loaded in {time.perf_counter() - begin:.2f} s")
    print(f"{'':30}" + " ".join(f"{column:>6}" for column in COLUMNS) + "  tokens  words/s")
    reached: dict[str, float] = {}
    subtypes = frozenset(label for label in parser.labels.deprel if ":" in label)
    for path in paths:
        convention = next((name for name in parser.labels.conventions if name in path.stem), None)
        for kind, told in (("gold", None), ("told", convention)):
            score = score_gold(path, parser, subtypes, told)
            print(table_row(f"{path.stem} {kind}", score))
            reached |= _held(f"{path.stem} {kind}", score, COLUMNS[2:])
        if chosen.pilot and chosen.pilot.exists():
            print(table_row(f"{path.stem} pilot", score_pilot(path, Pilot(chosen.pilot))))
        score = score_raw(path, parser, subtypes)
        print(table_row(f"{path.stem} raw", score))
        reached |= _held(f"{path.stem} raw", score, COLUMNS)
        for line, count in score.seen.most_common():
            if chosen.show and line.startswith(chosen.show):
                print(count, *line.split("\t")[1:], sep="\t")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if not chosen.floors and not chosen.write_floors:
        return 0
    suite = f"syntax-{chosen.language}-{chosen.part}"
    corpus = corpus_hash(paths)
    return judge(suite, reached, corpus, margin=MARGIN, write=chosen.write_floors)


if __name__ == "__main__":
    sys.exit(main())
