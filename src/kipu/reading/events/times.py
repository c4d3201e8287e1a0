"""When an event happened: the time expression that its clause has, or shares."""

from collections.abc import Iterator, Sequence

from kipu.lang.events import EventLexicon
from kipu.model import edtf
from kipu.model.documents import Document
from kipu.model.spans import Evidence
from kipu.model.times import EventTime, Timex
from kipu.reading.events.attachment import SEPARATORS, TELLING, Attachment
from kipu.reading.events.clauses import goes_with
from kipu.reading.events.tenses import (
    is_gapped,
    is_perfect,
    is_pluperfect,
    is_present,
    is_set_off,
    lies_within,
    looks_back,
)
from kipu.reading.events.triggers import Trigger
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_TRUST = ("none", "event", "text", "document")
"""What a time is counted from, the surest first: of two times as narrow, the surer one holds."""
_EFFECTS = frozenset(("death", "injury", "displacement"))
"""Types whose verb tells what its subject did: "in 1971 an earthquake killed 2,400 people"."""
_SCENES = frozenset(("battle", "attack", "massacre", "accident", "disaster", "riot", "bombing"))
"""Types of events in which others die or are hurt."""
_BEFALLING = _EFFECTS | {"killing"}
"""Types of what one event does to several: some are killed, others hurt."""
_ACTS = frozenset(("decree", "vote", "legislation"))
"""Types whose word does what its clause says."""
_BY_WORD = frozenset(
    ("dissolution", "state_of_emergency", "decree", "resignation", "ceasefire", "amnesty")
)
"""Types of acts that are done by announcing them: "announced the dissolution of Congress"."""
_SHARING = frozenset(("conj", "xcomp", "ccomp", "acl", "advcl", "parataxis"))
_PUBLISHED = frozenset(("publication", "statement", "decree"))
"""Types whose noun is a paper that says something."""


def read_time(
    tree: Tree, trigger: Trigger, attachment: Attachment, doc: Document
) -> tuple[EventTime, bool]:
    """Give the time that the trigger's own clause, or one that shares its time, states.

    With it whether it is the end of the event that is told then ("the strike collapsed on 3 May").
    """
    beside = _right_before(tree, trigger, attachment)
    if beside is not None:
        return time_of(beside, doc), False
    closing = _closing_verb(tree, trigger, attachment.lexicon)
    entry = attachment.entry_of(trigger.token)
    for token in _sharers(tree, trigger, attachment):
        timexes = _of_part(tree, trigger, attachment.by_token.get(token, ()))
        if timexes:
            found = _best(timexes, trigger, tree)
            end = closing in (token, trigger.token) or (closing is not None and found in entry)
            return time_of(found, doc, end=end), end
    told = trigger.part == "verb" or _is_there(tree, trigger.token, attachment.lexicon)
    told = told or _is_count(tree, trigger) or _is_entry(tree, trigger.token, attachment)
    dated = closing is not None or (told and not looks_back(tree, trigger.token))
    if not entry or not dated:
        return EventTime(), False
    return time_of(entry[0], doc, end=closing is not None), closing is not None


def _right_before(tree: Tree, trigger: Trigger, attachment: Attachment) -> Timex | None:
    """Give the time right before a participle where the verb above has another, or several.

    "One crashed in February 2010, killing eleven, and another in August": they died in February.
    """
    clause = trigger.token
    participle = tree.has_feature(clause, "VerbForm=Ger") or tree.has_feature(clause, "Tense=Pres")
    if tree.upos[clause] != "VERB" or relation(tree.deprel[clause]) != "advcl" or not participle:
        return None
    others = [t for c in tree.children(clause, "conj") for t in (c, *tree.descendants(c))]
    own = [t for t in attachment.by_token.get(clause, ()) if tree.head_of(t.span) not in others]
    first = tree.extent(clause)[0]
    comma = first if tree.form[first] == "," else first - 1
    if own or comma < 1 or tree.form[comma] != ",":
        return None
    above = attachment.by_token.get(tree.head[clause], ())
    end = tree.syntax.end[comma - 1]
    beside = next((t for t in attachment.timexes if t.span.end == end), None)
    return beside if others or (above and above != (beside,)) else None


def _is_count(tree: Tree, trigger: Trigger) -> bool:
    """Whether a noun only says how many were killed or hurt: "police clear the road: nine hurt"."""
    counted = tree.children(trigger.token, "nummod") and not tree.children(trigger.token, "det")
    return trigger.frame.type in _BEFALLING and bool(counted)


