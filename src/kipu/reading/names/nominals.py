"""Descriptions by office, profession, kinship, kind of body or place ("the ex-president")."""

from collections.abc import Iterator

import msgspec

from kipu.lang.names import Gender, NameLexicon, PersonNoun
from kipu.model.readings import EntityType
from kipu.reading.names.families import heads_first
from kipu.reading.names.phrases import Determination, Phrase
from kipu.reading.names.runs import is_capital, opens_sentence
from kipu.reading.names.segments import fold, joined
from kipu.reading.trees import Tree

_BEFORE = frozenset(
    ("det", "det:predet", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "nmod:unmarked")
)
_SAID_OF_NAMES = frozenset(("office", "profession", "kin"))
"""Classes of noun that follow a name without an article ("Ana Rey, director of the bank,")."""
_GIVEN = frozenset(("xcomp", "obl"))
"""Relations of an office that a verb gives ("sworn in as president"): it names nobody yet."""
_MODIFIERS = frozenset(("compound", "nmod:desc", "flat", "fixed", "goeswith", "nmod:unmarked"))
_APPOSED = frozenset(("appos",))
_BRANCHES = frozenset(
    (
        "appos",
        "acl",
        "acl:relcl",
        "advcl",
        "advcl:relcl",
        "conj",
        "cc",
        "parataxis",
        "punct",
        "list",
    )
)
_LONGEST_ADJECTIVE = 3
_MOST_WORDS_OF_NOUN = 4
_LONGEST_HYPHENED = 5
_LONGEST_OPENING = 12
"""Tokens before a noun that may belong to its description, a possessor's included."""
_NO_TOKENS: frozenset[int] = frozenset()
_SINGULAR_BODIES = frozenset(("police", "parliament", "army", "government"))
"""Kinds of body that stand without an article ("police said", "parliament voted")."""


class Noun(msgspec.Struct, frozen=True):
    """What a describing noun says: type, kind, gender, and whether it is a plural.

    ``start`` and ``end`` are the tokens of its words, half-open ("brother-in-law" may be five).
    """

    noun: str
    start: int
    end: int
    type: EntityType
    family: str
    gender: Gender
    plural: bool


def find_nominals(tree: Tree, lexicon: NameLexicon, taken: frozenset[int]) -> Iterator[Phrase]:
    """Find descriptions of one person, body or place; ``taken`` are the tokens of names."""
    nouns: dict[int, Noun] = {}
    end = 0
    for token in range(len(tree)):
        if token in taken or (token < end and heads_first(lexicon)):
            continue  # "Jefe" is within "Comandante en Jefe"
        noun = read_noun(tree, lexicon, token, taken)
        if noun is not None:
            nouns[token], end = noun, max(end, noun.end)
    parts = {
        inner
        for token, noun in nouns.items()
        for inner in range(noun.start, noun.end if heads_first(lexicon) else token)
        if inner != token
    }
    for token, noun in nouns.items():
        if token not in parts and _is_head(tree, token, taken):
            phrase = _phrase(tree, lexicon, token, noun, taken)
            if phrase is not None:
                yield phrase


def read_noun(
    tree: Tree, lexicon: NameLexicon, token: int, taken: frozenset[int] = _NO_TOKENS
) -> Noun | None:
    """Read what a noun says, with the words before it that belong to it ("chief justice")."""
    if tree.lower[token] in lexicon.words.part_words:
        return _one_of(tree, lexicon, token)
    if tree.upos[token] not in ("NOUN", "PROPN", "ADJ"):
        return None
    longer = _hyphened(tree, lexicon, token) or _led_by(tree, lexicon, token, taken)
    if longer is not None:
        return longer
    floor = tree.sentence_of[token].start
    for length in range(min(_MOST_WORDS_OF_NOUN, token - floor + 1), 0, -1):
        start = token - length + 1
        noun = _look_up(tree, lexicon, start, token)
        if noun is not None and (tree.upos[token] != "ADJ" or _stands_for_noun(tree, token)):
            return noun
    return _aged(tree, lexicon, token)


def _hyphened(tree: Tree, lexicon: NameLexicon, token: int) -> Noun | None:
    """Read a noun whose further words are joined on by hyphens ("mother-in-law")."""
    stop = tree.sentence_of[token].stop
    end = token + 1
    while end < stop and end < token + _LONGEST_HYPHENED and tree.glued(end):
        end += 1
    for last in range(end, token + 2, -1):
        word = joined(tree, token, last)
        if kin := lexicon.kin.get(word):
            return Noun(kin.noun, token, last, "person", "kin", kin.gender, plural=kin.plural)
        if person := lexicon.person(word):
            return Noun(word, token, last, "person", person.kind, person.gender, plural=False)
    return None


