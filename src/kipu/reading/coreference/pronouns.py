"""What pronouns refer to: candidates near by, weighed by sex, syntax, nearness and prominence."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log2

import msgspec

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.links import heads_of
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.nominals import read_noun
from kipu.reading.names.phrases import NOWHERE, Phrase
from kipu.reading.names.quotations import Quotations, speaker_tokens
from kipu.reading.trees import Tree

_SENTENCES_BACK = 3
_MOST_AHEAD = 12
_MOST_BACK = 40
"""Phrases back to which an antecedent is looked for."""
_MAIN = 0.8
"""What the subject of the main clause weighs more than another, for "it" as subject and "its"."""
_SUBJECT = frozenset(("nsubj", "nsubj:pass", "nsubj:outer"))
_OBJECT = frozenset(("obj", "iobj"))
_HUMAN = frozenset(("m", "f", "h", "-"))


class Setting(msgspec.Struct, frozen=True):
    """What the choice of an antecedent looks at.

    ``speakers`` has for the first token of each quotation the phrase that names its speaker,
    ``opened`` for each such phrase the first tokens.
    """

    tree: Tree
    lexicon: NameLexicon
    quotations: Quotations
    speakers: dict[int, int]
    opened: dict[int, list[int]]
    heads: dict[int, int]


def join_pronouns(
    partition: Partition, tree: Tree, lexicon: NameLexicon, quotations: Quotations
) -> None:
    """Merge each pronoun with the antecedent that weighs most, if one weighs enough."""
    heads = heads_of(partition)
    speakers = _speakers(tree, lexicon, quotations, heads)
    opened: dict[int, list[int]] = defaultdict(list)
    for first, speaker in speakers.items():
        opened[speaker].append(first)
    setting = Setting(tree, lexicon, quotations, speakers, opened, heads)
    counts = Counter(partition.root(n) for n in range(len(partition.phrases)))
    for number in _speakers_first(setting, partition):
        phrase = partition.phrases[number]
        pronoun = lexicon.pronouns[phrase.words[0]]
        antecedent: int | None
        if pronoun.person == 1:
            antecedent = _speaker(setting, partition, number)
        elif phrase.gender == "n":
            antecedent = _neuter(setting, partition, number)
        elif phrase.plural:
            antecedent = _group(setting, partition, number)
        else:
            antecedent = _person(setting, partition, number, counts)
        if antecedent is not None and partition.merge(antecedent, number):
            counts[partition.root(number)] += 1


def _speakers_first(setting: Setting, partition: Partition) -> Iterator[int]:
    """Give the pronouns in order, but one that names who speaks before those that are quoted."""
    done: set[int] = set()
    for number, phrase in enumerate(partition.phrases):
        if phrase.kind != "pronoun":
            continue
        quotation = setting.quotations.around(phrase.head)
        speaker = setting.speakers.get(quotation[0]) if quotation else None
        for pronoun in (number,) if speaker is None else (speaker, number):
            one = partition.phrases[pronoun]
            standing = one.kind == "pronoun" and one.family not in ("relative", "reflexive")
            if standing and pronoun not in done:
                done.add(pronoun)
                yield pronoun


def _speakers(
    tree: Tree, lexicon: NameLexicon, quotations: Quotations, heads: dict[int, int]
) -> dict[int, int]:
    """Give for each quotation's first token the phrase that names its speaker."""
    speakers: dict[int, int] = {}
    for quotation in quotations.ranges:
        for token in speaker_tokens(tree, lexicon, quotation):
            if token in heads:
                speakers[quotation[0]] = heads[token]
                break
    return speakers


def _speaker(setting: Setting, partition: Partition, number: int) -> int | None:
    quotation = setting.quotations.around(partition.phrases[number].head)
    speaker = setting.speakers.get(quotation[0]) if quotation else None
    if speaker is None or partition.type_of(speaker) != "person":
        return None
    return speaker


def _person(
    setting: Setting, partition: Partition, number: int, counts: Counter[int]
) -> int | None:
    """The person before the pronoun, or ahead of it in the main clause, who weighs most."""
    weights = setting.lexicon.weights["pronoun"]
    best, best_score = None, weights["least"]
    quotation = setting.quotations.around(partition.phrases[number].head)
    speaker = setting.speakers.get(quotation[0]) if quotation else None
    nearest = weights["nearest"]
    for other in (*_near(setting, partition, number), *_ahead(setting, partition, number)):
        if not _may_be(setting, partition, number, other):
            continue
        if speaker is not None and partition.root(speaker) == partition.root(other):
            continue
        score = nearest + _weigh(setting, partition, number, other, counts)
        nearest = 0.0
        if score > best_score:
            best, best_score = other, score
    return best


def _ahead(setting: Setting, partition: Partition, number: int) -> Iterator[int]:
    """Give the subject behind a pronoun that opens the sentence ("In his speech, Rey said")."""
    tree, head = setting.tree, partition.phrases[number].head
    if _is_reported(tree, head):
        return
    sentence = tree.sentence_of[head]
    root = next(t for t in sentence if tree.head[t] == t)
    subject = tree.child(root, *_SUBJECT)
    if subject is None or subject < head:
        return
    for other in range(number + 1, min(len(partition.phrases), number + _MOST_AHEAD)):
        if partition.phrases[other].head == subject and partition.phrases[other].kind == "name":
            yield other


def _is_reported(tree: Tree, token: int) -> bool:
    """Whether a token stands in what someone is told to have said, before they are named."""
    clauses = (token, *tree.ancestors(token))
    return any(tree.deprel[t] == "ccomp" and token < tree.head[t] for t in clauses)


