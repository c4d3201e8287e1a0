"""What names name: the evidence of a whole document, added up for each name."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from itertools import pairwise

from kipu.lang.names import KindNoun, NameLexicon
from kipu.model.readings import EntityType
from kipu.reading.names.families import (
    family_of,
    first_noun,
    goes_by_first_word,
    heads_first,
)
from kipu.reading.names.margins import margin_names
from kipu.reading.names.runs import is_initial
from kipu.reading.names.segments import Segment, fold, is_called_ship
from kipu.reading.trees import Tree

Evidence = tuple[EntityType, str]
"""A type, and the name of the weight that speaks for it."""
_VOTES: dict[str, EntityType] = {"PER": "person", "ORG": "organization", "LOC": "place"}
_LEAST = 1.0
"""A name whose evidence weighs less is no name of a person, body or place."""
_PLACED = 1.5
"""Evidence for a place that a given name has to yield to ("the president of Georgia")."""
_LONGEST_ACRONYM = 6
_MOST_VOTES = 2
"""Votes of the model for a name that count: it errs on a name in all of its places alike."""
_LONGEST_PERSON = 3
_AGED = 3
"""Words behind "aged" among which the number stands ("aged about 40")."""
_OF_STATES = frozenset(("parliament", "court", "army"))
_SUBJECTS = frozenset(("nsubj", "nsubj:outer"))
_PATIENTS = frozenset(("nsubj:pass", "obj"))
_NEXT_TO = frozenset(("appos", "compound", "nmod:desc", "flat", "nmod:unmarked"))


def name_types(
    tree: Tree, lexicon: NameLexicon, segments: tuple[Segment, ...]
) -> dict[str, EntityType]:
    """Decide what each name of a document names; keys are :attr:`Segment.key`.

    One name has one type in a document. Names that are laws, works or occurrences, and words of
    which nothing says that they are names at all, are left out.
    """
    scores: dict[str, dict[EntityType, float]] = defaultdict(lambda: defaultdict(float))
    votes: Counter[tuple[str, EntityType]] = Counter()
    datelines = {
        fold(" ".join(one.words)) for one in margin_names(tree.doc, lexicon) if one.type == "place"
    }
    for segment in segments:
        if _names_none(lexicon, segment) or _is_portfolio(tree, lexicon, segment):
            continue
        evidence = list(_evidence(tree, lexicon, segment))
        if segment.key not in scores:
            if segment.key in datelines:
                evidence.append(("place", "dateline"))
            evidence += [*_own_words(lexicon, segment), *_known(lexicon, segment)]
        for kind, reason in evidence:
            if reason == "model":
                votes[segment.key, kind] += 1
            if reason != "model" or votes[segment.key, kind] <= _MOST_VOTES:
                scores[segment.key][kind] += lexicon.weights[kind][reason]
    certain = {key for key, score in scores.items() if sum(score.values()) >= _LEAST}
    _share(lexicon, segments, scores)
    return {
        key: _best(score)
        for key, score in scores.items()
        if key in certain or max(score.values()) >= _LEAST
    }


def _best(score: dict[EntityType, float]) -> EntityType:
    return max(sorted(score), key=score.__getitem__)


def _names_none(lexicon: NameLexicon, segment: Segment) -> bool:
    """Whether a name is that of a law, a work or an occurrence, or a mere "Street"."""
    words = [word.lower() for word in segment.words]
    road = lexicon.places.get(words[0].rstrip(".")) if len(words) == 1 else None
    if road is not None and road.kind == "road":
        return True
    if words[-1] in lexicon.words.suffixes or words[-1].isdigit():
        words = words[:-1]
    if heads_first(lexicon):
        return _begins_as_event(lexicon, words)
    return len(segment.words) > 1 and words[-1] in lexicon.words.event_nouns


def _begins_as_event(lexicon: NameLexicon, words: list[str]) -> bool:
    """Whether a name begins with an occurrence ("Segunda Guerra Mundial"; not "Alba Guerra")."""
    events = lexicon.words.event_nouns
    second = len(words) > 2 and words[1] in events and words[0].title() not in lexicon.given
    return len(words) > 1 and (words[0] in events or second)


def _is_portfolio(tree: Tree, lexicon: NameLexicon, segment: Segment) -> bool:
    """Whether a word says what an office is in charge of ("Minister of War")."""
    head, text = name_head(tree, segment), " ".join(segment.words)
    known = text in lexicon.countries or text in lexicon.capitals or text in lexicon.regions
    acronym = heads_first(lexicon) and text.isupper() and len(text) <= _LONGEST_ACRONYM
    if known or acronym or {"PER", "LOC"} & set(segment.votes):
        return False
    if len(segment.words) > 1:
        # "ministro de Relaciones Exteriores", but "secretario de Radio Andina"
        told = fold(segment.words[-1]) in lexicon.words.portfolios
        named = any(_head_nouns(lexicon, text.lower().split()))
        if not told and (not heads_first(lexicon) or named):
            return False
        return _completes(tree, lexicon, head, lexicon.words.portfolio_posts)
    return _completes(tree, lexicon, head, lexicon.words.portfolio_nouns)


def _evidence(tree: Tree, lexicon: NameLexicon, segment: Segment) -> Iterator[Evidence]:
    for vote in set(segment.votes):
        if vote in _VOTES and 2 * segment.votes.count(vote) >= len(segment.votes):
            yield _VOTES[vote], "model"
    if segment.titles:
        yield "person", "title"
    yield from _neighbours(tree, lexicon, segment)
    yield from _syntax(tree, lexicon, segment)


def _own_words(lexicon: NameLexicon, segment: Segment) -> Iterator[Evidence]:
    """Evidence of the words of a name, which counts once however often the name stands."""
    words = [word.lower() for word in segment.words]
    if any(is_initial(word) for word in segment.words[:-1]):
        yield "person", "initials"
    given = segment.words[0].title() if segment.words[0].isupper() else segment.words[0]
    if given in lexicon.given and words[0] not in lexicon.words.particles:
        yield "person", "given" if len(words) > 1 else "given_alone"
    if words[-1] in lexicon.words.legal_forms and len(words) > 1:
        yield "organization", "legal_form"
    head_nouns = list(_head_nouns(lexicon, words))
    yield from head_nouns
    opened = words[0] in lexicon.words.place_openers or words[0] in lexicon.words.particles
    longest = _LONGEST_PERSON + heads_first(lexicon)  # two surnames
    if not (head_nouns or opened) and 2 <= len(words) <= longest and words[0].isalpha():
        yield "person", "shape"
    if words[0].rstrip(".") in lexicon.words.ship_prefixes and len(words) > 1:
        yield "place", "ship"
    elif words[0] in lexicon.words.place_openers and len(words) > 1:
        yield "place", "opener"
    capitals = segment.words[0].isupper() and segment.words[0].isalpha()
    if len(words) == 1 and capitals and 2 <= len(words[0]) <= _LONGEST_ACRONYM:
        yield "organization", "acronym"


def _head_nouns(lexicon: NameLexicon, words: list[str]) -> Iterator[Evidence]:
    """A noun of bodies or places at the end, or before the first link ("Court of Appeal")."""
    if words[-1].isdigit():
        yield "place", "noun"
        return
    kinds = lexicon.organizations, lexicon.places
    if heads_first(lexicon):
        yield from _first_nouns(lexicon, words)
        return
    heads = {words[-1]}
    heads.update(before for before, link in pairwise(words) if link in lexicon.words.firm_links)
    bodies = [h for h in heads if h in kinds[0] and kinds[0][h].use != "d"]
    places = [h for h in heads if h in kinds[1] and kinds[1][h].use != "d"]
    if _is_land(lexicon, words, places):
        yield "place", "noun"
    elif bodies:
        yield "organization", "noun"
    elif places:
        yield "place", "noun"


def _first_nouns(lexicon: NameLexicon, words: list[str]) -> Iterator[Evidence]:
    body = first_noun(lexicon, words, lexicon.organizations)
    place = first_noun(lexicon, words, lexicon.places)
    if body is not None and body.use != "d":
        yield "organization", "noun"
    elif place is not None and place.use != "d":
        yield "place", "noun"


def _is_land(lexicon: NameLexicon, words: list[str], places: list[str]) -> bool:
    """Whether a name is that of a state ("Federation of X"), not of a body ("of Labour")."""
    if not any(lexicon.places[noun].kind == "country" for noun in places):
        return False
    last = words[-1]
    known = last in lexicon.persons or last.removesuffix("s") in lexicon.persons
    return not known and len(words) > 1 and words[-2] in lexicon.words.firm_links


def _known(lexicon: NameLexicon, segment: Segment) -> Iterator[Evidence]:
    text = " ".join(segment.words)
    readings = {text, text.title()} if text.isupper() else {text}
    if (
        any(t in lexicon.countries or t in lexicon.capitals for t in readings)
        or readings & lexicon.regions
    ):
        yield "place", "gazetteer"
    if readings & lexicon.bodies or text in lexicon.acronyms:
        yield "organization", "gazetteer"


def _neighbours(tree: Tree, lexicon: NameLexicon, segment: Segment) -> Iterator[Evidence]:
    """Evidence of the words around: prepositions, articles, descriptions beside the name."""
    yield from _word_before(tree, lexicon, segment)
    head = name_head(tree, segment)
    inside = range(segment.first, segment.end)
    for noun in _describing(tree, lexicon, segment, head):
        if noun not in inside and not _colon_between(tree, noun, head):
            yield from _described_by(tree, lexicon, noun)
    if is_called_ship(tree, lexicon, segment.start):
        yield "place", "ship"
    if _is_land_of(tree, lexicon, head) or _owns_land(tree, lexicon, head):
        yield "place", "land"
    if _is_aged(tree, lexicon, segment.end):
        yield "person", "age"
    if _employs(tree, lexicon, head):
        yield "organization", "employer"


def _employs(tree: Tree, lexicon: NameLexicon, head: int) -> bool:
    """Whether someone's trade or post is there: "an accountant at X", "a guard employed by X"."""
    if tree.deprel[head] in ("obl", "obl:agent"):
        verb = tree.head[head]
        hired = tree.has_feature(verb, "VerbForm=Part") and not tree.children(verb, "obj", "aux")
        return hired and tree.lower_lemma[verb] in lexicon.words.hiring_verbs
    person = lexicon.person(tree.lower_lemma[tree.head[head]])
    case = tree.child(head, "case")
    if tree.deprel[head] != "nmod" or person is None or case is None:
        return False
    trade = person.kind in ("office", "profession") or person.noun in lexicon.words.member_nouns
    return trade and tree.lower[case] in lexicon.words.work_links


