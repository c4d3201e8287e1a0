"""What the words and the tree around a time expression tell of how it is meant."""

from bisect import bisect_right

from kipu.lang.times import Context
from kipu.model.expressions import Relation, Tense
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.reading.times.tokens import Token
from kipu.reading.trees import Tree, relation

_QUOTES = frozenset(('"', "“", "”", "«", "»", "``", "''"))
_NEAR_VERB = 40
"""Tokens back to which a verb tells the tense that a story is told in."""
_LONGEST_CLIMB = 12
_LONGEST_EVENT = 25
_LONGEST_PREPOSITION = 3
_PAST = ("Tense=Past", "Tense=Imp")
_FUTURE = ("Tense=Fut", "Mood=Cnd")
"""Features of the future, and of the future seen from the past ("dijo que apelaría")."""


def is_in_name(syntax: Syntax, span: Span) -> bool:
    """Whether a stretch is a part of a longer name ("Bloody Sunday", "April Jones")."""
    for name in syntax.names:
        begins, ends = syntax.start[name.start], syntax.end[name.end - 1]
        if begins <= span.start and span.end <= ends and ends - begins > span.length:
            return True
    return False


def follows_name(tree: Tree, span: Span) -> bool:
    """Whether a stretch hangs on a proper name before it, without a preposition ("Kahan 2013")."""
    top = tree.head_of(span)
    head = None if top is None else tree.governor(top)
    if top is None or head is None or head > top:
        return False
    return tree.upos[head] == "PROPN" and tree.case(top) is None


def read_tense(tree: Tree, span: Span, context: Context) -> Tense | None:
    """Give the tense of the clause that a stretch stands in, ``None`` if no verb governs it.

    A present under a future is future ("will go when the term ends in May").
    """
    index = tree.head_of(span)
    return None if index is None else _climb(tree, index, context, mark=tree.case(index))


def _climb(
    tree: Tree, start: int, context: Context, *, mark: str | None, steps: int = _LONGEST_CLIMB
) -> Tense | None:
    """Give the tense of the first predicate from a word upwards that has one."""
    index = start
    found: Tense | None = None
    for left in range(steps, 0, -1):
        tense = None
        if not _is_hedge(tree, index, context):
            tense = _tense_of(tree, index, context, mark=mark, steps=left - 1)
        if tense == "future" and found in (None, "present"):
            return "future"
        found = found or tense
        if found not in (None, "present") or tree.is_root(index):
            return found
        index = tree.head[index]
    return found


def _is_hedge(tree: Tree, index: int, context: Context) -> bool:
    """Whether somebody only says how sure he is: "she died, I think in July"."""
    said = tree.lower[index] in context.hedges and not tree.is_root(index)
    others = (c for c in tree.children(index, "nsubj") if not tree.has_feature(c, "Person=1"))
    return said and next(others, None) is None


def _tense_of(
    tree: Tree, index: int, context: Context, *, mark: str | None, steps: int
) -> Tense | None:
    """Give the tense of one word as a predicate, by its form and auxiliaries."""
    syntax = tree.syntax
    auxiliaries = tree.children(index, "aux", "cop")
    if syntax.upos[index] not in ("VERB", "AUX") and not auxiliaries:
        return _tense_below(tree, index, context, mark=mark, steps=steps)
    have = [i for i in auxiliaries if _word(syntax, i) & set(context.have)]
    if any("Mood=Cnd" in syntax.feats[i] for i in have):  # "habría sido asesinado"
        return "past"
    ahead = [i for i in auxiliaries if _word(syntax, i) & set(context.future_auxiliaries)]
    if ahead or _may_yet(tree, index, context):
        return "past" if have else _auxiliary_tense(syntax, ahead)
    if _is_infinitive(tree, index, context):
        awaited = _infinitive_tense(tree, index, context, steps)
        if awaited:
            return awaited
    elif _awaits(tree, index, context, mark=mark):
        return _awaited_tense(tree, index, context)
    if _sets(tree, index, context, mark=mark):
        return "prospective" if _is_pluperfect(tree, index, context) else "future"
    if _is_pluperfect(tree, index, context):
        return "pluperfect"
    if not auxiliaries and _is_loose_participle(syntax, index):
        return None
    return _form_tense(syntax, [index, *auxiliaries], context)


def _auxiliary_tense(syntax: Syntax, ahead: list[int]) -> Tense:
    """Give the tense that auxiliaries of the future make: "va a", "would"; "pudo", "iba a"."""
    told = [syntax.feats[i] for i in ahead if "Mood=Ind" in syntax.feats[i]]
    if any("Tense=Imp" in feats for feats in told):
        return "prospective"
    return "past" if any("Tense=Past" in feats for feats in told) else "future"


