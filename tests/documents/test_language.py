"""The language of a text is told where it can be told, and left open where not."""

import pytest

from kipu.documents import from_text
from kipu.documents.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The court set aside the verdict on Monday and ordered a new trial of the owner.", "en"),
        ("The union said that its members would strike.", "en"),
        ("El tribunal anuló ayer la sentencia y ordenó un nuevo juicio contra el dueño.", "es"),
        ("O tribunal anulou ontem a sentença e mandou que o dono fosse julgado de novo.", "pt"),
        ("Le tribunal a annulé hier le jugement et ordonné un nouveau procès du patron.", "fr"),
        ("Суд вчера отменил приговор и назначил новое рассмотрение дела.", "ru"),
        ("No.", None),
        ("1991 - 2001", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    """One sentence is enough; a word or figures are not."""
    assert detect_language(text) == language


ENGLISH = (
    "The owner of a ferry that sank off the northern coast on Saturday was arrested on Monday by"
    " the police, who said that the ship had been overloaded by more than forty people. "
)
SPANISH = (
    "El dueño de un transbordador que se hundió el sábado frente a la costa norte fue detenido el"
    " lunes por la policía, que dijo que el barco llevaba más de cuarenta personas de sobra. "
)


@pytest.mark.parametrize(
    ("paragraphs", "language", "told"),
    [
        ([ENGLISH] * 4, "en", None),
        ([ENGLISH] * 9 + [SPANISH], "en", None),
        ([ENGLISH] * 6 + [SPANISH] * 3, "en", "'es'"),
        ([ENGLISH] * 3 + [SPANISH] * 6, "es", "'en'"),
    ],
)
def test_mixed_languages(paragraphs: list[str], language: str, told: str | None) -> None:
    """The language of most of a text is that of the whole; much of another is told."""
    text = "\n\n".join(f"{number}. {words}" for number, words in enumerate(paragraphs))
    doc = from_text(text, uri="a")
    assert doc.language == language
    messages = [problem.message for problem in doc.problems]
    assert len(messages) == (told is not None)
    assert all(told in message for message in messages if told)
    assert from_text(text, uri="a", language="en").problems == ()
