"""How certain a text presents an event, by the words in whose scope it stands."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from kipu.lang.events import Effect, EventLexicon, FactualityLexicon, FactualityRule
from kipu.model.readings import Factuality
from kipu.reading.trees import NOMINAL_SUBJECTS, NOUN_RELATIONS, Tree, relation

_WEAKEST_FIRST: tuple[Factuality, ...] = (
    "denied", "hypothetical", "planned", "possible", "probable", "certain",
)  # fmt: skip
_AHEAD = 2
"""How far below its verb a date stands: "for Thursday" may hang on the strike or on the call."""
_CLAUSE_RELATIONS = frozenset(("ccomp", "xcomp", "csubj"))


class Scopes:
    """The factuality rules of a language, and what is known of one document's words.

    ``speech_verbs`` are lemmas; ``passives`` the tokens of verbs that stand in the passive,
    ``dates`` those of dates.
    """

    def __init__(
        self,
        lexicon: FactualityLexicon,
        words: EventLexicon,
        speech_verbs: frozenset[str],
        *,
        passives: frozenset[int] = frozenset(),
        dates: frozenset[int] = frozenset(),
    ) -> None:
        self.lexicon, self.words, self.speech_verbs = lexicon, words, speech_verbs
        self.passives, self.dates = passives, dates

    @cached_property
    def _by_word(self) -> Mapping[tuple[str, str], tuple[FactualityRule, ...]]:
        found: dict[tuple[str, str], list[FactualityRule]] = {}
        for rule in self.lexicon.rule:
            for word in rule.words:
                found.setdefault((rule.scope, word), []).append(rule)
        return {key: tuple(rules) for key, rules in found.items()}

    def rules(self, scope: str, word: str) -> tuple[FactualityRule, ...]:
        """Give the rules of a word in a scope."""
        return self._by_word.get((scope, word), ())


def read_factuality(tree: Tree, token: int, scopes: Scopes, *, is_noun: bool) -> Factuality:
    """Give the factuality of an event by all words in whose scope its trigger stands.

    Effects add up from the inside outwards; the weakest holds, and a negation turns a denial
    round. A definite noun ("denied the killings") takes its event for granted: only words that
    bear on the noun itself, or on a verb that merely carries it, touch it.
    """
    factuality: Factuality = "certain"
    for effect in _effects(tree, token, scopes, is_noun=is_noun):
        factuality = _combine(factuality, effect)
    return factuality


def _combine(factuality: Factuality, effect: Effect) -> Factuality:
    """Apply one effect.

    >>> _combine("certain", "negate"), _combine("denied", "negate"), _combine("possible", "planned")
    ('denied', 'certain', 'planned')
    """
    if effect == "negate":
        return "certain" if factuality == "denied" else "denied"
    return min(factuality, effect, key=_WEAKEST_FIRST.index)


def _effects(tree: Tree, token: int, scopes: Scopes, *, is_noun: bool) -> Iterator[Effect]:
    yield from _modifiers(tree, token, scopes)
    if is_noun:
        yield from _noun_scope(tree, token, scopes)
    else:
        yield from _clause_scope(tree, token, scopes)


def _modifiers(tree: Tree, token: int, scopes: Scopes) -> Iterator[Effect]:
    """Effects of the trigger's own modifiers, determiners and negations."""
    for child in tree.children(token):
        word, form = tree.lower_lemma[child], tree.lower[child]
        function = relation(tree.deprel[child])
        if function in ("advmod", "amod", "acl", "compound"):
            for name in dict.fromkeys((form, word)):
                for rule in scopes.rules("modifier", name):
                    yield rule.effect
        if function in ("det", "amod") and word in scopes.lexicon.negative_determiners:
            yield "negate"
    if any(tree.case(token) == word for word in scopes.lexicon.negations):
        yield "negate"


