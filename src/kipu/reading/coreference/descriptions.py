"""What descriptions refer to: "the ex-president", "the company", "the capital"."""

from collections.abc import Callable, Iterator

import msgspec

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.localities import Localities, find_localities, last_town
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.phrases import NOWHERE, Phrase
from kipu.reading.names.segments import fold
from kipu.reading.trees import Tree

_SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
_FAR = 60
"""Phrases back to which an antecedent is looked for."""
_LEAD = 4
"""Sentences at the beginning in which a description may come before the name."""
_NONE: frozenset[str] = frozenset()
_DOMINANT = 1.5
"""How many times more often than any other the person that a text is about is mentioned."""
_NEAR = 2
"""Sentences within which the person that a text is about is taken up by a role."""
_LAST_NAMED = frozenset(
    ("company", "court", "parliament", "commission", "ministry", "party", "police", "foundation",
     "association", "university", "press", "agency", "ship", "prison", "armed", "union", "hospital",
     "alliance", "church")
)  # fmt: skip
"""Kinds of which "the company", "the ship" is the one named last."""
_EVEN_UNNAMED = frozenset(("ship", "prison", "police"))
"""Kinds whose nouns stand for each other even where no name is known ("the ferry", "the ship")."""
_OUTLETS = frozenset(("press", "agency"))
_OF_BODIES = frozenset(("parliament", "court", "police"))
"""Kinds of body whose members stand for the body."""


class Context(msgspec.Struct, frozen=True):
    """What the choice of an antecedent looks at; ``topic`` is the person the text is about."""

    partition: Partition
    tree: Tree
    lexicon: NameLexicon
    localities: Localities
    topic: int | None = None

    def phrase(self, number: int) -> Phrase:
        """Give a phrase by its number."""
        return self.partition.phrases[number]


def join_descriptions(partition: Partition, tree: Tree, lexicon: NameLexicon) -> None:
    """Merge each description with what its words refer to, in the order of the text."""
    localities = find_localities(partition, tree, lexicon)
    context = Context(partition, tree, lexicon, localities)
    _join(context, _antecedent)
    _join(context, _forward)
    _join(context, _first_named)


def join_roles(partition: Partition, tree: Tree, lexicon: NameLexicon) -> None:
    """Merge descriptions that take up the person whom the text is about; after the pronouns."""
    topic = _most_mentioned(partition)
    if topic is not None:
        _join(Context(partition, tree, lexicon, Localities(None, None), topic), _topic)


def _join(context: Context, find: Callable[[Context, int], int | None]) -> None:
    for number, phrase in enumerate(context.partition.phrases):
        if phrase.kind == "nominal" and not context.partition.is_named(number):
            antecedent = find(context, number)
            if antecedent is not None:
                context.partition.merge(antecedent, number)


def _antecedent(context: Context, number: int) -> int | None:
    """What a description takes up."""
    phrase = context.phrase(number)
    if phrase.family == "kin":
        return _same_kin(context, number)
    definite = phrase.determination in ("definite", "possessive")
    if not (definite or _looks_ahead(context.tree, phrase) or _is_free(phrase)):
        return None
    for find in (_of_same_noun, _of_same_kind, _locality):
        found = find(context, number)
        if found is not None:
            new = phrase.determination == "indefinite"
            again = phrase.family != "human" and _only_in_headline(context, found)
            return found if again or not new else None
    return None


def _only_in_headline(context: Context, number: int) -> bool:
    """Whether a set stands in headlines alone, so that "a judge" may be said of it anew."""
    tree = context.tree
    members = [context.phrase(m) for m in context.partition.first_members(number)]
    return all(
        m.head != NOWHERE and tree.sentence[m.head] in tree.sentences_outside_text for m in members
    )


