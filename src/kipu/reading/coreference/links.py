"""What the grammar itself says to be one, or not one: appositions, copulas, kin, nesting."""

from collections.abc import Iterator

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.phrases import NOWHERE, Phrase
from kipu.reading.names.pronouns import relative_clause
from kipu.reading.trees import Tree, relation

Pair = tuple[int, int]
_BESIDE = 6
"""Phrases ahead among which the one beside a phrase is looked for."""
_NAMED_BY_OF = frozenset(
    ("city", "village", "island", "region", "quarter", "land", "country", "ship")
)
"""Kinds of place whose "of" leads to their own name ("the town of X", "the wreck of the X")."""
_SAID_OF_NAMES = frozenset(("office", "profession", "kin"))
_SETTLED = frozenset(("city", "village", "region", "quarter", "island"))
"""Kinds of place that may be said of one place ("the island city")."""
_ARGUMENTS = frozenset(("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"))


def heads_of(partition: Partition) -> dict[int, int]:
    """Give the phrase that each token heads; the longer one where two share a head."""
    heads: dict[int, int] = {}
    for number, phrase in enumerate(partition.phrases):
        if phrase.head != NOWHERE and phrase.head not in heads:
            heads[phrase.head] = number
    return heads


def join_linked(partition: Partition, tree: Tree, lexicon: NameLexicon) -> None:
    """Keep apart what the grammar keeps apart, then merge what it equates."""
    heads = heads_of(partition)
    equal = [
        pair
        for number, phrase in enumerate(partition.phrases)
        if phrase.head != NOWHERE
        for pair in _equal(partition, tree, lexicon, heads, number)
        if _compatible(partition, *pair)
    ]
    named = {frozenset(pair) for pair in equal}
    for pair in _apart(partition, tree, heads):
        if frozenset(pair) not in named:
            partition.keep_apart(*pair)
    for one, other in equal:
        partition.merge(one, other, sure=True)


def _compatible(partition: Partition, one: int, other: int) -> bool:
    a, b = partition.phrases[one], partition.phrases[other]
    relative = "relative" in (a.family, b.family)
    members = a.plural != b.plural and "name" in (a.kind, b.kind) and a.type == "organization"
    same = a.plural == b.plural or a.kind == "pronoun" or members
    return relative or (a.type == b.type and same)


def _equal(
    partition: Partition, tree: Tree, lexicon: NameLexicon, heads: dict[int, int], number: int
) -> Iterator[Pair]:
    phrase = partition.phrases[number]
    above = heads.get(tree.head[phrase.head])
    if phrase.kind == "pronoun":
        yield from _pronoun_link(partition, tree, heads, number)
        return
    if above is not None and above != number:
        governor = partition.phrases[above]
        if (
            _apposed(tree, governor, phrase)
            or _names_its_noun(tree, lexicon, governor, phrase)
            or _members_of(tree, lexicon, governor, phrase)
        ):
            yield above, number
    following = _following(partition, tree, lexicon, number)
    if following is not None:
        yield number, following
    if phrase.kind == "name":
        yield from _called(tree, lexicon, heads, number, phrase)
    else:
        yield from _copula(tree, lexicon, heads, number, phrase)


def _following(partition: Partition, tree: Tree, lexicon: NameLexicon, number: int) -> int | None:
    """The name or description that stands beside a phrase, with or without commas.

    "the novelist Mario Reyes"; "the judge, Ana Rey, said"; "Ana Rey, a judge, said". Read from the
    words rather than the tree, which often goes wrong here; a list is told by its last comma or
    its "and".
    """
    phrase = partition.phrases[number]
    comma = phrase.end < len(tree) and tree.form[phrase.end] == ","
    begin = _behind_age(tree, lexicon, phrase.end + comma)
    if comma and begin < len(tree) and tree.lower[begin] in lexicon.words.now:
        begin += 1
    for other in range(number + 1, min(len(partition.phrases), number + _BESIDE)):
        one = partition.phrases[other]
        if one.start > begin:
            return None
        if one.start == begin and _may_be_beside(phrase, one):
            if tree.sentence[one.head] != tree.sentence[phrase.head]:
                return None
            fits = _closes(tree, phrase, one) if comma else _leads_on(tree, phrase, one)
            return other if fits else None
    return None


