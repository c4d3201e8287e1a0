"""The interface is whole in every language."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kipu.lang.ontology import load_ontology
from kipu.web.words import REFUSALS, WORDS

WEB = Path(__file__).parents[2] / "src" / "kipu" / "web"
SPANISH = WEB / "locale" / "es" / "LC_MESSAGES" / "kipu.po"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true"}}


def messages() -> Iterator[str | tuple[str, ...]]:
    """Give everything that the pages say."""
    for found in extract_from_dir(WEB, METHODS, OPTIONS):
        yield found[2]


def translations() -> dict[str, Message]:
    with SPANISH.open("rb") as file:
        catalogue = read_po(file, locale="es")
    return {_first(message.id): message for message in catalogue if message.id}


def _first(id_: str | tuple[str, ...] | list[str]) -> str:
    return id_ if isinstance(id_, str) else id_[0]


def test_spanish_lacks_nothing() -> None:
    """Everything that the pages say has a Spanish translation, and none is left over."""
    known = translations()
    wanted = {_first(message) for message in messages()}
    assert len(wanted) > 200
    assert wanted == set(known)
    for message in known.values():
        texts = (message.string,) if isinstance(message.string, str) else message.string
        assert all(texts or ()), message.id


def test_translations_keep_the_places_of_values() -> None:
    """A translation has the same places for values as its original."""
    for message in translations().values():
        assert not [str(error) for error in message.check()], message.id


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    """What is shown was compiled from what is kept: run `make web` if not."""
    with SPANISH.open("rb") as file:
        catalogue = read_po(file, locale="es")
    made = io.BytesIO()
    write_mo(made, catalogue)
    assert SPANISH.with_suffix(".mo").read_bytes() == made.getvalue()


def test_roles_have_words() -> None:
    """Every role of the ontology is said in words of the interface."""
    roles = {role for type_ in load_ontology().types.values() for role in type_.roles}
    assert roles <= set(WORDS)


@pytest.mark.parametrize("code", REFUSALS)
def test_refusals_say_what_and_what_to_do(code: str) -> None:
    """Every refusal has two sentences: what happened, and what to do."""
    what, then = REFUSALS[code]
    assert what
    assert then.endswith((".", "check"))
