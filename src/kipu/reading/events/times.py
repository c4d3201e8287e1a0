"""When an event happened: the time expression that its clause has, or shares."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec

from kipu.lang.events import EventLexicon
from kipu.model import edtf
from kipu.model.documents import Document
from kipu.model.spans import Evidence, Span
from kipu.model.times import EventTime, Interval, Timex
from kipu.reading.events.clauses import goes_with
from kipu.reading.events.tenses import (
    is_gapped,
    is_perfect,
    is_pluperfect,
    is_set_off,
    lies_within,
    looks_back,
)
from kipu.reading.events.triggers import Trigger
from kipu.reading.trees import Tree, relation

_POINTS = frozenset(("DATE", "TIME"))
_UNKNOWN = "X"
"""What stands in a TIMEX3 value for digits that are not known."""
_COLONS = frozenset((":", "—", "–"))
_SEPARATORS = frozenset((";", "•", "*", "·"))
_TRUST = ("none", "event", "text", "document")
"""What a time is counted from, the surest first: of two times as narrow, the surer one holds."""
_EFFECTS = frozenset(("death", "injury", "displacement"))
"""Types whose verb tells what its subject did: "in 1971 an earthquake killed 2,400 people"."""
_ACTS = frozenset(("decree", "vote", "legislation"))
"""Types whose word does what its clause says."""
_BY_WORD = frozenset(
    ("dissolution", "state_of_emergency", "decree", "resignation", "ceasefire", "amnesty")
)
"""Types of acts that are done by announcing them: "announced the dissolution of Congress"."""
_QUALIFYING = frozenset(("nummod", "compound", "amod"))
"""Relations by which a time says which thing is meant."""
_SHARING = frozenset(("conj", "xcomp", "ccomp", "acl", "advcl", "parataxis"))
_PUBLISHED = frozenset(("publication", "statement", "decree"))
"""Types whose noun is a paper that says something."""
_TELLING = frozenset(
    ("conviction", "acquittal", "charge", "accusation", "trial", "statement", "sentence", "denial")
)
"""Types that tell of another event, whose time then stands behind its noun."""


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
        for timex in self.timexes:
            when = self._clause_after(timex)
            if when is not None:  # "until May, when he fled": he fled in May itself
                own = msgspec.structs.replace(timex, relation=None)
                found.setdefault(when, []).append(own)
            token = self._owner(timex, found)
            if token is not None and token != when:
                found.setdefault(token, []).append(self._turned(timex, token))
        return {token: tuple(timexes) for token, timexes in found.items()}

    def _turned(self, timex: Timex, token: int) -> Timex:
        """Turn a bound round that is negated: "not before March", "was not freed until May"."""
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
        for token in (head, *self.tree.ancestors(head)):
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
            found = token if self.tree.upos[token] == "VERB" else self._described(token)
            qualified = token == self.tree.head[head] and not timex.narrative
            if found is not None or (qualified and self._qualifies(head)):
                return found
        return None

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
        stops = [t for t in sentence if form[t] in _SEPARATORS]
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
        """Paragraphs that are entries of a dated list, with their dates."""
        text = self.tree.doc.text
        return tuple(
            (block.span, timex)
            for block in self.tree.doc.blocks
            for timex in self.timexes
            if timex.span.start == block.span.start
            and text[timex.span.end : timex.span.end + 2].strip()[:1] in _COLONS
        )

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
        telling = owner.frame.type in _TELLING
        return noun.token if oblique and (telling or owner.token in taken) else None

    def _is_told(self, owner: Trigger, verb: int) -> bool:
        """Whether an infinitive is what a verb accuses of: "accused of taking money in 2005"."""
        below = self.tree.deprel[verb] == "xcomp" and self.tree.head[verb] == owner.token
        return below and owner.frame.type in _TELLING

    def _listed(self, tokens: range) -> int | None:
        """Find the event of a dated entry in a list ("6 May 2010: he is freed")."""
        sentence = self.tree.sentence_of[tokens[0]]
        before, after = tokens[0] - 1, tokens[-1] + 1
        opens = before < sentence.start or self.tree.form[before] in _SEPARATORS
        if not opens or after >= sentence.stop or self.tree.form[after] not in _COLONS:
            return None
        entry = range(after, sentence.stop)
        end = next((t for t in entry if self.tree.form[t] in _SEPARATORS), sentence.stop)
        told = [t for t in range(after, end) if t in self.triggers]
        verbs = [t for t in told if self.triggers[t].part == "verb"]
        return next(iter(verbs or told), None)


def read_time(tree: Tree, trigger: Trigger, attachment: Attachment, doc: Document) -> EventTime:
    """Give the time that the trigger's own clause, or one that shares its time, states."""
    for token in _sharers(tree, trigger, attachment):
        timexes = _of_part(tree, trigger, attachment.by_token.get(token, ()))
        if timexes:
            return time_of(_best(timexes, trigger, tree), doc)
    dated = trigger.part == "verb" and not looks_back(tree, trigger.token)
    entry = attachment.entry_of(trigger.token) if dated else ()
    return time_of(entry[0], doc) if entry else EventTime()