def _noun_scope(tree: Tree, token: int, scopes: Scopes) -> Iterator[Effect]:
    """Effects on an event noun: of a verb that carries it, or that wishes, plans or denies it."""
    first = tree.first_conjunct(token)
    if tree.children(first, "cop"):  # "the money was a loan": the noun is its clause
        yield from _clause_scope(tree, first, scopes)
        return
    upper = tree.governor(first)
    if upper is None or relation(tree.deprel[first]) not in NOUN_RELATIONS:
        return
    word = tree.lower_lemma[upper]
    carried = scopes.words.light_verbs | scopes.words.receiving_verbs | scopes.words.occurring_verbs
    core = relation(tree.deprel[first]) in ("obj", "nsubj")
    definite = any(_is_definite(tree, c, scopes) for c in tree.children(first, "det", "nmod:poss"))
    if tree.upos[upper] == "VERB" and ((word in carried and core) or not definite):
        yield from _clause_scope(tree, upper, scopes, noun=first)
    is_object = relation(tree.deprel[first]) != "nsubj" or tree.deprel[first] == "nsubj:pass"
    rules = [r for name in _names(tree, upper) for r in scopes.rules("noun", name)]
    for rule in rules if is_object else ():
        shielded = definite and tree.upos[upper] == "VERB" and not rule.definite
        if rule.effect != "hypothetical" and shielded:
            continue
        case_fits = not rule.cases or tree.case(first) in rule.cases
        ahead_fits = not rule.ahead or _looks_ahead(tree, upper, scopes)
        if case_fits and ahead_fits and _voice_fits(rule, upper, scopes):
            yield rule.effect
            break