def _forward(context: Context, number: int) -> int | None:
    """What a description is named by further on."""
    phrase = context.phrase(number)
    ahead = _looks_ahead(context.tree, phrase)
    kin = phrase.family == "kin" and phrase.determination != "indefinite"
    if kin or not (ahead or phrase.determination == "definite"):
        return None
    later = _later_bearer(context, number, lead=ahead)
    return _introduced(context, number) if later is None else later


def _is_free(phrase: Phrase) -> bool:
    """Whether a bare noun is as good as a definite one ("police said", "lawmakers")."""
    free = phrase.plural or phrase.family in ("police", "parliament", "government", "army")
    return phrase.determination == "bare" and free


def _looks_ahead(tree: Tree, phrase: Phrase) -> bool:
    """Whether the name may come after the description: headlines, first sentences."""
    sentence = tree.sentence[phrase.head]
    lead = sentence < _LEAD and phrase.determination != "possessive"
    return sentence in tree.sentences_outside_text or lead


def _candidates(context: Context, number: int) -> Iterator[int]:
    """Give the phrases before one, nearest first, one a set, of the same type."""
    partition, phrase = context.partition, context.phrase(number)
    seen: set[int] = set()
    for other in range(number - 1, max(-1, number - _FAR), -1):
        root = partition.root(other)
        one = context.phrase(other)
        if root in seen or one.kind == "pronoun" or one.type != phrase.type:
            continue
        seen.add(root)
        if partition.may_merge(other, number):
            yield other


def _of_same_noun(context: Context, number: int) -> int | None:
    """The last one before that bears the noun, as a description, a title or in its name."""
    phrase = context.phrase(number)
    for other in _candidates(context, number):
        bears = _bears(context, phrase, nouns_of(context.partition, other))
        if bears and _agree(context, other, number):
            return other
    return None


def nouns_of(partition: Partition, number: int) -> set[str]:
    """Give the nouns that the members of a set bear as descriptions, titles or in their names."""
    nouns: set[str] = set()
    for member in partition.first_members(number):
        one = partition.phrases[member]
        if one.noun:
            nouns.add(one.noun)
        if one.titles:
            nouns.add(" ".join(one.titles))
            nouns.update(one.titles)
        if one.kind == "name" and one.family:
            nouns.update(fold(word) for word in one.words)
    return nouns


def _bears(context: Context, phrase: Phrase, nouns: set[str]) -> bool:
    """Whether a noun, or another word for it, is among others ("the writer": "the novelist")."""
    if {phrase.noun, fold(phrase.noun)} & nouns or context.lexicon.synonyms.get(
        phrase.noun, _NONE
    ) & nouns:
        return True
    trade = phrase.family in ("profession", "role", "office")
    return trade and any(_ends_in(other, phrase.noun) for other in nouns)


def _ends_in(one: str, other: str) -> bool:
    """Whether one noun is the end of the other, written together ("shipowner": "owner")."""
    together = " " not in one + other and "-" not in one + other
    return together and (one.endswith(other) or other.endswith(one))


def _agree(context: Context, other: int, number: int) -> bool:
    """Whether what qualifies a description does not speak against a set."""
    partition, phrase = context.partition, context.phrase(number)
    members = [context.phrase(m) for m in partition.first_members(other)]
    described = [one for one in members if one.kind == "nominal"]
    if described and phrase.plural != any(one.plural for one in described):
        return phrase.family in _OF_BODIES and phrase.type == "organization"
    if _is_former(context, phrase) and not _was_former(context, members):
        return False
    own = _qualifiers(context, phrase)
    theirs: set[str] = set()
    bare = False
    for one in members:
        words = _qualifiers(context, one)
        theirs |= words | set(one.titles)
        bare = bare or (one.noun == phrase.noun and not words)
    return own <= theirs or (bare and phrase.determination != "possessive")


def _is_former(context: Context, phrase: Phrase) -> bool:
    words = context.lexicon.words
    text = [*map(fold, phrase.words), *phrase.titles]
    prefixed = any(_has_prefix(context, w) for w in text)
    return prefixed or bool(words.former & set(text))


