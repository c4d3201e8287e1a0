"""Which factuality rules bear on a word: by its scope, its governor's names, voice and negation."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

from kipu.lang.events import EventLexicon
from kipu.lang.factuality import Effect, FactualityLexicon, FactualityRule
from kipu.reading.factuality.forms import (
    features,
    fixed_name,
    has_open_form,
    is_finite,
    is_marked_infinitive,
    lies_ahead,
    opening_words,
)
from kipu.reading.trees import Tree, relation

ANY = ""
"""The word of rules that hold for all words."""
_AHEAD = 2
"""How far below its verb a date stands: "for Thursday" may hang on the strike or on the call."""
_PHRASE = 4
"""The most words of an adverbial phrase ("en ningún momento")."""
_ADVERBIAL = frozenset(("advmod", "obl", "advcl", "nmod"))
_PUNCTUATION = frozenset(("punct",))


@cache
def _by_word(
    rules: tuple[FactualityRule, ...],
) -> Mapping[tuple[str, str], tuple[FactualityRule, ...]]:
    """Give the rules of a language by scope and word."""
    found: dict[tuple[str, str], list[FactualityRule]] = {}
    for rule in rules:
        for word in rule.words or (ANY,):
            found.setdefault((rule.scope, word), []).append(rule)
    return {key: tuple(rules) for key, rules in found.items()}


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

        self.attempts = frozenset(rule.id for rule in lexicon.rule if rule.attempt)
        self._by_word = _by_word(lexicon.rule)

    def rules(self, scope: str, word: str) -> tuple[FactualityRule, ...]:
        """Give the rules of a word in a scope."""
        return self._by_word.get((scope, word), ())

    def closest(
        self, scope: str, names: Iterable[str], form: frozenset[str] = frozenset()
    ) -> list[FactualityRule]:
        """Give the rules of a word in a scope that say most of it.

        Those of the most words, of these those of the most features; ``form`` are the word's.
        """
        found = [
            ((name.count(" "), len(rule.feats)), rule)
            for name in names
            for rule in self.rules(scope, name)
            if rule.feats <= form
        ]
        most = max((size for size, _ in found), default=None)
        return [rule for size, rule in found if size == most]


def is_reflexive(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether a verb is like a passive with its reflexive pronoun: "se exige la renuncia"."""
    return bool(scopes.lexicon.open_forms) and bool(tree.children(verb, "expl"))


def voice_fits(tree: Tree, rule: FactualityRule, verb: int, scopes: Scopes) -> bool:
    """Whether a governor stands in the voice that a rule is limited to, if to any."""
    passive = verb in scopes.passives or is_reflexive(tree, verb, scopes)
    return rule.voice is None or (rule.voice == "passive") == passive


def _names(tree: Tree, token: int, clause: int | None = None) -> tuple[str, ...]:
    """Give the words by which rules know a governor: its lemma, form, and with its particle.

    Also with the word that opens the clause, and with an adjective: "tener previsto".
    """
    lemma = tree.lower_lemma[token]
    added = [fixed_name(tree, c) for c in tree.children(token, "compound:prt", "advmod")]
    added += [tree.lower[c] for c in tree.children(token, "obj", "xcomp") if tree.upos[c] == "ADJ"]
    added += [f"{tree.case(c)} {tree.lower[c]}" for c in tree.children(token, "obl", "obj")]
    if clause is not None:
        opening = [c for c in tree.children(clause, "mark", "case", "cc") if c < clause]
        words = [fixed_name(tree, c) for c in opening]
        added += [*words, " ".join(words)]  # "a punto" + "de"
    return tuple(dict.fromkeys((lemma, tree.lower[token], *(f"{lemma} {word}" for word in added))))


def phrase(tree: Tree, token: int, function: str) -> tuple[str, ...]:
    """Give the name of an adverbial phrase ("al parecer"): its text, if it has few words."""
    if function not in _ADVERBIAL:
        return ()
    first, last = tree.extent(token, without=_PUNCTUATION)
    if not 0 < last - first < _PHRASE:
        return ()
    return (tree.text(first, last).lower(),)


def negates(tree: Tree, token: int, scopes: Scopes) -> bool:
    """Whether a word or phrase negates the clause that it stands in; "no solo" does not.

    Nor does one in a bound ("no menos de nueve"), nor a preposition in an adverb: "was found
    lifeless" is "fue hallado sin vida".
    """
    if tree.upos[token] == "ADP" and tree.children(token, "fixed"):
        return False
    function = relation(tree.deprel[token])
    names = {*tree.names_of(token), *phrase(tree, token, function)}
    if function not in ("advmod", "mark", "cc", "advcl", "case"):
        names = set(phrase(tree, token, function))
    return bool(names & scopes.lexicon.negations) and not _is_taken_back(tree, token, scopes)


