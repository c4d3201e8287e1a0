"""How certain a text presents an event, by the words in whose scope it stands."""

from collections.abc import Iterable, Iterator

import msgspec

from kipu.lang.events import Frame
from kipu.lang.factuality import Effect
from kipu.model.readings import Factuality
from kipu.reading.factuality.forms import (
    features,
    first_verb,
    has_open_form,
    is_finite,
    is_marked_infinitive,
    lies_ahead,
)
from kipu.reading.factuality.rules import (
    ANY,
    Scopes,
    clause_rules,
    interrupted_noun,
    is_negated,
    is_temporal,
    is_told,
    measured,
    negates,
    negative_participants,
    noun_rules,
    phrase,
    rules_over,
    says_toll,
    turned,
)
from kipu.reading.trees import NOMINAL_SUBJECTS, NOUN_RELATIONS, Tree, relation

__all__ = ["Bearing", "Scopes", "combined", "read_bearings", "read_factuality"]

_NEGATION, _CONDITIONAL, _OPEN, _TRIED = "negation", "conditional", "open form", "attempt"
_UNTRUE = "untrue"
"""What forms and words without a rule of their own are called."""

_WEAKEST_FIRST: tuple[Factuality, ...] = (
    "denied", "hypothetical", "planned", "possible", "probable", "certain",
)  # fmt: skip
_CLAUSE_RELATIONS = frozenset(("ccomp", "xcomp", "csubj"))
_INDICATIVE = "Mood=Ind"
_PAST = frozenset(("Tense=Past", "Tense=Imp"))
_CHANCES = frozenset(("possible", "probable"))


class Bearing(msgspec.Struct, frozen=True):
    """What one word or form does to the factuality of an event: its token, and the rule it is by.

    ``rule`` is the id of a rule of ``factuality.toml``, or what the form is called.
    """

    effect: Effect
    cue: int
    rule: str


def read_factuality(
    tree: Tree, token: int, scopes: Scopes, frame: Frame, *, is_noun: bool
) -> Factuality:
    """Give the factuality of an event by all words in whose scope its trigger stands.

    Effects add up from the inside outwards; the weakest holds, and a negation turns a denial
    round. A definite noun ("denied the killings") takes its event for granted: only words that
    bear on the noun itself, or on a verb that merely carries it, touch it.
    """
    return combined(read_bearings(tree, token, scopes, frame, is_noun=is_noun))


def combined(bearings: Iterable[Bearing]) -> Factuality:
    """Add effects up, from the inside outwards; without any, an event is asserted."""
    factuality: Factuality = "certain"
    for bearing in bearings:
        factuality = _combine(factuality, bearing.effect)
    return factuality


def _combine(factuality: Factuality, effect: Effect) -> Factuality:
    """Apply one effect.

    >>> _combine("certain", "negate"), _combine("denied", "negate"), _combine("possible", "planned")
    ('denied', 'certain', 'planned')
    """
    if effect == "negate":
        return "certain" if factuality == "denied" else "denied"
    return min(factuality, effect, key=_WEAKEST_FIRST.index)


def read_bearings(
    tree: Tree, token: int, scopes: Scopes, frame: Frame, *, is_noun: bool
) -> tuple[Bearing, ...]:
    """Give everything that bears on how certain an event is, from the inside outwards.

    The first negation may belong to the words that stand for the event: who "has not been seen
    since" has disappeared. Those words may also say that it was only tried, or tell of what is done
    by trying: a patrol that tried to rescue somebody went out to do so.
    """
    own = [Bearing("denied", token, _TRIED)] if frame.tried else []
    own += _modifiers(tree, token, scopes)
    scope = _noun_scope if is_noun else _clause_scope
    above = list(scope(tree, token, scopes))
    if frame.by_trying:
        own, above = _without_attempts(own, scopes), _without_attempts(above, scopes)
    denials = [bearing for bearing in above if bearing.effect == "negate"]
    if frame.negated and denials:
        above.remove(denials[0])
    if scopes.lexicon.negative_concord and denials:  # "no se pagó ningún soborno"
        own = [bearing for bearing in own if bearing.effect != "negate"]
    return (*own, *above)


