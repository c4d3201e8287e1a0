"""Whom a finite verb without a subject is about, in languages that leave subjects out."""

from collections.abc import Callable

from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_CLAUSES_UP = 4
_SENTENCES_BACK = 3
_BLOCK_END = "\n"
_GENDERS = ("Gender=Masc", "Gender=Fem")


def understood_subject(
    tree: Tree, verb: int, is_somebody: Callable[[int], bool], back: int = _SENTENCES_BACK
) -> int | None:
    """Find the subject that a verb's form points to, where none is said.

    "Anunció que apelará": who appeals is who announced it, and who announced it is the subject of
    the sentence before, if number and sex agree and it is ``is_somebody``. Nothing is taken over a
    line's end, where "se" makes the clause impersonal, and, beyond the sentence, for a plural that
    does something to somebody: "Mataron al juez" is said when nobody knows who did.

    Args:
        back: Sentences back to which the subject may be looked for.
    """
    finite = _finite(tree, verb)
    if finite is None or _is_impersonal(tree, verb):
        return None
    sex = _sex(tree, verb) if tree.has_feature(verb, "VerbForm=Part") else None
    nobody = _is_plural_form(tree, finite) and bool(tree.children(verb, "obj"))
    top = tree.first_conjunct(verb)
    for _ in range(_CLAUSES_UP):
        subject = overt_subject(tree, top)
        if subject is not None:
            agrees = _agrees(tree, subject, finite) and _is_of_sex(tree, subject, sex)
            return subject if agrees and is_somebody(subject) else None
        upper = tree.governor(top)
        if upper is None:
            break
        if tree.deprel[top] == "acl:relcl":  # "flew to the capital, where (he) asked for asylum"
            upper = next((t for t in tree.ancestors(upper) if tree.upos[t] == "VERB"), upper)
        elif relation(tree.deprel[top]) not in ("ccomp", "advcl", "parataxis"):
            return None
        top = tree.first_conjunct(upper)
    if nobody or not tree.is_root(top):
        return None
    subject = _subject_before(tree, top, finite, is_somebody, back)
    return subject if subject is not None and _is_of_sex(tree, subject, sex) else None


def overt_subject(tree: Tree, verb: int) -> int | None:
    """Give the subject in a verb's own clause."""
    return next((c for c in tree.children(verb) if tree.deprel[c] in NOMINAL_SUBJECTS), None)


def may_be_subject(tree: Tree, token: int, verb: int) -> bool:
    """Whether the number of a finite verb's form lets a noun be its subject."""
    finite = _finite(tree, verb)
    return finite is None or _agrees(tree, token, finite)


def _subject_before(
    tree: Tree, root: int, finite: int, is_somebody: Callable[[int], bool], back: int
) -> int | None:
    """Give the subject of the sentence before, in the same paragraph."""
    sentence = tree.sentence_of[root]
    if not back or sentence.start == 0:
        return None
    before = tree.sentences[tree.sentence[root] - 1]
    between = tree.doc.text[tree.syntax.end[before.stop - 1] : tree.syntax.start[sentence.start]]
    if _BLOCK_END in between:
        return None
    above = next(token for token in before if tree.is_root(token))
    if any(overt_subject(tree, verb) is not None for verb in tree.children(above, "conj")):
        return None  # several did something: whose turn it is now, nobody says
    subject = overt_subject(tree, above)
    if subject is None:
        own = _finite(tree, above)
        same = own is not None and _is_plural_form(tree, own) == _is_plural_form(tree, finite)
        return understood_subject(tree, above, is_somebody, back - 1) if same else None
    if _names_another(tree, above, finite):
        return None  # "the president appointed her. Resigned in May": she may have
    return subject if _agrees(tree, subject, finite) and is_somebody(subject) else None


def _names_another(tree: Tree, verb: int, finite: int) -> bool:
    """Whether a pronoun beside a verb goes on with somebody who may be the next subject too."""
    beside = (c for c in tree.children(verb, "obj", "iobj") if tree.upos[c] == "PRON" and c < verb)
    others = (c for c in beside if not tree.has_feature(c, "Reflex=Yes"))
    return any(tree.has_feature(c, "Person=3") and _agrees(tree, c, finite) for c in others)


def _finite(tree: Tree, verb: int) -> int | None:
    """Give the finite form of the third person that a verb is or has as its auxiliary."""
    for token in (verb, *tree.children(verb, "aux", "cop")):
        if tree.has_feature(token, "VerbForm=Fin"):
            return token if tree.has_feature(token, "Person=3") else None
    return None


def _is_impersonal(tree: Tree, verb: int) -> bool:
    """Whether "se" leaves nobody to act: "se torturó a los presos"."""
    if tree.children(verb, "expl:pass", "expl:impers"):
        return True
    marked = any(tree.case(c) is not None for c in tree.children(verb, "obj"))
    return marked and bool(tree.children(verb, "expl"))


def _sex(tree: Tree, token: int) -> str | None:
    """Give the grammatical gender of a word, or of its article."""
    for word in (token, *tree.children(token, "det")):
        gender = next((g for g in _GENDERS if tree.has_feature(word, g)), None)
        if gender is not None:
            return gender
    return None


def _is_of_sex(tree: Tree, subject: int, sex: str | None) -> bool:
    """Whether a participle's gender lets it be said of a subject ("fue asesinada")."""
    own = _sex(tree, subject)
    return sex is None or own is None or own == sex or len(tree.children(subject, "conj")) > 0


def _is_plural_form(tree: Tree, finite: int) -> bool:
    return tree.has_feature(finite, "Number=Plur")


def _agrees(tree: Tree, subject: int, finite: int) -> bool:
    plural = tree.has_feature(subject, "Number=Plur") or len(tree.children(subject, "conj")) > 0
    return plural == _is_plural_form(tree, finite)
