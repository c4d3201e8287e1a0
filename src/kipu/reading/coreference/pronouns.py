"""What pronouns refer to: candidates near by, weighed by sex, syntax, nearness and prominence."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log2

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.antecedents import (
    OBJECT,
    SUBJECT,
    Candidate,
    Setting,
    choose,
    gather_evidence,
)
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
_HUMAN = frozenset(("m", "f", "h", "-"))


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
            antecedent = None if phrase.plural else _speaker(setting, partition, number)
        elif phrase.gender == "n":
            antecedent = _neuter(setting, partition, number)
        elif _is_of_many(tree, lexicon, phrase):
            antecedent = None
        elif phrase.plural:
            antecedent = _group(setting, partition, number)
        else:
            candidates = find_candidates(setting, partition, number, counts)
            antecedent = choose(candidates, lexicon.weights["pronoun"])
        if antecedent is not None and partition.merge(antecedent, number):
            counts[partition.root(number)] += 1


def _is_of_many(tree: Tree, lexicon: NameLexicon, phrase: Phrase) -> bool:
    """Whether a possessive that is one's or many's stands behind people of its own clause.

    "La fiscal habló. Los jóvenes murieron la noche de su captura": theirs, not hers.
    """
    both = phrase.gender == "-" and tree.deprel[phrase.head] == "nmod:poss"
    if not both:
        return False
    verbs = (t for t in tree.ancestors(phrase.head) if tree.upos[t] == "VERB")
    clause = next(verbs, phrase.head)
    subjects = (s for s in tree.children(clause, *SUBJECT) if s < phrase.head)
    people = (s for s in subjects if tree.has_feature(s, "Number=Plur"))
    return any(lexicon.person(tree.lower_lemma[s]) is not None for s in people)


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


def find_candidates(
    setting: Setting, partition: Partition, number: int, counts: Counter[int]
) -> list[Candidate]:
    """Give the persons before a pronoun, or ahead of it in the main clause, nearest first."""
    quotation = setting.quotations.around(partition.phrases[number].head)
    speaker = setting.speakers.get(quotation[0]) if quotation else None
    candidates: list[Candidate] = []
    nearer: set[int] = set()
    for other in (*_near(setting, partition, number), *_ahead(setting, partition, number)):
        root = partition.root(other)
        if not _may_be(setting, partition, number, other):
            continue
        if speaker is not None and partition.root(speaker) == root:
            continue
        evidence = gather_evidence(setting, partition, number, other, counts)
        evidence["nearest"] = float(not candidates)
        evidence["farther"] = log2(1 + len(nearer - {root}))
        nearer.add(root)
        candidates.append((other, evidence))
    return candidates


def _ahead(setting: Setting, partition: Partition, number: int) -> Iterator[int]:
    """Give the subject behind a pronoun that opens the sentence ("In his speech, Rey said")."""
    tree, head = setting.tree, partition.phrases[number].head
    if _is_reported(tree, head):
        return
    sentence = tree.sentence_of[head]
    root = next(t for t in sentence if tree.head[t] == t)
    subject = tree.child(root, *SUBJECT)
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
    if one.kind == "pronoun" and (_is_author(setting, one) or len(partition.members(other)) == 1):
        return False
    if not partition.may_merge(other, number):
        return False
    return not (one.start <= phrase.head < one.end)


def _is_author(setting: Setting, one: Phrase) -> bool:
    """Whether a pronoun is of who tells the text, of whom nobody there says "he"."""
    told = setting.lexicon.pronouns[one.words[0]].person == 1
    return told and not setting.quotations.holds(one.head)


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
    score = 2.0 if relation in SUBJECT else 1.0 if relation in OBJECT else 0.0
    takes_up = tree.deprel[pronoun] in SUBJECT or tree.deprel[pronoun] == "nmod:poss"
    if takes_up and relation in SUBJECT and tree.is_root(tree.head[token]):
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
