"""What kind of clause a time dates, and whether that clause goes on with the story told."""

from kipu.lang.times import Context
from kipu.model.expressions import Clause
from kipu.model.spans import Span
from kipu.reading.trees import Tree, relation

_LONGEST_CLIMB = 12


def read_clause(tree: Tree, span: Span, context: Context) -> Clause:
    """Give the kind of clause that the words of a time stand in.

    The nearest predicate above them decides whether the clause tells of an act of saying; any
    relative clause or participle of a noun on the way up makes them an aside.
    """
    top = tree.head_of(span)
    if top is None:
        return "main"
    path = _path(tree, top)
    if any(relation(tree.deprel[i]) == "acl" for i in path):
        return "relative"
    predicate = _predicate(tree, path)
    if predicate is None:
        return "main"
    if tree.lower_lemma[predicate] in context.speech:
        return "speech"
    if _is_perfect(tree, predicate, context):
        return "perfect"
    return "object" if _dates_object(tree, top) else "main"


def read_continues(tree: Tree, span: Span) -> bool:
    """Whether a clause has a pronoun for its subject, shares one, or opens with the time."""
    top = tree.head_of(span)
    if top is None:
        return False
    if tree.extent(top)[0] == tree.sentence_of[top].start:
        return True
    predicate = _predicate(tree, _path(tree, top))
    if predicate is None:
        return False
    subject = tree.child(predicate, "nsubj")
    if subject is None:
        return tree.deprel[predicate] == "conj"
    return tree.has_feature(subject, "PronType=Prs")


def _path(tree: Tree, top: int) -> tuple[int, ...]:
    """Give a token and its governors, nearest first."""
    path = [top]
    while not tree.is_root(path[-1]) and len(path) < _LONGEST_CLIMB:
        path.append(tree.head[path[-1]])
    return tuple(path)


def _predicate(tree: Tree, path: tuple[int, ...]) -> int | None:
    verbs = ("VERB", "AUX")
    return next(
        (i for i in path if tree.syntax.upos[i] in verbs or tree.children(i, "cop", "aux")), None
    )


def _is_perfect(tree: Tree, predicate: int, context: Context) -> bool:
    """Whether a predicate tells what has been up to now ("nobody has been charged")."""
    return any(
        tree.lower_lemma[i] in context.have and tree.has_feature(i, "Tense=Pres")
        for i in tree.children(predicate, "aux")
    )


def _dates_object(tree: Tree, top: int) -> bool:
    """Whether a time says when the object of a verb was ("won the election of 1990")."""
    if relation(tree.deprel[top]) != "nmod" or tree.child(top, "case") is None:
        return False
    return tree.deprel[tree.head[top]] == "obj"