def _word_before(tree: Tree, lexicon: NameLexicon, segment: Segment) -> Iterator[Evidence]:
    before = tree.lower[segment.first - 1] if segment.first else ""
    if before in lexicon.words.place_prepositions:
        yield "place", "preposition"
    elif before in lexicon.words.origin_prepositions:
        yield "place", "origin"
    if before in lexicon.words.definite and len(segment.words) == 1:
        yield "organization", "article"


def _describing(tree: Tree, lexicon: NameLexicon, segment: Segment, head: int) -> Iterator[int]:
    """Give the nouns that say what a name is: in apposition, before it, before "of", "named"."""
    yield from (c for c in tree.children(head) if tree.deprel[c] in _NEXT_TO)
    governor, relation = tree.head[head], tree.deprel[head]
    modifies = governor > head and relation != "appos"
    if relation in _NEXT_TO and not modifies:
        yield governor
    if not heads_first(lexicon):
        yield from _noun_before(tree, segment)
    if _completes(tree, lexicon, head, lexicon.places):
        yield governor
    if tree.lower_lemma[governor] in lexicon.words.name_verbs and tree.deprel[governor].startswith(
        "acl"
    ):
        yield tree.head[governor]


def _noun_before(tree: Tree, segment: Segment) -> Iterator[int]:
    """The noun right before a name, or before the comma before it ("his sister Ana")."""
    before = segment.first - 1
    if before > 0 and tree.form[before] == ",":
        before -= 1
    if before >= 0 and tree.upos[before] == "NOUN":
        yield before


