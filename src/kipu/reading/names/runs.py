"""Where names stand: stretches of capitalised words, joined with those that the model found."""

from collections.abc import Iterator

import msgspec

from kipu.lang.names import NameLexicon
from kipu.model.syntax import NameType
from kipu.reading.names.families import first_noun, heads_first
from kipu.reading.trees import Tree

_NO_NAME_TAGS = frozenset(("DET", "PRON", "ADP", "CCONJ", "SCONJ", "PART", "AUX", "INTJ", "ADV"))
_CONTENT_TAGS = frozenset(("NOUN", "PROPN", "ADJ", "VERB", "ADV"))
_TITLE_CASE = 0.8
"""Share of capitalised content words from which a sentence is taken to be in title case."""
_LEAST_TITLE_CASE = 5
_LONGEST_RUN = 40
"""Tokens of a stretch beyond which it is a text in capitals, not names."""
_HYPHENS = frozenset("-‐‑–")


class Run(msgspec.Struct, frozen=True):
    """A stretch of tokens that is a name or several; ``votes`` are the model's types in it."""

    start: int
    end: int
    votes: tuple[NameType, ...]


def find_runs(tree: Tree, lexicon: NameLexicon) -> tuple[Run, ...]:
    """Find the stretches that may be names, in the order of the text; they do not overlap."""
    model = _model_types(tree)
    loud = {n for n, tokens in enumerate(tree.sentences) if _is_title_case(tree, tokens)}
    trusted = _capitalised_inside(tree, loud)
    named = [
        _is_name_token(tree, lexicon, token, model)
        and (tree.sentence[token] not in loud or token in model or tree.lower[token] in trusted)
        and (not opens_sentence(tree, token) or _may_open(tree, lexicon, token, model, trusted))
        for token in range(len(tree))
    ]
    return tuple(
        Run(start, end, _votes(model, start, end))
        for tokens in tree.sentences
        for start, end in _stretches(tree, lexicon, tokens, named)
        if end - start <= _LONGEST_RUN
    )


def _model_types(tree: Tree) -> dict[int, NameType]:
    return {token: name.type for name in tree.syntax.names for token in range(name.start, name.end)}


def _votes(model: dict[int, NameType], start: int, end: int) -> tuple[NameType, ...]:
    return tuple(model[token] for token in range(start, end) if token in model)


def is_capital(form: str) -> bool:
    """Whether a word is written with a capital; the names of ships and laws in digits are not."""
    return form[:1].isupper() or (len(form) > 2 and form[1] in "'’" and form[2:3].isupper())