def _has_prefix(context: Context, word: str) -> bool:
    """Whether "ex-" stands before a noun of persons; where it takes a hyphen, before any word."""
    hyphened = tuple(p for p in context.lexicon.words.former_prefix if not p.isalpha())
    return word.startswith(hyphened) or context.lexicon.is_former(word)


def _was_former(context: Context, members: list[Phrase]) -> bool:
    """Whether a set has a name, or is itself called a former one."""
    named = any(one.kind == "name" for one in members)
    return named or any(_is_former(context, one) for one in members)


def _qualifiers(context: Context, phrase: Phrase) -> set[str]:
    """Give the words that tell a description from others of its noun."""
    words = context.lexicon.words
    noun = set(fold(phrase.noun).replace("-", " ").split())
    vague = words.former | words.acting | words.same | words.complement | words.definite
    said = map(fold, phrase.words) if phrase.kind == "name" else phrase.words
    plain = {w for w in said if w[0].isalnum() and not w.isdigit()}
    prefixed = {w for w in plain if _has_prefix(context, w)}
    return plain - prefixed - noun - vague - words.articles - words.possessive_mark


def _same_kin(context: Context, number: int) -> int | None:
    """The same relative of the same person, told in the same words."""
    phrase = context.phrase(number)
    for other in _candidates(context, number):
        for member in context.partition.first_members(other):
            one = context.phrase(member)
            if one.noun == phrase.noun and one.words == phrase.words:
                return other if phrase.determination == one.determination else None
    return None


def _of_same_kind(context: Context, number: int) -> int | None:
    """The body or ship named last whose kind the noun gives ("the company")."""
    phrase = context.phrase(number)
    kind = phrase.family
    if (
        kind not in _LAST_NAMED
        or _is_newsroom(context, phrase)
        or phrase.type == "person"
        or _qualifiers(context, phrase)
    ):
        return None
    if phrase.plural and kind not in _OF_BODIES:
        return None
    for other in _candidates(context, number):
        members = [context.phrase(m) for m in context.partition.first_members(other)]
        named = any(m.kind == "name" for m in members)
        if _is_of_other_trade(context, phrase, members):
            continue
        if (named or kind in _EVEN_UNNAMED) and any(m.family == kind for m in members):
            return other
    return _of_unknown_kind(context, number) if kind == "company" else None


def _is_of_other_trade(context: Context, phrase: Phrase, members: list[Phrase]) -> bool:
    """Whether a name tells that a company is no bank ("Borealis Oil") where a bank is meant."""
    words, nouns = context.lexicon.words, context.lexicon.organizations
    told = {fold(w) for m in members if m.kind == "name" for w in m.words} - words.legal_forms
    trades = {w for w in told if w in nouns and nouns[w].kind == "company"}
    return phrase.noun in words.own_trades and bool(trades - {phrase.noun})


def _is_newsroom(context: Context, phrase: Phrase) -> bool:
    """Whether a description is of those who write ("this newspaper"), whom a story is not about."""
    own = context.tree.lower[phrase.start] in context.lexicon.words.demonstrative
    return own and phrase.family in _OUTLETS


def _of_unknown_kind(context: Context, number: int) -> int | None:
    """The last name of a body whose kind nothing tells."""
    for other in _candidates(context, number):
        members = [context.phrase(m) for m in context.partition.first_members(other)]
        if all(not m.family for m in members) and any(m.kind == "name" for m in members):
            return other
    return None


def _locality(context: Context, number: int) -> int | None:
    """The country that the text is about ("this Andean nation"), or its city."""
    phrase, words = context.phrase(number), context.lexicon.words
    if phrase.type != "place" or phrase.determination != "definite" or phrase.plural:
        return None
    if _qualifiers(context, phrase) & words.elsewhere:
        return None
    if phrase.noun in words.country_words:
        return context.localities.country
    if context.tree.lower[phrase.start] in words.demonstrative and phrase.family == "village":
        return context.localities.city
    here = phrase.noun in words.city_words and not _qualifiers(context, phrase)
    if phrase.noun in words.capital_city_words or here:
        city = context.localities.city
        if city is None and here:
            return last_town(context.partition, context.lexicon, _candidates(context, number))
        return city
    return None


