"""The time of the passage: events told on from a dated sentence, without a date of their own.

"On 3 November hooded men entered a yard. They ordered everyone to lie down. Twelve people were
killed": the killing is of that day, too. Only what befalls people goes on so; a payment, a vote or
a sentence in the next sentence may be of any day.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kipu.lang.events import EventResources
from kipu.lang.ontology import Ontology
from kipu.model.documents import Document
from kipu.model.readings import EventMention
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.model.times import EventTime, Timex
from kipu.reading.events.times import time_of
from kipu.reading.quotations import paragraphs, quoted_tokens
from kipu.reading.trees import Tree, relation

_BEFALL = frozenset(("death", "violence", "taking", "disaster", "custody", "protest"))
"""Families of events that a passage goes on to tell, one after another."""
_GRAINS = frozenset(("second", "minute", "hour", "daypart", "day", "month"))
_REACH = 3
"""Sentences after a dated one that still tell of its time."""
_CLIMB = 4
"""Words up from a time to the verb of its clause."""


class _Story(msgspec.Struct, frozen=True):
    """What the walk through a document looks up, by token."""

    tree: Tree
    events: Mapping[int, EventMention]
    times: Mapping[int, tuple[Span, ...]]
    quoted: frozenset[int]
    ontology: Ontology
    speech_verbs: frozenset[str]
    pointing: frozenset[str]
    time_relatives: frozenset[str]
    scene_cases: frozenset[str]


def mark_passages(
    doc: Document,
    syntax: Syntax,
    events: Sequence[EventMention],
    timexes: Sequence[Timex],
    resources: EventResources,
) -> tuple[EventMention, ...]:
    """Tell for undated events which words date the passage that they stand in.

    A passage begins with a main clause in the past that is dated; it ends with another date, a
    clause in another tense, speech, a quotation, the paragraph, and after three sentences. What
    the words resolve to plays no part, so that they may be resolved again.

    Args:
        events: With the times that their own words give them, and no others.
    """
    tree = Tree(doc, syntax)
    story = _Story(
        tree,
        {token: e for e in events if (token := tree.head_of(e.trigger)) is not None},
        _by_clause(tree, timexes, resources.lexicon.same_words),
        quoted_tokens(tree),
        resources.ontology,
        resources.attribution.speech_verbs,
        resources.lexicon.pointing_words,
        resources.lexicon.time_relatives,
        resources.lexicon.scene_cases,
    )
    found = {
        event.id: words
        for sentences in paragraphs(tree)
        for event, words in (*_told(story, sentences), *_pointed_at(story, sentences))
    }
    return tuple(
        msgspec.structs.replace(e, passage=found[e.id]) if e.id in found else e for e in events
    )


def carry_on(
    doc: Document, events: Sequence[EventMention], timexes: Sequence[Timex]
) -> tuple[EventMention, ...]:
    """Give undated events the time of the passage they stand in; their anchor is then ``"event"``.

    The passage has to have one date, of a month at most.
    """
    dating = {event.time.evidence[0].span for event in events if event.time.evidence}
    by_span = {
        timex.span: msgspec.structs.replace(timex, narrative=True)
        if timex.span in dating  # "in the night from Sunday to Monday the garrison rose"
        else timex
        for timex in timexes
    }
    return tuple(
        msgspec.structs.replace(event, time=_time_stated(event.passage, by_span, doc))
        if event.passage and not event.time.evidence
        else event
        for event in events
    )


def _told(
    story: _Story, sentences: Sequence[range]
) -> Iterator[tuple[EventMention, tuple[Span, ...]]]:
    """Give the events of a paragraph that have the time of their passage, and its words."""
    words: tuple[Span, ...] = ()
    left = 0
    for sentence in sentences:
        left -= 1
        for verb in _main_verbs(story.tree, sentence):
            event = story.events.get(verb)
            if words and _is_said_within(story, verb):
                continue
            if not _goes_on(story, verb):
                words, left = _of_cable(story, verb), _REACH
            elif event is not None and event.time.evidence:
                told = event.factuality == "certain" and not _is_later_death(event)
                words, left = (event.time.evidence[0].span,) if told else (), _REACH
            elif verb in story.times:
                words, left = story.times[verb], _REACH
            elif event is not None and words and left >= 0 and not _points_back(story, verb):
                goes_on = _can_inherit(event, story.ontology)
                yield from (
                    [(event, words)] if goes_on and not _says_when_itself(story, verb) else []
                )


def _pointed_at(
    story: _Story, sentences: Sequence[range]
) -> Iterator[tuple[EventMention, tuple[Span, ...]]]:
    """Give the undated events that are pointed at as those told last, and the words that date them.

    "On Monday a patrol tried to free her. In that fight three soldiers died": the fight is of
    Monday. What is told last has to befall people, or be a search for them, and be dated itself.
    """
    last: EventMention | None = None
    tokens = [token for sentence in sentences for token in sentence if token in story.events]
    for token in tokens:
        event = story.events[token]
        if (
            _is_pointed_at(story, token)
            and last is not None
            and _is_deed(event, story)
            and not event.time.evidence
        ):
            words = (last.time.evidence[0].span,)
            yield event, words
            above = story.events.get(story.tree.head[token])
            within = story.tree.case(token) in story.scene_cases
            if above is not None and within and _is_deed(above, story):
                yield from () if above.time.evidence else ((above, words),)
        elif event.factuality == "certain" and _is_deed(event, story):
            last = event if event.time.evidence else None


def _is_pointed_at(story: _Story, token: int) -> bool:
    """Whether a noun is pointed at and says no more of itself ("that massacre of the war")."""
    tree = story.tree
    if tree.children(token, "nmod", "nmod:poss", "acl", "acl:relcl"):
        return False
    return any(tree.lower[c] in story.pointing for c in tree.children(token, "det"))


def _says_when_itself(story: _Story, verb: int) -> bool:
    """Whether a clause says when by another one: "was taken when he was six weeks old"."""
    tree = story.tree
    words = (w for c in tree.children(verb, "advcl") for w in tree.children(c, "mark", "advmod"))
    return any(tree.lower_lemma[word] in story.time_relatives for word in words)


def _points_back(story: _Story, verb: int) -> bool:
    """Whether a clause is about an event told before, of whatever passage ("in that attack")."""
    below = (c for c in story.tree.children(verb, "obl") if c in story.events)
    return any(_is_pointed_at(story, c) for c in below)


def _is_deed(event: EventMention, story: _Story) -> bool:
    return event.type == "search" or story.ontology.types[event.type].family in _BEFALL


def _is_said_within(story: _Story, verb: int) -> bool:
    """Whether those of whom a passage tells only speak in it: "They said they sought arms"."""
    tree = story.tree
    if tree.lower_lemma[verb] not in story.speech_verbs or verb in story.quoted:
        return False
    several = (
        tree.upos[c] == "PRON"
        and tree.has_feature(c, "Number=Plur")
        and tree.has_feature(c, "Person=3")
        for c in tree.children(verb, "nsubj")
    )
    past = tree.has_feature(verb, "Tense=Past") and tree.has_feature(verb, "VerbForm=Fin")
    return past and verb not in story.times and any(several)


def _of_cable(story: _Story, verb: int) -> tuple[Span, ...]:
    """Give the words that date an event told in the perfect, as cables do: "the garrison has risen
    on Sunday night. They locked up the colonel": a passage may begin with it."""
    event = story.events.get(verb)
    if event is None or not event.time.evidence or event.factuality != "certain":
        return ()
    present = any(story.tree.has_feature(a, "Tense=Pres") for a in story.tree.children(verb, "aux"))
    plain = verb not in story.quoted and story.tree.lower_lemma[verb] not in story.speech_verbs
    return (event.time.evidence[0].span,) if present and plain else ()


