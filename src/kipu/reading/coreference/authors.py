"""Who writes or speaks a text: "I" and "we" outside of quotations."""

from collections.abc import Iterator

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.links import heads_of
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.phrases import NOWHERE
from kipu.reading.names.quotations import Quotations
from kipu.reading.trees import Tree

_OWN = frozenset(("nsubj", "nsubj:outer"))
_BESIDE = 4
"""Phrases ahead among which the name of who speaks is looked for."""


def join_authors(
    partition: Partition, tree: Tree, lexicon: NameLexicon, quotations: Quotations
) -> None:
    """Make one of all "I" outside of quotations, one of all "we", and name them if the text does.

    A testimony, a speech or an interview is told by one who hardly names themself: "I am Ana Rey",
    "my name is Ana Rey". The "we" of a statement is the body that its byline names.
    """
    heads = heads_of(partition)
    for plural in (False, True):
        own = list(_first_persons(partition, lexicon, quotations, plural=plural))
        for number in own[1:]:
            partition.merge(own[0], number, sure=True)
        for number in own:
            for name in _told(partition, tree, lexicon, heads, number):
                if partition.phrases[name].plural == plural:
                    partition.merge(number, name)
        bodies = _bylines(partition) if plural and own else []
        if len(bodies) == 1:
            partition.merge(bodies[0], own[0])


def _bylines(partition: Partition) -> list[int]:
    """Give the bodies that bylines name, one a set."""
    named = (
        partition.root(number)
        for number, phrase in enumerate(partition.phrases)
        if phrase.head == NOWHERE and phrase.type == "organization"
    )
    return sorted(set(named))


def is_author(
    partition: Partition, lexicon: NameLexicon, quotations: Quotations, number: int
) -> bool:
    """Whether a set is made of pronouns of those who write or speak, two of them at least."""
    members = [partition.phrases[member] for member in partition.first_members(number)]
    return len(members) > 1 and all(
        member.kind == "pronoun"
        and lexicon.pronouns[member.words[0]].person == 1
        and not quotations.holds(member.head)
        for member in members
    )


def _first_persons(
    partition: Partition, lexicon: NameLexicon, quotations: Quotations, *, plural: bool
) -> Iterator[int]:
    for number, phrase in enumerate(partition.phrases):
        if phrase.kind != "pronoun" or phrase.plural != plural or quotations.holds(phrase.head):
            continue
        if lexicon.pronouns[phrase.words[0]].person == 1:
            yield number


def _told(
    partition: Partition, tree: Tree, lexicon: NameLexicon, heads: dict[int, int], number: int
) -> Iterator[int]:
    """Give what is said to be the one who speaks ("I am Ana Rey", "my name is Ana Rey")."""
    head = partition.phrases[number].head
    above = tree.head[head]
    if tree.deprel[head] == "nmod:poss" and tree.lower_lemma[above] == lexicon.words.name_noun:
        head, above = above, tree.head[above]
    if tree.deprel[head] in _OWN and tree.child(above, "cop") is not None and above in heads:
        phrase = partition.phrases[heads[above]]
        if phrase.kind == "name" and phrase.type == "person":
            yield heads[above]
    yield from _beside(partition, tree, lexicon, number)


def _beside(partition: Partition, tree: Tree, lexicon: NameLexicon, number: int) -> Iterator[int]:
    """Give the name right behind "I am", "me llamo", "call me", and between commas behind "I".

    Read from the words, as trees go wrong in such short sentences.
    """
    own = partition.phrases[number]
    pronoun = lexicon.pronouns[own.words[0]]
    for other in range(number + 1, min(len(partition.phrases), number + _BESIDE)):
        one = partition.phrases[other]
        if one.kind != "name" or one.type != "person" or one.start - own.end > 1:
            continue
        ends = one.end >= len(tree) or tree.upos[one.end] in ("PUNCT", "CCONJ")
        between = own.end if one.start > own.end else own.start - 1
        lemma = tree.lower_lemma[max(between, 0)]
        if pronoun.case == "subject":
            told = lemma == "," or lemma in lexicon.words.become_verbs
            is_told = between == own.end and told
        else:
            is_told = pronoun.case == "object" and lemma in lexicon.words.name_verbs
        if is_told and ends:
            yield other