def _led_by(tree: Tree, lexicon: NameLexicon, token: int, taken: frozenset[int]) -> Noun | None:
    """Read a noun with the words behind it that belong to it ("jefe de Estado")."""
    if not heads_first(lexicon):
        return None
    stop = min(token + _MOST_WORDS_OF_NOUN + 1, tree.sentence_of[token].stop)
    plural = tree.has_feature(token, "Number=Plur")
    for end in range(stop, token + 1, -1):
        inner = range(token + 1, end)
        if any(t in taken or not tree.dominates(token, t) for t in inner):
            continue
        for word in dict.fromkeys((joined(tree, token, end), _singular(tree, token, end))):
            if group := lexicon.groups.get(word):
                return Noun(word, token, end, "organization", group, "-", plural=True)
            if kin := lexicon.kin.get(word):
                return Noun(kin.noun, token, end, "person", "kin", kin.gender, plural=kin.plural)
            if person := lexicon.person(word):
                sex = _sex(tree, token, person.gender)
                return Noun(person.noun, token, end, "person", person.kind, sex, plural=plural)
            if thing := _thing(lexicon, word, (token, end), plural=plural):
                return thing
    return None


def _singular(tree: Tree, token: int, end: int) -> str:
    """Give words with the first one, and adjectives behind it, as their lemmas."""
    rest = (
        tree.lower_lemma[t] if tree.upos[t] == "ADJ" else tree.lower[t]
        for t in range(token + 1, end)
    )
    gaps = ("" if tree.glued(t) else " " for t in range(token + 1, end))
    return tree.lower_lemma[token] + "".join(g + w for g, w in zip(gaps, rest, strict=True))


def _look_up(tree: Tree, lexicon: NameLexicon, start: int, token: int) -> Noun | None:
    written = joined(tree, start, token + 1)
    before = joined(tree, start, token) if start < token else ""
    gap = "" if tree.glued(token) or not before else " "
    single = before + gap + tree.lower_lemma[token]
    if kind := lexicon.groups.get(written):
        return Noun(written, start, token + 1, "organization", kind, "-", plural=True)
    plural = tree.has_feature(token, "Number=Plur")
    for word in dict.fromkeys((written, single)):
        if kin := lexicon.kin.get(word):
            return Noun(kin.noun, start, token + 1, "person", "kin", kin.gender, plural=kin.plural)
        person = lexicon.person(word)
        if person and not _is_the_body(tree, lexicon, token, person):
            sex = _sex(tree, token, person.gender)
            return Noun(person.noun, start, token + 1, "person", person.kind, sex, plural=plural)
    thing = _thing(lexicon, single, (start, token + 1), plural=plural)
    if thing and joined(tree, token, min(token + 3, len(tree))) in lexicon.words.no_bodies:
        return None
    return thing


def _sex(tree: Tree, token: int, gender: Gender) -> Gender:
    """Give the sex that an article or an adjective tells ("la juez", "el periodista")."""
    told = {
        sex
        for child in tree.children(token, "det", "amod")
        for sex, feature in (("m", "Gender=Masc"), ("f", "Gender=Fem"))
        if tree.has_feature(child, feature)
    }
    if "f" in told and gender in ("m", "-"):
        return "f"
    return "m" if told == {"m"} and gender == "-" else gender


def _is_the_body(tree: Tree, lexicon: NameLexicon, token: int, person: PersonNoun) -> bool:
    """Whether a noun of a person and of a body is the body by its gender ("la policía")."""
    if person.noun not in lexicon.organizations or person.gender not in ("m", "f"):
        return False
    other = "Gender=Fem" if person.gender == "m" else "Gender=Masc"
    opener = tree.child(token, "det")
    return tree.has_feature(token if opener is None else opener, other)


def _one_of(tree: Tree, lexicon: NameLexicon, token: int) -> Noun | None:
    """Read "one of the judges" as a judge."""
    for child in tree.children(token, "nmod"):
        person = lexicon.person(tree.lower_lemma[child])
        if person is not None and child > token:
            return Noun(
                person.noun, token, token + 1, "person", person.kind, person.gender, plural=False
            )
    return None


