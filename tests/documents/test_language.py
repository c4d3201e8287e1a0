"""The language of a text is told where it can be told, and left open where not."""

import pytest

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
