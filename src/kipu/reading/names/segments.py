"""Cutting a stretch of capitalised words into names, and taking the titles off."""

import unicodedata
from collections.abc import Iterator

import msgspec

from kipu.lang.names import NameLexicon
from kipu.model.syntax import NameType
from kipu.reading.names.families import first_noun, heads_first
from kipu.reading.names.runs import Run, opens_sentence
from kipu.reading.trees import Tree

_NAMED_BY_NOUN = frozenset(
    ("prison", "facility", "road", "water", "building", "university", "hospital", "camp", "land")
)
"""Kinds whose noun, even in small letters, ends the name before it ("Carandiru prison")."""
_CALLED_BY_NOUN = _NAMED_BY_NOUN | {"airport"}
"""Kinds whose noun, even in small letters, begins the name behind it ("hospital Luis Rey")."""
_IN_A_PLACE = frozenset(("building", "hospital"))
"""Kinds of which a city has many: "the Lima hospital" is no name."""
_PART_OF_DESCRIPTION = frozenset(("DET", "PRON", "ADJ", "NOUN", "PART", "PROPN", "NUM"))
_LONGEST_TITLE = 4


class Segment(msgspec.Struct, frozen=True):
    """A name where it stands: tokens of the name and of the titles before it.

    ``first`` is where the titles begin, ``start`` the name. ``titles`` are lower case.
    """

    first: int
    start: int
    end: int
    titles: tuple[str, ...]
    votes: tuple[NameType, ...]
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """The name without regard to case and accents."""
        return fold(" ".join(self.words))


def fold(text: str) -> str:
    """Fold case and accents away.

    >>> fold("Núñez")
    'nunez'
    """
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def cut_runs(tree: Tree, lexicon: NameLexicon, runs: tuple[Run, ...]) -> tuple[Segment, ...]:
    """Cut stretches into names; what is only a title or a word of nationality is left out."""
    whole = {tuple(tree.lower[run.start : run.end]) for run in runs}
    return tuple(
        segment
        for run in runs
        for start, end in _pieces(tree, lexicon, run, whole)
        for segment in _segment(tree, lexicon, run, start, end)
    )