def _without_attempts(bearings: Iterable[Bearing], scopes: Scopes) -> list[Bearing]:
    return [bearing for bearing in bearings if bearing.rule not in scopes.attempts]


def _modifiers(tree: Tree, token: int, scopes: Scopes) -> Iterator[Bearing]:
    """Effects of the trigger's own modifiers, determiners and negations."""
    for child in tree.children(token):
        word, form = tree.lower_lemma[child], tree.lower[child]
        function = relation(tree.deprel[child])
        names = dict.fromkeys(phrase(tree, child, function))
        if function in ("advmod", "amod", "acl", "compound"):
            names |= dict.fromkeys((form, word))
        for name in names:
            for rule in scopes.rules("modifier", name):
                yield Bearing(rule.effect, child, rule.id)
        if function in ("det", "amod") and word in scopes.lexicon.negative_determiners:
            yield Bearing("negate", child, _NEGATION)
    if any(tree.case(token) == word for word in scopes.lexicon.negations):
        yield Bearing("negate", next(iter(tree.children(token, "case")), token), _NEGATION)


def _noun_scope(tree: Tree, token: int, scopes: Scopes) -> Iterator[Bearing]:
    """Effects on an event noun: of a verb that carries it, or that wishes, plans or denies it."""
    first = measured(tree, tree.first_conjunct(token), scopes)
    if tree.children(first, "cop"):  # "the money was a loan": the noun is its clause
        yield from _clause_scope(tree, first, scopes)
        return
    upper = tree.governor(first)
    if upper is None or relation(tree.deprel[first]) not in NOUN_RELATIONS:
        return
    if tree.case(first) in scopes.lexicon.settled_cases:  # "after a trial he was acquitted"
        if tree.upos[upper] == "VERB" and tree.case(first) in scopes.lexicon.temporal_cases:
            above = _clause_scope(tree, upper, scopes)
            yield from (bearing for bearing in above if bearing.effect == "planned")
        return
    core = relation(tree.deprel[first]) in ("obj", "nsubj")
    definite = any(_is_definite(tree, c, scopes) for c in tree.children(first, "det", "nmod:poss"))
    is_verb = tree.upos[upper] in ("VERB", "AUX")  # "no hubo detenciones"
    rule = next(noun_rules(tree, first, upper, scopes, definite=definite and is_verb), None)
    instead = rule.negated if rule and rule.negated and is_negated(tree, upper, scopes) else None
    carried = core and (_carries(tree, upper, scopes) or says_toll(tree, first, upper, scopes))
    if is_verb and (carried or not definite):
        effects = _clause_scope(tree, upper, scopes, noun=first)
        yield from (e for e in effects if not (instead and e.effect == "negate"))
    if rule is not None:
        yield Bearing(instead or rule.effect, upper, rule.id)


