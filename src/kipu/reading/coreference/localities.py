"""The country and the city that a document is about."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from kipu.lang.names import NameLexicon
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.phrases import NOWHERE, Phrase
from kipu.reading.trees import Tree

_TOWNS = frozenset(("city", "village"))
_SETTLED = frozenset(("city", "village", "quarter"))
_PEOPLE = 0.5
_LETTERS = 3
"""Letters up to which capitals are an acronym."""
_KNOWN, _DATELINE, _RULED = 3.0, 2.0, 1.5
"""Weights: a country of the gazetteer, a place of the dateline, one that has a parliament."""


class Localities(msgspec.Struct, frozen=True):
    """Phrases that name the document's country and city, ``None`` where it names none."""

    country: int | None
    city: int | None


def find_localities(partition: Partition, tree: Tree, lexicon: NameLexicon) -> Localities:
    """Find the country and the city that a document is about.

    The country is that of the gazetteer or of the dateline's second part that is named most, the
    city the one that the dateline opens with, else the capital of the country.
    """
    country: Counter[int] = Counter()
    datelines = [
        n for n, p in enumerate(partition.phrases) if p.head == NOWHERE and p.type == "place"
    ]
    city = datelines[0] if datelines else None
    for number, phrase in enumerate(partition.phrases):
        if phrase.kind != "name" or phrase.type != "place":
            continue
        weight = _country_weight(tree, lexicon, phrase)
        if number in datelines[1:]:
            weight += _DATELINE
        if weight:
            root = partition.root(number)
            country[root] += weight  # type: ignore[assignment]
    if city is not None:
        country.pop(partition.root(city), None)
    main = [
        place
        for place in sorted(country)
        if not _is_settled(partition, place) and _is_main(partition, place, datelines)
    ]
    best = max(main, key=country.__getitem__, default=None)
    return Localities(best, city if city is not None else _capital(partition, lexicon, best))


def last_town(partition: Partition, lexicon: NameLexicon, candidates: Iterable[int]) -> int | None:
    """Give the first of some places that may be a town, for "the city" of a text without dateline.

    Args:
        candidates: Phrases of places, those named last first.
    """
    for place in candidates:
        members = [partition.phrases[member] for member in partition.first_members(place)]
        names = [one.text for one in members if one.kind == "name"]
        known = any(one in lexicon.countries or one in lexicon.regions for one in names)
        if names and not known and {one.family for one in members} - {""} <= _TOWNS:
            return place
    return None


def find_country(partition: Partition, tree: Tree, lexicon: NameLexicon) -> int | None:
    """Find the country that a document is about, as the number of its chain's root.

    Of a country of the gazetteer its name, its capital and its people speak for it; ``None`` if
    another one of the gazetteer is spoken of half as often.
    """
    known = _known_country(partition, tree, lexicon)
    country = known if known is not None else find_localities(partition, tree, lexicon).country
    if country is None or _is_outnumbered(partition, tree, lexicon, country):
        return None
    return partition.root(country)


def _known_country(partition: Partition, tree: Tree, lexicon: NameLexicon) -> int | None:
    """Find the country of the gazetteer that a document names and speaks of most, if twice."""
    spoken = _spoken_of(partition, tree, lexicon)
    named = {
        lexicon.countries[words]: number
        for number, phrase in reversed(list(enumerate(partition.phrases)))
        if phrase.kind == "name" and phrase.type == "place"
        and (words := " ".join(phrase.words)) in lexicon.countries
    }  # fmt: skip
    best = max(sorted(named), key=lambda code: spoken[code], default=None)
    return named[best] if best is not None and spoken[best] > 1 else None


def _spoken_of(partition: Partition, tree: Tree, lexicon: NameLexicon) -> dict[str, float]:
    """Count the names of each country and its capital, and by half those of its people."""
    spoken: dict[str, float] = defaultdict(float)
    for phrase in partition.phrases:
        if phrase.kind == "name" and phrase.type == "place":
            words = " ".join(phrase.words)
            words = words.title() if words.isupper() and len(words) > _LETTERS else words  # "LIMA"
            spoken[lexicon.countries.get(words) or lexicon.capitals.get(words, "")] += 1
    for form in tree.form:
        spoken[lexicon.nationalities.get(form, "")] += _PEOPLE
    spoken.pop("", None)
    return spoken


def _is_outnumbered(partition: Partition, tree: Tree, lexicon: NameLexicon, country: int) -> bool:
    """Whether a text speaks of another country half as often ("Tokyo" beside "Lima")."""
    spoken, own = _spoken_of(partition, tree, lexicon), _codes(partition, lexicon, country)
    mine = sum(spoken[code] for code in own)
    return bool(own) and any(2 * n >= mine for code, n in spoken.items() if code not in own)


def _is_settled(partition: Partition, place: int) -> bool:
    """Whether a place is told to be a town or the like."""
    members = partition.first_members(place)
    return any(partition.phrases[member].family in _SETTLED for member in members)


def _is_main(partition: Partition, country: int, datelines: list[int]) -> bool:
    """Whether a text is about a country: names it more than once, or in its dateline."""
    members = partition.members(country)
    return len(members) > 1 or bool(set(members) & set(datelines))


def _codes(partition: Partition, lexicon: NameLexicon, country: int) -> set[str]:
    words = (" ".join(partition.phrases[m].words) for m in partition.members(country))
    return {lexicon.countries[each] for each in words if each in lexicon.countries}


def _country_weight(tree: Tree, lexicon: NameLexicon, phrase: Phrase) -> float:
    known = " ".join(phrase.words) in lexicon.countries or phrase.family == "country"
    weight = _KNOWN if known else 0.0
    if phrase.head != NOWHERE:
        above = tree.lower_lemma[tree.head[phrase.head]]
        owned = tree.deprel[phrase.head] in ("nmod", "nmod:poss")
        if owned and above in lexicon.words.state_nouns:
            weight += _RULED
    return weight


def _capital(partition: Partition, lexicon: NameLexicon, country: int | None) -> int | None:
    """The capital of a country of the gazetteer, if the document names it."""
    if country is None:
        return None
    codes = _codes(partition, lexicon, country)
    for number, phrase in enumerate(partition.phrases):
        code = lexicon.capitals.get(" ".join(phrase.words))
        if phrase.kind == "name" and phrase.type == "place" and code in codes:
            return number
    return None