def _looks_ahead(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether a verb says for when ("called a strike for Thursday")."""
    cases = scopes.lexicon.awaiting_cases
    return any(t in scopes.dates and tree.case(t) in cases for t in tree.descendants(verb, _AHEAD))


def _is_definite(tree: Tree, determiner: int, scopes: Scopes) -> bool:
    if tree.deprel[determiner] == "nmod:poss":
        return True
    return tree.lower[determiner] in scopes.lexicon.definite_determiners


def _voice_fits(rule: FactualityRule, verb: int, scopes: Scopes) -> bool:
    return rule.voice is None or (rule.voice == "passive") == (verb in scopes.passives)


def _clause_scope(
    tree: Tree, verb: int, scopes: Scopes, noun: int | None = None
) -> Iterator[Effect]:
    """Effects of a clause's own words, and of the clauses that it depends on.

    ``noun`` is the event noun that the clause carries: its own determiner has been counted.
    """
    yield from _own_clause(tree, verb, scopes, noun=noun)
    while (upper := tree.governor(verb)) is not None:
        function = relation(tree.deprel[verb])
        if function == "conj":
            if not _own_auxiliaries(tree, verb):
                yield from _own_clause(tree, upper, scopes, shared=True)
        elif function in _CLAUSE_RELATIONS or function in ("acl", "advcl"):
            effects = tuple(_governor_effects(tree, verb, upper, scopes))
            yield from effects
            if tree.deprel[verb] == "acl:relcl":
                return
            if function in ("acl", "advcl") and not effects:
                if function == "advcl" and _is_temporal(tree, verb, scopes):
                    yield from _pending(_clause_scope(tree, upper, scopes))
                return
            if not _reports(tree, upper, scopes, function):  # "will say that he fled": he fled
                yield from _own_clause(tree, upper, scopes)
        else:
            return
        verb = upper


def _reports(tree: Tree, upper: int, scopes: Scopes, function: str) -> bool:
    """Whether a clause is what a verb of speech tells."""
    return function in ("ccomp", "csubj") and tree.lower_lemma[upper] in scopes.speech_verbs


def _is_temporal(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether a clause says when, so that it comes about only if the clause above does."""
    marks = {tree.lower_lemma[c] for c in tree.children(verb, "mark", "advmod")}
    return bool(marks & scopes.lexicon.temporal_marks)


def _pending(effects: Iterator[Effect]) -> Iterator[Effect]:
    """Keep what is still open: "will be deported when he leaves prison"."""
    return (effect for effect in effects if effect in ("planned", "hypothetical"))


def _own_clause(
    tree: Tree, verb: int, scopes: Scopes, *, shared: bool = False, noun: int | None = None
) -> Iterator[Effect]:
    """Effects of the auxiliaries, negations and marks of one clause.

    With ``shared``, only what a coordinated verb shares with the first: auxiliaries and marks.
    """
    for child in tree.children(verb):
        function, word = relation(tree.deprel[child]), tree.lower_lemma[child]
        form = tree.lower[child]
        can_negate = function in ("advmod", "mark", "cc", "advcl", "case") and not shared
        if can_negate and {word, form} & scopes.lexicon.negations:
            yield "negate"
        if function in ("aux", "cop"):
            yield from _auxiliary(tree, verb, child, scopes)
        if function == "mark" or (function == "advmod" and child < verb):
            for rule in scopes.rules("mark", word):
                yield rule.effect
    if not shared:
        yield from _negative_participants(tree, verb, scopes, noun)
        yield from _forms(tree, verb, scopes)


def _auxiliary(tree: Tree, verb: int, auxiliary: int, scopes: Scopes) -> Iterator[Effect]:
    words = {tree.lower_lemma[auxiliary], tree.lower[auxiliary]}
    if words & scopes.lexicon.conditional_auxiliaries:
        yield _conditional(tree, verb)
        return
    for word in sorted(words):
        for rule in scopes.rules("auxiliary", word):
            yield rule.effect
            return


def _conditional(tree: Tree, verb: int) -> Effect:
    """Say what "would" means: a plan where speech is reported, else a supposition."""
    upper = tree.governor(verb)
    reported = upper is not None and relation(tree.deprel[verb]) == "ccomp"
    perfect = len(tree.children(verb, "aux")) > 1
    conditions = tree.children(verb, "advcl")
    return "planned" if reported and not perfect and not conditions else "hypothetical"


def _negative_participants(
    tree: Tree, verb: int, scopes: Scopes, noun: int | None
) -> Iterator[Effect]:
    """Negation by a participant: "no one was hurt", "not a single cent was paid"."""
    for child in tree.children(verb, "nsubj", "obj", "obl"):
        if child == noun:
            continue
        words = [child, *tree.children(child, "det")]
        adjunct = relation(tree.deprel[child]) == "obl" and tree.case(child) is not None
        if not adjunct and any(_is_negative(tree, word, scopes) for word in words):
            yield "negate"
            return


def _is_negative(tree: Tree, word: int, scopes: Scopes) -> bool:
    return tree.lower_lemma[word] in scopes.lexicon.negative_determiners


def _forms(tree: Tree, verb: int, scopes: Scopes) -> Iterator[Effect]:
    """Effects of a clause's form: an infinitive as the main clause, inversion, a question."""
    sentence = tree.sentence_of[verb]
    if tree.form[sentence.stop - 1] == "?":
        yield "hypothetical"
    if _is_announced(tree, verb, scopes):
        yield "planned"
    subject = next((c for c in tree.children(verb) if tree.deprel[c] in NOMINAL_SUBJECTS), None)
    auxiliary = tree.child(verb, "aux")
    inverted = subject is not None and auxiliary is not None and auxiliary < subject
    if inverted and not tree.is_root(verb):
        yield "hypothetical"


def _is_announced(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether an infinitive is the main verb: "Firm to pay", "is to leave"."""
    if not _is_infinitive(tree, verb, scopes):
        return False
    mark = min(tree.children(verb, "mark"))
    return tree.is_root(verb) or any(c < mark for c in tree.children(verb, "aux", "cop"))


def _is_infinitive(tree: Tree, verb: int, scopes: Scopes) -> bool:
    return any(
        tree.lower[c] in scopes.lexicon.infinitive_marks for c in tree.children(verb, "mark")
    )


def _own_auxiliaries(tree: Tree, verb: int) -> bool:
    """Whether a coordinated verb has an auxiliary or a subject of its own."""
    own = tree.children(verb, "aux", "cop")
    return bool(own) or any(tree.deprel[c] in NOMINAL_SUBJECTS for c in tree.children(verb))


def _governor_effects(tree: Tree, verb: int, upper: int, scopes: Scopes) -> Iterator[Effect]:
    """Effects of a governor on the clause that depends on it."""
    infinitive = _is_infinitive(tree, verb, scopes)
    finite = _is_finite(tree, verb) and not infinitive
    if tree.deprel[verb] == "acl:relcl":
        return
    # "ruled out paying": a participle right behind a verb completes it
    bare = verb - upper in (1, 2) and not tree.children(verb, "mark")
    gerund = (_has_preposition(tree, verb) or bare) and not finite
    if relation(tree.deprel[verb]) == "advcl" and not infinitive and not gerund:
        return
    rules = _clause_rules(tree, upper, scopes, finite=finite)
    if not rules and gerund and relation(tree.deprel[upper]) in ("obj", "nsubj"):
        # "accuse the general of ordering it": parsers hang the gerund on the general
        rules = _clause_rules(tree, tree.head[upper], scopes, finite=finite)
    if not rules and relation(tree.deprel[verb]) == "acl" and not infinitive:
        yield from _content_noun(tree, upper, scopes)
    if rules:
        yield min((rule.effect for rule in rules), key=_rank)
    elif infinitive and not _is_ordinal(tree, upper, scopes):
        yield "planned" if tree.lower_lemma[upper] == "be" else "hypothetical"


def _content_noun(tree: Tree, noun: int, scopes: Scopes) -> Iterator[Effect]:
    """Effects on what a noun says: "no evidence that", "denied reports that"."""
    words = (tree.lower_lemma[c] for c in tree.children(noun, "det", "amod"))
    if any(word in scopes.lexicon.negative_determiners for word in words):
        yield "negate"
    upper = tree.governor(noun)
    if upper is None or relation(tree.deprel[noun]) not in ("obj", "obl", "nsubj"):
        return
    for rule in _clause_rules(tree, upper, scopes, finite=True):
        if rule.effect == "denied":
            yield "denied"
            return


def _names(tree: Tree, token: int) -> tuple[str, ...]:
    """Give the words by which rules know a governor: its lemma, form, and with its particle."""
    lemma = tree.lower_lemma[token]
    particles = (tree.lower[c] for c in tree.children(token, "compound:prt", "advmod"))
    return tuple(dict.fromkeys((lemma, tree.lower[token], *(f"{lemma} {p}" for p in particles))))


def _clause_rules(tree: Tree, upper: int, scopes: Scopes, *, finite: bool) -> list[FactualityRule]:
    """Give the rules of a governor for its clause.

    A finite clause under a verb of speech is reported, whatever the verb does to an infinitive:
    "insists that he fled" tells of a flight, "promised that he would pay" has its "would".
    """
    lemma = tree.lower_lemma[upper]
    reported = finite and lemma in scopes.speech_verbs
    return [
        rule
        for word in _names(tree, upper)
        for rule in scopes.rules("clause", word)
        if _voice_fits(rule, upper, scopes)
        and not (finite and rule.effect == "planned")
        and not (reported and rule.effect == "hypothetical")
    ]


def _rank(effect: Effect) -> int:
    return 0 if effect == "negate" else _WEAKEST_FIRST.index(effect)


def _is_finite(tree: Tree, verb: int) -> bool:
    """Whether a clause has a subject of its own, as finite clauses have."""
    return any(tree.deprel[c] in NOMINAL_SUBJECTS for c in tree.children(verb))


def _has_preposition(tree: Tree, verb: int) -> bool:
    """Whether a clause is a gerund after a preposition ("accused of killing")."""
    return any(tree.upos[c] in ("ADP", "SCONJ") for c in tree.children(verb, "mark", "case"))


def _is_ordinal(tree: Tree, token: int, scopes: Scopes) -> bool:
    """Whether a noun is one of a rank, so that an infinitive tells of a fact."""
    words = [token, *tree.children(token, "amod", "nummod")]
    return any(tree.lower_lemma[w] in scopes.lexicon.ordinals for w in words)
