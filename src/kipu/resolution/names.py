"""Names taken apart, and how far two of them may mean the same."""

import re
from functools import lru_cache
from typing import Literal

import msgspec
from rapidfuzz.distance import JaroWinkler

from kipu.lang.resolution import EntityWeights, NameWords, ResolutionRules, plain
from kipu.model.readings import EntityType
from kipu.resolution.clustering import NEVER

Gender = Literal["masculine", "feminine"]
_TOKEN = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?|&")
_POSSESSIVE = re.compile(r"['’]s?$")
_VESSEL = 3
"""Letters of a ship's prefix ("MV", "HMS") and of a preposition inside a name, at most."""
_ALIKE = 0.93
"""Jaro-Winkler likeness of one given name or surname spelt in two ways."""


class Name(msgspec.Struct, frozen=True):
    """A name as the parts that are compared.

    ``parts`` are lower case, without accents, titles and legal forms, in their order. ``extra``
    are words that a body's name may lack: its legal form. ``kinds`` are the parts that tell only
    what kind of body it is ("supreme", "court"). ``acronym`` is a body's initials, or itself if it
    is written as one.
    """

    type: EntityType
    parts: tuple[str, ...]
    gender: Gender | None = None
    extra: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    acronym: str | None = None

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


@lru_cache(maxsize=100_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_POSSESSIVE.sub("", token) for token in _TOKEN.findall(text.replace("-", " ")))


def read_name(text: str, kind: EntityType, rules: ResolutionRules) -> Name | None:
    """Take a name apart; ``None`` if nothing of it tells who or what is meant."""
    if kind == "person":
        return _read_person(text, rules.names)
    if kind == "place":
        return _read_place(text, rules.names)
    return _read_body(text, rules)


def _read_person(text: str, words: NameWords) -> Name | None:
    gender: Gender | None = None
    parts: list[str] = []
    for token in _tokens(text):
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
    return Name("person", tuple(parts), gender) if parts else None


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
    return Name("organization", own, None, extra, kinds, _acronym(tokens, own))


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
    shorter, longer = sorted((one.parts, other.parts), key=lambda parts: (len(parts), parts))
    if len(shorter) == 1:
        return 0.0 if shorter[0] in longer or _spelt_alike(shorter[0], longer[-1]) else NEVER
    if _in_order(shorter, longer):
        return weights.part_of_name
    if sorted(shorter) == sorted(longer):
        return weights.part_of_name
    return _compare_given(shorter, longer, weights)


def _in_order(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    rest = iter(longer)
    return all(part in rest for part in shorter)


def _compare_given(
    shorter: tuple[str, ...], longer: tuple[str, ...], weights: EntityWeights
) -> float:
    """Weigh names neither of which holds the other: initials and spelling are left."""
    given, family = (shorter[0], longer[0]), (shorter[-1], longer[-1])
    initial = min(map(len, given)) == 1 and given[0][0] == given[1][0]
    if family[0] == family[1] and initial:
        return weights.initials
    if family[0] == family[1] and _spelt_alike(*given):
        return weights.misspelt
    if given[0] == given[1] and _spelt_alike(*family):
        return weights.misspelt
    return NEVER


def _spelt_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= 5 and JaroWinkler.similarity(one, other) >= _ALIKE


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
        return NEVER
    further = set(longer.parts) - set(shorter.parts)
    if shorter.type != longer.type and further & {*longer.kinds, *shorter.kinds}:
        return NEVER  # the court of a town is not the town
    if shorter.extra and longer.extra and shorter.extra != longer.extra:
        return NEVER
    return 0.0 if shorter.generic else weights.part_of_name
