"""Coordinations as the grammar of news wants them, where a parser sees words alone."""

from collections.abc import Iterator

import msgspec

from kipu.model.syntax import Syntax
from kipu.reading.events.clauses import is_passive
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_OWN = (*NOMINAL_SUBJECTS, "aux", "obj", "ccomp", "xcomp")
_PARTICIPLE = "Tense=Past|VerbForm=Part|Voice=Pass"


def mend_coordination(tree: Tree, speech_verbs: frozenset[str]) -> Syntax:
    """Give the syntax with two kinds of coordinated verbs moved up.

    - "refused to accept it and voted": a finite verb goes with the finite verb, not the infinitive;
    - "denied that he had fled and said that he would appeal": a verb of speech without a subject
      of its own goes with the verb of speech above.
    """
    heads = list(tree.head)
    for verb, upper in _moved(tree, speech_verbs):
        heads[verb] = upper
    return msgspec.structs.replace(tree.syntax, head=tuple(heads))


def mend_voices(tree: Tree, undergone: frozenset[str]) -> Syntax:
    """Give the syntax with a passive carried on by the verbs coordinated with it.

    "He was elected in 2014 and sacked a year later": what is done to somebody, and here to nobody
    named, is done to the one of whom the passive tells. "He was charged and fled" stays as it is.
    """
    feats = list(tree.syntax.feats)
    for verb, function in enumerate(tree.deprel):
        if function == "conj" and tree.lower_lemma[verb] in undergone:
            first = tree.first_conjunct(verb)
            finite = tree.has_feature(verb, "VerbForm=Fin") and tree.has_feature(verb, "Tense=Past")
            if finite and is_passive(tree, first) and not tree.children(verb, *_OWN):
                feats[verb] = _PARTICIPLE
    return msgspec.structs.replace(tree.syntax, feats=tuple(feats))


def _moved(tree: Tree, speech_verbs: frozenset[str]) -> Iterator[tuple[int, int]]:
    for verb, function in enumerate(tree.deprel):
        if function != "conj" or tree.upos[verb] != "VERB" or tree.is_root(verb):
            continue
        low = tree.head[verb]
        upper = tree.governor(low)
        if upper is None or tree.upos[upper] != "VERB":
            continue
        if _is_finite_on_infinitive(tree, verb, low) or _is_speech_on_content(
            tree, verb, low, speech_verbs
        ):
            yield verb, upper


def _is_finite_on_infinitive(tree: Tree, verb: int, low: int) -> bool:
    finite = tree.has_feature(verb, "VerbForm=Fin")
    return finite and tree.has_feature(low, "VerbForm=Inf")


def _is_speech_on_content(tree: Tree, verb: int, low: int, speech_verbs: frozenset[str]) -> bool:
    speaks = tree.lower_lemma[verb] in speech_verbs and bool(tree.children(verb, "ccomp"))
    own_subject = any(tree.deprel[c] in NOMINAL_SUBJECTS for c in tree.children(verb))
    content = relation(tree.deprel[low]) == "ccomp"
    above = content and tree.lower_lemma[tree.head[low]] in speech_verbs
    return speaks and not own_subject and above