def _is_called(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    """Whether a word of the calendar stands between a title and a surname ("Mr May Abara")."""
    if not 0 < token < len(tree) - 1:
        return False
    titled = tree.lower[token - 1] in lexicon.titles and is_capital(tree.form[token - 1])
    return titled and is_capital(tree.form[token + 1]) and tree.upos[token + 1] == "PROPN"


def is_initial(form: str) -> bool:
    """Whether a word is the initial of a name ("C.")."""
    return len(form) == 2 and form[0].isupper() and form[1] == "."


def _is_title_case(tree: Tree, tokens: range) -> bool:
    content = [t for t in tokens if tree.upos[t] in _CONTENT_TAGS and tree.form[t][:1].isalpha()]
    capital = sum(tree.form[t][0].isupper() for t in content)
    return len(content) >= _LEAST_TITLE_CASE and capital >= _TITLE_CASE * len(content)


def _capitalised_inside(tree: Tree, loud: set[int]) -> frozenset[str]:
    """Words that carry a capital inside of an ordinary sentence, lower case."""
    return frozenset(
        tree.lower[token]
        for token in range(len(tree))
        if tree.sentence[token] not in loud
        and is_capital(tree.form[token])
        and not opens_sentence(tree, token)
    )


def opens_sentence(tree: Tree, token: int) -> bool:
    """Whether a capital says nothing here: behind the start, a quotation mark or a colon."""
    before = token - 1
    first = tree.sentence_of[token].start
    while before >= first and tree.upos[before] == "PUNCT" and tree.form[before] not in ",;-–)":
        if tree.form[before] == ":":
            return True
        before -= 1
    return before < first


def _is_name_token(
    tree: Tree, lexicon: NameLexicon, token: int, model: dict[int, NameType]
) -> bool:
    form, lower = tree.form[token], tree.lower[token]
    if heads_first(lexicon) and _is_article_of_name(tree, lexicon, token):
        return True
    if not is_capital(form) or (lower in lexicon.pronouns and tree.upos[token] == "PRON"):
        return False
    if lower in lexicon.words.calendar:
        if heads_first(lexicon):  # written small but in a name ("Frente 9 de Octubre")
            return token in tree.name_inside
        return model.get(token) == "PER" == model.get(token + 1) or _is_called(tree, lexicon, token)
    if token in model:
        return lower not in lexicon.words.definite and tree.upos[token] not in ("DET", "PRON")
    if is_initial(form):
        return token + 1 < len(tree) and is_capital(tree.form[token + 1])
    return tree.upos[token] not in _NO_NAME_TAGS and lower not in lexicon.words.capital_words


def _is_article_of_name(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    """Whether a capital article belongs to the name behind it ("en La Paz", "El Mirador")."""
    following = token + 1
    if tree.upos[token] != "DET" or not is_capital(tree.form[token]):
        return False
    if following >= len(tree) or not is_capital(tree.form[following]):
        return False
    if not opens_sentence(tree, token):
        return tree.lower[token] in lexicon.words.definite
    name = tree.text(token, following)
    return any(name in names for names in (lexicon.countries, lexicon.capitals, lexicon.regions))


def _may_open(
    tree: Tree,
    lexicon: NameLexicon,
    token: int,
    model: dict[int, NameType],
    trusted: frozenset[str],
) -> bool:
    lower = tree.lower[token]
    if token in model or lower in trusted or tree.form[token] in lexicon.given:
        return True
    if heads_first(lexicon) and _is_article_of_name(tree, lexicon, token):
        return True
    if tree.upos[token] == "PROPN" or is_initial(tree.form[token]):
        return True
    following = token + 1
    if _opens_body(tree, lexicon, token):
        return True
    return (
        tree.upos[token] in ("ADJ", "NOUN")
        and following < len(tree)
        and is_capital(tree.form[following])
        and tree.upos[following] == "PROPN"
        and _is_noun_of_names(lexicon, lower)
    )


def _opens_body(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    """Whether capitals lead on to the noun of a body ("Human Rights Watch said")."""
    if heads_first(lexicon):
        return _begins_body(tree, lexicon, token)
    last = token
    while last + 1 < len(tree) and is_capital(tree.form[last + 1]):
        last += 1
    noun = lexicon.organizations.get(tree.lower[last])
    words = lexicon.words
    small = tree.lower[token]
    opener = small in words.former | words.acting | words.later | words.definite | words.articles
    return last > token + 1 and noun is not None and noun.use != "d" and not opener


def _begins_body(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    """Whether a capital is that of a body's or a place's noun ("Corte Suprema falló")."""
    noun = lexicon.organizations.get(tree.lower[token]) or lexicon.places.get(tree.lower[token])
    capital = token + 1 < len(tree) and is_capital(tree.form[token + 1])
    return noun is not None and noun.use != "d" and capital


def _is_noun_of_names(lexicon: NameLexicon, lower: str) -> bool:
    return lower in lexicon.belonging or lower in lexicon.words.place_openers


def _stretches(
    tree: Tree, lexicon: NameLexicon, tokens: range, named: list[bool]
) -> Iterator[tuple[int, int]]:
    """Give the stretches of name tokens, links between them taken in where they bind."""
    start: int | None = None
    token = tokens.start
    while token < tokens.stop:
        if named[token]:
            start = token if start is None else start
            token += 1
            continue
        bridge = _bridge(tree, lexicon, token, tokens.stop, named) if start is not None else 0
        if start is not None and bridge and _binds(tree, lexicon, range(start, token), bridge):
            token += bridge
            continue
        if start is not None:
            yield start, token
            start = None
        token += 1
    if start is not None:
        yield start, tokens.stop


def _bridge(tree: Tree, lexicon: NameLexicon, token: int, stop: int, named: list[bool]) -> int:
    """Give the number of links from a token to the next name token, 0 if it is no bridge."""
    for length in range(1, 4):
        if token + length > stop:
            return 0
        if not _is_link(tree, lexicon, token + length - 1):
            return 0
        if token + length < stop and named[token + length]:
            return length
    return 0


def _is_link(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    if tree.form[token] in _HYPHENS:
        return tree.glued(token)
    lower, words = tree.lower[token], lexicon.words
    return lower in words.links or lower in words.particles or lower in words.possessive_mark


def _binds(tree: Tree, lexicon: NameLexicon, stretch: range, bridge: int) -> bool:
    """Whether the links behind a stretch lead on to more of the same name."""
    token = stretch.stop
    words, after = lexicon.words, token + bridge
    links = [tree.lower[t] for t in range(token, after)]
    if links[0] in _HYPHENS:
        return tree.glued(after)
    if links[0] in words.possessive_mark:
        return _owned_by_members(tree, lexicon, token)
    if heads_first(lexicon):
        return _binds_head(tree, lexicon, stretch, after)
    if all(link in words.particles for link in links):
        return True
    if tree.name_inside.get(token) == tree.name_inside.get(after) == "ORG":
        return True
    if links[0] not in words.firm_links or any(link not in words.definite for link in links[1:]):
        return False
    last = tree.lower[token - 1]
    noun = lexicon.organizations.get(last) or lexicon.places.get(last)
    return noun is not None and noun.use != "d"


def _binds_head(tree: Tree, lexicon: NameLexicon, stretch: range, after: int) -> bool:
    """Whether links lead on to more of a name that begins with its noun ("Corte de Justicia").

    The particles of such a language are its prepositions too, so that the model must agree on the
    name of a person ("María de la Cruz", but "Ana Rey de Lima").
    """
    words, links = lexicon.words, [tree.lower[t] for t in range(stretch.stop, after)]
    name = [tree.lower[t] for t in stretch]
    nouns = [first_noun(lexicon, name, n) for n in (lexicon.organizations, lexicon.places)]
    governs = nouns[0] is not None and nouns[0].kind == "government"
    if governs and tree.form[after] in lexicon.given:
        return False  # "el Gobierno de Ana Rey"
    if nouns == [None, None] and tree.lower[after] in words.event_nouns:
        return False  # "habló en Lima de la Batalla de Tarma"
    if tree.name_inside.get(after) is not None:
        return tree.name_inside.get(stretch.stop) == tree.name_inside.get(after)
    kinds = {name.type for name in tree.syntax.names if name.start == after}
    if "PER" in kinds or links[0] not in words.firm_links:
        return False
    if any(link not in words.definite for link in links[1:]):
        return False
    return any(noun is not None and noun.use != "d" for noun in nouns)


def _owned_by_members(tree: Tree, lexicon: NameLexicon, token: int) -> bool:
    """Whether a possessive mark stands inside of the name of a body ("People's Party")."""
    owner, owned = tree.lower[token - 1], tree.lower[token + 1]
    if tree.form[token] in lexicon.words.plural_mark and owner.endswith("s"):
        return owned in lexicon.organizations
    persons = owner in lexicon.persons or owner.removesuffix("s") in lexicon.persons
    saint = token > 1 and tree.lower[token - 2] in lexicon.words.saints
    return (persons or saint or owner in lexicon.words.owners) and owned in lexicon.organizations
