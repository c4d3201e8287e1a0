"""Score the syntax stage on Universal Dependencies, from raw text.

    python bench/ud.py CORPUS_PATH [--part PART] [--show WHAT] [--pieces-a-run N]

``CORPUS_PATH`` is a folder with ``*-ud-dev.conllu`` or ``*-dev.conllu`` files in it or below it.
The text is put together again from the words, every document and paragraph being a block, and read
by kipu; its words are aligned with the gold ones by their characters. One table is printed: F1 of
words and sentences, then the share of right tags, lemmas, features, heads and labelled heads, as F1
over system words; words/s are those of one core, cutting included. Tune on ``dev`` only.
"""

import argparse
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kipu.model.documents import Block, Document
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.syntax import OnnxParser, load_parser
from kipu.syntax.analyses import load_labels

SUBTYPES = frozenset(label for label in load_labels("en").deprel if ":" in label)
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


def read_gold(path: Path) -> Iterator[GoldDocument]:
    """Read the documents of a CoNLL-U file."""
    for part in re.split(r"(?m)^(?=# newdoc id)", path.read_text("utf-8")):
        if part.strip():
            yield _gold_document(part)


def _gold_document(part: str) -> GoldDocument:
    doc = GoldDocument("", [], [], [])
    begin = 0
    for sentence in part.strip().split("\n\n"):
        if doc.text and re.search(r"(?m)^# newpar", sentence):
            doc.blocks.append((begin, len(doc.text.rstrip())))
            doc.text = doc.text.rstrip() + "\n\n"
            begin = len(doc.text)
        _add_sentence(doc, sentence)
    doc.text = doc.text.rstrip()
    doc.blocks.append((begin, len(doc.text)))
    return doc


def _add_sentence(doc: GoldDocument, sentence: str) -> None:
    first = len(doc.words)
    doc.sentences.append(first)
    rows = [line.split("\t") for line in sentence.split("\n") if not line.startswith("#")]
    surface_end = 0
    at = len(doc.text)
    for row in rows:
        number = row[0]
        if "-" in number:
            surface_end = int(number.split("-")[1])
            doc.text += row[1] + _space(row)
        elif number.isdigit():
            alone = int(number) > surface_end
            if alone:
                at = len(doc.text)
                doc.text += row[1] + _space(row)
            elif int(number) == 1 or rows[rows.index(row) - 1][0].find("-") > 0:
                at = len(doc.text.rstrip()) - len(rows[rows.index(row) - 1][1])
            doc.words.append(_gold_word(row, at, first, len(doc.words)))
            at += len(row[1])


def _space(row: list[str]) -> str:
    return "" if "SpaceAfter=No" in row[9] else " "


def _gold_word(row: list[str], at: int, first: int, own: int) -> GoldWord:
    label = row[7] if row[7] in SUBTYPES else row[7].split(":")[0]
    head = first + int(row[6]) - 1 if row[6] != "0" else own
    feats = "" if row[5] == "_" else row[5]
    return GoldWord(at, at + len(row[1]), row[1], row[2], row[3], feats, head, label)


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
        "feats": word.upos in CHECKED
        and _kept(syntax.feats[place], word.upos) == _kept(word.feats, word.upos),
        "uas": head is not None and syntax.head[place] == head,
    }
    checks["las"] = checks["uas"] and syntax.deprel[place] == word.deprel
    score.right.update(name for name, right in checks.items() if right)
    if not checks["lemma"]:
        found = f"{syntax.upos[place]}\t{syntax.lemma[place]}"
        score.seen[f"lemmas\t{word.form}\t{word.upos}\t{word.lemma}\t{found}"] += 1
    if word.upos in CHECKED:
        score.right["feats of"] += 1
        if not checks["feats"]:
            found = f"{syntax.upos[place]}\t{syntax.feats[place]}"
            score.seen[
                f"feats\t{word.upos}\t{_kept(word.feats, word.upos)}\t{found}\t{word.form}"
            ] += 1


CHECKED = frozenset(("VERB", "AUX", "NOUN", "PROPN", "PRON"))
OF_VERBS = frozenset(("Mood", "Tense", "VerbForm", "Voice"))
OF_OTHERS = frozenset(("Gender", "Number", "Person", "Poss", "Reflex"))


def _kept(feats: str, upos: str) -> str:
    """Leave out the features that kipu gives nobody, or only where the form shows them."""
    names = OF_VERBS if upos in ("VERB", "AUX") else OF_OTHERS
    return "|".join(pair for pair in feats.split("|") if pair.split("=")[0] in names)


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


def score_corpus(path: Path, parser: OnnxParser) -> Score:
    """Read and score all documents of a CoNLL-U file."""
    score = Score()
    for gold in read_gold(path):
        doc = as_document(gold)
        begin = time.process_time()
        syntax = parser.parse(doc)
        score.seconds += time.process_time() - begin
        add_document(score, gold, syntax)
    return score


def table_row(name: str, score: Score) -> str:
    """Give a corpus's line of the table."""
    words = score.gold + score.system
    f1 = {column: 200 * score.right[column] / words for column in COLUMNS}
    f1["sents"] = 200 * score.right["sents"] / (score.gold_sentences + score.system_sentences)
    f1["feats"] = 100 * score.right["feats"] / max(1, score.right["feats of"])
    cells = " ".join(f"{f1[column]:6.2f}" for column in COLUMNS)
    return f"{name:24}{cells}{score.system:8}{score.system / score.seconds:9.0f}"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("path", type=Path)
    options.add_argument("--part", choices=("dev", "test", "train"), default="dev")
    options.add_argument("--language", default="en")
    options.add_argument("--pieces-a-run", type=int, default=1)
    options.add_argument("--show", choices=("words", "sentences", "lemmas", "feats"))
    chosen = options.parse_args()
    paths = sorted(chosen.path.rglob(f"*-{chosen.part}.conllu")) if chosen.path.exists() else []
    if not paths:
        print(f"skipped: no *-{chosen.part}.conllu under {chosen.path}")
        return
    begin = time.perf_counter()
    parser = load_parser(chosen.language, pieces_a_run=chosen.pieces_a_run)
    print(f"model loaded in {time.perf_counter() - begin:.2f} s")
    print(f"{'':24}" + " ".join(f"{column:>6}" for column in COLUMNS) + "  tokens  words/s")
    for path in paths:
        score = score_corpus(path, parser)
        print(table_row(path.stem, score))
        for line, count in score.seen.most_common():
            if chosen.show and line.startswith(chosen.show):
                print(count, *line.split("\t")[1:], sep="\t")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