def _of_part(tree: Tree, trigger: Trigger, timexes: Sequence[Timex]) -> list[Timex]:
    """Leave out the times of the other events of the same word."""
    if trigger.part_of is None:
        return list(timexes)
    own, others = trigger.part_of
    following = min((o for o in others if o > own), default=len(tree.syntax))
    begin = own if any(o < own for o in others) else 0
    return [t for t in timexes if begin <= tree.tokens_in(t.span)[0] < following]


def _best(timexes: Sequence[Timex], trigger: Trigger, tree: Tree) -> Timex:
    """Choose among several times: the nearest, or a narrower one that lies within it."""
    start = tree.syntax.start[trigger.token]

    def width(timex: Timex) -> tuple[int, int, int]:
        distance = abs(timex.span.start - start)
        if timex.interval is None:
            return 2_000_000, 0, distance
        first, last = timex.interval.earliest, timex.interval.latest
        days = (last - first).days if first and last else 1_000_000
        return days, _TRUST.index(timex.anchor), distance

    nearest = min(timexes, key=lambda timex: (timex.interval is None, width(timex)[2]))
    if nearest.interval is None:
        return nearest
    return min((t for t in timexes if _agree(t, nearest)), key=width)


def _agree(one: Timex, other: Timex) -> bool:
    """Whether two times can be of one event; two wordings of one day may differ in the year."""
    if one.interval is None or other.interval is None:
        return one is other
    adjoin = one.anchor_span is not None or other.anchor_span is not None
    return one is other or edtf.overlaps(one.interval, other.interval) or adjoin


def _sharers(tree: Tree, trigger: Trigger, attachment: Attachment) -> list[int]:
    """Give the tokens whose time is the trigger's too, the nearest first."""
    tokens = list(trigger.tokens)
    token = trigger.token
    if trigger.part == "noun":
        tokens += tree.children(token, "acl", "appos")
        tokens += _carrier(tree, token, attachment)
        return tokens
    for _ in range(6):
        upper = tree.governor(token)
        if upper is None or relation(tree.deprel[token]) not in _SHARING:
            break
        if not _shares(tree, token, upper, attachment):
            break
        tokens.append(upper)
        token = upper
    conjuncts = tree.children(trigger.token, "conj")
    tokens += [c for c in conjuncts if _shares_back(tree, trigger.token, c, attachment)]
    alone = not tree.children(trigger.token, "obl")
    gapped = [c for c in conjuncts if alone and is_gapped(tree, c)]
    clauses = [c for verb in (trigger.token, *gapped) for c in tree.children(verb, "advcl")]
    tokens += [clause for clause in clauses if _says_when(tree, clause, attachment)]
    tokens += _bearers(tree, trigger.token, attachment.lexicon)
    occasions = attachment.lexicon.occasion_cases
    # "by its order of 23 May the court dismissed the claim"
    obliques = [c for c in tree.children(trigger.token, "obl") if tree.case(c) in occasions]
    said_in = [c for c in obliques if tree.lower_lemma[c] in attachment.lexicon.papers]
    dated = [c for noun in said_in for c in tree.children(noun, "acl")]
    return [*tokens, *obliques, *dated, *_saying_papers(tree, trigger, attachment)]


