"""Sums of those counted and those named: "the mayor and eleven councillors" are twelve."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kipu.lang.events import EventResources
from kipu.model.readings import EntityType
from kipu.reading.quantities import NumberPhrase
from kipu.reading.trees import Tree


def with_single_people(
    tree: Tree,
    phrase: NumberPhrase,
    conjuncts: Iterable[int],
    types: Mapping[int, EntityType],
    resources: EventResources,
) -> NumberPhrase:
    """Add to a number of people the single persons that are coordinated with those it counts.

    What stands between brackets ends a sum: "fifteen at Las Lomas (1991), and a professor".
    """
    if phrase.unit != "person":
        return phrase
    singles = tuple(_singles(tree, phrase, conjuncts, types, resources))
    if not singles:
        return phrase
    more = len(singles)
    parts = phrase.parts or (tree.span(phrase.first, phrase.last),)
    return msgspec.structs.replace(
        phrase,
        first=min(phrase.first, *singles),
        last=max(phrase.last, *singles),
        value=phrase.value + more,
        low=None if phrase.low is None else phrase.low + more,
        high=None if phrase.high is None else phrase.high + more,
        parts=tuple(sorted((*parts, *map(tree.token_span, singles)))),
    )


def _singles(
    tree: Tree,
    phrase: NumberPhrase,
    conjuncts: Iterable[int],
    types: Mapping[int, EntityType],
    resources: EventResources,
) -> Iterator[int]:
    counted = phrase.parts or (tree.span(phrase.first, phrase.last),)
    for token in conjuncts:
        span = tree.token_span(token)
        if any(part.overlaps(span) for part in counted):
            continue
        is_person = types.get(token) == "person" or tree.lower_lemma[token] in resources.persons
        many = tree.has_feature(token, "Number=Plur") or tree.children(token, "nummod")
        nominal = tree.upos[token] in ("NOUN", "PROPN")
        between = tree.text(min(token, phrase.first), max(token, phrase.last))
        nominal = nominal and "(" not in between
        if is_person and nominal and not many:
            yield token
