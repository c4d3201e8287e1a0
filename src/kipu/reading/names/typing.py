"""What names name: the evidence of a whole document, added up for each name."""

from collections import defaultdict
from collections.abc import Iterator

from kipu.lang.names import NameLexicon
from kipu.model.readings import EntityType
from kipu.reading.names.runs import is_initial
from kipu.reading.names.segments import Segment, fold
from kipu.reading.names.trees import Tree

Evidence = tuple[EntityType, str]
"""A type, and the name of the weight that speaks for it."""
_VOTES: dict[str, EntityType] = {"PER": "person", "ORG": "organization", "LOC": "place"}
_LEAST = 0.5
"""A name whose evidence weighs less is no name of a person, body or place."""
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
    for segment in segments:
        if _names_event(lexicon, segment):
            continue
        evidence = list(_evidence(tree, lexicon, segment))
        if segment.key not in scores:
            evidence += [*_own_words(lexicon, segment), *_known(lexicon, segment)]
        for kind, reason in evidence:
            scores[segment.key][kind] += lexicon.weights[kind][reason]
    _share(lexicon, segments, scores)
    return {key: _best(score) for key, score in scores.items() if max(score.values()) >= _LEAST}


def _best(score: dict[EntityType, float]) -> EntityType:
    return max(sorted(score), key=score.__getitem__)


def _names_event(lexicon: NameLexicon, segment: Segment) -> bool:
    last = segment.words[-1].lower()
    return len(segment.words) > 1 and last in lexicon.words.event_nouns


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
    if given in lexicon.given:
        yield "person", "given" if len(words) > 1 else "given_alone"
    if words[-1] in lexicon.words.legal_forms and len(words) > 1:
        yield "organization", "legal_form"
    yield from _head_nouns(lexicon, words)
    if words[0].rstrip(".") in lexicon.words.ship_prefixes and len(words) > 1:
        yield "place", "ship"
    elif words[0] in lexicon.words.place_openers and len(words) > 1:
        yield "place", "opener"
    if len(words) == 1 and segment.words[0].isupper() and 2 <= len(words[0]) <= 6:
        yield "organization", "acronym"


def _head_nouns(lexicon: NameLexicon, words: list[str]) -> Iterator[Evidence]:
    """A noun of bodies or places at the end, or before the first link ("Court of Appeal")."""
    if words[-1].isdigit():
        yield "place", "noun"
        return
    heads = {words[-1]}
    heads.update(
        before
        for before, link in zip(words, words[1:], strict=False)
        if link in lexicon.words.firm_links
    )
    kinds = lexicon.organizations, lexicon.places
    bodies = [h for h in heads if h in kinds[0] and kinds[0][h].use != "d"]
    places = [h for h in heads if h in kinds[1] and kinds[1][h].use != "d"]
    if bodies:
        yield "organization", "noun"
    if places and (len(words) > 1 or not bodies):
        yield "place", "noun"


def _known(lexicon: NameLexicon, segment: Segment) -> Iterator[Evidence]:
    text = " ".join(segment.words)
    readings = {text, text.title()} if text.isupper() else {text}
    if any(t in lexicon.countries or t in lexicon.capitals for t in readings) or readings & lexicon.regions:
        yield "place", "gazetteer"
    if readings & lexicon.bodies or text in lexicon.acronyms:
        yield "organization", "gazetteer"


def _neighbours(tree: Tree, lexicon: NameLexicon, segment: Segment) -> Iterator[Evidence]:
    """Evidence of the words around: prepositions, articles, descriptions beside the name."""
    head = name_head(tree, segment)
    before = tree.lower[segment.first - 1] if segment.first else ""
    if before in lexicon.words.place_prepositions:
        yield "place", "preposition"
    if before in lexicon.words.definite and len(segment.words) == 1:
        yield "organization", "article"
    described = [c for c in tree.children[head] if tree.deprel[c] in _NEXT_TO]
    if tree.deprel[head] in _NEXT_TO:
        described.append(tree.head[head])
    if _is_complement(tree, lexicon, head):
        described.append(tree.head[head])
    inside = range(segment.first, segment.end)
    for noun in described:
        if noun not in inside:
            yield from _described_by(tree, lexicon, noun)
    if _is_aged(tree, lexicon, segment.end):
        yield "person", "age"


def _is_complement(tree: Tree, lexicon: NameLexicon, head: int) -> bool:
    """Whether a name completes the noun of a place ("the town of X")."""
    if tree.deprel[head] != "nmod" or tree.lemma[tree.head[head]] not in lexicon.places:
        return False
    case = tree.child(head, "case")
    return case is not None and tree.lower[case] in lexicon.words.complement


def _described_by(tree: Tree, lexicon: NameLexicon, noun: int) -> Iterator[Evidence]:
    word = tree.lemma[noun]
    if word in lexicon.persons or word in lexicon.kin:
        yield "person", "person_noun"
    elif word in lexicon.organizations and tree.upos[noun] == "NOUN":
        yield "organization", "body_noun"
    elif word in lexicon.places and tree.upos[noun] == "NOUN":
        yield "place", "place_noun"


def _is_aged(tree: Tree, lexicon: NameLexicon, end: int) -> bool:
    """Whether a number between commas, or one that says years, follows (", 52,")."""
    if end + 2 >= len(tree) or tree.form[end] != ",":
        return False
    if tree.lower[end + 1] in lexicon.words.aged:
        return True
    number = tree.form[end + 1]
    return number.isdigit() and len(number) <= 2 and tree.form[end + 2] in (",", ".", ";")


def _syntax(tree: Tree, lexicon: NameLexicon, segment: Segment) -> Iterator[Evidence]:
    """Evidence of what the name does or suffers, and of a relative clause."""
    head = name_head(tree, segment)
    relation, verb = tree.deprel[head], tree.lemma[tree.head[head]]
    if relation in _SUBJECTS and verb in lexicon.words.speech_verbs:
        yield "person", "speech"
        yield "organization", "speech"
    if relation in _SUBJECTS | _PATIENTS and verb in lexicon.words.person_verbs:
        yield "person", "person_verb"
    clause = tree.child(head, "acl:relcl")
    if clause is not None and any(_is_who(tree, lexicon, t) for t in tree.children[clause]):
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
    """Let full names speak for their parts; adds to ``scores``."""
    types = {key: _best(score) for key, score in scores.items()}
    surnames, openings = set(), set()
    for segment in segments:
        words = [fold(word) for word in segment.words]
        if len(words) > 1 and types.get(segment.key) == "person":
            surnames.add(words[-1])
            surnames.add(words[0])
        elif len(words) > 1 and types.get(segment.key) == "organization":
            openings.add(words[0])
    for segment in {s.key: s for s in segments if len(s.words) == 1}.values():
        if segment.key in surnames:
            scores[segment.key]["person"] += lexicon.weights["person"]["surname"]
        elif segment.key in openings:
            scores[segment.key]["organization"] += lexicon.weights["organization"]["part"]
