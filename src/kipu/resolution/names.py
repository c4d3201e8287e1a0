"""Names taken apart, and how far two of them may mean the same."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec
from rapidfuzz.distance import OSA

from kipu.lang.resolution import EntityWeights, NameWords, ResolutionRules, plain
from kipu.model.readings import EntityType
from kipu.resolution.clustering import NEVER

Gender = Literal["masculine", "feminine"]
_TOKEN = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?|&")
_POSSESSIVE = re.compile(r"['’]s?$")
_VESSEL = 3
"""Letters of a ship's prefix ("MV", "HMS") and of a preposition inside a name, at most."""
_SLIPS = (4, 7)
"""Letters of a part from which one letter may differ, and from which two may; tried on name pairs:
(5, 7) and (4, 8) lose 1.5 points of F1, (3, 6) loses precision."""
_JOINED = 8
"""Letters of a whole name from which one letter may differ where its parts are written together."""
_WEAK_LETTERS = re.compile(r"[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1")


class Name(msgspec.Struct, frozen=True):
    """A name as the parts that are compared.

    ``parts`` are lower case, without accents, titles and legal forms, in their order. ``extra``
    are words that a body's name may lack: its legal form. ``kinds`` are the parts that tell only
    what kind of body it is ("supreme", "court"). ``acronym`` is a body's initials, or itself if it
    is written as one. ``fixed`` are parts that are right as they are spelt: countries, and given
    names that are known, of which ``sex`` is the usual one of the first. ``family`` is the first
    surname, in languages where people have two.
    """

    type: EntityType
    parts: tuple[str, ...]
    gender: Gender | None = None
    extra: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    acronym: str | None = None
    fixed: frozenset[str] = frozenset()
    sex: str | None = None
    family: str | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """What names are sorted by."""
        return (self.type, self.gender or "", self.acronym or "", *self.parts, *self.extra)

    @property
    def generic(self) -> bool:
        """Whether a body's name tells only its kind ("the Supreme Court")."""
        return bool(self.kinds) and len(self.kinds) == len(self.parts)

    @property
    def full(self) -> bool:
        """Whether a person's name has more than one part."""
        return len(self.parts) > 1


_FULL = 2
"""Words of a name that tells who is meant."""


@lru_cache(maxsize=100_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_POSSESSIVE.sub("", token) for token in _TOKEN.findall(text.replace("-", " ")))


def read_name(text: str, kind: EntityType, rules: ResolutionRules) -> Name | None:
    """Take a name apart; ``None`` if nothing of it tells who or what is meant."""
    if kind == "person":
        return _read_person(text, rules)
    if kind == "place":
        return _read_place(text, rules.names)
    return _read_body(text, rules)


def _read_person(text: str, rules: ResolutionRules) -> Name | None:
    words = rules.names
    gender: Gender | None = None
    parts: list[str] = []
    for token in behind_post(_tokens(text), rules):
        part = plain(token).rstrip(".")
        if part in words.masculine and not parts:
            gender = "masculine"
        elif part in words.feminine and not parts:
            gender = "feminine"
        initial = len(part) == 1 and token.endswith(".")
        titled = part in words.titles and not initial and (not parts or token.islower())
        lower = token.islower() and part not in words.particles
        if part and not titled and not lower and part not in words.suffixes:
            parts.append(part)
    if len(parts) == 2 and parts[0] in words.particles:
        parts = parts[1:]
    if not parts:
        return None
    known = frozenset(part for part in parts if part in rules.given_names)
    sex = rules.given_names.get(parts[0])
    surnames = [part for part in parts[1:] if part not in known and part not in words.particles]
    family = surnames[0] if words.surnames > 1 and surnames else None
    return Name("person", tuple(parts), gender, fixed=known, sex=sex, family=family)


def behind_post(tokens: Sequence[str], rules: ResolutionRules) -> Sequence[str]:
    """Leave out the post before a person's name: "Home Affairs Minister Ann Rey" is Ann Rey.

    One name may be left behind a post that opens the words ("Superintendent Rey"), two behind one
    that stands further on. What stands behind a given name is a name.
    """
    words = [plain(token).rstrip(".") for token in tokens]
    given = next((n for n, word in enumerate(words) if word in rules.given_names), len(words))
    posts = [n for n in range(min(given, len(words) - 1)) if words[n] in rules.posts]
    last = posts[-1] if posts else None
    if last is None or (last > 0 and len(words) - last <= _FULL):
        return tokens
    return tokens[last + 1 :]


def _read_place(text: str, words: NameWords) -> Name | None:
    """Keep the capital words; "Republic of X" is X, but "Port X" is not."""
    tokens = _tokens(text)
    if len(tokens) > 2 and tokens[-2] in words.of and plain(tokens[-3]) in words.polities:
        tokens = tokens[-1:]
    first = next((place for place, token in enumerate(tokens) if not token.islower()), len(tokens))
    kept = [plain(token).rstrip(".") for token in tokens[first:]]
    while kept and (kept[-1] in words.place_words and tokens[-1].islower()):
        kept, tokens = kept[:-1], tokens[:-1]
    kept = [part for part in kept if part != "the"]
    if len(kept) > 1 and kept[0] in words.particles:
        kept = kept[1:]
    return Name("place", tuple(kept)) if kept else None