def _colon_between(tree: Tree, one: int, other: int) -> bool:
    return any(tree.form[t] == ":" for t in range(min(one, other), max(one, other)))


def _completes(tree: Tree, lexicon: NameLexicon, head: int, nouns: Container[str]) -> bool:
    """Whether a name completes one of these nouns ("the town of X")."""
    if tree.deprel[head] != "nmod" or tree.lower_lemma[tree.head[head]] not in nouns:
        return False
    case = tree.child(head, "case")
    return case is not None and tree.lower[case] in lexicon.words.complement


def _is_land_of(tree: Tree, lexicon: NameLexicon, head: int) -> bool:
    """Whether a name completes what only a country or a region has ("the president of X").

    A minister of X is that of a department, unless the department stands before ("the foreign
    minister of X").
    """
    if _completes(tree, lexicon, head, lexicon.words.land_nouns):
        return True
    told = tree.child(tree.head[head], "amod", "compound") is not None
    return told and _completes(tree, lexicon, head, lexicon.words.portfolio_posts)


def _owns_land(tree: Tree, lexicon: NameLexicon, head: int) -> bool:
    """Whether a name possesses what only a country or a region has ("X's parliament")."""
    owned = tree.lower_lemma[tree.head[head]]
    body = lexicon.organizations.get(owned)
    state = body is not None and body.kind in _OF_STATES
    capital = owned in lexicon.words.capital_city_words
    return tree.deprel[head] == "nmod:poss" and (state or capital)