def _pieces(
    tree: Tree, lexicon: NameLexicon, run: Run, whole: set[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """Cut where no word depends on one beyond the cut, and one side is known to stand alone."""
    start = run.start
    for token in range(run.start + 1, run.end):
        if _connected(tree, start, token, run.end) or token in tree.name_inside:
            continue
        sides = (start, token), (token, run.end)
        if any(_stands_alone(tree, lexicon, side, whole) for side in sides):
            yield start, token
            start = token
    yield start, run.end


def _stands_alone(
    tree: Tree, lexicon: NameLexicon, side: tuple[int, int], whole: set[tuple[str, ...]]
) -> bool:
    text = tree.text(side[0], side[1] - 1)
    known = text in lexicon.countries or text in lexicon.capitals or text in lexicon.bodies
    return known or tuple(tree.lower[side[0] : side[1]]) in whole


def _connected(tree: Tree, start: int, cut: int, end: int) -> bool:
    return any(start <= tree.head[t] < cut for t in range(cut, end)) or any(
        cut <= tree.head[t] < end for t in range(start, cut)
    )


def _segment(tree: Tree, lexicon: NameLexicon, run: Run, start: int, end: int) -> Iterator[Segment]:
    while start < end and (
        _is_small_link(tree, lexicon, start) or not tree.form[start][0].isalnum()
    ):
        start += 1
    while end > start and _is_tail(tree, lexicon, end - 1):
        end -= 1
    stop = _extend(tree, lexicon, start, end) if start < end else end
    noun = _noun_before(tree, lexicon, start) if start < end else start
    if noun < start or is_called_ship(tree, lexicon, start):
        name = noun
    else:
        name = start if stop > end else _strip_titles(tree, lexicon, start, end)
    if name >= end:
        return
    if _is_small_link(tree, lexicon, name):
        yield from _segment(tree, lexicon, run, name, end)
    elif not _is_belonging(tree, lexicon, name, stop) and not _is_mere_noun(
        tree, lexicon, name, stop
    ):
        first = name if noun < start else _titles_before(tree, lexicon, name)
        yield Segment(
            first,
            name,
            stop,
            tuple(tree.lower[t] for t in range(first, name)),
            run.votes,
            _words(tree, name, stop),
        )


def _noun_before(tree: Tree, lexicon: NameLexicon, start: int) -> int:
    """Give where the small noun begins that a name is called with ("hospital Luis Rey")."""
    floor = tree.sentence_of[start].start
    if not heads_first(lexicon):
        return start
    for length in range(min(_LONGEST_TITLE, start - floor), 0, -1):
        noun = joined(tree, start - length, start)
        kind = lexicon.places.get(noun) or lexicon.organizations.get(noun)
        first = start - length
        joins = tree.upos[first] == "NOUN" and tree.head[start] in range(first, start)
        named = kind is not None and kind.kind in _CALLED_BY_NOUN and kind.use != "n"
        if named and joins:
            return first
    return start


def is_called_ship(tree: Tree, lexicon: NameLexicon, start: int) -> bool:
    """Whether the noun before a name is that of a ship ("el crucero Almirante Rey")."""
    kind = lexicon.places.get(tree.lower[start - 1]) if start else None
    return heads_first(lexicon) and kind is not None and kind.kind == "ship"


def _words(tree: Tree, start: int, end: int) -> tuple[str, ...]:
    """Give the words of a name, those that the parser cut in two made whole ("de" "l")."""
    words: list[str] = []
    for token in range(start, end):
        form = tree.form[token]
        if words and tree.glued(token) and words[-1].isalpha() and form.isalpha():
            words[-1] += form
        else:
            words.append(form)
    return tuple(words)


def _is_mere_noun(tree: Tree, lexicon: NameLexicon, name: int, stop: int) -> bool:
    """Whether a name is one noun whose capital is that of the sentence ("Ferry sinks")."""
    lower = tree.lower[name]
    noun = lower in lexicon.places or lower in lexicon.organizations
    known = tree.form[name] in lexicon.bodies
    return stop == name + 1 and noun and not known and opens_sentence(tree, name)


def _is_small_link(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    """Whether a word links parts of names and is written small (not the one in "La Paz")."""
    return tree.form[token] == tree.lower[token] and tree.lower[token] in lexicon.words.links


def _is_tail(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    lower = tree.lower[token]
    if _is_small_link(tree, lexicon, token) or lower in lexicon.words.possessive_mark:
        return True
    return tree.upos[token] == "PUNCT" and not lower[-1].isalnum()


def _extend(tree: Tree, lexicon: NameLexicon, start: int, end: int) -> int:
    """Take in the small noun or the number that ends a name ("Carandiru prison", "Line 9")."""
    if end >= len(tree) or tree.sentence[end] != tree.sentence[end - 1]:
        return end
    last = tree.lower[end - 1]
    if tree.form[end].isdigit() and (last in lexicon.places or last in lexicon.organizations):
        return end + 1 if tree.head[end] in range(start, end) else end
    if _is_legal_form(tree, lexicon, end) and tree.upos[end] in ("NOUN", "PROPN", "X"):
        return end + 1
    noun = lexicon.places.get(tree.lower[end]) or lexicon.organizations.get(tree.lower[end])
    if noun is None or noun.kind not in _NAMED_BY_NOUN:
        return end
    if not any(tree.head[token] == end for token in range(start, end)):
        return end
    base = tree.text(start, end - 1)
    if noun.kind in _IN_A_PLACE and (base in lexicon.countries or base in lexicon.capitals):
        return end
    return end + 1 if tree.upos[end] in ("NOUN", "PROPN") else end


def _is_legal_form(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    """Whether a word is the legal form of a company, not one that links a role ("as")."""
    form, lower = tree.form[token], tree.lower[token]
    links = form == lower and lower in lexicon.words.role_links
    return lower in lexicon.words.legal_forms and lower not in lexicon.common and not links


def _strip_titles(tree: Tree, lexicon: NameLexicon, start: int, end: int) -> int:
    """Give the first token of the name behind its titles; ``end`` if all of it is title."""
    if _has_noun(tree, lexicon, start, end):
        return start
    while start < end:
        length = _title_length(tree, lexicon, start, end)
        if not length:
            return start
        start += length
    return end


def _has_noun(tree: Tree, lexicon: NameLexicon, start: int, end: int) -> bool:
    """Whether the noun of a body or a place stands where the head of a name does."""
    if heads_first(lexicon):
        words = tree.lower[start:end]
        return any(first_noun(lexicon, words, n) for n in (lexicon.organizations, lexicon.places))
    last = tree.lower[end - 1]
    return last in lexicon.organizations or last in lexicon.places


def _title_length(tree: Tree, lexicon: NameLexicon, start: int, end: int) -> int:
    """Give the number of tokens of the title or adjective at the beginning, 0 if it is none."""
    for length in range(min(_LONGEST_TITLE, end - start), 0, -1):
        if start + length < end and tree.glued(start + length):
            continue
        words = joined(tree, start, start + length)
        person = lexicon.person(words)
        if words in lexicon.titles or (person and person.kind in ("office", "profession", "role")):
            return length
    return _modifier_length(tree, lexicon, start, end)


def _modifier_length(tree: Tree, lexicon: NameLexicon, start: int, end: int) -> int:
    """Give 1 if a word only qualifies the title or name behind it ("Former", "Peruvian")."""
    first, words, further = tree.lower[start], lexicon.words, start + 1
    belongs = tree.form[start] in lexicon.belonging
    if further < end:
        if first in lexicon.kin or (belongs and tree.form[further] in lexicon.given):
            return 1
        titled = _title_length(tree, lexicon, further, end) > 0
        if titled and first in words.title_parts:
            return 1
    else:
        titled = True
    alone = first in lexicon.persons or first in lexicon.kin or first in words.definite
    modifies = first in words.former | words.acting | words.later
    return int(titled and (alone or modifies or belongs))


def joined(tree: Tree, start: int, end: int) -> str:
    """Give the lower-case words of a range, hyphens and full stops kept as written."""
    if end == start + 1:  # as in most calls, of which there are several a word
        return tree.lower[start]
    lower, starts, ends = tree.lower, tree.syntax.start, tree.syntax.end
    words = [lower[start]] if start < end else []
    for index in range(start + 1, end):
        words.append(lower[index] if starts[index] == ends[index - 1] else f" {lower[index]}")
    return "".join(words)


def _titles_before(tree: Tree, lexicon: NameLexicon, start: int) -> int:
    """Give where the titles before a name begin.

    Some are no part of its run: written small ("former president"), or cut off by the tagger
    ("Prime Minister"). With a determiner before them they are a description of its own.
    """
    first = start
    floor = tree.sentence_of[start].start
    while (length := _title_ending(tree, lexicon, floor, first)) > 0:
        first -= length
    words = lexicon.words
    opening = words.former | words.acting | words.title_parts
    while floor < first < start and tree.lower[first - 1] in opening:
        first -= 1
    if first < start and first > floor and tree.upos[first - 1] in _PART_OF_DESCRIPTION:
        return start
    return first


def _title_ending(tree: Tree, lexicon: NameLexicon, floor: int, end: int) -> int:
    for length in range(min(_LONGEST_TITLE, end - floor), 0, -1):
        words = joined(tree, end - length, end)
        person = lexicon.person(words)
        if words in lexicon.titles or (person and person.kind in ("office", "profession")):
            return length
    return 0


def _is_belonging(tree: Tree, lexicon: NameLexicon, start: int, end: int) -> bool:
    forms = [
        part
        for t in range(start, end)
        for part in tree.form[t].split("-")[-1:]
        if part[:1].isalnum()
    ]
    if opens_sentence(tree, start) and all(form.lower() in lexicon.belonging for form in forms):
        return True  # written small elsewhere
    singular = [form.removesuffix("s") for form in forms]
    whole = " ".join(forms)
    if whole in lexicon.countries or whole in lexicon.regions:
        return False
    if len(forms) > 1 and forms[-1] != singular[-1] and singular[-1] in lexicon.belonging:
        return True  # "Senate Republicans"
    return whole in lexicon.belonging or all(
        form in lexicon.belonging or one in lexicon.belonging
        for form, one in zip(forms, singular, strict=True)
    )
