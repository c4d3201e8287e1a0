"""Who is meant by many: "Ann Rey and Luis Paz were arrested. On Monday they were charged"."""

from collections.abc import Iterator, Mapping

from kipu.lang.events import EventLexicon, EventResources
from kipu.model.readings import Mention
from kipu.reading.trees import NOMINAL_SUBJECTS, Tree, relation

_SENTENCES_BACK = 2
_BLOCK_END = "\n"
_CORE = frozenset(("nsubj", "obj", "iobj"))


def named_members(
    tree: Tree, token: int, verb: int, mentions: Mapping[int, Mention], resources: EventResources
) -> tuple[int, ...]:
    """Find the persons named together whom a plural pronoun takes up, or "the three", "both men".

    They are the subject of a clause before it, in its paragraph, at most two sentences back, and
    nobody else is told of since whom it could mean: no other people in the plural, no body, no
    things in the plural that somebody does something to. Those who do it to them are no such
    people: "agents put them in a car".

    Args:
        token: Of the pronoun, or of the noun or number that is counted.
        verb: The trigger, whose own subject is nobody to whom it is done.
        mentions: Of persons, bodies and places, by the token that is their head.

    Returns:
        The heads of the names, in the order of the text; nothing where it is not clear.
    """
    size = _size(tree, token, resources.lexicon, resources.persons)
    if size is None:
        return ()
    doers = {c for up in (verb, tree.head[token]) for c in tree.children(up, *NOMINAL_SUBJECTS)}
    for head in _told_before(tree, token):
        if doers & {head, *tree.ancestors(head)}:
            continue
        names = _names(tree, head, mentions)
        if len(names) > 1:
            subject = relation(tree.deprel[head]) == "nsubj"
            return names if subject and size in (0, len(names)) else ()
        if _may_be_meant(tree, head, mentions, resources):
            return ()
    return ()


def _size(tree: Tree, token: int, lexicon: EventLexicon, persons: frozenset[str]) -> int | None:
    """Give how many are meant, 0 where nothing says it; none if the token takes up nobody."""
    if tree.upos[token] == "PRON":
        plural = tree.has_feature(token, "Number=Plur") and tree.has_feature(token, "Person=3")
        relative = tree.lower_lemma[token] in lexicon.relative_pronouns
        return 0 if plural and not relative and not tree.has_feature(token, "Reflex=Yes") else None
    articles = tree.children(token, "det", "det:predet")
    definite = any(tree.has_feature(d, "Definite=Def") for d in articles)
    numbers = (token, *tree.children(token, "nummod")) if definite else articles  # "both men"
    known = tree.upos[token] == "NUM" or tree.lower_lemma[token] in persons
    said = (lexicon.small_numbers.get(tree.lower[number]) for number in numbers)
    return next((size for size in said if size is not None), None) if known else None


def _told_before(tree: Tree, token: int) -> Iterator[int]:
    """Give the heads of the nouns and lists before a word, nearest first."""
    first = tree.sentences[max(0, tree.sentence[token] - _SENTENCES_BACK)].start
    inside: set[int] = set()
    for other in range(token - 1, first - 1, -1):
        between = tree.doc.text[tree.syntax.end[other] : tree.syntax.start[token]]
        if _BLOCK_END in between:
            return
        if tree.upos[other] not in ("NOUN", "PROPN", "NUM") or other in inside:
            continue
        head = other
        while relation(tree.deprel[head]) in ("conj", "flat", "appos", "compound", "nummod"):
            head = tree.head[head]
        inside.update(range(head, other))  # the rest of its list
        yield head


def _may_be_meant(
    tree: Tree, token: int, mentions: Mapping[int, Mention], resources: EventResources
) -> bool:
    """Whether a pronoun in the plural may mean a noun: people, a body, things that undergo."""
    mention = mentions.get(token)
    body = mention is not None and mention.type == "organization"
    people = tree.lower_lemma[token] in resources.persons
    plural = tree.has_feature(token, "Number=Plur")
    core = relation(tree.deprel[token]) in _CORE  # "at the police college" is nobody
    return (plural and people) or (core and (body or plural))


def _names(tree: Tree, head: int, mentions: Mapping[int, Mention]) -> tuple[int, ...]:
    """Give the persons that a list names: "the mayor and two aides, Luis Paz and Ann Rey"."""
    found: dict[str, int] = {}
    waiting = [head]
    while waiting:
        token = waiting.pop()
        mention = mentions.get(token)
        waiting += tree.children(token, "conj", "appos")
        if mention is None or mention.type != "person" or mention.kind == "pronoun":
            continue
        # "Saúl Ibarrola, jefe de la policía" is one
        if mention.kind != "nominal" or tree.deprel[token] != "appos":
            found.setdefault(mention.chain, token)
    return tuple(sorted(found.values()))