def _is_taken_back(tree: Tree, negation: int, scopes: Scopes) -> bool:
    """Whether the one or two words behind a negation take it back: "no solo", "no menos de"."""
    behind = negation + 1
    ends = range(behind, min(behind + 2, len(tree)))
    return any(tree.text(behind, end).lower() in scopes.lexicon.only_words for end in ends)


def negative_participants(tree: Tree, verb: int, scopes: Scopes, noun: int | None) -> Iterator[int]:
    """Find the participant that negates a clause: "no one was hurt", "not a cent was paid".

    In "not one but two men died" there is no such participant: what follows is told.
    """
    for child in tree.children(verb, "nsubj", "obj", "obl"):
        if child == noun:
            continue
        words = [child, *tree.children(child, "det", "advmod")]
        neither = any(tree.lower[c] in scopes.lexicon.negations for c in tree.children(child, "cc"))
        adjunct = relation(tree.deprel[child]) == "obl" and tree.case(child) is not None
        if not adjunct and (neither or any(_is_negative(tree, w, scopes) for w in words)):
            yield child
            return


def _is_negative(tree: Tree, word: int, scopes: Scopes) -> bool:
    if tree.lower_lemma[word] in scopes.lexicon.negative_determiners:
        return True
    if tree.lower[word] not in scopes.lexicon.negations or _is_taken_back(tree, word, scopes):
        return False
    return word + 1 < len(tree) and tree.lower[word + 1] in scopes.lexicon.least_words


