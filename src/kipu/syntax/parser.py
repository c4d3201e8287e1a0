"""Running the syntax model of a language."""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from kipu.lang.resources import languages, resource_path
from kipu.lang.syntax import SyntaxRules, load_syntax_rules
from kipu.model.documents import NARRATIVE, Document
from kipu.model.errors import ResourceError
from kipu.model.syntax import Name, Syntax
from kipu.syntax.analyses import STOP, Analysis, Labels, better_reading, lacks_stop, load_labels
from kipu.syntax.columns import Columns
from kipu.syntax.features import read_features
from kipu.syntax.lemmas import Lemmatiser, settled_lemmas
from kipu.syntax.names import joined_names, name_spans
from kipu.syntax.relations import settle_plain_nouns, tree_relations
from kipu.syntax.sentences import cut_long, read_sentences
from kipu.syntax.speech import settle_insertions, settle_subjects
from kipu.syntax.words import Word, read_words, word_pattern

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

    from kipu.syntax.batches import Pieces, Row

MODEL_NAME = "kipu-en-pilot-2026-11-23"


class OnnxParser:
    """A syntax model in ONNX form with its word pieces and the rules of its language."""

    def __init__(
        self,
        session: "InferenceSession",
        pieces: "Pieces",
        labels: Labels,
        rules: SyntaxRules,
        *,
        pieces_a_run: int = 1,
    ) -> None:
        self._session = session
        self._pieces = pieces
        self._labels = labels
        self._pieces_a_run = pieces_a_run
        self._rules = rules
        self._pattern = word_pattern(rules)
        self._lemmatiser = Lemmatiser(rules)

    def parse(self, doc: Document) -> Syntax:
        """Give the tokens, sentences, trees and names of a document's narrative blocks."""
        sentences = [
            sentence
            for block in doc.blocks
            if block.kind in NARRATIVE
            for sentence in self._sentences(doc.text, block.span.start, block.span.end)
        ]
        return _join(doc.id, sentences, self._analyse(sentences), self._lemmatiser)

    def _sentences(self, text: str, start: int, end: int) -> list[list[Word]]:
        words = read_words(text, start, end, self._pattern)
        sentences = read_sentences(text, words, self._rules)
        return [part for sentence in sentences for part in self._cut(sentence)]

    def _cut(self, words: list[Word]) -> list[list[Word]]:
        from kipu.syntax.batches import MOST_PIECES, MOST_WORDS

        lengths = [len(pieces) for pieces in self._pieces.of([word.form for word in words])]
        return cut_long(words, lengths, most_words=MOST_WORDS, most_length=MOST_PIECES)

    def _analyse(self, sentences: Sequence[Sequence[Word]]) -> list[Analysis]:
        forms = [[word.form for word in sentence] for sentence in sentences]
        open_ended = [number for number, words in enumerate(forms) if lacks_stop(words)]
        stopped = [[*forms[number], STOP] for number in open_ended]
        analyses = self._run_all([*forms, *stopped])
        for number, longer in zip(open_ended, analyses[len(forms) :], strict=True):
            analyses[number] = better_reading(analyses[number], longer)
        return analyses[: len(forms)]

    def _run_all(self, sentences: Sequence[Sequence[str]]) -> list[Analysis]:
        from kipu.syntax.batches import Row, batches, word_shape

        rows = [
            Row(forms, self._pieces.of(forms), [word_shape(form) for form in forms])
            for forms in sentences
        ]
        found: dict[int, Analysis] = {}
        for batch in batches(rows, self._pieces_a_run):
            analyses = self._run([rows[index] for index in batch])
            found.update(zip(batch, analyses, strict=True))
        return [found[index] for index in range(len(rows))]

    def _run(self, rows: "Sequence[Row]") -> list[Analysis]:
        from kipu.syntax.batches import model_inputs
        from kipu.syntax.trees import best_tree, is_projective, is_tree, log_odds

        outputs = ["arc", "head", "label", "upos", "ner"]
        arc, head, label, upos, ner = self._session.run(outputs, model_inputs(rows))
        analyses = []
        for number, row in enumerate(rows):
            n = len(row.pieces)
            scores = arc[number, :n, : n + 1]
            greedy = [int(value) for value in head[number, :n]]
            good = is_tree(greedy) and is_projective(greedy)
            tree = greedy if good else best_tree(scores)
            tags = [self._labels.upos[value] for value in upos[number, :n]]
            labels = [self._labels.deprel[value] for value in label[number, :n]]
            relations = tree_relations(tree, greedy, labels, tags)
            tree, relations = settle_plain_nouns(tree, relations, tags, row.forms)
            bio = [self._labels.ner[value] for value in ner[number, :n]]
            names = joined_names(name_spans(bio), tree, relations, tags)
            relative = [form.lower() in self._rules.lists.relative for form in row.forms]
            settled, relations = settle_insertions(tree, relations, tags, relative)
            heads = settle_subjects(settled, relations, tags)
            analyses.append(Analysis(heads, relations, tags, names, log_odds(scores, tree)))
        return analyses