def _behind_age(tree: Tree, lexicon: NameLexicon, begin: int) -> int:
    """Give where what follows an age between commas begins ("Ana Rey, de 41 años, jueza,")."""
    words, end = lexicon.words, begin + 4
    if end >= len(tree) or tree.lower[begin] not in words.aged or tree.form[end - 1] != ",":
        return begin
    years = tree.lower_lemma[end - 2] in words.years and tree.upos[begin + 1] == "NUM"
    return end if years else begin


def _may_be_beside(phrase: Phrase, one: Phrase) -> bool:
    """Whether two phrases side by side can be one: a name and a description, or a new one."""
    if {one.kind, phrase.kind} == {"name", "nominal"}:
        return True
    definite = phrase.determination in ("definite", "possessive")
    new = one.kind == phrase.kind == "nominal" and one.determination == "indefinite"
    return new and definite and phrase.type == "person"


def _leads_on(tree: Tree, phrase: Phrase, one: Phrase) -> bool:
    """Whether a description and a name stand side by side without a comma.

    Of bodies the tree must agree: "the company Acme said so" is one, "told the court Acme lied"
    two.
    """
    if phrase.kind != "nominal" or phrase.type != one.type:
        return False
    if phrase.type != "organization":
        return phrase.determination != "indefinite"
    return tree.head[one.head] == phrase.head or tree.head[phrase.head] == one.head


def _closes(tree: Tree, before: Phrase, phrase: Phrase) -> bool:
    """Whether a comma or the sentence's end, and no list, follows."""
    end = phrase.end
    definite = before.kind == "nominal" and before.determination in ("definite", "possessive")
    if phrase.kind == "nominal" and phrase.determination == "bare" and (
        phrase.family not in _SAID_OF_NAMES
    ):  # fmt: skip
        return False
    if end >= len(tree) or tree.sentence[end] != tree.sentence[phrase.head]:
        return phrase.kind == "nominal" or definite
    if tree.form[end] in (".", ";", ")"):
        return phrase.kind == "nominal" or definite
    further = end + 1
    listed = further < len(tree) and tree.upos[further] == "CCONJ"
    return tree.form[end] == "," and (not listed or _skips_preposition(tree, before, phrase))


def _skips_preposition(tree: Tree, before: Phrase, phrase: Phrase) -> bool:
    """Whether a preposition that all of a list have is not the second's ("a B, C, y a D").

    It stands behind the conjunction, two tokens behind the phrase.
    """
    first, case = tree.case(before.head), phrase.end + 2
    again = case < len(tree) and tree.lower[case] == first
    return first is not None and again and tree.case(phrase.head) is None


def _called(
    tree: Tree, lexicon: NameLexicon, heads: dict[int, int], number: int, phrase: Phrase
) -> Iterator[Pair]:
    """ "a gang known as X": the name behind a verb of naming that hangs on the noun."""
    verb = tree.head[phrase.head]
    if tree.lower_lemma[verb] not in lexicon.words.name_verbs or not tree.deprel[verb].startswith(
        "acl"
    ):
        return
    if tree.deprel[phrase.head] in ("xcomp", "obl") and tree.head[verb] in heads:
        yield heads[tree.head[verb]], number


def _apposed(tree: Tree, governor: Phrase, phrase: Phrase) -> bool:
    """Whether a phrase stands in apposition, with no more than marks and numbers between.

    What opens the phrase may stand there too ("a defendant, the teacher Ana Rey"), but no
    preposition. Two names never do ("Dolna, Varonia" is a place in a country), nor does one with
    whom something is done to: "the witness who accused him, a sergeant named Renn" is not him.
    """
    done_to = governor.kind == "pronoun" and relation(tree.deprel[governor.head]) in ("obj", "obl")
    if done_to:
        return False
    between = range(governor.end, phrase.start)
    if governor.kind == phrase.kind == "name" or not _of_one_kind(governor, phrase):
        return False
    return tree.deprel[phrase.head] == "appos" and all(
        tree.upos[t] in ("PUNCT", "NUM") or (tree.head[t] == phrase.head and tree.upos[t] != "ADP")
        for t in between
    )


