"""What tense and order of words say of whether verbs share a time."""

from kipu.model.times import Timex
from kipu.reading.trees import Tree, relation


def looks_back(tree: Tree, verb: int) -> bool:
    """Whether a past tense is what a present one tells: "21 May: he admits that he took it"."""
    upper = tree.governor(verb)
    told = upper is not None and relation(tree.deprel[verb]) == "ccomp"
    past = tree.has_feature(verb, "Tense=Past") and tree.has_feature(verb, "VerbForm=Fin")
    return told and past and upper is not None and tree.has_feature(upper, "Tense=Pres")


def is_gapped(tree: Tree, conjunct: int) -> bool:
    """Whether a coordinated participle has its auxiliary from before: "and two injured when"."""
    participle = tree.has_feature(conjunct, "VerbForm=Part") or tree.upos[conjunct] == "ADJ"
    return participle and not tree.children(conjunct, "aux", "cop")


def is_present(tree: Tree, verb: int) -> bool:
    """Whether a verb, or its auxiliary, is a finite present."""
    forms = (verb, *tree.children(verb, "aux", "aux:pass", "cop"))
    finite = (form for form in forms if tree.has_feature(form, "VerbForm=Fin"))
    return any(tree.has_feature(form, "Tense=Pres") for form in finite)


def is_perfect(tree: Tree, verb: int) -> bool:
    """Whether a verb is in the present perfect."""
    present = any(tree.has_feature(aux, "Tense=Pres") for aux in tree.children(verb, "aux"))
    return present and tree.has_feature(verb, "VerbForm=Part")


def is_pluperfect(tree: Tree, verb: int) -> bool:
    """Whether a verb is in the pluperfect: "had cut wages in July, and the gunners mutinied"."""
    past = any(
        tree.has_feature(aux, "Tense=Past") or tree.has_feature(aux, "Tense=Imp")
        for aux in tree.children(verb, "aux")
        if tree.deprel[aux] == "aux" and tree.has_feature(aux, "VerbForm=Fin")
    )
    own = bool(tree.children(verb, "nsubj", "aux", "aux:pass"))
    return tree.has_feature(verb, "VerbForm=Part") and (past or not own)


def lies_within(tree: Tree, timex: Timex, verb: int) -> bool:
    """Whether a time is a part of something that a verb is about: "won the vote of May"."""
    head = tree.head_of(timex.span)
    return head is not None and tree.governor(head) != verb


def is_set_off(tree: Tree, timex: Timex) -> bool:
    """Whether a time stands behind a comma: "closed a mine and survived two attacks, in 1986"."""
    head = tree.head_of(timex.span)
    first = 0 if head is None else tree.extent(head)[0]
    return tree.form[first] == "," or (first > 0 and tree.form[first - 1] == ",")
