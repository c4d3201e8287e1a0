"""Which name a ship goes by that was described before it: "the ferry ... the Star of Asia"."""

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.phrases import Phrase
from kipu.reading.trees import Tree


def name_ships(partition: Partition, tree: Tree, lexicon: NameLexicon) -> None:
    """Merge the first named ship with the ship that was described before it."""
    named = [
        n
        for n, p in enumerate(partition.phrases)
        if p.kind == "name" and p.type == "place" and p.family in ("ship", "")
    ]
    ships = [n for n in named if partition.phrases[n].family == "ship"]
    if not ships:
        ships = [n for n in named if _may_be_ship(partition.phrases[n], tree, lexicon)]
    unnamed = {
        partition.root(n)
        for n, p in enumerate(partition.phrases)
        if p.family == "ship" and p.kind == "nominal" and not partition.is_named(n)
    }
    for root in sorted(unnamed):
        members = [partition.phrases[m] for m in partition.members(root)]
        if ships and (len(unnamed) == 1 or any(m.determination == "definite" for m in members)):
            partition.merge(ships[0], root)


def _may_be_ship(phrase: Phrase, tree: Tree, lexicon: NameLexicon) -> bool:
    """Whether a name of several words is a place with an article ("the Star of Asia")."""
    before = tree.lower[phrase.start - 1] if phrase.start > 0 else ""
    text = " ".join(phrase.words)
    known = text in lexicon.regions or text in lexicon.countries
    return len(phrase.words) > 1 and before in lexicon.words.definite and not known
