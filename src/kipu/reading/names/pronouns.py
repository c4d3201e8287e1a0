"""Pronouns that stand for a person, a body or a place."""

from collections.abc import Iterator

from kipu.lang.names import NameLexicon, Pronoun
from kipu.reading.names.phrases import Phrase
from kipu.reading.names.quotations import Quotations
from kipu.reading.trees import Tree

_CLAUSES = frozenset(("ccomp", "csubj", "xcomp", "advcl"))
_RELATIVE = frozenset(("acl:relcl", "advcl:relcl"))


def find_pronouns(tree: Tree, lexicon: NameLexicon, quotations: Quotations) -> Iterator[Phrase]:
    """Find pronouns; those of the speaker only in quotations, empty ones ("it rained") not."""
    for token, form in enumerate(tree.lower):
        pronoun = lexicon.pronouns.get(form)
        if pronoun is None or tree.upos[token] not in ("PRON", "DET"):
            continue
        if tree.has_feature(token, "PronType=Art") or _is_of_thing(tree, lexicon, token, pronoun):
            continue
        if _stands_for_something(tree, token, pronoun, quotations):
            yield _phrase(tree, token, pronoun)


def _is_of_thing(tree: Tree, lexicon: NameLexicon, token: int, pronoun: Pronoun) -> bool:
    """Whether a clitic, which may stand for a thing, has a verb that tells of no person."""
    verb = tree.lower_lemma[tree.head[token]]
    return pronoun.case == "clitic" and verb not in lexicon.words.person_verbs


def _stands_for_something(tree: Tree, token: int, pronoun: Pronoun, quotations: Quotations) -> bool:
    if pronoun.person == 0:
        behind_comma = token > 0 and tree.form[token - 1] == "," and pronoun.gender == "h"
        return behind_comma or relative_clause(tree, token) is not None
    return pronoun.gender != "n" or not _is_empty(tree, token)


def relative_clause(tree: Tree, token: int) -> int | None:
    """Give the verb of the relative clause that a pronoun opens, ``None`` if it opens none."""
    for above in (token, *tree.ancestors(token)):
        if tree.deprel[above] in _RELATIVE and tree.head[above] < token:
            return above
        if tree.deprel[above] in ("ccomp", "advcl"):
            return None
    return None


def _is_empty(tree: Tree, token: int) -> bool:
    """Whether a neuter stands for nothing ("it is believed that", "it was Monday")."""
    if tree.deprel[token] == "expl":
        return True
    verb = tree.head[token]
    if tree.deprel[token] not in ("nsubj", "nsubj:pass"):
        return False
    below = tree.children(verb)
    clause = any(tree.deprel[c] in ("ccomp", "csubj") and c > verb for c in below)
    passive = tree.deprel[token] == "nsubj:pass"
    cop = tree.child(verb, "cop") is not None
    return (clause and passive) or (cop and any(tree.deprel[c] in _CLAUSES for c in below))


def _phrase(tree: Tree, token: int, pronoun: Pronoun) -> Phrase:
    neuter = pronoun.gender == "n"
    return Phrase(
        span=tree.token_span(token),
        start=token,
        end=token + 1,
        head=token,
        kind="pronoun",
        type="organization" if neuter else "person",
        words=(pronoun.form,),
        gender=pronoun.gender,
        plural=pronoun.number == "p",
        family=pronoun.case,
        first=token,
    )