def _described_by(tree: Tree, lexicon: NameLexicon, noun: int) -> Iterator[Evidence]:
    word = tree.lower_lemma[noun]
    if word in lexicon.persons or word in lexicon.kin:
        yield "person", "person_noun"
    elif _describes(lexicon, lexicon.organizations.get(word)) and tree.upos[noun] == "NOUN":
        yield "organization", "body_noun"
    elif _describes(lexicon, lexicon.places.get(word)) and tree.upos[noun] == "NOUN":
        yield "place", "place_noun"


def _describes(lexicon: NameLexicon, noun: KindNoun | None) -> bool:
    """Whether a noun tells what a name is; a small "cabo" is a corporal, "Cabo Blanco" a cape."""
    return noun is not None and not (heads_first(lexicon) and noun.use == "n")


def _is_aged(tree: Tree, lexicon: NameLexicon, end: int) -> bool:
    """Whether a number between commas, or one that says years, follows (", 52,")."""
    if end + 2 >= len(tree) or tree.form[end] != ",":
        return False
    if tree.lower[end + 1] in lexicon.words.aged:
        further = range(end + 2, min(end + 2 + _AGED, len(tree)))
        return any(tree.upos[token] == "NUM" for token in further)
    number = tree.form[end + 1]
    return number.isdigit() and len(number) <= 2 and tree.form[end + 2] in (",", ".", ";")