def _read_body(text: str, rules: ResolutionRules) -> Name | None:
    tokens = _tokens(text)
    known = _countries(tuple(plain(token).rstrip(".") for token in tokens), rules)
    same = rules.names.same_bodies
    parts = [same.get(part, part) for part in known if part not in rules.names.function_words]
    extra = tuple(part for part in parts if part in rules.names.legal_forms)
    own = tuple(part for part in parts if part not in rules.names.legal_forms) or tuple(parts)
    if not own:
        return None
    kinds = tuple(part for part in own if part in rules.names.generic_bodies)
    fixed = frozenset(part for part in own if part in rules.countries)
    return Name("organization", own, None, extra, kinds, _acronym(tokens, own), fixed)


def _countries(parts: tuple[str, ...], rules: ResolutionRules) -> list[str]:
    """Put the country for its adjective: "Chilean Supreme Court" is a court of "chile"."""
    found: list[str] = []
    skip = False
    for part, following in zip(parts, (*parts[1:], ""), strict=True):
        if skip:
            skip = False
        elif f"{part} {following}" in rules.demonyms:
            found += rules.demonyms[f"{part} {following}"].split()
            skip = True
        else:
            found += rules.demonyms.get(part, part).split()
    return found


def _acronym(tokens: tuple[str, ...], own: tuple[str, ...]) -> str | None:
    if len(own) == 1:
        word = next((token for token in tokens if plain(token).rstrip(".") == own[0]), "")
        letters = word.replace(".", "")
        return letters.casefold() if 2 <= len(letters) <= 8 and letters.isupper() else None
    capitals = [plain(token) for token in tokens if token[:1].isupper()]
    initials = [token[0] for token in capitals if token.rstrip(".") in own]
    return "".join(initials) if len(initials) > 1 else None


def compare_names(one: Name, other: Name, weights: EntityWeights) -> float:
    """Weigh two names: NEVER where they mean two, 0 where the names alone do not tell."""
    if one.type == "person" and other.type == "person":
        return _compare_people(one, other, weights)
    if one.parts == other.parts:
        return weights.same_name if "person" not in (one.type, other.type) or one.full else 0.0
    if "person" in (one.type, other.type):
        return NEVER
    if one.type == other.type == "place":
        return _compare_places(one, other, weights)
    if one.type != other.type and min(len(one.parts), len(other.parts)) == 1:
        return NEVER
    return _compare_bodies(one, other, weights)


def _compare_people(one: Name, other: Name, weights: EntityWeights) -> float:
    if one.gender and other.gender and one.gender != other.gender:
        return NEVER
    if one.parts == other.parts:
        return weights.same_name if one.full else weights.bare_name
    shorter, longer = sorted((one, other), key=lambda name: (len(name.parts), name.parts))
    if len(shorter.parts) == 1:
        return _compare_surname(shorter, longer, weights)
    if _in_order(shorter.parts, longer.parts):
        return weights.part_of_name if _of_one_family(shorter, longer) else 0.0
    if sorted(shorter.parts) == sorted(longer.parts):
        return weights.part_of_name
    return _compare_parts(shorter, longer, weights)


def _compare_surname(shorter: Name, longer: Name, weights: EntityWeights) -> float:
    """Weigh one word and a name: it may be its surname, or written together the whole of it."""
    (word,) = shorter.parts
    if word == "".join(longer.parts):
        return weights.misspelt
    if not longer.full:
        return weights.spelling if _spelt_alike(word, longer.parts[0], shorter, longer) else NEVER
    slip = _spelt_alike(word, longer.parts[-1], shorter, longer) and len(word) > _SLIPS[0]
    return 0.0 if word in longer.parts or slip else NEVER


