"""What the forms of a clause's verbs say of it: whether it is open, finite, perfect."""

from collections.abc import Iterable

from kipu.lang.factuality import FactualityLexicon, FormRule
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree

_FINITE, _INFINITIVE = "VerbForm=Fin", "VerbForm=Inf"
_SUBJUNCTIVE, _PRESENT = "Mood=Sub", "Tense=Pres"
_START = "^"


def features(tree: Tree, token: int, lexicon: FactualityLexicon) -> frozenset[str]:
    """Give the features of a token; those of a finite verb as its ending says, if it says any."""
    own = frozenset(tree.syntax.feats[token].split("|"))
    if not lexicon.form or _FINITE not in own:
        return own
    told = by_ending(tree.lower[token], tree.lower_lemma[token], lexicon.form)
    return frozenset((*told, _FINITE)) if told else own


def by_ending(form: str, lemma: str, rules: Iterable[FormRule]) -> tuple[str, ...]:
    """Give the features that the ending of a form says, none where no rule fits."""
    fitting = [rule for rule in rules if f"{_START}{lemma}".endswith(rule.lemma)]
    longest = max((len(rule.lemma) for rule in fitting), default=0)
    found = [
        (len(ending), rule.feats)
        for rule in fitting
        if len(rule.lemma) == longest
        for ending in rule.endings
        if f"{_START}{form}".endswith(ending)
    ]
    return max(found, default=(0, ()))[1]


def first_verb(tree: Tree, verb: int) -> int:
    """Give the word that bears a clause's finite form: its first auxiliary, or the verb itself."""
    return min((verb, *tree.children(verb, "aux", "cop")))


def is_marked_infinitive(tree: Tree, verb: int, lexicon: FactualityLexicon) -> bool:
    """Whether a word opens an infinitive ("to")."""
    return any(tree.lower[c] in lexicon.infinitive_marks for c in tree.children(verb, "mark"))


def has_open_form(tree: Tree, verb: int, lexicon: FactualityLexicon) -> bool:
    """Whether a clause has a form that does not tell of what is done, as subjunctives have."""
    first = first_verb(tree, verb)
    form = features(tree, first, lexicon)
    done = _INFINITIVE in form and tree.lower_lemma[first] in lexicon.perfect_auxiliaries
    return bool(form & lexicon.open_forms) and not done


def lies_ahead(tree: Tree, verb: int, lexicon: FactualityLexicon) -> bool:
    """Whether a clause has a present subjunctive, which tells of what is to come."""
    first = first_verb(tree, verb)
    form = features(tree, first, lexicon)
    perfect = tree.lower_lemma[first] in lexicon.perfect_auxiliaries
    return bool(lexicon.open_forms) and {_SUBJUNCTIVE, _PRESENT} <= form and not perfect


def is_finite(tree: Tree, verb: int, lexicon: FactualityLexicon) -> bool:
    """Whether a clause is finite: it has a subject of its own, or where forms tell, such a form."""
    if any(tree.deprel[c] in NOMINAL_SUBJECTS for c in tree.children(verb)):
        return True
    return bool(lexicon.open_forms) and _FINITE in features(tree, first_verb(tree, verb), lexicon)


def opening_words(tree: Tree, verb: int) -> frozenset[str]:
    """Give the names of the words that open a clause: lemma, form, and with what they are fixed to.

    A preposition and an article that were written as one word are one here ("al").
    """
    names: set[str] = set()
    for child in tree.children(verb, "mark", "case", "advmod"):
        if child < verb:
            names |= {*tree.names_of(child), fixed_name(tree, child)}
            before = child - 1  # "antes de": parsers may give the adverb to the verb above
            if before > 0 and tree.upos[before] == "ADV" and tree.head[before] == tree.head[verb]:
                names |= tree.names_of(before)
            if child + 1 < verb and tree.glued(child + 1):
                names.add(tree.text(child, child + 1).lower())
    return frozenset(names)


def fixed_name(tree: Tree, token: int) -> str:
    """Give a word with those that it makes a fixed expression with ("a punto de")."""
    return " ".join((tree.lower[token], *(tree.lower[c] for c in tree.children(token, "fixed"))))
