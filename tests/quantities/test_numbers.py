"""Numbers are read with their bounds, units and sums."""

import pytest

from kipu.documents import from_text
from kipu.lang.quantities import Bound, load_quantity_lexicon
from kipu.lang.resources import languages
from kipu.reading.quantities import NumberPhrase, read_quantities
from kipu.syntax import load_parser
from tests.events.reading import read_sentence

_FRAMES = {
    "en": "Notes of the day\n\nThey counted {} there.",
    "es": "Notas del día\n\nContaron allí {} en la plaza.",
}
BOUNDS = [
    (code, bound, case)
    for code in languages()
    for lexicon in [load_quantity_lexicon(code).numbers]
    for bound in (*lexicon.bound, *lexicon.bound_after)
    for case in bound.says
]


def numbers(text: str, language: str = "en") -> list[NumberPhrase]:
    doc = from_text(_FRAMES[language].format(text), uri="case", language=language)
    syntax = load_parser(language).parse(doc)
    return list(read_quantities(doc, syntax, load_quantity_lexicon(language)))


@pytest.mark.parametrize(
    ("code", "bound", "case"),
    BOUNDS,
    ids=[f"{code}-{bound.phrase}: {case[0]}" for code, bound, case in BOUNDS],
)
def test_bounds(code: str, bound: Bound, case: tuple[str, str, str]) -> None:
    """Words before or after a number bound it as their rule says."""
    text, bounds, about = case
    (phrase,) = numbers(text, code)
    low, _, high = bounds.partition("..")
    assert (phrase.low, phrase.high) == (
        float(low) if low else None,
        float(high) if high else None,
    )
    assert phrase.approximate == (about == "about")


@pytest.mark.parametrize(
    ("code", "text", "value", "unit"),
    [
        ("en", "14 people", 14, "person"),
        ("en", "69,280 victims", 69_280, "person"),
        ("en", "forty-two women", 42, "person"),
        ("en", "two hundred and six officers", 206, "person"),
        ("en", "a dozen students", 12, "person"),
        ("en", "half a dozen students", 6, "person"),
        ("en", "two and a half million people", 2_500_000, "person"),
        ("en", "nine students and a professor", 10, "person"),
        ("en", "a professor and nine students", 10, "person"),
        ("en", "3.1 million pounds", 3_100_000, "GBP"),
        ("en", "€150,000", 150_000, "EUR"),
        ("en", "51.3 percent", 51.3, "percent"),
        ("en", "47 per cent", 47, "percent"),
        ("en", "62 votes", 62, "vote"),
        ("en", "12,000 barrels", 12_000, "barrel"),
        ("es", "14 personas", 14, "person"),
        ("es", "69.280 víctimas", 69_280, "person"),
        ("es", "1.500.000 vecinos", 1_500_000, "person"),
        ("es", "1,234 vecinos", 1_234, "person"),
        ("es", "25 300 refugiados", 25_300, "person"),
        ("es", "3,5 toneladas", 3.5, "tonne"),
        ("es", "3.5 toneladas", 3.5, "tonne"),
        ("es", "cuarenta y dos mujeres", 42, "person"),
        ("es", "veintiún soldados", 21, "person"),
        ("es", "veintiuna enfermeras", 21, "person"),
        ("es", "treinta y un presos", 31, "person"),
        ("es", "treinta y un mil presos", 31_000, "person"),
        ("es", "cien mineros", 100, "person"),
        ("es", "ciento seis agentes", 106, "person"),
        ("es", "doscientas familias", 200, "family"),
        ("es", "mil reclutas", 1_000, "person"),
        ("es", "mil doscientos reclutas", 1_200, "person"),
        ("es", "cinco mil trescientas cuarenta y una personas", 5_341, "person"),
        ("es", "20 mil damnificados", 20_000, "person"),
        ("es", "20 mil 500 damnificados", 20_500, "person"),
        ("es", "una docena de estudiantes", 12, "person"),
        ("es", "media docena de estudiantes", 6, "person"),
        ("es", "dos docenas de estudiantes", 24, "person"),
        ("es", "un par de testigos", 2, "person"),
        ("es", "medio millón de desplazados", 500_000, "person"),
        ("es", "un millón y medio de desplazados", 1_500_000, "person"),
        ("es", "un centenar de peregrinos", 100, "person"),
        ("es", "el centenar de peregrinos", 100, "person"),
        ("es", "una veintena de presos", 20, "person"),
        ("es", "nueve estudiantes y un profesor", 10, "person"),
        ("es", "un profesor y nueve estudiantes", 10, "person"),
        ("es", "un muerto", 1, "person"),
        ("es", "2 millones de euros", 2_000_000, "EUR"),
        ("es", "dos mil quinientos millones de pesos", 2_500_000_000, "peso"),
        ("es", "2 millones 300 mil soles", 2_300_000, "PEN"),
        ("es", "1'500.000 soles", 1_500_000, "PEN"),
        ("es", "S/ 3 millones", 3_000_000, "PEN"),
        ("es", "S/. 1,200", 1_200, "PEN"),
        ("es", "15.000 dólares", 15_000, "dollar"),
        ("es", "US$ 20 mil", 20_000, "USD"),
        ("es", "150.000 €", 150_000, "EUR"),
        ("es", "30.000 pesetas", 30_000, "peseta"),
        ("es", "un 61 por ciento", 61, "percent"),
        ("es", "el 61,3 %", 61.3, "percent"),
        ("es", "62 votos", 62, "vote"),
        ("es", "25 años de prisión", 25, "year"),
        ("es", "cuatro años y medio", 4.5, "year"),
        ("es", "12.000 barriles", 12_000, "barrel"),
    ],
)
def test_values(code: str, text: str, value: float, unit: str) -> None:
    """Digits and words give the same values; a sum of people is one number."""
    (phrase,) = numbers(text, code)
    assert (phrase.value, phrase.unit) == (value, unit)


