"""How a vote went: the numbers for and against, and by how many it was won."""

from collections.abc import Sequence
from itertools import islice, pairwise

from kipu.lang.events import EventLexicon
from kipu.lang.quantities import StateRule
from kipu.reading.events.words_near import words_near
from kipu.reading.quantities import NumberPhrase, in_sentence
from kipu.reading.trees import Tree

VOTES = ("votes_for", "votes_against", "abstentions")
"""Roles that count those who voted."""
MARGIN = "margin"
"""By how many votes something was won or lost."""
_CAST = frozenset(("item", "vote", "abstention", "person"))
_SCORED = ("item", "vote")
"""Units of the numbers of a score."""
_NEXT = 3
"""Tokens after a number that say how it was voted."""
_FEW = 20
"""More votes than these are all that were cast for something, and not those that decided."""


def read_scores(
    tree: Tree, phrases: Sequence[NumberPhrase], lexicon: EventLexicon
) -> tuple[tuple[NumberPhrase, NumberPhrase], ...]:
    """Find the scores of votes: "passed by 62 votes to nine", "voted 62-9".

    Two numbers in a row, of which the first may count votes, with nothing between them but a dash
    or the word for the other side; parsers hang the second one anywhere.
    """
    return tuple(pair for pair in pairwise(phrases) if _is_score(tree, *pair, lexicon))


def _is_score(tree: Tree, first: NumberPhrase, second: NumberPhrase, lexicon: EventLexicon) -> bool:
    plain = first.unit in _SCORED and second.unit in _SCORED and not first.is_money
    between = tree.lower[max(first.last, first.head) + 1 : second.first]
    ranged = between in (("-",), ("–",)) and first.unit == second.unit == "item"
    if not plain or not (" ".join(between) in lexicon.score_cases or ranged):
        return False
    before = tree.lower[first.first - 1] if first.first else ""
    own = (first.number, first.head)  # "the vote was 62 to 9"
    beside = (*map(tree.governor, own), *(s for t in own for s in tree.children(t, "nsubj")))
    voted = any(t is not None and tree.lower_lemma[t] in lexicon.voting_words for t in beside)
    counted = first.unit == "vote" or second.unit == "vote"
    return before not in lexicon.range_openers and (counted or voted)


def is_margin(
    tree: Tree,
    phrase: NumberPhrase,
    scores: Sequence[tuple[NumberPhrase, NumberPhrase]],
    lexicon: EventLexicon,
) -> bool:
    """Whether a number of votes is by how many something was won: "survived by four votes"."""
    scored = any(phrase in pair for pair in scores)
    decided = tree.case(phrase.head) in lexicon.margin_cases and phrase.value <= _FEW
    above = list(islice(tree.ancestors(phrase.head), 2))  # "survived a vote by four votes"
    won = any(tree.lower_lemma[verb] in lexicon.margin_verbs for verb in above)
    return phrase.unit == "vote" and not scored and decided and won


def is_rejected(tree: Tree, phrase: NumberPhrase, states: Sequence[StateRule]) -> bool:
    """Whether the verb above a number of votes says that most were against: "rejected by 61"."""
    verb = tree.names_of(tree.head[phrase.head])
    return any(state.leading & verb for state in states)


def voted_otherwise(
    tree: Tree,
    phrase: NumberPhrase,
    phrases: Sequence[NumberPhrase],
    states: Sequence[StateRule],
) -> bool:
    """Whether words beside a number of voters say that they did not vote in favour."""
    beside = vote_beside(tree, phrase, phrases, states)
    if beside is not None:
        return beside.role != "votes_for"
    near = set(words_near(tree, phrase, phrases))
    for other in tree.children(phrase.head, "conj"):  # "101 votos y ningún voto en contra"
        near -= {tree.lower[token] for token in tree.descendants(other)}
    against = (s for s in states if s.role in VOTES and s.role != "votes_for")
    return any(word in near for state in against for word in state.words)


def vote_beside(
    tree: Tree,
    phrase: NumberPhrase,
    phrases: Sequence[NumberPhrase],
    states: Sequence[StateRule],
) -> StateRule | None:
    """Find what the words that follow a number in a list of votes say: "62 for, 9 against".

    The trees of such lists are seldom right.
    """
    if phrase.unit not in _CAST:
        return None
    firsts = {other.first for other in in_sentence(tree, phrase.number, phrases)}
    words = {*tree.names_of(phrase.head)}
    token, stop = phrase.last + 1, tree.sentence_of[phrase.last].stop
    while token < min(stop, phrase.last + _NEXT + 1) and token not in firsts:
        if tree.upos[token] not in ("ADP", "NOUN", "ADJ", "DET"):
            break
        words |= tree.names_of(token)
        token += 1
    if token in firsts:  # "62 votes against 9"
        words = {*tree.names_of(phrase.head)}
    return next((s for s in states if s.role in VOTES and s.words & words), None)
