"""Morphological features, by rule from a form, its lemma and its place in the tree."""

import re

from kipu.lang.syntax import FeatureRule, FormKind, SyntaxRules
from kipu.syntax.columns import Columns

VERBAL = frozenset(("VERB", "AUX"))
FEATURED = frozenset(("NOUN", "PROPN", "PRON", "VERB", "AUX"))
DEEPEST = 20
"""Governors followed at most for features that are taken over; coordinations are shorter."""


def read_features(tree: Columns, rules: SyntaxRules) -> tuple[str, ...]:
    """Give each word its features; ``""`` where no rule has any."""
    return tuple(_features(tree, word, rules) for word in range(len(tree.form)))


def verb_kind(form: str, lemma: str, rules: SyntaxRules) -> FormKind:
    """Tell how a verb's form stands to its lemma, both in small letters."""
    irregular = rules.verb_kinds.get(form)
    if irregular is not None and (form != lemma or irregular == "same"):
        return irregular
    if form == lemma:
        return "lemma"
    for ending in rules.feature_rules.kind:
        if re.search(ending.find, form):
            return ending.kind
    return "inflected"


def _noun_kind(form: str, lemma: str) -> FormKind:
    return "lemma" if form == lemma else "inflected"


def _features(tree: Columns, word: int, rules: SyntaxRules, depth: int = 0) -> str:
    upos = tree.upos[word]
    if upos not in FEATURED or depth > DEEPEST:
        return ""
    form = tree.form[word].lower().replace("’", "'")
    fixed = rules.features.get((upos, form))
    if fixed is not None:
        return fixed
    lemma = tree.lemma[word].lower()
    kind = verb_kind(form, lemma, rules) if upos in VERBAL else _noun_kind(form, lemma)
    for rule in rules.feature_rules.rule:
        if upos in rule.upos and _fits(rule, tree, word, kind):
            if rule.feats is not None:
                return rule.feats
            if tree.upos[tree.head[word]] == upos:
                return _features(tree, tree.head[word], rules, depth + 1)
    return ""


def _fits(rule: FeatureRule, tree: Columns, word: int, kind: FormKind) -> bool:
    if rule.kind and kind not in rule.kind:
        return False
    if rule.relation and tree.deprel[word] not in rule.relation:
        return False
    if rule.under and tree.deprel[tree.head[word]] not in rule.under:
        return False
    if rule.find is not None and not re.search(rule.find, tree.form[word]):
        return False
    children = tree.children.get(word, ())
    if any(tree.deprel[child] in rule.never for child in children):
        return False
    return not rule.child or any(
        tree.deprel[child] in rule.child and (not rule.lemma or tree.lemma[child] in rule.lemma)
        for child in children
    )