def _tense_below(
    tree: Tree, index: int, context: Context, *, mark: str | None, steps: int
) -> Tense | None:
    """Give the tense that a noun or an adjective makes: of what was done, or is to be done."""
    if _is_done_to_noun(tree, index) and not _awaits(tree, index, context, mark=mark):
        return "past"
    governs = _word(tree.syntax, index) & set(context.future_governors)
    return _plan_tense(tree, index, context, steps) if governs else None


def _is_done_to_noun(tree: Tree, index: int) -> bool:
    """Whether a word is a participle, dated itself, that a parser takes for an adjective: "la
    explosión registrada el martes"."""
    participle = tree.upos[index] == "ADJ" and tree.has_feature(index, "VerbForm=Part")
    dated = bool(tree.children(index, "obl", "advmod"))
    return participle and dated and relation(tree.deprel[index]) in ("amod", "acl")


def _is_loose_participle(syntax: Syntax, index: int) -> bool:
    """Whether a participle takes its time from what governs it ("hold the shops closed")."""
    bare = "VerbForm=Part" in syntax.feats[index] or "VerbForm=Ger" in syntax.feats[index]
    return bare and syntax.deprel[index].startswith(("xcomp", "ccomp", "advcl"))


def _is_infinitive(tree: Tree, index: int, context: Context) -> bool:
    """Whether a predicate is an infinitive with its mark ("to go", "to be held")."""
    syntax = tree.syntax
    words = (index, *tree.children(index, "aux", "cop"))
    if not any("VerbForm=Inf" in syntax.feats[i] for i in words):
        return False
    marks = set(context.infinitive_marks)
    return not marks or any(_word(syntax, i) & marks for i in tree.children(index))


def _infinitive_tense(tree: Tree, index: int, context: Context, steps: int) -> Tense | None:
    """Give the tense of an infinitive that tells what is or was yet to come.

    "is to go", "is expected to go", "a meeting to be held". ``None`` where another word decides.
    """
    syntax = tree.syntax
    auxiliaries = tree.children(index, "aux", "cop")
    if any(_word(syntax, i) & set(context.have) for i in auxiliaries):
        return None  # "is said to have fled"
    if _is_done_before(tree, index, context):
        return _done_tense(tree, index, context, steps)
    if any(_is_finite_be(syntax, i, context) for i in auxiliaries):
        return _awaited_tense(tree, index, context) if context.infinitive_marks else None
    governor = tree.governor(index)
    if governor is None:
        return None
    if relation(syntax.deprel[index]) == "acl":
        passive = any(tree.has_feature(i, "VerbForm=Inf") for i in auxiliaries)
        if passive:
            return "future"
        if _is_of_the_past(tree, governor, context):
            return _plan_tense(tree, governor, context, steps, done="past")
        return _plan_tense(tree, governor, context, steps)
    if not _word(syntax, governor) & {*context.future_governors, *context.be}:
        return None
    return _awaited_tense(tree, governor, context)


def _is_done_before(tree: Tree, index: int, context: Context) -> bool:
    """Whether an infinitive was done first; its mark may be in two words ("después de huir")."""
    marks = tree.children(index, "mark", "advmod", "case")
    first = tree.sentence_of[index].start
    words = {*marks, *(mark - 1 for mark in marks if mark > first)}
    return any(_word(tree.syntax, i) & set(context.done_marks) for i in words)


def _done_tense(tree: Tree, index: int, context: Context, steps: int) -> Tense:
    """Give the tense of what was done before the clause above ("tras huir en enero, trabaja")."""
    governor = tree.governor(index)
    main = None
    if governor is not None and steps > 0:
        main = _climb(tree, governor, context, mark=None, steps=steps)
    return "future" if main == "future" else "past"


def _is_of_the_past(tree: Tree, noun: int, context: Context) -> bool:
    """Whether what a noun's infinitive tells is over ("a bid to flee", "the first to flee")."""
    words = (noun, *tree.children(noun, "amod", "nummod"))
    if _word(tree.syntax, noun) & set(context.attempts):
        return True
    return any(_word(tree.syntax, i) & set(context.firsts) for i in words)


def _plan_tense(
    tree: Tree, noun: int, context: Context, steps: int, *, done: Tense = "prospective"
) -> Tense:
    """Give the tense of what a noun puts ahead, by the predicate that governs the noun.

    A plan told in the past may have come to its day since; ``done`` is what the past makes of it.
    """
    governor = tree.governor(noun)
    copula = any(_is_past(tree.syntax, i) for i in tree.children(noun, "cop"))
    main = None
    if governor is not None and steps > 0:
        main = _climb(tree, governor, context, mark=None, steps=steps)
    return done if copula or main in ("past", "pluperfect") else "future"


