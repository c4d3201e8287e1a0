"""Running the syntax model of a language."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from kipu.lang.resources import parsed_languages, resource_path
from kipu.lang.syntax import SyntaxRules, load_syntax_rules
from kipu.model.documents import NARRATIVE, Document
from kipu.model.errors import ResourceError
from kipu.model.syntax import Name, Syntax
from kipu.syntax.sentences import (
    STOP,
    lacks_stop,
    last_fitting,
    marked_starts,
    place_to_cut,
    sure_starts,
)
from kipu.syntax.words import Word, read_words, word_pattern

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

    from kipu.syntax.analyses import Analysis, Knowledge, Scores
    from kipu.syntax.batches import Pieces

Sentence = tuple[Sequence[Word], "Analysis"]


class OnnxParser:
    """A syntax model in ONNX form with its word pieces and the word rules of its language."""

    def __init__(
        self,
        session: "InferenceSession",
        pieces: "Pieces",
        knowledge: "Knowledge",
        rules: SyntaxRules,
    ) -> None:
        self._session = session
        self._pieces = pieces
        self._knowledge = knowledge
        self.labels = knowledge.labels
        self._rules = rules
        self._pattern = word_pattern(rules)

    def parse(self, doc: Document) -> Syntax:
        """Give the tokens, sentences, trees and names of a document's narrative blocks."""
        sentences = [
            sentence
            for block in doc.blocks
            if block.kind in NARRATIVE
            for sentence in self._read(doc.text, block.span.start, block.span.end)
        ]
        return _join(doc.id, sentences, self.labels.name)

    def pieces_of(self, forms: Sequence[str]) -> int:
        """Give the number of word pieces of words; a run of the model takes ``MOST_PIECES``."""
        return sum(map(len, self._pieces.of(forms)))

    def _read(self, text: str, start: int, end: int) -> Iterator[Sentence]:
        """Read a block, in runs of a few sentences where it is long.

        A sentence that a run breaks off is read again with what follows it.
        """
        from kipu.syntax.batches import MOST_PIECES, MOST_WORDS

        words = read_words(text, start, end, self._pattern)
        lengths = [len(pieces) for pieces in self._pieces.of([word.reads for word in words])]
        begin = 0
        while begin < len(words):
            stop = last_fitting(lengths, begin, MOST_WORDS, MOST_PIECES)
            found = self._sentences(text, words[begin:stop], ends=stop == len(words))
            if stop < len(words) and len(found) > 1:
                found.pop()
            elif stop < len(words):
                cut = place_to_cut(words, begin, stop)
                found = self._sentences(text, words[begin:cut], ends=False)
            yield from found
            begin += sum(len(analysis) for _, analysis in found)

    def _sentences(self, text: str, words: Sequence[Word], *, ends: bool) -> list[Sentence]:
        """Read one run of words; at its end, where the text ends too, a full stop is understood.

        Few sentences of the corpora lack a mark at their end, as headlines do, and in those that
        do a verb is easily taken for a noun.
        """
        from kipu.syntax.analyses import analyse, sentence_ranges, without_stop

        forms = [word.reads for word in words]
        open_ended = ends and lacks_stop(forms)
        read = [*forms, STOP] if open_ended else forms
        marked = marked_starts(text, words, self._rules)
        scores = self._score(read, marked, self.labels.convention)
        ranges = sentence_ranges(scores.starts, marked, sure_starts(text, words))
        analyses = analyse(read, scores, ranges, self._knowledge, open_ended=open_ended)
        if open_ended:
            bare = without_stop(analyses[-1])
            if bare is None:
                return self._sentences(text, words, ends=False)
            analyses[-1] = bare
        parts = [words[begin:end] for begin, end in ranges]
        return list(zip(parts, analyses, strict=True))

    def analyse(
        self,
        forms: Sequence[str],
        ranges: Sequence[tuple[int, int]],
        convention: str | None = None,
    ) -> "list[Analysis]":
        """Analyse running words whose sentences are known.

        Args:
            ranges: First word and end of each sentence.
            convention: The corpus whose ways are followed; ``None``: as in ``parse``.
        """
        from kipu.syntax.analyses import analyse

        marked = [begin for begin, _ in ranges if begin and not lacks_stop(forms[:begin])]
        scores = self._score(forms, marked, convention or self.labels.convention)
        return analyse(forms, scores, ranges, self._knowledge)

    def _score(
        self, forms: Sequence[str], marked: Sequence[int], convention: str | None
    ) -> "Scores":
        from kipu.syntax.analyses import Scores
        from kipu.syntax.batches import Row, model_inputs

        number = self.labels.conventions.get(convention or "", 0)
        inputs = model_inputs([Row(forms, self._pieces.of(forms), marked)], number)
        return Scores(*(output[0] for output in self._session.run(Scores._fields, inputs)))


def _join(doc_id: str, sentences: Sequence[Sentence], model: str) -> Syntax:
    """Lay the sentences end to end, as columns of the document."""
    from kipu.syntax.names import consistent_names

    words = [word for part, _ in sentences for word in part]
    analyses = [analysis for _, analysis in sentences]
    firsts = [0, *accumulate(map(len, analyses))][: len(analyses)]
    placed = list(zip(firsts, analyses, strict=True))
    forms = tuple(word.form for word in words)
    upos = tuple(tag for analysis in analyses for tag in analysis.upos)
    names = [
        Name(first + name.start, first + name.end, name.type)
        for first, analysis in placed
        for name in analysis.names
    ]
    return Syntax(
        doc_id=doc_id,
        start=tuple(word.start for word in words),
        end=tuple(word.end for word in words),
        form=forms,
        lemma=tuple(lemma for analysis in analyses for lemma in analysis.lemma),
        upos=upos,
        feats=tuple(feats for analysis in analyses for feats in analysis.feats),
        head=tuple(
            first + (above - 1 if above else place)
            for first, analysis in placed
            for place, above in enumerate(analysis.head)
        ),
        deprel=tuple(label for analysis in analyses for label in analysis.deprel),
        sentences=tuple(firsts),
        names=consistent_names(forms, upos, names, firsts),
        model=model,
    )


@cache
def load_parser(language: str, *, threads: int = 1) -> OnnxParser:
    """Load the parser of a language; a process loads each once.

    Args:
        language: BCP 47 code of a language that kipu has a model for.
        threads: Threads of one run. More processes are a better use of cores than more threads.

    Raises:
        ResourceError: There is no model for the language.
    """
    if language not in parsed_languages():
        known = ", ".join(parsed_languages())
        raise ResourceError(f"no syntax model for language {language!r}; there is one for: {known}")
    return open_parser(resource_path(language), language, threads=threads)


def open_parser(folder: Path, language: str, *, threads: int = 1) -> OnnxParser:
    """Load a parser from a folder that holds a model; its words are those of a language."""
    from kipu.syntax.analyses import load_knowledge
    from kipu.syntax.batches import Pieces, load_tokenizer

    rules = load_syntax_rules(language)
    return OnnxParser(
        _load_session(folder / "syntax.onnx", threads),
        Pieces(load_tokenizer(folder / "tokenizer.json")),
        load_knowledge(folder, rules),
        rules,
    )


def _load_session(path: Path, threads: int) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