def _later_bearer(context: Context, number: int, *, lead: bool) -> int | None:
    """The first one after that bears the noun; beyond the lead, only a named holder of an office.

    Headlines and leads describe first and name later.
    """
    partition, phrase = context.partition, context.phrase(number)
    if phrase.type == "organization" or (not lead and phrase.family != "office"):
        return None
    if _is_former(context, phrase) and not lead:
        return None
    for other in range(number + 1, min(len(partition.phrases), number + _FAR)):
        one = context.phrase(other)
        if one.kind == "pronoun" or one.type != phrase.type or one.head == NOWHERE:
            continue
        if not lead and not partition.is_named(other):
            continue
        if phrase.noun in nouns_of(partition, other) and partition.may_merge(other, number):
            fits = _agree(context, other, number) or not _qualifiers(context, phrase)
            return other if fits else None
    return None


def _introduced(context: Context, number: int) -> int | None:
    """The person whom the sentence after the lead names, where the lead described one.

    "A judge was shot dead on Tuesday. Ana Rey, 52, ..." is how news begins: the lead's subject
    is named as the subject of one of the next sentences, with the age or a relative clause. So is,
    further on, the subject that a paragraph begins with, in its next sentence.
    """
    tree, phrase = context.tree, context.phrase(number)
    here = tree.sentence[phrase.head]
    outside = tree.sentences_outside_text
    lead = here not in outside and here - 1 in {*outside, -1}
    opens = phrase.determination == "definite" and _opens_paragraph(tree, phrase)
    subject = phrase.type == "person" and tree.deprel[phrase.head] in _SUBJECTS
    if not subject or phrase.plural or not (lead or opens):
        return None
    reach = here + (_NEAR if lead else 1)
    for other in range(number + 1, min(len(context.partition.phrases), number + _FAR)):
        one = context.phrase(other)
        if one.kind != "name" or one.type != "person":
            continue
        if tree.sentence[one.head] > reach or one.titles:
            return None
        subject = tree.deprel[one.head] in _SUBJECTS
        fits = subject and _is_introduction(tree, one) and _takes(context, other, phrase)
        new = lead or context.partition.first_members(other)[0] == other
        return other if fits and new and context.partition.may_merge(other, number) else None
    return None


def _opens_paragraph(tree: Tree, phrase: Phrase) -> bool:
    start = tree.token_span(phrase.start).start
    return any(b.kind == "paragraph" and b.span.start == start for b in tree.doc.blocks)


def _is_introduction(tree: Tree, phrase: Phrase) -> bool:
    """Whether an age or a relative clause stands behind a full name."""
    if len(phrase.words) == 1 or tree.form[phrase.end] != ",":
        return False
    aged = tree.form[phrase.end + 1].isdigit()
    return aged or tree.child(phrase.head, "acl:relcl") is not None


def _topic(context: Context, number: int) -> int | None:
    """The person that the text is about, where a role takes up who was just named.

    A role ("the prisoner", "the 80-year-old") or a former office whose holder no other words tell
    is the person named most in the text, if that one was named just before; in a headline, with
    no other person in it, wherever named.
    """
    partition, tree, phrase = context.partition, context.tree, context.phrase(number)
    headline = tree.sentence[phrase.head] in tree.sentences_outside_text
    former = _is_former(context, phrase)
    role = phrase.family in ("role", "profession") or phrase.noun in context.lexicon.words.old
    if phrase.type != "person" or phrase.plural or not (headline or former or role):
        return None
    if phrase.determination != "definite" and not headline:
        return None
    if phrase.noun in context.lexicon.words.old:
        return _last_named(context, number)
    top = context.topic
    if top is None or not partition.may_merge(top, number) or not _takes(context, top, phrase):
        return None
    if headline:
        return top if _is_alone(context, number) else None
    return top if former or _just_named(context, top, number) else None