def is_negated(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether a word or a participant negates a clause."""
    negations = (c for c in tree.children(verb) if negates(tree, c, scopes))
    neither = negative_participants(tree, verb, scopes, None)
    return any(True for _ in chain(negations, neither))


def _adverb(tree: Tree, upper: int) -> tuple[str, ...]:
    return (tree.lower_lemma[upper],) if tree.upos[upper] == "ADV" else ()


def is_told(tree: Tree, verb: int, upper: int, scopes: Scopes) -> bool:
    """Whether what opens a clause tells it as done, whatever its form: "tras matar a dos"."""
    marks = {*opening_words(tree, verb), *_adverb(tree, upper)}
    told = bool(marks & scopes.lexicon.told_marks)
    return told and not lies_ahead(tree, verb, scopes.lexicon)


def is_temporal(tree: Tree, verb: int, upper: int, scopes: Scopes) -> bool:
    """Whether a clause says when, so that it comes about only if the clause above does."""
    marks = {tree.lower_lemma[c] for c in tree.children(verb, "mark", "advmod")}
    if scopes.lexicon.open_forms:
        marks = {*opening_words(tree, verb), *_adverb(tree, upper)}
    return bool(marks & scopes.lexicon.temporal_marks)


def _has_preposition(tree: Tree, verb: int) -> bool:
    """Whether a clause is a gerund after a preposition ("accused of killing")."""
    return any(tree.upos[c] in ("ADP", "SCONJ") for c in tree.children(verb, "mark", "case"))


def clause_rules(
    tree: Tree, verb: int, upper: int, scopes: Scopes, *, finite: bool
) -> list[FactualityRule]:
    """Give the rules of a governor for its clause.

    A finite clause under a verb of speech is reported, whatever the verb does to an infinitive:
    "insists that he fled" tells of a flight, "promised that he would pay" has its "would".
    """
    reported = finite and tree.lower_lemma[upper] in scopes.speech_verbs
    return [
        rule
        for rule in scopes.closest(
            "clause", _names(tree, upper, verb), features(tree, upper, scopes.lexicon)
        )
        if voice_fits(tree, rule, upper, scopes)
        and not (finite and rule.effect == "planned")
        and not (reported and rule.effect == "hypothetical")
    ]


def rules_over(tree: Tree, verb: int, upper: int, scopes: Scopes) -> list[FactualityRule] | None:
    """Give the rules of a governor for a clause, ``None`` where it does not bear on the clause."""
    open_form = has_open_form(tree, verb, scopes.lexicon)
    infinitive = is_marked_infinitive(tree, verb, scopes.lexicon) or open_form
    finite = is_finite(tree, verb, scopes.lexicon) and not infinitive
    # "ruled out paying": a participle right behind a verb completes it
    bare = verb - upper in (1, 2) and not tree.children(verb, "mark")
    gerund = (_has_preposition(tree, verb) or bare) and not finite
    if relation(tree.deprel[verb]) == "advcl":
        when = open_form and is_told(tree, verb, upper, scopes)
        if when and is_temporal(tree, verb, upper, scopes) and tree.upos[upper] != "ADV":
            return None
        if not infinitive and not gerund:
            return None
    rules = clause_rules(tree, verb, upper, scopes, finite=finite)
    moved = ("obj", "nsubj", "obl", "iobj") if open_form else ("obj", "nsubj")
    charged = open_form or (gerund and _has_preposition(tree, verb))
    if not rules and charged and relation(tree.deprel[upper]) in moved:
        # "accuse the general of ordering it": parsers hang the gerund on the general
        rules = clause_rules(tree, verb, tree.head[upper], scopes, finite=finite)
    return rules


def interrupted_noun(tree: Tree, verb: int, scopes: Scopes) -> int | None:
    """Find the noun whose content a clause is, past what stands between: "el rumor, falso, de que".

    Parsers hang the clause on a word of what stands between.
    """
    marks = tree.children(verb, "mark")
    if not scopes.lexicon.open_forms or len(marks) < 2 or tree.form[marks[0] - 1] != ",":
        return None
    before = range(marks[0] - 2, tree.sentence_of[verb].start - 1, -1)
    nouns = (
        t for t in before if tree.upos[t] == "NOUN" and scopes.rules("noun", tree.lower_lemma[t])
    )
    return next(nouns, None)


def turned(tree: Tree, verb: int, upper: int, scopes: Scopes) -> Effect | None:
    """Give what a negated governor says in place of its own effect: "no descarta que"."""
    rules = rules_over(tree, verb, upper, scopes) or ()
    negated = next((rule.negated for rule in rules if rule.negated), None)
    return negated if negated and is_negated(tree, upper, scopes) else None


def noun_rules(
    tree: Tree, noun: int, upper: int, scopes: Scopes, *, definite: bool
) -> Iterator[FactualityRule]:
    """Give the rules of a governor that hold for an event noun below it."""
    subject = relation(tree.deprel[noun]) == "nsubj" and tree.deprel[noun] != "nsubj:pass"
    stated = tree.upos[upper] == "ADJ" and tree.children(upper, "cop")  # "está previsto"
    raised = relation(tree.deprel[noun]) == "nsubj" and tree.children(upper, "xcomp")
    if raised or (subject and not stated and not is_reflexive(tree, upper, scopes)):
        return  # "the toll is expected to rise": the rise is
    for rule in scopes.closest("noun", _names(tree, upper)):
        if rule.effect != "hypothetical" and definite and not rule.definite:
            continue
        case_fits = not rule.cases or (tree.case(noun) or "") in rule.cases
        noun_fits = not rule.nouns or tree.lower_lemma[noun] in rule.nouns
        ahead_fits = not rule.ahead or _looks_ahead(tree, upper, scopes)
        if case_fits and noun_fits and ahead_fits and voice_fits(tree, rule, upper, scopes):
            yield rule


def _looks_ahead(tree: Tree, verb: int, scopes: Scopes) -> bool:
    """Whether a verb says for when ("called a strike for Thursday")."""
    cases = scopes.lexicon.awaiting_cases
    return any(t in scopes.dates and tree.case(t) in cases for t in tree.descendants(verb, _AHEAD))


def measured(tree: Tree, noun: int, scopes: Scopes) -> int:
    """Give the time that a noun fills, where one does: "asked for nine months of detention"."""
    time = tree.head[noun]
    fills = tree.deprel[noun] == "nmod" and tree.case(noun) in scopes.words.of_cases
    bare = not tree.children(noun, "det")  # "within 48 hours of the broadcast" is after it
    return time if fills and bare and time in scopes.dates else noun


def says_toll(tree: Tree, noun: int, verb: int, scopes: Scopes) -> bool:
    """Whether a verb says how many a toll counts: "the toll could reach 100" is no toll of 100."""
    is_toll = tree.lower_lemma[noun] in scopes.words.toll_nouns
    if not is_toll or tree.lower_lemma[verb] not in scopes.words.toll_verbs:
        return False
    below = (word for child in tree.children(verb) for word in (child, *tree.children(child)))
    return any(tree.upos[word] == "NUM" for word in below)
