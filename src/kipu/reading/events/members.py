"""Who is named of those whom an event befell: "nine people, among them the mayor"."""

from collections.abc import Iterator

from kipu.lang.events import EventLexicon
from kipu.reading.trees import Tree

_BESIDE = ("appos", "parataxis", "obl", "obj", "nsubj", "conj", "dep", "nmod", "advcl")
_REACH = 40
"""Tokens behind a group within which its members are named."""


def members_of(tree: Tree, verb: int, group: int, lexicon: EventLexicon) -> Iterator[int]:
    """Find the nouns and names that a sentence gives for a part of a group, by their heads.

    Args:
        group: The head of what the verb befell: "people" of "nine people were killed".
    """
    several = tree.upos[group] == "NUM" or tree.has_feature(group, "Number=Plur")
    if not several and not tree.children(group, "nummod"):
        return
    for token in tree.children(group):
        marks = {tree.lower[mark] for mark in tree.children(token, "case")}
        if marks & lexicon.subset_cases and tree.upos[token] != "PRON":
            yield token  # "nine people, including the mayor"
    for token in (*tree.children(group), *tree.children(verb)):
        if token > group and tree.lower[token] in lexicon.subset_cases:
            yield from tree.children(token, "obj", "nsubj")  # "incluido el dirigente"
    upper = tree.governor(group)
    if upper is not None and tree.lower_lemma[upper] in lexicon.subset_cases:
        yield from tree.children(upper, "obj")  # "those killed included the mayor"
    for token in range(group + 1, min(tree.sentence_of[verb].stop, group + _REACH)):
        if _stands_for_group(tree, token, lexicon):
            if not _nearer(tree, group, token):
                yield from _beside(tree, verb, group, token)
            break
    yield from _in_next_sentence(tree, verb, lexicon)


def said_to_be_among(tree: Tree, word: int, lexicon: EventLexicon) -> int | None:
    """Find who is said to be one of those whom a word tells of: "among the dead was the mayor".

    A verb of being carries it, and who it is stands before or behind: "entre los heridos figuran
    tres agentes", "el alcalde está entre los muertos".
    """
    if tree.case(word) not in lexicon.among_cases or tree.children(word, "conj"):
        return None
    upper = tree.governor(word)
    if upper is None:
        return tree.child(word, "nsubj")
    told: int | None = None
    if tree.children(upper, "cop"):  # a predicate: "among the dead were two children"
        told = upper
    elif tree.lower_lemma[upper] in lexicon.being_verbs:
        told = next(iter((*tree.children(upper, "nsubj"), *tree.children(upper, "obj"))), None)
    elif tree.children(word, "cop"):
        told = tree.child(word, "nsubj")
    around = () if told is None else (*tree.children(upper), *tree.children(told))
    nobody = any(
        tree.lower_lemma[c] in lexicon.negations or tree.has_feature(c, "PronType=Neg")
        for c in around
    )
    return None if nobody else told  # "no hay menores entre los heridos"


def _in_next_sentence(tree: Tree, verb: int, lexicon: EventLexicon) -> Iterator[int]:
    """Give who is named by the sentence behind: "Nine people died. Among them were two boys."

    Of what the main clause tells, that is: who was meant in a clause below is not clear there.
    """
    pronoun = tree.sentence_of[verb].stop + 1
    if not tree.is_root(verb) or pronoun >= len(tree):
        return
    if not _stands_for_group(tree, pronoun, lexicon):
        return
    above = tree.governor(pronoun)
    subjects = tree.children(pronoun, "nsubj")
    if above is not None and not subjects:
        subjects = tree.children(above, "nsubj") or (above,)
    yield from (token for token in subjects[:1] if _is_nominal(tree, token))


def _nearer(tree: Tree, group: int, pronoun: int) -> bool:
    """Whether other things stand between a group and its pronoun: "in three towns, among them"."""
    between = range(group + 1, pronoun)
    return any(tree.upos[t] == "NOUN" and tree.has_feature(t, "Number=Plur") for t in between)


def _stands_for_group(tree: Tree, token: int, lexicon: EventLexicon) -> bool:
    """Whether a token is the pronoun of "among them", "entre ellas"."""
    if tree.upos[token] != "PRON" or tree.case(token) is None:
        return False
    return tree.case(token) in lexicon.subset_cases or tree.lower[token] in lexicon.subset_cases


def _beside(tree: Tree, verb: int, group: int, pronoun: int) -> Iterator[int]:
    """Give what stands right behind "among them", or else right before it."""
    upper = tree.head[pronoun]
    told = [c for head in (verb, group, pronoun) for c in tree.children(head) if c > group]
    if upper not in (verb, group):
        told.append(upper)  # "entre ellas Ana Ruiz": the parser hangs the pronoun on the name
    near = [c for c in told if tree.deprel[c].split(":")[0] in _BESIDE and _is_nominal(tree, c)]
    behind = [c for c in near if min(_phrase(tree, c, pronoun)) == pronoun + 1]
    marks = tree.children(pronoun, "case")
    before = [c for c in near if marks and max(_phrase(tree, c, pronoun)) == min(marks) - 1]
    yield from (behind or before)[:1]


def _is_nominal(tree: Tree, token: int) -> bool:
    return tree.upos[token] in ("NOUN", "PROPN")


def _phrase(tree: Tree, head: int, pronoun: int) -> set[int]:
    """The tokens of a phrase, without punctuation, the pronoun and its mark."""
    found, waiting = set(), [head]
    while waiting:
        token = waiting.pop()
        found.add(token)
        inside = (c for c in tree.children(token) if c != pronoun)
        waiting += [c for c in inside if tree.deprel[c] != "punct"]
    return found