def _carries(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether a verb only says that the event of a noun happened or was done."""
    words = scopes.words
    carried = words.light_verbs | words.receiving_verbs | words.occurring_verbs
    return tree.lower_lemma[verb] in carried


def _is_definite(tree: Tree, determiner: int, scopes: Scopes) -> bool:
    if tree.deprel[determiner] == "nmod:poss":
        return True
    return tree.lower[determiner] in scopes.lexicon.definite_determiners


def _clause_scope(
    tree: Tree, verb: int, scopes: Scopes, noun: int | None = None
) -> Iterator[Bearing]:
    """Effects of a clause's own words, and of the clauses that it depends on.

    ``noun`` is the event noun that the clause carries: its own determiner has been counted.
    """
    yield from _own_clause(tree, verb, scopes, noun=noun)
    while (upper := tree.governor(verb)) is not None:
        function = relation(tree.deprel[verb])
        if function in ("obj", "nsubj") and scopes.lexicon.open_forms:  # "no hay detenidos"
            if _carries(tree, upper, scopes):
                yield from _own_clause(tree, upper, scopes, noun=verb)
            return
        if function == "conj":
            if _is_of_another_mood(tree, verb, upper, scopes):
                return
            yield from _coordinated(tree, verb, upper, scopes)
        elif function in _CLAUSE_RELATIONS or function in ("acl", "advcl"):
            effects = tuple(_governor_effects(tree, verb, upper, scopes))
            yield from effects
            if _stands_alone(tree, verb, upper, scopes):
                return
            if function in ("acl", "advcl") and not effects:
                yield from _of_main_clause(tree, verb, upper, scopes)
                return
            if not _reports(tree, verb, upper, scopes):  # "will say that he fled": he fled
                own = _own_clause(tree, upper, scopes)
                instead = turned(tree, verb, upper, scopes)
                yield from (e for e in own if not (instead and e.effect == "negate"))
        else:
            return
        verb = upper


def _coordinated(tree: Tree, verb: int, upper: int, scopes: Scopes) -> Iterator[Bearing]:
    """Effects that a coordinated clause shares with the first, as far as it has none of its own.

    Parsers may take the clause below a modal verb for a coordinated one: "tiene que renunciar".
    """
    conjunctions = (tree.lower[c] for c in tree.children(verb, "cc", "mark"))
    modal = [f"{tree.lower_lemma[upper]} {word}" for word in conjunctions]
    rules = scopes.closest("clause", modal, features(tree, upper, scopes.lexicon))
    if rules:
        yield Bearing(rules[0].effect, upper, rules[0].id)
        yield from _own_clause(tree, upper, scopes)
    elif not _own_auxiliaries(tree, verb):
        marks_only = bool(scopes.lexicon.open_forms) and is_finite(tree, verb, scopes.lexicon)
        yield from _marks(tree, upper, scopes)
        if not marks_only:
            yield from _auxiliaries(tree, upper, scopes)


def _is_of_another_mood(tree: Tree, verb: int, upper: int, scopes: Scopes) -> bool:
    """Whether a clause is no conjunct of the open one that the parser joins it to.

    "Exigen que se derogue la ley y niegan el robo": they do not demand that they deny it.
    """
    own = features(tree, first_verb(tree, verb), scopes.lexicon)
    open_above = has_open_form(tree, upper, scopes.lexicon)
    return _INDICATIVE in own and open_above


def _awaits(tree: Tree, verb: int, upper: int, scopes: Scopes) -> bool:
    """Whether a clause says when, and is as open as the one above: no past tense is."""
    form = features(tree, first_verb(tree, verb), scopes.lexicon)
    past = bool(scopes.lexicon.open_forms) and _INDICATIVE in form and bool(form & _PAST)
    return is_temporal(tree, verb, upper, scopes) and not past


def _stands_alone(tree: Tree, verb: int, upper: int, scopes: Scopes) -> bool:
    """Whether nothing above its governor bears on a clause, as it is relative or presupposed.

    "Dijo no saber que huyeron": they fled. A clause that is parted from its noun has all from it.
    """
    rules = rules_over(tree, verb, upper, scopes) or ()
    presupposed = any(rule.effect == rule.negated == "certain" for rule in rules)
    parted = interrupted_noun(tree, verb, scopes) is not None
    return presupposed or parted or _is_relative(tree, verb, scopes)


def _of_main_clause(tree: Tree, verb: int, upper: int, scopes: Scopes) -> Iterator[Bearing]:
    """Effects on the clause above that a clause which says when has too, if it is to come."""
    if relation(tree.deprel[verb]) == "advcl" and _awaits(tree, verb, upper, scopes):
        yield from _pending(_clause_scope(tree, _main(tree, upper), scopes))


def _is_relative(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether a clause is relative, and not said of a noun's content ("el rumor de que")."""
    content = bool(scopes.lexicon.open_forms) and bool(tree.children(verb, "mark"))
    return tree.deprel[verb] == "acl:relcl" and not content


def _main(tree: Tree, upper: int) -> int:
    """Give the verb of an adverb that a clause hangs on ("después de que")."""
    verb = tree.governor(upper) if tree.upos[upper] == "ADV" else None
    return upper if verb is None else verb


def _reports(tree: Tree, verb: int, upper: int, scopes: Scopes) -> bool:
    """Whether a clause is what a verb of speech tells, and not what it orders."""
    tells = relation(tree.deprel[verb]) in ("ccomp", "csubj")
    ordered = has_open_form(tree, verb, scopes.lexicon)
    return tells and not ordered and tree.lower_lemma[upper] in scopes.speech_verbs


def _pending(effects: Iterator[Bearing]) -> Iterator[Bearing]:
    """Keep what is still open: "will be deported when he leaves prison"."""
    return (e for e in effects if e.effect in ("planned", "hypothetical"))


def _own_clause(
    tree: Tree, verb: int, scopes: Scopes, *, noun: int | None = None
) -> Iterator[Bearing]:
    """Effects of the auxiliaries, negations, marks and forms of one clause."""
    negated = False
    dated = any(tree.case(c) in scopes.lexicon.until_cases for c in tree.children(verb, "obl"))
    for child in tree.children(verb) if not dated else ():  # "was not freed until May": in May
        if negates(tree, child, scopes):
            yield Bearing("negate", child, _NEGATION)
            negated = True
            if scopes.lexicon.negative_concord:
                break
    yield from _auxiliaries(tree, verb, scopes)
    yield from _marks(tree, verb, scopes)
    if not (
        scopes.lexicon.negative_concord and (negated or _is_below_negation(tree, verb, scopes))
    ):
        neither = negative_participants(tree, verb, scopes, noun)
        yield from (Bearing("negate", child, _NEGATION) for child in neither)
    yield from _forms(tree, verb, scopes)


def _is_below_negation(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether a clause's "nadie" only agrees with a negation above: "no ordenó matar a nadie"."""
    upper = tree.governor(verb)
    below = relation(tree.deprel[verb]) in _CLAUSE_RELATIONS
    open_form = below and has_open_form(tree, verb, scopes.lexicon)
    return open_form and upper is not None and is_negated(tree, upper, scopes)


def _marks(tree: Tree, verb: int, scopes: Scopes) -> Iterator[Bearing]:
    for child in tree.children(verb, "mark", "advmod"):
        if relation(tree.deprel[child]) == "mark" or child < verb:
            for rule in scopes.closest("mark", _mark_names(tree, child)):
                yield Bearing(rule.effect, child, rule.id)


def _mark_names(tree: Tree, mark: int) -> tuple[str, ...]:
    """Give the word that opens a clause, and what it is with the next one ("si bien")."""
    fixed = (tree.lower[c] for c in tree.children(mark, "fixed"))
    return (tree.lower_lemma[mark], *(f"{tree.lower_lemma[mark]} {word}" for word in fixed))


def _auxiliaries(tree: Tree, verb: int, scopes: Scopes) -> Iterator[Bearing]:
    """Effects of the auxiliaries of a clause, and of the forms of its verbs."""
    verbs = (*tree.children(verb, "aux", "cop"), verb)
    for token in verbs:
        if token != verb:
            yield from _auxiliary(tree, verb, token, scopes)
        form = features(tree, token, scopes.lexicon)
        if len(verbs) == 1 and form & scopes.lexicon.conditional_forms:
            yield Bearing(_conditional(tree, verb, scopes), token, _CONDITIONAL)
        fitting = (rule for rule in scopes.rules("form", ANY) if rule.feats <= form)
        yield from (Bearing(rule.effect, token, rule.id) for rule in fitting)


def _auxiliary(tree: Tree, verb: int, auxiliary: int, scopes: Scopes) -> Iterator[Bearing]:
    words, form = tree.names_of(auxiliary), features(tree, auxiliary, scopes.lexicon)
    behind = auxiliary + 1
    names = [*sorted(words)]
    if behind in tree.children(verb, "aux", "mark"):  # "haber de", "poder haber"
        names.append(f"{tree.lower_lemma[auxiliary]} {tree.lower_lemma[behind]}")
    rules = scopes.closest("auxiliary", names, form)
    by_form = not rules and form & scopes.lexicon.conditional_forms
    if by_form or words & scopes.lexicon.conditional_auxiliaries:
        yield Bearing(_conditional(tree, verb, scopes), auxiliary, _CONDITIONAL)
    elif rules:
        yield Bearing(rules[0].effect, auxiliary, rules[0].id)


def _conditional(tree: Tree, verb: int, scopes: Scopes) -> Effect:
    """Say what "would" means: a plan where speech is reported, else a supposition or a rumour."""
    upper = tree.governor(verb)
    reported = upper is not None and relation(tree.deprel[verb]) == "ccomp"
    if tree.lower_lemma[first_verb(tree, verb)] in scopes.lexicon.perfect_auxiliaries:
        stated = any(any(_marks(tree, c, scopes)) for c in tree.children(verb, "advcl"))
        return "hypothetical" if stated else "possible"
    perfect = len(tree.children(verb, "aux")) > 1 and not scopes.lexicon.conditional_forms
    conditions = tree.children(verb, "advcl")
    later = {tree.lower_lemma[c] for c in tree.children(verb, "advmod")} & scopes.words.sequels
    if scopes.lexicon.conditional_forms and later and not reported and not conditions:
        return "certain"
    return "planned" if reported and not perfect and not conditions else "hypothetical"


def _forms(tree: Tree, verb: int, scopes: Scopes) -> Iterator[Bearing]:
    """Effects of a clause's form: an infinitive as the main clause, inversion, a question."""
    sentence = tree.sentence_of[verb]
    if tree.form[sentence.stop - 1] == "?" and not _is_echo(tree, verb, scopes):
        yield Bearing("hypothetical", sentence.stop - 1, "question")
    yield from _suppositions(tree, verb, scopes)
    if _is_announced(tree, verb, scopes):
        yield Bearing("planned", verb, "infinitive")
    if tree.is_root(verb) and has_open_form(tree, verb, scopes.lexicon):  # "que renuncie"
        yield Bearing("hypothetical", verb, _OPEN)
    subject = next((c for c in tree.children(verb) if tree.deprel[c] in NOMINAL_SUBJECTS), None)
    auxiliary = tree.child(verb, "aux")
    inverted = subject is not None and auxiliary is not None and auxiliary < subject
    if scopes.lexicon.inversion and inverted and not tree.is_root(verb):
        yield Bearing("hypothetical", verb if auxiliary is None else auxiliary, "inversion")


def _is_echo(tree: Tree, token: int, scopes: Scopes) -> bool:
    """Whether a question only repeats what somebody says: "Four dead, the army said?"."""
    speech = next(t for t in (token, *tree.ancestors(token)) if tree.is_root(t))
    if tree.lower_lemma[speech] not in scopes.speech_verbs or tree.child(speech, "aux"):
        return False
    openers = (speech, *tree.children(speech, "nsubj"))
    return any(tree.form[max(0, tree.extent(t)[0] - 1)] == "," for t in openers) or (
        speech > 0 and tree.form[speech - 1] == ","
    )


def _suppositions(tree: Tree, verb: int, scopes: Scopes) -> Iterator[Bearing]:
    """Effects of the conditions that a clause in the present or future hangs on.

    "If convicted, he faces prison" says nothing of a fact; "if he resigned, the party split" may.
    """
    lexicon = scopes.lexicon
    forms = {f for t in (verb, *tree.children(verb, "aux")) for f in features(tree, t, lexicon)}
    if "Tense=Past" in forms or not forms & {"Tense=Pres", "Tense=Fut"}:
        return
    for clause in tree.children(verb, "advcl"):
        for mark in tree.children(clause, "mark"):
            before = tree.lower[mark - 1] if mark > tree.sentence_of[mark].start else ""
            alone = not tree.children(mark, "fixed") and before not in lexicon.not_supposing
            if alone and tree.lower[mark] in lexicon.suppositions:
                yield Bearing("hypothetical", mark, _CONDITIONAL)


def _is_announced(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether an infinitive is the main verb: "Firm to pay", "is to leave"."""
    if not is_marked_infinitive(tree, verb, scopes.lexicon):
        return False
    mark = min(tree.children(verb, "mark"))
    return tree.is_root(verb) or any(c < mark for c in tree.children(verb, "aux", "cop"))


def _own_auxiliaries(tree: Tree, verb: int) -> bool:
    """Whether a coordinated verb has an auxiliary or a subject of its own."""
    own = tree.children(verb, "aux", "cop")
    return bool(own) or any(tree.deprel[c] in NOMINAL_SUBJECTS for c in tree.children(verb))


def _governor_effects(tree: Tree, verb: int, upper: int, scopes: Scopes) -> Iterator[Bearing]:
    """Effects of a governor on the clause that depends on it."""
    false = _false_word(tree, upper, scopes) if relation(tree.deprel[verb]) == "acl" else None
    if false is not None:
        yield Bearing("denied", false, _UNTRUE)
        return
    infinitive = is_marked_infinitive(tree, verb, scopes.lexicon)
    parted = interrupted_noun(tree, verb, scopes)
    if parted is not None:
        of_noun = clause_rules(tree, verb, parted, scopes, finite=True)
        yield from (Bearing(rule.effect, parted, rule.id) for rule in of_noun[:1])
        return
    told = is_told(tree, verb, upper, scopes)
    still_open = has_open_form(tree, verb, scopes.lexicon) and not told
    if _is_relative(tree, verb, scopes):
        if still_open:  # "todo alcalde que renuncie"
            yield Bearing("hypothetical", verb, _OPEN)
        return
    rules = rules_over(tree, verb, upper, scopes)
    if rules is None:
        return
    content = relation(tree.deprel[verb]) == "acl" and bool(tree.children(verb, "mark"))
    if not rules and content and not infinitive:
        yield from _content_noun(tree, upper, scopes)
    if rules:
        weakest = min(rules, key=lambda rule: _rank(rule.effect))
        yield Bearing(turned(tree, verb, upper, scopes) or weakest.effect, upper, weakest.id)
        if lies_ahead(tree, verb, scopes.lexicon) and any(r.effect in _CHANCES for r in rules):
            yield Bearing("hypothetical", verb, _OPEN)  # "es probable que renuncie"
    elif (infinitive or still_open) and not _is_ordinal(tree, upper, scopes):
        effect: Effect = "planned" if tree.lower_lemma[upper] == "be" else "hypothetical"
        yield Bearing(effect, verb, _OPEN)


def _false_word(tree: Tree, noun: int, scopes: Scopes) -> int | None:
    """Find what calls false what a noun tells: "reports that he died were untrue"."""
    above = tree.head[noun] if tree.deprel[noun] == "nsubj" else noun
    added = tree.children(noun, "acl")  # as parsers see "reports that he died were untrue"
    proved = (c for verb in (above, *added) for c in tree.children(verb, "xcomp", "advcl"))
    said = (above, *proved, *(c for c in added if tree.children(c, "cop")))
    false = scopes.lexicon.false_words
    return next((word for word in said if tree.lower_lemma[word] in false), None)


def _content_noun(tree: Tree, noun: int, scopes: Scopes) -> Iterator[Bearing]:
    """Effects on what a noun says: "no evidence that", "denied reports that"."""
    words = tree.children(noun, "det", "amod")
    without = [w for w in words if tree.lower_lemma[w] in scopes.lexicon.negative_determiners]
    yield from (Bearing("negate", word, _NEGATION) for word in without[:1])
    upper = tree.governor(noun)
    if upper is None or relation(tree.deprel[noun]) not in ("obj", "obl", "nsubj"):
        return
    for rule in clause_rules(tree, noun, upper, scopes, finite=True):
        if rule.effect == "denied":
            yield Bearing("denied", upper, rule.id)
            return


def _rank(effect: Effect) -> int:
    return 0 if effect == "negate" else _WEAKEST_FIRST.index(effect)


def _is_ordinal(tree: Tree, token: int, scopes: Scopes) -> bool:
    """Whether a noun is one of a rank, so that an infinitive tells of a fact."""
    words = [token, *tree.children(token, "amod", "nummod")]
    return any(tree.lower_lemma[w] in scopes.lexicon.ordinals for w in words)
