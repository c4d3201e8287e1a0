"""Who is meant by many: "Ann Rey and Luis Paz were arrested. On Monday they were charged"."""

from collections.abc import Iterator, Mapping

from kipu.lang.events import EventLexicon
from kipu.model.readings import Mention
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_SENTENCES_BACK = 2
_BLOCK_END = "\n"


def named_members(
    tree: Tree,
    token: int,
    verb: int,
    mentions: Mapping[int, Mention],
    lexicon: EventLexicon,
    persons: frozenset[str],
) -> tuple[int, ...]:
    """Find the persons named together whom a plural pronoun takes up, or "the three", "both men".

    They are the last persons named in one list before it, in its paragraph, at most two sentences
    back. Other people in the plural who come between are meant instead, and nobody is named; those
    who do it to them are not: "agents put them in a car".

    Args:
        token: Of the pronoun, or of the noun or number that is counted.
        verb: The trigger, whose own subject is nobody to whom it is done.
        mentions: Of persons, bodies and places, by the token that is their head.

    Returns:
        The heads of the names, in the order of the text; nothing where it is not clear.
    """
    size = _size(tree, token, lexicon, persons)
    if size is None:
        return ()
    own = {c for upper in (verb, tree.head[token]) for c in tree.children(upper, *NOMINAL_SUBJECTS)}
    for head in _people_before(tree, token, mentions, persons):
        if own & {head, *tree.ancestors(head)}:
            continue
        names = _names(tree, head, mentions)
        if len(names) > 1:
            return names if size in (0, len(names)) else ()
        if size == 0 or not names:
            return ()
    return ()


def _size(tree: Tree, token: int, lexicon: EventLexicon, persons: frozenset[str]) -> int | None:
    """Give how many are meant, 0 where nothing says it; none if the token takes up nobody."""
    plural = tree.has_feature(token, "Number=Plur")
    if tree.upos[token] == "PRON":
        third = tree.has_feature(token, "Person=3") and not tree.has_feature(token, "Reflex=Yes")
        relative = tree.lower_lemma[token] in lexicon.relative_pronouns
        return 0 if plural and third and not relative else None
    articles = tree.children(token, "det", "det:predet")
    definite = any(tree.has_feature(d, "Definite=Def") for d in articles)
    numbers = (token, *tree.children(token, "nummod")) if definite else articles  # "both men"
    known = tree.upos[token] == "NUM" or tree.lower_lemma[token] in persons
    said = (lexicon.small_numbers.get(tree.lower[number]) for number in numbers)
    return next((size for size in said if size is not None), None) if known else None


def _people_before(
    tree: Tree, token: int, mentions: Mapping[int, Mention], persons: frozenset[str]
) -> Iterator[int]:
    """Give the heads of lists of people, and of people in the plural, before a word."""
    number = tree.sentence[token]
    first = tree.sentences[max(0, number - _SENTENCES_BACK)].start
    for other in range(token - 1, first - 1, -1):
        between = tree.doc.text[tree.syntax.end[other] : tree.syntax.start[token]]
        if _BLOCK_END in between:
            return
        if relation(tree.deprel[other]) in ("conj", "flat", "appos", "compound"):
            continue  # told by the head of its list
        listed = len(_names(tree, other, mentions)) > 1
        plural = tree.upos[other] == "NOUN" and tree.has_feature(other, "Number=Plur")
        if listed or (plural and tree.lower_lemma[other] in persons):
            yield other


def _names(tree: Tree, head: int, mentions: Mapping[int, Mention]) -> tuple[int, ...]:
    """Give the persons that a list names: "the mayor and two aides, Luis Paz and Ann Rey"."""
    found: dict[str, int] = {}
    waiting = [head]
    while waiting:
        token = waiting.pop()
        mention = mentions.get(token)
        person = mention is not None and mention.type == "person"
        # "Saúl Ibarrola, jefe de la policía" is one
        described = (
            mention is not None and mention.kind == "nominal" and tree.deprel[token] == "appos"
        )
        if mention is not None and person and mention.kind != "pronoun" and not described:
            found.setdefault(mention.chain, token)
        waiting += tree.children(token, "conj", "appos")
    return tuple(sorted(found.values()))
