"""With which article a body or place is told: "el Congreso", "la Fiscalía", but "Lima"."""

from collections import Counter
from collections.abc import Mapping, Sequence

from kipu.lang.resolution import ResolutionRules
from kipu.model.readings import Mention
from kipu.model.resolved import Entity
from kipu.resolution.sources import Sources

_BEFORE = 8
"""Characters before a name in which its article stands."""


def find_articles(
    entities: Sequence[Entity], sources: Sources, rules: ResolutionRules
) -> Mapping[str, str]:
    """Give for each body and place whose name the texts mostly write behind an article that one.

    Headlines do not count: they leave articles out.
    """
    if not rules.sentences.articles:
        return {}
    found: dict[str, str] = {}
    for entity in entities:
        if entity.type != "person":
            article = _article(entity, sources, rules.sentences.articles)
            if article is not None:
                found[entity.id] = article
    return found


def _article(entity: Entity, sources: Sources, articles: Mapping[str, str]) -> str | None:
    votes: Counter[str | None] = Counter()
    for chain in entity.chains:
        for key in sources.chains[chain].mentions:
            mention = sources.mentions[key]
            if mention.kind == "name" and not _in_headline(mention, sources):
                votes[_before(mention, sources, articles)] += 1
    told = [(count, article) for article, count in votes.items() if article is not None]
    count, article = max(told, default=(0, None))
    return article if count >= votes[None] else None


def _before(mention: Mention, sources: Sources, articles: Mapping[str, str]) -> str | None:
    """The article inside of a mention, unless it may be a part of the name, or before it."""
    first, _, rest = sources.quote(mention.span).partition(" ")
    if rest and first in articles:
        return articles[first]
    text = sources.readings[mention.span.doc_id].doc.text
    before = text[max(0, mention.span.start - _BEFORE) : mention.span.start]
    words = before.casefold().split()
    return articles.get(words[-1]) if words and before[-1:].isspace() else None


def _in_headline(mention: Mention, sources: Sources) -> bool:
    blocks = sources.readings[mention.span.doc_id].doc.blocks
    return any(b.kind == "headline" and b.span.holds(mention.span) for b in blocks)