@pytest.mark.parametrize(
    ("code", "text", "low"),
    [
        ("en", "thousands of villagers", 1_000),
        ("es", "miles de vecinos", 1_000),
        ("es", "decenas de miles de vecinos", 10_000),
        ("es", "centenares de mujeres", 100),
        ("es", "millones de fieles", 1_000_000),
    ],
)
def test_unknown_many(code: str, text: str, low: float) -> None:
    """Thousands are at least a thousand, and no one knows how many more."""
    (phrase,) = numbers(text, code)
    assert (phrase.low, phrase.high, phrase.approximate) == (low, None, True)


@pytest.mark.parametrize(
    ("code", "text", "low"),
    [("en", "a dozen men", 12), ("es", "una docena de hombres", 12), ("es", "un centenar", None)],
)
def test_round_words(code: str, text: str, low: float | None) -> None:
    """A dozen is twelve; a "centenar" is a hundred or so."""
    (phrase,) = numbers(text, code)
    assert (phrase.low, phrase.approximate) == (low, low is None)


@pytest.mark.parametrize(
    ("code", "low", "high", "text"),
    [
        ("en", 12, 18, "12 to 18 men"),
        ("en", 14, 15, "14 or 15 men"),
        ("en", 2_000_000, 3_000_000, "2 to 3 million people"),
        ("es", 12, 18, "entre 12 y 18 hombres"),
        ("es", 35, 42, "entre treinta y cinco y cuarenta y dos hombres"),
        ("es", 40, 50, "de 40 a 50 campesinos"),
        ("es", 12, 13, "12 o 13 mineros"),
        ("es", 7, 8, "siete u ocho mineros"),
        ("es", 2_000_000, 3_000_000, "entre 2 y 3 millones de pesos"),
    ],
)
def test_ranges(code: str, low: float, high: float, text: str) -> None:
    """A range has both bounds."""
    (phrase,) = numbers(text, code)
    assert (phrase.low, phrase.high) == (low, high)


@pytest.mark.parametrize(
    ("code", "text", "values"),
    [
        ("es", "cuatro muertos y diecinueve heridos", [4, 19]),
        ("es", "un muerto y dos heridos", [1, 2]),
        ("es", "doce mujeres y unas vacas", [12]),
        ("es", "una mujer y un perro", []),
        ("es", "media plaza", []),
        ("es", "diez soles y 40 naranjas", [10, 40]),
    ],
)
def test_what_is_no_sum(code: str, text: str, values: list[float]) -> None:
    """The dead and the injured are not added up, and an article by itself is no number."""
    assert [phrase.value for phrase in numbers(text, code)] == values


@pytest.mark.parametrize(
    ("code", "text", "role", "value"),
    [
        ("en", "The bombing killed nine people and wounded thirty.", "killed", 9),
        ("en", "The bombing killed nine people and wounded thirty.", "injured", 30),
        ("en", "The ferry sank with 80 people aboard.", "aboard", 80),
        ("en", "She was sentenced to nine years in prison.", "sentence_term", 9),
        ("en", "The firm paid 30,000 euros to the mayor.", "amount", 30_000),
        ("en", "Thousands marched through the capital.", "participants", 1000),
        ("es", "La bomba mató a nueve personas e hirió a treinta.", "killed", 9),
        ("es", "La bomba mató a nueve personas e hirió a treinta.", "injured", 30),
        ("es", "El transbordador naufragó con 80 personas a bordo.", "aboard", 80),
        ("es", "La jueza la condenó a nueve años de prisión.", "sentence_term", 9),
        ("es", "La empresa pagó 30.000 euros al alcalde.", "amount", 30_000),
        ("es", "Miles de personas marcharon por la capital.", "participants", 1000),
        ("es", "La policía detuvo a cuatro estudiantes.", "arrested", 4),
    ],
)
def test_roles(code: str, text: str, role: str, value: float) -> None:
    """A quantity has the role that its event and the words beside it give it."""
    events, _ = read_sentence(text, code)
    found = {(q.role, q.quantity.value) for event in events for q in event.quantities}
    assert (role, value) in found
