"""Which names of one document name the same: full names, surnames, short forms, acronyms."""

from collections import defaultdict

from kipu.lang.names import Gender, NameLexicon
from kipu.reading.coreference.partition import Partition
from kipu.reading.names.families import goes_by_first_word
from kipu.reading.names.phrases import Phrase
from kipu.reading.names.runs import is_initial
from kipu.reading.names.segments import fold

Words = tuple[str, ...]
_LEAST_ACRONYM = 2
_LONGEST_HONOUR = 4
_PARTS = 2
"""Words of a name that no honours take away."""
_MOST_BEARERS = 50
"""Names with a word in common that are compared; a list of a village may have hundreds."""
_ONE_WITH_ITS_NOUN = frozenset(("prison", "camp"))
"""Kinds of place that may drop their noun ("Carandiru", "Carandiru prison")."""


def join_names(partition: Partition, lexicon: NameLexicon) -> None:
    """Merge the names of one person, of one body, of one place."""
    by_type: dict[str, dict[Words, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, phrase in enumerate(partition.phrases):
        if phrase.kind == "name":
            by_type[phrase.type][_words(phrase, lexicon)].append(number)
    for kind, names in by_type.items():
        for words, numbers in names.items():
            surname = kind == "person" and len(words) == 1
            for alike in _by_sex(partition, numbers) if surname else (numbers,):
                _merge_equal(partition, alike)
        if kind == "person":
            _join_persons(partition, lexicon, names)
            for numbers in names.values():
                _merge_equal(partition, numbers)
        else:
            _join_short_forms(partition, lexicon, names)
    _join_countries(partition, lexicon, by_type["place"])


def _join_countries(
    partition: Partition, lexicon: NameLexicon, names: dict[Words, list[int]]
) -> None:
    """Merge what the gazetteer knows as names of one country ("the U.S.", "the United States")."""
    first: dict[str, int] = {}
    for numbers in names.values():
        code = lexicon.countries.get(partition.phrases[numbers[0]].text)
        if code is not None:
            partition.merge(first.setdefault(code, numbers[0]), numbers[0])


def _by_sex(partition: Partition, numbers: list[int]) -> list[list[int]]:
    """Split equal surnames by the sex that their titles tell.

    "Marble" alone may be Ana Marble, though "Mr Marble" is another.
    """
    groups: dict[Gender, list[int]] = defaultdict(list)
    for number in numbers:
        groups[partition.phrases[number].gender].append(number)
    return list(groups.values())


def _merge_equal(partition: Partition, numbers: list[int]) -> None:
    """Merge equal names, except where titles tell a man from a woman."""
    usual = [number for number in numbers if not partition.phrases[number].other]
    for number in usual[1:]:
        for earlier in usual:
            if earlier == number or partition.merge(earlier, number):
                break


def _words(phrase: Phrase, lexicon: NameLexicon) -> Words:
    words = tuple(fold(word) for word in phrase.words if word[0].isalnum())
    if phrase.type == "person":
        words = words[: len(words) - _honours(phrase.words)]
        kept = tuple(word for word in words if word not in lexicon.words.suffixes)
    elif phrase.type == "organization":
        kept = _without_legal_form(words, lexicon)
    else:
        ship = words[0].rstrip(".") in lexicon.words.ship_prefixes
        kept = words[1:] if ship else words
    return kept or words


def _honours(words: Words) -> int:
    """Count the abbreviations behind a name ("Zara Hale DBE RA")."""
    if all(word.isupper() for word in words):
        return 0
    count = 0
    while count < len(words) - _PARTS and _is_honour(words[-1 - count]):
        count += 1
    return count


def _is_honour(word: str) -> bool:
    return word.isalpha() and word.isupper() and _LEAST_ACRONYM <= len(word) <= _LONGEST_HONOUR


def _without_legal_form(words: Words, lexicon: NameLexicon) -> Words:
    while len(words) > 1 and words[-1] in lexicon.words.legal_forms:
        if words[-1] in lexicon.organizations and lexicon.organizations[words[-1]].use == "b":
            break
        words = words[:-1]
    return words


def _join_persons(
    partition: Partition, lexicon: NameLexicon, names: dict[Words, list[int]]
) -> None:
    """Merge a shorter name with the longer one that it is part of, longest names first."""
    several = (words for words in names if len(words) > 1)
    full: list[Words] = []
    by_end: dict[str, list[Words]] = defaultdict(list)
    for words in sorted(several, key=lambda words: (-len(words), names[words][0])):
        near = dict.fromkeys([*by_end[words[0]], *by_end[words[-1]]])
        matches = [other for other in near if _is_shorter(words, other)]
        if matches and partition.merge(names[_prominent(matches, names)][0], names[words][0]):
            continue
        full.append(words)
        for word in dict.fromkeys((words[0], words[-1])):
            if len(by_end[word]) < _MOST_BEARERS:
                by_end[word].append(words)
    by_word: dict[str, list[Words]] = defaultdict(list)
    for words in sorted(full, key=lambda words: names[words][0]):
        for word in dict.fromkeys(words):
            if len(by_word[word]) < _MOST_BEARERS:
                by_word[word].append(words)
    for words in (w for w in names if len(w) == 1):
        _join_single(partition, lexicon, names, words[0], by_word[words[0]])


def _is_shorter(short: Words, full: Words) -> bool:
    """Whether a name of several words is a form of a longer one, initials included."""
    if len(short) >= len(full) and not any(map(is_initial_like, short)):
        return False
    if full[: len(short)] == short and len(short) > 1:
        return True
    if short[-1] != full[-1]:
        return False
    rest = iter(full[:-1])
    return all(any(_matches(word, other) for other in rest) for word in short[:-1])


def is_initial_like(word: str) -> bool:
    """Whether a folded word is an initial ("c.")."""
    return is_initial(word.upper())


def _matches(word: str, other: str) -> bool:
    return word == other or (is_initial_like(word) and other.startswith(word[0]))


def _prominent(matches: list[Words], names: dict[Words, list[int]]) -> Words:
    """The name that stands most often in the text, of equals the first."""
    return max(matches, key=lambda words: (len(names[words]), -names[words][0]))


def _join_single(
    partition: Partition,
    lexicon: NameLexicon,
    names: dict[Words, list[int]],
    word: str,
    full: list[Words],
) -> None:
    """Give each use of a surname or a given name to the person of that name.

    Of several the one introduced first: news keeps the bare surname for the main person, and tells
    relatives by their given names or titles.
    """
    surname = [w for w in full if w[-1] == word]
    inner = [w for w in full if word in w[1:-1] and word not in lexicon.words.particles]
    given = [w for w in full if w[0] == word]
    for number in names[word,]:
        if partition.phrases[number].other:
            continue
        for matches in (given,) if partition.phrases[number].given else (surname, inner, given):
            known = [w for w in matches if matches is not inner or names[w][0] < number]
            fitting = [names[w][0] for w in known if partition.may_merge(names[w][0], number)]
            if fitting:
                partition.merge(min(fitting), number)
                break


def _join_short_forms(
    partition: Partition, lexicon: NameLexicon, names: dict[Words, list[int]]
) -> None:
    by_end: dict[str, list[Words]] = defaultdict(list)
    by_initials: dict[str, list[Words]] = defaultdict(list)
    for words in names:
        by_initials[_initials(words, lexicon)].append(words)
        for word in dict.fromkeys((words[0], words[-1])):
            by_end[word].append(words)
    for words in sorted(names, key=lambda w: (len(w), w)):
        near = dict.fromkeys([*by_end[words[0]], *by_end[words[-1]]])
        longer = [w for w in near if len(w) > len(words) and _shortens(words, w, partition, names)]
        if len(words) == 1 and _is_acronym(partition, names[words]):
            longer = by_initials[words[0].replace(".", "")] or longer
        if _is_only_noun(words, lexicon):
            _join_noun(partition, names, words)
        elif longer and _agree(longer):
            partition.merge(names[longer[0]][0], names[words][0])


def _agree(longer: list[Words]) -> bool:
    """Whether all longer forms are forms of one name."""
    shortest = min(longer, key=len)
    return all(w[: len(shortest)] == shortest or w == shortest for w in longer)


def _shortens(
    short: Words, long: Words, partition: Partition, names: dict[Words, list[int]]
) -> bool:
    phrase = partition.phrases[names[long][0]]
    if any(_has_legal_form(partition.phrases[number], short) for number in names[short]):
        return False
    if phrase.type == "place":
        only_noun = long[:-1] == short and phrase.family in _ONE_WITH_ITS_NOUN
        of_country = phrase.family == "country" and long[-len(short) :] == short
        return only_noun or of_country
    if long[: len(short)] == short:
        return len(short) > 1 or goes_by_first_word(long, phrase.family)
    if long[-len(short) :] == short and len(short) > 1:
        return True
    return len(short) > 1 and short[0] == long[0] and short[-1] == long[-1]


def _has_legal_form(phrase: Phrase, words: Words) -> bool:
    """Whether a name was written with a legal form, which no short form is ("Acme plc")."""
    return phrase.type == "organization" and len(phrase.words) > len(words)


def _is_acronym(partition: Partition, numbers: list[int]) -> bool:
    word = partition.phrases[numbers[0]].words[0]
    return len(word.replace(".", "")) >= _LEAST_ACRONYM and word.isupper()


def _initials(words: Words, lexicon: NameLexicon) -> str:
    """Give the initials of a name, small words left out.

    Legal forms are taken off before, so that "Acme Steel Works Ltd" is ASW.
    """
    if len(words) < _LEAST_ACRONYM:
        return ""
    return "".join(word[0] for word in words if word not in lexicon.words.links)


def _is_only_noun(words: Words, lexicon: NameLexicon) -> bool:
    return len(words) == 1 and (words[0] in lexicon.organizations or words[0] in lexicon.places)


def _join_noun(partition: Partition, names: dict[Words, list[int]], words: Words) -> None:
    """Join "the Alliance" with the last name before it that has this noun, else the first one."""
    noun = words[0]
    bearers = [
        number
        for other, numbers in names.items()
        if len(other) > 1 and noun in (other[-1], other[0])
        for number in numbers
    ]
    for number in names[words]:
        before = [b for b in bearers if b < number]
        if before or bearers:
            partition.merge(max(before) if before else min(bearers), number)
