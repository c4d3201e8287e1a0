"""Who writes or speaks a text: "I" and "we" outside of quotations."""

from collections.abc import Iterator

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.links import heads_of
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.quotations import Quotations
from kipu.reading.trees import Tree

_OWN = frozenset(("nsubj", "nsubj:outer"))


def join_authors(
    partition: Partition, tree: Tree, lexicon: NameLexicon, quotations: Quotations
) -> None:
    """Make one of all "I" outside of quotations, one of all "we", and name them if the text does.

    A testimony, a speech or an interview is told by one who hardly names themself: "I am Ana Rey",
    "my name is Ana Rey".
    """
    heads = heads_of(partition)
    for plural in (False, True):
        own = list(_first_persons(partition, lexicon, quotations, plural=plural))
        for number in own[1:]:
            partition.merge(own[0], number, sure=True)
        for number in own:
            for name in _told(partition, tree, heads, number):
                if partition.phrases[name].plural == plural:
                    partition.merge(number, name)


def is_author(partition: Partition, lexicon: NameLexicon, number: int) -> bool:
    """Whether a set is made of pronouns of those who write or speak."""
    members = partition.first_members(number)
    return len(members) > 1 and all(
        partition.phrases[member].kind == "pronoun"
        and lexicon.pronouns[partition.phrases[member].words[0]].person == 1
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


def _told(partition: Partition, tree: Tree, heads: dict[int, int], number: int) -> Iterator[int]:
    """Give what is said to be the one who speaks ("I am Ana Rey", "my name is Ana Rey")."""
    head = partition.phrases[number].head
    above = tree.head[head]
    if tree.deprel[head] == "nmod:poss" and tree.lower_lemma[above] == "name":
        head, above = above, tree.head[above]
    if tree.deprel[head] in _OWN and tree.child(above, "cop") is not None and above in heads:
        phrase = partition.phrases[heads[above]]
        if phrase.kind == "name" and phrase.type == "person":
            yield heads[above]