def _thing(
    lexicon: NameLexicon, word: str, tokens: tuple[int, int], *, plural: bool
) -> Noun | None:
    body, place = lexicon.organizations.get(word), lexicon.places.get(word)
    if body is not None and body.use != "n":
        return Noun(word, *tokens, "organization", body.kind, "n", plural=plural)
    if place is not None and place.use != "n":
        return Noun(word, *tokens, "place", place.kind, "n", plural=plural)
    return None


def _stands_for_noun(tree: Tree, token: int) -> bool:
    """Whether an adjective is used as a noun ("the accused")."""
    return tree.child(token, "det") is not None and tree.deprel[token] != "amod"


def _aged(tree: Tree, lexicon: NameLexicon, token: int) -> Noun | None:
    """Read "the 80-year-old" as a person."""
    if tree.lower[token] not in lexicon.words.old or not _stands_for_noun(tree, token):
        return None
    before = {tree.lower[t] for t in range(max(0, token - 3), token)}
    if before & lexicon.words.years or before & lexicon.words.year_old:
        return Noun(tree.lower[token], token, token + 1, "person", "human", "-", plural=False)
    return None


def _is_head(tree: Tree, token: int, taken: frozenset[int]) -> bool:
    """Whether a noun heads its own phrase rather than modifying another noun."""
    if tree.deprel[token] not in _MODIFIERS:
        return True
    if tree.head[token] in taken:
        return tree.child(token, "det", "nmod:poss") is not None or token + 1 in taken
    return tree.head[token] < token and tree.child(token, "det") is not None


def _phrase(
    tree: Tree, lexicon: NameLexicon, token: int, noun: Noun, taken: frozenset[int]
) -> Phrase | None:
    if noun.plural and noun.noun not in lexicon.groups and noun.family != "kin":
        return None
    if heads_first(lexicon) and noun.family == "human" and _is_capital_inside(tree, token):
        return None  # "la ministra de la Mujer"
    determination = _determination(tree, lexicon, token, noun)
    if determination is None or _counts(tree, lexicon, token, determination):
        return None
    if determination == "bare" and not _may_be_bare(tree, lexicon, token, noun):
        return None
    first, end = _edges(tree, lexicon, token, noun, taken)
    if first < token and tree.glued(first) and tree.form[first - 1].isalpha():
        first += 1  # the article of a contraction ("del juez")
    inside = _first_word(tree, lexicon, first, token)
    return Phrase(
        span=tree.span(first, end - 1),
        start=first,
        end=end,
        head=token,
        kind="nominal",
        type=noun.type,
        words=tuple(fold(tree.form[t]) for t in range(inside, end)),
        noun=noun.noun,
        family=noun.family,
        gender=noun.gender,
        plural=noun.plural,
        determination=determination,
        first=inside,
    )


def _is_capital_inside(tree: Tree, token: int) -> bool:
    return is_capital(tree.form[token]) and not opens_sentence(tree, token)


def _counts(tree: Tree, lexicon: NameLexicon, token: int, determination: Determination) -> bool:
    """Whether a noun only says how many ("a host of reasons")."""
    following = token + 1 < len(tree) and tree.lower[token + 1] in lexicon.words.complement
    counting = tree.lower_lemma[token] in lexicon.words.quantity_nouns
    return determination == "indefinite" and counting and following


def _determination(
    tree: Tree, lexicon: NameLexicon, token: int, noun: Noun
) -> Determination | None:
    """Say how a phrase is opened; ``None`` for one that names nothing ("no judge")."""
    below = _dependents(tree, token, noun)
    if any(tree.deprel[c] == "nmod:poss" for c in below):
        return "possessive"
    opener = next((c for c in below if tree.deprel[c] in ("det", "det:predet")), None)
    if opener is None and tree.lower[token] in lexicon.words.part_words:
        return "indefinite"
    if opener is None:
        many = any(tree.deprel[c] == "nummod" for c in below)
        return None if many and noun.type != "organization" else "bare"
    word = tree.lower[opener]
    if word in lexicon.words.definite:
        return "definite"
    return "indefinite" if word in lexicon.words.articles else None


def _dependents(tree: Tree, token: int, noun: Noun) -> list[int]:
    """Give what hangs on a noun, on words that belong to it, or on the name behind it."""
    own = range(noun.start, max(noun.end, token + 1))
    found = [c for t in own for c in tree.children(t) if c not in own]
    if _leans_on_name(tree, token):
        opening = ("det", "amod", "nmod:poss")
        above = tree.children(tree.head[token])
        found += [c for c in above if c < noun.start and tree.deprel[c] in opening]
    return found