def _awaits(tree: Tree, index: int, context: Context, *, mark: str | None) -> bool:
    """Whether a predicate puts something ahead ("is due in May", "scheduled for Monday").

    ``mark`` is the preposition of the time itself: without "for", "set" puts nothing ahead.
    """
    syntax = tree.syntax
    passive = "Voice=Pass" in syntax.feats[index] or syntax.upos[index] == "ADJ"
    awaited = {*context.awaited, *(context.awaited_with if mark in context.awaiting_marks else ())}
    return passive and bool(_word(syntax, index) & awaited)


def _sets(tree: Tree, index: int, context: Context, *, mark: str | None) -> bool:
    """Whether a predicate puts its object ahead, or puts it off.

    "called a strike for Thursday", "the trial was adjourned until Monday". ``mark`` is the
    preposition of the time itself.
    """
    verbs: set[str] = set()
    if mark in context.awaiting_marks:
        verbs.update(context.setting)
    if mark in context.deferring_marks:
        verbs.update(context.deferring)
    has_object = bool(tree.children(index, "obj", "nsubj:pass"))
    return has_object and bool(_word(tree.syntax, index) & verbs)


def _is_pluperfect(tree: Tree, index: int, context: Context) -> bool:
    syntax = tree.syntax
    return any(
        _word(syntax, i) & set(context.have) and _is_past(syntax, i)
        for i in tree.children(index, "aux", "cop")
    )


def _awaited_tense(tree: Tree, index: int, context: Context) -> Tense:
    """Give the tense of what a predicate puts ahead: future, unless it was put ahead in the past.

    What someone said was due is due; what was due, but did not come, is past. What was put off
    may still have been ahead.
    """
    syntax = tree.syntax
    forms = (index, *tree.children(index, "aux", "cop"))
    finite = [i for i in forms if "VerbForm=Fin" in syntax.feats[i]]
    if not any(_is_past(syntax, i) for i in finite):
        return "future"
    if any(_came_to_nothing(tree, i, context) for i in tree.descendants(index, 2)):
        return "past"
    if _word(syntax, index) & set(context.setting):  # "announced a vote to be held in May"
        return "future"
    governor = tree.governor(index)
    said = relation(syntax.deprel[index]) in ("ccomp", "parataxis") and governor is not None
    if said and _word(syntax, governor or 0) & set(context.speech):
        return "future"
    return "prospective"


def _came_to_nothing(tree: Tree, index: int, context: Context) -> bool:
    """Whether a word goes on to tell what did not happen ("but never came")."""
    syntax = tree.syntax
    words = (index, *tree.children(index, "aux", "cop"))
    if relation(syntax.deprel[index]) != "conj" or not any(_is_past(syntax, i) for i in words):
        return False
    return _is_negated(tree, index, context)


def _may_yet(tree: Tree, index: int, context: Context) -> bool:
    """Whether somebody says what can still be done: "said that it could close on Friday".

    Told by the text itself it could be done, or not, at the time: "could hear shots on Friday".
    """
    able = set(context.ability_auxiliaries)
    said = relation(tree.deprel[index]) == "ccomp" and not tree.is_root(index)
    if not said or not _word(tree.syntax, tree.head[index]) & set(context.speech):
        return False
    told = any(_word(tree.syntax, i) & able for i in tree.children(index, "aux"))
    return told and not _is_negated(tree, index, context)


def _is_negated(tree: Tree, index: int, context: Context) -> bool:
    words = tree.children(index, "advmod")
    return any(_word(tree.syntax, i) & set(context.negations) for i in words)


def _is_finite_be(syntax: Syntax, index: int, context: Context) -> bool:
    return "VerbForm=Fin" in syntax.feats[index] and bool(_word(syntax, index) & set(context.be))


def _form_tense(syntax: Syntax, indices: list[int], context: Context) -> Tense | None:
    feats = [syntax.feats[i] for i in indices]
    if any(mark in f for f in feats for mark in _FUTURE):
        return "future"
    if any(_ends_as_future(syntax, i, context) for i in indices):
        return "future"
    if any(_is_past(syntax, i) for i in indices):
        return "past"
    if any(_may_be_past(syntax, i, context) for i in indices):
        return _tense_before(syntax, indices[0], context)
    return "present" if any(_is_present(syntax, i) for i in indices) else None


def _is_present(syntax: Syntax, index: int) -> bool:
    return "Tense=Pres" in syntax.feats[index] and "VerbForm=Fin" in syntax.feats[index]