def _is_later_death(event: EventMention) -> bool:
    """Whether a text runs ahead to how it ended: "he died the next day. His driver was hurt"."""
    return event.type == "death" and event.time.anchor == "text"


def _main_verbs(tree: Tree, sentence: range) -> Iterator[int]:
    """Give the predicates of a sentence that no other clause governs, in their order."""
    for token in sentence:
        beside = relation(tree.deprel[token]) in ("conj", "parataxis")
        is_main = tree.is_root(token) or (beside and tree.is_root(tree.head[token]))
        if is_main and (tree.upos[token] == "VERB" or tree.children(token, "cop")):
            yield token


def _goes_on(story: _Story, verb: int) -> bool:
    """Whether a clause tells on in the plain past; one without a form of its own does."""
    tree = story.tree
    if verb in story.quoted or tree.lower_lemma[verb] in story.speech_verbs:
        return False
    auxiliaries = tree.children(verb, "aux", "cop")
    plain = [a for a in auxiliaries if tree.deprel[a] == "aux"]
    participle = tree.has_feature(verb, "VerbForm=Part") and tree.has_feature(verb, "Tense=Past")
    if plain and participle:  # "had gathered", "has been freed"
        return False
    forms = [f for f in (verb, *auxiliaries) if tree.has_feature(f, "VerbForm=Fin")]
    if not forms:
        return relation(tree.deprel[verb]) == "conj"
    return any(tree.has_feature(form, "Tense=Past") for form in forms)


def _by_clause(
    tree: Tree, timexes: Sequence[Timex], same_words: frozenset[str]
) -> Mapping[int, tuple[Span, ...]]:
    """Give the times by each word that they say the time of, and by its governors."""
    found: dict[int, tuple[Span, ...]] = defaultdict(tuple)
    for timex in timexes:
        head = tree.head_of(timex.span)
        if head is None or (timex.type not in ("DATE", "TIME") and timex.anchor != "event"):
            continue
        path = [head]
        same = any(tree.lower_lemma[t] in same_words for t in tree.tokens_in(timex.span))
        while not _ends_climb(tree, path[-1], same=same) and len(path) < _CLIMB:
            path.append(tree.head[path[-1]])
        for token in path:
            found[token] += (timex.span,)
    return dict(found)


def _ends_climb(tree: Tree, token: int, *, same: bool) -> bool:
    """Whether a time says nothing of what stands above a word.

    "Police detained nine, and all were freed the same night": it points back to the time told
    before, which is that of the first verb.
    """
    joined = relation(tree.deprel[token]) in ("conj", "parataxis")
    return tree.is_root(token) or (same and joined and tree.upos[token] == "VERB")


def _time_stated(words: Sequence[Span], timexes: Mapping[Span, Timex], doc: Document) -> EventTime:
    """Give the time that words state: one, or several of the same days; else none."""
    plain = [
        t
        for t in map(timexes.__getitem__, words)
        if t.interval and t.narrative and t.relation in (None, "in") and t.interval.grain in _GRAINS
    ]
    days = {(t.interval.earliest, t.interval.latest) for t in plain if t.interval}
    if len(plain) < len(words) or len(days) != 1:
        return EventTime()
    return msgspec.structs.replace(time_of(plain[-1], doc), anchor="event")


def _can_inherit(event: EventMention, ontology: Ontology) -> bool:
    return event.factuality == "certain" and ontology.types[event.type].family in _BEFALL
