"""The word lists of names."""

from kipu.lang.names import load_name_lexicon

LEXICON = load_name_lexicon("en")


def test_a_noun_is_of_one_kind() -> None:
    """No noun describes a body as well as a place, unless one of the two is only in names."""
    both = LEXICON.organizations.keys() & LEXICON.places.keys()
    uses = {noun: {LEXICON.organizations[noun].use, LEXICON.places[noun].use} for noun in both}
    assert {noun for noun, use in uses.items() if use == {"b"} or use == {"d"}} == set()


def test_kin_answers_kin() -> None:
    """What the other one is called is a kinship itself, or a word for it in general."""
    general = {term.inverse for term in LEXICON.kin.values()}
    unknown = {i for i in general if i not in LEXICON.kin and not i.endswith(("sibling", "child",
               "parent", "in-law", "relative", "ancestor"))}  # fmt: skip
    assert unknown == set()


def test_groups_are_kinds_of_bodies() -> None:
    """Words for members name kinds that bodies have, apart from those without a noun."""
    kinds = {noun.kind for noun in LEXICON.organizations.values()}
    assert set(LEXICON.groups.values()) - kinds <= {"prosecution", "fire"}


def test_countries_are_known_by_name_and_nationality() -> None:
    """A country, its capital and its people lead to one code."""
    assert LEXICON.countries["Peru"] == LEXICON.capitals["Lima"] == "PER"
    assert LEXICON.nationalities["Peruvian"] == "PER"


def test_a_former_holder_is_a_holder() -> None:
    """A prefix that says "former" is taken off a noun of persons."""
    person = LEXICON.person("ex-president")
    assert person is not None
    assert person.noun == "president"