def _of_one_kind(one: Phrase, other: Phrase) -> bool:
    """Whether the kinds of two places allow them to be one; those of others are not compared."""
    families = {one.family, other.family} - {""}
    return one.type != "place" or len(families) < 2 or families <= _SETTLED


def _names_its_noun(tree: Tree, lexicon: NameLexicon, above: Phrase, phrase: Phrase) -> bool:
    """Whether "of" leads to the thing's own name ("the town of X")."""
    if above.type != "place" or phrase.kind != "name" or phrase.type != "place":
        return False
    capital = lexicon.words.capital_city_words & {above.noun, *above.words}
    of_country = " ".join(phrase.words) in lexicon.countries and above.family != "country"
    if capital or of_country or above.family not in _NAMED_BY_OF:
        return False
    case = tree.child(phrase.head, "case")
    direct = case is not None and tree.lower[case] in lexicon.words.complement
    return direct and tree.deprel[phrase.head] == "nmod" and above.determination != "indefinite"


def _members_of(tree: Tree, lexicon: NameLexicon, above: Phrase, phrase: Phrase) -> bool:
    """Whether "of" leads from the members of a body to its name ("soldiers of the Guard")."""
    if above.noun not in lexicon.groups or phrase.kind != "name" or phrase.type != above.type:
        return False
    case = tree.child(phrase.head, "case")
    direct = case is not None and tree.lower[case] in lexicon.words.complement
    return direct and tree.deprel[phrase.head] == "nmod"


def _pronoun_link(
    partition: Partition, tree: Tree, heads: dict[int, int], number: int
) -> Iterator[Pair]:
    phrase = partition.phrases[number]
    if phrase.family == "relative":
        clause = relative_clause(tree, phrase.head)
        if clause is not None and tree.head[clause] in heads:
            yield heads[tree.head[clause]], number
        elif clause is None:
            yield from _before_comma(partition, number)
    elif phrase.family == "reflexive":
        for above in tree.ancestors(phrase.head):
            subject = tree.child(above, "nsubj", "nsubj:pass")
            if subject is not None and subject in heads:
                yield heads[subject], number
                return


def _before_comma(partition: Partition, number: int) -> Iterator[Pair]:
    """The name right before a relative pronoun's comma, where the tree shows no clause."""
    for other in range(number - 1, max(-1, number - _BESIDE), -1):
        one = partition.phrases[other]
        if one.end == partition.phrases[number].start - 1 and one.kind == "name":
            yield other, number
            return


def _copula(
    tree: Tree, lexicon: NameLexicon, heads: dict[int, int], number: int, phrase: Phrase
) -> Iterator[Pair]:
    """A predicate that is affirmed ("He was the president")."""
    if tree.child(phrase.head, "cop") is None:
        return
    subject = tree.child(phrase.head, "nsubj")
    denied = any(tree.lower[c] in lexicon.words.negations for c in tree.children(phrase.head))
    if subject is not None and subject in heads and not denied:
        yield heads[subject], number


def _apart(partition: Partition, tree: Tree, heads: dict[int, int]) -> Iterator[Pair]:
    """Nested phrases, coordinated ones, and two arguments of one verb are different things."""
    open_phrases: list[int] = []
    for number, phrase in enumerate(partition.phrases):
        if phrase.head == NOWHERE:
            continue
        open_phrases = [o for o in open_phrases if partition.phrases[o].end > phrase.start]
        yield from ((outer, number) for outer in open_phrases)
        open_phrases.append(number)
        governor = tree.head[phrase.head]
        if tree.deprel[phrase.head] == "conj" and governor in heads:
            yield heads[governor], number
        if tree.deprel[phrase.head] in _ARGUMENTS and phrase.family != "reflexive":
            for sibling in tree.children(governor):
                if sibling < phrase.head and tree.deprel[sibling] in _ARGUMENTS and (
                    sibling in heads
                ):  # fmt: skip
                    yield heads[sibling], number