def _near(setting: Setting, partition: Partition, number: int) -> Iterator[int]:
    """Give the phrases before a pronoun, nearest first, some sentences back."""
    here = setting.tree.sentence[partition.phrases[number].head]
    for other in range(number - 1, max(-1, number - _MOST_BACK), -1):
        head = partition.phrases[other].head
        if head == NOWHERE:
            continue
        if here - setting.tree.sentence[head] > _SENTENCES_BACK:
            return
        yield other


def _may_be(setting: Setting, partition: Partition, number: int, other: int) -> bool:
    phrase, one = partition.phrases[number], partition.phrases[other]
    if partition.type_of(other) != "person" or one.gender not in _HUMAN or one.plural:
        return False
    headline = setting.tree.sentence[one.head] in setting.tree.sentences_outside_text
    if headline and not partition.is_named(other):
        return False
    if one.kind == "pronoun" and len(partition.members(other)) == 1:
        return False
    if not partition.may_merge(other, number):
        return False
    return not (one.start <= phrase.head < one.end)


def _weigh(
    setting: Setting, partition: Partition, number: int, other: int, counts: Counter[int]
) -> float:
    """Add up what speaks for an antecedent."""
    tree, weights = setting.tree, setting.lexicon.weights["pronoun"]
    phrase, one = partition.phrases[number], partition.phrases[other]
    back = tree.sentence[phrase.head] - tree.sentence[one.head]
    score = weights["sentence_back"] * back + weights[one.kind]
    score += weights["same_sentence"] * (back == 0)
    score += weights[_position(tree, one)]
    score += weights["parallel"] * (_position(tree, one) == _position(tree, phrase))
    score += weights["frequency"] * log2(1 + counts[partition.root(other)])
    score += weights["unnamed"] * (not partition.is_named(other))
    score += weights["ahead"] * (other > number)
    score += weights["gender_known"] * (partition.gender(other) == phrase.gender)
    score += weights["topic"] * (_opens_block(tree, one))
    score += weights["speaks"] * _spoke_before(setting, number, one)
    inside = setting.quotations.holds(one.head) and not setting.quotations.holds(phrase.head)
    score += weights["quoted"] * inside
    return score


def _position(tree: Tree, phrase: Phrase) -> str:
    relation = tree.deprel[phrase.head]
    if relation in _SUBJECT:
        return "subject"
    if relation in _OBJECT:
        return "object"
    return "possessor" if relation == "nmod:poss" else "oblique"


def _spoke_before(setting: Setting, number: int, one: Phrase) -> bool:
    """Whether a pronoun names who speaks, and a phrase is the subject of the sentence before.

    'Rey accused Prado. "He lied," she said': who spoke is who did the last thing told.
    """
    opened = setting.opened.get(number)
    if not opened or not _opens_block(setting.tree, one):
        return False
    tree = setting.tree
    return any(tree.sentence[first] - tree.sentence[one.head] == 1 for first in opened)


def _opens_block(tree: Tree, phrase: Phrase) -> bool:
    """Whether a phrase is the subject of its sentence's main verb."""
    relation, governor = tree.deprel[phrase.head], tree.head[phrase.head]
    return relation in _SUBJECT and tree.deprel[governor] == "root"


def _neuter(setting: Setting, partition: Partition, number: int) -> int | None:
    """The body or thing that is the last subject or object, if that is a phrase at all."""
    tree = setting.tree
    heads, head = setting.heads, partition.phrases[number].head
    here = tree.sentence[head]
    first = tree.sentences[max(0, here - 1)].start
    best, best_score = None, float("-inf")
    of_body = _owns_person(setting, head)
    for token in range(first, head):
        if tree.upos[token] not in ("NOUN", "PROPN") or _is_part(tree, token):
            continue
        other = heads.get(token)
        if other is not None and partition.phrases[other].type == "person":
            continue
        if of_body and (other is None or partition.phrases[other].type != "organization"):
            continue
        score = _neuter_score(tree, token, head)
        if score >= best_score:
            best, best_score = other, score
    if best is None or partition.phrases[best].plural or not partition.may_merge(best, number):
        return None
    return best


def _owns_person(setting: Setting, token: int) -> bool:
    """Whether a neuter possesses a person, as bodies do ("its leader")."""
    owned = setting.tree.head[token]
    if setting.tree.deprel[token] != "nmod:poss":
        return False
    noun = read_noun(setting.tree, setting.lexicon, owned)
    return noun is not None and noun.type == "person"


def _is_part(tree: Tree, token: int) -> bool:
    return tree.deprel[token] in ("compound", "flat", "nmod:desc", "nmod:unmarked", "obl:unmarked")


def _neuter_score(tree: Tree, token: int, pronoun: int) -> float:
    relation = tree.deprel[token]
    score = 2.0 if relation in _SUBJECT else 1.0 if relation in _OBJECT else 0.0
    takes_up = tree.deprel[pronoun] in _SUBJECT or tree.deprel[pronoun] == "nmod:poss"
    if takes_up and relation in _SUBJECT and tree.is_root(tree.head[token]):
        score += _MAIN
    return score + (0.5 if tree.sentence[token] == tree.sentence[pronoun] else 0.0)


def _group(setting: Setting, partition: Partition, number: int) -> int | None:
    """The body of people that is the only plural thing near by."""
    tree = setting.tree
    heads, head = setting.heads, partition.phrases[number].head
    first = tree.sentences[max(0, tree.sentence[head] - 1)].start
    for token in range(head - 1, first - 1, -1):
        if tree.upos[token] != "NOUN" or _is_part(tree, token):
            continue
        other = heads.get(token)
        if other is not None and partition.phrases[other].plural:
            fits = partition.phrases[other].type == "organization"
            return other if fits and partition.may_merge(other, number) else None
        if tree.has_feature(token, "Number=Plur"):
            return None
    return None