def _may_be_past(syntax: Syntax, index: int, context: Context) -> bool:
    """Whether a form is present and past alike: "llegamos", "oímos", which parsers may not know."""
    verb = _is_present(syntax, index) or "VerbForm" not in syntax.feats[index]
    form = syntax.form[index].lower()
    return verb and syntax.upos[index] == "VERB" and form.endswith(context.two_tense_endings)


def _tense_before(syntax: Syntax, index: int, context: Context) -> Tense:
    """Give the tense of the verb before one whose form is present and past alike."""
    for before in range(index - 1, max(-1, index - _NEAR_VERB), -1):
        if syntax.form[before] in _QUOTES:
            break
        if _is_past(syntax, before):
            return "past"
        third = "Person=3" in syntax.feats[before]
        if third and _is_present(syntax, before) and not _word(syntax, before) & context.hedges:
            break
    return "present"


def _ends_as_future(syntax: Syntax, index: int, context: Context) -> bool:
    """Whether a verb is a future by its ending, though the parser may not say so."""
    form = syntax.form[index].lower()
    verb = syntax.upos[index] in ("VERB", "AUX")
    return verb and form.endswith(context.future_endings) and not form.endswith(context.no_futures)


def _is_past(syntax: Syntax, index: int) -> bool:
    return any(mark in syntax.feats[index] for mark in _PAST)


def _word(syntax: Syntax, index: int) -> set[str]:
    return {syntax.lemma[index].lower(), syntax.form[index].lower()}


def read_relation(tokens: tuple[Token, ...], first: int, context: Context) -> Relation | None:
    """Give how the clause stands to the expression, by the preposition before it.

    An article in which the preposition is contracted belongs to the expression ("del lunes").
    """
    end = first + 1 if tokens[first].lower in context.contracted else first
    found = _preposition(tokens, end, context)
    if found is None and end > 0 and tokens[end - 1].lower in context.articles:
        return _preposition(tokens, end - 1, context)
    return found


def _preposition(tokens: tuple[Token, ...], end: int, context: Context) -> Relation | None:
    """Give the relation of the longest preposition that ends at a token."""
    for begin in range(max(end - _LONGEST_PREPOSITION, 0), end):
        words = " ".join(token.lower for token in tokens[begin:end])
        if words in context.relations:
            return context.relations[words]
    return None


def event_end(
    tree: Tree | None, tokens: tuple[Token, ...], last: int, context: Context
) -> int | None:
    """Give the end of the words of the event that an expression counts from.

    ``last`` is the token after the expression. ``None`` if no event follows ("the day before.").
    """
    if last >= len(tokens) or tokens[last].lower in context.clause_ends:
        return None
    ends = _clause_end(tokens, last, context)
    if tree is None:
        return ends
    after = tokens[last - 1]
    marker = tree.head_of(tree.doc.span(after.start, after.end))
    if marker is None:
        return ends
    head = tree.syntax.head[marker]
    if head <= marker:
        return ends
    end = max(_subtree_end(tree, head, marker), tree.syntax.end[head])
    return max(ends, end) if _is_subject(tree, head, end) else end


def _is_subject(tree: Tree, head: int, end: int) -> bool:
    """Whether a noun that the tree took alone goes on as a clause ("after the ship sank off")."""
    syntax = tree.syntax
    if syntax.upos[head] not in ("NOUN", "PROPN"):
        return False
    following = bisect_right(syntax.start, end - 1)
    while following < len(syntax) and syntax.upos[following] == "PROPN":
        following += 1
    finite = following < len(syntax) and syntax.upos[following] in ("VERB", "AUX")
    return finite and "VerbForm=Fin" in syntax.feats[following]


def _clause_end(tokens: tuple[Token, ...], last: int, context: Context) -> int:
    """Give the end of the words up to the next comma or stop."""
    end = tokens[last].end
    for index in range(last, min(last + _LONGEST_EVENT, len(tokens))):
        token = tokens[index]
        if not token.text[0].isalnum() and _is_stop(tokens, index, context):
            break
        end = token.end
    return end


def _is_stop(tokens: tuple[Token, ...], index: int, context: Context) -> bool:
    """Whether a sign ends a clause; the stop of "Nov. 20" does not."""
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return tokens[index].lower in context.clause_ends and not following[:1].isdigit()


def _subtree_end(tree: Tree, head: int, marker: int) -> int:
    """Give the end of what a word governs to its right, without what is coordinated with it."""
    last, agenda = head, [head]
    while agenda:
        index = agenda.pop()
        last = max(last, index)
        agenda += [
            i for i in tree.children(index)
            if i > marker and tree.syntax.deprel[i] not in ("punct", "parataxis")
            and not (index == head and tree.syntax.deprel[i] == "conj")
        ]  # fmt: skip
    return tree.syntax.end[min(last, marker + _LONGEST_EVENT)]
