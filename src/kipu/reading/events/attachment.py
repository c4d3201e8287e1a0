"""The time expressions of a document, by the event that each dates."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec

from kipu.lang.events import EventLexicon
from kipu.model import edtf
from kipu.model.spans import Span
from kipu.model.times import Interval, Timex
from kipu.reading.events.triggers import Trigger
from kipu.reading.times.read import FEWEST_RUN_IN, is_run_in
from kipu.reading.trees import Tree, relation

_POINTS = frozenset(("DATE", "TIME"))
_UNKNOWN = "X"
"""What stands in a TIMEX3 value for digits that are not known."""
_COLONS = frozenset((":", "—", "–"))
SEPARATORS = frozenset((";", "•", "*", "·"))
TELLING = frozenset(
    ("conviction", "acquittal", "charge", "accusation", "trial", "statement", "sentence", "denial")
)
"""Types that tell of another event, whose time then stands behind its noun."""
_QUALIFYING = frozenset(("nummod", "compound", "amod"))
"""Relations by which a time says which thing is meant."""
_NEGATED: Mapping[str | None, str | None] = {"before": "since", "until": None}
"""What is not before a day is from it on; what is not until a day is on it."""


class Attachment:
    """The time expressions of a document, by the token that governs each."""

    def __init__(
        self,
        tree: Tree,
        timexes: Iterable[Timex],
        triggers: Sequence[Trigger],
        lexicon: EventLexicon,
    ) -> None:
        self.tree, self.lexicon = tree, lexicon
        self.timexes = tuple(t for t in timexes if is_datable(t))
        self.triggers = {trigger.token: trigger for trigger in triggers}
        for trigger in triggers:
            for token in trigger.tokens:
                self.triggers.setdefault(token, trigger)

    def counts_on(self, timex: Timex) -> bool:
        """Whether a time is one after another of the text ("a year later")."""
        if timex.anchor != "text" or timex.interval is None:
            return False
        base = self._intervals.get(timex.anchor_span) if timex.anchor_span else None
        return base is None or edtf.is_after(timex.interval, base)

    @cached_property
    def _intervals(self) -> Mapping[Span, Interval]:
        return {timex.span: timex.interval for timex in self.timexes if timex.interval}

    @cached_property
    def by_token(self) -> Mapping[int, tuple[Timex, ...]]:
        """Time expressions by the trigger's token, or verb, that each belongs to."""
        found: dict[int, list[Timex]] = {}
        before: tuple[Timex, int | None] | None = None
        for timex in self.timexes:
            when = self._clause_after(timex)
            if when is not None:  # "until May, when he fled": he fled in May itself
                own = msgspec.structs.replace(timex, relation=None)
                found.setdefault(when, []).append(own)
            apposed = before is not None and self._restates(before[0], timex)
            token = before[1] if before and apposed else self._owner(timex, found)
            before = timex, token
            if token is not None and token != when:
                found.setdefault(token, []).append(self._turned(timex, token))
        return {token: tuple(timexes) for token, timexes in found.items()}

    def _restates(self, before: Timex, timex: Timex) -> bool:
        """Whether a time says again what the one before it says: "facts of yesterday, 14 July".

        Both are then of what the first is of.
        """
        between = self.tree.doc.text[before.span.end : timex.span.start]
        one, other = before.interval, timex.interval
        if one is None or other is None or between.strip() not in ("", ",", "("):
            return False
        return edtf.overlaps(one, other)

    def _turned(self, timex: Timex, token: int) -> Timex:
        """Turn a bound round that is negated: "not before March", "was not freed until May".

        What is put down for a day is on it, not by it: "previsto para el sábado".
        """
        head = self.tree.head_of(timex.span)
        word = None if head is None else self.tree.lower_lemma[self.tree.head[head]]
        put = word in self.lexicon.scheduling_words
        if timex.relation == "by" and put:
            return msgspec.structs.replace(timex, relation=None)
        if timex.relation not in _NEGATED:
            return timex
        above = token
        while not self._is_negated(above):
            if relation(self.tree.deprel[above]) not in ("xcomp", "ccomp"):
                return timex
            above = self.tree.head[above]
        return msgspec.structs.replace(timex, relation=_NEGATED[timex.relation])

    def _is_negated(self, verb: int) -> bool:
        words = (self.tree.lower[child] for child in self.tree.children(verb, "advmod"))
        return any(word in self.lexicon.negations for word in words)

    def _owner(self, timex: Timex, taken: Mapping[int, Sequence[Timex]]) -> int | None:
        head = self.tree.head_of(timex.span)
        if head is None:
            return None
        own = self.tree.tokens_in(timex.span)
        listed = self._listed(own)
        if listed is not None:
            return listed
        part = self._part(head)
        above = (head, *self.tree.ancestors(head))
        for token in (t for t in above if t not in self._inner_verbs):
            markers = self.tree.children(token, "case", "mark")
            if self._compares(token):
                return None  # "ten fewer than in the year before"
            if any(marker in own or marker == own.stop for marker in markers):
                continue  # "a week after the murder" counts from the murder, it does not date it
            if token not in part:
                return self._within(part, head, taken, token)
            clause = self._relative_before(token, own[0])
            if clause is not None:
                return clause
            owner = self.triggers.get(token)
            if owner is not None and owner.token not in own:
                return self._nearer_noun(timex, owner, taken) or owner.token
            found = token if self._is_verbal(token) else self._described(token)
            qualified = token == self.tree.head[head] and not timex.narrative
            if found is not None or (qualified and self._qualifies(head)):
                return found
        return None

    @cached_property
    def _inner_verbs(self) -> frozenset[int]:
        """The verbs inside times, of which nothing is told: "hace dos años".

        A single verb is what is done by saying so ("I find him guilty"), and of its own time.
        """
        inside = (self.tree.tokens_in(timex.span) for timex in self.timexes)
        tokens = (token for own in inside if len(own) > 1 for token in own)
        return frozenset(token for token in tokens if self.tree.upos[token] == "VERB")

    def _is_verbal(self, token: int) -> bool:
        """Whether a word is a verb, or the participle of one beside a noun ("hechos ocurridos"), or
        a number that is said of something ("on 9 January the dead were eighteen")."""
        tree = self.tree
        plain = tree.upos[token] in ("NUM", "ADJ") and not tree.has_feature(token, "Degree=Sup")
        if plain and tree.children(token, "cop"):  # not "the worst since 1983"
            return True
        beside = tree.upos[token] == "ADJ" and relation(tree.deprel[token]) in ("amod", "acl")
        participle = beside and tree.has_feature(token, "VerbForm=Part")
        return tree.upos[token] == "VERB" or participle

    def _compares(self, token: int) -> bool:
        """Whether a word compares ("fewer than"), so that a time below it is of something else."""
        opens = self.tree.children(token, "mark", "case")
        verbal = self.tree.upos[token] in ("VERB", "AUX")
        return not verbal and self.tree.has_feature(token, "Degree=Cmp") and bool(opens)

    def _qualifies(self, head: int) -> bool:
        """Whether a time says which thing is meant: "the 1995 cabinet", "the charter of 1993"."""
        function = relation(self.tree.deprel[head])
        if function != "nmod":
            return function in _QUALIFYING
        # "by its judgment of 3 May the court dismissed her" does say when
        core = relation(self.tree.deprel[self.tree.head[head]]) in ("nsubj", "obj")
        return core and self.tree.case(head) in self.lexicon.of_cases

    def _part(self, token: int) -> range:
        """Give the part of a token's sentence between two semicolons or bullets."""
        sentence, form = self.tree.sentence_of[token], self.tree.form
        stops = [t for t in sentence if form[t] in SEPARATORS]
        begin = max((t + 1 for t in stops if t < token), default=sentence.start)
        return range(begin, min((t for t in stops if t > token), default=sentence.stop))

    def _within(
        self, part: range, head: int, taken: Mapping[int, Sequence[Timex]], beyond: int
    ) -> int | None:
        """Find the verb of a time that the parser hung on a word beyond a semicolon."""
        verbs = [t for t in part if self.tree.upos[t] == "VERB" or t in self.triggers]
        before = [t for t in verbs if t < head]
        if verbs:
            return before[-1] if before else verbs[0]
        return beyond if beyond in self.triggers and beyond not in taken else None

    def _relative_before(self, noun: int, place: int) -> int | None:
        """Find the relative clause between a noun and its time: "one who was elected, last May"."""
        clauses = [c for c in self.tree.children(noun, "acl:relcl") if noun < c < place]
        return clauses[-1] if clauses and self.tree.upos[noun] != "VERB" else None

    @cached_property
    def _entries(self) -> tuple[tuple[Span, Timex], ...]:
        """Paragraphs that are entries of a dated list, with their dates.

        Headings that are nothing but dates ("1960", "1983") date those below them that have none;
        one alone may be the document's own date.
        """
        text, opening = self.tree.doc.text, {t.span.start: t for t in self.timexes}
        dates = {t.span for t in self.timexes}
        heads = [b.span for b in self.tree.doc.blocks if b.kind == "heading" and b.span in dates]
        run_in = {span for span in dates if is_run_in(text, span)}
        found: list[tuple[Span, Timex]] = []
        heading: Timex | None = None
        for block in self.tree.doc.blocks:
            timex = opening.get(block.span.start)
            if block.kind == "heading":
                heading = timex if len(heads) > 1 and block.span in heads else None
                continue
            behind = text[timex.span.end : timex.span.end + 3] if timex else ""
            behind = "—" if behind == " - " else behind[:2].strip()[:1]
            listed = timex and timex.span in run_in and len(run_in) >= FEWEST_RUN_IN
            date = timex if behind in _COLONS or listed else heading
            if date is not None:
                found.append((block.span, date))
        return tuple(found)

    def entry_of(self, token: int) -> tuple[Timex, ...]:
        """Give the date of the list entry that a token stands in; it holds for all the entry."""
        span = self.tree.token_span(token)
        return tuple(timex for block, timex in self._entries if block.holds(span))

    def _described(self, noun: int) -> int | None:
        """Find the act of a dated paper: "the instrument of 3 May dismissing the auditor"."""
        clauses = self.tree.children(noun, "acl")
        acts = (c for c in clauses if c in self.triggers and self.tree.deprel[c] == "acl")
        return next(acts, None) if self.tree.upos[noun] == "NOUN" else None

    def _clause_after(self, timex: Timex) -> int | None:
        """Find the verb of "in 2005, when he flew": the clause says what happened then."""
        tokens = self.tree.tokens_in(timex.span)
        if not tokens:
            return None
        last = tokens[-1]
        for place in range(last + 1, min(last + 3, self.tree.sentence_of[last].stop)):
            if self.tree.lower_lemma[place] in self.lexicon.time_relatives:
                verb = self.tree.governor(place)
                return verb if verb is not None and verb > place else None
            if self.tree.upos[place] != "PUNCT":
                return None
        return None

    def _nearer_noun(
        self, timex: Timex, owner: Trigger, taken: Mapping[int, Sequence[Timex]]
    ) -> int | None:
        """Find an event noun between a verb and a time that the parser hung on the verb.

        "held him answerable for the killing of two men in the harbour in May 1991": the noun, with
        complements of its own, stands nearer, and the verb has its time elsewhere or tells of the
        noun's event.
        """
        place = self.tree.tokens_in(timex.span)[0]
        if owner.part != "verb" or owner.token > place:
            return None
        between = [
            t
            for token, t in self.triggers.items()
            if owner.token < token < place
            and (t.part == "noun" or self._is_told(owner, token))
            and token == t.token
            and self.tree.dominates(owner.token, token)
            and t.complements
        ]
        if not between or self.tree.sentence_of[place].start > owner.token:
            return None
        noun = max(between, key=lambda t: (t.part == "verb", t.token))
        if noun.part == "verb":
            return noun.token
        oblique = relation(self.tree.deprel[noun.token]) in ("obl", "nmod")
        telling = owner.frame.type in TELLING
        return noun.token if oblique and (telling or owner.token in taken) else None

    def _is_told(self, owner: Trigger, verb: int) -> bool:
        """Whether an infinitive is what a verb accuses of: "accused of taking money in 2005"."""
        below = self.tree.deprel[verb] == "xcomp" and self.tree.head[verb] == owner.token
        return below and owner.frame.type in TELLING

    def _listed(self, tokens: range) -> int | None:
        """Find the event of a dated entry in a list ("6 May 2010: he is freed")."""
        sentence = self.tree.sentence_of[tokens[0]]
        before, after = tokens[0] - 1, tokens[-1] + 1
        opens = before < sentence.start or self.tree.form[before] in SEPARATORS
        if not opens or after >= sentence.stop or self.tree.form[after] not in _COLONS:
            return None
        entry = range(after, sentence.stop)
        end = next((t for t in entry if self.tree.form[t] in SEPARATORS), sentence.stop)
        told = [t for t in range(after, end) if t in self.triggers]
        verbs = [t for t in told if self.triggers[t].part == "verb"]
        return next(iter(verbs or told), None)


def is_datable(timex: Timex) -> bool:
    """Whether a time expression names days, or would if its document or event were dated."""
    if timex.anchor == "event":
        return True
    return timex.type in _POINTS and (timex.interval is not None or _UNKNOWN in timex.value)