def _saying_papers(tree: Tree, trigger: Trigger, attachment: Attachment) -> list[int]:
    """Give the dated paper that says something, as its subject: "a 2011 report warned"."""
    if trigger.frame.type not in _TELLING:
        return []
    subjects = tree.children(trigger.token, "nsubj")
    owners = ((noun, attachment.triggers.get(noun)) for noun in subjects)
    papers = [noun for noun, owner in owners if owner and owner.frame.type in _PUBLISHED]
    return [*papers, *(clause for noun in papers for clause in tree.children(noun, "acl"))]


def _bearers(tree: Tree, verb: int, lexicon: EventLexicon) -> list[int]:
    """Give the verb by which a paper comes that does what its clause says.

    "Two days later the letter giving up the presidency came": he gave it up by the letter.
    """
    noun = tree.governor(verb)
    if noun is None or tree.deprel[verb] != "acl" or tree.lower_lemma[noun] not in lexicon.papers:
        return []
    bearer = tree.governor(noun)
    core = relation(tree.deprel[noun]) in ("nsubj", "obj")
    return [bearer] if core and bearer is not None else []


def _carrier(tree: Tree, noun: int, attachment: Attachment) -> list[int]:
    """Give the verb whose subject or object an event noun is, unless it is an event itself."""
    first = tree.first_conjunct(noun)
    upper = tree.governor(first)
    if upper is None:
        return []
    core = relation(tree.deprel[first]) in ("nsubj", "obj")
    lexicon = attachment.lexicon
    ends = tree.lower_lemma[upper] in lexicon.ending_verbs
    occurs = tree.lower_lemma[upper] in lexicon.occurring_verbs and _is_new(tree, first, lexicon)
    owner = attachment.triggers.get(upper)
    is_effect = owner is not None and owner.frame.type in _EFFECTS
    if goes_with(tree, first, lexicon) and (owner is None or owner.frame.type not in _TELLING):
        return [upper] if owner is None else _sharers(tree, owner, attachment)
    own = attachment.triggers.get(noun)
    by_word = own is not None and own.frame.type in _BY_WORD and _announces(owner)
    if by_word and owner is not None and relation(tree.deprel[first]) == "obj":
        return _sharers(tree, owner, attachment)
    if not (core or occurs or ends) or (owner is not None and not is_effect):
        return []
    return [upper, *tree.children(upper, "xcomp")]  # "payments are expected to begin in April"


def _announces(owner: Trigger | None) -> bool:
    """Whether a verb says that an act is done by saying so: "announced", "decreed"."""
    says = owner is not None and owner.frame.type in ("statement", "decree")
    return says and owner is not None and owner.part == "verb"


def _is_new(tree: Tree, noun: int, lexicon: EventLexicon) -> bool:
    """Whether an event noun has no article that would point back to an event of another day:
    "the march was held on Monday after the strike"."""
    told = tree.children(noun, "det", "nmod:poss")
    return all(tree.lower[t] in lexicon.indefinite_determiners for t in told)