def _is_entry(tree: Tree, noun: int, attachment: Attachment) -> bool:
    """Whether a noun is all that an entry tells, or what it says to begin: "Comienza la huelga"."""
    first = tree.first_conjunct(noun)
    if tree.is_root(first):
        return not tree.children(first, "cop")
    upper = tree.head[first]
    core = relation(tree.deprel[first]) in ("obj", "nsubj") and tree.is_root(upper)
    begins = tree.lower_lemma[upper] in attachment.lexicon.occurring_verbs
    return core and begins and upper not in attachment.triggers


def _is_there(tree: Tree, noun: int, lexicon: EventLexicon) -> bool:
    """Whether a clause only says that what a noun tells was so: "hay ocho heridos"."""
    upper = tree.governor(noun)
    if upper is None or tree.upos[upper] != "AUX":
        return False
    core = relation(tree.deprel[noun]) in ("obj", "nsubj")
    return core and tree.lower_lemma[upper] in lexicon.occurring_verbs


def _closing_verb(tree: Tree, trigger: Trigger, lexicon: EventLexicon) -> int | None:
    """Give the word that says that all was over by then: "the strike collapsed on 3 May".

    So were the deaths of "the toll rose to nine on Monday": there it is the noun itself.
    """
    upper = tree.governor(trigger.token)
    if trigger.part != "noun":
        return None
    if tree.lower_lemma[trigger.token] in lexicon.toll_nouns:
        return trigger.token
    ends = upper is not None and tree.lower_lemma[upper] in lexicon.closing_verbs
    return upper if ends and relation(tree.deprel[trigger.token]) == "nsubj" else None


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
        tokens += [*tree.children(token, "acl", "appos"), *_doings(tree, token, attachment)]
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
    tokens += _befallen_last(tree, trigger.token, attachment)
    alone = not tree.children(trigger.token, "obl")
    gapped = [c for c in conjuncts if alone and is_gapped(tree, c)]
    same = [c for c in conjuncts if not tree.children(c, *NOMINAL_SUBJECTS)]  # "killed and hurt"
    gapped += [c for c in same if _befell_at_once(trigger.token, c, attachment)]
    clauses = [c for verb in (trigger.token, *gapped) for c in tree.children(verb, "advcl")]
    tokens += [clause for clause in clauses if _says_when(tree, clause, attachment)]
    tokens += _bearers(tree, trigger.token, attachment.lexicon)
    occasions = attachment.lexicon.occasion_cases
    # "by its order of 23 May the court dismissed the claim"
    obliques = [c for c in tree.children(trigger.token, "obl") if tree.case(c) in occasions]
    obliques = [c for c in obliques if not _is_reason(tree, c, attachment)]
    said_in = [c for c in obliques if tree.lower_lemma[c] in attachment.lexicon.papers]
    dated = [c for noun in said_in for c in tree.children(noun, "acl")]
    return [*tokens, *obliques, *dated, *_saying_papers(tree, trigger, attachment)]


def _doings(tree: Tree, noun: int, attachment: Attachment) -> Iterator[int]:
    """Give what a clause says that an event did: "the landslide that on Sunday buried a street"."""
    for clause in tree.children(noun, "acl:relcl"):
        subjects = tree.children(clause, "nsubj")
        itself = any(tree.lower[s] in attachment.lexicon.relative_pronouns for s in subjects)
        owner = attachment.triggers.get(clause)
        effect = owner is not None and owner.frame.type in _EFFECTS
        does = effect or tree.lower_lemma[clause] in attachment.lexicon.raging_verbs
        if itself and does and tree.has_feature(clause, "VerbForm=Fin"):
            yield clause


def _is_reason(tree: Tree, noun: int, attachment: Attachment) -> bool:
    """Whether an oblique is what somebody is charged with: "condenado por el crimen de 2014"."""
    lexicon = attachment.lexicon
    charged = tree.lower_lemma[tree.head[noun]] in lexicon.charging_verbs
    return charged and noun in attachment.triggers and tree.case(noun) in lexicon.charging_marks