def _join(
    doc_id: str,
    sentences: Sequence[Sequence[Word]],
    analyses: Sequence[Analysis],
    lemmatiser: Lemmatiser,
) -> Syntax:
    """Lay the sentences end to end, as columns of the document."""
    firsts = [0, *accumulate(len(analysis.head) for analysis in analyses)]
    words = [word for sentence in sentences for word in sentence]
    tree = Columns(
        form=tuple(word.form for word in words),
        lemma=tuple(
            lemma
            for sentence, analysis in zip(sentences, analyses, strict=True)
            for lemma in lemmatiser.lemmas([word.form for word in sentence], analysis.upos)
        ),
        upos=tuple(tag for analysis in analyses for tag in analysis.upos),
        head=tuple(
            first + (above - 1 if above else place)
            for first, analysis in zip(firsts, analyses, strict=False)
            for place, above in enumerate(analysis.head)
        ),
        deprel=tuple(label for analysis in analyses for label in analysis.deprel),
    )
    feats = read_features(tree, lemmatiser.rules)
    return Syntax(
        doc_id=doc_id,
        start=tuple(word.start for word in words),
        end=tuple(word.end for word in words),
        form=tree.form,
        lemma=settled_lemmas(tree, feats, lemmatiser.rules),
        upos=tree.upos,
        feats=feats,
        head=tree.head,
        deprel=tree.deprel,
        sentences=tuple(firsts[:-1]),
        names=tuple(
            Name(first + name.start, first + name.end, name.type)
            for first, analysis in zip(firsts, analyses, strict=False)
            for name in analysis.names
        ),
        model=MODEL_NAME,
    )


@cache
def load_parser(language: str, *, threads: int = 1, pieces_a_run: int = 1) -> OnnxParser:
    """Load the parser of a language; a process loads each once.

    Args:
        language: BCP 47 code of a language that kipu has a model for.
        threads: Threads of one run. More processes are a better use of cores than more threads.
        pieces_a_run: Word pieces that go to the model together. 1 is one sentence a run, and a
            sentence is then read alike in whatever text it stands. With more, 400 being best, the
            parser is a sixth faster, but the numbers of the model are rounded by the greatest of
            all sentences of the run: one head in fifty depends on the neighbours.

    Raises:
        ResourceError: There is no model for the language.
    """
    if language not in languages():
        known = ", ".join(languages())
        raise ResourceError(f"no syntax model for language {language!r}; there is one for: {known}")
    from tokenizers import Tokenizer

    from kipu.syntax.batches import Pieces

    tokenizer = Tokenizer.from_file(str(resource_path(language, "tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return OnnxParser(
        _load_session(language, threads),
        Pieces(tokenizer),
        load_labels(language),
        load_syntax_rules(language),
        pieces_a_run=pieces_a_run,
    )


def _load_session(language: str, threads: int) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    path = str(resource_path(language, "syntax.onnx"))
    return InferenceSession(path, options, providers=["CPUExecutionProvider"])