def _in_order(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    rest = iter(longer)
    return all(part in rest for part in shorter)


def _compare_parts(shorter: Name, longer: Name, weights: EntityWeights) -> float:
    """Weigh names neither of which holds the other: initials and spelling are left.

    Each part of the shorter one must be a part of the other, its initial, or nearly spelt so.
    """
    if len(shorter.parts) != len(longer.parts) and _written_together(shorter, longer):
        return weights.misspelt
    found = _align(shorter, longer)
    if found is None:
        return NEVER
    changed = [pair for pair in found if pair[0] != pair[1]]
    initials = sum(min(map(len, pair)) == 1 for pair in changed)
    slips = len(changed) - initials
    if slips:
        return weights.misspelt if slips == 1 and not initials else weights.spelling
    return weights.initials


def _align(shorter: Name, longer: Name) -> list[tuple[str, str]] | None:
    """Pair each part of a name with the one of another that it fits best, if all fit one.

    Where people have two surnames, only a name of as many parts may have them in another order.
    """
    free = len(shorter.parts) == len(longer.parts) or longer.family is None
    rest = list(longer.parts)
    pairs: list[tuple[str, str]] = []
    for part in shorter.parts:
        fitting = [n for n, o in enumerate(rest) if o == part] or [
            n for n, other in enumerate(rest) if _spelt_alike(part, other, shorter, longer)
        ]
        if not fitting:
            return None
        best = min(fitting, key=lambda n: (OSA.distance(part, rest[n]), n))
        pairs.append((part, rest[best]))
        rest = rest[:best] * free + rest[best + 1 :]
    return pairs


def _of_one_family(one: Name, other: Name) -> bool:
    """Whether the first surnames are one, where people have two: "Aldana" of "Aldana Rivero"."""
    return one.family is None or other.family is None or one.family == other.family


def _written_together(one: Name, other: Name) -> bool:
    left, right = "".join(one.parts), "".join(other.parts)
    return min(len(left), len(right)) >= _JOINED and OSA.distance(left, right) <= 1


def _spelt_alike(one: str, other: str, left: Name, right: Name) -> bool:
    """Whether two different parts may be one in two spellings, or one the other's initial.

    "Mario" is not "Maria" with a slip, nor "Chile" "China"; of two known given names both are
    right, unless they sound alike ("Mohamed", "Muhammad").
    """
    if min(len(one), len(other)) == 1:
        return left.type == "person" and one[0] == other[0]
    if any(letter.isdigit() for letter in one + other):
        return False
    if left.type == "person" and _of_two_sexes(one, other, left, right):
        return False
    distance = OSA.distance(one, other)
    if one in left.fixed | right.fixed and other in left.fixed | right.fixed:
        near = distance <= len(_SLIPS) or min(len(one), len(other)) >= _JOINED
        near = near and sound_of(one) == sound_of(other)
        return left.type == "person" and near
    slips = sum(min(len(one), len(other)) >= least for least in _SLIPS)
    return distance <= (slips if one[0] == other[0] else min(slips, 1))


def _of_two_sexes(one: str, other: str, left: Name, right: Name) -> bool:
    """Whether two spellings are a man's name and a woman's: "Luis" and "Luisa"."""
    shorter, longer = sorted((one, other), key=len)
    if shorter + "a" == longer or (one[:-1] == other[:-1] and {one[-1], other[-1]} == {"a", "o"}):
        return True
    first = one in (left.parts[0], right.parts[0]) and other in (left.parts[0], right.parts[0])
    return first and {left.sex, right.sex} == {"m", "f"}


def sound_of(part: str) -> str:
    """Give a part of a name without what varies most between spellings: vowels, doubled letters.

    >>> sound_of("mohammed") == sound_of("muhamad")
    True
    """
    single = _DOUBLED.sub(r"\1", part.replace("x", "ks"))
    return single[0] + _WEAK_LETTERS.sub("", single[1:])


def _compare_places(one: Name, other: Name, weights: EntityWeights) -> float:
    """Weigh two places: "MV Orion" is "Orion", "Santiago de Chile" Santiago."""
    shorter, longer = sorted((one.parts, other.parts), key=lambda parts: (len(parts), parts))
    more = len(longer) - len(shorter)
    vessel = longer[1:] == shorter and len(longer[0]) <= _VESSEL and len(shorter) > 1
    further = (
        longer[: len(shorter)] == shorter and more > 1 and len(longer[len(shorter)]) <= _VESSEL
    )
    return weights.part_of_name if vessel or further else NEVER


def _compare_bodies(one: Name, other: Name, weights: EntityWeights) -> float:
    if one.acronym and one.acronym == other.acronym and min(len(one.parts), len(other.parts)) == 1:
        return weights.acronym
    left, right = set(one.parts), set(other.parts)
    shorter, longer = sorted((one, other), key=lambda name: (len(set(name.parts)), name.order))
    if left == right:
        return weights.same_name
    if not set(shorter.parts) <= set(longer.parts):
        return _compare_spelling(shorter, longer, weights)
    further = set(longer.parts) - set(shorter.parts)
    if shorter.type != longer.type and further & {*longer.kinds, *shorter.kinds}:
        return NEVER  # the court of a town is not the town
    if shorter.extra and longer.extra and shorter.extra != longer.extra:
        return NEVER
    if further <= longer.fixed or all(_is_numeral(part) for part in further):
        return 0.0  # a company, and its house in one country
    return 0.0 if shorter.generic else weights.part_of_name


def _compare_spelling(shorter: Name, longer: Name, weights: EntityWeights) -> float:
    """Weigh two bodies of which one may be misspelt: each part fits the one at its place."""
    if shorter.type != longer.type or shorter.generic or longer.generic:
        return NEVER
    if len(shorter.parts) != len(longer.parts):
        return weights.misspelt if _written_together(shorter, longer) else NEVER
    kinds = {*shorter.kinds, *longer.kinds}
    for one, other in zip(shorter.parts, longer.parts, strict=True):
        if one != other and (
            {one, other} <= kinds or not _spelt_alike(one, other, shorter, longer)
        ):
            return NEVER
    return weights.spelling


def _is_numeral(part: str) -> bool:
    return part.isdigit() or set(part) <= set("ivx")
