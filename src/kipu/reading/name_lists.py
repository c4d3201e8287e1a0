"""Lists of people with what each is, where parsers see one person described again and again."""

import msgspec

from kipu.model.documents import Document
from kipu.model.syntax import Syntax
from kipu.reading.trees import Tree


def read_tree(doc: Document, syntax: Syntax) -> Tree:
    """Give the trees of a document, with lists of people as lists."""
    tree = Tree(doc, syntax)
    tree = tree.mended(mend_aged(tree))
    return tree.mended(mend_name_lists(tree))


def mend_aged(tree: Tree) -> Syntax:
    """Give the syntax with an age behind a name, and what its bearer is, beside the name.

    "Ousmane Baye, 19, a law student, and Mariam Coubé": parsers see a list of four.
    """
    deprel = list(tree.syntax.deprel)
    for age, function in enumerate(tree.deprel):
        name = tree.head[age]
        aged = function == "conj" and tree.upos[age] == "NUM" and tree.upos[name] == "PROPN"
        if not aged or not _between_commas(tree, age):
            continue
        deprel[age] = "nmod:unmarked"
        for noun in tree.children(name, "conj"):
            described = tree.upos[noun] == "NOUN" and tree.has_feature(noun, "Number=Sing")
            beside = tree.extent(noun)[0] in (age + 1, age + 2)
            if described and beside and not tree.children(noun, "cc"):
                deprel[noun] = "appos"
    return msgspec.structs.replace(tree.syntax, deprel=tuple(deprel))


def _between_commas(tree: Tree, token: int) -> bool:
    inside = 0 < token < len(tree) - 1
    return inside and tree.form[token - 1] == tree.form[token + 1] == ","


def mend_name_lists(tree: Tree) -> Syntax:
    """Give the syntax with the members of a list beside each other.

    "Killed the teacher Ana Ruiz, the mechanic Luis Paz and a boy": parsers take the mechanic for an
    apposition of the teacher's name, and one person would have two names. What goes on behind the
    name of one goes on behind its noun: "the teacher Ana Ruiz and two guards", but not "the
    teachers Ana Ruiz and Luis Paz".
    """
    heads, deprel = list(tree.head), list(tree.syntax.deprel)
    for noun, function in enumerate(tree.deprel):
        name = tree.head[noun]
        if function == "conj" and tree.upos[noun] == "NOUN" and tree.upos[name] == "PROPN":
            first = _described(tree, name)
            heads[noun] = first if tree.has_feature(first, "Number=Sing") else name
        if function != "appos" or tree.upos[noun] != "NOUN" or tree.upos[name] != "PROPN":
            continue
        own = [c for c in tree.children(noun, "appos") if tree.upos[c] == "PROPN"]
        first = _described(tree, name)
        going_on = any(
            c > noun for c in (*tree.children(name, "conj"), *tree.children(noun, "conj"))
        )
        listed = first != name or going_on  # "Guzman, el camarada Gonzalo, fue" is one man
        named = name < noun and own and own[0] == noun + 1
        if named and listed and not _share(tree, name, own[0]):
            heads[noun], deprel[noun] = first, "conj"
            for other in tree.children(name, "conj"):
                if other > noun:
                    heads[other] = first
    return msgspec.structs.replace(tree.syntax, head=tuple(heads), deprel=tuple(deprel))


def _described(tree: Tree, name: int) -> int:
    """Give the noun before a name that says what its bearer is, or else the name."""
    noun = tree.head[name]
    described = tree.deprel[name] == "appos" and tree.upos[noun] == "NOUN" and noun == name - 1
    return noun if described else name


def _share(tree: Tree, one: int, other: int) -> bool:
    """Whether two names have a word in common, and may be one person's."""
    left, right = ({tree.lower[t] for t in (n, *tree.children(n, "flat"))} for n in (one, other))
    return not left.isdisjoint(right)