def _syntax(tree: Tree, lexicon: NameLexicon, segment: Segment) -> Iterator[Evidence]:
    """Evidence of what the name does or suffers, and of a relative clause."""
    head = name_head(tree, segment)
    relation, verb = tree.deprel[head], tree.lower_lemma[tree.head[head]]
    if relation in _SUBJECTS and verb in lexicon.words.speech_verbs:
        yield "person", "speech"
        yield "organization", "speech"
    if relation in _SUBJECTS | _PATIENTS and verb in lexicon.words.person_verbs:
        yield "person", "person_verb"
    if relation in _PATIENTS and verb in lexicon.words.motion_verbs:
        yield "place", "motion"
    clause = tree.child(head, "acl:relcl")
    if clause is not None and any(_is_who(tree, lexicon, t) for t in tree.children(clause)):
        yield "person", "relative_who"


def _is_who(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    pronoun = lexicon.pronouns.get(tree.lower[token])
    return pronoun is not None and pronoun.case == "relative" and pronoun.gender == "h"


def name_head(tree: Tree, segment: Segment) -> int:
    """Give the token of a name that governs the others."""
    inside = range(segment.first, segment.end)
    for token in range(segment.start, segment.end):
        if tree.head[token] not in inside or tree.head[token] == token:
            return token
    return segment.end - 1


def _share(
    lexicon: NameLexicon,
    segments: tuple[Segment, ...],
    scores: dict[str, dict[EntityType, float]],
) -> None:
    """Let full names and their parts speak for each other; adds to ``scores``."""
    singles = {s.key for s in segments if len(s.words) == 1 and s.key in scores}
    full = {s.key: s for s in segments if len(s.words) > 1 and s.key in scores}
    for key, segment in full.items():
        words = [fold(word) for word in segment.words]
        bare = not any(True for _ in _head_nouns(lexicon, [w.lower() for w in segment.words]))
        if words[-1] in singles and bare and _best(scores[words[-1]]) == "person":
            scores[key]["person"] += lexicon.weights["person"]["part"]
        if words[0].rstrip(".") in lexicon.words.ship_prefixes and " ".join(words[1:]) in scores:
            scores[" ".join(words[1:])]["place"] += lexicon.weights["place"]["ship"]
    _weigh_lone(lexicon, segments, scores, set(full.values()))
    types = {key: _best(score) for key, score in scores.items()}
    for key, segment in full.items():
        words = [fold(word) for word in segment.words]
        if types[key] == "person":
            parts, reason = {words[0], words[-1]}, "surname"
            if heads_first(lexicon):  # the first of two surnames
                parts = set(words) - lexicon.words.particles
        elif types[key] == "organization":
            parts, reason = _short_forms(lexicon, segment, words[0], scores), "part"
        else:
            continue
        for part in parts & singles:
            scores[part][types[key]] += lexicon.weights[types[key]][reason]


def _short_forms(
    lexicon: NameLexicon, segment: Segment, word: str, scores: dict[str, dict[EntityType, float]]
) -> set[str]:
    """Give the word that a body goes by, unless the text uses it as a place."""
    family = family_of(lexicon, segment.words, "organization")
    own = scores.get(word, {})
    placed = own.get("place", 0.0) >= max(_PLACED, own.get("organization", 0.0))
    return {word} if goes_by_first_word(segment.words, family) and not placed else set()


def _weigh_lone(
    lexicon: NameLexicon,
    segments: tuple[Segment, ...],
    scores: dict[str, dict[EntityType, float]],
    full: set[Segment],
) -> None:
    """Speak against a person where one word stands without full name and title; adds to scores.

    News gives a person's full name at least once.
    """
    parts = {fold(word) for segment in full for word in segment.words}
    titled = {segment.key for segment in segments if segment.titles}
    for segment in {s.key: s for s in segments if len(s.words) == 1}.values():
        known = segment.key in parts or segment.key in titled
        if known or segment.key not in scores:
            continue
        placed = scores[segment.key]["place"] >= _PLACED
        if segment.words[0].title() in lexicon.given and not placed:
            continue
        if any(kind != "person" and weight > 0 for kind, weight in scores[segment.key].items()):
            scores[segment.key]["person"] += lexicon.weights["person"]["lone"]
