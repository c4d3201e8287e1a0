"""The chains of a document: which mentions name the same person, body or place."""

from typing import Literal

import msgspec

from kipu.lang.names import NameLexicon
from kipu.model.documents import Document
from kipu.model.ids import content_id
from kipu.model.readings import Chain, Mention
from kipu.model.spans import Span
from kipu.model.syntax import Syntax
from kipu.reading.coreference.armed import join_armed
from kipu.reading.coreference.authors import is_author, join_authors
from kipu.reading.coreference.descriptions import join_descriptions, join_roles
from kipu.reading.coreference.kin import join_kin
from kipu.reading.coreference.links import join_linked
from kipu.reading.coreference.localities import find_country
from kipu.reading.coreference.names import join_names
from kipu.reading.coreference.partition import Partition
from kipu.reading.coreference.pronouns import join_pronouns
from kipu.reading.coreference.ships import name_ships
from kipu.reading.name_lists import read_tree
from kipu.reading.names.mentions import find_phrases
from kipu.reading.names.phrases import NOWHERE, Phrase
from kipu.reading.names.quotations import Quotations, find_quotations
from kipu.reading.trees import Tree

_SEX: dict[str, Literal["masculine", "feminine"]] = {"m": "masculine", "f": "feminine"}


class Entities(msgspec.Struct, frozen=True):
    """The mentions of a document in the order of the text, and their chains.

    ``country`` is the chain of the country that the document is about.
    """

    mentions: tuple[Mention, ...]
    chains: tuple[Chain, ...]
    country: str | None = None


def read_entities(doc: Document, syntax: Syntax, lexicon: NameLexicon) -> Entities:
    """Find the persons, bodies and places that a document names, and every mention of them.

    Pronouns whose antecedent is not clear are left out.
    """
    tree = read_tree(doc, syntax)
    partition = Partition(find_phrases(tree, lexicon))
    quotations = find_quotations(tree, lexicon)
    join_names(partition, lexicon)
    join_authors(partition, tree, lexicon, quotations)
    join_linked(partition, tree, lexicon)
    join_descriptions(partition, tree, lexicon)
    name_ships(partition, tree, lexicon)
    join_armed(partition, tree, lexicon)
    join_pronouns(partition, tree, lexicon, quotations)
    join_kin(partition, tree, lexicon)
    join_roles(partition, tree, lexicon)
    kept = [root for root in partition.roots() if _is_told(partition, lexicon, quotations, root)]
    return _entities(doc, tree, partition, kept, find_country(partition, tree, lexicon))


def _is_told(partition: Partition, lexicon: NameLexicon, quotations: Quotations, root: int) -> bool:
    """Whether it is clear whom the members of a set mean."""
    members = partition.first_members(root)
    alone = all(partition.phrases[member].kind == "pronoun" for member in members)
    return not alone or is_author(partition, lexicon, quotations, root)


def _entities(
    doc: Document, tree: Tree, partition: Partition, roots: list[int], country: int | None
) -> Entities:
    mentions: list[Mention] = []
    chains: list[Chain] = []
    about: str | None = None
    for root in roots:
        chain, own = _chain(doc, tree, partition, root)
        chains.append(chain)
        mentions.extend(own)
        about = chain.id if root == country else about
    mentions.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    return Entities(tuple(mentions), tuple(chains), about)


def _chain(
    doc: Document, tree: Tree, partition: Partition, root: int
) -> tuple[Chain, list[Mention]]:
    members = [partition.phrases[m] for m in partition.members(root)]
    kind = partition.type_of(root)
    first = members[0]
    chain_id = content_id("c", doc.id, first.span.start, first.span.end, kind)
    mentions = [
        Mention(
            id=content_id("m", doc.id, phrase.span.start, phrase.span.end, phrase.kind),
            span=phrase.span,
            head=_head_span(tree, phrase),
            kind=phrase.kind,
            type=kind,
            chain=chain_id,
        )
        for phrase in members
    ]
    chain = Chain(
        id=chain_id,
        type=kind,
        name=_name(doc, members),
        mentions=tuple(mention.id for mention in mentions),
        named=any(phrase.kind == "name" for phrase in members),
        gender=_SEX.get(partition.gender(root)),
    )
    return chain, mentions


def _head_span(tree: Tree, phrase: Phrase) -> Span:
    """The head of a description or a pronoun; the last word of a name."""
    if phrase.head == NOWHERE:
        return phrase.span
    token = phrase.end - 1 if phrase.kind == "name" else phrase.head
    return tree.token_span(token)


def _name(doc: Document, members: list[Phrase]) -> str:
    """The fullest name without titles, else the first description."""
    names = [phrase for phrase in members if phrase.kind == "name"]
    if names:
        fullest = max(names, key=lambda phrase: (len(phrase.words), -phrase.span.start))
        text = doc.quote(fullest.span)
        at = text.find(fullest.words[0]) if fullest.titles else 0
        return " ".join(text[max(at, 0) :].split())
    described = next((phrase for phrase in members if phrase.kind == "nominal"), members[0])
    return " ".join(doc.quote(described.span).split())