def _saying_papers(tree: Tree, trigger: Trigger, attachment: Attachment) -> list[int]:
    """Give the dated paper that says something, as its subject: "a 2011 report warned"."""
    if trigger.frame.type not in TELLING:
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
    if goes_with(tree, first, lexicon) and (owner is None or owner.frame.type not in TELLING):
        return [upper] if owner is None else _sharers(tree, owner, attachment)
    own = attachment.triggers.get(noun)
    if owner is not None and own is not None and _is_scene(tree, first, own, owner, lexicon):
        return _sharers(tree, owner, attachment)
    by_word = own is not None and own.frame.type in _BY_WORD and _announces(owner)
    if by_word and owner is not None and relation(tree.deprel[first]) == "obj":
        return _sharers(tree, owner, attachment)
    if not (core or occurs or ends) or (owner is not None and not is_effect):
        return []
    return [upper, *tree.children(upper, "xcomp")]  # "payments are expected to begin in April"


def _is_scene(tree: Tree, noun: int, own: Trigger, owner: Trigger, lexicon: EventLexicon) -> bool:
    """Whether people died or were hurt in what a noun tells: "nine died on Monday in the clash"."""
    within = tree.deprel[noun] == "obl" and tree.case(noun) in lexicon.scene_cases
    return within and owner.frame.type in _BEFALLING and own.frame.type in _SCENES


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
        moves_on = moves_on or (";" in tree.form[upper:token] and _own_clause(tree, token))
        return tree.upos[upper] in ("VERB", "NOUN", "ADJ") and not moves_on
    if function == "parataxis":  # "the tide turned on 2 April: police opened fire"
        tells = trigger is not None and trigger.frame.type in TELLING
        goes_on = token > upper and tree.upos[upper] == "VERB"
        # "was shot dead in 2015; nobody has been convicted", "the army denies it": to this day
        before = is_pluperfect(tree, token) and not is_pluperfect(tree, upper)
        now = is_present(tree, token) and not is_present(tree, upper)
        apart = ";" in tree.form[upper:token]
        return goes_on and not (tells or before or now or apart or is_perfect(tree, token))
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


def _own_clause(tree: Tree, verb: int) -> bool:
    """Whether a verb has a subject of its own."""
    return any(tree.deprel[c] in NOMINAL_SUBJECTS for c in tree.children(verb))


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
    if apart or not SEPARATORS.isdisjoint(tree.form[verb:conjunct]):
        return False
    if _befell_at_once(verb, conjunct, attachment):
        return True
    if tree.children(conjunct, "aux"):  # "was sentenced, and was released in June"
        return False
    return tree.upos[conjunct] == "VERB" and not any(
        relation(tree.deprel[c]) == "nsubj" for c in tree.children(conjunct)
    )


def _befallen_last(tree: Tree, verb: int, attachment: Attachment) -> Iterator[int]:
    """Give the last of several who were befallen, with the time of all.

    "Six died, fourteen were hurt and forty were missing on Tuesday night".

    The last may be told by an adjective, or hang on the one before.
    """
    last = tree.conjuncts(verb)[-1]
    own = attachment.triggers.get(verb)
    if last == verb or own is None or own.frame.type not in _BEFALLING:
        return
    said = tree.children(last, "obj", "xcomp")
    for token in said if tree.head[last] == verb else (last, *said):
        told = attachment.triggers.get(token)
        if told is not None and told.frame.type in (*_BEFALLING, "disappearance"):
            yield token


def _befell_at_once(verb: int, conjunct: int, attachment: Attachment) -> bool:
    """Whether what befell others is of the time of one event: "three were killed and nine were
    hurt on Monday", "... and nine were pulled out on Monday when the roof fell"."""
    tree = attachment.tree
    one, other = attachment.triggers.get(verb), attachment.triggers.get(conjunct)
    if one is None or one.frame.type not in _BEFALLING:
        return False
    also = other is not None and other.frame.type in _BEFALLING
    clauses = tree.children(conjunct, "advcl")
    return also or any(_says_when(tree, clause, attachment) for clause in clauses)


def time_of(timex: Timex, doc: Document, *, end: bool = False) -> EventTime:
    """Make an event's time of a time expression, as its preposition bounds it.

    With ``end`` the event was over by then, which bounds it too.
    The time of an expression that waits for its document's date has no interval, but evidence.
    """
    # "before midnight on Thursday" is on Thursday all the same
    relation = None if timex.type == "TIME" else timex.relation
    relation = "until" if end and relation in (None, "in", "on") else relation
    return EventTime(
        interval=edtf.bound(timex.interval, relation) if timex.interval else None,
        value=timex.value,
        type=timex.type,
        mod=timex.mod,
        anchor=timex.anchor,
        evidence=(Evidence(timex.span, doc.quote(timex.span), timex.rule),),
    )