def _shares(tree: Tree, token: int, upper: int, attachment: Attachment) -> bool:
    """Whether a clause has the time of the one that it depends on."""
    function = relation(tree.deprel[token])
    trigger = attachment.triggers.get(upper)
    if function == "conj":
        moves_on = _later(tree, token, attachment) or _is_in_sequence(tree, token, attachment)
        moves_on = moves_on or (is_pluperfect(tree, upper) and not is_pluperfect(tree, token))
        moves_on = moves_on or (is_perfect(tree, token) and not is_perfect(tree, upper))
        return tree.upos[upper] in ("VERB", "NOUN", "ADJ") and not moves_on
    if function == "parataxis":  # "the tide turned on 2 April: police opened fire"
        tells = trigger is not None and trigger.frame.type in _TELLING
        goes_on = token > upper and tree.upos[upper] == "VERB"
        # "was shot dead in 2015; nobody has been convicted": to this day
        before = is_pluperfect(tree, token) and not is_pluperfect(tree, upper)
        return goes_on and not tells and not before and not is_perfect(tree, token)
    if function == "ccomp":  # "resolved that he be removed": the word is the act
        return trigger is not None and trigger.frame.type in _ACTS
    if function == "xcomp":
        return trigger is None or trigger.frame.type not in ("statement", "accusation")
    if function == "acl":
        return trigger is not None and trigger.part == "noun" and trigger.token == upper
    if function == "advcl":
        marks = {tree.lower_lemma[c] for c in tree.children(token, "mark", "advmod", "case")}
        pronouns = attachment.lexicon.relative_pronouns
        # "a video in which he is seen paying", wherever the parser hangs it
        relative = any(tree.lower[c] in pronouns for c in tree.children(token, "obl", "obj"))
        bare = not marks and not relative
        return bare or bool(marks & attachment.lexicon.simultaneous)
    return False


def _says_when(tree: Tree, clause: int, attachment: Attachment) -> bool:
    """Whether a clause tells what else happened then ("died when the ferry sank in June")."""
    marks = (tree.lower_lemma[c] for c in tree.children(clause, "mark", "advmod"))
    return any(mark in attachment.lexicon.time_relatives for mark in marks)


def _later(tree: Tree, token: int, attachment: Attachment) -> bool:
    """Whether a coordinated clause moves on in time ("and was later arrested")."""
    words = {tree.lower_lemma[c] for c in tree.children(token, "advmod")}
    return bool(words & attachment.lexicon.sequels)


def _is_in_sequence(tree: Tree, token: int, attachment: Attachment) -> bool:
    """Whether other verbs of a coordination have times of their own: "charged in May, tried, and
    acquitted in June" tells of one after the other, and not when he was tried."""
    first = tree.first_conjunct(token)
    dated = [c for c in tree.conjuncts(first) if c != token and attachment.by_token.get(c)]
    return len(dated) > 1


def _shares_back(tree: Tree, verb: int, conjunct: int, attachment: Attachment) -> bool:
    """Whether a coordinated verb at the end has the time of both ("was tried and shot in 1932").

    "He was caught and died a year later": a time that counts on from what was told before is of
    the last verb alone, as is one behind a comma, or in a phrase ("won the vote of May"). Nor does
    a semicolon let a time pass.
    """
    own = attachment.by_token.get(conjunct, ())
    apart = any(
        attachment.counts_on(timex) or is_set_off(tree, timex) or lies_within(tree, timex, conjunct)
        for timex in own
    )
    if apart or not _SEPARATORS.isdisjoint(tree.form[verb:conjunct]):
        return False
    if tree.children(conjunct, "aux"):  # "was sentenced, and was released in June"
        return False
    return tree.upos[conjunct] == "VERB" and not any(
        relation(tree.deprel[c]) == "nsubj" for c in tree.children(conjunct)
    )


def is_datable(timex: Timex) -> bool:
    """Whether a time expression names days, or would if its document or event were dated."""
    if timex.anchor == "event":
        return True
    return timex.type in _POINTS and (timex.interval is not None or _UNKNOWN in timex.value)


def time_of(timex: Timex, doc: Document) -> EventTime:
    """Make an event's time of a time expression, as its preposition bounds it.

    The time of an expression that waits for its document's date has no interval, but evidence.
    """
    # "before midnight on Thursday" is on Thursday all the same
    relation = None if timex.type == "TIME" else timex.relation
    return EventTime(
        interval=edtf.bound(timex.interval, relation) if timex.interval else None,
        value=timex.value,
        type=timex.type,
        mod=timex.mod,
        anchor=timex.anchor,
        evidence=(Evidence(timex.span, doc.quote(timex.span), timex.rule),),
    )