def _last_named(context: Context, number: int) -> int | None:
    """The person named last in the sentences before ("... Ana Rey. The 52-year-old ...")."""
    partition, tree = context.partition, context.tree
    here = tree.sentence[context.phrase(number).head]
    for other in range(number - 1, max(-1, number - _FAR), -1):
        one = context.phrase(other)
        if one.head == NOWHERE or partition.type_of(other) != "person":
            continue
        if here - tree.sentence[one.head] > _NEAR:
            return None
        earlier = tree.sentence[one.head] < here
        if earlier and partition.is_named(other) and partition.may_merge(other, number):
            return other
    return None


def _most_mentioned(partition: Partition) -> int | None:
    """The named person whom a document mentions most, if by far."""
    counts = {
        root: len(partition.members(root))
        for root in partition.roots()
        if partition.is_named(root) and partition.type_of(root) == "person"
    }
    if not counts:
        return None
    top = max(sorted(counts), key=counts.__getitem__)
    second = max((count for root, count in counts.items() if root != top), default=0)
    return top if counts[top] >= _DOMINANT * second else None


def _first_named(context: Context, number: int) -> int | None:
    """Whom a former office is of whose holder the text does not tell: the person named first.

    If the sentence before is about somebody, it is that one: "Rey did not come. The former minister
    stepped down in March".
    """
    phrase = context.phrase(number)
    definite = phrase.type == "person" and phrase.determination == "definite"
    if not definite or phrase.plural or not _is_former(context, phrase):
        return None
    before = _subject_before(context, phrase)
    named = before if before is not None else _first_person(context, number)
    if named is None or not _takes(context, named, phrase):
        return None
    return named if context.partition.may_merge(named, number) else None


def _subject_before(context: Context, phrase: Phrase) -> int | None:
    """Give the named person that the sentence before is about, where a subject takes one up.

    In a new paragraph it need not be the same.
    """
    tree = context.tree
    if tree.deprel[phrase.head] not in _SUBJECTS or _opens_paragraph(tree, phrase):
        return None
    before = tree.sentence[phrase.head] - 1
    for other, one in enumerate(context.partition.phrases):
        named = one.kind == "name" and one.type == "person" and one.head != NOWHERE
        if named and tree.sentence[one.head] == before and tree.deprel[one.head] in _SUBJECTS:
            return other
    return None


def _first_person(context: Context, number: int) -> int | None:
    """Give the person whom a text names first, if it does before a description."""
    people = (
        other
        for other, one in enumerate(context.partition.phrases[:number])
        if one.kind == "name" and one.type == "person" and one.head != NOWHERE
    )
    return next(people, None)


def _takes(context: Context, number: int, phrase: Phrase) -> bool:
    """Whether nothing known of a person speaks against a description: complement, other trade."""
    if len(_qualifiers(context, phrase)) > 1:
        return False
    members = [context.phrase(m) for m in context.partition.first_members(number)]
    posts = ("office", "profession")
    posted = any(m.family in posts or (m.titles and m.gender == "-") for m in members)
    return phrase.family not in posts or not posted


def _is_alone(context: Context, number: int) -> bool:
    """Whether no other person stands in a sentence."""
    sentence = context.tree.sentence[context.phrase(number).head]
    return not any(
        other != number and one.type == "person" and one.head != NOWHERE
        for other, one in enumerate(context.partition.phrases)
        if one.head != NOWHERE and context.tree.sentence[one.head] == sentence
    )


def _just_named(context: Context, top: int, number: int) -> bool:
    here = context.tree.sentence[context.phrase(number).head]
    return any(
        member < number and here - context.tree.sentence[context.phrase(member).head] <= _NEAR
        for member in context.partition.members(top)
        if context.phrase(member).head != NOWHERE
    )