def _leans_on_name(tree: Tree, token: int) -> bool:
    """Whether the article of "the novelist Mario Vargas" hangs on the name."""
    return tree.deprel[token] in _MODIFIERS and tree.head[token] > token


def _may_be_bare(tree: Tree, lexicon: NameLexicon, token: int, noun: Noun) -> bool:
    """Whether a singular without an article can name someone here."""
    governed = tree.child(token, "case") is not None or tree.deprel[token] == "obj"
    if governed and noun.noun in lexicon.words.never_bare:
        return False
    if tree.sentence[token] in tree.sentences_outside_text or tree.deprel[token] in _APPOSED:
        return True
    if noun.plural or noun.family in _SINGULAR_BODIES:
        return noun.type == "organization"
    if noun.family in _SAID_OF_NAMES and noun.start > 1 and tree.form[noun.start - 1] == ",":
        return tree.upos[noun.start - 2] == "PROPN"
    if noun.type != "person":
        return tree.child(token, "appos") is not None
    if tree.form[token][0].isupper() or tree.child(token, "cop") is not None:
        return tree.deprel[token] not in _GIVEN
    return tree.child(token, "appos") is not None


def _edges(
    tree: Tree, lexicon: NameLexicon, token: int, noun: Noun, taken: frozenset[int]
) -> tuple[int, int]:
    """Give the tokens from the determiner to the end of what is said with "of"."""
    first, end = noun.start, noun.end
    for child in _dependents(tree, token, noun):
        left, right = tree.extent(child, without=_BRANCHES)
        if child < token and tree.deprel[child] in _BEFORE and _is_close(tree, left, noun.start):
            first = min(first, left)
        elif left == end and _follows(tree, lexicon, child, left, taken):
            end = _before_comma(tree, left, right + 1)
        elif left == end and _completes(tree, lexicon, child, left, taken):
            end = max(end, _before_comma(tree, left, _before_day(tree, lexicon, child, right + 1)))
            while heads_first(lexicon) and end in taken and tree.dominates(child, end):
                end += 1  # who completes it, told by name ("hermano del juez Luis Rey")
    return first, _without_tail(tree, first, noun.end - 1, end)


def _before_comma(tree: Tree, start: int, end: int) -> int:
    """Give where a complement ends: at its first comma, behind which the name may stand."""
    return next((t for t in range(start, end) if tree.form[t] == ","), end)


def _before_day(tree: Tree, lexicon: NameLexicon, child: int, end: int) -> int:
    """Give where a complement ends: before a day hung on it ("a judge of the court on Monday")."""
    inner = (tree.extent(c)[0] for c in tree.children(child, "nmod", "obl") if c > child)
    days = (t for t in inner if tree.lower[t] in lexicon.words.day_cases)
    return min((t for t in days if t > child and tree.upos[t + 1] == "PROPN"), default=end)


def _is_close(tree: Tree, left: int, start: int) -> bool:
    """Whether words before a noun can belong to it: no long way back, no bracket, no semicolon."""
    marks = sum(tree.upos[t] == "PUNCT" and tree.form[t] not in "-'’" for t in range(left, start))
    return start - left <= _LONGEST_OPENING and marks <= 1


def _follows(
    tree: Tree, lexicon: NameLexicon, child: int, left: int, taken: frozenset[int]
) -> bool:
    """Whether a dependent is an adjective behind its noun ("el juez chileno")."""
    short = tree.extent(child)[1] - left < _LONGEST_ADJECTIVE
    return heads_first(lexicon) and short and tree.deprel[child] == "amod" and left not in taken


def _completes(
    tree: Tree, lexicon: NameLexicon, child: int, left: int, taken: frozenset[int]
) -> bool:
    """Whether a dependent behind a noun belongs to the description ("of the ship")."""
    if tree.deprel[child] != "nmod" or left in taken:
        return False
    return tree.lower[left] in lexicon.words.complement


def _without_tail(tree: Tree, first: int, token: int, end: int) -> int:
    while end > token + 1 and tree.upos[end - 1] == "PUNCT":
        end -= 1
    return max(end, first + 1)


def _first_word(tree: Tree, lexicon: NameLexicon, first: int, token: int) -> int:
    """Give the first token behind the determiner."""
    opener = tree.lower[first]
    words = lexicon.words
    skip = opener in words.definite or opener in words.articles or opener in lexicon.pronouns
    return first + 1 if skip and first < token else first
