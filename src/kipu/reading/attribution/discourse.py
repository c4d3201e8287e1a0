"""Sources beyond the sentence: quotations that go on, and speech and papers told on.

"'They shot him,' said Ana Roca. 'He was alone.'" Both sentences are hers. "Ana Roca told the court
that soldiers had come. They had shot her brother." The second is hers, too, as its tense shows.
"Varga drove, according to the agreement. For this he was paid." So does a pronoun that leads back.
"Nine people died. The ombudsman confirmed the toll." He vouches for the sentence before.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kipu.lang.events import AttributionLexicon
from kipu.model.readings import Attribution, Mention
from kipu.reading.attribution.sources import ASIDE, is_of_author, is_pointed_at
from kipu.reading.attribution.speakers import told_by
from kipu.reading.quotations import paragraphs, quotations
from kipu.reading.trees import Tree, relation

_REACH = 16
"""Words between a quotation and the verb that says whose it is."""
_OPENING = 4
"""Words in which a sentence leads back to the one before ("For this he was paid")."""


class Telling(msgspec.Struct, frozen=True):
    """What is known of an event's source within its sentence: ``told``, ``None`` for none.

    ``token`` is the trigger's, ``counted`` whether the text says how many.
    """

    token: int
    told: Attribution | None
    counted: bool


def attribute_on(
    tree: Tree,
    tellings: Sequence[Telling],
    lexicon: AttributionLexicon,
    mentions: Mapping[int, Mention],
) -> tuple[Attribution | None, ...]:
    """Give each event its source, also where another sentence of its paragraph names it."""
    voices = _Voices(tree, lexicon, mentions)
    quoted = voices.quoted()
    on = voices.carried(tellings)
    found = []
    for telling in tellings:
        told = telling.told
        if telling.token in quoted:
            told = _with_outer(told, quoted[telling.token])
        elif told is None and not _is_aside(tree, telling.token):
            told = on.get((tree.sentence[telling.token], telling.counted))
        found.append(told)
    return tuple(found)


def _with_outer(told: Attribution | None, outer: Attribution) -> Attribution:
    """Add an outermost source, unless it speaks already."""
    if told is None or told.source == outer.source:
        return outer
    return msgspec.structs.replace(
        told, within=_with_outer(told.within, outer) if told.within else outer
    )


def _is_aside(tree: Tree, token: int) -> bool:
    """Whether a word modifies a noun, or stands in a clause that does."""
    path = (token, *tree.ancestors(token))
    return any(relation(tree.deprel[t]) in ASIDE for t in path)


class _Voices:
    """Who speaks in a document, by its sentences and quotations."""

    def __init__(
        self, tree: Tree, lexicon: AttributionLexicon, mentions: Mapping[int, Mention]
    ) -> None:
        self.tree, self.lexicon, self.mentions = tree, lexicon, mentions
        self.quotations = quotations(tree)
        self.inside = frozenset(t for q in self.quotations for t in q)

    def quoted(self) -> dict[int, Attribution]:
        """Give the speaker of each quoted word, where the text says who it is."""
        tree = self.tree
        found: dict[int, Attribution] = {}
        last: tuple[int, Attribution] | None = None
        for quotation in self.quotations:
            first, end = tree.sentence[quotation.start], tree.sentence[quotation.stop - 1]
            own = self._speaker(quotation)
            if own is None and self._opens(quotation):
                before = last[1] if last and last[0] == first - 1 else self._root_voice(first - 1)
                own = before if self._joined(first - 1, first) else None
            if own is not None:
                found.update(dict.fromkeys(quotation, own))
                last = (max(end, self._sentence_of(own)), own)
        return found

    def _sentence_of(self, told: Attribution) -> int:
        head = self.tree.head_of(told.cue)
        return -1 if head is None else self.tree.sentence[head]

    def _speaker(self, quotation: range) -> Attribution | None:
        """Find the verb of speech beside a quotation, in its first or last sentence."""
        tree = self.tree
        near = range(
            max(tree.sentence_of[quotation.start].start, quotation.start - _REACH),
            min(tree.sentence_of[min(quotation.stop, len(tree) - 1)].stop, quotation.stop + _REACH),
        )
        verbs = [t for t in near if t not in self.inside and self._speaks(t)]
        verbs.sort(key=lambda v: min(abs(v - quotation.start), abs(v - quotation.stop)))
        return next((told for told in map(self._told, verbs) if told is not None), None)

    def _speaks(self, token: int) -> bool:
        is_verb = self.tree.upos[token] == "VERB"
        return is_verb and self.tree.lower_lemma[token] in self.lexicon.speech_verbs

    def _told(self, verb: int) -> Attribution | None:
        told = told_by(self.tree, verb, self.lexicon, self.mentions)
        return None if told.source is None or is_of_author(self.tree, told) else told

    def _opens(self, quotation: range) -> bool:
        return quotation.start - 1 <= self.tree.sentence_of[quotation.start].start

    def _root(self, number: int) -> int | None:
        if not 0 <= number < len(self.tree.sentences):
            return None
        return next((t for t in self.tree.sentences[number] if self.tree.is_root(t)), None)

    def _root_voice(self, number: int) -> Attribution | None:
        """Give who speaks by the main verb of a sentence: "Survivors told a different story."."""
        root = self._root(number)
        return self._told(root) if root is not None and self._speaks(root) else None

    def _joined(self, one: int, other: int) -> bool:
        """Whether two sentences stand in one paragraph."""
        if one < 0:
            return False
        tree = self.tree
        end = tree.syntax.end[tree.sentences[one].stop - 1]
        return "\n" not in tree.doc.text[end : tree.syntax.start[tree.sentences[other].start]]

    def carried(self, tellings: Sequence[Telling]) -> dict[tuple[int, bool], Attribution]:
        """Give the source of sentences that name none, by number and by whether they count."""
        papers = dict(self._papers(tellings))
        found: dict[tuple[int, bool], Attribution] = {}
        for sentences in paragraphs(self.tree):
            numbers = [self.tree.sentence[sentence.start] for sentence in sentences]
            for number, told in self._told_on(numbers, papers):
                found[number, True] = found[number, False] = told
            for number in numbers[1:]:
                vouched = self._vouched(number)
                if vouched is not None:
                    found.setdefault((number - 1, True), vouched)
        return found

    def _told_on(
        self, numbers: Sequence[int], papers: Mapping[int, Attribution]
    ) -> Iterator[tuple[int, Attribution]]:
        voice: Attribution | None = None
        paper = False
        for number in numbers:
            root = self._root(number)
            plain = root is not None and root not in self.inside and not self._speaks(root)
            if voice is not None and root is not None and plain and number not in papers:
                goes_on = self._leads_back(number) if paper else self._is_shifted(root)
                voice = voice if goes_on else None
                if voice is not None:
                    yield number, voice
                continue
            voice, paper = papers.get(number), True
            if voice is None:
                voice, paper = self._indirect(number), False

    def _indirect(self, number: int) -> Attribution | None:
        """Give who speaks in a sentence that reports in a tense set back ("said that it had")."""
        root, tree = self._root(number), self.tree
        if root is None or root in self.inside or not self._speaks(root):
            return None
        clauses = tree.children(root, "ccomp")
        return self._told(root) if any(map(self._is_shifted, clauses)) else None

    def _is_shifted(self, verb: int) -> bool:
        """Whether a verb is in the pluperfect."""
        tree = self.tree
        past = (
            tree.has_feature(a, "Tense=Past") or tree.has_feature(a, "Tense=Imp")
            for a in tree.children(verb, "aux")
            if tree.deprel[a] == "aux" and tree.has_feature(a, "VerbForm=Fin")
        )
        return tree.has_feature(verb, "VerbForm=Part") and any(past)

    def _leads_back(self, number: int) -> bool:
        """Whether a sentence in the plain past opens with a pronoun: "For this he was paid"."""
        tree, sentence, root = self.tree, self.tree.sentences[number], self._root(number)
        opening = range(sentence.start, min(sentence.start + _OPENING, sentence.stop))
        marks = ("PronType=Prs", "PronType=Dem")
        back = any(
            tree.upos[t] == "PRON" and tree.has_feature(t, m) for t in opening for m in marks
        )
        forms = () if root is None else (root, *tree.children(root, "aux:pass", "cop"))
        finite = (t for t in forms if tree.has_feature(t, "VerbForm=Fin"))
        perfect = root is not None and any(tree.deprel[a] == "aux" for a in tree.children(root))
        return back and not perfect and any(tree.has_feature(t, "Tense=Past") for t in finite)

    def _papers(self, tellings: Sequence[Telling]) -> Iterator[tuple[int, Attribution]]:
        """Give the papers according to which sentences tell: reports, agreements, statements."""
        tree = self.tree
        for telling in tellings:
            told = telling.told
            source = tree.head_of(told.source) if told and told.source else None
            cue = tree.head_of(told.cue) if told else None
            if told is None or source is None or cue is None:
                continue
            case = tree.lower[cue] in self.lexicon.source_cases
            if case and tree.lower_lemma[source] in self.lexicon.source_nouns:
                yield tree.sentence[telling.token], told

    def _vouched(self, number: int) -> Attribution | None:
        """Give who confirms the figure of the sentence before."""
        root, tree = self._root(number), self.tree
        if root is None or root in self.inside or not self._speaks(root):
            return None
        figures = (
            c
            for c in tree.children(root, "obj")
            if tree.lower_lemma[c] in self.lexicon.figures and is_pointed_at(tree, c)
        )
        return self._told(root) if next(figures, None) is not None else None
